# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the operations of the gateway have in common: finding things, roles, reading bodies, pages, errors."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Callable, Sequence

from ..inputs import BadInputError
from ..messages import Response, json_response
from ..routing import Call
from .workspaces import Workspace

PAGE_SIZE = 50
_TITLES = {
    400: "One or more validation errors occurred.",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    415: "Unsupported Media Type",
}


class RefusedError(Exception):
    """The operation ends here with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def problem(status: int, detail: str) -> Response:
    """Return an error in the shape of ASP.NET's ProblemDetails, with its trace id."""
    body = {
        "type": f"https://httpstatuses.com/{status}",
        "title": _TITLES[status],
        "status": status,
        "detail": detail,
        "traceId": f"00-{uuid.uuid4().hex}-{uuid.uuid4().hex[:16]}-00",
    }
    return json_response(status, body, {"Content-Type": "application/problem+json"})


def refuse(status: int, detail: str) -> t.NoReturn:
    """End the operation with an error."""
    raise RefusedError(problem(status, detail))


def guarded(handler: Callable[[Call], Response]) -> Callable[[Call], Response]:
    """Return the handler under the lock; a lookup that fails ends it with an answer."""

    def answer(call: Call) -> Response:
        try:
            with call.state.workbench.workspaces.lock:
                return handler(call)
        except RefusedError as refused:
            return refused.response

    return answer


def for_data_sets_only(call: Call) -> bool:
    """Return whether the caller is a service account for single data sets."""
    return call.state.settings.workbench_role == "datasets"


def not_for_data_sets(handler: Callable[[Call], Response]) -> Callable[[Call], Response]:
    """Return the handler for an operation that a service account for single data sets cannot call."""

    def answer(call: Call) -> Response:
        if for_data_sets_only(call):
            refuse(403, "The service account has access to single data sets only.")
        return handler(call)

    return answer


def administrator(call: Call) -> None:
    """End with 403 unless the caller is an administrator."""
    if call.state.settings.workbench_role != "administrator":
        refuse(403, "The caller is not an administrator of the workspace.")


def tenant_of(call: Call) -> str:
    """Return the id of the tenant of the path, which the caller can see."""
    found = call.state.workbench.workspaces.tenant_id(call.parameters["tenantId"])
    tenant = call.state.company_tenants.find(found)
    if tenant is None:
        refuse(404, "There is no such tenant.")
    if call.caller.client_id not in tenant.client_ids:
        refuse(403, "The caller has no role in the tenant.")
    return tenant.id


def workspace_of(call: Call) -> Workspace:
    """Return the workspace of the path, which the caller can see."""
    workspace = call.state.workbench.workspaces.find(call.parameters["workspaceId"])
    if workspace is None:
        refuse(404, "There is no such workspace.")
    caller = call.caller.client_id
    tenant = call.state.company_tenants.find(workspace.tenant_id)
    if not (tenant is not None and caller in tenant.client_ids) and all(
        caller != member.user_id for member in workspace.members
    ):
        refuse(403, "The caller is not a member of the workspace.")
    return workspace


def body_of(call: Call, check: Callable[[t.Any], t.Any]) -> t.Any:
    """Return what ``check`` makes of the JSON body, or end with 400 or 415."""
    if call.request.media_type() != "application/json":
        refuse(415, "The content type has to be application/json.")
    try:
        return check(call.request.json())
    except BadInputError as error:
        refuse(400, f"{error}.")
    except (ValueError, RecursionError):
        refuse(400, "The body is not JSON.")


def page_of(call: Call, entries: Sequence[t.Any], *, first: int, index: int | None, size: int | None) -> Response:
    """Return one page of a list; ``first`` is the number of the first page."""
    index = first if index is None else index
    size = PAGE_SIZE if size is None else size
    if index < first or not 0 < size <= 1000:
        refuse(400, f"The page index starts at {first}, and the page size is from 1 to 1000.")
    start = (index - first) * size
    return json_response(
        200,
        {
            "result": list(entries[start : start + size]),
            "pageIndex": index,
            "pageSize": size,
            "totalCount": len(entries),
            "totalPages": -(-len(entries) // size),
        },
    )


def query_number(call: Call, name: str) -> int | None:
    """Return a whole number of the query, whose names are compared without case; ends with 400 for anything else."""
    found = [values[-1] for key, values in call.request.query.items() if key.lower() == name.lower()]
    if not found:
        return None
    if not found[0].isdigit():
        refuse(400, f"{name} has to be a whole number.")
    return int(found[0])
