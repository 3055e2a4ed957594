# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The services of Veracity: which client acts for which, who subscribes, what was notified."""

from __future__ import annotations

import threading
import typing as t
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from .directory import Directory
from .inputs import BadInputError, guid, items, json_object, name_text, text
from .registrations import DEFAULT_CLIENT_ID

DEFAULT_SERVICE_ID = "9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c"
READ = "MYDNV_ADM_READ"
SUBSCRIPTIONS = "MYDNV_ADM_SUBS"
ROLES = (
    READ,
    SUBSCRIPTIONS,
    "MYDNV_ADM_ADMUSR",
    "MYDNV_ADM_SERVICE",
    "MYDNV_ADM_READDIR",
    "MYDNV_ADM_NOTIF",
    "MYDNV_ADM_CHNL",
    "MYDNV_ADM_WIDG",
)


@dataclass
class Service:
    """One service; ``subscribers`` are access levels, or None, by user id."""

    id: str
    name: str
    access_levels: tuple[str, ...] = ()
    client_ids: set[str] = field(default_factory=set)
    description: str | None = None
    parent_id: str | None = None
    subscribers: dict[str, str | None] = field(default_factory=dict)

    def reference(self) -> dict[str, t.Any]:
        """Return it as the ServiceReference of the Services API."""
        return {
            "identity": f"/directory/services/{self.id}",
            "name": self.name,
            "id": self.id,
            "description": self.description,
        }

    def refuses_role(self, role: str | None) -> str | None:
        """Return why nobody can have that access level, None when it is right."""
        if role is None or role in self.access_levels:
            return None
        if not self.access_levels:
            return "the service has no access levels"
        return f"the service has no access level {role!r}, it has {', '.join(self.access_levels)}"


class Catalogue:
    """All services with their subscribers; safe to use from several threads."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._by_id: dict[str, Service] = {}
        self._roles: dict[str, frozenset[str]] = {}
        self._notifications: list[dict[str, t.Any]] = []
        self._lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Leave the default service, without subscribers."""
        fleet = Service(DEFAULT_SERVICE_ID, "Fleet portal", ("reader", "editor", "admin"), {DEFAULT_CLIENT_ID})
        with self._lock:
            self._by_id = {fleet.id: fleet}
            self._roles.clear()
            self._notifications.clear()

    def find(self, service_id: str) -> Service | None:
        """Return the service with that id."""
        return self._by_id.get(service_id.lower())

    def of_client(self, client_id: str) -> list[Service]:
        """Return the services that a client acts for."""
        with self._lock:
            return [service for service in self._by_id.values() if client_id in service.client_ids]

    def has_role(self, client_id: str, role: str) -> bool:
        """Return whether a client has that right; every client has all until the control interface says otherwise."""
        return role in self._roles.get(client_id, ROLES)

    def add(self, service: Service) -> Service:
        """Add or replace a service."""
        with self._lock:
            self._by_id[service.id] = service
        return service

    def set_levels(self, service: Service, levels: Iterable[str]) -> None:
        """Replace the access levels; one that somebody has stays."""
        with self._lock:
            used = {role for role in service.subscribers.values() if role is not None}
            wanted = tuple(levels)
            kept = tuple(level for level in service.access_levels if level in used and level not in wanted)
            service.access_levels = wanted + kept

    def subscribe(self, service: Service, user_id: str, role: str | None) -> None:
        """Add a subscriber or replace its access level."""
        with self._lock:
            service.subscribers[user_id] = role

    def unsubscribe(self, service: Service, user_id: str) -> bool:
        """Remove a subscriber; return whether it was one."""
        with self._lock:
            if user_id not in service.subscribers:
                return False
            del service.subscribers[user_id]
            return True

    def subscribers(self, service: Service) -> list[str]:
        """Return the ids of the subscribers, the earliest first."""
        with self._lock:
            return list(service.subscribers)

    def notify(self, notification: dict[str, t.Any]) -> None:
        """Remember a notification."""
        with self._lock:
            self._notifications.append(notification)

    def notifications(self) -> list[dict[str, t.Any]]:
        """Return all notifications in order."""
        with self._lock:
            return list(self._notifications)

    def seed_services(self, descriptions: t.Any) -> list[str]:
        """Add or replace services, all or none, and return their ids; raises ValueError for a wrong description."""
        services = [_service(description) for description in items("the body", descriptions)]
        return [self.add(service).id for service in services]

    def seed_subscribers(self, descriptions: t.Any) -> None:
        """Add or replace subscribers, all or none; raises ValueError for a wrong description."""
        rows = [self._subscriber(description) for description in items("the body", descriptions)]
        for row in rows:
            self.subscribe(*row)

    def set_roles(self, description: t.Any) -> None:
        """Set the rights of a client; raises ValueError for a wrong description."""
        parts = json_object(description, {"client_id", "roles"}, set())
        unknown = set(items("roles", parts["roles"])) - set(ROLES)
        if unknown:
            raise BadInputError(f"roles are some of {', '.join(ROLES)}")
        with self._lock:
            self._roles[guid("client_id", parts["client_id"])] = frozenset(parts["roles"])

    def described_subscribers(self) -> list[dict[str, t.Any]]:
        """Return all subscribers of all services for the control interface."""
        with self._lock:
            return [
                {"service_id": service.id, "user_id": user_id, "role": role}
                for service in self._by_id.values()
                for user_id, role in service.subscribers.items()
            ]

    def described_services(self) -> list[dict[str, t.Any]]:
        """Return all services for the control interface."""
        with self._lock:
            return [
                {
                    "service_id": service.id,
                    "name": service.name,
                    "access_levels": list(service.access_levels),
                    "client_ids": sorted(service.client_ids),
                    "parent_id": service.parent_id,
                }
                for service in self._by_id.values()
            ]

    def _subscriber(self, description: t.Any) -> tuple[Service, str, str | None]:
        parts = json_object(description, {"service_id", "user_id"}, {"role"})
        service = self.find(text("service_id", parts["service_id"]))
        person = self._directory.find(text("user_id", parts["user_id"]))
        if service is None or person is None:
            raise BadInputError("service_id and user_id have to be known")
        refusal = service.refuses_role(parts.get("role"))
        if refusal is not None:
            raise BadInputError(refusal)
        return service, person.id, parts.get("role")


def _service(description: t.Any) -> Service:
    parts = json_object(
        description, {"name"}, {"service_id", "access_levels", "client_ids", "description", "parent_id"}
    )
    clients = items("client_ids", parts.get("client_ids", [DEFAULT_CLIENT_ID]))
    levels = items("access_levels", parts.get("access_levels", []))
    return Service(
        id=guid("service_id", parts.get("service_id", str(uuid.uuid4()))),
        name=name_text("name", parts["name"]),
        access_levels=tuple(name_text("access_levels", level) for level in levels),
        client_ids={guid("client_ids", client) for client in clients},
        description=None if parts.get("description") is None else text("description", parts["description"]),
        parent_id=None if parts.get("parent_id") is None else guid("parent_id", parts["parent_id"]),
    )
