# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What working on grants needs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import threading
import typing as t

from ...api_fields import guid_or_none
from ...errors import InputError
from ..api.accesses import Access, Accesses
from ..api.containers import Container, DataFabric
from ..api.identities import Identities
from .lock import changing_access
from .plan import Situation
from .revocations import revocations
from .writes import Granting, Templates

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task


class AccessTools:
    """The API as one task sees it, what is remembered, and what the task has found out. Threads may share it."""

    def __init__(self, task: Task, client: Client) -> None:
        """Warns when it is about the Data Fabric that DNV closed. Raises InputError."""
        self.concurrency: int = task.params.get("max_concurrency", 8)
        if self.concurrency < 1:
            raise InputError("max_concurrency must be at least 1.")
        self.task = task
        self.fabric = DataFabric.of(task, client)
        self.accesses = Accesses(client)
        self.templates = Templates(self.accesses)
        self.revoked = revocations(task, client)
        self.granting = Granting(self.accesses, self.templates, self.revoked, task.clock)
        self._client = client
        self._guard = threading.Lock()
        self._me: str | None = None

    def me(self) -> str:
        """Return the id of the caller. A container that the caller owns tells it; otherwise the API is asked, once."""
        with self._guard:
            if self._me is None:
                self._me = Identities(self._client).own().id
            return self._me

    def learn_owner(self, containers: t.Iterable[Container]) -> None:
        """Take from containers who the caller is."""
        for container in containers:
            if container.owned and self._me is None:
                self._me = guid_or_none(container.owner_id)

    def situation(self, container_id: str, rows: t.Sequence[Access]) -> Situation:
        """Return what a plan is made from."""
        now = self.task.clock.time()
        return Situation(container_id, rows, self.revoked, now, self.templates.catalog(), self.me)

    def locked(self, container_id: str, name: str) -> contextlib.AbstractContextManager[bool]:
        """Keep other runs on this computer from changing the access to a container."""
        return changing_access(self.task, self._client, container_id, name)
