# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A container as the storage package opens it, through a relay."""

from __future__ import annotations

import base64
import typing as t
from pathlib import Path

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.blobs import Blob, Blobs
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.destination import Destination
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.downloads import download
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.keyring import Keyring
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.sas_url import SasUrl, parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.slots import Slots
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.uploads import Sent, upload
from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import Scrubber
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.session import Route
from tests.unit.support.blob_storage import BlobStorage, Relay

BLOCK = 64 * 1024


class Quick(Clock):
    """A clock whose waits are over at once."""

    def sleep(self, seconds: float) -> None:
        pass


class Opened:
    """One container; blocks have 64 KiB."""

    def __init__(self, storage: BlobStorage, relay: Relay) -> None:
        self.lines: list[str] = []
        self.moved: list[int] = []
        self.storage = storage
        self.relay = relay
        self.sas_url = relay.through(storage.container())
        self.blobs = self.open(self.sas_url)
        self.theirs = storage.client(self.sas_url)

    def open(
        self, sas_url: str, *, renew: t.Callable[[], SasUrl] | None = None, retries: int = 2, timeout: float = 10.0
    ) -> Blobs:
        """Return the container as this key opens it."""
        clock = Quick()
        return Blobs(
            Keyring(parse(sas_url), clock, renew),
            Route(True, {}, timeout, timeout, retries, Scrubber([sas_url])),
            clock=clock,
            connections=8,
            block_size=BLOCK,
            notify=self.lines.append,
        )

    def key(self, rights: str = "rwdl", *, seconds: float = 3600.0) -> str:
        """Return another key for it."""
        name = self.sas_url.partition("?")[0].rpartition("/")[2]
        return self.relay.through(self.storage.key(name, rights, seconds=seconds))

    def stage(self, identifier: bytes, data: bytes = b"theirs", name: str = "file") -> None:
        """Leave a block behind, as a program does that was killed. Its id need not be text."""
        import requests

        address, _separator, token = self.sas_url.partition("?")
        asked = {"comp": "block", "blockid": base64.b64encode(identifier).decode()}
        with requests.put(f"{address}/{name}?{token}", params=asked, data=data, timeout=30) as answer:
            answer.raise_for_status()

    def send(self, path: Path, name: str = "file", *, blobs: Blobs | None = None) -> Sent:
        """Upload a file."""
        with Slots(4) as slots:
            return upload(
                blobs or self.blobs,
                slots,
                str(path),
                name,
                content_type="text/plain",
                block_size=BLOCK,
                meter=self.moved.append,
            )

    def fetch(self, path: Path, name: str = "file", *, blob: Blob | None = None) -> str:
        """Download a file."""
        found = blob or self.blobs.one(name)
        with Slots(4) as slots:
            return download(
                self.blobs,
                slots,
                t.cast(Blob, found),
                Destination(str(path.parent)),
                path.name,
                block_size=BLOCK,
                meter=self.moved.append,
            )
