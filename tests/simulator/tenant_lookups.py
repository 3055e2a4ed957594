# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the operations of Services API V4 have in common: finding things, reading bodies, answering writes."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Callable, Mapping

from .bodies import checked_body
from .company_tenants import CompanyTenant, Group, TenantApplication
from .delayed import Delayed
from .inputs import BadInputError
from .messages import Response, json_response
from .routing import Call, message
from .tenant_patches import Properties, patched

_PATCH_TYPES = ("application/json-patch+json", "application/json")


class RefusedError(Exception):
    """The operation ends here with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def guarded(handler: Callable[[Call], Response]) -> Callable[[Call], Response]:
    """Return the handler under the lock; a lookup that fails ends it with an answer."""

    def answer(call: Call) -> Response:
        try:
            with call.state.company_tenants.lock:
                return handler(call)
        except RefusedError as refused:
            return refused.response

    return answer


def tenant_of(call: Call) -> CompanyTenant:
    """Return the tenant of the path, in which the caller has to be."""
    tenant = call.state.company_tenants.find(call.parameters["tenantId"])
    if tenant is None:
        raise RefusedError(problem(404, "There is no such tenant."))
    if call.caller.client_id not in tenant.client_ids:
        raise RefusedError(problem(403, "The application has no service principal in this tenant."))
    return tenant


def application_of(call: Call, tenant: CompanyTenant) -> TenantApplication:
    """Return the application of the path."""
    application = tenant.applications.get(call.parameters["applicationId"].lower())
    if application is None:
        raise RefusedError(problem(404, "The tenant has no such application."))
    return application


def group_of(call: Call, tenant: CompanyTenant) -> Group:
    """Return the group of the path."""
    group = tenant.groups.get(call.parameters["groupId"].lower())
    if group is None:
        raise RefusedError(problem(404, "The tenant has no such group."))
    return group


def user_of(call: Call, tenant: CompanyTenant) -> str:
    """Return the user of the path as an account id; a profile id is taken too."""
    wanted = call.parameters["userId"].lower()
    # The documents do not say which of the two ids stands in the path.
    return next((user for user in tenant.users if wanted in (user, tenant.profile_id(user))), "") or known(
        False, wanted
    )


def account_of(call: Call) -> str:
    """Return the account of the path."""
    user_id = call.parameters["userId"].lower()
    return known(call.state.directory.find(user_id) is not None, user_id)


def known(there: bool, entity_id: str) -> str:
    """Return an id, or end with 404 when it is not ``there``."""
    if not there:
        raise RefusedError(problem(404, f"{entity_id} is not there."))
    return entity_id


def checked(check: Callable[[], t.Any]) -> t.Any:
    """Return what ``check`` returns, or end with 400."""
    try:
        return check()
    except BadInputError as error:
        raise RefusedError(problem(400, f"{error}.")) from None


def body_of(call: Call, check: Callable[[t.Any], t.Any]) -> t.Any:
    """Return what ``check`` makes of the JSON body, or end with 400 or 415."""
    found = checked_body(call, check)
    if isinstance(found, Response):
        raise RefusedError(found)
    return found


def patched_by(call: Call, arrays: Mapping[str, Properties]) -> dict[str, Properties]:
    """Return the arrays after the JSON Patch of the body, or end with 400 or 415."""
    if call.request.media_type() not in _PATCH_TYPES:
        raise RefusedError(problem(415, f"The content type has to be one of {', '.join(_PATCH_TYPES)}."))
    try:
        return patched(call.request.json(), arrays)
    except BadInputError as error:
        raise RefusedError(problem(400, f"{error}.")) from None
    except (ValueError, RecursionError):
        raise RefusedError(problem(400, "The body is not JSON.")) from None


def patch(call: Call, arrays: Mapping[str, Delayed[Properties]]) -> None:
    """Write the arrays that the JSON Patch of the body changes."""
    changed = patched_by(call, {name: history.latest() for name, history in arrays.items()})
    for name, history in arrays.items():
        history.write(changed[name], visible_at(call))


def visible_at(call: Call) -> float:
    """Return the moment from which a write of now is read."""
    return call.state.clock.now() + call.state.settings.tenant_delay


def accepted(value: t.Any) -> Response:
    """Return the answer to a write, with what will be."""
    return json_response(202, value, {"x-transaction-id": str(uuid.uuid4())})


def problem(status: int, detail: str) -> Response:
    """Return an error."""
    return message(status, detail)
