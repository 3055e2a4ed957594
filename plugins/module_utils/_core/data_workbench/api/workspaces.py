# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Workspaces of tenants, as the gateway has them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from ...api_fields import confirming, guid, objects, one_object, required_guid, text
from ...errors import ApiError, NotFoundError
from .data_scope import whole_workspaces
from .gateway import V2, pages

if t.TYPE_CHECKING:
    from ...client import Applied, Client

# What a role is called by in the list of the caller's tenants; the shape of the response is not documented.
_ROLES = ("roleName", "role")
_NEITHER = "Data Workbench takes neither a PATCH nor a PUT here. Check api_url, or ask support@veracity.com."


@dataclass(frozen=True)
class Workspace:
    """A workspace. ``tenant`` and ``region`` are None where the response does not tell them."""

    id: str
    name: str
    description: str = ""
    region: str | None = None
    tenant: str | None = None


@dataclass(frozen=True)
class Roles:
    """The roles of the caller, by the ids and aliases of tenants, and by the ids of workspaces, in lower case.

    A role is admin, reader, or empty if it is not known.
    """

    in_tenants: t.Mapping[str, str]
    in_workspaces: t.Mapping[str, str]

    def only_reads(self, tenant: str, workspace: str | None = None) -> bool:
        """Return whether the caller is known to be a reader of a workspace, or without one of its tenant."""
        in_tenant = self.in_tenants.get(tenant.casefold(), "")
        role = in_tenant if workspace is None else self.in_workspaces.get(workspace.casefold(), "")
        # Who is an administrator of the tenant is one of its workspaces.
        return role == "reader" and in_tenant != "admin"


class Workspaces:
    """Workspaces as the caller of ``client`` sees them. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def of_tenant(self, tenant: str) -> list[Workspace]:
        """Return the workspaces of a tenant, by its id or alias (GET /tenants/{tenantId}/workspaces)."""
        with whole_workspaces():
            answer = self._client.get(f"{_tenant(tenant)}/workspaces").json()
        return [_workspace(entry, tenant) for entry in objects(answer, "The list of workspaces")]

    def get(self, workspace: str, tenant: str | None = None) -> Workspace | None:
        """Return a workspace by its id, None if there is none (GET /workspaces/{workspaceId}).

        Within a tenant the response has the region, too (GET /tenants/{tenantId}/workspaces/{workspaceId}).
        """
        place = V2 if tenant is None else _tenant(tenant)
        try:
            with whole_workspaces():
                return _workspace(self._client.get(f"{place}/workspaces/{guid(workspace)}").json(), tenant)
        except NotFoundError:
            return None

    def create(self, tenant: str, wanted: Workspace, *, applied: Applied) -> Workspace:
        """Create a workspace (POST /tenants/{tenantId}/workspaces). Only administrators of the tenant may."""
        body = {"name": wanted.name, "description": wanted.description, "region": wanted.region}
        with confirming():
            answer = self._client.post(f"{_tenant(tenant)}/workspaces", body=body, applied=applied).json()
            return _workspace(answer, tenant)

    def update(self, tenant: str, wanted: Workspace, verb: str, *, applied: Applied) -> None:
        """Set name and description (PATCH or PUT /tenants/{tenantId}/workspaces/{workspaceId}: which is not published).

        Raises VerbError if the gateway takes the other verb.
        """
        send = self._client.put if verb == "PUT" else self._client.patch
        body = {"name": wanted.name, "description": wanted.description}
        try:
            send(f"{_tenant(tenant)}/workspaces/{guid(wanted.id)}", body=body, applied=applied)
        except ApiError as error:
            if error.status == 405:
                raise VerbError(error.summary, hint=_NEITHER, exchange=error.exchange) from None
            raise

    def members(self, workspace: str) -> list[dict[str, t.Any]]:
        """Return who has a role in a workspace, as the response has it (GET /workspaces/{workspaceId}/users/roles)."""
        with whole_workspaces():
            return pages(self._client, f"{V2}/workspaces/{guid(workspace)}/users/roles")

    def activity(self, workspace: str, limit: int) -> list[dict[str, t.Any]]:
        """Return the newest entries of the activity log, as they are (GET /workspaces/{workspaceId}/ledger)."""
        with whole_workspaces():
            return pages(self._client, f"{V2}/workspaces/{guid(workspace)}/ledger", limit=limit)

    def own_roles(self) -> Roles:
        """Return the roles of the caller (GET /me/tenants?includeRoleName=true).

        The documents do not say how the fields are called, nor whether a service account gets an answer.
        """
        answer = self._client.get(f"{V2}/me/tenants", query={"includeRoleName": "true"}).json()
        in_tenants: dict[str, str] = {}
        in_workspaces: dict[str, str] = {}
        for tenant in objects(answer, "The list of tenants"):
            for name in filter(None, (text(tenant, "id"), text(tenant, "alias"))):
                in_tenants[name.casefold()] = _role(tenant)
            for entry in objects(tenant.get("workspaces") or [], "The list of workspaces"):
                in_workspaces[text(entry, "id").casefold()] = _role(entry)
        return Roles(in_tenants, in_workspaces)

    def visible(self) -> list[Workspace]:
        """Return all workspaces of the caller, without their regions (GET /me/tenants)."""
        answer = self._client.get(f"{V2}/me/tenants").json()
        return [
            _workspace(entry, required_guid(tenant, "id", "A tenant"))
            for tenant in objects(answer, "The list of tenants")
            for entry in objects(tenant.get("workspaces") or [], "The list of workspaces")
        ]


class VerbError(ApiError):
    """HTTP 405: the gateway takes another verb for this."""


def _role(entry: t.Mapping[str, t.Any]) -> str:
    """Return the role in an entry: admin, reader, or empty for anything else."""
    found = next((text(entry, name) for name in _ROLES if text(entry, name)), "").casefold()
    return "admin" if found.startswith("admin") else found if found == "reader" else ""


def _tenant(tenant: str) -> str:
    """Return the path of a tenant, which is named by its id or its alias."""
    return f"{V2}/tenants/{quote(tenant, safe='')}"


def _workspace(entry: t.Any, tenant: str | None) -> Workspace:
    """Return an entry as a workspace. Raises ResponseError if it lacks the id."""
    fields = one_object(entry, "A workspace")
    return Workspace(
        required_guid(fields, "id", "A workspace"),
        text(fields, "name"),
        text(fields, "description"),
        text(fields, "region") or None,
        tenant,
    )
