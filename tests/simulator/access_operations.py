# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations on key templates and accesses: sharing, listing, revoking, claiming."""

from __future__ import annotations

import math
import re
import typing as t
from dataclasses import dataclass

from . import sas
from .accesses import HOUR, Access
from .bodies import checked_body, checked_query
from .clock import timestamp
from .containers import Container
from .inputs import BadInputError, guid, ip_range, json_object, query_flag, text
from .messages import Response, json_bytes_response, json_response
from .routing import Call, message

_PAGE_SIZE = 50
_INTEGER = re.compile(r"-?\d{1,9}")
# Applications with these roles may claim for others.
_MAY_CLAIM_FOR_OTHERS = ("identity", "dataAdmin")
_CONTAINER_NOT_FOUND = "Resource was not found."
_ACCESS_NOT_FOUND = "Resource or access sharing not found"


def list_key_templates(call: Call) -> Response:
    """List the key templates."""
    return json_response(200, call.state.key_templates.view())


def list_accesses(call: Call) -> Response:
    """List a page of the accesses to a container: all for who may share it, their own for others."""
    state, caller = call.state, call.caller.client_id
    page = checked_query(lambda: _page(call))
    if isinstance(page, Response):
        return page
    container = state.relations.visible(call.parameters["resourceId"], caller)
    if container is None:
        return message(404, _CONTAINER_NOT_FOUND)
    rows = state.accesses.of(container.id, None if state.relations.shares(container, caller) else caller)
    number, size = page
    # A negative size asks for everything.
    size = size if size > 0 else max(len(rows), 1)
    shown = rows[(number - 1) * size : number * size]
    body = b",".join(state.accesses.serialised(row, container.owner) for row in shown)
    pages = math.ceil(len(rows) / size)
    numbers = f'"page": {number}, "resultsPerPage": {size}, "totalPages": {pages}, "totalResults": {len(rows)}'
    return json_bytes_response(200, b'{"results": [' + body + b"], " + numbers.encode("ascii") + b"}")


def share(call: Call) -> Response:
    """Give someone an access; every call makes another one."""
    state = call.state
    sharing = checked_body(call, _sharing)
    if isinstance(sharing, Response):
        return sharing
    renewable = checked_query(lambda: query_flag("autoRefreshed", call.query("autoRefreshed")))
    if isinstance(renewable, Response):
        return renewable
    container = _shared_by_caller(call)
    if isinstance(container, Response):
        return container
    template = state.key_templates.find(sharing.template_id)
    if template is None:
        return message(400, "There is no such key template.")
    if state.users.find_party(sharing.user_id) is None:
        return message(400, "There is no such user.")
    access = Access(
        container_id=container.id,
        user_id=sharing.user_id,
        granted_by=call.caller.client_id,
        template_id=template.id,
        rights=template.rights,
        hours=state.key_templates.total_hours(template),
        auto_refreshed=renewable,
        comment=sharing.comment,
        ip_range=sharing.ip_range,
    )
    return json_response(200, {"accessSharingId": state.accesses.add(access)})


def revoke(call: Call) -> Response:
    """Let no more keys be claimed from an access."""
    if call.request.body:
        return message(400, "This operation has no body.")
    container = _shared_by_caller(call)
    if isinstance(container, Response):
        return container
    access = call.state.accesses.find(call.parameters["accessId"], container.id)
    if access is None:
        return message(404, "Resource or access is not found")
    call.state.accesses.revoke(access)
    return Response(200)


def claim_key(call: Call) -> Response:
    """Start the time of a key and return it."""
    return _claim(call, call.parameters["accessId"], call.query("accessUserId"))


def fetch_key(call: Call) -> Response:
    """Do the same by the deprecated operation."""
    return _claim(call, call.query("accessSharingId") or "", None)


def _claim(call: Call, access_id: str, claimant: str | None) -> Response:
    state, caller = call.state, call.caller
    container = state.containers.find_existing(call.parameters["resourceId"])
    access = state.accesses.find(access_id, container.id) if container is not None else None
    if container is None or access is None or access.user_id != (claimant or caller.client_id).lower():
        return message(404, _ACCESS_NOT_FOUND)
    if access.user_id != caller.client_id and caller.role not in _MAY_CLAIM_FOR_OTHERS:
        return message(404, _ACCESS_NOT_FOUND)
    if not state.accesses.claim(access, state.settings.key_lifetime):
        return message(404, _ACCESS_NOT_FOUND)
    return json_response(200, _token(call, container, access))


def _token(call: Call, container: Container, access: Access) -> dict[str, t.Any]:
    account = call.state.storage.account(container.content.region)
    claimed_at, expires_at = t.cast("float", access.claimed_at), t.cast("float", access.expires_at)
    key = sas.container_sas(account, container.reference, access.rights, claimed_at - HOUR, expires_at, access.ip_range)
    token: dict[str, t.Any] = {
        "sasKey": key,
        "sasuRi": container.url,
        "fullKey": f"{container.url}?{key}",
        "sasKeyExpiryTimeUTC": timestamp(expires_at),
        "isKeyExpired": False,
        "autoRefreshed": access.auto_refreshed,
    }
    return token if access.ip_range is None else {**token, "ipRange": access.ip_range}


def _shared_by_caller(call: Call) -> Container | Response:
    container = call.state.containers.find(call.parameters["resourceId"])
    if container is None:
        return message(404, _CONTAINER_NOT_FOUND)
    if not call.state.relations.shares(container, call.caller.client_id):
        return message(403, "User is not the owner or a data steward")
    if not container.exists(call.state.clock.now()):
        return message(call.state.settings.hidden_status, _CONTAINER_NOT_FOUND)
    return container


@dataclass(frozen=True)
class _Sharing:
    user_id: str
    template_id: str
    comment: str | None
    ip_range: dict[str, str] | None


def _sharing(value: t.Any) -> _Sharing:
    parts = json_object(value, {"userId", "accessKeyTemplateId"}, {"comment", "ipRange"})
    return _Sharing(
        user_id=guid("userId", parts["userId"]),
        template_id=guid("accessKeyTemplateId", parts["accessKeyTemplateId"]),
        comment=text("comment", parts["comment"]) if "comment" in parts else None,
        ip_range=ip_range(parts["ipRange"]) if "ipRange" in parts else None,
    )


def _page(call: Call) -> tuple[int, int]:
    number, size = (
        _integer(name, call.query(name), default) for name, default in (("pageNo", 1), ("pageSize", _PAGE_SIZE))
    )
    if number < 1 or size == 0:
        raise BadInputError("pages are counted from 1 and have at least one result")
    return number, size


def _integer(name: str, value: str | None, default: int) -> int:
    if value is None:
        return default
    if not _INTEGER.fullmatch(value):
        raise BadInputError(f"{name} has to be an integer")
    return int(value)
