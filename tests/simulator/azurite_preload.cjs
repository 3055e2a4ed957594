// Copyright (c) 2026, dnv.veracity contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// Loaded before Azurite. It checks everything in a shared access signature except the addresses for which it is good:
// this refuses what comes from other addresses, as Azure does, and leaves all else to Azurite. And it ends Azurite when
// standard input is closed, so that Azurite cannot outlive the process that started it.

"use strict";

const http = require("http");

const REFUSAL =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Error><Code>AuthorizationSourceIPMismatch</Code>' +
  "<Message>This request is not authorized to perform this operation using this source IP.</Message></Error>";

function asNumber(address) {
  const parts = address.split(".").map(Number);
  return parts.length === 4 ? parts.reduce((sum, part) => sum * 256 + part, 0) : NaN;
}

function isAllowed(request) {
  const range = new URL(request.url, "http://localhost").searchParams.get("sip");
  if (range === null) {
    return true;
  }
  const [first, last = first] = range.split("-").map(asNumber);
  const caller = asNumber((request.socket.remoteAddress || "").replace(/^::ffff:/, ""));
  return first <= caller && caller <= last;
}

function refuse(request, response) {
  request.resume();
  response.writeHead(403, {
    "Content-Type": "application/xml",
    "x-ms-error-code": "AuthorizationSourceIPMismatch",
    Connection: "close",
  });
  response.end(request.method === "HEAD" ? undefined : REFUSAL);
}

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, ...values) {
  const [request, response] = values;
  if ((event === "request" || event === "checkContinue") && !isAllowed(request)) {
    refuse(request, response);
    return true;
  }
  return emit.call(this, event, ...values);
};

process.stdin.on("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.resume();
