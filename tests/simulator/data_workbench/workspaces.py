# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workspaces of tenants, who is in them, and what was done in them."""

from __future__ import annotations

import threading
import typing as t
import uuid
from dataclasses import dataclass, field

from ..clock import Clock, timestamp
from ..company_tenants import DEFAULT_TENANT_ID
from ..inputs import BadInputError, guid, items, json_object, name_text, text
from ..registrations import DEFAULT_CLIENT_ID

DEFAULT_WORKSPACE_ID = "b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b"
DEFAULT_ALIAS = "example-shipping"
REGIONS = ("EU", "US")
ROLES = ("administrator", "reader")


@dataclass(frozen=True)
class Member:
    """A user or an application with its role in one tenant or workspace."""

    user_id: str
    name: str
    email: str
    role: str
    is_service_principal: bool = False


@dataclass
class Workspace:
    """One workspace; ``file_storage``: it has the subscription to File storage.

    ``storages`` are the names of the data sets of storage accounts that support has connected to it.
    """

    id: str
    tenant_id: str
    name: str
    description: str
    region: str
    file_storage: bool = True
    storages: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    ledger: list[dict[str, t.Any]] = field(default_factory=list)

    def view(self) -> dict[str, t.Any]:
        """Return it as the gateway shows it."""
        return {"id": self.id, "name": self.name, "description": self.description, "region": self.region}


class Workspaces:
    """All workspaces, in the order in which they were made; whoever writes holds ``lock``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Workspace] = {}
        self.aliases: dict[str, str] = {}
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Leave the default workspace only."""
        with self.lock:
            self.aliases = {DEFAULT_ALIAS: DEFAULT_TENANT_ID}
            self._by_id = {}
            self.seed([{"id": DEFAULT_WORKSPACE_ID, "name": "Fleet", "description": "The ships of the fleet"}])

    def tenant_id(self, tenant: str) -> str:
        """Return the id of a tenant, which may be named by its alias."""
        return self.aliases.get(tenant.lower(), tenant.lower())

    def find(self, workspace_id: str) -> Workspace | None:
        """Return the workspace of an id."""
        return self._by_id.get(workspace_id.lower())

    def of_tenant(self, tenant_id: str) -> list[Workspace]:
        """Return the workspaces of a tenant."""
        return [workspace for workspace in self._by_id.values() if workspace.tenant_id == tenant_id]

    def all(self) -> list[Workspace]:
        """Return all workspaces."""
        return list(self._by_id.values())

    def make(self, tenant_id: str, name: str, description: str, region: str) -> Workspace:
        """Make a workspace; names need not be unique, as nothing says so."""
        workspace = Workspace(str(uuid.uuid4()), tenant_id, name, description, region, members=_first_members())
        self._by_id[workspace.id] = workspace
        return workspace

    def log(self, workspace: Workspace, caller: str, event: str, **payload: t.Any) -> dict[str, t.Any]:
        """Write an entry into the activity log of a workspace and return it."""
        entry = {
            "id": str(uuid.uuid4()),
            "workspaceId": workspace.id,
            "userId": caller,
            "userName": "Fleet service account",
            "resource": {"id": workspace.id, "type": "Workspace"},
            "payload": payload,
            "eventName": event,
            "timestamp": timestamp(self._clock.now()),
        }
        workspace.ledger.append(entry)
        return entry

    def seed(self, descriptions: t.Any) -> list[str]:
        """Add workspaces and return their ids; raises ValueError when a description is not understood."""
        made = [_described(entry) for entry in items("workspaces", descriptions)]
        with self.lock:
            self._by_id.update({workspace.id: workspace for workspace in made})
        return [workspace.id for workspace in made]


def _described(entry: t.Any) -> Workspace:
    """Return a described workspace."""
    given = json_object(
        entry, {"name"}, {"id", "tenant_id", "description", "region", "file_storage", "storages", "members"}
    )
    region = given.get("region", "EU")
    if region not in REGIONS:
        raise BadInputError(f"region is one of {', '.join(REGIONS)}")
    members = tuple(_member(member) for member in items("members", given["members"])) if "members" in given else None
    return Workspace(
        guid("id", given.get("id", str(uuid.uuid4()))),
        guid("tenant_id", given.get("tenant_id", DEFAULT_TENANT_ID)),
        name_text("name", given["name"]),
        text("description", given.get("description", "")),
        region,
        given.get("file_storage", True) is True,
        tuple(name_text("storages", name) for name in items("storages", given.get("storages", []))),
        _first_members() if members is None else members,
    )


def _member(entry: t.Any) -> Member:
    """Return a described member."""
    given = json_object(entry, {"user_id", "role"}, {"name", "email", "is_service_principal"})
    if given["role"] not in ROLES:
        raise BadInputError(f"role is one of {', '.join(ROLES)}")
    return Member(
        guid("user_id", given["user_id"]),
        text("name", given.get("name", "")),
        text("email", given.get("email", "")),
        given["role"],
        given.get("is_service_principal", False) is True,
    )


def _first_members() -> tuple[Member, ...]:
    """Return who is in a workspace from the start: whoever made it."""
    return (
        Member(DEFAULT_CLIENT_ID, "Fleet service account", "", "administrator", is_service_principal=True),
        Member("11111111-2222-4333-8444-555555555501", "Captain Example", "captain@example.com", "administrator"),
        Member("11111111-2222-4333-8444-555555555502", "Chief Example", "chief@example.com", "reader"),
    )
