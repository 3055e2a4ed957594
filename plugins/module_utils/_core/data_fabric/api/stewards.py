# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Who answers for containers: data stewards and owners. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import guid, guid_or_none, objects, required_guid, text
from ...errors import ResponseError
from .containers import DATA

if t.TYPE_CHECKING:
    from ...client import Applied, Client


@dataclass(frozen=True)
class Steward:
    """A data steward: a user who may share a container on behalf of its owner."""

    user: str
    comment: str = ""
    granted_by: str | None = None


class Stewardship:
    """Data stewards and owners as the caller of ``client`` sees them. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def all(self, container_id: str) -> list[Steward]:
        """Return the data stewards of a container, each once (GET /resources/{id}/datastewards).

        Owner and stewards may ask; to others the container does not exist.
        """
        answer = self._client.get(f"{DATA}/resources/{guid(container_id)}/datastewards").json()
        found = [_steward(entry) for entry in objects(answer, "The list of data stewards")]
        return list({steward.user: steward for steward in found}.values())

    def appoint(self, container_id: str, user: str, comment: str, *, applied: Applied) -> Steward:
        """Make a user a data steward, or give the steward another comment (POST …/datastewards/{userId}).

        Only the owner may. That it changes a steward who is there is documented, and so is a 400 for one.
        """
        path = f"{DATA}/resources/{guid(container_id)}/datastewards/{guid(user)}"
        response = self._client.post(path, body={"comment": comment}, applied=applied)
        try:
            answer = response.json()
            granted_by = guid_or_none(answer.get("grantedBy")) if isinstance(answer, dict) else None
        except ResponseError:
            granted_by = None
        return Steward(user, comment, granted_by)

    def dismiss(self, container_id: str, user: str) -> None:
        """Make a user a data steward no more (DELETE …/datastewards/{userId}); what the steward granted stays.

        Only the owner may.
        """
        self._client.delete(f"{DATA}/resources/{guid(container_id)}/datastewards/{guid(user)}")

    def transfer(self, container_id: str, user: str, *, keep_stewardship: bool, applied: Applied) -> None:
        """Give a container to another owner (PUT /resources/{id}/owner). Only the owner may.

        The new owner has to be a data manager of the same company.
        """
        self._client.put(
            f"{DATA}/resources/{guid(container_id)}/owner",
            query={"userId": guid(user), "keepAccessAsDataSteward": "true" if keep_stewardship else "false"},
            applied=applied,
        )


def _steward(entry: dict[str, t.Any]) -> Steward:
    """Return a DataStewardVM as a steward. Raises ResponseError when it lacks the user."""
    user = required_guid(entry, "userId", "A data steward")
    return Steward(user, text(entry, "comment"), guid_or_none(entry.get("grantedBy")))
