# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The users that Data Fabric knows; they call nothing, but containers are shared with them and handed over to them."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .inputs import BadInputError, guid, items, json_object
from .registrations import COMPANY_ID, ROLES, Applications

OTHER_COMPANY_ID = "e5c07b4a-92d1-4f36-8b0e-47a9c6d3f815"

_START = (
    ("14442a14-0313-4c93-8873-1a4faf8cdcf5", COMPANY_ID, "manager"),
    ("6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3", COMPANY_ID, "consumer"),
    ("c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6", OTHER_COMPANY_ID, "consumer"),
)


@dataclass(frozen=True)
class Party:
    """A user, or an application that stands where a user may stand."""

    id: str
    company_id: str
    role: str

    def user(self) -> dict[str, str]:
        """Return it as the User of the Data API."""
        return {"userId": self.id, "companyId": self.company_id, "role": self.role}


class Users:
    """All users by id."""

    def __init__(self, applications: Applications) -> None:
        self._applications = applications
        self._by_id: dict[str, Party] = {}
        self.reset()

    def reset(self) -> None:
        """Leave the users of the start."""
        self._by_id = {user_id: Party(user_id, company, role) for user_id, company, role in _START}

    def find(self, user_id: str) -> Party | None:
        """Return the user with that id."""
        return self._by_id.get(user_id.lower())

    def find_party(self, party_id: str) -> Party | None:
        """Return the user with that id, or the application, if that has a role in Data Fabric."""
        user = self.find(party_id)
        if user is not None:
            return user
        application = self._applications.find(party_id)
        if application is None or not application.in_data_fabric():
            return None
        return Party(application.client_id, application.company_id, t.cast("str", application.role))

    def seed(self, descriptions: t.Any) -> None:
        """Add or replace users, all or none; raises ValueError when a description is not understood."""
        users = [_user(description) for description in items("the body", descriptions)]
        self._by_id.update({user.id: user for user in users})


def _user(description: t.Any) -> Party:
    parts = json_object(description, {"user_id"}, {"company_id", "role"})
    role = parts.get("role", "consumer")
    if role not in ROLES:
        raise BadInputError(f"role is one of {', '.join(ROLES)}")
    company_id = guid("company_id", parts.get("company_id", COMPANY_ID))
    return Party(guid("user_id", parts["user_id"]), company_id, role)
