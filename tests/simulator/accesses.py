# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accesses: who may claim keys to which container. Rows are never removed, so expired and revoked ones stay."""

from __future__ import annotations

import json
import math
import threading
import typing as t
import uuid
from dataclasses import dataclass

from .clock import Clock, timestamp
from .containers import RESOURCE_TYPE
from .key_templates import attributes

HOUR = 3600


@dataclass
class Access:
    """One sharing; moments are seconds since the epoch, ``claimed_at`` and ``expires_at`` None until it is claimed."""

    container_id: str
    user_id: str
    granted_by: str
    template_id: str
    rights: tuple[str, ...]
    hours: int
    auto_refreshed: bool
    comment: str | None = None
    ip_range: dict[str, str] | None = None
    claimed_at: float | None = None
    expires_at: float | None = None
    revoked: bool = False
    id: str = ""

    def expired(self, now: float) -> bool:
        """Return whether there was a key and its time is over."""
        return self.expires_at is not None and self.expires_at <= now

    def claimable(self, now: float) -> bool:
        """Return whether its user can get a key from it."""
        return not self.revoked and (self.auto_refreshed or not self.expired(now))

    def live(self, now: float) -> bool:
        """Return whether its user has a key that is valid, or can get one."""
        return self.claimable(now) or (self.expires_at is not None and now < self.expires_at)

    def status(self, now: float) -> str:
        """Return its key's status as the Data API names it; an access that was revoked unclaimed gives no key ever."""
        if self.expires_at is None:
            return "noKeys" if self.revoked else "available"
        return "expired" if self.expired(now) else "active"

    def view(self, owner: str) -> dict[str, t.Any]:
        """Return it as the ProviderAccessVM of the Data API; what there is not is left out."""
        row: dict[str, t.Any] = {
            "userId": self.user_id,
            "ownerId": owner,
            "grantedById": self.granted_by,
            "accessSharingId": self.id,
            "keyCreated": self.claimed_at is not None,
            "autoRefreshed": self.auto_refreshed,
            "resourceType": RESOURCE_TYPE,
            "accessHours": self.hours,
            "accessKeyTemplateId": self.template_id,
            **attributes(self.rights),
            "resourceId": self.container_id,
        }
        if self.claimed_at is not None and self.expires_at is not None:
            # The documents: valid from an hour before, because clocks differ.
            row["keyCreatedTimeUTC"] = timestamp(self.claimed_at - HOUR)
            row["keyExpiryTimeUTC"] = timestamp(self.expires_at)
        if self.ip_range is not None:
            row["ipRange"] = self.ip_range
        if self.comment is not None:
            row["comment"] = self.comment
        return row


class Accesses:
    """All accesses in the order of their creation; safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Access] = {}
        self._by_container: dict[str, list[Access]] = {}
        self._by_holder: dict[tuple[str, str], list[Access]] = {}
        self._serialised: dict[str, tuple[str, bytes]] = {}
        self._lock = threading.RLock()

    def reset(self) -> None:
        """Forget all accesses."""
        with self._lock:
            for index in (self._by_id, self._by_container, self._by_holder, self._serialised):
                index.clear()

    def add(self, access: Access) -> str:
        """Add an access and return the id that it gets."""
        access.id = str(uuid.uuid4())
        with self._lock:
            self._by_id[access.id] = access
            self._by_container.setdefault(access.container_id, []).append(access)
            self._by_holder.setdefault((access.container_id, access.user_id), []).append(access)
        return access.id

    def find(self, access_id: str, container_id: str | None = None) -> Access | None:
        """Return the access with that id, of that container if one is given."""
        access = self._by_id.get(access_id.lower())
        return access if access is not None and container_id in (None, access.container_id) else None

    def all(self) -> list[Access]:
        """Return every access."""
        with self._lock:
            return list(self._by_id.values())

    def of(self, container_id: str, user_id: str | None = None) -> list[Access]:
        """Return the accesses to a container, of one user if one is given."""
        with self._lock:
            if user_id is None:
                return list(self._by_container.get(container_id, ()))
            return list(self._by_holder.get((container_id, user_id), ()))

    def gives_relation(self, container_id: str, user_id: str) -> bool:
        """Return whether a user has an access that is of use."""
        now = self._clock.now()
        return any(access.live(now) for access in self._by_holder.get((container_id, user_id), ()))

    def key_status(self, container_id: str, user_id: str) -> str:
        """Return the best status that the user's accesses have: active, available, expired, noKeys."""
        rows = self._by_holder.get((container_id, user_id))
        if not rows:
            return "noKeys"
        now = self._clock.now()
        statuses = {access.status(now) for access in rows}
        return next(status for status in ("active", "available", "expired", "noKeys") if status in statuses)

    def claim(self, access: Access, lifetime: float | None) -> bool:
        """Start a key's time, anew if the access is renewable; return whether there is a key.

        ``lifetime`` in seconds takes the place of the template's hours.
        """
        with self._lock:
            now = self._clock.now()
            if not access.claimable(now):
                return False
            if access.auto_refreshed or access.claimed_at is None:
                access.claimed_at = float(math.floor(now))
                access.expires_at = access.claimed_at + access.hours * HOUR if lifetime is None else now + lifetime
                self._serialised.pop(access.id, None)
            return True

    def revoke(self, access: Access) -> None:
        """End what can be claimed; a key that is out stays valid for its time."""
        with self._lock:
            access.revoked = True
            access.auto_refreshed = False
            self._serialised.pop(access.id, None)

    def serialised(self, access: Access, owner: str) -> bytes:
        """Return the ProviderAccessVM as JSON; kept until the access or its container's owner changes."""
        kept = self._serialised.get(access.id)
        if kept is not None and kept[0] == owner:
            return kept[1]
        with self._lock:
            body = json.dumps(access.view(owner)).encode("utf-8")
            self._serialised[access.id] = (owner, body)
            return body
