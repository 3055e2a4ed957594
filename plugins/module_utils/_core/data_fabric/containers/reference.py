# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which container an option means. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import ApiError, GoneError, InputError, StateError
from ...reconcile.engine import created_before
from ...validation.mistakes import Mistakes
from ..api.containers import Container, DataFabric
from .inventory import Inventory, by_id
from .naming import Reference, reference

if t.TYPE_CHECKING:
    from ...task import Task

__all__ = [
    "Reference",
    "distinct",
    "find",
    "find_containers",
    "gone",
    "may_be_missing",
    "missing",
    "needed",
    "needed_id",
    "pick",
    "reference",
]


def distinct(
    entries: t.Sequence[t.Mapping[str, t.Any]], mistakes: Mistakes
) -> t.Iterator[tuple[t.Mapping[str, t.Any], Reference]]:
    """Yield the entries of the option ``containers``, each with its container, which no other entry may have."""
    seen: dict[Reference, int] = {}
    for number, options in enumerate(entries):
        found = Reference()
        with mistakes.collected():
            found = reference(options["container"], f"containers[{number}].container")
            first = seen.setdefault(found, number)
            if first != number:
                raise InputError(
                    f"containers[{number}].container: {found.name} is the same container as that of "
                    f"containers[{first}]. Describe it once."
                )
        yield options, found


def find(api: DataFabric, wanted: Reference) -> Container | None:
    """Return the container, by one call, or None when it is not there or the caller may not see it.

    Raises StateError when several have the short name.
    """
    inventory = Inventory(by_id(api, wanted.id) if wanted.id else api.containers())
    return inventory.find(wanted.id, wanted.short_name)


# For what was there when a task began.
def gone(wanted: Reference, error: ApiError) -> GoneError:
    """Return the error for a container that went since it was found."""
    return GoneError(
        f"Container {wanted.name}: it no longer exists, or this application can no longer see it.",
        hint="Check that it still exists, and ask its owner for access if it belongs to someone else.",
        exchange=error.exchange,
    )


def missing(wanted: Reference) -> StateError:
    """Return the error for a container that is needed and not there."""
    if wanted.id is not None:
        return StateError(
            f"There is no container with the id {wanted.id}, or this application cannot see it.",
            hint="Check the id and veracity_environment, and wait up to 15 minutes if the container is new.",
        )
    return StateError(
        f"This application owns no container with the short name {wanted.short_name}.",
        hint="Create it first, with dnv.veracity.veracity_container; it becomes visible within 15 minutes. For a "
        "container of someone else, use its id.",
    )


def find_containers(api: DataFabric, references: t.Sequence[Reference]) -> Inventory:
    """Return what is there as far as the references are concerned, by one call, or none without references."""
    if not references:
        return Inventory([])
    identifier = references[0].id if len(references) == 1 else None
    return Inventory(by_id(api, identifier) if identifier else api.containers())


def pick(inventory: Inventory, wanted: Reference, task: Task) -> Container | None:
    """Return the container that is meant. Raises StateError when it is not there or when several are meant.

    In check mode one may be missing: None.
    """
    found = inventory.find(wanted.id, wanted.short_name)
    if found is None:
        may_be_missing(wanted, task)
    return found


def may_be_missing(wanted: Reference, task: Task) -> None:
    """Raise StateError for a container that is not there. In check mode one with a short name may be missing."""
    error = missing(wanted)
    if wanted.short_name is None:
        raise error
    created_before(task, f"Container {wanted.name}", error)


def needed(api: DataFabric, wanted: Reference) -> Container:
    """Return the container as ``find`` does. Raises StateError when it is not there."""
    found = find(api, wanted)
    if found is None:
        raise missing(wanted)
    return found


def needed_id(container: Container) -> str:
    """Return the id of a container that is there."""
    return t.cast(str, container.id)
