# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""File storage: the file systems of workspaces, and where directories are kept."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Iterable

from .directory_sas import Signer
from .workspaces import Workspace

ACCOUNT = "prdstoragesimulator01weu"


class Folders(t.Protocol):
    """Where directories are kept; ``keeps_files``: files, too."""

    keeps_files: bool

    def is_directory(self, filesystem: str, path: str) -> bool:
        """Return whether there is a directory of this path."""

    def is_file(self, filesystem: str, path: str) -> bool:
        """Return whether there is a file of this path."""

    def make_directory(self, filesystem: str, path: str) -> None:
        """Make a directory and those above it."""

    def read(self, filesystem: str, path: str) -> bytes | None:
        """Return the content of a file, None when there is none."""

    def write(self, filesystem: str, path: str, content: bytes) -> None:
        """Write a file; the directory is there."""


class FoldersInMemory:
    """Directories for a simulator without Azurite: nothing is in them."""

    keeps_files = False

    def __init__(self) -> None:
        self._paths: set[tuple[str, str]] = set()

    def is_directory(self, filesystem: str, path: str) -> bool:
        """Return whether there is a directory of this path."""
        return (filesystem, path) in self._paths

    def is_file(self, filesystem: str, path: str) -> bool:
        """Return that there is no file."""
        return False

    def make_directory(self, filesystem: str, path: str) -> None:
        """Make a directory and those above it."""
        parts = path.split("/")
        self._paths.update((filesystem, "/".join(parts[:end])) for end in range(1, len(parts) + 1))

    def read(self, filesystem: str, path: str) -> bytes | None:
        """Return that there is no file."""

    def write(self, filesystem: str, path: str, content: bytes) -> None:
        """Write nothing."""


class FileStorage:
    """The file systems of workspaces. ``url`` is the address of the account; ``folders`` is where directories are."""

    def __init__(self) -> None:
        self._salt = uuid.uuid4()
        self.signer = Signer()
        self.url = f"https://{ACCOUNT}.dfs.core.windows.net"
        self.folders: Folders = FoldersInMemory()

    def reset(self) -> None:
        """Forget keys and, without Azurite, directories. File systems in Azurite stay and are not found again."""
        self.signer.reset()
        self._salt = uuid.uuid4()
        if isinstance(self.folders, FoldersInMemory):
            self.folders = FoldersInMemory()

    def filesystem(self, workspace: Workspace, storage_name: str | None = None) -> str:
        """Return the name of the file system of a workspace, or of a storage that is connected to it.

        It says nothing about them.
        """
        name = workspace.id if storage_name is None else f"{workspace.id}/storages/{storage_name}"
        return str(uuid.uuid5(self._salt, name))

    def datasets_filesystem(self, workspace: Workspace) -> str:
        """Return the name of the file system in which the data sets of a workspace are, apart from its files."""
        return str(uuid.uuid5(self._salt, f"{workspace.id}/datasets"))

    def directory(self, workspace: Workspace, path: str) -> str:
        """Return the directory of a path of users: below one that is a GUID, as since 2025-01."""
        root = str(uuid.uuid5(self._salt, f"{workspace.id}/root"))
        return "/".join([root, *(part for part in path.split("/") if part)])

    def seed(self, workspace: Workspace, paths: Iterable[str], storage_name: str | None = None) -> None:
        """Make folders."""
        for path in paths:
            self.folders.make_directory(self.filesystem(workspace, storage_name), self.directory(workspace, path))
