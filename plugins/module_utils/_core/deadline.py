# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A requests adapter that honours a deadline for the whole answer. Private: for use inside dnv.veracity only.

The timeout of requests is for one receive: a server that sends a byte a second is never late. Here each receive waits
no longer than until the deadline of the call.
"""

from __future__ import annotations

import io
import threading
import typing as t

from .clock import Clock

if t.TYPE_CHECKING:
    import socket

    from requests.adapters import HTTPAdapter


class Deadline(threading.local):
    """The moment (monotonic) by which the call of the current thread must be over, and whether it still connects."""

    moment: float = float("inf")
    connecting: bool = False


class _DeadlineStream(io.RawIOBase):
    """What is received on a socket, each receive bounded by the time that is left."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline, clock: Clock) -> None:
        super().__init__()
        self._raw = raw
        self._socket = sock
        self._deadline = deadline
        self._clock = clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int | None:
        remaining = self._deadline.moment - self._clock.monotonic()
        if remaining <= 0:
            raise TimeoutError("timed out")
        patience = self._socket.gettimeout()
        if patience is None or remaining < patience:
            self._socket.settimeout(remaining)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _DeadlineSocket:
    """A connected socket whose stream knows the deadline; everything else is the socket's own."""

    def __init__(self, sock: socket.socket, deadline: Deadline, clock: Clock) -> None:
        self._socket = sock
        self._deadline = deadline
        self._clock = clock

    def makefile(self, mode: str = "r", *args: t.Any, **kwargs: t.Any) -> io.BufferedReader:
        raw = self._socket.makefile("rb", buffering=0)
        return io.BufferedReader(_DeadlineStream(raw, self._socket, self._deadline, self._clock))

    def __getattr__(self, name: str) -> t.Any:
        return getattr(self._socket, name)


def deadline_adapter(deadline: Deadline, clock: Clock, connections: int) -> HTTPAdapter:
    """Return an adapter for a requests session, with so many connections kept open. Imports requests."""
    import requests.adapters
    import urllib3.connection
    import urllib3.connectionpool

    class PlainConnection(urllib3.connection.HTTPConnection):
        def connect(self) -> None:
            deadline.connecting = True
            super().connect()
            deadline.connecting = False
            self.sock = _DeadlineSocket(self.sock, deadline, clock)

    class SecureConnection(urllib3.connection.HTTPSConnection):
        def connect(self) -> None:
            deadline.connecting = True
            super().connect()
            deadline.connecting = False
            self.sock = _DeadlineSocket(self.sock, deadline, clock)

    class PlainPool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(urllib3.connectionpool.HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    pools = {"http": PlainPool, "https": SecurePool}

    class DeadlineAdapter(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            manager = super().proxy_manager_for(*args, **kwargs)
            manager.pool_classes_by_scheme = pools
            return manager

    return DeadlineAdapter(pool_connections=4, pool_maxsize=connections, max_retries=0)
