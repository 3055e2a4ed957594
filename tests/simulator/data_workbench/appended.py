# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data that was appended to files of the Data Lake: blocks of Azurite, which become content when they are flushed."""

from __future__ import annotations

import base64
import threading
import typing as t
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPMessage
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from .azurite_backend import AzuriteBackend

_KEPT = {
    "Content-Type": "x-ms-blob-content-type",
    "Content-Encoding": "x-ms-blob-content-encoding",
    "Content-Language": "x-ms-blob-content-language",
    "Content-Disposition": "x-ms-blob-content-disposition",
    "Cache-Control": "x-ms-blob-cache-control",
}
_Answer = tuple[int, HTTPMessage]


class Appended:
    """What was appended and not flushed, by file and position. Threads may share it."""

    def __init__(self, backend: AzuriteBackend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._lengths: dict[str, dict[int, int]] = {}

    def forget(self, filesystem: str, path: str) -> None:
        """Forget what was appended to a file."""
        with self._lock:
            self._lengths.pop(f"{filesystem}/{path}", None)

    def has(self, filesystem: str, path: str) -> bool:
        """Return whether anything was appended to a file."""
        with self._lock:
            return f"{filesystem}/{path}" in self._lengths

    def keep(
        self, filesystem: str, path: str, position: int, length: int, body: t.Any, headers: Mapping[str, str]
    ) -> _Answer:
        """Keep data that belongs to a position; what differs from the checksum in ``headers`` is refused."""
        answer = self._stage(f"{filesystem}/{path}", position, length, body, headers)
        if answer[0] == HTTPStatus.CREATED:
            with self._lock:
                self._lengths.setdefault(f"{filesystem}/{path}", {})[position] = length
        return answer

    def flush(self, filesystem: str, path: str, position: str, headers: Mapping[str, str]) -> _Answer:
        """Make what was appended up to ``position`` the end of a file; status 400 when there is a gap before it.

        What was appended after it is forgotten.
        """
        name = f"{filesystem}/{path}"
        status, found, _body = self._backend.call("HEAD", name)
        properties = found if status == HTTPStatus.OK else HTTPMessage()
        end = int(properties.get("Content-Length", "0"))
        with self._lock:
            lengths = dict(self._lengths.get(name, {}))
        blocks, size = [], end
        while end in lengths and str(end) != position:
            blocks.append(_block(end))
            end += lengths.pop(end)
        if str(end) != position:
            return 400, HTTPMessage()
        if not blocks:
            self.forget(filesystem, path)
            return 200, properties
        before = self._blocks_before(name, size)
        listed = "".join(f"<Latest>{block}</Latest>" for block in [*before, *blocks])
        body = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{listed}</BlockList>'.encode()
        kept = {blob: value for name, blob in _KEPT.items() if (value := properties.get(name))}
        metadata = {name: value for name, value in properties.items() if name.lower().startswith("x-ms-meta-")}
        given = {"Content-Length": str(len(body)), **kept, **metadata, **headers}
        response = self._backend.open("PUT", quote(name), "comp=blocklist", given, body)
        response.read()
        if response.status == HTTPStatus.CREATED:
            self.forget(filesystem, path)
        return response.status, response.headers

    def _blocks_before(self, name: str, size: int) -> list[str]:
        """Return the blocks of the content that is there; what was not appended here becomes one block."""
        if not size:
            return []
        _status, _headers, body = self._backend.call("GET", name, {"comp": "blocklist", "blocklisttype": "committed"})
        found = [block.text or "" for block in ElementTree.fromstring(body).iterfind("CommittedBlocks/Block/Name")]
        if found and all(len(block) == len(_block(0)) for block in found):
            return found
        _status, _headers, content = self._backend.call("GET", name)
        self._stage(name, 0, len(content), content, {})
        return [_block(0)]

    def _stage(self, name: str, position: int, length: int, body: t.Any, headers: Mapping[str, str]) -> _Answer:
        """Put a block."""
        query = urlencode({"comp": "block", "blockid": _block(position)})
        response = self._backend.open("PUT", quote(name), query, {"Content-Length": str(length), **headers}, body)
        response.read()
        return response.status, response.headers


def _block(position: int) -> str:
    """Return the id of the block at a position."""
    return base64.b64encode(f"{position:032}".encode()).decode()
