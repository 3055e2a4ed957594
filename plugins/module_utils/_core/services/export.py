# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a service has, as the variables of the role. Pure. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..api_fields import same
from ..exported import Entry, Exported, Mask, People
from ..tenants import licenses
from ..validation.mistakes import Mistakes
from ..yaml_text import Noted, plain
from . import subscribers

if t.TYPE_CHECKING:
    from ..tenants.api import License
    from .api import Subscription

_WOULD_CHANGE = "the role does not accept the current value."


@dataclass(frozen=True)
class ServiceTenant:
    """What the application of a service has in a tenant. ``levels``: the access levels, empty if that is not known.

    ``by_option``: the application was given, and the role would not find it.
    """

    tenant: str
    application: str
    by_option: bool = False
    levels: t.Sequence[str] = ()
    licenses: t.Sequence[License] = ()
    administrators: t.Sequence[str] = ()
    name: str = ""


@dataclass(frozen=True)
class ServiceState:
    """What was read of a service. ``tenant``: None if none was asked for."""

    service: str
    name: str = ""
    subscriptions: t.Sequence[Subscription] = field(default=())
    tenant: ServiceTenant | None = None


def export(found: ServiceState, people: People, mask: Mask) -> Exported:
    """Return the variables of the role service."""
    result = Exported(counts={"subscribers": 0, "licenses": 0, "administrators": 0})
    head = Entry(mask)
    head.put("service_id", found.service, found.name)
    result.variables.update(head.options)
    entries = [_subscriber(entry, people, mask) for entry in sorted(found.subscriptions, key=_user)]
    result.variables["service_subscribers"] = entries
    result.counts["subscribers"] = len(entries)
    if found.tenant is None:
        result.omitted.append("Licenses and administrators, because no tenant is set.")
    else:
        _export_tenant(found.tenant, people, mask, result)
    return result


def _user(subscription: Subscription) -> str:
    """Return what subscriptions are sorted by."""
    return subscription.user.id


def _subscriber(current: Subscription, people: People, mask: Mask) -> t.Any:
    """Return the options of a subscriber."""
    entry = Entry(mask)
    entry.put("user", current.user.id, people.who(current.user.id))
    entry.put("access_level", current.access_level)
    mistakes = Mistakes()
    described = subscribers.check(plain(entry.options), "", mistakes)
    if mistakes.texts or subscribers.plan(current, described).changed:
        entry.without("access_level", _WOULD_CHANGE)
    return entry.noted()


def _export_tenant(there: ServiceTenant, people: People, mask: Mask, result: Exported) -> None:
    """Set the licenses and administrators."""
    head = Entry(mask)
    head.put("service_tenant", there.tenant, people.who(there.tenant))
    if there.by_option:
        head.put("service_application", there.application, there.name)
    result.variables.update(head.options)
    holders = [license_.entity for license_ in there.licenses]
    kinds = {license_.kind for license_ in there.licenses}
    if len(set(holders)) < len(holders) or kinds - {"user", "group"}:
        result.omitted.append(
            "Licenses, because some are neither of a user nor of a group, or one holder has several, which the role "
            "does not manage."
        )
    else:
        ordered = sorted(there.licenses, key=lambda license_: (license_.kind, license_.entity))
        entries = [_license(license_, there.levels, people, mask) for license_ in ordered]
        result.variables["service_licenses"] = entries
        result.counts["licenses"] = len(entries)
    users = sorted(set(there.administrators))
    if users:
        result.variables["service_administrators"] = [_administrator(user, people, mask) for user in users]
    result.counts["administrators"] = len(users)


def _license(current: License, levels: t.Sequence[str], people: People, mask: Mask) -> t.Any:
    """Return the options of a license."""
    entry = Entry(mask)
    entry.put(current.kind, current.entity, people.who(current.entity))
    entry.put("access_level", current.access_level)
    if current.access_level and levels and not any(same(current.access_level, level) for level in levels):
        entry.without("access_level", f"the application no longer has the access level {current.access_level}.")
    entry.put("properties", dict(sorted(current.properties)))
    for name in ("access_level", "properties"):
        if name not in entry.options:
            continue
        mistakes = Mistakes()
        alone = {name_: value for name_, value in plain(entry.options).items() if name_ in (current.kind, name)}
        described = licenses.check(alone, "", mistakes)
        if mistakes.texts or licenses.plan(current, described).changed:
            entry.without(name, _WOULD_CHANGE)
    return entry.noted()


def _administrator(user: str, people: People, mask: Mask) -> dict[str, t.Any]:
    """Return the options of an administrator."""
    who = mask(people.who(user))
    return {"user": Noted(user, who) if who else user}
