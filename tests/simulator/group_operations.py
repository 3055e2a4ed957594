# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations on groups."""

from __future__ import annotations

import typing as t

from .bodies import checked_body
from .groups import Group, group_input
from .messages import Response, json_response
from .routing import Call, message


def list_groups(call: Call) -> Response:
    """List the caller's groups."""
    return json_response(200, [_view(call, group) for group in call.state.groups.all(call.caller.client_id)])


def get_group(call: Call) -> Response:
    """Return one group of the caller."""
    group = _own_group(call)
    return group if isinstance(group, Response) else json_response(200, _view(call, group))


def create_group(call: Call) -> Response:
    """Make a group."""
    content = checked_body(call, group_input)
    if isinstance(content, Response):
        return content
    if not all(_shown(call, container_id) for container_id in content.container_ids):
        return message(400, "Resource ID not found.")
    group = call.state.groups.add(content, call.caller.client_id)
    return json_response(201, _view(call, group))


def update_group(call: Call) -> Response:
    """Replace everything in a group."""
    content = checked_body(call, group_input)
    if isinstance(content, Response):
        return content
    group = _own_group(call)
    if isinstance(group, Response):
        return group
    if not all(_shown(call, container_id) for container_id in content.container_ids):
        return message(400, "Resource ID not found.")
    call.state.groups.change(group, content)
    return Response(200)


def delete_group(call: Call) -> Response:
    """Remove a group; its containers stay."""
    group = _own_group(call)
    if isinstance(group, Response):
        return group
    call.state.groups.remove(group)
    return Response(204)


def _own_group(call: Call) -> Group | Response:
    group = call.state.groups.find(call.parameters["Id"], call.caller.client_id)
    return message(404, "Group with given Id not found for user") if group is None else group


def _shown(call: Call, container_id: str) -> bool:
    return call.state.relations.visible(container_id, call.caller.client_id) is not None


def _view(call: Call, group: Group) -> dict[str, t.Any]:
    return group.view(lambda container_id: _shown(call, container_id))
