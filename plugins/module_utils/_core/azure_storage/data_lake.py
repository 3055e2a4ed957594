# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Directories of a Data Lake, as the key of one of them shows them. Private: for use inside dnv.veracity only.

Requests of azure-storage-file-datalake are made here. All of them are repeatable.
"""

from __future__ import annotations

import typing as t
from urllib.parse import quote

from ..errors import NotFoundError
from .blobs import says_folder
from .calls import StorageCalls, check_origin
from .failures import code_of
from .keyring import Keyring
from .library import open_filesystem

if t.TYPE_CHECKING:
    from ..clock import Clock
    from ..transport.session import Route
    from .directory_url import DirectoryUrl

_CONNECTIONS = 4


class DataLake:
    """What is below a directory. Paths are relative to it. Every method raises VeracityError."""

    def __init__(
        self, keyring: Keyring[DirectoryUrl], route: Route, *, clock: Clock, notify: t.Callable[[str], None]
    ) -> None:
        """``notify`` is told when a request is tried again."""
        sas = keyring.sas
        self._base = f"{sas.directory}/" if sas.directory else ""
        self._address = f"{sas.data_lake_account_url}/{quote(sas.filesystem)}"
        self._filesystem = open_filesystem(sas, keyring.credential, route, connections=_CONNECTIONS)
        self._calls = StorageCalls(keyring, route, clock=clock, notify=notify)

    def kind(self, path: str) -> str | None:
        """Return ``folder`` or ``file``, None if there is nothing of this path (Path - Get Properties)."""
        client = self._filesystem.get_directory_client(self._base + path)

        def ask() -> t.Mapping[str, str]:
            found = client.get_directory_properties()
            check_origin(found.etag)
            return found.metadata or {}

        try:
            metadata = self._call("HEAD", path, ask)
        except NotFoundError:
            return None
        return "folder" if says_folder(metadata) else "file"

    def create(self, path: str) -> None:
        """Create a folder and those above it; one that is there stays (Path - Create)."""
        client = self._filesystem.get_directory_client(self._base + path)
        self._call("PUT", path, client.create_directory)

    def delete(self, path: str, *, recursive: bool) -> None:
        """Delete a folder, with what is in it if ``recursive`` (Path - Delete). One that is gone is fine."""
        from azure.core.exceptions import ResourceNotFoundError

        # The library deletes folders recursively only, and passes on what it is told of files.
        client = self._filesystem.get_file_client(self._base + path)

        def delete() -> None:
            try:
                check_origin(client.delete_file(recursive=recursive).get("request_id"))
            except ResourceNotFoundError as error:
                if code_of(error) != "PathNotFound":
                    raise

        self._call("DELETE", path, delete)

    def below(self, path: str) -> list[str]:
        """Return the paths of everything in a folder, at any depth, relative to it; folders end with a slash.

        (Path - List, in pages.)
        """
        start = f"{self._base}{path}/" if path else self._base

        def names() -> list[str]:
            found = self._filesystem.get_paths(start.rstrip("/") or None, recursive=True)
            return [entry.name.removeprefix(start) + ("/" if entry.is_directory else "") for entry in found]

        return sorted(self._call("GET", path, names))

    def _call(self, method: str, path: str, function: t.Callable[[], t.Any]) -> t.Any:
        """Return what the function gives, as ``StorageCalls``."""
        return self._calls.call(method, f"{self._address}/{quote(self._base + path)}", function)
