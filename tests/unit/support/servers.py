# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers of a few lines, for behaviour that no well-bred server has."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import typing as t

CLOSE = "Connection: close\r\n"

Handler = t.Callable[[socket.socket, bytes], None]


class RawServer:
    """Accepts connections on 127.0.0.1, reads one request head and body from each, and lets a function answer.

    ``requests`` are the raw requests, ``connections`` counts what was accepted, and ``closed`` is released for each
    that was closed here. With ``rounds`` above 1 a connection is kept for so many requests.
    """

    def __init__(
        self, handler: Handler, *, context: ssl.SSLContext | None = None, rounds: int = 1, port: int = 0
    ) -> None:
        self._handler = handler
        self._context = context
        self._rounds = rounds
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[bytes] = []
        self.connections = 0
        self.closed = threading.Semaphore(0)
        self.ended = threading.Event()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def url(self) -> str:
        """The address, with the name that the certificate of the simulator has."""
        return f"https://localhost:{self.port}" if self._context else f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RawServer:
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        # Closed only when nobody is about to accept: the next listener may get the same descriptor.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(self.closed.release)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            stack.enter_context(connection)
            for _round in range(self._rounds):
                request = receive(connection)
                if not request:
                    return
                self.requests.append(request)
                self._handler(connection, request)


def receive(connection: socket.socket) -> bytes:
    """Return one request with its body, nothing when the other side has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return data
        data += chunk
    head, _blank, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            break
        body += chunk
    return head + b"\r\n\r\n" + body


def answer(body: bytes, status: str = "200 OK", headers: str = "Content-Type: application/json\r\n") -> bytes:
    """Return a whole HTTP answer, after which the connection is not used again."""
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n{CLOSE}\r\n".encode() + body


def kept(data: bytes) -> bytes:
    """Return an answer after which the connection may be used again."""
    return data.replace(CLOSE.encode(), b"", 1)


def answering(data: bytes) -> Handler:
    """Return a handler that always sends the same bytes."""
    return lambda connection, _request: connection.sendall(data)


def closed_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return t.cast("int", listener.getsockname()[1])
