# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may ask for tokens (applications) and what they may ask for (APIs)."""

from __future__ import annotations

import functools
import re
import typing as t
from dataclasses import dataclass

from .tenants import TENANTS, Tenant, find_tenant

DEFAULT_CLIENT_ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
DEFAULT_CLIENT_SECRET = "simulator-secret-of-the-fleet-0001~"
DEFAULT_SUBSCRIPTION_KEY = "5f9d7b1c3e5a4c7d8e9fa0b1c2d3e4f5"
# An API of the customer, that none of Veracity's takes tokens of.
OWN_API_ID = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
COMPANY_ID = "0d8f2c1e-7a54-4f0b-9c3e-5b6a79d1e210"
ROLES = ("none", "manager", "consumer", "identity", "dataAdmin")

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Application:
    """A client application; ``role`` is its role in Data Fabric, None when Data Fabric does not know it.

    ``further_secrets`` are as good as ``client_secret``: those that a rollover has left.
    """

    client_id: str
    client_secret: str
    role: str | None = "manager"
    enabled: bool = True
    secret_expired: bool = False
    tenants: tuple[str, ...] = ("production",)
    company_id: str = COMPANY_ID
    further_secrets: tuple[str, ...] = ()

    def in_data_fabric(self) -> bool:
        """Return whether Data Fabric lets this application do anything."""
        return self.role not in (None, "none")


@dataclass(frozen=True)
class Registration:
    """An API that tokens are issued for; the registration decides the version of its tokens."""

    api: str
    guid: str
    version: str
    tenant: Tenant

    def uri(self) -> str:
        """Return the application id URI."""
        return f"https://{self.tenant.domain}/{self.guid}"


_CLASSIC = {
    "services": "dfc0f96d-1c85-4334-a600-703a89a32a4c",
    "data_fabric": "dfba9693-546d-4300-bcd7-d8d525bdff38",
}
_SERVICES = {
    "production": "83054ebf-1d7b-43f5-82ad-b2bde84d7b75",
    "staging": "28b7ec7b-db04-40bb-a042-b7ac5a8b36be",
    "test": "a4a8e726-c1cc-407c-83a0-4ce37f1ce130",
}
_OTHER = {
    "data_fabric": "37c59c8d-cd9d-4cd5-b05a-e67f1650ee14",
    "iot": "29a8760a-d13a-41ce-998e-0a00c3d948d5",
}


def _registrations() -> t.Iterator[Registration]:
    for tenant in TENANTS.values():
        for api, guid in _CLASSIC.items():
            yield Registration(api, guid, "1.0", tenant)
        yield Registration("services", _SERVICES[tenant.environment], "2.0", tenant)
        for api, guid in _OTHER.items():
            yield Registration(api, guid, "2.0", tenant)
    yield Registration("own", OWN_API_ID, "2.0", TENANTS["production"])


REGISTRATIONS = tuple(_registrations())


def find_registration(tenant: Tenant, name: str, *, bare_guid: bool) -> Registration | None:
    """Return the API registered in ``tenant`` under that URI, or under its bare GUID where ``bare_guid`` allows it."""
    for registration in REGISTRATIONS:
        if registration.tenant is tenant and (
            name.lower() == registration.uri() or (bare_guid and name.lower() == registration.guid)
        ):
            return registration
    return None


@functools.cache
def audiences(api: str, environment: str) -> frozenset[str]:
    """Return the audiences that an API takes: its application id URIs, and the GUID of its newer registration."""
    mine = [entry for entry in REGISTRATIONS if entry.api == api and entry.tenant.environment == environment]
    return frozenset({entry.uri() for entry in mine} | {entry.guid for entry in mine if entry.version == "2.0"})


class Applications:
    """The client applications, found by their id without regard to case."""

    def __init__(self) -> None:
        self._by_id: dict[str, Application] = {}
        self.reset()

    def reset(self) -> None:
        """Leave the default application only."""
        self._by_id = {DEFAULT_CLIENT_ID: Application(DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET)}

    def find(self, client_id: str) -> Application | None:
        """Return the application with that id."""
        return self._by_id.get(client_id.lower())

    def register(self, description: t.Any) -> Application:
        """Add or replace an application; raises ValueError when the description is not understood."""
        if not isinstance(description, dict):
            raise ValueError("an application is a JSON object")
        unknown = set(description) - (set(Application.__dataclass_fields__) - {"further_secrets"})
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        client_id, secret = description.get("client_id"), description.get("client_secret")
        if not isinstance(client_id, str) or not GUID.fullmatch(client_id) or not isinstance(secret, str):
            raise ValueError("client_id (a GUID) and client_secret are needed")
        if description.get("role") not in (None, *ROLES):
            raise ValueError(f"role is null or one of {', '.join(ROLES)}")
        company_id = description.get("company_id", COMPANY_ID)
        if not isinstance(company_id, str) or not GUID.fullmatch(company_id):
            raise ValueError("company_id is a GUID")
        tenants = tuple(_environment(name) for name in description.get("tenants", ("production",)))
        given = {"client_id": client_id.lower(), "tenants": tenants, "company_id": company_id.lower()}
        return self.put(Application(**{**description, **given}))

    def put(self, application: Application) -> Application:
        """Add or replace an application."""
        self._by_id[application.client_id] = application
        return application


def _environment(name: str) -> str:
    tenant = TENANTS.get(name) or find_tenant(name)
    if tenant is None:
        raise ValueError(f"unknown tenant {name!r}")
    return tenant.environment
