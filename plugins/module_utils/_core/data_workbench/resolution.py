# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What reading shows of a whole description of Data Workbench. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import InputError, StateError
from ..reconcile import engine
from ..reconcile.engine import Item
from ..validation.mistakes import Mistakes, told
from . import schemas, workspaces
from .api.workspaces import Workspace
from .description import TENANT, WORKSPACES
from .schema_writes import WorkspaceSchemas

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

Fields = dict[str, t.Any]


def reads(found: Fields) -> bool:
    """Return whether there is anything to read."""
    return bool(found.get("workspaces"))


def resolve(task: Task, client: Client, found: Fields, mistakes: Mistakes) -> Fields:
    """Add to ``mistakes`` what reading shows. There is nothing that the role is told beside the description.

    The workspaces and schemas are planned as their modules do it, so that what cannot be done is known before the first
    write. Nothing is read of what has a mistake already.
    """
    if not reads(found) or mistakes.about(TENANT):
        return {}
    _Resolution(task, client, found, mistakes).check()
    return {}


class _Resolution:
    """A description beside what is there."""

    def __init__(self, task: Task, client: Client, found: Fields, mistakes: Mistakes) -> None:
        self._task = task
        self._client = client
        self._tenant: str = found["tenant"]
        self._described: list[Fields] = found["workspaces"]
        self._mistakes = mistakes

    def check(self) -> None:
        """Check that everything can be as described."""
        good = {
            number: workspaces.check(options, self._tenant, "", Mistakes())
            for number, options in enumerate(self._described)
            if not self._mistakes.about(f"{WORKSPACES}[{number}]")
        }
        kind = workspaces.TenantWorkspaces(self._task, self._client)
        items = engine.gathered(kind, list(good.values()), self._task)
        seen: dict[str, int] = {}
        for number, item in zip(good, items, strict=True):
            place = f"{WORKSPACES}[{number}]"
            self._note(place, item)
            current = item.state
            if current is not None and seen.setdefault(current.id, number) != number:
                first = f"{WORKSPACES}[{seen[current.id]}]"
                self._mistakes.add(place, f"this is the same workspace as {first}. Describe it once.")
            self._check_schemas(current, self._described[number].get("schemas", []), f"{place}.schemas")

    def _check_schemas(self, workspace: Workspace | None, described: t.Sequence[Fields], place: str) -> None:
        """Check that the schemas of a workspace can be as described; without one, that they can be created."""
        kind = WorkspaceSchemas(self._task, self._client, workspace.id if workspace else None)
        good = {
            number: schemas.check(options, "", Mistakes())
            for number, options in enumerate(described)
            if not self._mistakes.about(f"{place}[{number}]")
        }
        for number, item in zip(good, engine.gathered(kind, list(good.values()), self._task), strict=True):
            self._note(f"{place}[{number}]", item)

    def _note(self, place: str, item: Item[t.Any, t.Any]) -> None:
        """Note what cannot be done about an item. Raises what is wrong with a request."""
        if isinstance(item.error, (InputError, StateError)):
            self._mistakes.add(place, told(item.error))
        elif item.error is not None:
            raise item.error
