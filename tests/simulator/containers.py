# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The containers: what there is, since when, and for whom."""

from __future__ import annotations

import json
import math
import threading
import typing as t
import uuid
from dataclasses import dataclass

from .clock import Clock, timestamp
from .container_input import ContainerInput, Tag

TAG_NAMESPACE = uuid.UUID("7c0d3f0e-5d6a-4a53-8f5c-0d1a3c8f2b61")


@dataclass
class Container:
    """One container with the moments (seconds since the epoch) at which it appears and disappears."""

    id: str
    content: ContainerInput
    reference: str
    owner: str
    created_at: float
    modified_at: float
    visible_at: float
    gone_at: float = math.inf
    shared_as: str | None = None
    personal_data: str = "unknown"

    def state(self, now: float) -> str:
        """Return pending, visible, deleting or deleted."""
        if now >= self.gone_at:
            return "deleted"
        if now < self.visible_at:
            return "pending"
        return "visible" if self.gone_at == math.inf else "deleting"

    def exists(self, now: float) -> bool:
        """Return whether the Data API knows it."""
        return self.visible_at <= now < self.gone_at

    def access_level(self, client_id: str) -> str | None:
        """Return the relation of an application to it, None when there is none."""
        return "owner" if client_id == self.owner else self.shared_as

    def resource(self, access_level: str | None) -> dict[str, t.Any]:
        """Return it as the Resource of the Data API; what was never given is left out."""
        content = self.content
        given = {"title": content.title, "description": content.description, "icon": content.icon}
        tags = [{"id": tag_id(tag), "title": tag.title, "type": tag.type} for tag in content.tags]
        return {
            "id": self.id,
            "reference": self.reference,
            "url": f"https://simulator{content.region}.blob.core.windows.net/{self.reference}",
            "lastModifiedUTC": timestamp(self.modified_at),
            "creationDateTimeUTC": timestamp(self.created_at),
            "ownerId": self.owner,
            "accessLevel": access_level or "consumer",
            "region": content.region,
            "keyStatus": "noKeys",
            "mayContainPersonalData": self.personal_data,
            "metadata": {name: value for name, value in given.items() if value is not None} | {"tags": tags},
        }


def tag_id(tag: Tag) -> str:
    """Return the id of a tag: the same title has the same id, whatever its case."""
    return str(uuid.uuid5(TAG_NAMESPACE, tag.title.casefold()))


class Containers:
    """All containers since the last reset, found by id; safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Container] = {}
        self._serialised: dict[tuple[str, str], bytes] = {}
        self._lock = threading.RLock()

    def reset(self) -> None:
        """Forget all containers."""
        with self._lock:
            self._by_id.clear()
            self._serialised.clear()

    def add(self, content: ContainerInput, owner: str, *, visible_in: float, **seeded: t.Any) -> Container:
        """Create a container that appears in ``visible_in`` seconds; ``seeded`` sets further fields."""
        now = self._clock.now()
        container = Container(
            id=str(uuid.uuid4()),
            content=content,
            reference=f"{content.short_name}{uuid.uuid4()}",
            owner=owner,
            created_at=now,
            modified_at=now,
            visible_at=now + visible_in,
            personal_data=str(content.may_contain_personal_data).lower(),
        )
        for name, value in seeded.items():
            setattr(container, name, value)
        container.content.tags = distinct(content.tags)
        with self._lock:
            self._by_id[container.id] = container
        return container

    def find(self, container_id: str) -> Container | None:
        """Return the container with that id, whatever its state."""
        return self._by_id.get(container_id.lower())

    def all(self) -> list[Container]:
        """Return all containers in the order of their creation, whatever their state."""
        with self._lock:
            return list(self._by_id.values())

    def related(self, client_id: str) -> list[Container]:
        """Return the containers that the Data API shows to an application."""
        now = self._clock.now()
        return [entry for entry in self.all() if entry.exists(now) and entry.access_level(client_id)]

    def short_name_taken(self, short_name: str) -> bool:
        """Return whether a container that is not deleted has that short name."""
        now = self._clock.now()
        return any(entry.content.short_name == short_name and now < entry.gone_at for entry in self.all())

    def change(self, container: Container, metadata: dict[str, t.Any]) -> None:
        """Replace metadata by name."""
        with self._lock:
            for name, value in metadata.items():
                setattr(container.content, name, distinct(value) if name == "tags" else value)
            container.modified_at = self._clock.now()
            for level in ("owner", "dataSteward", "consumer"):
                self._serialised.pop((container.id, level), None)

    def delete(self, container: Container, *, gone_in: float) -> None:
        """Let a container disappear in ``gone_in`` seconds; a second request changes nothing."""
        with self._lock:
            if container.gone_at == math.inf:
                container.gone_at = self._clock.now() + gone_in

    def serialised(self, container: Container, access_level: str) -> bytes:
        """Return the Resource as JSON; kept until the container changes."""
        with self._lock:
            key = (container.id, access_level)
            if key not in self._serialised:
                self._serialised[key] = json.dumps(container.resource(access_level)).encode("utf-8")
            return self._serialised[key]


def distinct(tags: list[Tag]) -> list[Tag]:
    """Return the tags with each id once, the first spelling kept."""
    by_id: dict[str, Tag] = {}
    for tag in tags:
        by_id.setdefault(tag_id(tag), tag)
    return list(by_id.values())
