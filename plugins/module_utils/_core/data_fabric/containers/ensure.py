# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Containers as the engine reconciles them, one or many at once. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import InputError, StateError
from ...reconcile import engine
from ...reconcile.engine import Item, Kind
from ..api.containers import Container
from . import plan as container_plan
from . import regions
from .apply import apply
from .context import Context
from .description import Description, describe, describe_all
from .inventory import Inventory, find_containers
from .operation import Operation

if t.TYPE_CHECKING:
    from ...client import Client
    from ...reconcile.plan import Plan
    from ...task import Task


class Containers(Kind[Description, Container]):
    """Containers. A creation and a deletion take effect minutes later, so the writes of all are waited for together."""

    noun = "Container"
    plural = "containers"
    doing = "changed"
    together = True

    def __init__(
        self,
        context: Context,
        *,
        single: bool = False,
        prune_tag: str | None = None,
        regions_at: str | None = None,
    ) -> None:
        """``single``: one container is looked for by its id. ``prune_tag``: remove what carries the tag otherwise.

        ``regions_at``: check regions, which are at this place in the options, with ``{}`` for a number.
        """
        self.context = context
        self.inventory = Inventory([])
        self._single = single
        self._prune_tag = prune_tag
        self._regions_at = regions_at

    def item(self, desired: Description, *, surplus: bool) -> Operation:
        """Return the item for a description."""
        return Operation(desired.name, desired, self.nothing(desired), surplus)

    def nothing(self, desired: Description) -> Plan[Container]:
        """Return the plan for a container of which nothing is known."""
        return container_plan.unchanged(desired)

    def begin(self, desired: t.Sequence[Description]) -> None:
        """Read the containers, by one call."""
        api, dying = self.context.api, self.context.journal.dying
        self.inventory = find_containers(api, desired[0], dying) if self._single else Inventory(api.containers(), dying)

    def locate(self, item: Item[Description, Container]) -> str | None:
        """Find what the inventory and the journal know of the container. Its identity is its id."""
        operation, description = t.cast(Operation, item), item.desired
        journal = self.context.journal
        current = self.inventory.match(description)
        operation.key = description.short_name or journal.creation_of(description.id) or ""
        creation = journal.creation(operation.key) if current is None else None
        if creation is not None and description.id not in (None, creation.id):
            creation = None
        operation.creation = creation
        operation.pending = creation is not None
        operation.visible = creation is None and (current is not None or self.context.waiting.wait)
        if current is None and not description.wanted:
            operation.leaving = self.inventory.leaving(description)
        operation.target = current or (container_plan.described(description, creation.id) if creation else None)
        return operation.target.id if operation.target else None

    def find(self, item: Item[Description, Container]) -> Container | None:
        """Return the container that is there, or that is being created."""
        found: Container | None = item.target
        return found

    def plan(self, item: Item[Description, Container], current: Container | None) -> Plan[Container]:
        """Return the plan. Raises StateError and InputError if it cannot be done."""
        found = container_plan.plan(current, item.desired)
        if found.changed and t.cast(Operation, item).pending and not self.context.waiting.wait:
            raise StateError(
                "it is still being created and cannot be deleted before it is visible.",
                hint="Set wait: true, or run again later.",
            )
        return found

    def check(self, items: t.Sequence[Item[Description, Container]]) -> None:
        """Refuse regions that are not there. Raises InputError."""
        if self._regions_at is not None:
            regions.settle(t.cast("list[Operation]", items), self._regions_at, self.context.api)

    def surplus(self, items: t.Sequence[Item[Description, Container]]) -> t.Iterable[Description]:
        """Return, as descriptions of absence, the caller's containers that carry the tag and are not described."""
        if self._prune_tag is None:
            return []
        key = self._prune_tag.casefold()
        ids = {item.desired.id for item in items}
        names = {item.desired.short_name for item in items if item.desired.id is None}
        return [
            Description(id=container.id, short_name=container.short_name, state="absent")
            for container in self.inventory.containers
            if container.owned
            and key in {title.casefold() for title in container_plan.titles(container, system=False)}
            and container.id not in ids
            and container.short_name not in names
        ]

    def write_all(self, items: t.Sequence[Item[Description, Container]]) -> None:
        """Carry out all plans, and wait until they have taken effect."""
        apply(t.cast("list[Operation]", items), self.context)

    def outcome(self, item: Item[Description, Container]) -> dict[str, t.Any]:
        """Return what became of a container."""
        seen = item.state or item.plan.before
        outcome = {
            "short_name": item.desired.short_name or (seen.short_name if seen else None),
            "id": item.desired.id or (seen.id if seen else None),
            "container": self.show(item),
        }
        return {"title": seen.title if seen else None, **outcome} if item.surplus else outcome

    def show(self, item: Item[Description, Container]) -> dict[str, t.Any] | None:
        """Return the container that there is as results show it."""
        if item.state is None:
            return None
        return container_plan.to_result(item.state, "present" if t.cast(Operation, item).visible else "provisioning")


def managed_tag_of(params: t.Mapping[str, t.Any]) -> str | None:
    """Return the option ``managed_tag``. Raises InputError when it is blank, or missing although pruning is wanted."""
    tag: str | None = params["managed_tag"]
    if tag is not None and not tag.strip():
        raise InputError("managed_tag: must not be empty. Set the title of a tag.")
    if params["prune"] and tag is None:
        raise InputError(
            "prune: requires managed_tag, because only containers with this tag are deleted. Set managed_tag."
        )
    return tag


def result_of_one(kind: Containers, item: Item[Description, Container]) -> dict[str, t.Any]:
    """Return the result of a module for one container. Raises the error of the item."""
    if item.error is not None:
        raise item.error
    return engine.result_of_one(item, {"container": kind.show(item)})


def ensure_one(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a container is as described. Returns the result of the module."""
    description = describe(task.params)
    kind = Containers(Context.of(task, client), single=True, regions_at="region")
    (item,) = engine.reconcile(kind, [description], task)
    return result_of_one(kind, item)


def ensure_many(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that containers are as described. Returns the result of the bulk module."""
    managed_tag = managed_tag_of(task.params)
    descriptions = describe_all(task.params["containers"], managed_tag)
    kind = Containers(
        Context.of(task, client),
        prune_tag=managed_tag if task.params["prune"] else None,
        regions_at="containers[{}].region" if task.params["validate_regions"] else None,
    )
    return engine.result_of_many(kind, engine.reconcile(kind, descriptions, task), prunes=True)
