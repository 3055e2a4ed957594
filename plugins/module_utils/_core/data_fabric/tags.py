# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One tag: of a container, or of the catalogue. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..errors import AmbiguousError, ApiError, InputError, NotFoundError, UnknownStateError
from ..reconcile.local_store import Memory
from ..reconcile.locks import alone
from ..reconcile.plan import Plan, Step
from .api.containers import Container, DataFabric, Tag
from .api.tags import CatalogTag, Tags
from .containers import metadata
from .containers import plan as containers
from .containers import reference as finding
from .containers.description import Description
from .containers.reference import Reference
from .containers.targets import look, only_for, pick

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

_KEEP = 400 * 86400.0
_WITHOUT = (
    "There is no safe place to remember tags that were added to the catalogue. While Veracity has not approved such a "
    "tag, later runs add it again, which has no effect, and report a change."
)
_OWNER = "Only the owner of a container can change its tags: run as the owner."


@dataclass(frozen=True)
class TagDescription:
    """A tag that shall be, or not be, on a container; or in the catalogue, where it can only be added."""

    title: str
    reference: Reference | None = None
    wanted: bool = True


def describe(params: t.Mapping[str, t.Any]) -> TagDescription:
    """Return what the options ask for. Raises InputError."""
    title = params["title"].strip()
    if not title:
        raise InputError("title must not be empty. Give the title of the tag.")
    wanted = params["state"] == "present"
    if params["container"] is None:
        if not wanted:
            raise InputError(
                "state absent needs container: Data Fabric has no operation that removes a tag from the catalogue. "
                "Set container."
            )
        return TagDescription(title)
    return TagDescription(title, finding.reference(params["container"]), wanted)


class ContainerTag:
    """One tag of one container; its other tags are left alone."""

    def __init__(self, task: Task, client: Client, desired: TagDescription, reference: Reference) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._desired = desired
        self._reference = reference
        self._api = DataFabric.of(task, client)

    def ensure(self) -> dict[str, t.Any]:
        """Bring the container to have the tag, or not to have it. Raises StateError where it cannot be done."""
        current = pick(look(self._api, [self._reference]), self._reference, self._task)
        plan = self._plan(current)
        shown = plan.after
        if plan.changed and not self._task.check_mode:
            plan, shown = self._write(t.cast(Container, current).id or "")
        kept = next((tag for tag in current.tags if tag.system and self._is_it(tag)), None) if current else None
        if kept is not None and not self._desired.wanted:
            self._task.warn(f"The tag {kept.title} of container {self._reference.name} is Veracity's and is left.")
        return self._result(plan, shown)

    def _plan(self, current: Container | None) -> Plan[Container]:
        """Return what is to be done. Without a container: as if there were one without tags."""
        before = current or Container(self._reference.short_name, access_level="owner")
        titles = [tag.title for tag in before.tags if not tag.system and not self._is_it(tag)]
        there = [tag.title for tag in before.tags if not tag.system and self._is_it(tag)]
        wanted = titles + (there or [self._desired.title]) if self._desired.wanted else titles
        plan = containers.plan(before, Description(before.id, before.short_name, tags=tuple(wanted)))
        return Plan(f"tags of container {self._reference.name}", plan.before, plan.after, _view, plan.steps)

    def _write(self, identifier: str) -> tuple[Plan[Container], Container | None]:
        """Set the whole list of tags, which is the only way, on what is there now.

        No other run on this computer changes tags at the same time, so none is lost.
        """
        with alone(self._task, self._client.identity, "tags", "tags"):
            try:
                plan = self._plan(self._api.container(identifier))
                if not plan.changed:
                    return plan, plan.after
                with only_for(_OWNER):
                    return plan, metadata.write(self._api, plan, self._plan, clock=self._task.clock)
            except NotFoundError as error:
                raise finding.gone(self._reference, error) from None
            except (ApiError, UnknownStateError) as error:
                error.summary = f"Container {self._reference.name}: {error.summary}"
                raise

    def _is_it(self, tag: Tag) -> bool:
        """Return whether a tag is the described one."""
        return tag.title.casefold() == self._desired.title.casefold()

    def _result(self, plan: Plan[Container], shown: Container | None) -> dict[str, t.Any]:
        """Return the result of the task."""
        after = t.cast(Container, shown)
        found = next((tag for tag in after.tags if self._is_it(tag)), None)
        return {
            "changed": plan.changed,
            "tag": public(CatalogTag(found.title, None, found.type)) if found else None,
            "tags": containers.titles(after, system=False),
            "container": after.short_name or self._reference.short_name,
            "container_id": after.id,
            "diff": plan.diff,
        }


def ensure_in_catalog(task: Task, client: Client, desired: TagDescription) -> dict[str, t.Any]:
    """Have the tag in the catalogue.

    The list has only what Veracity has approved, so what was added is remembered.
    """
    DataFabric.of(task, client)
    api = Tags(client)
    memory = Memory.of(task, client, "tags", keep=_KEEP, without=_WITHOUT)
    key = desired.title.casefold()
    current = _find(api, desired)
    if current is None and key in memory:
        current = CatalogTag(desired.title, memory.get(key))
    plan: Plan[CatalogTag] = Plan(
        f"tag {desired.title}",
        current,
        current or CatalogTag(desired.title),
        _view_of_catalog,
        () if current else (Step("create"),),
    )
    shown = plan.after
    if plan.changed and not task.check_mode:
        shown = _add(api, desired)
        memory.remember({key: shown.id})
    return {
        "changed": plan.changed,
        "tag": public(t.cast(CatalogTag, shown)),
        "tags": None,
        "container": None,
        "container_id": None,
        "diff": plan.diff,
    }


def public(tag: CatalogTag) -> dict[str, t.Any]:
    """Return a tag as results show it."""
    return {"id": tag.id, "title": tag.title, "type": tag.type}


def _find(api: Tags, desired: TagDescription) -> CatalogTag | None:
    """Return the tag of the title, whatever its case."""
    return next((tag for tag in api.all() if tag.title.casefold() == desired.title.casefold()), None)


def _add(api: Tags, desired: TagDescription) -> CatalogTag:
    """Add the tag. After a lost answer look, and once more when it is not there: the same title is the same tag."""

    def applied() -> bool:
        return _find(api, desired) is not None

    try:
        made = api.create(desired.title, applied=applied)
    except AmbiguousError:
        made = _find(api, desired) or _add_again(api, desired, applied)
    return made or CatalogTag(desired.title)


def _add_again(api: Tags, desired: TagDescription, applied: Applied) -> CatalogTag | None:
    """Add the tag after an answer was lost. Raises UnknownStateError when this one is lost, too."""
    try:
        return api.create(desired.title, applied=applied)
    except AmbiguousError as error:
        raise UnknownStateError(
            f"Tag {desired.title}: whether it was added is not known ({error.summary.rstrip('.')}), and it does not "
            "show.",
            hint="Run again: to add a tag that is there already has no effect.",
            exchange=error.exchange,
        ) from None


def _view(container: Container | None) -> dict[str, t.Any]:
    """Return what a diff shows of a container."""
    return {"tags": containers.titles(container, system=False) if container else []}


def _view_of_catalog(tag: CatalogTag | None) -> dict[str, t.Any]:
    """Return what a diff shows of the catalogue."""
    return {"title": tag.title, "state": "present"} if tag else {"state": "absent"}
