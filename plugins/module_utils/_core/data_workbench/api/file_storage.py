# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Keys of File storage and their policies, as the gateway has them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import guid, text
from ...azure_storage import directory_url
from ...azure_storage.directory_url import DirectoryUrl
from ...client import harmless
from ...errors import InputError, ResponseError
from ...identity.token import isoformat
from .gateway import V1, V2

if t.TYPE_CHECKING:
    from ...client import Client, Query
    from ...transport.session import Response

# What the entry of a policy is called by; the shape of the response is not documented.
_NAMES = ("policyName", "name", "id", "identifier")
_PERMISSIONS = ("permissions", "permission", "readOrWritePermission", "access")


@dataclass(frozen=True)
class Policy:
    """A stored access policy: keys that were made under it end when it is revoked.

    ``permissions`` is None where the response does not tell them.
    """

    name: str
    permissions: str | None = None


class FileStorage:
    """The File storage of workspaces. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def make_key(
        self, workspace: str, path: str, access: str, expires: float, storage_name: str | None = None
    ) -> DirectoryUrl:
        """Make a key for a folder, which has to exist (POST /workspaces/{workspaceId}/storages/sas).

        ``access`` is read or write. Each request is written into the activity log of the workspace; two keys do no
        harm. Raises ResponseError for a response that is no key.
        """
        body: dict[str, str] = {
            "path": path,
            "readOrWritePermission": access.capitalize(),
            "expiresOn": isoformat(expires),
        }
        if storage_name is not None:
            body["storageName"] = storage_name
        response = self._client.post(
            f"{V2}/workspaces/{guid(workspace)}/storages/sas", body=body, query={"format": "object"}, applied=harmless
        )
        address, token = _key(response)
        return directory_url.parse(address, token, path)

    def policies(self, workspace: str) -> list[Policy]:
        """Return the policies of a workspace (GET /api/v1/workspaces/{workspaceId}/storages/policies)."""
        answer = self._client.get(f"{V1}/workspaces/{guid(workspace)}/storages/policies").json()
        entries = answer.get("result") if isinstance(answer, dict) else answer
        if not isinstance(entries, list):
            raise ResponseError("The list of policies cannot be used: it is not a list.")
        found = [_policy(entry) for entry in entries]
        return [policy for policy in found if policy is not None]

    def revoke_policy(self, workspace: str, policy: str) -> None:
        """End all keys of a policy (DELETE /api/v1/workspaces/{workspaceId}/storages/sas/revoke?policyToRevoke=).

        Sent once: a key that is made after it was carried out would end with the second one. Without a name this would
        end all keys of the workspace, so an empty one is refused with InputError.
        """
        if not policy:
            raise InputError("policy: must not be empty. Set the name of a policy.")
        self._revoke(workspace, {"policyToRevoke": policy})

    def revoke_all(self, workspace: str) -> None:
        """End all keys of a workspace, in the same way (the same path without the parameter)."""
        self._revoke(workspace, {})

    def _revoke(self, workspace: str, query: Query) -> None:
        self._client.delete(f"{V1}/workspaces/{guid(workspace)}/storages/sas/revoke", query=query, repeatable=False)


def _key(response: Response) -> tuple[str, str]:
    """Return address and token of a key: an object, or the whole URL as a string.

    A string without its quotes is taken, too, before it could be shown as something that is not JSON.
    """
    plain = response.body.decode("utf-8", "replace").strip()
    answer = plain if plain.startswith("http") else response.json()
    if isinstance(answer, str):
        address, _separator, token = answer.strip().strip('"').rpartition("?")
    elif isinstance(answer, dict):
        address, token = text(answer, "resourceUri"), text(answer, "sasToken").lstrip("?")
    else:
        address, token = "", ""
    address = address.removesuffix(f"?{token}")
    if not address or not token:
        raise ResponseError("The key cannot be used: the response has no address and token.")
    return address, token


def _policy(entry: object) -> Policy | None:
    """Return an entry of the list as a policy: a name, or an object that has one. None for anything else."""
    if isinstance(entry, str):
        entry = {_NAMES[0]: entry}
    if not isinstance(entry, dict):
        return None
    name = next((text(entry, key) for key in _NAMES if text(entry, key)), "")
    permissions = next((text(entry, key) for key in _PERMISSIONS if text(entry, key)), None)
    return Policy(name, permissions) if name else None
