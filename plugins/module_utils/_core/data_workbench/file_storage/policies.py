# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The policies behind the keys of File storage, and their revocation. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import AmbiguousError, ApiError, InputError, ResponseError, StateError, UnknownStateError
from .. import workspace_reference
from ..api.file_storage import FileStorage, Policy
from . import keys
from .revocations import Revocations

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task


def gather(task: Task, client: Client) -> list[dict[str, t.Any]]:
    """Return the policies of a workspace as results show them. Raises StateError, and what the client raises."""
    workspace = workspace_reference.find(client, task.params["workspace"], task.params["tenant"])
    return [dataclasses.asdict(policy) for policy in _policies(client, workspace.id)]


def revoke(task: Task, client: Client) -> dict[str, t.Any]:
    """Revoke all keys of a policy or of a workspace. Returns the result of the module.

    The request is sent once, whatever comes back: a second one would end the keys that others made in between.
    Raises InputError without the confirmation, StateError if there is no such policy, UnknownStateError if the response
    is lost, and what the client raises.
    """
    params, name = task.params, task.params["key_policy"]
    if name is not None and not name.strip():
        raise InputError("key_policy: must not be empty. Set the name of a policy, or all.")
    if (name is None) == (not params["all"]):
        raise InputError("key_policy and all: set one of them, to revoke the keys of one policy or of the workspace.")
    if not params["confirm"]:
        raise InputError("confirm: must be true. Every program that uses one of these keys stops working at once.")
    workspace = workspace_reference.find(client, params["workspace"], params["tenant"]).id
    revoked = _to_revoke(task, client, workspace, name)
    if not task.check_mode:
        _send(task, client, workspace, name)
    diff = {"before": dict.fromkeys(revoked, "keys are valid"), "after": dict.fromkeys(revoked, "keys are revoked")}
    return {"changed": True, "policies": revoked, "diff": diff}


def forget(task: Task, client: Client) -> None:
    """Forget the keys that are kept here, after ``revoke`` on another host. Raises if the workspace is not found."""
    workspace = workspace_reference.find(client, task.params["workspace"], task.params["tenant"]).id
    Revocations(task, client).note(workspace, task.params["key_policy"])


def _policies(client: Client, workspace: str) -> list[Policy]:
    """Return the policies of a workspace."""
    try:
        return FileStorage(client).policies(workspace)
    except ApiError as error:
        raise keys.refused(client, workspace, error, "Listing the policies", administrators=True) from None


def _to_revoke(task: Task, client: Client, workspace: str, name: str | None) -> list[str]:
    """Return the names of the policies that are going to be revoked. Raises StateError if there is no such policy.

    The shape of the list is not documented. One that cannot be used is not in the way of a revocation.
    """
    try:
        names = [policy.name for policy in _policies(client, workspace)]
    except ResponseError as error:
        task.warn(f"The policies of the workspace are not known, and are revoked all the same. {error.summary}")
        return [] if name is None else [name]
    if name is not None and name not in names:
        raise StateError(
            f"There is no policy {name}. The policies are {', '.join(sorted(names)) or 'none'}.",
            hint="Set key_policy to one of them. A policy may be missing while no key of it was made.",
        )
    return sorted(names) if name is None else [name]


def _send(task: Task, client: Client, workspace: str, name: str | None) -> None:
    """Send the revocation, and forget the keys that are kept here, also if it is not known whether it was applied."""
    api, revocations = FileStorage(client), Revocations(task, client)
    what = f"the keys of policy {name}" if name is not None else "all keys of the workspace"
    try:
        if name is None:
            api.revoke_all(workspace)
        else:
            api.revoke_policy(workspace, name)
    except AmbiguousError as error:
        revocations.note(workspace, name)
        raise UnknownStateError(
            f"Whether {what} were revoked is not known ({error.summary.rstrip('.')}). The request was not sent again.",
            hint="Try a key that was obtained before. If it still opens its folder, run again. That also revokes keys "
            "that were created in between.",
            exchange=error.exchange,
        ) from None
    except ApiError as error:
        raise keys.refused(client, workspace, error, "Revoking keys", administrators=True) from None
    revocations.note(workspace, name)
