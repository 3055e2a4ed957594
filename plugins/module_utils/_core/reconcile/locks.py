# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One run at a time changes what has no key of its own. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import hashlib
import typing as t

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Seconds to wait for another run: longer than the longest call takes.
_WAIT = 130.0


# Lock files are never removed, so things of one kind share some.
_FILES = 64


@contextlib.contextmanager
def turn(
    task: Task, client: Client, kind: str, what: str, *, thing: str | None = None, longest: float = 0.0
) -> t.Iterator[bool]:
    """Hold the lock of one kind of thing over the processes of this computer. Gives True when it is held.

    Gives False where there is no safe place for locks, and when another run holds it for very long. ``kind`` is a word
    that names the file, ``what`` is what other runs change, for the line that is shown while one is waited for.
    ``thing``: lock this one only, and not all of its kind. ``longest``: the seconds that a run may wait inside.
    """
    if task.state_directory is None:
        yield False
        return
    told: list[str] = []

    def tell() -> bool:
        if not told:
            told.append(what)
            task.progress(f"waiting for another run that changes {what}")
        return False

    caller = hashlib.sha256(f"{client.base_url}\n{client.caller}".encode()).hexdigest()[:32]
    number = "" if thing is None else f"-{int(hashlib.sha256(thing.encode()).hexdigest(), 16) % _FILES:02}"
    name = f"v1-{caller}.turn-{kind}{number}.lock"
    with task.state_directory.lock(name, wait=_WAIT + longest, clock=task.clock, meanwhile=tell) as held:
        yield held
