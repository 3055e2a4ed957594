# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Many containers at once. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import InputError, VeracityError
from ...reconcile.results import complete
from ..api.containers import Container
from . import plan as containers
from .context import Tools
from .description import Description
from .inventory import Inventory
from .operation import Work, prepare


def prepare_all(descriptions: t.Sequence[Description], inventory: Inventory, tools: Tools) -> list[Work]:
    """Return the work that each description is; one that cannot be done has its ``error`` set."""
    works: list[Work] = []
    described: dict[str | None, str] = {}
    for description in descriptions:
        try:
            work = prepare(description, inventory, tools.journal, tools.waiting)
            identifier = work.plan.before.id if work.plan.before else None
            if identifier in described:
                raise InputError(
                    f"Container {work.name}: this is the same container as {described[identifier]}. Describe it once."
                )
            if identifier is not None:
                described[identifier] = work.name
        except VeracityError as error:
            work = Work(description, containers.unchanged(description))
            work.fail(error)
        works.append(work)
    return works


def prunable(inventory: Inventory, descriptions: t.Sequence[Description], managed_tag: str) -> list[Description]:
    """Return, as descriptions of absence, the caller's containers that carry the tag and are not described."""
    identifiers = {description.id for description in descriptions}
    names = {description.short_name for description in descriptions if description.id is None}
    return [
        Description(id=container.id, short_name=container.short_name, state="absent")
        for container in inventory.containers
        if container.owned
        and managed_tag.casefold() in {title.casefold() for title in containers.titles(container, system=False)}
        and container.id not in identifiers
        and container.short_name not in names
    ]


def managed_tag_of(params: t.Mapping[str, t.Any]) -> str | None:
    """Return the option ``managed_tag``. Raises InputError when it is blank, or missing although pruning is wanted."""
    tag: str | None = params["managed_tag"]
    if tag is not None and not tag.strip():
        raise InputError("managed_tag must not be empty. Give the title of a tag.")
    if params["prune"] and tag is None:
        raise InputError(
            "prune needs managed_tag: only containers that carry this tag are removed, never others that happen to be "
            "missing in the description. Set managed_tag."
        )
    return tag


def result(works: t.Sequence[Work], pruned: t.Sequence[Work]) -> dict[str, t.Any]:
    """Return what the task returns. Raises BulkError with the same in it when some containers failed."""
    everything = [*works, *pruned]
    found = {
        "changed": any(work.changed for work in everything),
        "outcomes": [_outcome(work) for work in works],
        "pruned": [{"title": _before(work).title, **_outcome(work)} for work in pruned],
        "diff": [work.plan.diff for work in everything if work.changed],
    }
    return complete(found, (work.error for work in everything), "containers")


def _outcome(work: Work) -> dict[str, t.Any]:
    """Return what became of one container."""
    seen = work.container or work.plan.before
    outcome = {
        "short_name": work.description.short_name or (seen.short_name if seen else None),
        "id": work.description.id or (seen.id if seen else None),
        "failed": work.error is not None,
        **work.result,
    }
    return {**outcome, "msg": str(work.error)} if work.error else outcome


def _before(work: Work) -> Container:
    """Return the container that is pruned."""
    return t.cast(Container, work.plan.before)
