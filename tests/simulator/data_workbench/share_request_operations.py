# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on share requests and shares, as far as release notes publish them."""

from __future__ import annotations

import typing as t
import uuid

from ..inputs import BadInputError, guid, items, json_object, name_text, text, whole_number
from ..messages import Response, json_response
from ..routing import Call
from .lookups import administrator, body_of, page_of, refuse, workspace_of
from .share_requests import OUTCOMES, ShareRequest

_OPTIONAL = frozenset(
    {"receiverWorkspaceId", "receiverEmail", "groupId", "queryFilters", "requestorNotes", "initialStatus"}
)
_FILTERS = ("Equals", "List", "Greater", "Less", "GreaterOrEqual", "LessOrEqual")


def create(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/shareRequests."""
    workspace = workspace_of(call)
    administrator(call)
    wanted = body_of(call, _new_request)
    state = call.state.workbench
    receiver = wanted.get("receiverWorkspaceId")
    if receiver is not None and state.workspaces.find(receiver) is None:
        refuse(400, "receiverWorkspaceId is no workspace.")
    versions = [state.schemas.version(each.id, wanted["schemaVersionId"]) for each in state.workspaces.all()]
    known = [column["name"] for found in versions if found is not None for column in found[1].columns]
    if not known:
        refuse(400, "schemaVersionId is no version of a schema.")
    named = [*wanted["columns"], *(entry["column"] for entry in wanted.get("queryFilters") or ())]
    if not set(named) <= set(known):
        refuse(400, "columns and queryFilters have columns of the schema version.")
    store = state.share_requests
    status = wanted.get("initialStatus", "Requested")
    made = ShareRequest(str(uuid.uuid4()), workspace.id, call.caller.client_id, store.now(), wanted, status)
    store.requests[made.id] = made
    return json_response(201, made.view())


def query_requests(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/shareRequests/query: those that the workspace sent or received."""
    workspace = workspace_of(call)
    found = [
        request.view()
        for request in call.state.workbench.share_requests.requests.values()
        if workspace.id in (request.workspace_id, request.body.get("receiverWorkspaceId"))
    ]
    return _page(call, found)


def resolve(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/sharerequests/resolve: several at once, each with an outcome of its own."""
    workspace = workspace_of(call)
    administrator(call)
    wanted = body_of(call, _resolution)
    store = call.state.workbench.share_requests
    succeeded: list[str] = []
    errors: list[dict[str, str]] = []
    for identifier in wanted["shareRequestIds"]:
        request = store.requests.get(identifier)
        if request is None or request.body.get("receiverWorkspaceId") != workspace.id:
            errors.append({"shareRequestId": identifier, "error": "The workspace has received no such share request."})
        elif request.status != "Requested":
            errors.append({"shareRequestId": identifier, "error": f"The share request is {request.status}."})
        else:
            store.resolve(request, wanted["action"], wanted.get("receiverNote"))
            succeeded.append(identifier)
    return json_response(200, {"succeeded": succeeded, "errors": errors})


def query_shares(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/shares/query: those that the workspace gives."""
    workspace = workspace_of(call)
    shares = call.state.workbench.share_requests.shares.values()
    return _page(call, [share.view() for share in shares if share.workspace_id == workspace.id])


def revoke(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/shares/{shareId}/revoke; again is accepted without effect."""
    workspace = workspace_of(call)
    store = call.state.workbench.share_requests
    share = store.shares.get(call.parameters["shareId"].lower())
    if share is None or share.workspace_id != workspace.id:
        refuse(404, "There is no such share.")
    administrator(call)
    share.status, share.modified = "Revoked", store.now()
    return json_response(200, share.view())


def _page(call: Call, entries: list[dict[str, t.Any]]) -> Response:
    """Return a page of what a query finds."""
    given = body_of(call, _page_query)
    return page_of(call, entries, first=1, index=given.get("pageIndex"), size=given.get("pageSize"))


def _page_query(value: t.Any) -> dict[str, int]:
    """Return the body of a query."""
    given = json_object(value, frozenset(), {"pageIndex", "pageSize"})
    return {name: whole_number(name, number) for name, number in given.items()}


def _new_request(value: t.Any) -> dict[str, t.Any]:
    """Return the body of a creation, with its ids in lower case."""
    given = dict(json_object(value, {"schemaVersionId", "columns"}, _OPTIONAL))
    for name in ("schemaVersionId", "receiverWorkspaceId", "groupId"):
        if name in given:
            given[name] = guid(name, given[name])
    for column in items("columns", given["columns"]):
        name_text("columns", column)
    for entry in items("queryFilters", given.get("queryFilters", [])):
        _filter(entry)
    for name in ("receiverEmail", "requestorNotes"):
        if name in given:
            text(name, given[name])
    if given.get("initialStatus", "Proposed") != "Proposed":
        raise BadInputError("initialStatus has to be Proposed")
    if "receiverWorkspaceId" in given and "receiverEmail" in given:
        raise BadInputError("receiverWorkspaceId and receiverEmail are mutually exclusive")
    if "groupId" in given and "receiverWorkspaceId" not in given:
        raise BadInputError("groupId needs receiverWorkspaceId")
    if not {"receiverWorkspaceId", "receiverEmail", "initialStatus"} & set(given):
        raise BadInputError("a request without a receiver has to be Proposed")
    return given


def _filter(value: t.Any) -> None:
    """Check a filter of rows."""
    given = json_object(value, {"column", "filterType", "filterValues"}, frozenset())
    name_text("column", given["column"])
    if given["filterType"] not in _FILTERS:
        raise BadInputError(f"filterType has to be one of {', '.join(_FILTERS)}")
    for entry in items("filterValues", given["filterValues"]):
        text("filterValues", entry)


def _resolution(value: t.Any) -> dict[str, t.Any]:
    """Return the body of a resolution."""
    given = dict(json_object(value, {"action", "shareRequestIds"}, {"receiverNote"}))
    if given["action"] not in OUTCOMES:
        raise BadInputError(f"action has to be one of {', '.join(OUTCOMES)}")
    given["shareRequestIds"] = [guid("shareRequestIds", each) for each in items("ids", given["shareRequestIds"])]
    if "receiverNote" in given:
        text("receiverNote", given["receiverNote"])
    return given
