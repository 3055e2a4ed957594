# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Licenses of an application in a tenant: description, plan, results. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

from ..api_fields import guid, same
from ..errors import InputError
from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from . import license_properties
from .api import License


@dataclass(frozen=True)
class LicenseDescription:
    """What the license of a user or a group (``kind``) is to be like. None leaves things as they are.

    ``properties`` are set, ``removed`` are taken away, others stay. Names are compared as they are written.
    """

    entity: str
    kind: str
    access_level: str | None = None
    properties: t.Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    state: str = "present"

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return f"{self.kind} {self.entity}"


def describe(options: t.Mapping[str, t.Any]) -> LicenseDescription:
    """Return the options of one license, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes)


def describe_all(licenses: t.Sequence[t.Mapping[str, t.Any]]) -> list[LicenseDescription]:
    """Return the options of many licenses, checked. Raises InputError also when two are about the same entity."""
    with all_at_once() as mistakes:
        return check_all(licenses, "licenses", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> LicenseDescription:
    """Return the options of one license; what is wrong with them is added to ``mistakes``."""
    user, group = options.get("user"), options.get("group")
    kind, entity = "user" if user is not None else "group", ""
    if (user is None) == (group is None):
        mistakes.add(place, "one of user and group is required, but not both.")
    else:
        with mistakes.collected():
            entity = guid(str(user if kind == "user" else group), within(place, kind))
    level = options.get("access_level")
    if level is not None and not level.strip():
        mistakes.add(within(place, "access_level"), "must not be empty. Omit it to keep the access level.")
    properties: dict[str, str] = {}
    for name, value in (options.get("properties") or {}).items():
        with mistakes.collected():
            properties[str(name)] = license_properties.as_text(value, f"{within(place, 'properties')}.{name}")
    removed = tuple(options.get("remove_properties") or ())
    both = sorted(set(properties) & set(removed))
    if both:
        mistakes.add(place, f"{', '.join(both)}: in properties and in remove_properties. Name each in one of them.")
    return LicenseDescription(entity, kind, level, properties, removed, options.get("state") or "present")


def check_all(entries: t.Sequence[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes) -> list[LicenseDescription]:
    """Return the licenses of one application, whose list is at ``place``. Two must not be about one entity."""
    found = [check(options, f"{place}[{number}]", mistakes) for number, options in enumerate(entries)]
    mistakes.described_once(place, [description.entity for description in found])
    return found


def plan(current: License | None, description: LicenseDescription) -> Plan[License]:
    """Return what leads from the license that is there (or None) to the one that is described. Pure."""
    title = f"license of {description.name}"
    if description.state == "absent":
        return Plan(title, current, None, _diff_view, (Step("delete"),) if current else ())
    before = current or License(description.entity, description.kind, None)
    level = description.access_level
    after = dataclasses.replace(
        before,
        access_level=before.access_level if level is None or same(before.access_level, level) else level,
        properties=license_properties.merged(before.properties, description.properties, description.removed),
    )
    steps = [] if current else [Step("create")]
    if current and after.access_level != current.access_level:
        steps.append(Step("update", ("access_level",)))
    if after.properties != before.properties:
        steps.append(Step("patch", ("properties",)))
    return Plan(title, current, after, _diff_view, tuple(steps))


def to_result(license_: License | None) -> dict[str, t.Any] | None:
    """Return a license as results show it."""
    if license_ is None:
        return None
    return {
        license_.kind: license_.entity,
        "access_level": license_.access_level,
        "properties": dict(license_.properties),
    }


def from_results(entries: t.Iterable[t.Mapping[str, t.Any]]) -> list[License]:
    """Return licenses from what ``to_result`` gave of them. Raises InputError."""
    for entry in entries:
        if not isinstance(entry.get("properties") or {}, dict):
            raise InputError("known_licenses: properties must be a dictionary, as returned by an earlier task.")
    return [
        License(
            guid(str(entry.get("user") or entry.get("group")), "known_licenses"),
            "user" if entry.get("user") else "group",
            entry.get("access_level"),
            tuple((str(name), str(value)) for name, value in (entry.get("properties") or {}).items()),
        )
        for entry in entries
    ]


def _diff_view(license_: License | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if license_ is None:
        return {"state": "absent"}
    return {"access_level": license_.access_level, "properties": dict(sorted(license_.properties)), "state": "present"}
