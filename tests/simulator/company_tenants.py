# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tenants of companies with their applications, licences, groups and profiles."""

from __future__ import annotations

import threading
import typing as t
import uuid
from dataclasses import dataclass, field

from .delayed import Delayed
from .directory import Directory, Person
from .inputs import BadInputError, guid, items, json_object, name_text
from .registrations import DEFAULT_CLIENT_ID
from .service_catalogue import DEFAULT_SERVICE_ID, Catalogue
from .tenant_patches import Properties

DEFAULT_TENANT_ID = "7e0a1b2c-3d4e-4f50-9162-738495a6b7c8"
DEFAULT_APPLICATION_ID = "f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b"
DEFAULT_GROUP_ID = "a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d"

License = dict[str, t.Any]


def no_properties() -> Delayed[Properties]:
    """Return an array of properties that has never had any."""
    return Delayed([])


@dataclass
class TenantApplication:
    """A service that is installed in a tenant; ``access_levels`` None: those that the service has."""

    id: str
    service_id: str
    name: str
    access_levels: tuple[str, ...] | None = None
    extension: Delayed[Properties] = field(default_factory=no_properties)
    licenses: dict[str, Delayed[License | None]] = field(default_factory=dict)
    administrators: dict[str, Delayed[bool]] = field(default_factory=dict)


@dataclass
class Group:
    """A group; members are user ids and ids of groups of the same tenant."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    extension: Delayed[Properties] = field(default_factory=no_properties)
    member_extensions: dict[str, Delayed[Properties]] = field(default_factory=dict)


@dataclass
class CompanyTenant:
    """One tenant; ``client_ids`` are the applications whose service principals are in it."""

    id: str
    name: str
    client_ids: set[str] = field(default_factory=set)
    applications: dict[str, TenantApplication] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    users: dict[str, Delayed[Properties]] = field(default_factory=dict)
    admins: tuple[str, ...] = ()

    def profile_id(self, user_id: str) -> str:
        """Return the id of a user's profile in this tenant; it is not the user's id."""
        return str(uuid.uuid5(uuid.UUID(self.id), user_id))

    def groups_of(self, entity_id: str) -> list[Group]:
        """Return the groups that a user or a group is a direct member of."""
        return [group for group in self.groups.values() if entity_id in group.members]

    def exploded(self, entity_id: str, seen: set[str] | None = None) -> list[str]:
        """Return the user itself, or all users in a group and the groups inside it, each once."""
        seen = set() if seen is None else seen
        if entity_id in seen:
            return []
        seen.add(entity_id)
        group = self.groups.get(entity_id)
        if group is None:
            return [entity_id]
        return [user for member in group.members for user in self.exploded(member, seen)]


class CompanyTenants:
    """All tenants; safe to use from several threads as long as writers hold ``lock``."""

    def __init__(self, directory: Directory, catalogue: Catalogue) -> None:
        self._directory = directory
        self._catalogue = catalogue
        self._by_id: dict[str, CompanyTenant] = {}
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Leave the default tenant with its application, its group and the people of the start."""
        with self.lock:
            self._by_id.clear()
        people = [person["user_id"] for person in self._directory.described()]
        group = {"group_id": DEFAULT_GROUP_ID, "name": "Deck officers", "members": people[1:3]}
        application = {"application_id": DEFAULT_APPLICATION_ID, "service_id": DEFAULT_SERVICE_ID}
        self.seed(
            [
                {
                    "tenant_id": DEFAULT_TENANT_ID,
                    "name": "Example Shipping",
                    "applications": [application],
                    "groups": [group],
                    "users": people,
                    "admins": people[:1],
                }
            ]
        )

    def find(self, tenant_id: str) -> CompanyTenant | None:
        """Return the tenant with that id."""
        return self._by_id.get(tenant_id.lower())

    def of_client(self, client_id: str) -> list[CompanyTenant]:
        """Return the tenants in which a client has a service principal."""
        with self.lock:
            return [tenant for tenant in self._by_id.values() if client_id in tenant.client_ids]

    def levels(self, application: TenantApplication) -> tuple[str, ...]:
        """Return the access levels that a licence for an application may have."""
        if application.access_levels is not None:
            return application.access_levels
        service = self._catalogue.find(application.service_id)
        return () if service is None else service.access_levels

    def person(self, user_id: str) -> Person | None:
        """Return the account behind a profile."""
        return self._directory.find(user_id)

    def install(self, service_id: str, name: str) -> None:
        """Install a service in the default tenant, if that is still there."""
        with self.lock:
            tenant = self.find(DEFAULT_TENANT_ID)
            if tenant is not None:
                application = TenantApplication(str(uuid.uuid4()), service_id, name)
                tenant.applications[application.id] = application

    def admit(self, client_id: str) -> None:
        """Add the service principal of a client to the default tenant, if that is still there."""
        with self.lock:
            tenant = self.find(DEFAULT_TENANT_ID)
            if tenant is not None:
                tenant.client_ids.add(client_id)

    def seed(self, descriptions: t.Any) -> list[str]:
        """Add or replace tenants, all or none, and return their ids; raises ValueError for a wrong description."""
        tenants = [self._tenant(description) for description in items("the body", descriptions)]
        with self.lock:
            self._by_id.update({tenant.id: tenant for tenant in tenants})
        return [tenant.id for tenant in tenants]

    def described_licenses(self, now: float) -> list[dict[str, t.Any]]:
        """Return all licences that were written for the control interface, with whether reads show them as they are."""
        with self.lock:
            return [
                {
                    "tenant_id": tenant.id,
                    "application_id": application.id,
                    **license_,
                    "visible": history.seen(now) == license_,
                }
                for tenant in self._by_id.values()
                for application in tenant.applications.values()
                for history in application.licenses.values()
                if (license_ := history.latest()) is not None
            ]

    def described(self) -> list[dict[str, t.Any]]:
        """Return all tenants for the control interface, with the administrators that were written."""
        with self.lock:
            return [
                {
                    "tenant_id": tenant.id,
                    "name": tenant.name,
                    "client_ids": sorted(tenant.client_ids),
                    "applications": [
                        {
                            "application_id": application.id,
                            "service_id": application.service_id,
                            "name": application.name,
                            "access_levels": list(self.levels(application)),
                            "administrators": [
                                user for user, history in application.administrators.items() if history.latest()
                            ],
                        }
                        for application in tenant.applications.values()
                    ],
                    "groups": [
                        {"group_id": group.id, "name": group.name, "members": list(group.members)}
                        for group in tenant.groups.values()
                    ],
                    "users": list(tenant.users),
                    "admins": list(tenant.admins),
                }
                for tenant in self._by_id.values()
            ]

    def _tenant(self, description: t.Any) -> CompanyTenant:
        parts = json_object(
            description, {"tenant_id", "name"}, {"applications", "groups", "users", "admins", "client_ids"}
        )
        users = self._people("users", parts.get("users", []))
        groups = [_group(entry) for entry in items("groups", parts.get("groups", []))]
        known = {*users, *(group.id for group in groups)}
        if any(member not in known for group in groups for member in group.members):
            raise BadInputError("members are users and groups of the tenant")
        applications = [self._application(entry) for entry in items("applications", parts.get("applications", []))]
        clients = items("client_ids", parts.get("client_ids", [DEFAULT_CLIENT_ID]))
        return CompanyTenant(
            id=guid("tenant_id", parts["tenant_id"]),
            name=name_text("name", parts["name"]),
            client_ids={guid("client_ids", client) for client in clients},
            applications={application.id: application for application in applications},
            groups={group.id: group for group in groups},
            users={user: no_properties() for user in users},
            admins=tuple(self._people("admins", parts.get("admins", []))),
        )

    def _application(self, description: t.Any) -> TenantApplication:
        parts = json_object(description, {"application_id"}, {"service_id", "access_levels", "name"})
        service_id = guid("service_id", parts.get("service_id", str(uuid.uuid4())))
        service = self._catalogue.find(service_id)
        levels = parts.get("access_levels")
        name = parts.get("name", "Application" if service is None else service.name)
        return TenantApplication(
            id=guid("application_id", parts["application_id"]),
            service_id=service_id,
            name=name_text("name", name),
            access_levels=None if levels is None else tuple(name_text("level", level) for level in levels),
        )

    def _people(self, name: str, value: t.Any) -> list[str]:
        found = [guid(name, user_id) for user_id in items(name, value)]
        if any(self._directory.find(user_id) is None for user_id in found):
            raise BadInputError(f"{name} are ids of users that are known")
        return found


def _group(description: t.Any) -> Group:
    parts = json_object(description, {"group_id", "name"}, {"members"})
    members = tuple(guid("members", member) for member in items("members", parts.get("members", [])))
    return Group(guid("group_id", parts["group_id"]), name_text("name", parts["name"]), members)
