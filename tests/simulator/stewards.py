# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data stewards: who shares a container on behalf of its owner."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Steward:
    """One data steward of one container."""

    container_id: str
    user_id: str
    granted_by: str
    comment: str | None = None

    def view(self) -> dict[str, str]:
        """Return it as the DataStewardVM of the Data API."""
        view = {"userId": self.user_id, "resourceId": self.container_id, "grantedBy": self.granted_by}
        return view if self.comment is None else {**view, "comment": self.comment}


class Stewards:
    """All data stewards in the order of their appointment; safe to use from several threads."""

    def __init__(self) -> None:
        self._by_container: dict[str, dict[str, Steward]] = {}
        self._lock = threading.Lock()

    def reset(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._by_container.clear()

    def add(self, steward: Steward, *, replace: bool) -> bool:
        """Appoint a steward; return False, and change nothing, when there is one already that is not to be replaced."""
        with self._lock:
            those = self._by_container.setdefault(steward.container_id, {})
            if steward.user_id in those and not replace:
                return False
            those[steward.user_id] = steward
            return True

    def remove(self, container_id: str, user_id: str) -> bool:
        """Dismiss a steward; return whether there was one."""
        with self._lock:
            return self._by_container.get(container_id, {}).pop(user_id.lower(), None) is not None

    def is_steward(self, container_id: str, user_id: str) -> bool:
        """Return whether that user is a steward of that container."""
        return user_id in self._by_container.get(container_id, ())

    def of(self, container_id: str) -> list[Steward]:
        """Return the stewards of a container."""
        with self._lock:
            return list(self._by_container.get(container_id, {}).values())

    def all(self) -> list[Steward]:
        """Return every steward of every container."""
        with self._lock:
            return [steward for those in self._by_container.values() for steward in those.values()]
