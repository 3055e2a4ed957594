# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Groups of containers, which each caller has for itself. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import confirming, finite, guid, guid_or_none, objects, required_guid, text
from ...errors import ResponseError
from .containers import DATA

if t.TYPE_CHECKING:
    from ...client import Applied, Client


@dataclass(frozen=True)
class Group:
    """A group: containers under a title. A container is in one group of a caller at most."""

    id: str
    title: str
    description: str = ""
    container_ids: tuple[str, ...] = ()
    sorting_order: float | None = None


class Groups:
    """The groups of the caller of ``client``. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def all(self) -> list[Group]:
        """Return every group (GET /groups)."""
        return [_group(entry) for entry in objects(self._client.get(f"{DATA}/groups").json(), "The list of groups")]

    def create(self, wanted: Group, *, applied: Applied) -> Group:
        """Make a group and return it. Every call makes another one (POST /groups). The id of ``wanted`` is not used."""
        response = self._client.post(f"{DATA}/groups", body=_body(wanted), applied=applied)
        with confirming():
            answer = response.json()
            if not isinstance(answer, dict):
                raise ResponseError("The new group is not valid: the response is not an object.")
            return _group(answer)

    def replace(self, wanted: Group) -> None:
        """Give a group another title, description, order and list of containers (PUT /groups/{Id})."""
        self._client.put(f"{DATA}/groups/{guid(wanted.id)}", body=_body(wanted), repeatable=True)

    def delete(self, identifier: str) -> None:
        """Delete a group; its containers stay (DELETE /groups/{Id})."""
        self._client.delete(f"{DATA}/groups/{guid(identifier)}")


def _body(group: Group) -> dict[str, t.Any]:
    """Return a group as the API takes it."""
    body: dict[str, t.Any] = {
        "title": group.title,
        "description": group.description,
        "resourceIds": list(group.container_ids),
    }
    if group.sorting_order is not None:
        body["sortingOrder"] = group.sorting_order
    return body


def _group(entry: dict[str, t.Any]) -> Group:
    """Return a GroupViewModel as a group. Raises ResponseError when it has no id."""
    members = entry.get("resourceIds")
    found = [guid_or_none(member) for member in members] if isinstance(members, list) else []
    return Group(
        required_guid(entry, "id", "A group"),
        text(entry, "title"),
        text(entry, "description"),
        tuple(dict.fromkeys(member for member in found if member)),
        finite(entry, "sortingOrder"),
    )
