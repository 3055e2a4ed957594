# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One tag: of a container, or of the catalogue. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import functools
import typing as t
from dataclasses import dataclass

from ..api_refusals import only_for
from ..errors import InputError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item, Kind
from ..reconcile.local_store import Memory
from ..reconcile.locks import alone
from ..reconcile.plan import Plan, Step
from .api.containers import Container, DataFabric, Tag
from .api.tags import CatalogTag, Tags
from .containers import metadata
from .containers import plan as container_plan
from .containers import reference as container_reference
from .containers.description import Description
from .containers.of_container import OfContainer, id_of
from .containers.reference import Reference

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_KEEP = 400 * 86400.0
_WITHOUT = (
    "There is no private directory to store tags that were added to the catalog. Until Veracity approves such a tag, "
    "later runs add it again, which has no effect, and report a change."
)
_OWNER = "Only the owner of a container can change its tags: run as the owner."


@dataclass(frozen=True)
class TagDescription:
    """A tag that is to be, or not to be, on a container."""

    title: str
    reference: Reference
    present: bool = True

    def is_it(self, tag: Tag) -> bool:
        """Return whether a tag is the described one."""
        return tag.title.casefold() == self.title.casefold()


def describe(params: t.Mapping[str, t.Any]) -> TagDescription | str:
    """Return what the options ask for: a title alone is to be in the catalogue. Raises InputError."""
    title: str = params["title"].strip()
    if not title:
        raise InputError("title: must not be empty. Set the title of the tag.")
    present = params["state"] == "present"
    if params["container"] is not None:
        return TagDescription(title, container_reference.reference(params["container"]), present)
    if not present:
        raise InputError(
            "container: required if state is absent, because Data Fabric cannot remove a tag from the catalog. Set it."
        )
    return title


def plan(current: Container | None, desired: TagDescription) -> Plan[Container]:
    """Return what leads to the tag. Other tags are left alone. Without a container: as if one had no tags. Pure."""
    before = current or Container(desired.reference.short_name, access_level="owner")
    titles = [tag.title for tag in before.tags if not tag.system and not desired.is_it(tag)]
    there = [tag.title for tag in before.tags if not tag.system and desired.is_it(tag)]
    wanted = titles + (there or [desired.title]) if desired.present else titles
    found = container_plan.plan(before, Description(before.id, before.short_name, tags=tuple(wanted)))
    return Plan(f"tags of container {desired.reference.name}", found.before, found.after, _diff_view, found.steps)


def to_result(tag: CatalogTag | None) -> dict[str, t.Any] | None:
    """Return a tag as results show it."""
    return {"id": tag.id, "title": tag.title, "type": tag.type} if tag else None


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a tag is, or is not, on a container, or that it is in the catalogue. Returns the module's result."""
    desired = describe(task.params)
    if isinstance(desired, str):
        (added,) = engine.reconcile(CatalogTags(task, client), [desired], task)
        nowhere = {"tags": None, "container": None, "container_id": None}
        return engine.result_of_one(added, {"tag": to_result(added.state), **nowhere})
    kind = ContainerTag(task, client)
    (item,) = engine.reconcile(kind, [desired], task)
    kept = kind.found(item, system=True)
    if kept is not None and not desired.present:
        task.warn(f"The tag {kept.title} of container {item.name} is Veracity's and is left.")
    return engine.result_of_one(item, kind.outcome(item))


class ContainerTag(OfContainer[TagDescription, Container]):
    """One tag of a container as an item, whose state is the container."""

    doing = "changed the tags of"

    def __init__(self, task: Task, client: Client) -> None:
        super().__init__(task, client)
        self._caller = client.identity

    def nothing(self, desired: TagDescription) -> Plan[Container]:
        """Return the plan of a container of which nothing is known."""
        return Plan(f"tags of container {desired.reference.name}", None, None, _diff_view)

    def find(self, item: Item[TagDescription, Container]) -> Container | None:
        """Return the container."""
        container: Container | None = item.target
        return container

    def plan(self, item: Item[TagDescription, Container], current: Container | None) -> Plan[Container]:
        """Return the plan. Raises StateError if the caller does not own the container."""
        return plan(current, item.desired)

    @contextlib.contextmanager
    def _only_writer(self, item: Item[TagDescription, Container]) -> t.Iterator[None]:
        """Keep other runs of this computer from changing tags, and read the container again.

        The whole list of tags is written, so one that is added meanwhile would be lost.
        """
        with alone(self.task, self._caller, "tags", "tags"):
            item.target = self.fabric.container(id_of(item))
            yield

    def alone(self, item: Item[TagDescription, Container] | None) -> contextlib.AbstractContextManager[None] | None:
        """Return the lock of all tags."""
        return self._only_writer(item) if item is not None else None

    def write(self, item: Item[TagDescription, Container], step: Step) -> None:
        """Set the list of tags."""
        again = functools.partial(plan, desired=item.desired)
        with only_for(_OWNER):
            item.wrote(metadata.write(self.fabric, item.plan, again, clock=self.task.clock))

    def found(self, item: Item[TagDescription, Container], *, system: bool = False) -> CatalogTag | None:
        """Return the tag if the container has it; ``system``: only if it is Veracity's."""
        tags = item.state.tags if item.state else ()
        there = [tag for tag in tags if item.desired.is_it(tag) and (tag.system or not system)]
        return CatalogTag(there[0].title, None, there[0].type) if there else None

    def outcome(self, item: Item[TagDescription, Container]) -> dict[str, t.Any]:
        """Return the container, its tags, and the tag."""
        tags = container_plan.titles(item.state, system=False) if item.state else []
        return {**super().outcome(item), "tag": to_result(self.found(item)), "tags": tags}


class CatalogTags(Kind[str, CatalogTag]):
    """A tag of the catalogue as an item; its description is its title. It can only be added.

    The catalogue lists only what Veracity has approved, so what was added is remembered.
    """

    noun = "Tag"
    plural = "tags"
    doing = "added"

    def __init__(self, task: Task, client: Client) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        DataFabric.of(task, client)
        self._task = task
        self._api = Tags(client)
        self._memory = Memory.of(task, client.identity, "tags", keep=_KEEP, without=_WITHOUT)

    def name(self, desired: str) -> str:
        """Return the title."""
        return desired

    def nothing(self, desired: str) -> Plan[CatalogTag]:
        """Return the plan of a tag of which nothing is known."""
        return Plan(f"tag {desired}", None, None, _diff_view_of_catalog)

    def find(self, item: Item[str, CatalogTag]) -> CatalogTag | None:
        """Return the tag, also one that is not listed yet."""
        key = item.desired.casefold()
        current = self._listed(item.desired)
        if current is None and key in self._memory:
            return CatalogTag(item.desired, self._memory.get(key))
        return current

    def plan(self, item: Item[str, CatalogTag], current: CatalogTag | None) -> Plan[CatalogTag]:
        """Return the plan."""
        steps = () if current else (Step("create"),)
        return Plan(f"tag {item.desired}", current, current or CatalogTag(item.desired), _diff_view_of_catalog, steps)

    def write(self, item: Item[str, CatalogTag], step: Step) -> None:
        """Add the tag, and remember it."""
        title = item.desired
        added = lost_answers.confirmed(
            lambda applied: self._api.create(title, applied=applied) or CatalogTag(title),
            lambda: self._listed(title),
            clock=self._task.clock,
            unknown="whether it was added",
            hint="Run again. Adding an existing tag has no effect.",
        )
        self._memory.remember({title.casefold(): added.id})
        item.wrote(added)

    def _listed(self, title: str) -> CatalogTag | None:
        """Return the tag of a title, whatever its case."""
        return next((tag for tag in self._api.all() if tag.title.casefold() == title.casefold()), None)


def _diff_view(container: Container | None) -> dict[str, t.Any]:
    """Return what a diff shows of a container."""
    return {"tags": container_plan.titles(container, system=False) if container else []}


def _diff_view_of_catalog(tag: CatalogTag | None) -> dict[str, t.Any]:
    """Return what a diff shows of the catalogue."""
    return {"title": tag.title, "state": "present"} if tag else {"state": "absent"}
