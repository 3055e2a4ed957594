# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The folder of this machine that files are fetched into, and nothing outside of it.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import typing as t

from ..errors import StateError

# A descriptor that names a folder, which needs no right to read it.
_NAMES = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_PART = re.compile(r"\.[0-9a-f]{16}\.veracity-part")
_STALE_AFTER = 86400.0


def is_part(name: str) -> bool:
    """Return whether a file of this name is a download that is not whole yet, or was killed."""
    return _PART.fullmatch(name) is not None


class Destination:
    """A folder. It may be reached through links; below it links to folders lead elsewhere and are not followed.

    Paths below it have slashes. Threads may share it.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._links: dict[str, bool] = {}
        self._swept: set[str] = set()

    def link_above(self, path: str) -> str | None:
        """Return the part of a path below the folder that is a link, not counting its last part; None without one."""
        at = path.find("/")
        while at >= 0:
            folder = path[:at]
            if folder not in self._links:
                self._links[folder] = os.path.islink(os.path.join(self.path, folder))
            if self._links[folder]:
                return folder
            at = path.find("/", at + 1)
        return None

    @contextlib.contextmanager
    def open_folder(self, path: str, *, make: bool = False) -> t.Iterator[int]:
        """Hold the folder of a file open as a descriptor that no link can replace. ``make`` creates what is missing.

        Raises OSError, and StateError when a link to a folder is on the way.
        """
        if make:
            os.makedirs(self.path or ".", exist_ok=True)
        descriptor = os.open(self.path or ".", _NAMES)
        try:
            for part in path.split("/")[:-1]:
                inner = _open_part(descriptor, part, make=make)
                os.close(descriptor)
                descriptor = inner
            yield descriptor
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def write(self, path: str) -> t.Iterator[int]:
        """Give the descriptor of a new file, which replaces the one of this path when nothing is raised.

        It gets the mode of the file that is there, without special bits. Raises OSError, and StateError when something
        else than a file is there.
        """
        name = path.rpartition("/")[2]
        temporary = f".{secrets.token_hex(8)}.veracity-part"
        with self.open_folder(path, make=True) as folder:
            mode = _mode_of(folder, name)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            descriptor = os.open(temporary, flags, 0o666, dir_fd=folder)
            try:
                try:
                    self._sweep(path.rpartition("/")[0], folder, os.fstat(descriptor).st_mtime)
                    yield descriptor
                    if mode is not None:
                        os.fchmod(descriptor, mode)
                finally:
                    os.close(descriptor)
                os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
            finally:
                # After a success it is not there any more.
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=folder)

    def delete(self, path: str) -> None:
        """Delete a file; one that is gone is fine. Raises OSError and StateError."""
        with contextlib.suppress(FileNotFoundError), self.open_folder(path) as folder:
            os.unlink(path.rpartition("/")[2], dir_fd=folder)

    def _sweep(self, path: str, folder: int, now: float) -> None:
        """Remove from a folder, once, what runs that were killed have left there long ago."""
        if path in self._swept:
            return
        self._swept.add(path)
        with contextlib.suppress(OSError):
            readable = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
            try:
                with os.scandir(readable) as entries:
                    for entry in entries:
                        if is_part(entry.name) and now - entry.stat(follow_symlinks=False).st_mtime > _STALE_AFTER:
                            os.unlink(entry.name, dir_fd=folder)
            finally:
                os.close(readable)


def _open_part(folder: int, name: str, *, make: bool) -> int:
    """Return the descriptor of a folder in a folder. Raises OSError, and StateError when it is a link."""
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=folder)
    try:
        return os.open(name, _NAMES | os.O_NOFOLLOW, dir_fd=folder)
    except OSError:
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise behind_link(name) from None
        raise


def behind_link(folder: str) -> StateError:
    """Return the error for a file that would be written, or deleted, behind a link."""
    return StateError(
        f"The folder {folder} is a link on this machine. Nothing is written or deleted through a link below dest.",
        hint="Replace the link with a folder, or set dest to the folder that it points to.",
    )


def _mode_of(folder: int, name: str) -> int | None:
    """Return the mode of a file that is there. Raises StateError when it is something else than a file."""
    try:
        found = os.stat(name, dir_fd=folder)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise StateError(f"{name} is not a file and is not replaced.", hint="Move or remove it first.")
    return stat.S_IMODE(found.st_mode) & 0o777
