# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The containers that tasks work on. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ...errors import ForbiddenError
from ...reconcile.engine import created_before
from ..api.containers import Container, DataFabric
from . import reference as finding
from .inventory import Inventory, by_id
from .reference import Reference

if t.TYPE_CHECKING:
    from ...task import Task


def look(api: DataFabric, references: t.Sequence[Reference]) -> Inventory:
    """Return what is there as far as the references are concerned, by one call, or none without references."""
    if not references:
        return Inventory([])
    identifier = references[0].id if len(references) == 1 else None
    return Inventory(by_id(api, identifier) if identifier else api.containers())


def pick(inventory: Inventory, reference: Reference, task: Task) -> Container | None:
    """Return the container that is meant. Raises StateError when it is not there or when several are meant.

    In check mode one may be missing: None.
    """
    found = inventory.find(reference.id, reference.short_name)
    if found is None:
        may_be_missing(reference, task)
    return found


def may_be_missing(reference: Reference, task: Task) -> None:
    """Raise StateError for a container that is not there. In check mode one with a short name may be missing."""
    missing = finding.missing(reference)
    if reference.short_name is None:
        raise missing
    created_before(task, f"Container {reference.name}", missing)


@contextlib.contextmanager
def only_for(who: str) -> t.Iterator[None]:
    """Say in the hint of a refusal (403) ``who`` may do it."""
    try:
        yield
    except ForbiddenError as error:
        error.hint = who
        raise
