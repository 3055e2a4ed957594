# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run leaves that is killed while it writes something down: a later one removes it."""

from __future__ import annotations

import os
import signal
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.journal import Journal
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.cache import TokenCache
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import Token
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.secret_store import StoredSecrets
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.local_store import Memory
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.state_file import StateFile

Writer = t.Callable[[Path, str], object]
warnings: list[str] = []


def directory(folder: Path) -> SafeDirectory:
    """Return a place where things are kept."""
    return SafeDirectory(str(folder / "kept"))


def remember(folder: Path, name: str) -> None:
    """Write into the memory."""
    memory = Memory(directory(folder), "me", "revoked", Clock(), keep=1e6, without="", warn=warnings.append)
    memory.remember({name: True})


def keep_key(folder: Path, name: str) -> None:
    """Keep a key."""
    secrets = StoredSecrets(directory(folder), "the-secret", "key")
    secrets.keep(name, {"value": "x"}, clock=Clock(), warn=warnings.append)


def keep_token(folder: Path, name: str) -> None:
    """Keep a token."""
    cache = TokenCache(directory(folder), "the-secret", name)
    cache.get(lambda: Token("value", "Bearer", 3600, time.time()), clock=Clock())


def claim(folder: Path, name: str) -> None:
    """Note that a container is about to be created."""
    Journal(directory(folder), "me", Clock(), warnings.append).claim([name])


def note(folder: Path, name: str) -> None:
    """Write a state file."""
    (folder / "kept").mkdir(mode=0o700, exist_ok=True)
    StateFile(str(folder / "kept" / "state.json"), "state_file", "resource_groups", Clock()).remember({name: 1})


IN_DIRECTORY = {"memory": remember, "key": keep_key, "token": keep_token, "journal": claim}
WRITERS: dict[str, Writer] = {**IN_DIRECTORY, "state_file": note}


def left(folder: Path) -> list[Path]:
    """Return the temporary files in a folder."""
    return sorted((folder / "kept").glob("*.tmp"))


def killed(writer: Writer, folder: Path) -> Path:
    """Let a process be killed when it has written all but has not put it in its place. Returns what it left."""
    child = os.fork()
    if child == 0:
        os.replace = lambda *_args, **_kwargs: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
        writer(folder, "first")
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    (path,) = left(folder)
    return path


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("name", WRITERS)
def test_d11_what_a_killed_writer_leaves_is_removed_by_the_next_one(tmp_path: Path, name: str) -> None:
    path = killed(WRITERS[name], tmp_path)
    other = path.with_name(f"theirs.{'0' * 16}.tmp")
    other.touch()
    os.utime(other, (1, 1))
    again = IN_DIRECTORY if name in IN_DIRECTORY else {name: WRITERS[name]}
    for writer in again.values():
        # It may still be written to.
        writer(tmp_path, "second")
        assert path.exists()
    for writer in again.values():
        path.touch()
        os.utime(path, (1, 1))
        writer(tmp_path, "third")
        assert left(tmp_path) == [other]
