# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A directory that only we can read, and files in it that cannot be swapped under us.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import re
import secrets
import typing as t
import weakref

from ..clock import Clock
from ..errors import StorageError
from . import held_files
from .trust import is_trusted, open_directory, read_file

_STALE_AFTER = 3600.0
_POLL = 0.02
# Who waits is patient for longer than a holder needs, but for this long at least a holder is not taken for dead.
_SHORTEST_WAIT = 130.0
_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{16}\.tmp")
# What all files of this collection in such a directory are called.
_OURS = re.compile(r"v\d+-[0-9a-f]{32,40}\.[a-z.]+")

_DIRECTORY = "Check its permissions, or set token_cache_dir to another directory."
_SPACE = "Check its permissions and the free space."


class SafeDirectory:
    """A directory of mode 0700 that belongs to us, held open by descriptor.

    Files in it are regular, of mode 0600, ours, with one link, below a size limit; anything else is treated as missing.
    """

    def __init__(self, path: str) -> None:
        """Open it, creating what is missing. Raises StorageError when it cannot be made or cannot be trusted."""
        self.path = path
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                os.mkdir(path, 0o700)
            self._descriptor = open_directory(path)
        except OSError as error:
            raise StorageError(f"The directory {path} cannot be used: {error.strerror}.", hint=_DIRECTORY) from None
        except ValueError:
            raise StorageError(
                "The directory cannot be used: its path contains a character that is not allowed.", hint=_DIRECTORY
            ) from None
        weakref.finalize(self, os.close, self._descriptor)
        if not os.access(path, os.W_OK | os.X_OK):
            raise StorageError(f"The directory {path} cannot be used: it is not writable.", hint=_DIRECTORY)

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, or None when there is none or it cannot be trusted."""
        return read_file(self._descriptor, name)

    def write(self, name: str, data: bytes) -> None:
        """Replace a file as a whole: readers see the old content or the new. Raises StorageError.

        What writes that were killed have left is removed, whoever of this collection wrote it.
        """
        temporary = f".{name}.{secrets.token_hex(8)}.tmp"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(temporary, flags, 0o600, dir_fd=self._descriptor)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    os.fchmod(file.fileno(), 0o600)
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                    now = os.fstat(file.fileno()).st_mtime
                os.replace(temporary, name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
            except OSError:
                self.delete(temporary)
                raise
        except OSError as error:
            raise StorageError(f"A file in {self.path} cannot be written: {error.strerror}.", hint=_SPACE) from None
        self._sweep_interrupted(now)

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is fine."""
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=self._descriptor)

    def sweep(self, mine: re.Pattern[str], now: float, keep: float) -> None:
        """Remove files that nobody wrote to for ``keep`` seconds, and what interrupted writes of such files left.

        ``mine`` matches their names: the directory may be one where the user keeps other things too.
        """
        with contextlib.suppress(OSError), os.scandir(self._descriptor) as entries:
            for entry in entries:
                age = now - entry.stat(follow_symlinks=False).st_mtime
                temporary = _TEMPORARY.fullmatch(entry.name)
                if mine.fullmatch(temporary[1] if temporary else entry.name) and age > (
                    _STALE_AFTER if temporary else keep
                ):
                    self.delete(entry.name)

    def _sweep_interrupted(self, now: float) -> None:
        """Remove what writes of this collection that were killed have left."""
        with contextlib.suppress(OSError), os.scandir(self._descriptor) as entries:
            for entry in entries:
                temporary = _TEMPORARY.fullmatch(entry.name)
                if (
                    temporary is not None
                    and _OURS.fullmatch(temporary[1])
                    and now - entry.stat(follow_symlinks=False).st_mtime > _STALE_AFTER
                ):
                    self.delete(entry.name)

    @contextlib.contextmanager
    def lock(
        self, name: str, *, wait: float, clock: Clock, meanwhile: t.Callable[[], bool] | None = None
    ) -> t.Iterator[bool]:
        """Hold an exclusive lock over processes. Gives True when it is held.

        Gives False when it could not be had within ``wait`` seconds (0: one try), or when ``meanwhile``, called while
        waiting, returns True: then there is no need for it any more. The lock file is never removed: two processes
        could then hold a lock of the same name. Where the file system has no locks, a file that is there while the
        lock is held stands in.
        """
        descriptor = -1
        substitute = f"{name}.held"
        held = with_substitute = False
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
            descriptor = os.open(name, flags, 0o600, dir_fd=self._descriptor)
            if is_trusted(os.fstat(descriptor)):
                try:
                    held = _wait(lambda: _lock(descriptor), wait, clock, meanwhile)
                except OSError:
                    gone_after = max(wait, _SHORTEST_WAIT)
                    held = with_substitute = _wait(
                        lambda: held_files.take(self._descriptor, substitute, clock.time(), gone_after),
                        wait,
                        clock,
                        meanwhile,
                    )
        except OSError:
            held = False
        try:
            yield held
        finally:
            if with_substitute:
                held_files.give_back(self._descriptor, substitute)
            if descriptor >= 0:
                os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock a file, and return whether that was possible at once. Raises OSError where there are no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(take: t.Callable[[], bool], wait: float, clock: Clock, meanwhile: t.Callable[[], bool] | None) -> bool:
    """Try to take a lock until the wait is over. Polls, because a lock that blocks cannot be given a deadline."""
    deadline = clock.monotonic() + wait
    while not take():
        if clock.monotonic() >= deadline or (meanwhile is not None and meanwhile()):
            return False
        clock.sleep(random.uniform(0.5, 1.5) * _POLL)
    return True
