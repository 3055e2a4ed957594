# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A description of Data Workbench, validated as a whole. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import InputError
from ..task import max_concurrency
from ..validation.mistakes import Mistakes, told
from . import schemas, workspace_reference, workspaces

Fields = dict[str, t.Any]

_PREFIX = "data_workbench_"
WORKSPACES = f"{_PREFIX}workspaces"
TENANT = f"{_PREFIX}tenant"


def check(found: Fields, mistakes: Mistakes) -> None:
    """Add to ``mistakes`` what can be seen without a request."""
    described = found.get("workspaces", [])
    if described or found.get("tenant"):
        with mistakes.collected():
            found["tenant"] = workspace_reference.checked_tenant(found.get("tenant"), TENANT)
    seen: dict[str, int] = {}
    for number, options in enumerate(described):
        place = f"{WORKSPACES}[{number}]"
        workspace = workspaces.check(options, "", place, mistakes)
        if workspace.name is None and workspace.id is None:
            mistakes.add(place, "one of name and id is required.")
        for key in filter(None, (workspace.name, workspace.id)):
            first = seen.setdefault(key, number)
            if first != number:
                mistakes.add(place, f"{key} is described by {WORKSPACES}[{first}] already. Describe each once.")
        # The following steps name it so, and so does the result.
        options.update({name: value for name in ("id", "name") if (value := getattr(workspace, name))})
        _check_schemas(options.get("schemas", ()), f"{place}.schemas", mistakes)
    try:
        max_concurrency(found)
    except InputError as error:
        mistakes.add("", f"{_PREFIX}{told(error)}")


def _check_schemas(entries: t.Iterable[Fields], place: str, mistakes: Mistakes) -> None:
    """Check the schemas of a workspace, whose names are case-sensitive."""
    seen: dict[str, str] = {}
    for number, options in enumerate(entries):
        where = f"{place}[{number}]"
        name = schemas.check(options, where, mistakes).name
        first = seen.setdefault(name, where)
        if name and first != where:
            mistakes.add(where, f"{name} is described by {first} already. Describe each once.")
