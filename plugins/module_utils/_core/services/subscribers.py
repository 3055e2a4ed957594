# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Subscribers of a service: plan, apply, results. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import guid, same
from ..clock import Clock
from ..errors import ApiError, NotFoundError, StateError, VeracityError, WaitTimeoutError
from ..reconcile.parallel import each
from ..reconcile.plan import Plan, Step
from ..reconcile.polling import WaitOptions, until
from ..reconcile.results import complete
from ..validation.mistakes import Mistakes, all_at_once, within
from . import user_reference as people
from .api import Services, Subscription, User

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Subscriptions are written at once, says the documentation; a read may lag behind a little all the same.
_VISIBLE = WaitOptions(True, 30.0, 1.0)


@dataclass(frozen=True)
class Description:
    """What a subscription shall be like. ``access_level`` None leaves it as it is."""

    user: User
    access_level: str | None = None
    state: str = "present"

    @property
    def name(self) -> str:
        """What to call the user in messages."""
        return self.user.email or self.user.id


def describe(options: t.Mapping[str, t.Any]) -> Description:
    """Return the options of one subscriber, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes)


def describe_all(subscribers: t.Sequence[t.Mapping[str, t.Any]]) -> list[Description]:
    """Return the options of many subscribers, checked. Raises InputError also when two are about the same user."""
    with all_at_once() as mistakes:
        return check_all(subscribers, "subscribers", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> Description:
    """Return the options of one subscriber; what is wrong with them is added to ``mistakes``."""
    access_level = options.get("access_level")
    if access_level is not None and not access_level.strip():
        mistakes.add(
            within(place, "access_level"), "must not be empty. Leave it out to leave the access level as it is."
        )
    return Description(people.check(options, place, mistakes), access_level, options.get("state") or "present")


def check_all(entries: t.Sequence[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes) -> list[Description]:
    """Return the subscribers of one service, whose list is at ``place``. Two must not be about one user."""
    found = [check(options, f"{place}[{number}]", mistakes) for number, options in enumerate(entries)]
    check_once([description.name for description in found], place, mistakes)
    return found


def check_once(names: t.Sequence[str], place: str, mistakes: Mistakes) -> None:
    """Add to ``mistakes`` who is described twice by the same name; empty names are those of nobody."""
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        first = seen.setdefault(name.casefold(), number)
        if name and first != number:
            mistakes.add(f"{place}[{number}]", f"{name} is described by {place}[{first}] already. Describe each once.")


def plan(current: Subscription | None, desired: Description) -> Plan[Subscription]:
    """Return what leads from the subscription that is there (or None) to the one that is described. Pure."""
    title = f"subscriber {desired.name}"
    if desired.state == "absent":
        return Plan(title, current, None, view, (Step("delete"),) if current else ())
    if current is None:
        after = Subscription(desired.user, "subscribing", desired.access_level)
        return Plan(title, None, after, view, (Step("create"),))
    stays = desired.access_level is None or same(current.access_level, desired.access_level)
    after = current if stays else dataclasses.replace(current, access_level=desired.access_level)
    return Plan(title, current, after, view, (Step("update", ("access_level",)),) if after != current else ())


def view(subscription: Subscription | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if subscription is None:
        return {"state": "absent"}
    return {"access_level": subscription.access_level, "state": "present"}


def public(subscription: Subscription | None) -> dict[str, t.Any] | None:
    """Return a subscription as results show it."""
    if subscription is None:
        return None
    return {
        "user": subscription.user.id,
        "email": subscription.user.email or None,
        "name": subscription.user.name or None,
        "access_level": subscription.access_level,
        "state": subscription.state,
    }


@dataclass
class Work:
    """A description on its way: the user, the plan, and what became of it."""

    description: Description
    user: User
    plan: Plan[Subscription]
    subscription: Subscription | None = None
    written: bool = False
    error: VeracityError | None = None

    @property
    def changed(self) -> bool:
        """Whether something was changed, or in check mode would be."""
        return self.written if self.error else self.plan.changed

    @property
    def result(self) -> dict[str, t.Any]:
        """What a task returns about it."""
        shown = self.plan.before if self.error and not self.written else self.subscription
        found = {
            "changed": self.changed,
            "user": self.user.id or None,
            "email": self.user.email or None,
            "subscriber": public(shown),
            "diff": self.plan.diff,
        }
        return {**found, "msg": str(self.error)} if self.error else found

    def fail(self, error: VeracityError) -> None:
        """Remember why it failed, with the user in the text."""
        error.summary = f"Subscriber {self.description.name}: {error.summary}"
        self.error = error


def prepare(task: Task, client: Client, service: str, description: Description) -> Work:
    """Return the work that a description is. Raises StateError when the user cannot be told."""
    user = people.resolved(task, client, description.user)
    shown = Services(client).shown(service, user.id)
    if shown is not None:
        user = dataclasses.replace(shown.user, email=shown.user.email or user.email)
    found = plan(_subscribed(shown), dataclasses.replace(description, user=user))
    return Work(description, user, dataclasses.replace(found, title=f"subscriber {description.name}"), found.after)


def prepare_all(
    task: Task, client: Client, service: str, descriptions: t.Sequence[Description], concurrency: int
) -> list[Work]:
    """Return the works of many descriptions; one that cannot be done has its ``error`` set.

    Raises InputError when two are about the same user.
    """
    works = [
        Work(description, description.user, Plan(f"subscriber {description.name}", None, None, view))
        for description in descriptions
    ]

    def look(index: int) -> None:
        try:
            works[index] = prepare(task, client, service, descriptions[index])
        except VeracityError as error:
            works[index].fail(error)

    for _index in each(look, range(len(works)), concurrency):
        pass
    with all_at_once() as mistakes:
        check_twins([work.user for work in works], [work.description.name for work in works], "subscribers", mistakes)
    return works


def surplus(task: Task, client: Client, service: str, works: t.Sequence[Work], concurrency: int) -> list[Work]:
    """Return, as works of absence, the subscribers that no work is about. Raises what the API raises."""
    described = {work.user.id for work in works if work.user.id}
    others = [user for user in Services(client).subscribers(service) if user.id not in described]
    return prepare_all(task, client, service, [Description(user, state="absent") for user in others], concurrency)


def apply(works: t.Sequence[Work], api: Services, service: str, clock: Clock, concurrency: int) -> None:
    """Carry out the plans. What fails is told in the ``error`` of its work."""

    def write(work: Work) -> None:
        try:
            _write(work, api, service, clock)
        except VeracityError as error:
            work.fail(error)

    for _work in each(write, [work for work in works if work.plan.changed and work.error is None], concurrency):
        pass


def listed(
    api: Services, service: str, *, user: str | None, email: str | None, levels: bool, concurrency: int
) -> list[dict[str, t.Any]]:
    """Return the subscribers of a service as results show them: all, or those of one id or e-mail address."""
    if user is not None:
        wanted, levels = [User(guid(user, "user"))], True
    elif email is not None:
        wanted, levels = api.resolve(people.email_address(email)), True
    else:
        wanted = api.subscribers(service)
    if not levels:
        return [_reference(person) for person in wanted]
    found: dict[str, dict[str, t.Any]] = {}

    def look(person: User) -> None:
        shown = public(api.subscription(service, person.id))
        if shown is not None:
            known = {"email": person.email or None, "name": person.name or None}
            found[person.id] = {**shown, **{name: shown[name] or value for name, value in known.items()}}

    for _person in each(look, wanted, concurrency):
        pass
    return [found[person.id] for person in wanted if person.id in found]


def result(works: t.Sequence[Work], pruned: t.Sequence[Work]) -> dict[str, t.Any]:
    """Return what a bulk task returns. Raises BulkError with the same in it when some subscribers failed."""
    everything = [*works, *pruned]
    found = {
        "changed": any(work.changed for work in everything),
        "outcomes": [{**work.result, "failed": work.error is not None} for work in works],
        "pruned": [{**work.result, "failed": work.error is not None} for work in pruned],
        "diff": [work.plan.diff for work in everything if work.changed],
    }
    return complete(found, (work.error for work in everything), "subscribers")


def check_twins(users: t.Sequence[User], names: t.Sequence[str], place: str, mistakes: Mistakes) -> None:
    """Add to ``mistakes`` which descriptions turn out to be about one user. Who could not be told has no id."""
    seen: dict[str, int] = {}
    for number, (user, name) in enumerate(zip(users, names, strict=True)):
        first = seen.setdefault(user.id, number)
        if user.id and first != number:
            mistakes.add(
                f"{place}[{number}]",
                f"{name} is the user {user.id}, whom {place}[{first}] describes already. Describe each once.",
            )


def _write(work: Work, api: Services, service: str, clock: Clock) -> None:
    """Carry out one plan, and look until it shows."""
    wanted = work.plan.after
    if wanted is None:
        api.unsubscribe(service, work.user.id)
    else:
        _subscribe(api, service, work.user.id, wanted.access_level)
    work.written = True
    shown = until(
        lambda: api.shown(service, work.user.id),
        lambda seen: _as_wanted(seen, wanted),
        clock=clock,
        pauses=_VISIBLE.pauses(clock),
    )
    work.subscription = _subscribed(shown)
    if _as_wanted(shown, wanted):
        return
    seen = work.subscription
    if wanted is None or seen is None:
        found = f"is in the state {shown.state}" if shown and shown.state else "is not visible"
        raise WaitTimeoutError(
            f"Veracity accepted the change, but the subscription {found} after 30 s.", hint="Run again later."
        )
    raise StateError(
        f"Veracity accepted the access level {wanted.access_level}, but the subscription has {seen.access_level}.",
        hint="Check that the service has an access level of this name.",
    )


def _reference(user: User) -> dict[str, t.Any]:
    """Return a subscriber of whom only the reference is known."""
    return {
        "user": user.id,
        "email": user.email or None,
        "name": user.name or None,
        "access_level": None,
        "state": None,
    }


def _subscribe(api: Services, service: str, user: str, access_level: str | None) -> None:
    """Subscribe a user. Raises what the API raises, with what to check."""
    try:
        api.subscribe(service, user, access_level)
    except NotFoundError as error:
        error.summary = "there is no such service, or no such user."
        error.hint = "Check the ids."
        raise
    except ApiError as error:
        if error.status == 400 and access_level is not None:
            error.hint = f"Check that the service has the access level {access_level}."
        raise


def _subscribed(shown: Subscription | None) -> Subscription | None:
    """Return a subscription that counts as one, or None."""
    return shown if shown is not None and shown.subscribed else None


def _as_wanted(shown: Subscription | None, wanted: Subscription | None) -> bool:
    """Return whether what can be seen is what is wanted."""
    seen = _subscribed(shown)
    if seen is None or wanted is None:
        return seen is wanted
    return wanted.access_level is None or same(wanted.access_level, seen.access_level)
