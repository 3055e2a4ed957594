# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on tenants and workspaces: list, make, change, members, the activity log."""

from __future__ import annotations

import typing as t

from ..inputs import BadInputError, json_object, name_text, text
from ..messages import Response, json_response
from ..routing import Call
from .lookups import (
    administrator,
    body_of,
    for_data_sets_only,
    page_of,
    problem,
    query_number,
    refuse,
    tenant_of,
    workspace_of,
)
from .workspaces import REGIONS, Member, Workspace


def list_workspaces(call: Call) -> Response:
    """GET /tenants/{tenantId}/workspaces."""
    found = call.state.workbench.workspaces.of_tenant(tenant_of(call))
    return json_response(200, [workspace.view() for workspace in found])


def make_workspace(call: Call) -> Response:
    """POST /tenants/{tenantId}/workspaces; only an administrator of the tenant may."""
    tenant_id = tenant_of(call)
    administrator(call)
    wanted = body_of(call, _new_workspace)
    workspaces = call.state.workbench.workspaces
    made = workspaces.make(tenant_id, wanted["name"], wanted["description"], wanted["region"])
    workspaces.log(made, call.caller.client_id, "Workspace created", name=made.name)
    return json_response(201, made.view())


def get_workspace(call: Call) -> Response:
    """GET /workspaces/{workspaceId}."""
    return json_response(200, workspace_of(call).view())


def get_workspace_of_tenant(call: Call) -> Response:
    """GET /tenants/{tenantId}/workspaces/{workspaceId}."""
    return json_response(200, _in_tenant(call).view())


def change_workspace(verb: str) -> t.Callable[[Call], Response]:
    """Return PATCH or PUT /tenants/{tenantId}/workspaces/{workspaceId}: only one of them is there."""

    def answer(call: Call) -> Response:
        if call.state.settings.workspace_update_verb != verb:
            return problem(405, f"{verb} is not allowed here.")
        workspace = _in_tenant(call)
        administrator(call)
        wanted = body_of(call, lambda value: json_object(value, {"name", "description"}, frozenset()))
        workspace.name = body_of(call, lambda _value: name_text("name", wanted["name"]))
        workspace.description = body_of(call, lambda _value: text("description", wanted["description"]))
        workspaces = call.state.workbench.workspaces
        workspaces.log(workspace, call.caller.client_id, "Workspace updated", name=workspace.name)
        return json_response(200, workspace.view())

    return answer


def tenant_roles(call: Call) -> Response:
    """GET /tenants/{tenantId}/users/roles."""
    tenant_id = tenant_of(call)
    people = call.state.company_tenants.find(tenant_id)
    admins = people.admins if people else ()
    members = [
        Member(user, person.name(), person.email, "administrator" if user in admins else "reader")
        for user in (people.users if people else ())
        if (person := call.state.directory.find(user)) is not None
    ]
    own = Member(call.caller.client_id, "Fleet service account", "", _own_role(call), is_service_principal=True)
    return _roles(call, [own, *members], "Tenant", tenant_id)


def workspace_roles(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/users/roles."""
    workspace = workspace_of(call)
    return _roles(call, workspace.members, "Workspace", workspace.id)


def ledger(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/ledger: the newest entry first."""
    entries = list(reversed(workspace_of(call).ledger))
    first = call.state.settings.workbench_first_page
    return page_of(
        call, entries, first=first, index=query_number(call, "PageIndex"), size=query_number(call, "PageSize")
    )


def my_tenants(call: Call) -> Response:
    """GET /me/tenants?tenantIdOrAlias=&includeRoleName=: the tenants and workspaces of the caller."""
    wanted = call.query("tenantIdOrAlias")
    with_roles = (call.query("includeRoleName") or "false").lower() == "true"
    workspaces = call.state.workbench.workspaces
    tenants = call.state.company_tenants.of_client(call.caller.client_id)
    role = {"roleName": _own_role(call)} if with_roles else {}
    return json_response(
        200,
        [
            {
                "id": tenant.id,
                "name": tenant.name,
                "alias": next((alias for alias, found in workspaces.aliases.items() if found == tenant.id), None),
                **role,
                "workspaces": [
                    {"id": entry.id, "name": entry.name, "description": entry.description, **role}
                    for entry in workspaces.of_tenant(tenant.id)
                ],
            }
            for tenant in tenants
            if wanted is None or workspaces.tenant_id(wanted) == tenant.id
        ],
    )


def _in_tenant(call: Call) -> Workspace:
    """Return the workspace of the path, which has to be in the tenant of the path."""
    tenant_id = tenant_of(call)
    workspace = workspace_of(call)
    if workspace.tenant_id != tenant_id:
        refuse(404, "The tenant has no such workspace.")
    return workspace


def _new_workspace(value: t.Any) -> dict[str, str]:
    """Return the body of a creation."""
    given = json_object(value, {"name", "region"}, {"description"})
    if given["region"] not in REGIONS:
        raise BadInputError(f"region has to be one of {', '.join(REGIONS)}")
    description = text("description", given.get("description", ""))
    return {"name": name_text("name", given["name"]), "description": description, "region": given["region"]}


def _own_role(call: Call) -> str:
    """Return the role of the caller."""
    return "reader" if for_data_sets_only(call) else call.state.settings.workbench_role


def _roles(call: Call, members: t.Sequence[Member], scope: str, reference: str) -> Response:
    """Return a page of members with their roles."""
    entries = [
        {
            "userId": member.user_id,
            "email": member.email or None,
            "name": member.name,
            "isServicePrincipal": member.is_service_principal,
            "roleScope": {"role": member.role, "scopeType": scope, "scopeRef": reference},
        }
        for member in members
    ]
    first = call.state.settings.workbench_first_page
    return page_of(
        call, entries, first=first, index=query_number(call, "pageIndex"), size=query_number(call, "pageSize")
    )
