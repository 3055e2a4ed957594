# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Users of Veracity: registered once. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import hashlib
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..api.fields import guid
from ..api.services import Registration, Services, User
from ..errors import (
    AmbiguousError,
    ConflictError,
    InputError,
    ResponseError,
    UnknownStateError,
    VeracityError,
)
from . import people
from .memory import Memory
from .plan import Plan, Step
from .waiting import Patience, polls

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# For so many seconds a registration whose answer was lost is looked for before it is asked for again.
_WINDOW = 3600.0
_PATIENCE = Patience(True, 30.0, 1.0)
_NOWHERE = (
    "There is no safe place to remember registrations that were asked for. If this run is interrupted, the next one "
    "may register the same user a second time."
)


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the user with the e-mail address of a task, who is registered when nobody has it."""
    wanted = describe(task.params)
    api = Services(client)
    found = api.resolve(wanted.email) or _registered(task, client, wanted)
    url = None
    plan = _plan(found, wanted)
    if plan.changed and not task.check_mode:
        outcome = register(task, client, api, wanted)
        found, url = outcome.users, outcome.url
        if not outcome.made:
            plan = _plan(found, wanted)
    shown = found or ([User("", wanted.email, _name(wanted))] if plan.changed else [])
    return {
        "changed": plan.changed,
        "user": public(shown[0]) if len(shown) == 1 else None,
        "users": [public(user) for user in found],
        "confirmation_url": url,
        "diff": plan.diff,
    }


def describe(options: t.Mapping[str, t.Any]) -> Registration:
    """Return the options of a registration, checked. Raises InputError."""
    url = options["return_url"]
    if url is not None and urlsplit(url).scheme != "https":
        raise InputError(f"return_url must be an https URL, not {url!r}.")
    contact = options["contact_email"]
    return Registration(
        email=people.email_address(options["email"]),
        first_name=(options["first_name"] or "").strip(),
        last_name=(options["last_name"] or "").strip(),
        send_mail=options["send_mail"],
        create_subscription=options["create_subscription"],
        service=None if options["service"] is None else guid(options["service"], "service"),
        role=options["role"],
        return_url=url,
        contact_email=None if contact is None else people.email_address(contact, "contact_"),
        contact_name=options["contact_name"],
    )


def public(user: User) -> dict[str, t.Any]:
    """Return a user as results show it."""
    return {"id": user.id or None, "email": user.email or None, "name": user.name or None}


@dataclass(frozen=True)
class Outcome:
    """Who has the e-mail address, the confirmation URL where it is known, and whether this run registered the user."""

    users: list[User]
    url: str | None = None
    made: bool = True


def register(task: Task, client: Client, api: Services, wanted: Registration) -> Outcome:
    """Register a user, unless another run does, and wait until the user can be found by the e-mail address.

    One who is registered and does not show is remembered. Raises UnknownStateError when it is not known whether the
    user was registered.
    """
    memory, key = _memory(task, client), _key(wanted)
    if not memory.claim(key, True):
        found = _elsewhere(task, api, wanted, memory, key)
        if found or not memory.claim(key, True):
            return Outcome(found or _looked_for(task, api, wanted, None), made=False)
    try:
        # Another run may have asked, and seen the effect, since the first look.
        found = api.resolve(wanted.email)
    except VeracityError:
        memory.forget([key])
        raise
    if found:
        memory.forget([key])
        return Outcome(found, made=False)
    try:
        user, url = api.register(wanted)
    except (AmbiguousError, ConflictError, ResponseError) as error:
        found = _looked_for(task, api, wanted, error)
        memory.forget([key])
        return Outcome(found, made=not isinstance(error, ConflictError))
    except VeracityError:
        memory.forget([key])
        raise
    memory.remember({key: user.id})
    if _visible(task, api, wanted):
        memory.forget([key])
    return Outcome([user], url)


def _elsewhere(task: Task, api: Services, wanted: Registration, memory: Memory, key: str) -> list[User]:
    """Return the user whom another run is registering, as soon as that is known. Nobody when that was refused.

    Raises UnknownStateError when nothing is known after a while.
    """
    for _pause in polls(task.clock, _PATIENCE, task.progress, lambda: f"another run that registers {wanted.email}"):
        memory.refresh()
        if key not in memory:
            return api.resolve(wanted.email)
        found = api.resolve(wanted.email) or _remembered(memory, wanted)
        if found:
            return found
    raise _not_known(wanted, None)


def _memory(task: Task, client: Client) -> Memory:
    """Return what is remembered of registrations: True while the outcome is not known, then the id of the user."""
    return Memory.of(task, client, "registrations", keep=_WINDOW, without=_NOWHERE)


def _key(wanted: Registration) -> str:
    """Return what a registration is remembered under: a hash, because who is registered is nobody's business."""
    return hashlib.sha256(wanted.email.casefold().encode()).hexdigest()[:32]


def _registered(task: Task, client: Client, wanted: Registration) -> list[User]:
    """Return the user whom an earlier task registered, and who does not show yet."""
    return _remembered(_memory(task, client), wanted)


def _remembered(memory: Memory, wanted: Registration) -> list[User]:
    """Return the user whose id is remembered."""
    identifier = memory.get(_key(wanted))
    return [User(identifier, wanted.email)] if isinstance(identifier, str) else []


def _plan(found: t.Sequence[User], wanted: Registration) -> Plan[User]:
    """Return what is to be done. Raises InputError when a registration lacks a name."""
    title = f"user {wanted.email}"
    if found:
        return Plan(title, found[0], found[0], _view)
    missing = [name for name in ("first_name", "last_name") if not getattr(wanted, name)]
    if missing:
        raise InputError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} needed, because nobody has the e-mail "
            f"address {wanted.email} and the user would be registered."
        )
    return Plan(title, None, User("", wanted.email, _name(wanted)), _view, (Step("register"),))


def _looked_for(task: Task, api: Services, wanted: Registration, lost: VeracityError | None) -> list[User]:
    """Return the user whose registration was asked for. Raises UnknownStateError when nobody appears."""
    found = _visible(task, api, wanted)
    if found:
        return found
    raise _not_known(wanted, lost)


def _not_known(wanted: Registration, lost: VeracityError | None) -> UnknownStateError:
    """Return the error for a registration of which neither an answer nor an effect can be seen."""
    return UnknownStateError(
        f"User {wanted.email}: Veracity did not confirm the registration, and the user is not visible yet. Whether it "
        "was made is not known; a run after an hour asks again, until then runs only look for the user.",
        exchange=lost.exchange if lost else None,
    )


def _visible(task: Task, api: Services, wanted: Registration) -> list[User]:
    """Return the users with the e-mail address as soon as there are any, none when that takes too long."""
    found = api.resolve(wanted.email)
    if not found:
        for _pause in polls(task.clock, _PATIENCE, task.progress, lambda: wanted.email):
            found = api.resolve(wanted.email)
            if found:
                break
    return found


def _name(wanted: Registration) -> str:
    """Return the whole name."""
    return f"{wanted.first_name} {wanted.last_name}".strip()


def _view(user: User | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    return {"state": "absent"} if user is None else {"email": user.email, "name": user.name, "state": "present"}
