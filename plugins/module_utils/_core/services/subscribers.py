# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Subscribers of a service. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import guid, same
from ..errors import ApiError, NotFoundError, StateError, WaitTimeoutError
from ..reconcile import engine
from ..reconcile.engine import Item, Kind
from ..reconcile.parallel import each
from ..reconcile.plan import Plan, Step
from ..reconcile.polling import WaitOptions, until
from ..validation.mistakes import Mistakes, all_at_once, within
from . import user_reference
from .api import Services, Subscription, User

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Subscriptions are written at once, says the documentation; a read may lag behind a little all the same.
_VISIBLE = WaitOptions(True, 30.0, 1.0)


@dataclass(frozen=True)
class SubscriberDescription:
    """What a subscription is to be like. ``access_level`` None leaves it as it is."""

    user: User
    access_level: str | None = None
    state: str = "present"

    @property
    def name(self) -> str:
        """What to call the user in messages."""
        return self.user.email or self.user.id


def describe(options: t.Mapping[str, t.Any]) -> SubscriberDescription:
    """Return the options of one subscriber, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes)


def describe_all(subscribers: t.Sequence[t.Mapping[str, t.Any]]) -> list[SubscriberDescription]:
    """Return the options of many subscribers, checked. Raises InputError also when two are about the same user."""
    with all_at_once() as mistakes:
        return check_all(subscribers, "subscribers", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> SubscriberDescription:
    """Return the options of one subscriber; what is wrong with them is added to ``mistakes``."""
    level = options.get("access_level")
    if level is not None and not level.strip():
        mistakes.add(within(place, "access_level"), "must not be empty. Omit it to keep the access level.")
    user = user_reference.check(options, place, mistakes)
    return SubscriberDescription(user, level, options.get("state") or "present")


def check_all(
    entries: t.Sequence[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes
) -> list[SubscriberDescription]:
    """Return the subscribers of one service, whose list is at ``place``. Two must not be about one user."""
    found = [check(options, f"{place}[{number}]", mistakes) for number, options in enumerate(entries)]
    mistakes.described_once(place, [description.name for description in found])
    return found


def plan(
    current: Subscription | None, description: SubscriberDescription, user: User | None = None
) -> Plan[Subscription]:
    """Return what leads from the subscription that is there (or None) to the one that is described. Pure.

    ``user`` is the described one as Veracity knows it.
    """
    title, level = f"subscriber {description.name}", description.access_level
    if description.state == "absent":
        return Plan(title, current, None, _diff_view, (Step("delete"),) if current else ())
    if current is None:
        after = Subscription(user or description.user, "subscribing", level)
        return Plan(title, None, after, _diff_view, (Step("create"),))
    stays = level is None or same(current.access_level, level)
    after = current if stays else dataclasses.replace(current, access_level=level)
    return Plan(title, current, after, _diff_view, (Step("update", ("access_level",)),) if after != current else ())


def to_result(subscription: Subscription | None) -> dict[str, t.Any] | None:
    """Return a subscription as results show it."""
    if subscription is None:
        return None
    return {
        "user": subscription.user.id,
        "email": subscription.user.email or None,
        "name": subscription.user.name or None,
        "access_level": subscription.access_level,
        "state": subscription.state or None,
    }


class Subscribers(Kind[SubscriberDescription, Subscription]):
    """The subscribers of a service. The ``target`` of an item is its user."""

    noun = "Subscriber"
    plural = "subscribers"
    doing = "changed"
    lose = "lose the service"
    asks_to_locate = True

    def __init__(self, task: Task, client: Client, *, prune: bool = False) -> None:
        """Raises InputError if ``service`` is no id."""
        self._service = guid(task.params["service"], "service")
        self._task = task
        self._client = client
        self._api = Services(client)
        self._prune = prune

    def name(self, desired: SubscriberDescription) -> str:
        """Return the e-mail address or the id of the user."""
        return desired.name

    def nothing(self, desired: SubscriberDescription) -> Plan[Subscription]:
        """Return the plan of somebody without a subscription, which stays so."""
        return plan(None, dataclasses.replace(desired, state="absent"))

    def locate(self, item: Item[SubscriberDescription, Subscription]) -> t.Hashable:
        """Find out which user is meant. Raises StateError if that cannot be told."""
        item.target = item.desired.user
        user = item.target = user_reference.resolved(self._task, self._client, item.desired.user)
        return user.id

    def surplus(
        self, items: t.Sequence[Item[SubscriberDescription, Subscription]]
    ) -> t.Iterable[SubscriberDescription]:
        """Return who is not described. A user who cannot be told might be one of them, so then nobody is."""
        if not self._prune or any(item.error for item in items):
            return []
        described = {item.target.id for item in items}
        others = [user for user in self._api.subscribers(self._service) if user.id not in described]
        return [SubscriberDescription(user, state="absent") for user in others]

    def find(self, item: Item[SubscriberDescription, Subscription]) -> Subscription | None:
        """Return the subscription of the user, and complete what is known of the user."""
        shown = self._api.shown(self._service, item.target.id)
        if shown is not None:
            email = shown.user.email or item.target.email
            item.target = dataclasses.replace(item.target, email=email, name=shown.user.name)
            shown = dataclasses.replace(shown, user=dataclasses.replace(shown.user, email=email))
        return _subscribed(shown)

    def plan(self, item: Item[SubscriberDescription, Subscription], current: Subscription | None) -> Plan[Subscription]:
        """Return what leads to the description."""
        return plan(current, item.desired, item.target)

    def write(self, item: Item[SubscriberDescription, Subscription], step: Step) -> None:
        """Subscribe the user, change the access level or remove the subscription."""
        after = item.plan.after
        if after is None:
            self._api.unsubscribe(self._service, item.target.id)
        else:
            self._subscribe(item.target, after.access_level)
        item.wrote(after)

    def settle(self, item: Item[SubscriberDescription, Subscription]) -> None:
        """Wait until the change shows. Raises WaitTimeoutError, or StateError for another access level."""
        after = item.plan.after
        shown = until(
            lambda: self._api.shown(self._service, item.target.id),
            lambda seen: _is(seen, after),
            clock=self._task.clock,
            pauses=_VISIBLE.pauses(self._task.clock),
        )
        item.state = seen = _subscribed(shown)
        if _is(shown, after):
            return
        if after is None or seen is None:
            found = f"is in the state {shown.state}" if shown and shown.state else "is not visible"
            raise WaitTimeoutError(
                f"Veracity accepted the change, but the subscription {found} after 30 s.", hint="Run again later."
            )
        raise StateError(
            f"Veracity accepted the access level {after.access_level}, but the subscription has {seen.access_level}.",
            hint="Check that the service has an access level of this name.",
        )

    def outcome(self, item: Item[SubscriberDescription, Subscription]) -> dict[str, t.Any]:
        """Return who an item is about, and the subscription."""
        return {
            "user": item.target.id or None,
            "email": item.target.email or None,
            "subscriber": to_result(item.state),
        }

    def _subscribe(self, user: User, level: str | None) -> None:
        """Subscribe a user. Raises what the API raises, with what to check."""
        user_reference.wait_until_visible(self._task, self._client, user)
        try:
            self._api.subscribe(self._service, user.id, level)
        except NotFoundError as error:
            error.summary = "there is no such service, or no such user."
            error.hint = "Check the ids."
            raise
        except ApiError as error:
            if error.status == 400 and level is not None:
                error.hint = f"Check that the service has the access level {level}."
            raise


def ensure_one(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user has, or does not have, a service. Returns the result of the module."""
    kind = Subscribers(task, client)
    (item,) = engine.reconcile(kind, [describe(task.params)], task)
    return engine.result_of_one(item, kind.outcome(item))


def ensure_many(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that the described users have a service. Returns the result of the bulk module."""
    kind = Subscribers(task, client, prune=task.params["prune"])
    items = engine.reconcile(kind, describe_all(task.params["subscribers"]), task)
    return engine.result_of_many(kind, items, prunes=True)


def gather(task: Task, client: Client) -> list[dict[str, t.Any] | None]:
    """Return the subscribers of a service as results show them: all, or those of one id or e-mail address."""
    api, service, concurrency = Services(client), guid(task.params["service"], "service"), task.concurrency
    user, email = task.params["user"], task.params["email"]
    if user is not None:
        users = [User(guid(user, "user"))]
    elif email is not None:
        users = api.resolve(user_reference.email_address(email))
    else:
        users = api.subscribers(service)
        if not task.params["include_access_levels"]:
            return [to_result(Subscription(person, "", None)) for person in users]
    found: dict[str, Subscription] = {}

    def find(person: User) -> None:
        current = api.subscription(service, person.id)
        if current is not None:
            known = User(person.id, current.user.email or person.email, current.user.name or person.name)
            found[person.id] = dataclasses.replace(current, user=known)

    for _person in each(find, users, concurrency):
        pass
    return [to_result(found[person.id]) for person in users if person.id in found]


def _diff_view(subscription: Subscription | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if subscription is None:
        return {"state": "absent"}
    return {"access_level": subscription.access_level, "state": "present"}


def _subscribed(shown: Subscription | None) -> Subscription | None:
    """Return a subscription that counts as one, or None."""
    return shown if shown is not None and shown.subscribed else None


def _is(shown: Subscription | None, after: Subscription | None) -> bool:
    """Return whether what shows is what is to be there."""
    seen = _subscribed(shown)
    if seen is None or after is None:
        return seen is after
    return after.access_level is None or same(after.access_level, seen.access_level)
