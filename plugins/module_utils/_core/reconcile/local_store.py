# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is remembered between runs because the API does not tell it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import typing as t

from ..errors import StorageError
from ..private_files.trust import SIZE_LIMIT

if t.TYPE_CHECKING:
    from ..clock import Clock
    from ..private_files.directory import SafeDirectory
    from ..task import Task

_LOCK_WAIT = 10.0

Entries = dict[str, t.Any]


def file_name(caller: str, kind: str) -> str:
    """Return the name of a file of a caller in the state directory. ``kind`` says what is in it."""
    return f"v1-{hashlib.sha256(caller.encode()).hexdigest()[:32]}.{kind}"


class Memory:
    """Facts of one kind, by key, of one caller of one API; JSON values. Nothing secret is required here.

    Processes and threads may share it. Without a directory it remembers for as long as it lives, and says once what
    follows from that.
    """

    def __init__(
        self,
        directory: SafeDirectory | None,
        caller: str,
        kind: str,
        clock: Clock,
        *,
        keep: float,
        without: str,
        warn: t.Callable[[str], None],
    ) -> None:
        """``keep``: after how many seconds an entry is forgotten. ``without``: what to warn of without a safe place.

        Empty, there is no warning. ``name`` is the file's.
        """
        self._directory = directory
        self.name = file_name(caller, kind)
        self._clock = clock
        self._keep = keep
        self._without = without
        self._warn = warn
        self._warned = not without
        self._threads = threading.RLock()
        self._entries: dict[str, dict[str, t.Any]] = {}
        self.refresh()

    @classmethod
    def of(cls, task: Task, caller: str, kind: str, *, keep: float, without: str) -> Memory:
        """Return the memory of a caller (``Client.identity``) as a task has it. ``kind`` is a word for the file."""
        return cls(task.state_directory, caller, kind, task.clock, keep=keep, without=without, warn=task.warn)

    def refresh(self) -> None:
        """Read again what other processes wrote. A file that cannot be read says nothing."""
        with self._threads:
            if self._directory is not None:
                self._entries = self._read(self._directory)

    def _read(self, directory: SafeDirectory) -> dict[str, dict[str, t.Any]]:
        """Return the entries of the file that count."""
        # A file that another process replaces between its opening and its check is not trusted: the new one is.
        content = directory.read(self.name) or directory.read(self.name)
        try:
            found = json.loads(content or b"{}")
            entries = {str(key): {"at": float(entry["at"]), "value": entry["value"]} for key, entry in found.items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            entries = {}
        now = self._clock.time()
        # An entry from the future is from before the clock was set back.
        return {key: entry for key, entry in entries.items() if abs(now - entry["at"]) < self._keep}

    def get(self, key: str) -> t.Any:
        """Return what is remembered under a key as last read, None when nothing is."""
        entry = self._entries.get(key)
        return entry["value"] if entry else None

    def since(self, key: str) -> float | None:
        """Return since when something is remembered under a key as last read, in seconds since the epoch."""
        entry = self._entries.get(key)
        return entry["at"] if entry else None

    def __iter__(self) -> t.Iterator[str]:
        return iter(list(self._entries))

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def remember(self, entries: Entries) -> None:
        """Remember these, in addition to what is remembered."""
        if entries:
            with self.changing():
                for key, value in entries.items():
                    self.put(key, value)

    def claim(self, key: str, value: t.Any) -> bool:
        """Remember this unless something is remembered under the key. Returns whether it is remembered now."""
        with self.changing():
            free = key not in self._entries
            if free:
                self.put(key, value)
        return free

    def forget(self, keys: t.Iterable[str]) -> None:
        """Forget these."""
        known = [key for key in keys if key in self._entries]
        if known:
            with self.changing():
                for key in known:
                    self.drop(key)

    def put(self, key: str, value: t.Any, since: float | None = None) -> None:
        """Remember a value, ``since`` now or another time: within ``changing`` only."""
        self._entries[key] = {"at": round(self._clock.time() if since is None else since), "value": value}

    def drop(self, key: str) -> None:
        """Forget what is remembered under a key: within ``changing`` only."""
        self._entries.pop(key, None)

    @contextlib.contextmanager
    def changing(self) -> t.Iterator[None]:
        """Read, let the caller change, write: as one step, unless the file system has no locks."""
        with self._threads:
            yield from self._changing()

    def _changing(self) -> t.Iterator[None]:
        """Do what ``changing`` does, for one thread."""
        if self._directory is None:
            self._warn_once()
            yield
            return
        # Without the lock two processes may overwrite each other's entries: still better than no memory.
        with self._directory.lock(f"{self.name}.lock", wait=_LOCK_WAIT, clock=self._clock):
            self.refresh()
            yield
            try:
                self._directory.write(self.name, self._encoded())
            except StorageError:
                self._warn_once()
                self._directory = None

    def _encoded(self) -> bytes:
        """Return the content of the file. Of more than a file may hold the oldest entries are left out."""
        while True:
            content = json.dumps(self._entries, separators=(",", ":")).encode()
            if len(content) <= SIZE_LIMIT:
                return content
            newest = sorted(self._entries.items(), key=lambda item: item[1]["at"], reverse=True)
            self._entries = dict(newest[: len(newest) * 9 // 10])

    def _warn_once(self) -> None:
        """Say once that nothing is remembered."""
        if not self._warned:
            self._warned = True
            self._warn(self._without)
