# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP and HTTPS listeners."""

from __future__ import annotations

import http.server
import socketserver
import ssl
import sys
import threading
import time
import typing as t
from collections.abc import Callable
from urllib.parse import parse_qs

from . import control, delivery
from .faults import Fault
from .messages import Request, Response
from .recorder import Record
from .site import Answerer, find_answerer
from .state import State

_IDLE_SECONDS = 300
_HANDSHAKE_SECONDS = 10
_LARGEST_BODY = 16 * 1024 * 1024


class Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """One listening port on 127.0.0.1; every connection has a thread of its own."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, port: int, state: State, context: ssl.SSLContext | None, shut_down: Callable[[], None]) -> None:
        self.state = state
        self.context = context
        self.shut_down = shut_down
        super().__init__(("127.0.0.1", port), Handler)

    def url(self) -> str:
        """Return the address under which clients find it."""
        port = self.server_address[1]
        return f"http://127.0.0.1:{port}" if self.context is None else f"https://localhost:{port}"

    def finish_request(self, request: t.Any, client_address: t.Any) -> None:
        """Serve one connection; the TLS handshake happens here, in the connection's own thread."""
        if self.context is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(_HANDSHAKE_SECONDS)
        with self.context.wrap_socket(request, server_side=True) as encrypted:
            super().finish_request(encrypted, client_address)

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """Report mistakes of the simulator, not connections that broke: clients under test break them on purpose."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(http.server.BaseHTTPRequestHandler):
    """Reads the requests of one connection and writes the answers."""

    server: Listener
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS

    def serve(self) -> None:
        """Answer one request."""
        request = self._read()
        if request is None:
            return
        if request.path.startswith(control.PREFIX + "/"):
            self._send(control.answer_control_request(self.server.state, request))
            if request.path == control.SHUTDOWN:
                self.server.shut_down()
            return
        state = self.server.state
        state.containers.clear_away()
        answerer = find_answerer(state, request)
        record = state.recorder.add(request, answerer.operation)
        fault, ended = state.faults.take(request)
        if fault is not None and fault.delay and ended.wait(fault.delay):
            # The test that wanted the delay is over: what it asked for must not happen in the next one.
            self.close_connection = True
            return
        if state.settings.latency:
            time.sleep(state.settings.latency)
        if fault is None:
            response = answerer.answer()
            record.status = response.status
            self._send(response)
        else:
            self._misbehave(fault, answerer, record, ended)

    # The base class calls these names.
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = serve

    def log_message(self, format: str, *args: t.Any) -> None:
        """Write no log: the recorder keeps the requests."""

    def _read(self) -> Request | None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdigit() or int(length) > _LARGEST_BODY:
            self.close_connection = True
            self._send(Response(411 if "Transfer-Encoding" in self.headers else 413))
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            # The caller went away in the middle of its request.
            self.close_connection = True
            return None
        path, _mark, query = self.path.partition("?")
        scheme = "http" if self.server.context is None else "https"
        return Request(
            method=self.command,
            path=path,
            query=parse_qs(query, keep_blank_values=True),
            headers=t.cast("t.Any", self.headers),
            body=body,
            origin=f"{scheme}://{self.headers.get('Host', '')}",
        )

    def _send(self, response: Response) -> None:
        body = b"" if self.command == "HEAD" else response.body
        self.connection.sendall(self._head(response) + body)

    def _head(self, response: Response, *, chunked: bool = False) -> bytes:
        now = self.server.state.clock.now()
        return delivery.head(response, now, close=self.close_connection, chunked=chunked)

    def _misbehave(self, fault: Fault, answerer: Answerer, record: Record, ended: threading.Event) -> None:
        real = answerer.answer() if fault.does_it() else None
        if fault.hang is not None:
            ended.wait(fault.hang)
        if fault.drop is not None or fault.hang is not None:
            self.close_connection = True
            return
        response = fault.scripted or real or Response(200)
        record.status = response.status
        if fault.endless:
            self.close_connection = True
            self.connection.sendall(self._head(response, chunked=True))
            delivery.send_endlessly(self.connection, ended)
        elif fault.reset:
            self.close_connection = True
            delivery.send_part_and_reset(self.connection, self._head(response), response.body)
        elif fault.trickle is not None and fault.trickle_from == "head":
            delivery.send_slowly(self.connection, self._head(response) + response.body, fault.trickle, ended)
        elif fault.trickle is not None:
            self.connection.sendall(self._head(response))
            delivery.send_slowly(self.connection, response.body, fault.trickle, ended)
        else:
            self._send(response)
