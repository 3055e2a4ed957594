# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Licences of an application in a tenant: description, plan, results. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

from ..api_fields import guid, same
from ..errors import InputError, VeracityError
from ..reconcile.plan import Plan, Step
from ..reconcile.results import complete
from ..validation.mistakes import Mistakes, all_at_once, quoted, within
from .api import Licence, Tenants


@dataclass(frozen=True)
class Place:
    """The application of a tenant whose licences are meant."""

    tenant: str
    application: str

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any]) -> Place:
        """Return what the options ``tenant`` and ``application`` say. Raises InputError."""
        return cls(guid(params["tenant"], "tenant"), guid(params["application"], "application"))


@dataclass(frozen=True)
class Description:
    """What a licence shall be like. None leaves things as they are.

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


def describe(options: t.Mapping[str, t.Any]) -> Description:
    """Return the options of one licence, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes)


def describe_all(licences: t.Sequence[t.Mapping[str, t.Any]]) -> list[Description]:
    """Return the options of many licences, checked. Raises InputError also when two are about the same entity."""
    with all_at_once() as mistakes:
        return check_all(licences, "licenses", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> Description:
    """Return the options of one licence; what is wrong with them is added to ``mistakes``."""
    user, group = options.get("user"), options.get("group")
    kind, entity = "user" if user is not None else "group", ""
    if (user is None) == (group is None):
        mistakes.add(place, "give either user or group to tell whose license it is.")
    else:
        with mistakes.collected():
            entity = guid(str(user if kind == "user" else group), within(place, kind))
    level = options.get("access_level")
    if level is not None and not level.strip():
        mistakes.add(within(place, "access_level"), "must not be empty. Leave it out to leave it as it is.")
    properties: dict[str, str] = {}
    for name, value in (options.get("properties") or {}).items():
        with mistakes.collected():
            properties[str(name)] = _written(value, f"{within(place, 'properties')}.{name}")
    removed = tuple(options.get("remove_properties") or ())
    both = sorted(set(properties) & set(removed))
    if both:
        mistakes.add(place, f"{', '.join(both)}: in properties and in remove_properties. Name each in one of them.")
    return Description(entity, kind, level, properties, removed, options.get("state") or "present")


def check_all(entries: t.Sequence[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes) -> list[Description]:
    """Return the licences of one application, whose list is at ``place``. Two must not be about one entity."""
    found = [check(options, f"{place}[{number}]", mistakes) for number, options in enumerate(entries)]
    seen: dict[str, int] = {}
    for number, description in enumerate(found):
        first = seen.setdefault(description.entity, number)
        if description.entity and first != number:
            mistakes.add(
                f"{place}[{number}]",
                f"{description.name} is described by {place}[{first}] already. Describe each once.",
            )
    return found


def look(api: Tenants, place: Place, description: Description) -> Licence | None:
    """Return the licence that is there, None when there is none. Raises NotFoundError when the application is not."""
    found = api.licence(place.tenant, place.application, description.entity, description.kind)
    if found is None and description.kind == "user":
        # That is a 404, which a tenant or an application that does not exist is, too. The list tells.
        everything = api.licences(place.tenant, place.application)
        found = next((licence for licence in everything if licence.entity == description.entity), None)
    return found


def plan(current: Licence | None, desired: Description) -> Plan[Licence]:
    """Return what leads from the licence that is there (or None) to the one that is described. Pure."""
    title = f"licence of {desired.name}"
    if desired.state == "absent":
        return Plan(title, current, None, view, (Step("delete"),) if current else ())
    before = current or Licence(desired.entity, desired.kind, None)
    after = dataclasses.replace(
        before,
        access_level=before.access_level if _as_it_is(before, desired) else desired.access_level,
        properties=_merged(before.properties, desired),
    )
    steps = [] if current else [Step("create")]
    if current and after.access_level != current.access_level:
        steps.append(Step("update", ("access_level",)))
    if after.properties != before.properties:
        steps.append(Step("patch", ("properties",)))
    return Plan(title, current, after, view, tuple(steps))


def _as_it_is(current: Licence, desired: Description) -> bool:
    """Return whether the access level stays, which the application may spell in another case."""
    return desired.access_level is None or same(current.access_level, desired.access_level)


def patch(current: t.Sequence[tuple[str, str]], desired: Description) -> list[dict[str, t.Any]]:
    """Return the JSON Patch that brings the properties to the description.

    Removals come first and from the end: each moves what stands behind it. Places are those of ``current``.
    """
    gone = [index for index, (name, _value) in enumerate(current) if name in desired.removed]
    left = [entry for entry in current if entry[0] not in desired.removed]
    operations: list[dict[str, t.Any]] = [
        {"op": "remove", "path": f"/properties/{index}"} for index in sorted(gone, reverse=True)
    ]
    operations += [
        {"op": "replace", "path": f"/properties/{index}/value", "value": desired.properties[name]}
        for index, (name, value) in enumerate(left)
        if desired.properties.get(name, value) != value
    ]
    names = {name for name, _value in left}
    operations += [
        {"op": "add", "path": "/properties/-", "value": {"Name": name, "Value": value}}
        for name, value in desired.properties.items()
        if name not in names
    ]
    return operations


def view(licence: Licence | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if licence is None:
        return {"state": "absent"}
    return {"access_level": licence.access_level, "properties": dict(sorted(licence.properties)), "state": "present"}


def public(licence: Licence | None) -> dict[str, t.Any] | None:
    """Return a licence as results show it."""
    if licence is None:
        return None
    return {
        licence.kind: licence.entity,
        "access_level": licence.access_level,
        "properties": dict(licence.properties),
    }


def found_before(entries: t.Iterable[t.Mapping[str, t.Any]]) -> list[Licence]:
    """Return licences from what ``public`` gave of them. Raises InputError."""
    for entry in entries:
        if not isinstance(entry.get("properties") or {}, dict):
            raise InputError("known_licenses: properties must be a dictionary, as an earlier task has returned it.")
    return [
        Licence(
            guid(str(entry.get("user") or entry.get("group")), "known_licenses"),
            "user" if entry.get("user") else "group",
            entry.get("access_level"),
            tuple((str(name), str(value)) for name, value in (entry.get("properties") or {}).items()),
        )
        for entry in entries
    ]


@dataclass
class Work:
    """A description, its plan, and what became of it."""

    description: Description
    plan: Plan[Licence]
    licence: Licence | None = None
    written: bool = False
    error: VeracityError | None = None

    @property
    def changed(self) -> bool:
        """Whether something was changed, or in check mode would be."""
        return self.written if self.error else self.plan.changed

    @property
    def result(self) -> dict[str, t.Any]:
        """What a task returns about it."""
        shown = self.plan.before if self.error and not self.written else self.licence
        found = {"changed": self.changed, "license": public(shown), "diff": self.plan.diff}
        return {**found, "msg": str(self.error)} if self.error else found

    def follow(self, current: Licence) -> None:
        """Plan again, from what is there now."""
        self.plan = plan(current, self.description)
        self.licence = self.plan.after

    def fail(self, error: VeracityError) -> None:
        """Remember why it failed, with whose licence it is in the text."""
        error.summary = f"Licence of {self.description.name}: {error.summary}"
        self.error = error


def prepare(current: Licence | None, description: Description) -> Work:
    """Return the work that a description is."""
    found = plan(current, description)
    return Work(description, found, found.after)


def surplus(current: t.Sequence[Licence], descriptions: t.Sequence[Description]) -> list[Work]:
    """Return, as works of absence, the licences that are not described."""
    described = {description.entity for description in descriptions}
    return [
        prepare(licence, Description(licence.entity, licence.kind, state="absent"))
        for licence in current
        if licence.entity not in described
    ]


def result(works: t.Sequence[Work], pruned: t.Sequence[Work]) -> dict[str, t.Any]:
    """Return what a bulk task returns. Raises BulkError with the same in it when some licences failed."""
    everything = [*works, *pruned]
    found = {
        "changed": any(work.changed for work in everything),
        "outcomes": [_outcome(work) for work in works],
        "pruned": [_outcome(work) for work in pruned],
        "diff": [work.plan.diff for work in everything if work.changed],
    }
    return complete(found, (work.error for work in everything), "licences")


def _outcome(work: Work) -> dict[str, t.Any]:
    """Return what became of one licence in a list."""
    return {work.description.kind: work.description.entity, **work.result, "failed": work.error is not None}


def _merged(current: tuple[tuple[str, str], ...], desired: Description) -> tuple[tuple[str, str], ...]:
    """Return the properties after the changes."""
    kept = [(name, desired.properties.get(name, value)) for name, value in current if name not in desired.removed]
    names = {name for name, _value in kept}
    return (*kept, *((name, value) for name, value in desired.properties.items() if name not in names))


def _written(value: t.Any, place: str) -> str:
    """Return the value of a property as text; booleans as JSON writes them. Raises InputError."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, (str, int, float)):
        raise InputError(
            f"{place}: must be a text, a number or a boolean, not {quoted(value)}. remove_properties takes a property "
            "away."
        )
    return str(value)
