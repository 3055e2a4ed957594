# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Services API V4 shows tenants, applications, groups and people."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable

from .company_tenants import CompanyTenant, Group, TenantApplication
from .delayed import Delayed
from .inputs import BadInputError, text
from .messages import Response, json_response
from .routing import Call
from .tenant_lookups import RefusedError, checked, problem
from .tenant_patches import Properties

PAGE = 50


def tenant_view(tenant: CompanyTenant) -> dict[str, t.Any]:
    """Return a tenant as the API shows it."""
    return {"id": tenant.id, "name": tenant.name}


def application_view(call: Call, application: TenantApplication, *, latest: bool = False) -> dict[str, t.Any]:
    """Return an application as reads show it, or as it was written last."""
    return {
        "id": application.id,
        "name": application.name,
        "serviceId": application.service_id,
        "accessLevels": list(call.state.company_tenants.levels(application)),
        "properties": [],
        "extensionProperties": _value(call, application.extension, latest),
    }


def group_view(call: Call, group: Group, *, latest: bool = False) -> dict[str, t.Any]:
    """Return a group as reads show it, or as it was written last."""
    extension = _value(call, group.extension, latest)
    return {"id": group.id, "name": group.name, **({"extensionProperties": extension} if extension else {})}


def member_view(tenant: CompanyTenant, member: str) -> dict[str, t.Any]:
    """Return a member of a group with its kind."""
    return {"id": member, "type": "group" if member in tenant.groups else "user"}


def profile_view(call: Call, tenant: CompanyTenant, user_id: str) -> dict[str, t.Any]:
    """Return a user's profile."""
    person = call.state.company_tenants.person(user_id)
    extension = _value(call, tenant.users[user_id], latest=False)
    return {
        "id": tenant.profile_id(user_id),
        "userId": user_id,
        "tenantId": tenant.id,
        "email": None if person is None else person.email,
        "name": None if person is None else person.name(),
        **({"extensionProperties": extension} if extension else {}),
    }


def people_views(call: Call, user_ids: Iterable[str]) -> list[dict[str, t.Any]]:
    """Return accounts, such as administrators."""
    people = (call.state.directory.find(user_id) for user_id in user_ids)
    return [{"userId": entry.id, "email": entry.email, "name": entry.name()} for entry in people if entry is not None]


def _value(call: Call, history: Delayed[Properties], latest: bool) -> Properties:
    return history.latest() if latest else history.seen(call.state.clock.now())


def paged(call: Call, rows: list[dict[str, t.Any]]) -> Response:
    """Return a list the OData way: a page, and a link to the next one."""
    unknown = set(call.request.query) - {"$skip", "$top", "subscription-key"}
    if unknown:
        raise RefusedError(problem(400, f"The simulator has no {', '.join(sorted(unknown))}."))
    skip, top = checked(lambda: [_count(call, name) for name in ("$skip", "$top")])
    start = skip or 0
    asked = rows[start:] if top is None else rows[start : start + top]
    body: dict[str, t.Any] = {"value": asked[:PAGE]}
    if len(asked) > PAGE:
        rest = "" if top is None else f"&$top={top - PAGE}"
        body["@odata.nextLink"] = f"{call.request.origin}{call.request.path}?$skip={start + PAGE}{rest}"
    return json_response(200, body)


def _count(call: Call, name: str) -> int | None:
    value = call.query(name)
    if value is None:
        return None
    if not text(name, value).isascii() or not value.isdigit():
        raise BadInputError(f"{name} has to be a number")
    return int(value)
