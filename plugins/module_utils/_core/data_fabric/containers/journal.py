# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What was asked for and cannot be seen yet, remembered between runs. Private: for use inside dnv.veracity only.

A creation is written down before it is asked for, so that neither a lost answer nor a killed run leads to a second
container. After the time in which Veracity promises to make a container visible, an entry no longer counts.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import typing as t
from dataclasses import dataclass

from ...errors import StorageError
from ...reconcile.local_store import file_name

if t.TYPE_CHECKING:
    from ...client import Client
    from ...clock import Clock
    from ...private_files.directory import SafeDirectory
    from ...task import Task

# Seconds from the accepted request until a container is visible, at most, by the documentation of the Provisioning API.
VISIBILITY_WINDOW = 900.0
_LOCK_WAIT = 10.0
_NOWHERE = (
    "There is no safe place to remember containers that were asked for. If this run is interrupted, the next one may "
    "create a second container of the same short name."
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
    """The memory of one caller of one API. Safe to use from several processes; not from several threads.

    Without a directory it remembers for as long as it lives.
    """

    def __init__(
        self, directory: SafeDirectory | None, caller: str, clock: Clock, warn: t.Callable[[str], None]
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._warn = warn
        self._name = file_name(caller, "pending")
        self._creations: dict[str, Creation] = {}
        self._deletions: dict[str, float] = {}
        self._content: bytes | None = None
        self._read()
        self._disturbed = False

    @classmethod
    def of(cls, task: Task, client: Client) -> Journal:
        """Return the journal of the task's caller."""
        return cls(task.state_directory, client.identity, task.clock, task.warn)

    def creation(self, short_name: str | None) -> Creation | None:
        """Return the creation under way of that short name, as last read."""
        return self._creations.get(short_name or "")

    def creation_of(self, identifier: str | None) -> str | None:
        """Return the short name of the creation under way with that id, as last read."""
        found = (name for name, entry in self._creations.items() if entry.id is not None and entry.id == identifier)
        return next(found, None)

    @property
    def dying(self) -> frozenset[str]:
        """The ids of the containers whose deletion was accepted, as last read."""
        return frozenset(self._deletions)

    def refresh(self) -> None:
        """Read again what other processes wrote."""
        self._read()

    def disturbed(self) -> bool:
        """Return whether another process has written since this was last asked (or since it was opened)."""
        found, self._disturbed = self._disturbed, False
        return found

    def claim(self, short_names: t.Iterable[str]) -> set[str]:
        """Write down that these are about to be created. Returns those that are not under way already: the others
        must not be asked for."""
        with self._changing():
            ours = {name for name in short_names if name not in self._creations}
            self._creations.update({name: Creation(self._clock.time()) for name in ours})
        return ours

    def accepted(self, identifiers: t.Mapping[str, str]) -> None:
        """Write down the ids, by short name, that accepted creations got."""
        if identifiers:
            with self._changing():
                for name, identifier in identifiers.items():
                    started = self._creations[name].started if name in self._creations else self._clock.time()
                    self._creations[name] = Creation(started, identifier)

    def forget(self, short_names: t.Iterable[str]) -> None:
        """Strike out creations that were refused or have become visible."""
        known = [name for name in short_names if name in self._creations]
        if known:
            with self._changing():
                for name in known:
                    self._creations.pop(name, None)

    def deleted(self, identifiers: t.Iterable[str]) -> None:
        """Write down containers whose deletion was accepted. They stay until the window closes: ids never come back."""
        new = list(identifiers)
        if new:
            with self._changing():
                self._deletions.update(dict.fromkeys(new, self._clock.time()))
                for name in [name for name, entry in self._creations.items() if entry.id in new]:
                    del self._creations[name]

    @contextlib.contextmanager
    def _changing(self) -> t.Iterator[None]:
        """Read, let the caller change, write: under the lock where there is one."""
        if self._directory is None:
            self._warn_once()
            yield
            return
        # Without the lock (a file system that has none) two processes may overwrite each other's entries: still better
        # than no memory.
        with self._directory.lock(f"{self._name}.lock", wait=_LOCK_WAIT, clock=self._clock):
            self._read()
            yield
            self._content = self._encoded()
            try:
                self._directory.write(self._name, self._content)
            except StorageError:
                self._warn_once()
                self._directory = None

    def _warn_once(self) -> None:
        """Say once that nothing is remembered."""
        warn, self._warn = self._warn, _ignore
        warn(_NOWHERE)

    def _encoded(self) -> bytes:
        """Return the content of the file."""
        creations = {name: {"started": round(entry.started), "id": entry.id} for name, entry in self._creations.items()}
        # The stamp makes every write another content, also one that comes back to an earlier state.
        content = {"creations": creations, "deletions": self._deletions, "stamp": secrets.token_hex(8)}
        return json.dumps(content, separators=(",", ":")).encode()

    def _read(self) -> None:
        """Take over what the file says, without what no longer counts. A file that cannot be read says nothing."""
        if self._directory is None:
            return
        # A file that another process replaces between its opening and its check is not trusted: the new one is.
        content = self._directory.read(self._name) or self._directory.read(self._name)
        if content != self._content:
            self._content, self._disturbed = content, True
        creations, deletions = _decoded(content)
        now = self._clock.time()
        self._creations = {name: entry for name, entry in creations.items() if _counts(entry.started, now)}
        self._deletions = {identifier: started for identifier, started in deletions.items() if _counts(started, now)}


def _decoded(content: bytes | None) -> tuple[dict[str, Creation], dict[str, float]]:
    """Return the creations and deletions of a file; none when there is no file or it makes no sense."""
    if not content:
        return {}, {}
    try:
        found = json.loads(content)
        creations = {name: Creation(float(entry["started"]), entry["id"]) for name, entry in found["creations"].items()}
        deletions = {identifier: float(started) for identifier, started in found["deletions"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}, {}
    return creations, deletions


def _counts(started: float, now: float) -> bool:
    """Return whether an entry is inside its window. One from the future is from before the clock was set back."""
    return abs(now - started) < VISIBILITY_WINDOW


def _ignore(text: str) -> None:
    """Do nothing with the text."""
