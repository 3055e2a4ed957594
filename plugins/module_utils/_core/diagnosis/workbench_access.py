# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of Data Workbench: workspaces and roles. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import is_guid
from ..data_workbench.api.gateway import V1, V2
from .api_reads import first, graded, refused_by
from .check import Finding, failed, ok, skipped, warning

if t.TYPE_CHECKING:
    from .situation import Situation

_FORBIDDEN = (
    "the application is no service account of Data Workbench",
    "Create a service account in the workspace (API management), and use its id, secret and API key.",
)
_MISSING = ("Data Workbench is not at this address", "Check api_url, and omit it to use Veracity itself.")
_READER = "A reader changes nothing. Give the service account the role administrator in the workspace (API management)."
_DATA_SETS = (
    "The service account is limited to single data sets. Create one for the whole workspace (API management, data "
    "scope)."
)
_NO_STORAGE = (
    "If File storage is needed: it is added to a workspace on request. Ask support@veracity.com. Its keys are for "
    "administrators of the workspace."
)
_MOST = 3


def check(situation: Situation) -> Finding:
    """Say which workspaces the service account has, and its roles in them."""
    answer = first(situation, "data_workbench")
    if answer is None:
        return skipped("not called from here")
    known = _by_id(situation) if answer.status in (403, 404) else None
    if known is not None:
        return known
    if answer.error is not None or not isinstance(answer.content, list):
        found = refused_by(situation, "data_workbench", answer, _FORBIDDEN, _MISSING)
        return graded(situation, "data_workbench", answer, found)
    tenants = [entry for entry in answer.content if isinstance(entry, dict)]
    workspaces = [
        {**each, "role": str(each.get("roleName") or tenant.get("roleName") or "unknown")}
        for tenant in tenants
        for each in tenant.get("workspaces") or ()
        if isinstance(each, dict)
    ]
    wanted = situation.workspace
    if wanted is not None:
        workspaces = [each for each in workspaces if wanted.casefold() in (_text(each, "id"), _text(each, "name"))]
        if not workspaces:
            return failed(
                f"the service account does not see the workspace {wanted}",
                "Check its name or id, and that the service account belongs to it, or connect it to the tenant as a "
                "system account.",
            )
    if not workspaces:
        return warning("no workspace", "Create a service account in the workspace (API management), and use its id.")
    evidence = _listed(workspaces)
    first_id = str(workspaces[0].get("id") or "")
    if is_guid(first_id):
        details = situation.get("data_workbench", f"{V2}/workspaces/{first_id}")
        if details.status == 403:
            return warning(f"only single data sets (HTTP 403); {evidence}", _DATA_SETS)
    if all(each["role"].lower() == "reader" for each in workspaces):
        return warning(evidence, _READER)
    if is_guid(first_id) and workspaces[0]["role"].lower() == "administrator":
        # Reads no key: making one is written to the activity log.
        policies = situation.get("data_workbench", f"{V1}/workspaces/{first_id}/storages/policies")
        if policies.status in (403, 404):
            return warning(f"no access to File storage (HTTP {policies.status}); {evidence}", _NO_STORAGE)
    return ok(evidence)


def _by_id(situation: Situation) -> Finding | None:
    """Return what is to say about the workspace that is named by its id, None when it cannot be seen either.

    No document says that an application may ask which tenants and workspaces it has.
    """
    wanted = situation.workspace
    if wanted is None or not is_guid(wanted):
        return None
    details = situation.get("data_workbench", f"{V2}/workspaces/{wanted}")
    if details.error is not None or not isinstance(details.content, dict):
        return None
    return ok(f"workspace {details.content.get('name') or wanted}; which others there are cannot be asked")


def _text(entry: t.Mapping[str, t.Any], key: str) -> str:
    """Return a field for a comparison."""
    return str(entry.get(key) or "").casefold()


def _listed(workspaces: list[dict[str, t.Any]]) -> str:
    """Return the workspaces with the roles."""
    shown = ", ".join(f"{each.get('name') or each.get('id')} ({each['role']})" for each in workspaces[:_MOST])
    more = f" and {len(workspaces) - _MOST} more" if len(workspaces) > _MOST else ""
    return f"{len(workspaces)} workspace{'s' if len(workspaces) > 1 else ''}: {shown}{more}"
