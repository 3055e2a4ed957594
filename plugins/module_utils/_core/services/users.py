# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Users of Veracity: registered once. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..api_fields import guid
from ..errors import AmbiguousError, ConflictError, InputError, ResponseError, VeracityError
from ..reconcile.plan import Plan, Step
from ..reconcile.polling import until
from ..validation.mistakes import Mistakes, all_at_once, quoted, within
from . import user_reference
from .api import Registration, Services, User
from .registered_users import VISIBLE, Registrations, not_known, visible

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the user with the e-mail address of a task, who is registered when nobody has it."""
    wanted = describe(task.params)
    api = Services(client)
    found = user_reference.known(task, wanted.email) or api.resolve(wanted.email)
    found = found or _registered(task, api, Registrations(task, client, wanted.email), wanted)
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
    """Return the options of a registration, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> Registration:
    """Return the options of a registration; what is wrong with them is added to ``mistakes``."""
    url, contact, service = (options.get(name) for name in ("return_url", "contact_email", "service"))
    if url is not None and not _is_https(url):
        mistakes.add(within(place, "return_url"), f"must be an https URL, not {quoted(url)}.")
    email = ""
    with mistakes.collected():
        email = user_reference.email_address(options.get("email") or "", f"{within(place, 'email')}:")
    with mistakes.collected():
        if contact is not None:
            contact = user_reference.email_address(contact, f"{within(place, 'contact_email')}:")
    with mistakes.collected():
        if service is not None:
            service = guid(service, within(place, "service"))
    return Registration(
        email=email,
        first_name=(options.get("first_name") or "").strip(),
        last_name=(options.get("last_name") or "").strip(),
        send_mail=options.get("send_mail"),
        create_subscription=options.get("create_subscription"),
        service=service,
        access_level=options.get("access_level"),
        return_url=url,
        contact_email=contact,
        contact_name=options.get("contact_name"),
    )


def missing_names(wanted: Registration) -> str | None:
    """Return what to say of names without which a user cannot be registered, None when there are both."""
    missing = [name for name in ("first_name", "last_name") if not getattr(wanted, name)]
    if not missing:
        return None
    return (
        f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} required to register the user, because "
        f"nobody has the e-mail address {wanted.email}. Set {'it' if len(missing) == 1 else 'them'}."
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
    known = Registrations(task, client, wanted.email)
    if not known.claim():
        found = _elsewhere(task, api, wanted, known)
        if found or not known.claim():
            return Outcome(found or _find_user(task, api, wanted, None), made=False)
    try:
        # Another run may have asked, and seen the effect, since the first look.
        found = api.resolve(wanted.email)
    except VeracityError:
        known.over()
        raise
    if found:
        known.over()
        return Outcome(found, made=False)
    try:
        user, url = api.register(wanted, applied=lambda: bool(visible(task, api, wanted.email)))
    except (AmbiguousError, ConflictError, ResponseError) as error:
        found = _find_user(task, api, wanted, error)
        known.over()
        return Outcome(found, made=not isinstance(error, ConflictError))
    except VeracityError:
        known.over()
        raise
    known.made(user)
    if visible(task, api, wanted.email):
        known.over()
    return Outcome([user], url)


def _elsewhere(task: Task, api: Services, wanted: Registration, known: Registrations) -> list[User]:
    """Return the user whom another run is registering, as soon as that shows. Nobody when that was refused.

    Raises UnknownStateError when nothing is known after a while.
    """

    def look() -> list[User] | None:
        known.refresh()
        if not known.asked:
            return api.resolve(wanted.email)
        return api.resolve(wanted.email) or _registered(task, api, known, wanted) or None

    pauses = VISIBLE.pauses(
        task.clock, lambda: f"another run that registers {wanted.email}", task.progress, at_once=False
    )
    found = until(look, lambda seen: seen is not None, clock=task.clock, pauses=pauses)
    if found is None:
        raise not_known(wanted.email)
    return found


def _registered(task: Task, api: Services, known: Registrations, wanted: Registration) -> list[User]:
    """Return the user whom an earlier task registered, and who does not show yet; waits as that task does."""
    found = known.user
    return (visible(task, api, wanted.email) if found and not task.check_mode else []) or found


def _plan(found: t.Sequence[User], wanted: Registration) -> Plan[User]:
    """Return what is to be done. Raises InputError when a registration lacks a name."""
    title = f"user {wanted.email}"
    if found:
        return Plan(title, found[0], found[0], _view)
    missing = missing_names(wanted)
    if missing is not None:
        raise InputError(missing)
    return Plan(title, None, User("", wanted.email, _name(wanted)), _view, (Step("register"),))


def _find_user(task: Task, api: Services, wanted: Registration, lost: VeracityError | None) -> list[User]:
    """Return the user whose registration was asked for. Raises UnknownStateError when nobody appears."""
    found = visible(task, api, wanted.email)
    if found:
        return found
    raise not_known(wanted.email, lost)


def _is_https(url: str) -> bool:
    """Return whether a text is an https URL."""
    try:
        return urlsplit(url).scheme == "https"
    except ValueError:
        return False


def _name(wanted: Registration) -> str:
    """Return the whole name."""
    return f"{wanted.first_name} {wanted.last_name}".strip()


def _view(user: User | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    return {"state": "absent"} if user is None else {"email": user.email, "name": user.name, "state": "present"}
