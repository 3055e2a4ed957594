# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Control calls to the simulator."""

from __future__ import annotations

import json
import typing as t
import urllib.request

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Simulator:
    """The simulator at a base URL."""

    def __init__(self, base: str) -> None:
        self._base = base

    def call(self, method: str, path: str, body: t.Any = None) -> t.Any:
        """Make one control call and return its answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._base}/_simulator{path}", data=data, method=method)
        with OPENER.open(request, timeout=10) as answer:
            return json.load(answer)

    def tokens(self) -> list[str]:
        """Return every token that it was sent since its requests were last forgotten."""
        headers = (request["headers"] for request in self.call("GET", "/requests"))
        values = (value for entry in headers for name, value in entry.items() if name.lower() == "authorization")
        return sorted({value.partition(" ")[2] for value in values})

    def signatures(self) -> list[str]:
        """Return the signature of every key that was shown to it (``/shown?sig=…``)."""
        shown = (request for request in self.call("GET", "/requests") if request["path"] == "/shown")
        return sorted({signature for request in shown for signature in request["query"]["sig"]})
