# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which user an option means. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t

from ..api_fields import guid, guid_or_none, text
from ..errors import InputError, StateError, WaitTimeoutError
from ..validation.mistakes import Mistakes, quoted, within
from .api import Services, User
from .registered_users import Registrations, UnseenUser, not_known, visible

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# No more than tells an address from a slip: Veracity decides what exists.
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def email_address(value: str, what: str = "email:") -> str:
    """Return an e-mail address without blanks around it. Raises InputError, whose text begins with ``what``."""
    plain = value.strip()
    if not _EMAIL.fullmatch(plain):
        raise InputError(f"{what} must be an e-mail address, not {quoted(value)}.")
    return plain


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> User:
    """Return the user that options name by ``user`` (an id) or ``email``; the other is empty.

    What is wrong is added to ``mistakes``, and both are empty then.
    """
    identifier, email = options.get("user"), options.get("email")
    if (identifier is None) == (email is None):
        mistakes.add(place, "one of user and email is required, but not both.")
        return User("")
    with mistakes.collected():
        if identifier is not None:
            return User(guid(identifier, within(place, "user")))
        return User("", email_address(str(email), f"{within(place, 'email')}:"))
    return User("")


def resolved(task: Task, client: Client, wanted: User) -> User:
    """Return the user with an id. One whom a run of this computer registers at this moment is waited for.

    One who was registered and does not show yet is an ``UnseenUser``. Raises StateError when nobody has the e-mail
    address, or several have, WaitTimeoutError and UnknownStateError when one whose registration was asked for does not
    show.
    """
    if wanted.id:
        return wanted
    api = Services(client)
    found = known(task, wanted.email) or api.resolve(wanted.email) or _registered(task, client, api, wanted.email)
    if not found:
        raise StateError(
            f"No user of Veracity has the e-mail address {wanted.email}.",
            hint="Register the user first, with dnv.veracity.veracity_user.",
        )
    if len(found) > 1:
        everybody = ", ".join(
            f"{user.id} ({user.name or 'no name'})" for user in sorted(found, key=lambda user: user.id)
        )
        raise StateError(
            f"{len(found)} users have the e-mail address {wanted.email}: {everybody}.",
            hint="Set user to the id of the one that you mean.",
        )
    return found[0]


def wait_until_visible(task: Task, client: Client, user: User) -> None:
    """Wait for a user who was registered and does not show yet. Raises WaitTimeoutError."""
    if isinstance(user, UnseenUser) and not visible(task, Services(client), user.email):
        raise _unseen(user.email)


def known(task: Task, email: str) -> list[User]:
    """Return the users with an e-mail address whom an earlier task has found (option ``known_users``)."""
    given = task.params.get("known_users") or {}
    entries = next((value for name, value in given.items() if str(name).casefold() == email.casefold()), None)
    listed = entries if isinstance(entries, list) else []
    users = [entry for entry in listed if isinstance(entry, dict) and guid_or_none(entry.get("id"))]
    return [User(guid(entry["id"]), text(entry, "email") or email, text(entry, "name")) for entry in users]


def _registered(task: Task, client: Client, api: Services, email: str) -> list[User]:
    """Return the users whom runs of this computer register, or have registered."""
    known = Registrations(task, client, email)
    if not known.asked or known.user:
        return known.user
    found = visible(task, api, email)
    if found:
        return found
    known.refresh()
    if known.user:
        raise _unseen(email)
    if known.asked:
        raise not_known(email)
    return []


def _unseen(email: str) -> WaitTimeoutError:
    """Return the error for a user who was registered, and does not show in time."""
    return WaitTimeoutError(
        f"The user {email} was registered, but is not visible yet.", hint="Run again later: it can take a while."
    )
