# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on the keys of File storage: for folders, and the policies behind them."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime, timezone
from urllib.parse import quote

from ..inputs import BadInputError, json_object, text
from ..messages import Response, json_response
from ..routing import Call
from .directory_sas import POLICIES, DirectoryKey
from .lookups import administrator, body_of, for_data_sets_only, refuse, workspace_of
from .workspaces import Workspace

# The storage of the workspace itself, which is the default.
_INTERNAL = "internal"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|\+00:00)?")


def make_key(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/storages/sas: administrators read and write, readers read."""
    workspace, storage = _with_file_storage(call), call.state.workbench.file_storage
    wanted = body_of(call, lambda value: _wanted(value, call.state.clock.now()))
    if wanted["access"] == "write":
        administrator(call)
    name, path = wanted["storage_name"], wanted["path"]
    if name is not None and name not in workspace.storages:
        refuse(404, f"There is no file storage {name}.")
    filesystem = storage.filesystem(workspace, name)
    directory = storage.directory(workspace, path)
    if not path.strip("/"):
        storage.folders.make_directory(filesystem, directory)
    elif storage.folders.is_file(filesystem, directory):
        # A key for a file is one for its folder here: Azurite's side knows directories only.
        refuse(400, "The path is a file. Only folders are simulated.")
    elif not storage.folders.is_directory(filesystem, directory):
        refuse(404, f"The folder {path} does not exist.")
    lifetime = call.state.settings.workbench_key_lifetime
    expiry = wanted["expiry"] if lifetime is None else min(wanted["expiry"], call.state.clock.now() + lifetime)
    key = DirectoryKey(filesystem, directory, POLICIES[wanted["access"]], wanted["start"], expiry)
    token = storage.signer.sign(key)
    call.state.workbench.workspaces.log(
        workspace, call.caller.client_id, "SAS key generated", path=path, access=wanted["access"]
    )
    address = f"{storage.url}/{filesystem}/{quote(directory)}"
    if (call.query("format") or "").lower() == "object":
        return json_response(200, {"sasToken": token, "resourceUri": address})
    return json_response(200, f"{address}?{token}")


def list_policies(call: Call) -> Response:
    """GET /api/v1/workspaces/{workspaceId}/storages/policies. The shape of the response is not documented."""
    _with_file_storage(call)
    administrator(call)
    names = list(POLICIES.values())
    if call.state.settings.workbench_policies == "names":
        return json_response(200, names)
    return json_response(200, [{"policyName": name, "permissions": name.partition("-")[0]} for name in names])


def revoke_keys(call: Call) -> Response:
    """DELETE /api/v1/workspaces/{workspaceId}/storages/sas/revoke: all policies, or one."""
    workspace, storage = _with_file_storage(call), call.state.workbench.file_storage
    administrator(call)
    policy = call.query("policyToRevoke")
    if policy is not None and policy not in POLICIES.values():
        refuse(404, "There is no such policy.")
    for name in POLICIES.values() if policy is None else [policy]:
        storage.signer.revoke(storage.filesystem(workspace), name)
    call.state.workbench.workspaces.log(workspace, call.caller.client_id, "SAS keys revoked", policy=policy or "all")
    return Response(204)


def _with_file_storage(call: Call) -> Workspace:
    """Return the workspace of the path, which has to have File storage."""
    workspace = workspace_of(call)
    if for_data_sets_only(call):
        refuse(403, "The service account has access to single data sets only.")
    if not workspace.file_storage or not call.state.settings.file_storage:
        refuse(403, "The workspace has no subscription to File storage.")
    return workspace


def _wanted(value: t.Any, now: float) -> dict[str, t.Any]:
    """Return the body of a request for a key."""
    given = json_object(value, {"readOrWritePermission", "expiresOn"}, {"path", "startsOn", "storageName"})
    access = text("readOrWritePermission", given["readOrWritePermission"]).lower()
    if access not in POLICIES:
        raise BadInputError("readOrWritePermission has to be Read or Write")
    storage_name = text("storageName", given.get("storageName") or _INTERNAL)
    start = _moment("startsOn", given["startsOn"]) if given.get("startsOn") is not None else now
    expiry = _moment("expiresOn", given["expiresOn"])
    if expiry <= start:
        raise BadInputError("expiresOn has to be later than startsOn")
    if expiry <= now:
        raise BadInputError("expiresOn must not be in the past")
    path = text("path", given.get("path") or "")
    if any(part in (".", "..") for part in path.split("/")):
        raise BadInputError("path must not contain . or ..")
    return {
        "access": access,
        "start": start,
        "expiry": expiry,
        "path": path,
        "storage_name": None if storage_name == _INTERNAL else storage_name,
    }


def read_moment(value: str | None) -> float | None:
    """Return a moment of ISO 8601 in UTC in seconds, None when it is none."""
    if value is None or not _MOMENT.fullmatch(value):
        return None
    plain = re.sub(r"\.\d+|Z|\+00:00", "", value)
    return datetime.fromisoformat(plain).replace(tzinfo=timezone.utc).timestamp()


def _moment(name: str, value: t.Any) -> float:
    """Return a moment of a body in seconds."""
    found = read_moment(text(name, value))
    if found is None:
        raise BadInputError(f"{name} has to be a moment such as 2026-11-27T12:00:00Z")
    return found
