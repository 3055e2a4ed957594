# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Event subscriptions of Data Fabric, which nobody can list. Private: for use inside dnv.veracity only.

What was subscribed to is remembered on this computer: it is written down before the request, as a claim.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..api_refusals import only_for
from ..errors import ApiError, ResentError, StateError
from ..reconcile import lost_answers
from ..reconcile.local_store import Memory
from ..reconcile.locks import alone
from ..reconcile.plan import Plan, Step
from ..reconcile.polling import WaitOptions, until
from ..validation.mistakes import Mistakes, all_at_once, within
from .api.containers import DataFabric
from .api.event_subscriptions import Subscriptions
from .containers import reference as container_reference
from .containers.reference import Reference, find_containers, pick

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

EVENTS = ("upserted", "deleted")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_KEEP = 10 * 366 * 86400.0
_WITHOUT = (
    "There is no private directory to store event subscriptions, and Data Fabric does not list them. A later run "
    "cannot compare them with their descriptions."
)
# A deletion is accepted, not done: for so long its name may still be taken.
_DELETION = WaitOptions(timeout=60.0, interval=2.0)
_REASONS = (
    "Veracity refuses an event subscription with a callback that it cannot use, a container that does not exist or "
    "belongs to someone else, or regions that do not exist."
)
_WHO = "The application needs the role manager in Data Fabric, and must own the container."
# What is remembered of a name: it was asked for, it is being replaced, it is there, it was ended.
_ASKED, _REPLACING, _PRESENT, _ABSENT = "asked", "replacing", "present", "absent"


@dataclass(frozen=True)
class Subscription:
    """A subscription as it is described and remembered. The callback may hold a secret: only a hash of it is here.

    ``container`` is what the container is called by, ``container_id`` its id, None while it is not known.
    """

    name: str
    kind: str
    container: str | None = None
    container_id: str | None = None
    events: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    callback: str = ""

    def same(self, other: Subscription) -> bool:
        """Return whether both ask for the same, whatever the container is called by."""
        return dataclasses.replace(self, container=None) == dataclasses.replace(other, container=None)

    def remembered(self) -> dict[str, t.Any]:
        """Return it as it is kept between runs."""
        return {**dataclasses.asdict(self), "events": list(self.events), "regions": list(self.regions)}


@dataclass(frozen=True)
class SubscriptionDescription:
    """What shall be subscribed to, or not. The callback is not in the printed form."""

    name: str
    kind: str
    reference: Reference | None = None
    events: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    callback: str = dataclasses.field(default="", repr=False)
    wanted: bool = True
    recreate: bool = False

    def subscription(self, container_id: str | None) -> Subscription:
        """Return the subscription that is described, for the container that was found."""
        return Subscription(
            self.name,
            self.kind,
            self.reference.name if self.reference else None,
            container_id,
            self.events,
            self.regions,
            hashlib.sha256(f"{self.name}\n{self.callback}".encode()).hexdigest() if self.wanted else "",
        )


def describe(params: t.Mapping[str, t.Any]) -> SubscriptionDescription:
    """Return what the options ask for. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(params, "", mistakes)


def check(params: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> SubscriptionDescription:
    """Return what the options ask for; what is wrong with them is added to ``mistakes``."""
    name, kind, container = (params.get("name") or "").strip(), params["kind"], params.get("container")
    if not name:
        mistakes.add(within(place, "name"), "must not be empty. Set a name.")
    wanted = params["state"] == "present"
    _refuse_foreign(params, kind, wanted, place, mistakes)
    if kind == "blob" and container is None:
        mistakes.add(
            within(place, "container"),
            "is required for an event subscription of the kind blob. Set it.",
        )
    own = "events" if kind == "blob" else "regions"
    if wanted and not params.get(own):
        mistakes.add(within(place, own), f"must have at least one entry, for an event subscription of the kind {kind}.")
    if wanted and not _callable(params.get("callback")):
        mistakes.add(
            within(place, "callback"), "must be an https URL (http for this computer only) when state is present."
        )
    regions = [region.strip() for region in params.get("regions") or ()]
    if not all(regions):
        mistakes.add(within(place, "regions"), "must not contain an empty name. Remove it.")
    reference = None
    with mistakes.collected():
        reference = (
            container_reference.reference(container, within(place, "container")) if container is not None else None
        )
    return SubscriptionDescription(
        name,
        kind,
        reference,
        tuple(event for event in EVENTS if event in (params.get("events") or ())),
        tuple(sorted(set(regions))),
        params.get("callback") or "",
        wanted,
        bool(params.get("recreate")),
    )


def remembered_subscription(value: object) -> Subscription | None:
    """Return a remembered subscription, None if the record is not readable."""
    if not isinstance(value, dict):
        return None
    known = {field.name for field in dataclasses.fields(Subscription)}
    found: dict[str, t.Any] = {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}
    return Subscription(**found) if known == set(found) else None


def plan(
    current: Subscription | None, wanted: Subscription | None, name: str, *, recreate: bool = False
) -> Plan[Subscription]:
    """Return what leads from the subscription that is remembered to the one that is wanted; None: none. Pure.

    ``recreate``: replace what may be there, although nothing is known of it or it is as wanted.
    """
    steps: tuple[Step, ...] = ()
    if wanted is None:
        steps = (Step("delete"),) if current else ()
    elif recreate or (current is not None and not current.same(wanted)):
        steps = (Step("replace"),)
    elif current is None:
        steps = (Step("create"),)
    if not steps:
        wanted = current
    callback = wanted.callback if wanted else None

    def view(subscription: Subscription | None) -> dict[str, t.Any]:
        return _diff_view(subscription, callback)

    return Plan(f"event subscription {name}", current, wanted, view, steps)


def nothing(name: str) -> Plan[Subscription]:
    """Return the plan that does nothing, about a subscription of which nothing is known."""
    return Plan(f"event subscription {name}", None, None, lambda _subscription: {"state": "unknown"})


def to_result(subscription: Subscription) -> dict[str, t.Any]:
    """Return a subscription as results show it: without its callback."""
    return {
        "name": subscription.name,
        "kind": subscription.kind,
        "container": subscription.container,
        "container_id": subscription.container_id,
        "events": list(subscription.events),
        "regions": list(subscription.regions),
    }


def _diff_view(subscription: Subscription | None, callback: str | None) -> dict[str, t.Any]:
    """Return what a diff shows: of the callback only whether it is the described one."""
    if subscription is None:
        return {"state": "absent"}
    shown = {name: value for name, value in to_result(subscription).items() if name != "container_id"}
    same = callback is None or subscription.callback == callback
    return {**shown, "callback": "(not shown)" if same else "(another one, not shown)", "state": "present"}


def _refuse_foreign(params: t.Mapping[str, t.Any], kind: str, wanted: bool, place: str, mistakes: Mistakes) -> None:
    """Note options that mean nothing for this kind of subscription."""
    foreign = ["regions"] if kind == "blob" else ["events"] + (["container"] if wanted else [])
    for option in foreign:
        if params.get(option) is not None:
            mistakes.add(within(place, option), f"does not apply to an event subscription of the kind {kind}. Omit it.")


def _callable(callback: str | None) -> bool:
    """Return whether the callback is a URL that can be called."""
    try:
        parts = urlsplit(callback or "")
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))


class EventSubscription:
    """One described subscription, as far as it is known what is there."""

    def __init__(self, task: Task, client: Client, desired: SubscriptionDescription) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._desired = desired
        self._fabric = DataFabric.of(task, client)
        self._api = Subscriptions(client)
        self._memory = Memory.of(task, client.identity, "subscriptions", keep=_KEEP, without=_WITHOUT)

    def ensure(self) -> dict[str, t.Any]:
        """Bring the subscription to the description, as far as that can be known. Raises what the client raises."""
        described = self._described() if self._desired.wanted else None
        planned = self._plan(described)
        if self._task.check_mode:
            if self._blind():
                self._task.warn(
                    f"Whether the event subscription {self._desired.name} exists is not known, because Data Fabric "
                    f"does not list them. A run requests its deletion, and check mode assumes that it does not exist."
                )
        elif planned.changed or self._blind():
            with alone(self._task, self._client.identity, "subscriptions", "subscriptions"):
                # What another run has done meanwhile is not done again.
                self._memory.refresh()
                planned = self._carry_out(self._plan(described))
        shown = planned.after
        return {
            "changed": planned.changed,
            "event_subscription": to_result(shown) if shown else None,
            "diff": planned.diff,
        }

    def knows_regions(self) -> bool:
        """Return whether Veracity has taken the described regions for this subscription, as far as is remembered."""
        stage, known = self._known()
        return stage == _PRESENT and known is not None and known.regions == self._desired.regions

    def _described(self) -> Subscription:
        """Return the described subscription, with the id of its container. Raises StateError when it is not there."""
        reference = self._desired.reference
        if reference is None or reference.id is not None:
            return self._desired.subscription(reference.id if reference else None)
        container = pick(find_containers(self._fabric, [reference]), reference, self._task)
        return self._desired.subscription(container_reference.needed_id(container) if container else None)

    def _known(self) -> tuple[str | None, Subscription | None]:
        """Return what is remembered of the name: how far it came, and the subscription that was asked for last."""
        value = self._memory.get(self._desired.name)
        found = remembered_subscription(value.get("subscription")) if isinstance(value, dict) else None
        return (value["stage"], found) if found else (None, None)

    def _blind(self) -> bool:
        """Return whether it shall not be there, and nothing is known of it."""
        return not self._desired.wanted and self._known()[0] is None

    def _plan(self, described: Subscription | None) -> Plan[Subscription]:
        """Return what is to be done, as far as it is known what is there."""
        stage, known = self._known()
        if described is None:
            return plan(known if stage != _ABSENT else None, None, self._desired.name)
        # A run that was killed while it replaced one left the old one, the new one or none.
        unsure = stage == _REPLACING or (stage == _ASKED and known is not None and not known.same(described))
        current = known if stage == _PRESENT else None
        return plan(current, described, self._desired.name, recreate=unsure or self._desired.recreate)

    def _carry_out(self, planned: Plan[Subscription]) -> Plan[Subscription]:
        """Carry the plan out, and return the one that says what was really done."""
        described, name = planned.after, self._desired.name
        if described is None:
            found = self._end(planned.before)
            return planned if planned.changed or found is None else plan(found, None, name)
        if not planned.changed:
            return planned
        ours = self._known()[0] == _ASKED
        replaced = planned.steps[0].action == "replace"
        self._remember(_REPLACING if replaced else _ASKED, described)
        try:
            if replaced:
                self._replace(planned.before or described, described)
            elif not self._make(described, ours=ours):
                self._memory.forget([name])
                self._task.warn(
                    f"There is an event subscription {name} already, created by someone else or on another machine. "
                    f"Data Fabric does not return its properties, so it cannot be compared. Set recreate: true to "
                    f"replace it."
                )
                return nothing(name)
        except ApiError:
            self._memory.forget([name])
            raise
        self._remember(_PRESENT, described)
        return planned

    def _replace(self, old: Subscription, new: Subscription) -> None:
        """Delete a subscription and make another one of its name, as soon as the name is free.

        Raises StateError when it stays taken.
        """
        self._delete(old)
        clock = self._task.clock
        pauses = _DELETION.pauses(clock, lambda: f"the deletion of event subscription {old.name}", self._task.progress)
        if until(lambda: self._make(new, ours=False), bool, clock=clock, pauses=pauses):
            return
        raise StateError(
            f"Event subscription {old.name}: its name is still taken {_DELETION.timeout:g} s after its deletion.",
            hint="Run again later. If the error persists, the name belongs to someone else. Choose another.",
        )

    def _make(self, described: Subscription, *, ours: bool) -> bool:
        """Subscribe. Returns False when the name is taken. ``ours``: then it is by what was asked for earlier."""
        return self._sent(
            lambda: self._subscribe(described),
            done_before=(409,),
            ours=ours,
            unknown=f"Whether the event subscription {described.name} was created",
        )

    def _sent(
        self,
        write: t.Callable[[], None],
        *,
        done_before: t.Container[int | None],
        ours: bool = False,
        unknown: str,
    ) -> bool:
        """Send a write, and again if the response is lost: nobody can look for the effect.

        Returns False if the status says that it was done before, unless that is ``ours`` or by the first attempt.
        """
        sent = 0

        def send(_applied: Applied) -> bool:
            nonlocal sent
            sent += 1
            try:
                write()
            except (ApiError, ResentError) as error:
                if error.exchange is None or error.exchange.status not in done_before:
                    raise
                return ours or sent > 1
            return True

        hint = "Run again. The next run sends it again, and a name never exists twice."
        return lost_answers.confirmed(send, lambda: None, clock=self._task.clock, unknown=unknown, hint=hint)

    def _subscribe(self, described: Subscription) -> None:
        """Send the subscription."""
        name, callback = described.name, self._desired.callback
        with self._explained(described):
            if described.kind == "blob":
                self._api.subscribe_to_blobs(name, described.container_id or "", described.events, callback)
            else:
                self._api.subscribe_to_shares(name, described.regions, callback)

    def _end(self, known: Subscription | None) -> Subscription | None:
        """End the subscription. Returns it, None when there was none as far as can be told."""
        found = known or self._sought()
        if found is None:
            return None
        there = self._delete(found)
        self._remember(_ABSENT, found)
        return found if there or known else None

    def _sought(self) -> Subscription | None:
        """Return a subscription of which only the name is known. None: without its container there is none."""
        reference = self._desired.reference
        if reference is None or reference.id is not None:
            return self._desired.subscription(reference.id if reference else None)
        container = find_containers(self._fabric, [reference]).find(None, reference.short_name)
        return self._desired.subscription(container.id) if container else None

    def _delete(self, found: Subscription) -> bool:
        """Ask for the deletion. Returns False when there is none of the name: it answers 400 for that, or 404."""
        return self._sent(
            lambda: self._unsubscribe(found),
            done_before=(400, 404),
            unknown=f"Whether the event subscription {found.name} was deleted",
        )

    def _unsubscribe(self, found: Subscription) -> None:
        """Send the deletion."""
        with self._explained(found):
            if found.kind == "blob":
                self._api.unsubscribe_from_blobs(found.name, found.container_id or "")
            else:
                self._api.unsubscribe_from_shares(found.name, found.container_id)

    @contextlib.contextmanager
    def _explained(self, subscription: Subscription) -> t.Iterator[None]:
        """Name the subscription in an error, and say what a refusal may come from."""
        try:
            with only_for(_WHO):
                yield
        except ApiError as error:
            error.summary = f"Event subscription {subscription.name}: {error.summary}"
            if error.status in (400, 404):
                error.hint = _REASONS
            raise

    def _remember(self, stage: str, subscription: Subscription) -> None:
        """Write down how far it has come."""
        self._memory.remember({self._desired.name: {"stage": stage, "subscription": subscription.remembered()}})


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a subscription is as described. Returns the result of the module."""
    return EventSubscription(task, client, describe(task.params)).ensure()
