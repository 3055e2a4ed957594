# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real blob storage for tests: Azurite, containers with keys, and a relay that counts and disturbs."""

from __future__ import annotations

import datetime
import re
import socket
import typing as t
import uuid

from tests.simulator.azurite import Azurite
from tests.unit.support.servers import RawServer

ACCOUNT = "devstoreaccount1"
# The published key of the storage emulators.
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

Rule = t.Callable[["Call"], "bytes | str | None"]


class Call(t.NamedTuple):
    """A request as the relay saw it: method, path with query, length of the body, and the whole of it."""

    method: str
    target: str
    length: int
    raw: bytes

    @property
    def kind(self) -> str:
        """What it is: ``PUT block``, ``PUT blocklist``, ``GET list``, ``PUT``."""
        found = re.search(r"[?&]comp=(\w+)", self.target)
        return f"{self.method} {found[1]}" if found else self.method


class Relay(RawServer):
    """Passes requests on to the storage, each in a connection of its own.

    ``rule`` can answer instead (bytes), or ``drop`` before, ``lose`` after, or ``damage`` the last byte on the way.
    """

    def __init__(self, upstream: str) -> None:
        self._host, _colon, port = upstream.split("/")[2].partition(":")
        self._port = int(port)
        self.calls: list[Call] = []
        self.rule: Rule = lambda call: None
        super().__init__(self._relay)

    def through(self, sas_url: str) -> str:
        """Return the URL with this relay in the place of the storage."""
        return re.sub(r"^http://[^/]+", self.url, sas_url)

    def count(self, kind: str) -> int:
        """Return how many requests of a kind there were."""
        return sum(call.kind == kind for call in self.calls)

    def _relay(self, connection: socket.socket, request: bytes) -> None:
        head, _blank, body = request.partition(b"\r\n\r\n")
        method, target = head.split(b" ")[:2]
        call = Call(method.decode(), target.decode(), len(body), request)
        self.calls.append(call)
        verdict = self.rule(call)
        if isinstance(verdict, bytes):
            connection.sendall(verdict.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        if verdict not in (None, "lose", "damage"):
            return
        if verdict == "damage":
            body = body[:-1] + bytes([body[-1] ^ 1])
        head = re.sub(rb"(?i)\r\nConnection: [^\r]*", b"", head) + b"\r\nConnection: close"
        with socket.create_connection((self._host, self._port)) as upstream:
            upstream.sendall(head + b"\r\n\r\n" + body)
            while data := upstream.recv(65536):
                if verdict != "lose":
                    connection.sendall(data)


class BlobStorage:
    """Azurite, with as many containers as tests need."""

    def __init__(self, program: str) -> None:
        self._azurite = Azurite(program)
        self.url = self._azurite.url

    def stop(self) -> None:
        """End it."""
        self._azurite.stop()

    def container(self, rights: str = "rwdl", *, seconds: float = 3600.0) -> str:
        """Make a container and return a SAS URL for it."""
        name = f"test{uuid.uuid4().hex}"
        self._service().create_container(name)
        return self.key(name, rights, seconds=seconds)

    def key(self, name: str, rights: str = "rwdl", *, seconds: float = 3600.0) -> str:
        """Return a SAS URL for a container."""
        from azure.storage.blob import generate_container_sas

        now = datetime.datetime.now(datetime.timezone.utc)
        token = generate_container_sas(
            ACCOUNT,
            name,
            account_key=KEY,
            permission=rights,
            start=now - datetime.timedelta(hours=1),
            expiry=now + datetime.timedelta(seconds=seconds),
        )
        return f"{self.url}/{name}?{token}"

    def client(self, sas_url: str) -> t.Any:
        """Return the library's client of a container, with all rights."""
        return self._service().get_container_client(sas_url.partition("?")[0].rpartition("/")[2])

    def _service(self) -> t.Any:
        from azure.storage.blob import BlobServiceClient

        return BlobServiceClient(self.url, credential={"account_name": ACCOUNT, "account_key": KEY})
