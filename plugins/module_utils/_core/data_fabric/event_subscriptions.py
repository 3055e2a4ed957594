# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Subscriptions: the description, what is remembered, and how they look. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import hashlib
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from .containers import reference as finding
from .containers.reference import Reference

EVENTS = ("upserted", "deleted")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


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
            within(place, "container"), "is needed: a subscription of the kind blob is about one container. Set it."
        )
    own = "events" if kind == "blob" else "regions"
    if wanted and not params.get(own):
        mistakes.add(within(place, own), f"must have at least one entry, for a subscription of the kind {kind}.")
    if wanted and not _callable(params.get("callback")):
        mistakes.add(
            within(place, "callback"), "must be an https URL (http for this computer only) when state is present."
        )
    regions = [region.strip() for region in params.get("regions") or ()]
    if not all(regions):
        mistakes.add(within(place, "regions"), "must not contain an empty name. Remove it.")
    reference = None
    with mistakes.collected():
        reference = finding.reference(container, within(place, "container")) if container is not None else None
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


def recalled(value: object) -> Subscription | None:
    """Return a remembered subscription, None when what is remembered makes no sense."""
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
        return _view(subscription, callback)

    return Plan(f"subscription {name}", current, wanted, view, steps)


def nothing(name: str) -> Plan[Subscription]:
    """Return the plan that does nothing, about a subscription of which nothing is known."""
    return Plan(f"subscription {name}", None, None, lambda _subscription: {"state": "unknown"})


def public(subscription: Subscription) -> dict[str, t.Any]:
    """Return a subscription as results show it: without its callback."""
    return {
        "name": subscription.name,
        "kind": subscription.kind,
        "container": subscription.container,
        "container_id": subscription.container_id,
        "events": list(subscription.events),
        "regions": list(subscription.regions),
    }


def _view(subscription: Subscription | None, callback: str | None) -> dict[str, t.Any]:
    """Return what a diff shows: of the callback only whether it is the described one."""
    if subscription is None:
        return {"state": "absent"}
    shown = {name: value for name, value in public(subscription).items() if name != "container_id"}
    same = callback is None or subscription.callback == callback
    return {**shown, "callback": "(not shown)" if same else "(another one, not shown)", "state": "present"}


def _refuse_foreign(params: t.Mapping[str, t.Any], kind: str, wanted: bool, place: str, mistakes: Mistakes) -> None:
    """Note options that mean nothing for this kind of subscription."""
    foreign = ["regions"] if kind == "blob" else ["events"] + (["container"] if wanted else [])
    for option in foreign:
        if params.get(option) is not None:
            mistakes.add(within(place, option), f"means nothing for a subscription of the kind {kind}: leave it out.")


def _callable(callback: str | None) -> bool:
    """Return whether the callback is a URL that can be called."""
    try:
        parts = urlsplit(callback or "")
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
