# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which container is meant by a description. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import ForbiddenError, NotFoundError, StateError
from ..api.containers import Container, DataFabric
from .description import Description


class Inventory:
    """The containers that there are, by id and, those of the caller, by short name. ``dying`` are ids to ignore."""

    def __init__(self, containers: t.Iterable[Container], dying: t.Container[str | None] = ()) -> None:
        everything = list(containers)
        self.containers = [container for container in everything if container.id not in dying]
        self._dying = [container for container in everything if container.id in dying]
        self._by_id = {container.id: container for container in self.containers}
        self._by_short_name: dict[str | None, list[Container]] = {}
        for container in self.containers:
            if container.owned:
                self._by_short_name.setdefault(container.short_name, []).append(container)

    def find(self, identifier: str | None, short_name: str | None) -> Container | None:
        """Return the container with the id, or without one the caller's container of that short name.

        Raises StateError when several containers have the short name: none of them is picked by chance.
        """
        if identifier is not None:
            return self._by_id.get(identifier)
        found = self._by_short_name.get(short_name, [])
        if len(found) > 1:
            identifiers = ", ".join(sorted(container.id or "" for container in found))
            raise StateError(
                f"Container {short_name}: {len(found)} containers have this short name: {identifiers}.",
                hint="Set id to the one that you mean.",
            )
        return found[0] if found else None

    def match(self, description: Description) -> Container | None:
        """Return the container that a description is about, or None. Raises StateError as ``find`` does."""
        return self.find(description.id, description.short_name)

    def leaving(self, description: Description) -> Container | None:
        """Return a container that a description is about and that is going away, or None."""
        for container in self._dying:
            if description.id == container.id or (
                description.id is None and description.short_name == container.short_name
            ):
                return container
        return None


def find_containers(api: DataFabric, description: Description, dying: t.Container[str | None]) -> Inventory:
    """Return what is there as far as one description is concerned, by one call."""
    return Inventory(by_id(api, description.id) if description.id else api.containers(), dying)


def by_id(api: DataFabric, identifier: str) -> list[Container]:
    """Return the container with that id in a list, which is empty when there is none that the caller may see."""
    try:
        return [api.container(identifier)]
    except (ForbiddenError, NotFoundError):
        return []


def select(containers: t.Iterable[Container], short_name: str | None, tag: str | None) -> list[Container]:
    """Return the containers that have the short name, or the tag (compared without case), or all of them."""
    key = tag.casefold() if tag is not None else None
    return [
        container
        for container in containers
        if short_name in (None, container.short_name)
        and (key is None or key in {other.title.casefold() for other in container.tags})
    ]
