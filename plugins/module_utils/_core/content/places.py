# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Places in the storage that a key opens: containers and folders. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..azure_storage.blobs import Blobs
from ..azure_storage.keyring import Keyring
from ..errors import ForbiddenError, InputError

if t.TYPE_CHECKING:
    from ..azure_storage.sas_url import SasUrl
    from ..client import Client
    from ..task import Task

_BLOCK_SIZE = 8 * 1024 * 1024

Result = dict[str, t.Any]


@dataclass(frozen=True)
class FirstKey:
    """The key that a module on another host begins with; None in check mode when one would have to be obtained.

    ``complete`` adds to the result of the module what it took to obtain it. ``renew`` obtains and keeps another one,
    after the storage has refused it.
    """

    url: str | None
    complete: t.Callable[[Result], None] = lambda _result: None
    renew: t.Callable[[], object] = lambda: None


class Place:
    """A place in the storage, and what opens it. No key is obtained in check mode. For each kind there is a subclass.

    ``info_module`` lists what is in it.
    """

    info_module: t.ClassVar[str]

    def __init__(self, task: Task, client: Client, rights: list[str]) -> None:
        """``rights`` are what the key has to allow. A subclass sets ``_sas`` and whether there is another key."""
        self._task = task
        self._client = client
        self._rights = rights
        self._sas: SasUrl | None = None
        self._renewable = False

    @property
    def name(self) -> str:
        """What to call it in results."""
        raise NotImplementedError

    @property
    def unknown(self) -> str:
        """What to say when check mode does not look into it, as no key is kept."""
        raise NotImplementedError

    @property
    def is_new(self) -> bool:
        """Whether it is not there yet, which in check mode is taken as made before."""
        return False

    def complete(self, found: Result) -> None:
        """Add what it took to open the place to the result of a task."""

    def open(self, *, connections: int, block_size: int = _BLOCK_SIZE) -> Blobs | None:
        """Return the blobs; None in check mode when a key would have to be obtained for them."""
        if self._sas is None:
            return None
        return Blobs(
            Keyring(self._sas, self._task.clock, self._renew if self._renewable else None),
            self._client.route(self._sas.account_url),
            clock=self._task.clock,
            connections=connections,
            block_size=block_size,
            notify=self._task.progress,
        )

    def anew(self) -> bool:
        """Obtain a key that was not kept, after a kept one led to a place that is gone; False when it was none."""
        if not self._renewable or not self._was_kept():
            return False
        # Check mode would take the kept one again, as it obtains none.
        task = dataclasses.replace(self._task, keys=None) if self._task.check_mode else self._task
        self._sas = self._obtain(task, force=True)
        return True

    def _was_kept(self) -> bool:
        """Return whether the key in use was kept from an earlier task."""
        raise NotImplementedError

    def _obtain(self, task: Task, *, force: bool = False) -> SasUrl | None:
        """Return a key, with ``force`` another one than is kept; None in check mode when none is kept."""
        raise NotImplementedError

    def _another(self) -> SasUrl:
        """Return another key in place of the one in use. Not for check mode."""
        raise NotImplementedError

    def _renew(self) -> SasUrl:
        """Return another key. A kept one may be taken in check mode, too, but none is obtained."""
        if self._task.check_mode:
            raise ForbiddenError(
                "The key has expired or was revoked, and check mode does not obtain another.",
                hint="Run without --check.",
            )
        return self._another()

    def _checked(self, sas: SasUrl, option: str) -> SasUrl:
        """Return a key that allows what is needed, and have it masked. Raises InputError."""
        for secret in sas.secrets:
            self._task.learn(secret)
        lacking = sas.lacks(self._rights)
        if lacking:
            raise InputError(
                f"{option}: it does not give the rights that are needed. Missing: {', '.join(lacking)}.",
                hint=f"Give a key with the rights {', '.join(self._rights)}.",
            )
        return sas


# Opens the place for a task, given the rights that are needed.
Opener = t.Callable[[list[str]], Place]
