# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""POST /container/copycontainer: another container with the same contents."""

from __future__ import annotations

import math
import typing as t
from dataclasses import dataclass

from .bodies import checked_body
from .container_input import METADATA, ContainerInput, short_name
from .containers import Container
from .groups import Group
from .inputs import BadInputError, flag, guid, json_object
from .messages import Response, json_response
from .routing import Call, message

MAY_CREATE = ("manager", "dataAdmin")
"""The roles that may order containers."""

_REQUIRED = frozenset({"sourceResourceId", "copyResourceShortName", "copyResourceMayContainPersonalData"})
_METADATA = {f"copyResource{name.capitalize()}": name for name in METADATA}


@dataclass(frozen=True)
class _Order:
    source_id: str
    group_id: str | None
    content: ContainerInput


def copy_container(call: Call) -> Response:
    """Accept an order for a copy; it shows in the Data API later."""
    if call.caller.role not in MAY_CREATE:
        return message(403, "The application is not a Data Manager.")
    order = checked_body(call, _order)
    if isinstance(order, Response):
        return order
    try:
        source = _source(call, order)
        group = _group(call, order)
    except BadInputError as error:
        return message(400, f"{error}.")
    settings, containers = call.state.settings, call.state.containers
    order.content.region = source.content.region
    delay = math.inf if settings.provisioning_fails else settings.visibility_delay
    container = containers.make(order.content, call.caller.client_id, visible_in=delay)
    containers.put([container])
    if container.stored:
        call.state.storage.copy(source.reference, container.reference)
    if group is not None:
        call.state.groups.put_into(group, container.id)
    return json_response(202, container.id)


def _order(value: t.Any) -> _Order:
    parts = json_object(value, _REQUIRED, {"groupId", *_METADATA})
    metadata = {name: METADATA[name](parts[key]) for key, name in _METADATA.items() if key in parts}
    content = ContainerInput(
        region="",
        short_name=short_name("copyResourceShortName", parts["copyResourceShortName"]),
        may_contain_personal_data=flag(
            "copyResourceMayContainPersonalData", parts["copyResourceMayContainPersonalData"]
        ),
        **metadata,
    )
    group_id = guid("groupId", parts["groupId"]) if "groupId" in parts else None
    return _Order(guid("sourceResourceId", parts["sourceResourceId"]), group_id, content)


def _source(call: Call, order: _Order) -> Container:
    state, caller = call.state, call.caller.client_id
    if state.settings.short_name_conflict and state.containers.short_name_taken(order.content.short_name):
        raise BadInputError("there is a container with this short name")
    source = state.relations.visible(order.source_id, caller)
    if source is None:
        raise BadInputError("the source was not found")
    access = state.accesses.find(call.query("accessId") or "", source.id)
    if access is None or caller not in (access.user_id, source.owner) or not access.live(state.clock.now()):
        raise BadInputError("accessId is no access to the source that can be used")
    if not {"read", "list"} <= set(access.rights):
        raise BadInputError("the access does not give the rights to read and to list")
    return source


def _group(call: Call, order: _Order) -> Group | None:
    if order.group_id is None:
        return None
    group = call.state.groups.find(order.group_id, call.caller.client_id)
    if group is None:
        raise BadInputError("the group was not found")
    return group
