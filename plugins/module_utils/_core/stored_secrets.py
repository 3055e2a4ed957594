# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Secrets other than tokens that all processes of a user share. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t

from .clock import Clock
from .errors import StorageError
from .identity.stored import VERSION, Seal
from .safe_files import SafeDirectory

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
        lock = self._seal.name(identity, f"{self._kind}.lock")
        with self._directory.lock(lock, wait=LOCK_WAIT, clock=clock, meanwhile=lambda: good(self.read(identity))):
            found = self.read(identity)
            if good(found):
                return found
            found = ask()
            name = self._seal.name(identity, self._kind)
            try:
                self._directory.write(name, self._seal.close(name, found))
            except StorageError as error:
                warn(f"A key is not kept for later tasks. {error.summary}")
            self._directory.sweep(self._entries, clock.time(), KEEP)
            return found
