# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which workspace an option means. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ..api_fields import guid, guid_or_none
from ..errors import InputError, NotFoundError, StateError
from ..reconcile.engine import created_before
from ..validation.names import checked_name, composed
from .api.workspaces import Workspace, Workspaces

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_WHAT = "the name or the ID of a workspace"
ADMIN = "The application needs the role Admin in the workspace, or Admin in its tenant."


def find(client: Client, workspace: str | None, tenant: str | None) -> Workspace:
    """Return the workspace that the options ``workspace`` (a name or an id) and ``tenant`` mean, by one call.

    Without a tenant a name is looked for in all workspaces of the caller. Raises InputError for an option that is no
    name, and StateError if there is no such workspace, or if there are several.
    """
    named, found = _find(client, workspace, tenant)
    if found is None:
        raise missing(f"the name {named}")
    return found


def expected(
    task: Task, client: Client, workspace: str | None, tenant: str | None, *, known: str | None = None
) -> Workspace | None:
    """Return the workspace as ``find`` does, without a call if its id is ``known``.

    Check mode warns about a missing name, and returns None: an earlier task of the run may create it.
    """
    if known is not None:
        return Workspace(known, checked_name(workspace, "workspace", _WHAT), tenant=tenant)
    named, found = _find(client, workspace, tenant)
    if found is None:
        created_before(task, f"The workspace {named}", missing(f"the name {named}"))
    return found


def known_id(params: t.Mapping[str, t.Any]) -> str | None:
    """Return the option ``workspace_id``, which says which workspace a name means. Raises InputError."""
    given = params.get("workspace_id")
    return None if given is None else guid(given, "workspace_id")


@contextlib.contextmanager
def checked_after(client: Client, known: str | None) -> t.Iterator[None]:
    """Say that there is no workspace of an id that was taken as known, where something in it is not found."""
    try:
        yield
    except NotFoundError:
        if known is not None and Workspaces(client).get(known) is None:
            raise missing(f"the id {known}") from None
        raise


def checked_tenant(tenant: str | None, option: str = "tenant") -> str:
    """Return the id or alias of a tenant, an id in its usual spelling. Raises InputError for what cannot be one."""
    named = checked_name(tenant, option, "the ID or the alias of the tenant")
    if named in (".", "..") or "/" in named or "\\" in named:
        raise InputError(f"{option}: must be the ID or the alias of a tenant, not {named!r}.")
    return guid_or_none(named) or named


def named_so(found: t.Iterable[Workspace], name: str) -> list[Workspace]:
    """Return the workspaces of a name."""
    return [workspace for workspace in found if composed(workspace.name) == composed(name)]


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


def _find(client: Client, workspace: str | None, tenant: str | None) -> tuple[str, Workspace | None]:
    """Return the name that is looked for, and the workspace. Raises as ``find``, but not for a missing name."""
    api = Workspaces(client)
    named = checked_name(workspace, "workspace", _WHAT)
    place = None if tenant is None else checked_tenant(tenant)
    identifier = guid_or_none(named)
    if identifier is not None:
        found = api.get(identifier, place)
        if found is None:
            raise missing(f"the id {identifier}")
        return named, found
    return named, one_of(named_so(api.visible() if place is None else api.of_tenant(place), named), named)
