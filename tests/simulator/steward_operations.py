# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations on data stewards, and the transfer of a container to another owner."""

from __future__ import annotations

import typing as t

from .bodies import checked_body
from .containers import Container
from .inputs import BadInputError, json_object, query_flag, text
from .messages import Response, json_response
from .routing import Call, message
from .stewards import Steward
from .users import Party


def list_stewards(call: Call) -> Response:
    """List the data stewards of a container for who may share it."""
    relations = call.state.relations
    container = call.state.containers.find_existing(call.parameters["resourceId"])
    if container is None or not relations.shares(container, call.caller.client_id):
        return message(404, "Resource was not found")
    return json_response(200, [steward.view() for steward in call.state.stewards.of(container.id)])


def appoint_steward(call: Call) -> Response:
    """Make someone a data steward of a container that the caller owns."""
    # The body is optional, as all that is in it.
    comment = checked_body(call, _comment) if call.request.body else None
    if isinstance(comment, Response):
        return comment
    try:
        container, party = _owned_container(call), _other_party(call, call.parameters["userId"])
    except BadInputError as error:
        return message(400, f"{error}.")
    steward = Steward(container.id, party.id, call.caller.client_id, comment)
    if not call.state.stewards.add(steward, replace=call.state.settings.steward_upsert):
        return message(400, "The user already is a Data Steward for this container.")
    return json_response(200, steward.view())


def dismiss_steward(call: Call) -> Response:
    """Make someone a data steward no longer; what that one has shared stays shared."""
    container = call.state.containers.find(call.parameters["resourceId"])
    if container is None:
        return message(404, "Resource was not found")
    if call.caller.client_id != container.owner:
        return message(403, "The user is not the owner of the resource")
    if not container.exists(call.state.clock.now()):
        return message(call.state.settings.hidden_status, "Resource was not found")
    if not call.state.stewards.remove(container.id, call.parameters["userId"]):
        return message(404, "The data steward was not found")
    return Response(200)


def transfer_ownership(call: Call) -> Response:
    """Give a container to another Data Manager of the same company; all accesses stay as they are."""
    state, caller = call.state, call.caller
    try:
        keep = query_flag("keepAccessAsDataSteward", call.query("keepAccessAsDataSteward") or "false")
        container, party = _owned_container(call), _other_party(call, call.query("userId") or "")
        if party.role != "manager" or party.company_id != caller.company_id:
            raise BadInputError("the user is not a Data Manager of the same company")
    except BadInputError as error:
        return message(400, f"{error}.")
    state.containers.hand_over(container, party.id)
    state.stewards.remove(container.id, party.id)
    if keep:
        state.stewards.add(Steward(container.id, caller.client_id, caller.client_id), replace=True)
    return json_response(200, container.storage_resource())


def _comment(value: t.Any) -> str | None:
    parts = json_object(value, set(), {"comment"})
    return text("comment", parts["comment"]) if "comment" in parts else None


def _owned_container(call: Call) -> Container:
    container = call.state.containers.find_existing(call.parameters["resourceId"])
    if container is None:
        raise BadInputError("the resource does not exist")
    if call.caller.client_id != container.owner:
        raise BadInputError("the caller does not own the resource")
    return container


def _other_party(call: Call, party_id: str) -> Party:
    party = call.state.users.find_party(party_id)
    if party is None:
        raise BadInputError("the user does not exist")
    if party.id == call.caller.client_id:
        raise BadInputError("the user owns the resource already")
    return party
