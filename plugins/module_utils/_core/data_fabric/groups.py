# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Groups of containers. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import guid
from ..errors import ApiError, GoneError, InputError, NotFoundError, StateError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item, Kind
from ..reconcile.locks import alone
from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from .api.containers import DataFabric
from .api.groups import Group, Groups
from .containers import reference as container_reference
from .containers.inventory import Inventory
from .containers.reference import Reference, pick

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_REFUSED = (
    "Veracity refuses a group with a container that does not exist, or that this application cannot see. Set "
    "containers to those that the group is to have."
)


@dataclass(frozen=True)
class GroupDescription:
    """What a group is to be like. None: leave it as it is."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    containers: tuple[Reference, ...] | None = None
    sorting_order: float | None = None
    present: bool = True

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
    """A group with its containers by name. The id of one that is still to be created is empty."""

    group: Group
    members: tuple[Member, ...] = ()


def describe(params: t.Mapping[str, t.Any]) -> GroupDescription:
    """Return what the options of the module for one group ask for. Raises InputError with all mistakes."""
    with all_at_once() as mistakes:
        return check(params, "", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> GroupDescription:
    """Return what the options of one group ask for."""
    identifier, title, containers = options.get("id"), options.get("title"), options.get("containers")
    if title is not None and not title.strip():
        mistakes.add(within(place, "title"), "must not be empty. Set a title, or omit it.")
    with mistakes.collected():
        identifier = None if identifier is None else guid(identifier, within(place, "id"))
    return GroupDescription(
        identifier,
        title,
        options.get("description"),
        None if containers is None else _references(containers, within(place, "containers"), mistakes),
        options.get("sorting_order"),
        options.get("state", "present") == "present",
    )


def check_all(entries: t.Iterable[t.Mapping[str, t.Any]], option: str, mistakes: Mistakes) -> list[GroupDescription]:
    """Return what an option of many groups asks for. No title is described twice, and no container is in two groups."""
    descriptions: list[GroupDescription] = []
    titles: dict[str, str] = {}
    members: dict[Reference, str] = {}
    for number, options in enumerate(entries):
        where = f"{option}[{number}]"
        description = check(options, where, mistakes)
        descriptions.append(description)
        first = titles.setdefault((description.title or "").casefold(), where)
        if description.title and first != where:
            mistakes.add(within(where, "title"), f"{description.title} is the title of {first}, too. Describe it once.")
        for reference in _taken_by(description):
            other = members.setdefault(reference, where)
            if other != where:
                mistakes.add(
                    within(where, "containers"),
                    f"{reference.name} is in {other}, too. A container can be in one group only. List it once.",
                )
    return descriptions


def match(groups: t.Iterable[Group], description: GroupDescription) -> Group | None:
    """Return the group that is meant: by its id, otherwise by its title without regard to case.

    Raises StateError when several have the title, and when one of an id is to be there and is not.
    """
    if description.id is None:
        return by_title(groups, description.title or "")
    found = next((group for group in groups if group.id == description.id), None)
    if found is None and description.present:
        raise StateError(
            f"There is no group with the id {description.id}. Veracity assigns ids: omit id to create a group."
        )
    return found


def by_title(groups: t.Iterable[Group], title: str) -> Group | None:
    """Return the group of a title, whatever its case. Raises StateError when there are several."""
    found = [group for group in groups if group.title.casefold() == title.casefold()]
    if len(found) > 1:
        identifiers = ", ".join(sorted(group.id for group in found))
        raise StateError(
            f"Group {title}: {len(found)} groups have this title: {identifiers}.",
            hint="Use the id of the one that you mean.",
        )
    return found[0] if found else None


def plan(current: Roster | None, desired: GroupDescription, members: t.Sequence[Member] | None) -> Plan[Roster]:
    """Return what leads to the described group; ``members`` are the described containers. Pure."""
    title = f"group {desired.title or (current.group.title if current else desired.name)}"
    if not desired.present:
        return Plan(title, current, None, _diff_view, (Step("delete"),) if current else ())
    if current is None:
        new = _changed(Roster(Group("", desired.title or "")), desired, members)
        return Plan(title, None, new, _diff_view, (Step("create"),))
    after = _changed(current, desired, members)
    fields = tuple(
        name
        for name in ("title", "description", "sorting_order")
        if getattr(after.group, name) != getattr(current.group, name)
    )
    if {member.id for member in after.members} != {member.id for member in current.members}:
        fields += ("containers",)
    return Plan(title, current, after, _diff_view, (Step("update", fields),) if fields else ())


def to_result(group: Group) -> dict[str, t.Any]:
    """Return a group as results show it."""
    return {**dataclasses.asdict(group), "id": group.id or None, "container_ids": list(group.container_ids)}


def _taken_by(description: GroupDescription) -> tuple[Reference, ...]:
    """Return the containers that a group is to have, and so no other group."""
    return (description.containers or ()) if description.present else ()


def _references(options: t.Sequence[str], place: str, mistakes: Mistakes) -> tuple[Reference, ...]:
    """Return what an option of several containers says, each once."""
    found: list[Reference] = []
    for number, option in enumerate(options):
        with mistakes.collected():
            found.append(container_reference.reference(option, f"{place}[{number}]"))
    return tuple(dict.fromkeys(found))


def _changed(current: Roster, desired: GroupDescription, members: t.Sequence[Member] | None) -> Roster:
    """Return the group as it is described."""
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


def _diff_view(roster: Roster | None) -> dict[str, t.Any]:
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


class ContainerGroups(Kind[GroupDescription, Roster]):
    """The groups of the caller. The ``target`` of an item is its described containers.

    All are planned on one listing, and each without the containers that another described group takes. So no write
    takes a container back, whatever their order, and check mode knows what the run does.
    """

    noun = "Group"
    plural = "groups"
    doing = "changed"
    lose = "are deleted"

    def __init__(self, task: Task, client: Client, *, prune: bool = False) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._prune = prune
        self._fabric = DataFabric.of(task, client)
        self._api = Groups(client)
        self._groups: list[Group] = []
        self._inventory: Inventory | None = None
        # The description that each described container belongs to, by the id of the container.
        self._taken: dict[str, GroupDescription] = {}
        self._creates = False

    def name(self, desired: GroupDescription) -> str:
        """Return the title or the id of the group."""
        return desired.name

    def nothing(self, desired: GroupDescription) -> Plan[Roster]:
        """Return the plan of a group that is not there, and stays so."""
        return plan(None, GroupDescription(desired.id, desired.title, present=False), None)

    def begin(self, desired: t.Sequence[GroupDescription]) -> None:
        """Read the groups."""
        self._taken.clear()
        if desired or self._prune:
            self._groups = self._api.all()

    def locate(self, item: Item[GroupDescription, Roster]) -> t.Hashable:
        """Find the described containers. Raises StateError if one of them, or the group of an id, is not there."""
        desired = item.desired
        group = match(self._groups, desired)
        if group and group.container_ids:
            self._containers()  # For their names, before threads need them.
        if desired.present and desired.containers is not None:
            item.target = self._members(desired)
            self._take(item)
        return group.id if group else desired.name.casefold()

    def surplus(self, items: t.Sequence[Item[GroupDescription, Roster]]) -> list[GroupDescription]:
        """Return descriptions of absence for groups that are not described, neither by id nor by title."""
        if not self._prune:
            return []
        described = {item.desired.id for item in items}
        titles = {item.desired.title.casefold() for item in items if item.desired.title is not None}
        return [
            GroupDescription(group.id, group.title, present=False)
            for group in self._groups
            if group.id not in described and group.title.casefold() not in titles
        ]

    def find(self, item: Item[GroupDescription, Roster]) -> Roster | None:
        """Return the group that is there. One that stays is without the containers that other described groups take."""
        desired = item.desired
        group = match(self._groups, desired)
        if group is None:
            return None
        left = tuple(
            identifier
            for identifier in group.container_ids
            if not desired.present or self._taken.get(identifier, desired) is desired
        )
        return Roster(dataclasses.replace(group, container_ids=left), tuple(map(self._member, left)))

    def plan(self, item: Item[GroupDescription, Roster], current: Roster | None) -> Plan[Roster]:
        """Return the plan, with the containers that were located."""
        self._creates = self._creates or (item.desired.present and current is None)
        return plan(current, item.desired, item.target)

    def alone(self, item: Item[GroupDescription, Roster] | None) -> contextlib.AbstractContextManager[t.Any] | None:
        """Return the lock for runs that create groups: a title does not keep a second group away."""
        if item is not None or not self._creates:
            return None
        return alone(self._task, self._client.identity, "groups", "groups")

    def write(self, item: Item[GroupDescription, Roster], step: Step) -> None:
        """Create, change or delete a group."""
        if item.plan.after is None:
            self._delete(t.cast(Roster, item.plan.before).group.id)
            item.wrote(None)
            return
        write = self._create if step.action == "create" else self._replace
        try:
            group = write(item.plan.after.group)
        except ApiError as error:
            if error.status == 400:
                error.hint = _REFUSED
            raise
        item.wrote(dataclasses.replace(item.plan.after, group=group))

    def outcome(self, item: Item[GroupDescription, Roster]) -> dict[str, t.Any]:
        """Return what a group is called, and the group as it is then."""
        there = item.state or item.plan.before
        return {
            "title": there.group.title if there else item.desired.title,
            "id": (there.group.id if there else item.desired.id) or None,
            "group": shown(item),
        }

    def _members(self, desired: GroupDescription) -> tuple[Member, ...]:
        """Return the described containers, each once."""
        found: dict[str, Member] = {}
        for reference in desired.containers or ():
            container = pick(self._containers(), reference, self._task)
            member = Member(container.id, container.short_name or reference.name) if container else None
            found.setdefault((member and member.id) or reference.name, member or Member(None, reference.name))
        return tuple(found.values())

    def _take(self, item: Item[GroupDescription, Roster]) -> None:
        """Note which containers a group takes. Raises InputError if another described group takes one of them."""
        for member in item.target:
            other = self._taken.setdefault(member.id, item.desired) if member.id else item.desired
            if other is not item.desired:
                raise InputError(
                    f"{member.name} is in group {other.name}, too. A container can be in one group only. List it once."
                )

    def _member(self, identifier: str) -> Member:
        """Return a container of a group as a diff shows it."""
        container = self._containers().find(identifier, None)
        return Member(identifier, (container.short_name if container else None) or identifier)

    def _containers(self) -> Inventory:
        """Return the containers, read when they are first needed."""
        if self._inventory is None:
            self._inventory = Inventory(self._fabric.containers())
        return self._inventory

    def _create(self, described: Group) -> Group:
        """Create a group. One of the title that was not there before is the effect of a lost response."""
        known = {group.id for group in self._groups}
        return lost_answers.confirmed(
            lambda applied: self._api.create(described, applied=applied),
            lambda: by_title([group for group in self._api.all() if group.id not in known], described.title),
            clock=self._task.clock,
            unknown="whether it was created",
        )

    def _replace(self, described: Group) -> Group:
        """Change a group. Raises GoneError if it no longer exists."""
        try:
            self._api.replace(described)
        except NotFoundError as error:
            raise GoneError(
                "it no longer exists.",
                hint="Run again. If the description has no id, the group is created again.",
                exchange=error.exchange,
            ) from None
        return described

    def _delete(self, identifier: str) -> None:
        """Delete a group."""
        lost_answers.removed(
            lambda: self._api.delete(identifier),
            lambda: identifier not in {group.id for group in self._api.all()},
            clock=self._task.clock,
            unknown="whether it was deleted",
        )


def shown(item: Item[GroupDescription, Roster]) -> dict[str, t.Any] | None:
    """Return the group of an item as results show it, None if there is none."""
    return to_result(item.state.group) if item.state else None


def ensure_one(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a group is as described. Returns the result of the module."""
    kind = ContainerGroups(task, client)
    (item,) = engine.reconcile(kind, [describe(task.params)], task)
    return engine.result_of_one(item, {"group": shown(item)})


def ensure_many(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that groups are as described. Returns the result of the bulk module."""
    with all_at_once() as mistakes:
        descriptions = check_all(task.params["groups"], "groups", mistakes)
    kind = ContainerGroups(task, client, prune=task.params["prune"])
    return engine.result_of_many(kind, engine.reconcile(kind, descriptions, task), prunes=True)
