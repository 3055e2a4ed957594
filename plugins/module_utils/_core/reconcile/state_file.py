# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A file of the user's in which a module remembers things, for storage that several machines share.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import typing as t

from ..errors import InputError, StorageError
from .local_store import Memory

if t.TYPE_CHECKING:
    from ..clock import Clock
    from ..task import Task

_VERSION = 1
_SIZE_LIMIT = 64 * 1024 * 1024
_LOCK_WAIT = 10.0
_POLL = 0.05
_STALE_AFTER = 3600.0
# Seconds: what a state file keeps is never forgotten.
_KEEP = 100 * 365 * 86400.0


def store_of(task: Task, caller: str, kind: str, section: str, *, without: str) -> Memory | StateFile:
    """Return where a task remembers things for good: its ``state_file``, or a file beside the token cache.

    ``kind`` is a word for that file, ``section`` holds the entries of a state file, ``without`` is what to warn of when
    there is neither. Raises InputError when the state file cannot be read.
    """
    path = task.params.get("state_file")
    if path:
        return StateFile(path, "state_file", section, task.clock)
    return Memory.of(task, caller, kind, keep=_KEEP, without=without)


class StateFile:
    """Entries by key in a JSON file, which is replaced as a whole. Nothing secret is required here."""

    def __init__(self, path: str, option: str, section: str, clock: Clock) -> None:
        """Read it; one that is not there yet is empty. ``option`` names it in errors, ``section`` holds the entries.

        Raises InputError when it is no such file.
        """
        self._path = os.path.realpath(os.path.expanduser(path))
        self._what = f"{option}: {path}"
        self._section = section
        self._clock = clock
        self._entries: dict[str, t.Any] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read again what others wrote. Raises InputError."""
        try:
            with open(self._path, "rb") as file:
                content = file.read(_SIZE_LIMIT)
        except FileNotFoundError:
            self._entries = {}
            return
        except OSError as error:
            raise InputError(
                f"{self._what} cannot be read: {(error.strerror or 'unknown reason').lower()}.",
                hint="Check the path and its permissions.",
            ) from None
        try:
            found = json.loads(content)
            version, entries = found["version"], found[self._section]
        except (ValueError, TypeError, KeyError):
            version, entries = None, None
        if version != _VERSION or not isinstance(entries, dict):
            raise InputError(
                f"{self._what} is not a state file of this collection, or is damaged. Restore it, or remove it to "
                f"start without a known state."
            )
        self._entries = entries

    def get(self, key: str) -> t.Any:
        """Return what is remembered under a key as last read, None when nothing is."""
        return self._entries.get(key)

    def remember(self, entries: t.Mapping[str, t.Any]) -> None:
        """Remember these, in addition to what is remembered. Raises StorageError when that cannot be written."""
        with self._locked():
            self.refresh()
            self._entries.update(entries)
            self._write()

    def forget(self, keys: t.Iterable[str]) -> None:
        """Forget these. Raises StorageError when that cannot be written."""
        with self._locked():
            self.refresh()
            for key in keys:
                self._entries.pop(key, None)
            self._write()

    @contextlib.contextmanager
    def _locked(self) -> t.Iterator[None]:
        """Hold the lock of its directory, where the file system has locks; otherwise go on after a while."""
        descriptor = -1
        try:
            descriptor = os.open(os.path.dirname(self._path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            self._wait(descriptor)
        except OSError:
            # Writing says better what is wrong.
            pass
        try:
            yield
        finally:
            if descriptor >= 0:
                os.close(descriptor)

    def _wait(self, descriptor: int) -> None:
        """Take the lock, or give up when the wait is over."""
        deadline = self._clock.monotonic() + _LOCK_WAIT
        while self._clock.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                self._clock.sleep(_POLL)

    def _write(self) -> None:
        """Replace the file: readers see the old content or the new. What killed runs have left beside it is removed."""
        document = {"version": _VERSION, self._section: self._entries}
        content = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        temporary = f"{self._path}.{secrets.token_hex(8)}.tmp"
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    with contextlib.suppress(FileNotFoundError):
                        os.fchmod(file.fileno(), os.stat(self._path).st_mode & 0o777)
                    file.write(content.encode())
                    file.flush()
                    os.fsync(file.fileno())
                    now = os.fstat(file.fileno()).st_mtime
                os.replace(temporary, self._path)
            except OSError:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise
            self._sweep_interrupted(now)
        except OSError as error:
            raise StorageError(
                f"{self._what} cannot be written: {(error.strerror or 'unknown').lower()}.",
                hint="Check the permissions of its folder and the free space.",
            ) from None

    def _sweep_interrupted(self, now: float) -> None:
        """Remove the temporary files of this file that nobody writes to any more."""
        folder, name = os.path.split(self._path)
        temporary = re.compile(rf"{re.escape(name)}\.[0-9a-f]{{16}}\.tmp")
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if temporary.fullmatch(entry.name) and now - entry.stat(follow_symlinks=False).st_mtime > _STALE_AFTER:
                    os.unlink(entry.path)
