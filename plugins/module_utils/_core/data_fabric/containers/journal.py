# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What was asked for and cannot be seen yet, remembered between runs. Private: for use inside dnv.veracity only.

A creation is written down before it is asked for, so that neither a lost answer nor a killed run leads to a second
container. After the time in which Veracity promises to make a container visible, an entry no longer counts.
"""

from __future__ import annotations

import contextlib
import secrets
import typing as t
from dataclasses import dataclass

from ...reconcile.local_store import Memory

if t.TYPE_CHECKING:
    from ...client import Client
    from ...clock import Clock
    from ...private_files.directory import SafeDirectory
    from ...task import Task

# Seconds from the accepted request until a container is visible, at most, by the documentation of the Provisioning API.
VISIBILITY_WINDOW = 900.0
# Keys of entries.
_CREATION, _DELETION, _STAMP = "creation ", "deletion ", "stamp"
_NOWHERE = (
    "There is no private directory to store requested containers. If this run is interrupted, the next one may create "
    "a second container with the same short name."
)


@dataclass(frozen=True)
class Creation:
    """A creation that was asked for at ``started`` (seconds since the epoch). No id: the answer is not known."""

    started: float
    id: str | None = None

    @property
    def window_end(self) -> float:
        """When it stops to count, in seconds since the epoch."""
        return self.started + VISIBILITY_WINDOW


class Journal:
    """The creations and deletions of one caller of one API. Without a directory it lasts as long as the run."""

    def __init__(
        self, directory: SafeDirectory | None, caller: str, clock: Clock, warn: t.Callable[[str], None]
    ) -> None:
        self._clock = clock
        self._memory = Memory(directory, caller, "pending", clock, keep=VISIBILITY_WINDOW, without=_NOWHERE, warn=warn)
        self._stamp = self._memory.get(_STAMP)
        self._disturbed = False

    @classmethod
    def of(cls, task: Task, client: Client) -> Journal:
        """Return the journal of the task's caller."""
        return cls(task.state_directory, client.identity, task.clock, task.warn)

    def creation(self, short_name: str | None) -> Creation | None:
        """Return the creation under way of that short name, as last read."""
        key = _CREATION + (short_name or "")
        started, identifier = self._memory.since(key), self._memory.get(key)
        return None if started is None else Creation(started, identifier if isinstance(identifier, str) else None)

    def creation_of(self, identifier: str | None) -> str | None:
        """Return the short name of the creation under way with that id, as last read."""
        names = (name for name in self._names(_CREATION) if identifier is not None)
        return next((name for name in names if self._memory.get(_CREATION + name) == identifier), None)

    @property
    def creating(self) -> frozenset[str]:
        """The short names of the containers whose creation is under way, as last read."""
        return frozenset(self._names(_CREATION))

    @property
    def dying(self) -> frozenset[str]:
        """The ids of the containers whose deletion was accepted, as last read."""
        return frozenset(self._names(_DELETION))

    def refresh(self) -> None:
        """Read again what other processes wrote."""
        self._memory.refresh()
        self._notice()

    def disturbed(self) -> bool:
        """Return whether another process has written since this was last asked (or since it was opened)."""
        found, self._disturbed = self._disturbed, False
        return found

    def claim(self, short_names: t.Iterable[str]) -> set[str]:
        """Write down that these are about to be created. Returns those that are not under way already: the others
        must not be asked for."""
        with self._changing():
            ours = {name for name in short_names if _CREATION + name not in self._memory}
            for name in ours:
                self._memory.put(_CREATION + name, None)
        return ours

    def accepted(self, identifiers: t.Mapping[str, str]) -> None:
        """Write down the ids, by short name, that accepted creations got."""
        if identifiers:
            with self._changing():
                for name, identifier in identifiers.items():
                    self._memory.put(_CREATION + name, identifier, self._memory.since(_CREATION + name))

    def forget(self, short_names: t.Iterable[str]) -> None:
        """Strike out creations that were refused or have become visible."""
        known = [name for name in short_names if _CREATION + name in self._memory]
        if known:
            with self._changing():
                for name in known:
                    self._memory.drop(_CREATION + name)

    def deleted(self, identifiers: t.Iterable[str]) -> None:
        """Write down containers whose deletion was accepted. They stay until the window closes: ids never come back."""
        new = list(identifiers)
        if new:
            with self._changing():
                for identifier in new:
                    self._memory.put(_DELETION + identifier, True)
                for name in self._names(_CREATION):
                    if self._memory.get(_CREATION + name) in new:
                        self._memory.drop(_CREATION + name)

    def _names(self, kind: str) -> list[str]:
        """Return what entries of a kind are about."""
        return [key.removeprefix(kind) for key in self._memory if key.startswith(kind)]

    @contextlib.contextmanager
    def _changing(self) -> t.Iterator[None]:
        """Read, let the caller change, write."""
        with self._memory.changing():
            self._notice()
            yield
            # Every write is another one, also one that comes back to an earlier state.
            self._stamp = secrets.token_hex(8)
            self._memory.put(_STAMP, self._stamp)

    def _notice(self) -> None:
        """Compare the stamp of the last write as read with the one that this journal knows."""
        stamp = self._memory.get(_STAMP)
        if stamp != self._stamp:
            self._stamp, self._disturbed = stamp, True
