# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of what is kept on this machine: directory, modes, locks. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import tempfile
import typing as t
from dataclasses import dataclass

from ..private_files.trust import candidates, open_directory
from .check import Finding, ok, warning

if t.TYPE_CHECKING:
    from .situation import Situation

_NETWORK = ("nfs", "cifs", "smb", "sshfs", "fuse.sshfs", "9p", "afs", "gfs", "lustre", "ceph")
_ADVICE = "Set token_cache_dir (VERACITY_TOKEN_CACHE_DIR) to a private directory (mode 0700) on a local disk."
_MOUNTS = "/proc/self/mountinfo"
_LOCKS = "/proc/locks"


@dataclass(frozen=True)
class _Trouble:
    """What is wrong with a directory."""

    text: str


def check(situation: Situation) -> Finding:
    """Say where tokens are kept, and whether that directory can be used."""
    if situation.options.get("token_cache") is False:
        return ok("token_cache is false: nothing is kept")
    explicit = situation.options.get("token_cache_dir")
    rejected: list[str] = []
    for path in candidates(explicit, situation.variables, situation.ansible_home):
        trouble = _trouble(path)
        if trouble is None:
            if rejected:
                return warning(f"{path} is used, as {'; '.join(rejected)}", _ADVICE)
            return _usable(path)
        rejected.append(f"{path} cannot be used: {trouble.text}")
    told = "; ".join(rejected) or "there is no home directory"
    return warning(
        f"{told}. Every task obtains its own token, and what is kept between runs is lost",
        _ADVICE,
    )


def _usable(path: str) -> Finding:
    """Return what is to say about a directory that can be used."""
    kind = _file_system(path)
    evidence = f"{path} ({kind})" if kind else path
    holders = _holders(path)
    if holders:
        return warning(
            f"{evidence}; locked by process {', '.join(holders)}",
            "Another run holds a lock. If it hangs, end that process: the others wait for it.",
        )
    if kind and kind.startswith(_NETWORK):
        return warning(f"{evidence}, which is on the network: locks there are slow or missing", _ADVICE)
    return ok(f"{evidence}, private, with locks")


def _trouble(path: str) -> _Trouble | None:
    """Return why a directory cannot be used; None when it can. Leaves nothing behind."""
    if "\0" in path:
        return _Trouble("its path contains a character that is not allowed")
    there = os.path.abspath(path)
    if os.path.islink(there):
        return _Trouble("it is a symbolic link")
    if not os.path.lexists(there):
        return _above(there)
    try:
        descriptor = open_directory(there)
    except OSError as error:
        return _Trouble(error.strerror or "unknown reason")
    os.close(descriptor)
    return _written(there)


def _above(path: str) -> _Trouble | None:
    """Return why a directory cannot be created."""
    above = os.path.dirname(path)
    while not os.path.lexists(above):
        above = os.path.dirname(above)
    if not os.path.isdir(above):
        return _Trouble(f"{above} is not a directory")
    # The mode alone does not tell: a file system may be read-only, or have no directories.
    try:
        made = tempfile.mkdtemp(prefix=".diagnosis.", dir=above)
    except OSError as error:
        return _Trouble(f"it does not exist, and cannot be made in {above}: {_reason(error)}")
    try:
        trouble = _written(made)
    finally:
        os.rmdir(made)
    if trouble is not None:
        return trouble
    if os.path.dirname(path) == above:
        mode = os.stat(above).st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            return _Trouble("its parent directory is writable for everyone")
    return None


def _written(path: str) -> _Trouble | None:
    """Write and lock a file, and remove it."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=".diagnosis.", dir=path)
    except OSError as error:
        return _Trouble(_reason(error))
    try:
        os.unlink(name)
        os.write(descriptor, bytes(4096))
        os.fsync(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return _Trouble(_reason(error))
    finally:
        os.close(descriptor)
    return None


def _reason(error: OSError) -> str:
    """Return an error as words."""
    if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
        return "the file system has no locks"
    return (error.strerror or "unknown reason").lower()


def _file_system(path: str) -> str | None:
    """Return the kind of file system that a directory is on; None where that cannot be told."""
    real = os.path.realpath(path)
    best, kind = "", None
    with contextlib.suppress(OSError), open(_MOUNTS, encoding="utf-8", errors="replace") as mounts:
        for line in mounts:
            before, _dash, after = line.partition(" - ")
            fields, kinds = before.split(" "), after.split(" ")
            if len(fields) < 5:
                continue
            point = fields[4].replace("\\040", " ")
            if (real == point or real.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
                best, kind = point, kinds[0]
    return kind


def _holders(path: str) -> list[str]:
    """Return the processes that hold a lock of a file in a directory, as far as the system tells."""
    inodes: dict[str, str] = {}
    with contextlib.suppress(OSError), os.scandir(path) as entries:
        for entry in entries:
            if entry.name.endswith(".lock"):
                found = entry.stat(follow_symlinks=False)
                device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}"
                inodes[f"{device}:{found.st_ino}"] = entry.name
    holders = []
    with contextlib.suppress(OSError), open(_LOCKS, encoding="ascii", errors="replace") as locks:
        for line in locks:
            fields = line.split()
            if len(fields) > 5 and fields[1] == "FLOCK" and fields[5] in inodes and fields[4] != str(os.getpid()):
                holders.append(fields[4])
    return list(dict.fromkeys(holders))
