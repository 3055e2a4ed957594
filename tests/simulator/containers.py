# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The containers: what there is and since when."""

from __future__ import annotations

import json
import math
import threading
import typing as t
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from .clock import Clock, timestamp
from .container_input import ContainerInput
from .storage import Storage
from .tags import Tags, distinct, tag_view

RESOURCE_TYPE = "BlobStorage"


@dataclass
class Container:
    """One container with the moments (seconds since the epoch) at which it appears and disappears."""

    id: str
    content: ContainerInput
    reference: str
    url: str
    owner: str
    created_at: float
    modified_at: float
    visible_at: float
    gone_at: float = math.inf
    shared_as: str | None = None
    personal_data: str = "unknown"
    stored: bool = False
    serialised: dict[tuple[str, str], bytes] = field(default_factory=dict)

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

    def resource(self, access_level: str, key_status: str = "noKeys") -> dict[str, t.Any]:
        """Return it as the Resource of the Data API."""
        return {
            "id": self.id,
            "reference": self.reference,
            "url": self.url,
            **self._times(),
            "ownerId": self.owner,
            "accessLevel": access_level,
            "region": self.content.region,
            "keyStatus": key_status,
            "mayContainPersonalData": self.personal_data,
            "metadata": self._metadata(),
        }

    def storage_resource(self) -> dict[str, t.Any]:
        """Return it as the StorageResourcesVM of the Data API."""
        return {
            "resourceId": self.id,
            "resourceName": self.reference,
            "resourceUrl": self.url,
            **self._times(),
            "ownerId": self.owner,
            "resourceType": RESOURCE_TYPE,
            "resourceRegion": self.content.region,
            "mayContainPersonalData": self.personal_data,
            "metadata": self._metadata(),
        }

    def _times(self) -> dict[str, str]:
        return {
            "lastModifiedUTC": timestamp(self.modified_at),
            "creationDateTimeUTC": timestamp(self.created_at),
        }

    def _metadata(self) -> dict[str, t.Any]:
        # What was never given is left out.
        content = self.content
        given = {"title": content.title, "description": content.description, "icon": content.icon}
        tags = [tag_view(tag) for tag in content.tags]
        return {name: value for name, value in given.items() if value is not None} | {"tags": tags}


class Containers:
    """All containers since the last reset, found by id; safe to use from several threads."""

    def __init__(self, clock: Clock, storage: Storage, tags: Tags) -> None:
        self._clock = clock
        self._storage = storage
        self._tags = tags
        self._by_id: dict[str, Container] = {}
        self._going: list[Container] = []
        self._lock = threading.RLock()

    def reset(self) -> None:
        """Forget all containers."""
        with self._lock:
            self._storage.delete(entry.reference for entry in self.all() if entry.stored)
            self._by_id.clear()
            self._going.clear()

    def make(self, content: ContainerInput, owner: str, *, visible_in: float, **seeded: t.Any) -> Container:
        """Return a new container that appears in ``visible_in`` seconds; ``seeded`` sets further fields."""
        now = self._clock.now()
        reference = f"{content.short_name}{uuid.uuid4()}"
        container = Container(
            id=str(uuid.uuid4()),
            content=content,
            reference=reference,
            url=f"{self._storage.account(content.region).url}/{reference}",
            owner=owner,
            created_at=now,
            modified_at=now,
            visible_at=now + visible_in,
            personal_data=str(content.may_contain_personal_data).lower(),
        )
        for name, value in seeded.items():
            setattr(container, name, value)
        content.tags = distinct(content.tags)
        return container

    def put(self, containers: Sequence[Container]) -> None:
        """Add new containers, and their storage unless they never appear."""
        appearing = [container for container in containers if container.visible_at != math.inf]
        self._storage.create(container.reference for container in appearing)
        for container in appearing:
            container.stored = True
        with self._lock:
            for container in containers:
                self._by_id[container.id] = container
                self._tags.add(container.content.tags, container.owner)

    def find(self, container_id: str) -> Container | None:
        """Return the container with that id, whatever its state."""
        return self._by_id.get(container_id.lower())

    def find_existing(self, container_id: str) -> Container | None:
        """Return the container with that id if the Data API knows it."""
        container = self.find(container_id)
        return container if container is not None and container.exists(self._clock.now()) else None

    def all(self) -> list[Container]:
        """Return all containers in the order of their creation, whatever their state."""
        with self._lock:
            return list(self._by_id.values())

    def existing(self) -> list[Container]:
        """Return those that the Data API knows."""
        now = self._clock.now()
        return [container for container in self.all() if container.exists(now)]

    def short_name_taken(self, short_name: str) -> bool:
        """Return whether a container that is not deleted has that short name."""
        now = self._clock.now()
        return any(entry.content.short_name == short_name and now < entry.gone_at for entry in self.all())

    def change(self, container: Container, metadata: dict[str, t.Any]) -> None:
        """Replace metadata by name."""
        with self._lock:
            for name, value in metadata.items():
                setattr(container.content, name, distinct(value) if name == "tags" else value)
            self._tags.add(container.content.tags, container.owner)
            self._touch(container)

    def hand_over(self, container: Container, owner: str) -> None:
        """Give a container to another owner."""
        with self._lock:
            container.owner = owner
            self._touch(container)

    def delete(self, container: Container, *, gone_in: float) -> None:
        """Let a container disappear in ``gone_in`` seconds; a second request changes nothing."""
        with self._lock:
            if container.gone_at == math.inf:
                container.gone_at = self._clock.now() + gone_in
                self._going.append(container)
        self.clear_away()

    def clear_away(self) -> None:
        """Delete the storage of the containers whose time has come."""
        if not self._going:
            return
        with self._lock:
            now = self._clock.now()
            gone = [container for container in self._going if now >= container.gone_at]
            self._storage.delete(container.reference for container in gone)
            for container in gone:
                container.stored = False
            # Only now: whoever asks meanwhile waits for the lock, and never sees a container go before its storage.
            self._going = [container for container in self._going if now < container.gone_at]

    def serialised(self, container: Container, access_level: str, key_status: str) -> bytes:
        """Return the Resource as JSON; kept until the container changes."""
        kept = container.serialised.get((access_level, key_status))
        if kept is not None:
            return kept
        with self._lock:
            body = json.dumps(container.resource(access_level, key_status)).encode("utf-8")
            container.serialised[access_level, key_status] = body
            return body

    def _touch(self, container: Container) -> None:
        container.modified_at = self._clock.now()
        container.serialised.clear()
