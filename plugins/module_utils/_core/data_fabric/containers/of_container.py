# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What belongs to one container each. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import NotFoundError, VeracityError
from ...reconcile.engine import Item, Kind, State
from ..api.containers import Container, DataFabric
from .inventory import Inventory
from .reference import Reference, find_containers, gone, pick

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task


class Described(t.Protocol):
    """A description of something that belongs to a container."""

    @property
    def reference(self) -> Reference:
        """Which container."""


About = t.TypeVar("About", bound=Described)


class OfContainer(Kind[About, State]):
    """A kind of thing that belongs to containers: an item is all of it that one container has.

    One call reads the containers. The ``target`` of an item is its container, None in check mode for one that the same
    run creates before.
    """

    noun = "Container"
    plural = "containers"

    def __init__(self, task: Task, client: Client) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self.fabric = DataFabric.of(task, client)
        self.task = task
        self.inventory: Inventory | None = None

    def name(self, desired: About) -> str:
        """Return the short name or the id of the container."""
        return desired.reference.name

    def begin(self, desired: t.Sequence[About]) -> None:
        """Read the containers, unless they were read before."""
        if self.inventory is None:
            self.inventory = find_containers(self.fabric, [entry.reference for entry in desired])

    def locate(self, item: Item[About, State]) -> t.Hashable:
        """Find the container of an item."""
        inventory = self.inventory or Inventory([])
        item.target = pick(inventory, item.desired.reference, self.task)
        return id_of(item) or None

    def explained(self, item: Item[About, State], error: VeracityError) -> VeracityError:
        """Return the error with the name of the container. That it was not found means that it is gone."""
        if isinstance(error, NotFoundError):
            return gone(item.desired.reference, error)
        return super().explained(item, error)

    def outcome(self, item: Item[About, State]) -> dict[str, t.Any]:
        """Return which container an item is about."""
        container: Container | None = item.target
        reference = item.desired.reference
        return {
            "container": container.short_name if container else reference.short_name,
            "container_id": id_of(item) or reference.id,
        }


def id_of(item: Item[t.Any, t.Any]) -> str:
    """Return the id of the container of an item, empty while there is none."""
    container: Container | None = item.target
    return (container.id if container else None) or ""
