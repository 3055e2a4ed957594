# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Changes of properties that were asked for and do not show yet. Private: for use inside dnv.veracity only.

Properties are changed by their place in a list that is read. What is read right after a change is the old list, with
other places.
"""

from __future__ import annotations

import hashlib
import json
import typing as t

from ..reconcile.local_store import Memory

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task
    from .api import Place

# For so many seconds a change that does not show is expected.
_WINDOW = 3600.0

Properties = t.Sequence[tuple[str, str]]


class UnseenPatches:
    """The properties of licenses as they were before the last change of this computer, until that shows.

    Threads may share it. Without a safe place it remembers for as long as it lives.
    """

    def __init__(self, task: Task, client: Client, place: Place) -> None:
        self._memory = Memory.of(task, client.identity, "license-patches", keep=_WINDOW, without="")
        self._place = place

    def expected(self, entity: str, seen: Properties) -> bool:
        """Return whether what is seen is what was there before a change that was asked for."""
        return bool(self._memory.get(self._key(entity)) == _digest(seen))

    def asked(self, entity: str, before: Properties) -> None:
        """Remember that a change is asked for now."""
        self._memory.remember({self._key(entity): _digest(before)})

    def over(self, entity: str) -> None:
        """Forget a change: it shows, or was refused."""
        self._memory.forget([self._key(entity)])

    def _key(self, entity: str) -> str:
        """Return what a license is remembered under."""
        return "/".join((*self._place, entity))


def _digest(properties: Properties) -> str:
    """Return a hash of properties: what they say is nobody's business."""
    return hashlib.sha256(json.dumps([list(entry) for entry in properties]).encode()).hexdigest()
