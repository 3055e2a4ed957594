# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Registrations that runs of this computer have asked for. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import hashlib
import typing as t

from ..errors import UnknownStateError, VeracityError
from ..reconcile.local_store import Memory
from ..reconcile.polling import WaitOptions, until
from .api import Services, User

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# For so many seconds a registration whose answer was lost is looked for before it is asked for again.
_WINDOW = 3600.0
# How long a user takes at most to become visible.
VISIBLE = WaitOptions(True, 30.0, 1.0)
_NOWHERE = (
    "There is no private directory to store requested registrations. If this run is interrupted, the next one "
    "may register the same user a second time."
)


class UnseenUser(User):
    """A user who was registered and perhaps does not show yet."""


class Registrations:
    """What is remembered of the registration of one e-mail address: that it was asked for, then the id of the user."""

    def __init__(self, task: Task, client: Client, email: str) -> None:
        self._memory = Memory.of(task, client.identity, "registrations", keep=_WINDOW, without=_NOWHERE)
        self._email = email
        # A hash, because who is registered is nobody's business.
        self._key = hashlib.sha256(email.casefold().encode()).hexdigest()[:32]

    @property
    def asked(self) -> bool:
        """Whether a registration was asked for, and is not over."""
        return self._key in self._memory

    @property
    def user(self) -> list[User]:
        """The user who was registered and does not show yet; nobody while the outcome is not known."""
        identifier = self._memory.get(self._key)
        return [UnseenUser(identifier, self._email)] if isinstance(identifier, str) else []

    def refresh(self) -> None:
        """Read again what other processes wrote."""
        self._memory.refresh()

    def claim(self) -> bool:
        """Remember that this run asks for the registration, unless another one has. Returns whether it does."""
        return self._memory.claim(self._key, True)

    def made(self, user: User) -> None:
        """Remember whom Veracity registered."""
        self._memory.remember({self._key: user.id})

    def over(self) -> None:
        """Forget the registration: it was refused, or the user shows."""
        self._memory.forget([self._key])


def visible(task: Task, api: Services, email: str) -> list[User]:
    """Return the users with an e-mail address as soon as there are any, none when that takes too long."""
    pauses = VISIBLE.pauses(task.clock, lambda: email, task.progress)
    return until(lambda: api.resolve(email), bool, clock=task.clock, pauses=pauses)


def not_known(email: str, lost: VeracityError | None = None) -> UnknownStateError:
    """Return the error for a registration of which neither an answer nor an effect can be seen."""
    return UnknownStateError(
        f"User {email}: Veracity did not confirm the registration, and the user is not visible yet. Whether the user "
        f"was registered is not known.",
        hint="Run again later. For an hour, runs only look for the user. After that, a run registers the user again.",
        exchange=lost.exchange if lost else None,
    )
