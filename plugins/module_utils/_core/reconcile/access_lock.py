# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One run at a time changes the access to a container. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import hashlib
import typing as t

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Seconds to wait for another run, which works on one container at a time.
_WAIT = 130.0
# Seconds after which it is said that there is something to wait for.
_SILENCE = 2.0
# Lock files are never removed, so containers share some.
_FILES = 64


@contextlib.contextmanager
def locked(task: Task, client: Client, container_id: str, name: str) -> t.Iterator[bool]:
    """Hold the lock of a container over the processes and threads of this computer. Gives True when it is held.

    Gives False where there is no safe place for locks, and when another run holds it for very long. ``name`` is what
    to call the container while it is waited for.
    """
    if task.state_directory is None:
        yield False
        return
    speaking_from = [task.clock.monotonic() + _SILENCE]

    def tell() -> bool:
        if speaking_from and task.clock.monotonic() >= speaking_from[0]:
            speaking_from.clear()
            task.progress(f"waiting until other changes of access are done, to change that to container {name}")
        return False

    with task.state_directory.lock(
        _lock_name(client, container_id), wait=_WAIT, clock=task.clock, meanwhile=tell
    ) as held:
        yield held


def _lock_name(client: Client, container_id: str) -> str:
    """Return the name of the lock file of a container of the caller."""
    caller = hashlib.sha256(f"{client.base_url}\n{client.caller}".encode()).hexdigest()[:32]
    number = int(hashlib.sha256(container_id.encode()).hexdigest(), 16) % _FILES
    return f"v1-{caller}.access-{number:02}.lock"
