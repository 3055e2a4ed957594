# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Applications and users as Data Fabric knows them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import guid, required_guid, text
from ...errors import NotFoundError, ResponseError
from .containers import DATA

if t.TYPE_CHECKING:
    from ...client import Applied, Client

ROLES = ("none", "manager", "consumer", "identity", "dataAdmin")


@dataclass(frozen=True)
class Identity:
    """An application or a user of Data Fabric; ``kind`` is ``application`` or ``user``."""

    kind: str
    id: str
    company_id: str
    role: str


class Identities:
    """Who is who in Data Fabric, as the caller of ``client`` sees it. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._own: Identity | None = None

    def own(self) -> Identity:
        """Return the caller, asked for once: an application (GET /application), otherwise a user (GET /users/me)."""
        if self._own is None:
            try:
                self._own = _application(self._client.get(f"{DATA}/application").json())
            except NotFoundError:
                self._own = _user(self._client.get(f"{DATA}/users/me").json())
        return self._own

    def application(self, identifier: str) -> Identity | None:
        """Return an application, None when Data Fabric does not know it."""
        try:
            return _application(self._client.get(f"{DATA}/application/{guid(identifier)}").json())
        except NotFoundError:
            return None

    def user(self, identifier: str) -> Identity | None:
        """Return a user, None when Data Fabric does not know it."""
        try:
            return _user(self._client.get(f"{DATA}/users/{guid(identifier)}").json())
        except NotFoundError:
            return None

    def create_application(self, identifier: str, company_id: str, role: str, *, applied: Applied) -> None:
        """Make an application known; the caller needs the role dataAdmin (POST /application)."""
        body = {"id": guid(identifier), "companyId": company_id, "role": role}
        self._client.post(f"{DATA}/application", body=body, applied=applied)

    def set_role(self, identifier: str, role: str) -> None:
        """Give an application a role; the caller needs the role dataAdmin (PUT /application/{id}?role=)."""
        self._client.put(f"{DATA}/application/{guid(identifier)}", query={"role": role}, repeatable=True)


def _application(answer: object) -> Identity:
    """Return an Application of the Data API."""
    return _identity("application", answer, "id")


def _user(answer: object) -> Identity:
    """Return a User of the Data API."""
    return _identity("user", answer, "userId")


def _identity(kind: str, answer: object, key: str) -> Identity:
    """Return the identity in an answer. Raises ResponseError when it has none."""
    if not isinstance(answer, dict):
        raise ResponseError(f"The {kind} is not valid: the response is not an object.")
    return Identity(kind, required_guid(answer, key, f"The {kind}"), text(answer, "companyId"), text(answer, "role"))
