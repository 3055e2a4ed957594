# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking at a group and changing it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import AmbiguousError, ApiError, NotFoundError, StateError, UnknownStateError
from ..reconcile.locks import alone
from ..reconcile.plan import Plan
from . import groups
from .api.containers import DataFabric
from .api.groups import Group, Groups
from .containers.inventory import Inventory
from .containers.targets import pick
from .groups import GroupDescription, Member, Roster

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Seconds until a look is repeated after a lost answer: the request may still be carried out.
_PAUSE = 2.0


class GroupWork:
    """What one described group needs."""

    def __init__(self, task: Task, client: Client, desired: GroupDescription) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._desired = desired
        self._api = Groups(client)
        self._fabric = DataFabric.of(task, client)
        self._inventory: Inventory | None = None

    def plan(self) -> Plan[Roster]:
        """Look, and return what is to be done. One call, and another one where containers are named or shown.

        Raises StateError when a container is not there.
        """
        return self._plan(self._api.all())

    def carry_out(self, plan: Plan[Roster]) -> tuple[Plan[Roster], Group | None]:
        """Carry the plan out. Returns the plan that was carried out, and the group as it is now.

        A group is made while no other run on this computer makes one: its title does not keep a second one away.
        """
        if plan.before is None and plan.changed:
            with alone(self._task, self._client.identity, "groups", "groups"):
                there = self._api.all()
                plan = self._plan(there)
                if plan.before is None:
                    return plan, self._create(t.cast(Roster, plan.after).group, there)
        if plan.changed:
            self._write(plan)
        return plan, plan.after.group if plan.after else None

    def _plan(self, there: t.Sequence[Group]) -> Plan[Roster]:
        """Return what is to be done about the groups that are there."""
        current = groups.match(there, self._desired)
        return groups.plan(self._roster(current) if current else None, self._desired, self._members())

    def _roster(self, group: Group) -> Roster:
        """Return a group as it is when its turn comes: in check mode, tasks before have taken nothing out of it."""
        taken = self._taken() if self._task.check_mode and group.container_ids else set()
        left = tuple(identifier for identifier in group.container_ids if identifier not in taken)
        return Roster(dataclasses.replace(group, container_ids=left), tuple(self._member(item) for item in left))

    def _taken(self) -> set[str | None]:
        """Return the ids of the containers that tasks before bring into other groups, as far as they are there."""
        found = (self._containers().find(item.id, item.short_name) for item in self._desired.taken)
        return {container.id for container in found if container}

    def _members(self) -> list[Member] | None:
        """Return the described containers, None when none are described."""
        if self._desired.containers is None or not self._desired.wanted:
            return None
        found: dict[str, Member] = {}
        for reference in self._desired.containers:
            container = pick(self._containers(), reference, self._task)
            member = Member(container.id, container.short_name or reference.name) if container else None
            found.setdefault((member and member.id) or reference.name, member or Member(None, reference.name))
        return list(found.values())

    def _member(self, identifier: str) -> Member:
        """Return a container of a group as a diff shows it."""
        container = self._containers().find(identifier, None)
        return Member(identifier, (container.short_name if container else None) or identifier)

    def _containers(self) -> Inventory:
        """Return the containers, read once."""
        if self._inventory is None:
            self._inventory = Inventory(self._fabric.containers())
        return self._inventory

    def _write(self, plan: Plan[Roster]) -> None:
        """Change or delete a group."""
        group = t.cast(Roster, plan.before).group
        if plan.after is None:
            self._delete(group.id)
            return
        try:
            self._api.replace(plan.after.group)
        except NotFoundError as error:
            raise StateError(
                f"Group {group.title}: it is not there any more.",
                hint="Run again: without an id in the description, the group is made anew.",
                exchange=error.exchange,
            ) from None
        except ApiError as error:
            raise self._explained(error) from None

    def _delete(self, identifier: str) -> None:
        """Delete a group. One that is gone meanwhile is fine, and so is one that an attempt with a lost answer took."""
        try:
            self._api.delete(identifier)
        except NotFoundError:
            return
        except AmbiguousError:
            if identifier in {other.id for other in self._api.all()}:
                raise

    def _create(self, wanted: Group, there: t.Sequence[Group]) -> Group:
        """Make a group. After a lost answer look for it by its title, and ask once more when there is none."""
        known = {group.id for group in there}

        def applied() -> bool:
            return self._look(known) is not None

        for _attempt in range(2):
            try:
                return self._api.create(wanted, applied=applied)
            except ApiError as error:
                raise self._explained(error) from None
            except AmbiguousError as error:
                doubt = error
            found = self._patiently(known)
            if found is not None:
                return found
        raise UnknownStateError(
            f"Group {self._desired.name}: whether it was made is not known ({doubt.summary.rstrip('.')}), and it does "
            "not show.",
            hint="Run again. The next run looks for it before it makes one.",
            exchange=doubt.exchange,
        )

    def _patiently(self, known: t.Container[str]) -> Group | None:
        """Return a group of the title that was not there before; look again in a while when there is none."""
        for pause in (0.0, _PAUSE):
            self._task.clock.sleep(pause)
            found = self._look(known)
            if found is not None:
                return found
        return None

    def _look(self, known: t.Container[str]) -> Group | None:
        """Return a group of the title that was not there before."""
        return groups.by_title([group for group in self._api.all() if group.id not in known], self._desired.name)

    def _explained(self, error: ApiError) -> ApiError:
        """Return a refusal with the name of the group, and what it may come from."""
        error.summary = f"Group {self._desired.name}: {error.summary}"
        if error.status == 400:
            error.hint = (
                "Veracity refuses a group with a container that is not there, or not there any more for this "
                "application. Name in containers those that the group shall have."
            )
        return error


def result(plan: Plan[Roster], group: Group | None) -> dict[str, t.Any]:
    """Return the result of the task; ``group`` is what there is now, or in check mode would be."""
    return {"changed": plan.changed, "group": groups.public(group) if group else None, "diff": plan.diff}
