# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network of a company: a proxy that inspects TLS is the only way out, and everything behind it is the simulator.

Names below ``example`` cannot be resolved (RFC 6761), so nothing of a test ever reaches a real host.
"""

from __future__ import annotations

import base64
import http
import socket
import ssl
import threading
from pathlib import Path

from tests.unit.support.certificates import Authority
from tests.unit.support.proxies import pump
from tests.unit.support.servers import CLOSE, RawServer

LOGIN, API, STORAGE = "login.example", "api.example", "storage.example"
INSPECTION = "Example Corp Inspection CA"
PASSWORD = "pröxy/pass+word=0001"


class Company(RawServer):
    """The proxy of a company. It answers CONNECT, and presents certificates of its own for the hosts behind it.

    ``login`` (user:password) is wanted of everybody, ``blocked`` hosts are refused, ``dead`` ones cannot be reached
    from it, and ``silent`` ones are never answered. ``presents`` names the certificate in use.
    """

    def __init__(self, directory: Path, simulator: str) -> None:
        self._upstream = simulator.removeprefix("https://")
        self._trusting = ssl.create_default_context()
        # After a handshake of TLS 1.3 a ticket would arrive, which makes a socket readable that has nothing to read.
        self._trusting.maximum_version = ssl.TLSVersion.TLSv1_2
        self._trusting.check_hostname = False
        self._trusting.verify_mode = ssl.CERT_NONE
        authority = Authority(directory, INSPECTION)
        self.ca_path = str(authority.path)
        self._names = names = (LOGIN, API, STORAGE)
        self._contexts = {
            "good": authority.context(*names),
            "expired": authority.context(*names, expired=True),
            "of another host": authority.context("intranet.example"),
            "self-signed": authority.context(*names, self_signed=True),
        }
        self.reset()
        super().__init__(self._handle)

    def reset(self) -> None:
        """Let it work again."""
        self.login: str | None = None
        self.blocked: frozenset[str] = frozenset()
        self.dead: frozenset[str] = frozenset()
        self.silent: frozenset[str] = frozenset()
        self.presents = "good"
        self.released = threading.Event()

    @property
    def tunnels(self) -> list[str]:
        """The hosts that a tunnel was asked for."""
        return [request.split(b" ")[1].decode() for request in self.requests if request.startswith(b"CONNECT ")]

    def _handle(self, connection: socket.socket, request: bytes) -> None:
        if self.login is not None and base64.b64encode(self.login.encode()) not in request:
            self._refuse(
                connection, http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, 'Proxy-Authenticate: Basic realm="Office"'
            )
            return
        method, target = (part.decode() for part in request.split(b" ")[:2])
        host = target.rpartition(":")[0]
        if method != "CONNECT":
            self._refuse(connection, http.HTTPStatus.METHOD_NOT_ALLOWED, "Allow: CONNECT")
        elif host in self.blocked:
            self._refuse(connection, http.HTTPStatus.FORBIDDEN, "X-Policy: blocked")
        elif host in self.dead or host not in self._names:
            self._refuse(connection, http.HTTPStatus.BAD_GATEWAY, "X-Reason: no route")
        elif host in self.silent:
            self.released.wait(10)
        else:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._inspect(connection)

    def _inspect(self, connection: socket.socket) -> None:
        """Decrypt, and pass everything on to the simulator."""
        name, _colon, port = self._upstream.rpartition(":")
        with (
            self._contexts[self.presents].wrap_socket(connection, server_side=True) as inside,
            socket.create_connection((name, int(port))) as plain,
            self._trusting.wrap_socket(plain) as outside,
        ):
            pump(inside, outside)

    @staticmethod
    def _refuse(connection: socket.socket, status: http.HTTPStatus, header: str) -> None:
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{header}\r\nContent-Length: 0\r\n{CLOSE}\r\n"
        connection.sendall(head.encode())
