# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Services API V4: licences and administrators of an application."""

from __future__ import annotations

import typing as t

from .company_tenants import License, TenantApplication
from .delayed import Delayed
from .inputs import guid, json_object
from .messages import Response, json_response
from .routing import Call
from .tenant_lookups import (
    RefusedError,
    accepted,
    application_of,
    body_of,
    checked,
    known,
    patched_by,
    problem,
    tenant_of,
    visible_at,
)
from .tenant_views import people_views, profile_view


def list_licenses(call: Call) -> Response:
    """List the licences of an application."""
    application = application_of(call, tenant_of(call))
    now = call.state.clock.now()
    seen = (history.seen(now) for history in application.licenses.values())
    return json_response(200, [entry for entry in seen if entry is not None])


def get_license(call: Call) -> Response:
    """Return the licence of a user; a group's is in the list only."""
    history = application_of(call, tenant_of(call)).licenses.get(call.parameters["userId"].lower())
    seen = None if history is None else history.seen(call.state.clock.now())
    if seen is None or seen["entityType"] != "user":
        raise RefusedError(problem(404, "There is no such licence."))
    return json_response(200, seen)


def post_license(call: Call) -> Response:
    """Give a user or a group a licence."""
    tenant = tenant_of(call)
    application = application_of(call, tenant)
    body = body_of(call, lambda value: json_object(value, {"entityId", "entityType"}, {"accessLevel"}))
    kind = body["entityType"]
    if kind not in ("user", "group"):
        raise RefusedError(problem(400, "entityType has to be user or group."))
    entity = checked(lambda: guid("entityId", body["entityId"]))
    if entity not in (tenant.users if kind == "user" else tenant.groups):
        raise RefusedError(problem(404, f"The tenant has no {kind} {entity}. A profile id is not a user id."))
    level = body.get("accessLevel")
    if level is not None:
        _check_level(call, application, level)
    history = application.licenses.setdefault(entity, Delayed(None))
    if history.latest() is not None:
        raise RefusedError(problem(409, "There is a licence already."))
    license_ = {
        "entityId": entity,
        "entityType": kind,
        "accessLevel": level,
        "properties": [],
        "extensionProperties": [],
    }
    return _write(call, history, license_)


def put_license(call: Call) -> Response:
    """Replace the access level of a licence."""
    history, license_ = _latest_license(call)
    body = body_of(call, lambda value: json_object(value, {"accessLevel"}, set()))
    _check_level(call, application_of(call, tenant_of(call)), body["accessLevel"])
    return _write(call, history, {**license_, "accessLevel": body["accessLevel"]})


def patch_license(call: Call) -> Response:
    """Change the properties of a licence."""
    history, license_ = _latest_license(call)
    arrays = {name: license_[name] for name in ("properties", "extensionProperties")}
    changed = patched_by(call, arrays)
    return _write(call, history, {**license_, **changed})


def delete_license(call: Call) -> Response:
    """Withdraw a licence."""
    history, license_ = _latest_license(call)
    history.write(None, visible_at(call))
    return accepted(license_)


def licensed_users(call: Call) -> Response:
    """List the users that the licences are for, each once."""
    tenant = tenant_of(call)
    now = call.state.clock.now()
    application = application_of(call, tenant)
    entities = [entity for entity, history in application.licenses.items() if history.seen(now) is not None]
    users = dict.fromkeys(user for entity in entities for user in tenant.exploded(entity))
    return json_response(200, [profile_view(call, tenant, user) for user in users])


def list_administrators(call: Call) -> Response:
    """List the administrators of an application."""
    now = call.state.clock.now()
    rows = application_of(call, tenant_of(call)).administrators.items()
    return json_response(200, people_views(call, [user for user, history in rows if history.seen(now)]))


def post_administrator(call: Call) -> Response:
    """Appoint an administrator."""
    tenant = tenant_of(call)
    application = application_of(call, tenant)
    user_id = call.parameters["userId"].lower()
    known(user_id in tenant.users, user_id)
    application.administrators.setdefault(user_id, Delayed(False)).write(True, visible_at(call))
    return accepted(people_views(call, [user_id])[0])


def delete_administrator(call: Call) -> Response:
    """Dismiss an administrator."""
    application = application_of(call, tenant_of(call))
    user_id = call.parameters["userId"].lower()
    history = application.administrators.get(user_id)
    if history is None or not history.latest():
        raise RefusedError(problem(404, "There is no such administrator."))
    history.write(False, visible_at(call))
    return accepted(people_views(call, [user_id])[0])


def _history(call: Call) -> Delayed[License | None] | None:
    return application_of(call, tenant_of(call)).licenses.get(call.parameters["entityId"].lower())


def _latest_license(call: Call) -> tuple[Delayed[License | None], dict[str, t.Any]]:
    history = _history(call)
    latest = None if history is None else history.latest()
    if history is None or latest is None:
        raise RefusedError(problem(404, "There is no such licence."))
    return history, latest


def _check_level(call: Call, application: TenantApplication, level: t.Any) -> None:
    levels = call.state.company_tenants.levels(application)
    if not levels:
        raise RefusedError(problem(400, "The application has no access levels."))
    if not isinstance(level, str) or level not in levels:
        raise RefusedError(problem(400, f"accessLevel has to be one of {', '.join(levels)}."))


def _write(call: Call, history: Delayed[License | None], license_: dict[str, t.Any]) -> Response:
    history.write(license_, visible_at(call))
    return accepted(license_)
