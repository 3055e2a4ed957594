# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data Fabric Provisioning API: containers are ordered, changed and deleted here."""

from __future__ import annotations

import math

from .bodies import checked_body
from .container_input import container_input, metadata_patch
from .containers import Container
from .copying import MAY_CREATE, copy_container
from .messages import Response, json_bytes_response, json_response
from .regions import REGIONS
from .routing import Api, Call, Route, message
from .subscription_operations import (
    subscribe_to_container,
    subscribe_to_custom_events,
    unsubscribe_from_container,
    unsubscribe_from_custom_events,
)

_CUSTOM_EVENTS = "/api/1/container/SubscribeToCustomEvents"
_CONTAINER_EVENTS = "/api/1/container/SubscribeToBlobContainerEvents"


def create_container(call: Call) -> Response:
    """Accept an order for a container; it shows in the Data API later."""
    if call.caller.role not in MAY_CREATE:
        return message(403, "The application is not a Data Manager.")
    checked = checked_body(call, container_input)
    if isinstance(checked, Response):
        return checked
    settings, containers = call.state.settings, call.state.containers
    if settings.short_name_conflict and containers.short_name_taken(checked.short_name):
        return message(409, "There is a container with this short name.")
    delay = math.inf if settings.provisioning_fails else settings.visibility_delay
    container = containers.make(checked, call.caller.client_id, visible_in=delay)
    containers.put([container])
    return json_response(202, container.id)


def update_metadata(call: Call) -> Response:
    """Replace metadata of a container that the caller owns."""
    changes = checked_body(call, metadata_patch)
    if isinstance(changes, Response):
        return changes
    container = _owned(call)
    if isinstance(container, Response):
        return container
    call.state.containers.change(container, changes)
    return json_bytes_response(200, call.state.relations.serialised(container, call.caller.client_id))


def delete_container(call: Call) -> Response:
    """Accept the deletion of a container that the caller owns; it disappears later."""
    container = _owned(call)
    if isinstance(container, Response):
        return container
    call.state.containers.delete(container, gone_in=call.state.settings.deletion_delay)
    return Response(202)


def list_regions(call: Call) -> Response:
    """List the active regions."""
    return json_response(200, REGIONS)


def _owned(call: Call) -> Container | Response:
    container = call.state.containers.find(call.parameters["id"])
    if container is None:
        return message(404, "Resource was not found")
    if call.caller.client_id != container.owner:
        return message(403, "Not resource owner")
    if not container.exists(call.state.clock.now()):
        return message(call.state.settings.hidden_status, "Resource was not found")
    return container


API = Api(
    base="/veracity/datafabric/provisioning",
    registration="data_fabric",
    routes=(
        Route("POST", "/api/1/container", create_container),
        Route("POST", "/api/1/container/copycontainer", copy_container),
        Route("POST", _CUSTOM_EVENTS, subscribe_to_custom_events),
        Route("DELETE", _CUSTOM_EVENTS, unsubscribe_from_custom_events),
        Route("POST", _CONTAINER_EVENTS, subscribe_to_container),
        Route("DELETE", _CONTAINER_EVENTS, unsubscribe_from_container),
        Route("PATCH", "/api/1/container/{id}/metadata", update_metadata),
        Route("DELETE", "/api/1/container/{id}", delete_container),
        Route("GET", "/api/1/regions", list_regions),
    ),
)
