# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which keys of File storage were revoked: only the storage can tell. Private: for use inside dnv.veracity only.

A policy is revoked with all its keys, and is good again for the next one. So a key is of the nth time of its
policy, and of all policies of its workspace.
"""

from __future__ import annotations

import itertools
import typing as t

from ...reconcile.local_store import Memory

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

# Seconds: longer than any key is kept.
_KEEP = 400 * 86400.0
_NOWHERE = (
    "There is no safe place to remember that keys were revoked. A later run may take a revoked key for one that is "
    "still good."
)
_ALL = "*"


class Revocations:
    """What the task's caller has revoked on this computer."""

    def __init__(self, task: Task, client: Client) -> None:
        self._memory = Memory.of(task, client.identity, "keys-revoked", keep=_KEEP, without=_NOWHERE)
        self.file_name = self._memory.name

    def times(self, workspace: str, policy: str | None) -> list[str]:
        """Return the marks of a key that is made now: it is revoked when one of them is remembered."""
        policies = [_ALL] if policy is None else [_ALL, policy]
        return [next(mark for mark in _marks(workspace, name) if mark not in self._memory) for name in policies]

    def revoked(self, times: t.Iterable[str]) -> bool:
        """Return whether a key with these marks was revoked."""
        return any(mark in self._memory for mark in times)

    def note(self, workspace: str, policy: str | None) -> None:
        """Remember that the keys of a policy, of all policies with None, were revoked."""
        next(mark for mark in _marks(workspace, policy or _ALL) if self._memory.claim(mark, True))


def _marks(workspace: str, policy: str) -> t.Iterator[str]:
    """Yield the marks of a policy, one for each time that it is revoked."""
    return (f"{workspace}/{policy}/{number}" for number in itertools.count())
