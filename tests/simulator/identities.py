# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations on applications and users."""

from __future__ import annotations

import dataclasses
import secrets
import typing as t

from .bodies import checked_body
from .inputs import BadInputError, guid, json_object
from .messages import Response, json_response
from .registrations import ROLES, Application
from .routing import Call, message


def get_own_application(call: Call) -> Response:
    """Return the calling application."""
    return _view(call.caller)


def get_application(call: Call) -> Response:
    """Return any application that Data Fabric knows."""
    application = call.state.applications.find(call.parameters["applicationId"])
    if application is None or application.role is None:
        return message(404, "The application was not found.")
    return _view(application)


def create_application(call: Call) -> Response:
    """Make an application known to Data Fabric."""
    described = checked_body(call, _description)
    if isinstance(described, Response):
        return described
    if call.caller.role != "dataAdmin":
        return message(403, "Only a DataAdmin may do this.")
    applications = call.state.applications
    registered = applications.find(described["client_id"])
    if registered is None:
        # Not registered at the identity provider: nobody has a secret for it.
        registered = Application(described["client_id"], secrets.token_hex(), role=None)
    if registered.role is not None:
        return message(409, "An application with this ID already exists.")
    applications.put(dataclasses.replace(registered, **described))
    return Response(200)


def update_application_role(call: Call) -> Response:
    """Give an application another role."""
    role = call.query("role")
    if call.caller.role != "dataAdmin":
        return message(403, "Only a DataAdmin may do this.")
    if role not in ROLES:
        return message(400, f"role has to be one of {', '.join(ROLES)}.")
    application = call.state.applications.find(call.parameters["applicationId"])
    if application is None or application.role is None:
        return message(404, "Application was not found")
    call.state.applications.put(dataclasses.replace(application, role=role))
    return Response(200)


def get_own_user(call: Call) -> Response:
    """Return 404: every caller here is an application, and this operation is for users."""
    return message(404, "NotFound")


def get_user(call: Call) -> Response:
    """Return any user that Data Fabric knows; an application is none."""
    user = call.state.users.find(call.parameters["userId"])
    return message(404, "The user was not found.") if user is None else json_response(200, user.user())


def list_distribution(call: Call) -> Response:
    """List those with whom the caller's containers are shared; nobody may ask for another's list."""
    state, caller = call.state, call.caller.client_id
    if (call.query("userId") or "").lower() != caller:
        return message(403, "Not allowed to access the list.")
    now = state.clock.now()
    users = {
        access.user_id: None
        for container in state.containers.existing()
        if container.owner == caller
        for access in state.accesses.of(container.id)
        if access.live(now)
    }
    return json_response(200, [{"userId": user_id} for user_id in users])


def _view(application: Application) -> Response:
    return json_response(
        200, {"id": application.client_id, "companyId": application.company_id, "role": application.role}
    )


def _description(value: t.Any) -> dict[str, t.Any]:
    parts = json_object(value, {"id", "companyId", "role"}, set())
    if parts["role"] not in ROLES:
        raise BadInputError(f"role has to be one of {', '.join(ROLES)}")
    return {
        "client_id": guid("id", parts["id"]),
        "company_id": guid("companyId", parts["companyId"]),
        "role": parts["role"],
    }
