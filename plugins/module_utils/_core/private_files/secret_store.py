# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Secrets other than tokens that all processes of a user share. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import re
import typing as t

from ..clock import Clock
from ..errors import StorageError
from .directory import SafeDirectory
from .seal import VERSION, Seal

LOCK_WAIT = 130.0
# Seconds after which an entry that nobody wrote to is removed. The longest keys are good for six months.
KEEP = 200 * 86400.0

Fields = dict[str, t.Any]


class StoredSecrets:
    """Entries of one kind in a directory, named and encrypted under the client secret like those of the token cache."""

    def __init__(self, directory: SafeDirectory, secret: str, kind: str) -> None:
        """Raises ImportError without the library cryptography."""
        self._seal = Seal(secret)
        self._directory = directory
        self._kind = kind
        self._entries = re.compile(rf"{VERSION}-[0-9a-f]{{40}}\.{re.escape(kind)}")

    def read(self, identity: str) -> Fields:
        """Return the fields of an entry; nothing when it is missing, damaged, or another secret's."""
        name = self._seal.name(identity, self._kind)
        return self._seal.open(name, self._directory.read(name))

    def forget(self, identity: str) -> None:
        """Remove an entry; one that is not there is fine."""
        self._directory.delete(self._seal.name(identity, self._kind))

    def keep(self, identity: str, fields: Fields, *, clock: Clock, warn: t.Callable[[str], None]) -> None:
        """Store an entry, and remove those that nobody wrote to for months. Warns when it cannot be stored."""
        name = self._seal.name(identity, self._kind)
        try:
            self._directory.write(name, self._seal.close(name, fields))
        except StorageError as error:
            warn(f"A key is not cached for later tasks. {error.summary}")
        self._directory.sweep(self._entries, clock.time(), KEEP)

    def lock(
        self, identity: str, *, clock: Clock, meanwhile: t.Callable[[], bool]
    ) -> contextlib.AbstractContextManager[bool]:
        """Hold the lock of an entry over processes: True when it is held. Waits until ``meanwhile`` is true at most."""
        name = self._seal.name(identity, f"{self._kind}.lock")
        return self._directory.lock(name, wait=LOCK_WAIT, clock=clock, meanwhile=meanwhile)

    def remember(self, asked: str, identity: str, *, undone: t.Iterable[str], undone_in: str) -> None:
        """Note that these options, as they came, lead to an entry, so that ``recall`` finds it.

        The note counts until the file ``undone_in`` in the same directory, a JSON object, has one of the keys
        ``undone``.
        """
        name = self._seal.name(asked, "options")
        fields = {"entry": self._seal.name(identity, self._kind), "undone": list(undone), "undone_in": undone_in}
        if self._seal.open(name, self._directory.read(name)) != fields:
            # Without it the next one takes the long way, and that warns.
            with contextlib.suppress(StorageError):
                self._directory.write(name, self._seal.close(name, fields))

    def get(
        self,
        identity: str,
        *,
        good: t.Callable[[Fields], bool],
        ask: t.Callable[[], Fields],
        clock: Clock,
        warn: t.Callable[[str], None],
    ) -> Fields:
        """Return an entry that is ``good``, or what ``ask`` gives, which is stored. One process asks, others wait.

        Raises what ``ask`` raises.
        """
        found = self.read(identity)
        if good(found):
            return found
        with self.lock(identity, clock=clock, meanwhile=lambda: good(self.read(identity))):
            found = self.read(identity)
            if not good(found):
                found = ask()
                self.keep(identity, found, clock=clock, warn=warn)
            return found
