# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azurite behind the Data Lake: what the facade asks of it, as the owner of the account."""

from __future__ import annotations

import contextlib
import http.client
import threading
import typing as t
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from ..storage import AzuriteStorage

FOLDER = {"x-ms-meta-hdi_isfolder": "true"}
_SECONDS = 60
_VERSION = "2021-12-02"


class AzuriteBackend:
    """The blob service of Azurite. Threads may share it; each has a connection of its own."""

    keeps_files = True

    def __init__(self, storage: AzuriteStorage) -> None:
        self._host, self._path, self._key = storage.service
        self._local = threading.local()
        self._made: set[str] = set()
        # What is written to is known to be there without being asked for each time.
        self._directories: set[str] = set()

    def open(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: t.Any = None
    ) -> http.client.HTTPResponse:
        """Send a request and return its response, whose body is still to be read; ``path`` is percent-encoded."""
        address = f"{self._path}/{path}?{query}{'&' if query else ''}{self._key}"
        for fresh in (False, True):
            connection = self._connection(fresh)
            try:
                connection.request(method, address, body=body, headers={"x-ms-version": _VERSION, **headers})
                return connection.getresponse()
            except (http.client.HTTPException, ConnectionError):
                # A connection that was idle may be closed; a body that was read from a socket cannot be sent again.
                if fresh or body is not None:
                    raise
        raise ConnectionError("Azurite does not answer.")

    def call(
        self, method: str, path: str, query: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a request without a body and return status, headers and body of the response."""
        if method == "DELETE":
            self._directories.discard(path)
        given = {"Content-Length": "0", **(headers or {})} if method == "PUT" else dict(headers or {})
        response = self.open(method, quote(path), urlencode(query or {}), given)
        return response.status, response.headers, response.read()

    def kind(self, filesystem: str, path: str) -> str | None:
        """Return ``directory`` or ``file``, None when there is nothing of this path."""
        place = f"{filesystem}/{path}"
        if place in self._directories:
            return "directory"
        status, headers, _body = self.call("HEAD", place)
        if status != http.HTTPStatus.OK:
            return None
        if headers.get("x-ms-meta-hdi_isfolder") != "true":
            return "file"
        self._directories.add(place)
        return "directory"

    def is_directory(self, filesystem: str, path: str) -> bool:
        """Return whether there is a directory of this path."""
        self._make_filesystem(filesystem)
        return self.kind(filesystem, path) == "directory"

    def is_file(self, filesystem: str, path: str) -> bool:
        """Return whether there is a file of this path."""
        self._make_filesystem(filesystem)
        return self.kind(filesystem, path) == "file"

    def make_directory(self, filesystem: str, path: str) -> None:
        """Make a directory and those above it."""
        self._make_filesystem(filesystem)
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            above = "/".join(parts[:end])
            if self.kind(filesystem, above) is None:
                self.call("PUT", f"{filesystem}/{above}", headers={"x-ms-blob-type": "BlockBlob", **FOLDER})

    def read(self, filesystem: str, path: str) -> bytes | None:
        """Return the content of a file, None when there is none."""
        status, headers, body = self.call("GET", f"{filesystem}/{path}")
        folder = headers.get("x-ms-meta-hdi_isfolder") == "true"
        return body if status == http.HTTPStatus.OK and not folder else None

    def write(self, filesystem: str, path: str, content: bytes) -> None:
        """Write a file."""
        headers = {"x-ms-blob-type": "BlockBlob", "Content-Length": str(len(content))}
        self.open("PUT", quote(f"{filesystem}/{path}"), "", headers, content).read()

    def below(self, filesystem: str, path: str) -> Iterator[dict[str, t.Any]]:
        """Yield what is below a path at any depth: name, whether it is a directory, size, etag and time."""
        marker = ""
        while True:
            query = {"restype": "container", "comp": "list", "include": "metadata", "prefix": f"{path}/"}
            _status, _headers, body = self.call("GET", filesystem, {**query, "marker": marker})
            listing = ElementTree.fromstring(body)
            for blob in listing.iterfind("Blobs/Blob"):
                yield {
                    "name": blob.findtext("Name") or "",
                    "directory": blob.findtext("Metadata/hdi_isfolder") == "true",
                    "size": blob.findtext("Properties/Content-Length") or "0",
                    "etag": blob.findtext("Properties/Etag") or "",
                    "modified": blob.findtext("Properties/Last-Modified") or "",
                }
            marker = listing.findtext("NextMarker") or ""
            if not marker:
                return

    def _make_filesystem(self, filesystem: str) -> None:
        """Make a file system when it is used for the first time."""
        if filesystem not in self._made:
            self.call("PUT", filesystem, {"restype": "container"})
            self._made.add(filesystem)

    def _connection(self, fresh: bool) -> http.client.HTTPConnection:
        """Return the connection of this thread."""
        connection: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if fresh and connection is not None:
            with contextlib.suppress(OSError):
                connection.close()
            connection = None
        if connection is None:
            connection = self._local.connection = http.client.HTTPConnection(self._host, timeout=_SECONDS)
        return connection
