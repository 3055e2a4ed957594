# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One run at a time changes a thing. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import hashlib
import typing as t

from ..errors import WaitTimeoutError
from .local_store import file_name

if t.TYPE_CHECKING:
    from ..task import Task

# Seconds to wait for another run, which works on one thing at a time: longer than the longest call takes.
_WAIT = 130.0
# Seconds after which the wait is reported.
_SILENCE = 2.0
# Lock files are never removed, so things of one kind share some.
_FILES = 64


@contextlib.contextmanager
def alone(
    task: Task,
    caller: str,
    kind: str,
    what: str,
    *,
    thing: str | None = None,
    longest: float = 0.0,
    needed: bool = False,
) -> t.Iterator[bool]:
    """Hold a lock over the processes and threads of this computer. Gives True when it is held.

    Gives False if there is no safe place for locks, or if another run holds it for very long. ``caller`` is who shares
    the lock (``Client.identity``), ``kind`` a word for the name of the file, ``what`` the thing that is changed, for
    progress. ``thing``: lock only this one of its kind. ``longest``: the seconds that a run may wait inside.
    ``needed``: raise WaitTimeoutError in place of False if another run holds it.
    """
    if task.state_directory is None:
        yield False
        return
    began = task.clock.monotonic()
    silent_until = [began + _SILENCE]

    def report() -> bool:
        if silent_until and task.clock.monotonic() >= silent_until[0]:
            silent_until.clear()
            task.progress(f"waiting for another run that changes {what}")
        return False

    number = "" if thing is None else f"-{int(hashlib.sha256(thing.encode()).hexdigest(), 16) % _FILES:02}"
    name = file_name(caller, f"alone-{kind}{number}.lock")
    wait = _WAIT + longest
    with task.state_directory.lock(name, wait=wait, clock=task.clock, meanwhile=report) as held:
        if needed and not held and task.clock.monotonic() - began >= wait:
            raise WaitTimeoutError(
                f"Another run on this machine has been changing {what} for {wait:g} s.",
                hint="Run again when it has ended.",
            )
        yield held
