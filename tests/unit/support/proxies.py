# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Proxies for tests: one that opens tunnels, and one that passes plain requests on."""

from __future__ import annotations

import base64
import select
import socket
import ssl
import typing as t

from tests.unit.support.servers import RawServer


class Proxy(RawServer):
    """Understands CONNECT and absolute URLs; with ``login`` (user:password) it wants them.

    It finds the names below ``example`` on this machine.
    """

    def __init__(self, login: str | None = None, *, context: ssl.SSLContext | None = None) -> None:
        self._login = login
        super().__init__(self._handle, context=context)

    @property
    def tunnels(self) -> list[str]:
        """The hosts that a tunnel was asked for."""
        return [request.split(b" ")[1].decode() for request in self.requests if request.startswith(b"CONNECT ")]

    def _handle(self, connection: socket.socket, request: bytes) -> None:
        if self._login and base64.b64encode(self._login.encode()) not in request:
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        method, target = request.split(b" ")[:2]
        host = target if method == b"CONNECT" else target.split(b"/")[2]
        name, _colon, port = host.decode().partition(":")
        if name.endswith(".example"):
            name = "127.0.0.1"
        with socket.create_connection((name, int(port))) as upstream:
            if method == b"CONNECT":
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                upstream.sendall(request)
            pump(connection, upstream)


def pump(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes in both directions until one side closes."""
    ways = {one: other, other: one}
    while True:
        ready: list[t.Any] = select.select(list(ways), [], [], 30)[0]
        for source in ready:
            data = source.recv(65536)
            if not data:
                return
            # What TLS has decrypted already makes no socket readable.
            while isinstance(source, ssl.SSLSocket) and source.pending():
                data += source.recv(65536)
            ways[source].sendall(data)
