# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Where things are kept, opened only when nobody else can have put them there.

Private: for use inside dnv.veracity only.

Small, and apart from writing (directory.py), because every lookup of a token passes here: a worker process of
ansible-core compiles what it imports anew for each task.
"""

from __future__ import annotations

import os
import stat
import typing as t

SIZE_LIMIT = 1024 * 1024
_NAME = "dnv.veracity"


def candidates(explicit: str | None, environment: t.Mapping[str, str], ansible_home: str | None) -> list[str]:
    """Return the directories to try, best first.

    An explicit one is used or nothing is. Otherwise ``$XDG_RUNTIME_DIR`` (memory, private to the user), then the
    Ansible home.
    """
    if explicit:
        return [os.path.expanduser(explicit)]
    found = []
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and os.path.isdir(runtime):
        found.append(os.path.join(runtime, _NAME))
    home = os.path.expanduser(ansible_home or environment.get("ANSIBLE_HOME") or "~/.ansible")
    if os.path.isabs(home):
        found.append(os.path.join(home, _NAME))
    return found


def open_directory(path: str) -> int:
    """Return the descriptor of a directory that is ours and closed to others (mode 0700). Raises OSError."""
    # Without a slash at its end, or a link would be followed.
    path = os.path.abspath(path)
    above = os.stat(os.path.dirname(path)).st_mode
    if above & stat.S_IWOTH and not above & stat.S_ISVTX:
        raise PermissionError(0, "its parent directory is writable for everyone")
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    if found.st_uid == os.geteuid() and not found.st_mode & 0o077:
        return descriptor
    os.close(descriptor)
    if found.st_uid != os.geteuid():
        raise PermissionError(0, f"it belongs to another user than the one that runs Ansible (user id {found.st_uid})")
    raise PermissionError(0, f"it is open to other users (mode {stat.S_IMODE(found.st_mode):04o} instead of 0700)")


def read_file(directory: int, name: str) -> bytes | None:
    """Return the content of a file in an open directory, None when there is none or it cannot be trusted."""
    # O_NONBLOCK: a named pipe put there must not make us wait.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    try:
        descriptor = os.open(name, flags, dir_fd=directory)
    except OSError:
        return None
    try:
        if not is_trusted(os.fstat(descriptor)):
            return None
        chunks = []
        while chunk := os.read(descriptor, 65536):
            chunks.append(chunk)
        return b"".join(chunks)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def is_trusted(found: os.stat_result) -> bool:
    """Return whether an open file is regular, ours alone, has one link (none once it is replaced) and a sane size."""
    return (
        stat.S_ISREG(found.st_mode)
        and found.st_uid == os.geteuid()
        and not found.st_mode & 0o077
        and found.st_nlink <= 1
        and found.st_size <= SIZE_LIMIT
    )
