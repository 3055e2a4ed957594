# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The projects of the Resource Manager with what templates made in them; names are identities."""

from __future__ import annotations

import threading
import typing as t
import uuid
from dataclasses import dataclass, field

from .inputs import guid, items, json_object, name_text
from .registrations import DEFAULT_CLIENT_ID

DEFAULT_PROJECT_ID = "5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11"
DEFAULT_AUTOMATION_TOKEN = "simulator-automation-token-0001"


@dataclass
class ResourceGroup:
    """A resource group; only ``is_production`` and ``locked`` change after its creation."""

    name: str
    description: str | None = None
    tags: tuple[str, ...] = ()
    is_production: bool = False
    locked: bool = False


@dataclass
class Resource:
    """A resource; ``secrets`` has the oldest first, ``keys`` are subscription keys by product id."""

    id: str
    name: str
    kind: str
    group: str
    submissions: int = 0
    document: dict[str, t.Any] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


@dataclass
class Project:
    """A project; ``client_ids`` act for the services that are made in it."""

    id: str
    automation_token: str
    client_ids: tuple[str, ...] = (DEFAULT_CLIENT_ID,)
    groups: dict[str, ResourceGroup] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)


class Projects:
    """All projects. Whoever submits a template holds ``lock``."""

    def __init__(self) -> None:
        self._by_id: dict[str, Project] = {}
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Leave the default project, empty."""
        with self.lock:
            self._by_id = {DEFAULT_PROJECT_ID: Project(DEFAULT_PROJECT_ID, DEFAULT_AUTOMATION_TOKEN)}

    def find(self, project_id: str) -> Project | None:
        """Return the project with that id."""
        return self._by_id.get(project_id.lower())

    def subscription_keys(self) -> set[str]:
        """Return all subscription keys that applications of the projects have."""
        with self.lock:
            return {
                key
                for project in self._by_id.values()
                for resource in project.resources.values()
                for key in resource.keys.values()
            }

    def seed(self, descriptions: t.Any) -> list[str]:
        """Add or replace projects, all or none, and return their ids; raises ValueError for a wrong description."""
        projects = [_project(description) for description in items("the body", descriptions)]
        with self.lock:
            self._by_id.update({project.id: project for project in projects})
        return [project.id for project in projects]

    def described(self) -> list[dict[str, t.Any]]:
        """Return all resource groups for the control interface, without secrets and keys."""
        with self.lock:
            return [
                {
                    "project_id": project.id,
                    "name": group.name,
                    "description": group.description,
                    "tags": list(group.tags),
                    "is_production": group.is_production,
                    "locked": group.locked,
                    "resources": [
                        {
                            "id": resource.id,
                            "name": resource.name,
                            "resource_type": resource.kind,
                            "submissions": resource.submissions,
                            "secrets": len(resource.secrets),
                            "products": sorted(resource.keys),
                            "document": resource.document,
                        }
                        for resource in project.resources.values()
                        if resource.group == group.name
                    ],
                }
                for project in self._by_id.values()
                for group in project.groups.values()
            ]


def _project(description: t.Any) -> Project:
    parts = json_object(description, {"automation_token"}, {"project_id", "client_ids"})
    clients = items("client_ids", parts.get("client_ids", [DEFAULT_CLIENT_ID]))
    return Project(
        id=guid("project_id", parts.get("project_id", str(uuid.uuid4()))),
        automation_token=name_text("automation_token", parts["automation_token"]),
        client_ids=tuple(guid("client_ids", client) for client in clients),
    )
