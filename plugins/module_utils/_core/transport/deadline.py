# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A requests adapter that honours a deadline for the whole answer. Private: for use inside dnv.veracity only.

The timeout of requests is for one receive: a server or a proxy that sends a byte a second is never late. Here each
receive waits no longer than until the deadline of the call, and those of a proxy that is to open a tunnel no longer
than until the connection has to be there.
"""

from __future__ import annotations

import io
import threading
import typing as t

from ..clock import Clock

if t.TYPE_CHECKING:
    import socket

    from requests.adapters import HTTPAdapter

_NEVER = float("inf")
# A timeout of 0 means something else to a socket.
_SHORTEST = 0.001


class Deadline(threading.local):
    """The moment (monotonic) by which the call of the current thread must be over, and how far it is.

    ``connecting``: whether nothing of the request was sent yet; ``tunneling``: whether a proxy is about to connect.
    """

    moment: float = _NEVER
    connecting: bool = False
    tunneling: bool = False


class _Limit:
    """Shortens the timeout of a socket to what is left until a moment."""

    def __init__(self, until: t.Callable[[], float], clock: Clock) -> None:
        self._until = until
        self._clock = clock

    def impose(self, sock: socket.socket) -> None:
        """Raise TimeoutError when nothing is left."""
        remaining = self._until() - self._clock.monotonic()
        if remaining <= 0:
            raise TimeoutError("timed out")
        limit = sock.gettimeout()
        if limit is None or remaining < limit:
            sock.settimeout(max(remaining, _SHORTEST))


class _LimitedStream(io.RawIOBase):
    """What is received on a socket, each receive bounded by the time that is left."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, limit: _Limit) -> None:
        super().__init__()
        self._raw = raw
        self._socket = sock
        self._limit = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int | None:
        self._limit.impose(self._socket)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _LimitedSocket:
    """A connected socket whose receives are bounded by the time that is left; everything else is the socket's own."""

    _socket: t.Any
    _limit: _Limit

    def __init__(self, sock: t.Any, limit: _Limit) -> None:
        vars(self).update(_socket=sock, _limit=limit)

    def makefile(self, mode: str = "r", *args: t.Any, **kwargs: t.Any) -> io.BufferedReader:
        raw = self._socket.makefile("rb", buffering=0)
        return io.BufferedReader(_LimitedStream(raw, self._socket, self._limit))

    def recv(self, *args: t.Any) -> bytes:
        # TLS inside of the TLS of a proxy receives here.
        self._limit.impose(self._socket)
        received: bytes = self._socket.recv(*args)
        return received

    def __getattr__(self, name: str) -> t.Any:
        return getattr(self._socket, name)

    def __setattr__(self, name: str, value: t.Any) -> None:
        # TLS inside of TLS counts the streams of the socket, which is closed with the last one.
        setattr(self._socket, name, value)


def deadline_pools(deadline: Deadline, clock: Clock, *, answers: bool = True) -> dict[str, t.Any]:
    """Return the pools of connections for urllib3, by scheme. Imports urllib3.

    A tunnel through a proxy has to be there within the connect timeout. ``answers``: whether what is received later is
    bounded too, by the deadline of the call.
    """
    import urllib3.connection
    import urllib3.connectionpool

    of_call = _Limit(lambda: deadline.moment, clock)

    class PlainConnection(urllib3.connection.HTTPConnection):
        def connect(self) -> None:
            deadline.connecting = True
            super().connect()
            deadline.connecting = False
            if answers:
                self.sock = _LimitedSocket(self.sock, of_call)

    class SecureConnection(urllib3.connection.HTTPSConnection):
        _there_by: float = _NEVER

        def connect(self) -> None:
            deadline.connecting = True
            if isinstance(self.timeout, (int, float)):
                self._there_by = clock.monotonic() + self.timeout
            super().connect()
            self._there_by = _NEVER
            deadline.connecting = False
            if answers:
                self.sock = _LimitedSocket(self.sock, of_call)

        def _limit(self) -> _Limit:
            return _Limit(lambda: min(self._there_by, deadline.moment), clock)

        def _connect_tls_proxy(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            return _LimitedSocket(super()._connect_tls_proxy(*args, **kwargs), self._limit())

        def _tunnel(self) -> None:
            bare, limit = self.sock, self._limit()
            # One inside of another would wait for more than there is: its stream has a buffer.
            self.sock = bare if isinstance(bare, _LimitedSocket) else _LimitedSocket(bare, limit)
            deadline.tunneling = True
            super()._tunnel()
            deadline.tunneling = False
            self.sock = bare
            # The TLS handshake that follows is bounded as a whole by the timeout of the socket.
            limit.impose(bare)

    class PlainPool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(urllib3.connectionpool.HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": PlainPool, "https": SecurePool}


def deadline_adapter(deadline: Deadline, clock: Clock, connections: int) -> HTTPAdapter:
    """Return an adapter for a requests session, with this many connections kept open. Imports requests."""
    import requests.adapters

    pools = deadline_pools(deadline, clock)

    class DeadlineAdapter(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            manager = super().proxy_manager_for(*args, **kwargs)
            manager.pool_classes_by_scheme = pools
            return manager

    return DeadlineAdapter(pool_connections=4, pool_maxsize=connections, max_retries=0)
