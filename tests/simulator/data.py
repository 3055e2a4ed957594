# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data Fabric Data API: containers and identities are read here."""

from __future__ import annotations

from .containers import Container
from .messages import Response, json_bytes_response, json_response
from .registrations import COMPANY_ID, Application
from .routing import Api, Call, Route, message


def list_resources(call: Call) -> Response:
    """List every container that the caller has a relation to; there is no paging and no filter."""
    caller, containers = call.caller.client_id, call.state.containers
    entries = [_serialised(call, container) for container in containers.related(caller)]
    return json_bytes_response(200, b"[" + b",".join(entries) + b"]")


def get_resource(call: Call) -> Response:
    """Return one container."""
    container = call.state.containers.find(call.parameters["resourceId"])
    if container is None:
        return message(404, "Resource was not found")
    if container.access_level(call.caller.client_id) is None:
        return message(403, "Missing the correct access to view the resource")
    if not container.exists(call.state.clock.now()):
        return message(call.state.settings.hidden_status, "Resource was not found")
    return json_bytes_response(200, _serialised(call, container))


def get_resource_by_tag(call: Call) -> Response:
    """Return the oldest container with a tag of that title; the documents promise a single one."""
    wanted = call.parameters["Tag"].casefold()
    now = call.state.clock.now()
    tagged = [
        container
        for container in call.state.containers.all()
        if container.exists(now) and any(tag.title.casefold() == wanted for tag in container.content.tags)
    ]
    for container in tagged:
        if container.access_level(call.caller.client_id):
            return json_bytes_response(200, _serialised(call, container))
    if tagged:
        return message(403, "Missing the correct access to view the resource")
    return message(404, "Resource was not found")


def get_own_application(call: Call) -> Response:
    """Return the calling application."""
    return _application(call.caller)


def get_application(call: Call) -> Response:
    """Return any application that Data Fabric knows."""
    application = call.state.applications.find(call.parameters["applicationId"])
    if application is None or application.role is None:
        return message(404, "The application was not found.")
    return _application(application)


def get_own_user(call: Call) -> Response:
    """Return 404: every caller here is an application, and this operation is for users."""
    return message(404, "NotFound")


def _application(application: Application) -> Response:
    return json_response(200, {"id": application.client_id, "companyId": COMPANY_ID, "role": application.role})


def _serialised(call: Call, container: Container) -> bytes:
    level = container.access_level(call.caller.client_id) or "consumer"
    return call.state.containers.serialised(container, level)


API = Api(
    base="/veracity/datafabric/data",
    registration="data_fabric",
    routes=(
        Route("GET", "/api/1/resources", list_resources),
        Route("GET", "/api/1/resources/tag/{Tag}", get_resource_by_tag),
        Route("GET", "/api/1/resources/{resourceId}", get_resource),
        Route("GET", "/api/1/application", get_own_application),
        Route("GET", "/api/1/application/{applicationId}", get_application),
        Route("GET", "/api/1/users/me", get_own_user),
    ),
)
