# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Making and ending subscriptions, which nobody can list. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ..errors import AmbiguousError, ApiError, ConflictError, ResentError, StateError, UnknownStateError
from ..reconcile.local_store import Memory
from ..reconcile.locks import alone
from ..reconcile.plan import Plan
from ..reconcile.polling import WaitOptions, until
from . import event_subscriptions as subscriptions
from .api.containers import DataFabric
from .api.event_subscriptions import Subscriptions
from .containers import reference as finding
from .containers.targets import look, only_for, pick
from .event_subscriptions import Subscription, SubscriptionDescription

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_KEEP = 10 * 366 * 86400.0
_WITHOUT = (
    "There is no safe place to remember subscriptions, and Data Fabric does not list them. A later run cannot tell "
    "whether a subscription is as described."
)
# A deletion is accepted, not done: for so long its name may still be taken.
_DELETION = WaitOptions(timeout=60.0, interval=2.0)
_REASONS = (
    "Veracity refuses a subscription whose callback it cannot use, whose container is not there or not the caller's, "
    "or whose regions it does not know."
)
_WHO = "The application needs the role manager in Data Fabric, and has to own the container."
# What is remembered of a name: it was asked for, it is being replaced, it is there, it was ended.
_ASKED, _REPLACING, _PRESENT, _ABSENT = "asked", "replacing", "present", "absent"


class Subscribing:
    """What one described subscription needs."""

    def __init__(self, task: Task, client: Client, desired: SubscriptionDescription) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._desired = desired
        self._fabric = DataFabric.of(task, client)
        self._api = Subscriptions(client)
        self._memory = Memory.of(task, client, "subscriptions", keep=_KEEP, without=_WITHOUT)

    def ensure(self) -> dict[str, t.Any]:
        """Bring the subscription to the description, as far as that can be known. Raises what the client raises."""
        wanted = self._wanted() if self._desired.wanted else None
        plan = self._plan(wanted)
        if self._task.check_mode:
            if self._blind():
                self._task.warn(
                    f"Whether there is a subscription {self._desired.name} is not known, and Data Fabric does not tell "
                    "it. A run asks for its deletion; check mode takes it as not there."
                )
        elif plan.changed or self._blind():
            with alone(self._task, self._client.identity, "subscriptions", "subscriptions"):
                # What another run has done meanwhile is not done again.
                self._memory.refresh()
                plan = self._carry_out(self._plan(wanted))
        shown = plan.after
        return {
            "changed": plan.changed,
            "subscription": subscriptions.public(shown) if shown else None,
            "diff": plan.diff,
        }

    def knows_regions(self) -> bool:
        """Return whether Veracity has taken the described regions for this subscription, as far as is remembered."""
        stage, known = self._known()
        return stage == _PRESENT and known is not None and known.regions == self._desired.regions

    def _wanted(self) -> Subscription:
        """Return the described subscription, with the id of its container. Raises StateError when it is not there."""
        reference = self._desired.reference
        if reference is None or reference.id is not None:
            return self._desired.subscription(reference.id if reference else None)
        container = pick(look(self._fabric, [reference]), reference, self._task)
        return self._desired.subscription(finding.needed_id(container) if container else None)

    def _known(self) -> tuple[str | None, Subscription | None]:
        """Return what is remembered of the name: how far it came, and the subscription that was asked for last."""
        value = self._memory.get(self._desired.name)
        found = subscriptions.recalled(value.get("subscription")) if isinstance(value, dict) else None
        return (value["stage"], found) if found else (None, None)

    def _blind(self) -> bool:
        """Return whether it shall not be there, and nothing is known of it."""
        return not self._desired.wanted and self._known()[0] is None

    def _plan(self, wanted: Subscription | None) -> Plan[Subscription]:
        """Return what is to be done, as far as it is known what is there."""
        stage, known = self._known()
        if wanted is None:
            return subscriptions.plan(known if stage != _ABSENT else None, None, self._desired.name)
        # A run that was killed while it replaced one left the old one, the new one or none.
        unsure = stage == _REPLACING or (stage == _ASKED and known is not None and not known.same(wanted))
        current = known if stage == _PRESENT else None
        return subscriptions.plan(current, wanted, self._desired.name, recreate=unsure or self._desired.recreate)

    def _carry_out(self, plan: Plan[Subscription]) -> Plan[Subscription]:
        """Carry the plan out, and return the one that says what was really done."""
        wanted, name = plan.after, self._desired.name
        if wanted is None:
            found = self._end(plan.before)
            return plan if plan.changed or found is None else subscriptions.plan(found, None, name)
        if not plan.changed:
            return plan
        ours = self._known()[0] == _ASKED
        replaced = plan.steps[0].action == "replace"
        self._remember(_REPLACING if replaced else _ASKED, wanted)
        try:
            if replaced:
                self._replace(plan.before or wanted, wanted)
            elif not self._make(wanted, ours=ours):
                self._memory.forget([name])
                self._task.warn(
                    f"There is a subscription {name} already, made by someone else or on another computer. Data Fabric "
                    "does not tell what it is, so it cannot be compared; recreate: true replaces it."
                )
                return subscriptions.nothing(name)
        except ApiError:
            self._memory.forget([name])
            raise
        self._remember(_PRESENT, wanted)
        return plan

    def _replace(self, old: Subscription, new: Subscription) -> None:
        """Delete a subscription and make another one of its name, as soon as the name is free.

        Raises StateError when it stays taken.
        """
        self._delete(old)
        clock = self._task.clock
        pauses = _DELETION.pauses(clock, lambda: f"the deletion of subscription {old.name}", self._task.progress)
        if until(lambda: self._make(new, ours=False), bool, clock=clock, pauses=pauses):
            return
        raise StateError(
            f"Subscription {old.name}: its name is still taken {_DELETION.timeout:g} s after its deletion.",
            hint="Run again later. If it stays so, the name belongs to someone else: choose another.",
        )

    def _make(self, wanted: Subscription, *, ours: bool) -> bool:
        """Subscribe. Returns False when the name is taken. ``ours``: then it is by what was asked for earlier."""
        doubt: AmbiguousError | None = None
        for _attempt in range(2):
            try:
                self._subscribe(wanted)
                return True
            except (ConflictError, ResentError):
                # One that was turned away before tells nothing: the name may be taken by it, or by someone else.
                return ours or doubt is not None
            except AmbiguousError as error:
                doubt = error
        summary = doubt.summary.rstrip(".") if doubt else ""
        raise UnknownStateError(
            f"Whether the subscription {wanted.name} was made is not known ({summary}).",
            hint="Run again. The next run asks again, and there is never more than one of a name.",
            exchange=doubt.exchange if doubt else None,
        )

    def _subscribe(self, wanted: Subscription) -> None:
        """Ask for the subscription."""
        callback = self._desired.callback
        with self._explained(wanted):
            if wanted.kind == "blob":
                self._api.subscribe_to_blobs(wanted.name, wanted.container_id or "", wanted.events, callback)
            else:
                self._api.subscribe_to_shares(wanted.name, wanted.regions, callback)

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
        container = look(self._fabric, [reference]).find(None, reference.short_name)
        return self._desired.subscription(container.id) if container else None

    def _delete(self, found: Subscription) -> bool:
        """Ask for the deletion. Returns False when there is none of the name: it answers 400 for that, or 404."""
        lost = False
        while True:
            try:
                with self._explained(found):
                    if found.kind == "blob":
                        self._api.unsubscribe_from_blobs(found.name, found.container_id or "")
                    else:
                        self._api.unsubscribe_from_shares(found.name, found.container_id)
                return True
            except ApiError as error:
                if error.status in (400, 404):
                    # After a lost answer it is gone by the attempt before this one.
                    return lost
                raise
            except AmbiguousError:
                if lost:
                    raise
                lost = True

    @contextlib.contextmanager
    def _explained(self, subscription: Subscription) -> t.Iterator[None]:
        """Name the subscription in an error, and say what a refusal may come from."""
        try:
            with only_for(_WHO):
                yield
        except ApiError as error:
            error.summary = f"Subscription {subscription.name}: {error.summary}"
            if error.status in (400, 404):
                error.hint = _REASONS
            raise

    def _remember(self, stage: str, subscription: Subscription) -> None:
        """Write down how far it has come."""
        self._memory.remember({self._desired.name: {"stage": stage, "subscription": subscription.remembered()}})
