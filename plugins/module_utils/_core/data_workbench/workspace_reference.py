# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which workspace an option means. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import guid_or_none
from ..errors import InputError, StateError
from .api.workspaces import Workspace, Workspaces

if t.TYPE_CHECKING:
    from ..client import Client

ADMIN = "The application needs the role Admin in the workspace, or Admin in its tenant."


def find(client: Client, workspace: str, tenant: str | None) -> Workspace:
    """Return the workspace that the options ``workspace`` (a name or an id) and ``tenant`` mean, by one call.

    Without a tenant a name is looked for in all workspaces of the caller. Raises InputError for an empty option, and
    StateError if there is no such workspace, or if there are several.
    """
    api = Workspaces(client)
    named = workspace.strip()
    if not named:
        raise InputError("workspace: must not be empty. Set the name or the id of a workspace.")
    identifier = guid_or_none(named)
    if identifier is not None:
        found = api.get(identifier, tenant)
        if found is None:
            raise missing(f"the id {identifier}")
        return found
    candidates = api.visible() if tenant is None else api.of_tenant(tenant)
    return one_of([entry for entry in candidates if entry.name == named], named) or _raise_missing(named)


def one_of(found: t.Sequence[Workspace], name: str) -> Workspace | None:
    """Return the one workspace of a name, None if there is none. Raises StateError if there are several."""
    if len(found) > 1:
        identifiers = ", ".join(sorted(workspace.id for workspace in found))
        raise StateError(
            f"Workspace {name}: {len(found)} workspaces have this name: {identifiers}.",
            hint="Use the id of the workspace.",
        )
    return found[0] if found else None


def missing(what: str) -> StateError:
    """Return the error for a workspace that is needed and not there."""
    return StateError(
        f"There is no workspace with {what}, or this application may not see it.",
        hint="Check the name or id, tenant and veracity_environment. An administrator of the workspace adds the "
        "service account of the application to it.",
    )


def _raise_missing(name: str) -> t.NoReturn:
    raise missing(f"the name {name}")
