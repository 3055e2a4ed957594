# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The key in use, and another one when it ends half-way. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import threading
import typing as t

from ..clock import Clock
from ..errors import StateError, VeracityError

# A key is replaced when so much of its time is left: a share of it, and never more than so many seconds.
_SHARE_LEFT = 0.1
_LONGEST_LEFT = 60.0


class Sas(t.Protocol):
    """A key for a place in the storage: its query, the place without it, and when it ends."""

    @property
    def token(self) -> str:
        """The query, which is secret."""

    @property
    def address(self) -> str:
        """The address of the place."""

    @property
    def expires(self) -> float | None:
        """The end in seconds since the epoch, None if a policy decides."""


Key = t.TypeVar("Key", bound=Sas)


class Keyring(t.Generic[Key]):
    """Gives the key to threads, and replaces it once for all of them."""

    def __init__(self, sas: Key, clock: Clock, renew: t.Callable[[], Key] | None) -> None:
        """``renew`` gives another key for the same place; None: there is no other."""
        from azure.core.credentials import AzureSasCredential

        self.sas = sas
        self.credential = AzureSasCredential(sas.token)
        self._clock = clock
        self._renew = renew
        self._lock = threading.Lock()
        self._number = 0
        self._end = self._time_to_replace(sas)

    def number(self) -> int:
        """Return the number of the key in use, after having replaced one that is about to end.

        When that fails the old one is used for as long as it opens the container.
        """
        if self._end is not None and self._clock.time() >= self._end:
            with self._lock:
                if self._end is not None and self._clock.time() >= self._end:
                    try:
                        self._replace()
                    except VeracityError:
                        self._end = None
        return self._number

    def replace(self, number: int) -> bool:
        """Replace the key of this number, which was refused; False when there is no other.

        Raises what asking for another key raises.
        """
        with self._lock:
            if number != self._number:
                return True
            if self._renew is None:
                return False
            self._replace()
            return True

    def _replace(self) -> None:
        """Ask for another key and use it. Raises StateError when it is for another place."""
        if self._renew is None:
            return
        sas = self._renew()
        if sas.address != self.sas.address:
            raise StateError("The new key is for another place. It was not used.", hint="Run again.")
        self.sas = sas
        self.credential.update(sas.token)
        self._end = self._time_to_replace(sas)
        self._number += 1

    def _time_to_replace(self, sas: Key) -> float | None:
        """Return when to ask for another key, in seconds since the epoch; None: when this one is refused."""
        if sas.expires is None or self._renew is None:
            return None
        left = sas.expires - self._clock.time()
        return sas.expires - min(_LONGEST_LEFT, _SHARE_LEFT * left) if left > 0 else None
