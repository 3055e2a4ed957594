# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""As much of a HashiCorp Vault as a lookup of one secret needs."""

from __future__ import annotations

import http.server
import json
import threading
import typing as t
from types import TracebackType

_LOGIN = "/v1/auth/approle/login"
_SECRET = "/v1/secret/data/fleet"  # the KV engine, version 2
_SESSION = {"client_token": "hvs.stub", "accessor": "stub", "policies": ["default"], "lease_duration": 3600}
_CONTENT = {"data": {"token": "x" * 1400}, "metadata": {"version": 1, "created_time": "2026-01-01T00:00:00Z"}}


class VaultStub:
    """A server on 127.0.0.1 that takes any AppRole and holds one secret. ``logins`` counts."""

    def __init__(self) -> None:
        self.logins = 0
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> VaultStub:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def variables(self) -> dict[str, str]:
        """Return the environment variables that point the lookup here."""
        return {
            "ANSIBLE_HASHI_VAULT_ADDR": f"http://127.0.0.1:{self._server.server_port}",
            "ANSIBLE_HASHI_VAULT_ROLE_ID": "fleet",
            "ANSIBLE_HASHI_VAULT_SECRET_ID": "stub-secret",
        }


def _handler(stub: VaultStub) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def serve(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if self.path == _LOGIN:
                stub.logins += 1
                self._answer(200, {"auth": _SESSION})
            elif self.path == _SECRET:
                self._answer(200, {"data": _CONTENT})
            else:
                self._answer(404, {"errors": []})

        do_GET = do_POST = do_PUT = serve

        def log_message(self, format: str, *args: t.Any) -> None:
            """Write no log."""

        def _answer(self, status: int, answer: dict[str, t.Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
