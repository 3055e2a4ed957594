# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The groups in which callers arrange the containers that they see; every caller has its own."""

from __future__ import annotations

import threading
import typing as t
import uuid
from dataclasses import dataclass

from .inputs import guid, items, json_object, name_text, number, text


@dataclass(frozen=True)
class GroupInput:
    """The checked body of POST and PUT."""

    title: str
    description: str
    container_ids: tuple[str, ...]
    sorting_order: int | float = 0


def group_input(value: t.Any) -> GroupInput:
    """Return the body when it is right; raises BadInputError."""
    parts = json_object(value, {"title", "description", "resourceIds"}, {"sortingOrder"})
    containers = [guid("resourceIds", entry) for entry in items("resourceIds", parts["resourceIds"])]
    return GroupInput(
        title=name_text("title", parts["title"]),
        description=text("description", parts["description"]),
        container_ids=tuple(dict.fromkeys(containers)),
        sorting_order=number("sortingOrder", parts.get("sortingOrder", 0)),
    )


@dataclass
class Group:
    """One group of one caller."""

    id: str
    owner: str
    content: GroupInput
    container_ids: list[str]

    def view(self, shown: t.Callable[[str], bool]) -> dict[str, t.Any]:
        """Return it as the GroupViewModel of the Data API, with the containers that ``shown`` lets through."""
        return {
            "id": self.id,
            "title": self.content.title,
            "description": self.content.description,
            "resourceIds": [container_id for container_id in self.container_ids if shown(container_id)],
            "sortingOrder": self.content.sorting_order,
        }


class Groups:
    """All groups of all callers in the order of their creation; safe to use from several threads."""

    def __init__(self) -> None:
        self._by_id: dict[str, Group] = {}
        self._lock = threading.RLock()

    def reset(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._by_id.clear()

    def add(self, content: GroupInput, owner: str) -> Group:
        """Make a group; its containers leave the caller's other groups."""
        with self._lock:
            group = Group(str(uuid.uuid4()), owner, content, [])
            self._by_id[group.id] = group
            self.change(group, content)
            return group

    def change(self, group: Group, content: GroupInput) -> None:
        """Replace everything in a group; its containers leave the caller's other groups."""
        with self._lock:
            self._take_out(group.owner, content.container_ids)
            group.content = content
            group.container_ids = list(content.container_ids)

    def put_into(self, group: Group, container_id: str) -> None:
        """Add a container to a group."""
        with self._lock:
            self._take_out(group.owner, (container_id,))
            group.container_ids.append(container_id)

    def remove(self, group: Group) -> None:
        """Remove a group; its containers stay."""
        with self._lock:
            self._by_id.pop(group.id, None)

    def find(self, group_id: str, owner: str) -> Group | None:
        """Return the caller's group with that id."""
        group = self._by_id.get(group_id.lower())
        return group if group is not None and group.owner == owner else None

    def all(self, owner: str | None = None) -> list[Group]:
        """Return every group, or those of one caller."""
        with self._lock:
            return [group for group in self._by_id.values() if owner in (None, group.owner)]

    def _take_out(self, owner: str, container_ids: t.Collection[str]) -> None:
        for group in self.all(owner):
            group.container_ids = [entry for entry in group.container_ids if entry not in container_ids]
