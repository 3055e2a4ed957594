# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The catalogue of tags. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import confirming, guid_or_none, objects, text
from .containers import DATA

if t.TYPE_CHECKING:
    from ...client import Applied, Client


@dataclass(frozen=True)
class CatalogTag:
    """A tag that containers can have. The same title, in whatever case, is the same tag."""

    title: str
    id: str | None = None
    type: str = "tag"


class Tags:
    """The catalogue as the caller of ``client`` sees it. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def all(self, *, deleted: bool = False, unapproved: bool = False) -> list[CatalogTag]:
        """Return the tags that Veracity has approved and that are not deleted (GET /tags).

        ``deleted`` and ``unapproved`` add others; both need the role dataAdmin.
        """
        query = {}
        if deleted:
            query["includeDeleted"] = "true"
        if unapproved:
            query["includeNonVeracityApproved"] = "true"
        return _tags(self._client.get(f"{DATA}/tags", query=query).json())

    def create(self, title: str, *, applied: Applied) -> CatalogTag | None:
        """Add a tag (POST /tags). One that is there already is given back with its id. None: the answer has none."""
        response = self._client.post(f"{DATA}/tags", body=[{"title": title}], applied=applied)
        with confirming():
            found = _tags(response.json())
        return next((tag for tag in found if tag.title.casefold() == title.casefold()), None)


def _tags(answer: object) -> list[CatalogTag]:
    """Return a list of Tag."""
    return [
        CatalogTag(text(entry, "title"), guid_or_none(entry.get("id")), text(entry, "type") or "tag")
        for entry in objects(answer, "The list of tags")
    ]
