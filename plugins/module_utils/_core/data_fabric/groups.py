# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Groups of containers: the description, the plan, and how they look. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import guid
from ..errors import StateError
from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from .api.groups import Group
from .containers import reference as finding
from .containers.reference import Reference


@dataclass(frozen=True)
class GroupDescription:
    """What a group shall be like. None means: leave it as it is.

    ``taken`` are containers that are in other groups by the time that the group is changed.
    """

    id: str | None = None
    title: str | None = None
    description: str | None = None
    containers: tuple[Reference, ...] | None = None
    sorting_order: float | None = None
    wanted: bool = True
    taken: tuple[Reference, ...] = ()

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return self.title or self.id or ""


@dataclass(frozen=True)
class Member:
    """A container of a group: its id, None when it is not there yet, and what a diff calls it."""

    id: str | None
    name: str


@dataclass(frozen=True)
class Roster:
    """A group with its containers by name. The id of one that is still to be made is empty."""

    group: Group
    members: tuple[Member, ...] = ()


def describe(params: t.Mapping[str, t.Any]) -> GroupDescription:
    """Return what the options ask for. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(params, "", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> GroupDescription:
    """Return what the options ask for; what is wrong with them is added to ``mistakes``."""
    identifier, title, containers = options.get("id"), options.get("title"), options.get("containers")
    if title is not None and not title.strip():
        mistakes.add(within(place, "title"), "must not be empty. Set a title, or leave it out.")
    with mistakes.collected():
        identifier = None if identifier is None else guid(identifier, within(place, "id"))
    return GroupDescription(
        identifier,
        title,
        options.get("description"),
        None if containers is None else _references(containers, within(place, "containers"), mistakes),
        options.get("sorting_order"),
        options.get("state", "present") == "present",
        _references(options.get("taken") or (), within(place, "taken"), mistakes),
    )


def match(groups: t.Iterable[Group], description: GroupDescription) -> Group | None:
    """Return the group that is meant: by its id, otherwise by its title without regard to case.

    Raises StateError when several have the title.
    """
    if description.id is not None:
        return next((group for group in groups if group.id == description.id), None)
    return by_title(groups, description.title or "")


def by_title(groups: t.Iterable[Group], title: str) -> Group | None:
    """Return the group of a title, whatever its case. Raises StateError when there are several."""
    found = [group for group in groups if group.title.casefold() == title.casefold()]
    if len(found) > 1:
        raise StateError(
            f"Group {title}: {len(found)} groups have this title: {', '.join(sorted(group.id for group in found))}.",
            hint="Say which one is meant by its id.",
        )
    return found[0] if found else None


def plan(current: Roster | None, desired: GroupDescription, members: t.Sequence[Member] | None) -> Plan[Roster]:
    """Return what leads to the described group; ``members`` are the described containers. Pure.

    Raises StateError when there is no group of the id, and InputError when one is to be made without a title.
    """
    title = f"group {desired.title or (current.group.title if current else desired.name)}"
    if not desired.wanted:
        return Plan(title, current, None, _view, (Step("delete"),) if current else ())
    if current is None:
        if desired.id is not None:
            raise StateError(
                f"There is no group with the id {desired.id}. An id is given by Veracity: leave it out to have a group "
                "made."
            )
        current_group = Group("", desired.title or "")
        return Plan(title, None, _changed(Roster(current_group), desired, members), _view, (Step("create"),))
    after = _changed(current, desired, members)
    fields = tuple(
        name
        for name in ("title", "description", "sorting_order")
        if getattr(after.group, name) != getattr(current.group, name)
    )
    if {member.id for member in after.members} != {member.id for member in current.members}:
        fields += ("containers",)
    return Plan(title, current, after, _view, (Step("update", fields),) if fields else ())


def public(group: Group) -> dict[str, t.Any]:
    """Return a group as results show it."""
    return {**dataclasses.asdict(group), "id": group.id or None, "container_ids": list(group.container_ids)}


def _references(options: t.Sequence[str], place: str, mistakes: Mistakes) -> tuple[Reference, ...]:
    """Return what an option of several containers says, each once."""
    found: list[Reference] = []
    for number, option in enumerate(options):
        with mistakes.collected():
            found.append(finding.reference(option, f"{place}[{number}]"))
    return tuple(dict.fromkeys(found))


def _changed(current: Roster, desired: GroupDescription, members: t.Sequence[Member] | None) -> Roster:
    """Return the group brought to its description."""
    group = current.group
    title = group.title
    # Who names a group by its title does not rename it; upper and lower case make no difference there.
    if desired.id is not None and desired.title is not None:
        title = desired.title
    chosen = current.members if members is None else tuple(members)
    return Roster(
        dataclasses.replace(
            group,
            title=title,
            description=group.description if desired.description is None else desired.description,
            container_ids=tuple(member.id for member in chosen if member.id),
            sorting_order=group.sorting_order if desired.sorting_order is None else desired.sorting_order,
        ),
        chosen,
    )


def _view(roster: Roster | None) -> dict[str, t.Any]:
    """Return what a diff shows: no id of the group, and containers by their short names where these are known."""
    if roster is None:
        return {"state": "absent"}
    return {
        "title": roster.group.title,
        "description": roster.group.description,
        "containers": sorted(member.name for member in roster.members),
        "sorting_order": roster.group.sorting_order,
        "state": "present",
    }
