# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What an application in a tenant has. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ..errors import WaitTimeoutError
from ..reconcile import locks, lost_answers
from ..reconcile.engine import Desired, Item, Kind, State
from ..reconcile.polling import WaitOptions, until
from .api import Place, Tenants

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task


class OfApplication(Kind[Desired, State]):
    """A kind of thing that an application in a tenant has. Runs of one computer take turns.

    Veracity accepts a change at once, shows it later, and tells of a refusal in domain events only. So the ``state`` of
    an item is what shows, and every change is waited for.
    """

    doing = "changed"

    def __init__(self, task: Task, client: Client) -> None:
        """Raises InputError for options that cannot be meant."""
        self.place = Place.of(task.params)
        self.waiting = WaitOptions.of(task.params)
        self.api = Tenants(client, task.params["graph_path"])
        self.task = task
        self.client = client

    def shown(self, item: Item[Desired, State]) -> State | None:
        """Return what shows now."""
        raise NotImplementedError

    def alone(self, item: Item[Desired, State] | None) -> contextlib.AbstractContextManager[t.Any] | None:
        """Return the lock of the application."""
        if item is not None:
            return None
        what, thing, longest = self.plural, "/".join(self.place), self.waiting.timeout
        return locks.alone(self.task, self.client.identity, what, what, thing=thing, longest=longest)

    def settle(self, item: Item[Desired, State]) -> None:
        """Wait until what shows is as described. Raises WaitTimeoutError."""
        if not self.waiting.wait:
            item.state = item.plan.after
            return
        if self.plan(item, item.state).changed:
            item.state = self.until(item, lambda seen: not self.plan(item, seen).changed)
        if self.plan(item, item.state).changed:
            raise self.late()

    def confirmed(
        self,
        item: Item[Desired, State],
        write: t.Callable[[Applied], State],
        find: t.Callable[[], State | None],
        unknown: str,
    ) -> State:
        """Send a write, once. If the response is lost, look for its effect for as long as the task waits."""
        return lost_answers.confirmed(
            write, find, clock=self.task.clock, unknown=unknown, attempts=1, pauses=lambda: self._pauses(item)
        )

    def until(
        self, item: Item[Desired, State], good: t.Callable[[State | None], bool], *, timeout: float | None = None
    ) -> State | None:
        """Return what shows as soon as it is good, or what shows when the time is over.

        ``timeout``: wait for so many seconds, although the task does not wait for the end.
        """
        waiting = self.waiting
        if timeout is not None:
            waiting = dataclasses.replace(waiting, wait=True, timeout=timeout)
        return until(lambda: self.shown(item), good, clock=self.task.clock, pauses=self._pauses(item, waiting))

    def late(self) -> WaitTimeoutError:
        """Return the error for what does not show in time."""
        return WaitTimeoutError(
            f"Veracity accepted the change, but it is not visible after {self.waiting.timeout:g} s.",
            hint="Run again later, or raise wait_timeout. A change that never becomes visible was refused. Veracity "
            "reports the outcome in domain events only.",
        )

    def _pauses(self, item: Item[Desired, State], waiting: WaitOptions | None = None) -> t.Iterator[float]:
        """Yield the seconds before each look."""
        return (waiting or self.waiting).pauses(self.task.clock, lambda: item.plan.title, self.task.progress)
