# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A lock for file systems without locks: a file that is there while it is held.

Private: for use inside dnv.veracity only.

A home on NFS may refuse flock (ENOLCK), but it creates a file for one of several processes only. Unlike a lock such a
file outlives its holder, so it says who that is.
"""

from __future__ import annotations

import contextlib
import os
import socket

from .trust import read_file


def take(directory: int, name: str, now: float, gone_after: float) -> bool:
    """Create the file, and return whether that was possible: not while its holder lives. Raises OSError.

    A holder on another computer counts as gone after this many seconds.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    for _attempt in range(2):
        try:
            descriptor = os.open(name, flags, 0o600, dir_fd=directory)
        except FileExistsError:
            if not _is_left(directory, name, now, gone_after):
                return False
            _remove(directory, name)
            continue
        with os.fdopen(descriptor, "w") as file:
            file.write(_this_process())
        return True
    return False


def give_back(directory: int, name: str) -> None:
    """Remove the file, unless another process has taken this one for gone and the file is its own by now."""
    if read_file(directory, name) == _this_process().encode():
        _remove(directory, name)


def _remove(directory: int, name: str) -> None:
    """Remove the file; one that is not there is fine."""
    with contextlib.suppress(OSError):
        os.unlink(name, dir_fd=directory)


def _this_process() -> str:
    """Return what stands in the file of this process."""
    return f"{socket.gethostname()}\n{os.getpid()}\n"


def _is_left(directory: int, name: str, now: float, gone_after: float) -> bool:
    """Return whether the holder of a file is gone: a process of this computer that has ended, or too long ago."""
    try:
        age = now - os.stat(name, dir_fd=directory, follow_symlinks=False).st_mtime
    except OSError:
        # It was given back meanwhile.
        return True
    host, _line, process = (read_file(directory, name) or b"").decode("utf-8", "replace").partition("\n")
    if host == socket.gethostname() and process.strip().isdecimal():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            return age > gone_after
    return age > gone_after
