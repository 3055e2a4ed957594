# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What applying plans for containers needs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...clock import Clock
from ...reconcile.polling import WaitOptions
from ..api.containers import Container, DataFabric
from .inventory import Inventory
from .journal import Journal

if t.TYPE_CHECKING:
    from ...client import Applied, Client
    from ...task import Task


@dataclass(frozen=True)
class Context:
    """The API, the memory between runs, the clock, the terminal, and how long to wait and how much to do at a time.

    ``creator`` creates a container in another way than an ordinary creation.
    """

    api: DataFabric
    journal: Journal
    clock: Clock
    progress: t.Callable[[str], None]
    waiting: WaitOptions
    concurrency: int = 1
    creator: t.Callable[[Container, Applied], str | None] | None = None

    def create(self, wanted: Container) -> str | None:
        """Send a creation, the way this task does it, and return the id if the response has one.

        A StateError says that it was not sent.
        """

        def applied() -> bool:
            return Inventory(self.api.containers(), self.journal.dying).find(None, wanted.short_name) is not None

        if self.creator is not None:
            return self.creator(wanted, applied)
        return self.api.create_container(wanted, applied=applied)

    @classmethod
    def of(cls, task: Task, client: Client) -> Context:
        """Return the context of a task. Warns when it is about the Data Fabric that DNV closed. Raises InputError."""
        return cls(
            DataFabric.of(task, client),
            Journal.of(task, client),
            task.clock,
            task.progress,
            WaitOptions.of(task.params),
            task.concurrency,
        )
