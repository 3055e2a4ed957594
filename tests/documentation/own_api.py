# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API of a reader's own, https://api.example.com, that the guides call with a token of Veracity.

A proxy for HTTPS that is the API itself: it answers the call that a tunnel was opened for.
"""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from pathlib import Path
from types import TracebackType

from tests.unit.support.certificates import Authority

HOST = "api.example.com"


class OwnApi:
    """Answers /vessels to whoever brings a token, for as long as it is open.

    ``variables`` make a program reach it, and trust it. ``calls`` are the paths that were answered.
    """

    def __init__(self, directory: Path) -> None:
        authority = Authority(directory)
        context = authority.context(HOST)
        self.calls: list[str] = []
        calls = self.calls

        class Handler(http.server.BaseHTTPRequestHandler):
            """One connection: first the tunnel, then the call."""

            def do_CONNECT(self) -> None:
                if self.path != f"{HOST}:443":
                    self.send_error(502, "the documentation calls another host")
                    return
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self.wfile.flush()
                self.connection: ssl.SSLSocket = context.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
                self.wfile = self.connection.makefile("wb")
                self.close_connection = False

            def do_GET(self) -> None:
                kind, _space, token = self.headers.get("Authorization", "").partition(" ")
                granted = kind == "Bearer" and token.count(".") == 2 and self.path.startswith("/vessels")
                if granted:
                    calls.append(self.path)
                body = json.dumps({"vessels": []}).encode()
                self.send_response(200 if granted else 401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()
                self.close_connection = True

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.variables = {
            "https_proxy": f"http://127.0.0.1:{self._server.server_port}",
            "SSL_CERT_FILE": str(authority.path),
        }

    def __enter__(self) -> OwnApi:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
