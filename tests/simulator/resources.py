# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading containers in the Data API."""

from __future__ import annotations

from .messages import Response, json_bytes_response
from .routing import Call, message


def list_resources(call: Call) -> Response:
    """List every container that the caller has a relation to; there is no paging and no filter."""
    relations, caller = call.state.relations, call.caller.client_id
    entries = [relations.serialised(container, caller) for container in relations.all_visible(caller)]
    return json_bytes_response(200, b"[" + b",".join(entries) + b"]")


def get_resource(call: Call) -> Response:
    """Return one container."""
    relations, caller = call.state.relations, call.caller.client_id
    container = call.state.containers.find(call.parameters["resourceId"])
    if container is None:
        return message(404, "Resource was not found")
    if relations.level(container, caller) is None:
        return message(403, "Missing the correct access to view the resource")
    if not container.exists(call.state.clock.now()):
        return message(call.state.settings.hidden_status, "Resource was not found")
    return json_bytes_response(200, relations.serialised(container, caller))


def get_resource_by_tag(call: Call) -> Response:
    """Return the oldest container with a tag of that title; the documents promise a single one."""
    relations, caller = call.state.relations, call.caller.client_id
    wanted = call.parameters["Tag"].casefold()
    tagged = [
        container
        for container in call.state.containers.existing()
        if any(tag.title.casefold() == wanted for tag in container.content.tags)
    ]
    for container in tagged:
        if relations.level(container, caller):
            return json_bytes_response(200, relations.serialised(container, caller))
    if tagged:
        return message(403, "Missing the correct access to view the resource")
    return message(404, "Resource was not found")
