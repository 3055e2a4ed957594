# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One described container on its way from the plan to the result. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass

from ...errors import StateError, VeracityError
from ...reconcile.plan import Plan
from ...reconcile.polling import WaitOptions
from ..api.containers import Container
from . import plan as containers
from .description import Description
from .inventory import Inventory
from .journal import Creation, Journal


@dataclass
class Work:
    """A description, its plan, and what became of it.

    ``container`` is what the result shows: as predicted at first, later as the server shows it.
    ``visible`` is False in the result while Veracity still provisions it, ``pending`` while it is to be looked for.
    ``key`` is the short name under which the journal knows it.
    ``creation`` is a creation by an earlier or another run that is under way.
    ``leaving`` is a container whose deletion was accepted in an earlier run.
    ``doubt`` is set when the creation was asked for and whether it was accepted is not known.
    ``tried`` says that its plan was begun, ``written`` that the API accepted a write.
    """

    description: Description
    plan: Plan[Container]
    container: Container | None = None
    visible: bool = True
    pending: bool = False
    key: str = ""
    creation: Creation | None = None
    leaving: Container | None = None
    doubt: VeracityError | None = None
    tried: bool = False
    written: bool = False
    error: VeracityError | None = None

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return self.description.name

    @property
    def changed(self) -> bool:
        """Whether something was changed, or in check mode would be."""
        return self.written if self.error else self.written or self.plan.changed

    @property
    def identifier(self) -> str | None:
        """The id to look for, where it is known."""
        return self.creation.id if self.creation else self.container.id if self.container else None

    @property
    def result(self) -> dict[str, t.Any]:
        """What a task returns about it."""
        # What failed before a write was accepted is as it was, and not as it was predicted.
        known = self.plan.before if self.error and not self.written else self.container
        shown = known and containers.public(known, "present" if self.visible else "provisioning")
        return {"changed": self.changed, "container": shown, "diff": self.plan.diff}

    def does(self, action: str) -> bool:
        """Whether its plan is to do that and nothing is in the way."""
        return self.error is None and any(step.action == action for step in self.plan.steps)

    @property
    def creates_in_region(self) -> bool:
        """Whether its plan is to create a container in the described region. A copy is in that of its source."""
        return self.does("create") and self.description.source is None

    def ready(self, action: str) -> bool:
        """Whether its plan is to do that and can be applied now."""
        return self.does(action) and not self.tried and not self.pending

    def expect(self, creation: Creation | None) -> None:
        """Wait for a creation by another run instead of asking for one."""
        identifier = creation.id if creation else None
        self.follow(containers.plan(containers.described(self.description, identifier), self.description))
        self.creation = creation or self.creation
        self.pending = True
        self.visible = False

    def seen(self, found: Container) -> None:
        """Take over the container that was waited for."""
        self.container = found
        self.pending = False
        self.visible = True

    def follow(self, plan: Plan[Container]) -> None:
        """Take another plan: there is something else than was expected."""
        self.plan = plan
        self.container = plan.after
        self.creation = None
        self.pending = False
        self.visible = True

    def fail(self, error: VeracityError) -> None:
        """Remember why it failed, with the name of the container in the text."""
        self.error = copy.copy(error)
        if not error.summary.startswith("Container "):
            self.error.summary = f"Container {self.name}: {error.summary}"


def prepare(description: Description, inventory: Inventory, journal: Journal, waiting: WaitOptions) -> Work:
    """Return the work that a description is. Raises StateError or InputError where it cannot be done."""
    current = inventory.match(description)
    key = description.short_name or journal.creation_of(description.id) or ""
    creation = journal.creation(key) if current is None else None
    if creation is not None and description.id not in (None, creation.id):
        creation = None
    expected = current if creation is None else containers.described(description, creation.id)
    plan = containers.plan(expected, description)
    if creation is not None and plan.changed and not waiting.wait:
        raise StateError(
            f"Container {description.name}: it is still being created and cannot be deleted before it is visible.",
            hint="Let the task wait (wait: true), or run it again later.",
        )
    return Work(
        description,
        plan,
        container=plan.after,
        visible=creation is None and (current is not None or waiting.wait),
        pending=creation is not None,
        key=key,
        creation=creation,
        leaving=None if current or description.wanted else inventory.leaving(description),
    )
