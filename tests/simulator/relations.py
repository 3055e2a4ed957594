# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has to do with which container: the owner, its data stewards, and those with whom it is shared."""

from __future__ import annotations

from .accesses import Accesses
from .containers import Container, Containers
from .stewards import Stewards


class Relations:
    """Answers for one caller what the Data API shows of containers."""

    def __init__(self, containers: Containers, stewards: Stewards, accesses: Accesses) -> None:
        self._containers = containers
        self._stewards = stewards
        self._accesses = accesses

    def level(self, container: Container, party_id: str) -> str | None:
        """Return owner, dataSteward or consumer, None without a relation; whether it exists is not looked at."""
        if party_id == container.owner:
            return "owner"
        if container.shared_as == "dataSteward" or self._stewards.is_steward(container.id, party_id):
            return "dataSteward"
        if container.shared_as is not None or self._accesses.gives_relation(container.id, party_id):
            return "consumer"
        return None

    def shares(self, container: Container, party_id: str) -> bool:
        """Return whether someone may share a container: the owner and the data stewards may."""
        return self.level(container, party_id) in ("owner", "dataSteward")

    def visible(self, container_id: str, party_id: str) -> Container | None:
        """Return the container that the Data API shows under that id to someone, None when it shows none."""
        container = self._containers.find_existing(container_id)
        return container if container is not None and self.level(container, party_id) else None

    def all_visible(self, party_id: str) -> list[Container]:
        """Return the containers that the Data API shows to someone."""
        return [container for container in self._containers.existing() if self.level(container, party_id)]

    def serialised(self, container: Container, party_id: str) -> bytes:
        """Return the Resource as someone sees it, as JSON."""
        level = self.level(container, party_id) or "consumer"
        return self._containers.serialised(container, level, self._accesses.key_status(container.id, party_id))
