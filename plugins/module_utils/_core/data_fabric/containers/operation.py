# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One described container on its way from the plan to the result. Private: for use inside dnv.veracity only."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import VeracityError
from ...reconcile.engine import Item, named
from ...reconcile.plan import Plan
from ..api.containers import Container
from . import plan as container_plan
from .description import Description
from .journal import Creation


@dataclass
class Operation(Item[Description, Container]):
    """A container as an item of the engine, with what is special about it: it takes time to appear and to disappear.

    ``visible`` is False in the result while Veracity still provisions it, ``pending`` while it is to be looked for.
    ``key`` is the short name under which the journal knows it.
    ``creation`` is a creation by an earlier or another run that is under way.
    ``leaving`` is a container whose deletion was accepted in an earlier run.
    ``doubt`` is set when the creation was sent and whether it was accepted is not known.
    ``tried`` says that its plan was begun.
    """

    visible: bool = True
    pending: bool = False
    key: str = ""
    creation: Creation | None = None
    leaving: Container | None = None
    doubt: VeracityError | None = None
    tried: bool = False

    @property
    def identifier(self) -> str | None:
        """The id to look for, where it is known."""
        return self.creation.id if self.creation else self.state.id if self.state else None

    def does(self, action: str) -> bool:
        """Whether its plan is to do that and nothing is in the way."""
        return self.error is None and any(step.action == action for step in self.plan.steps)

    @property
    def creates_in_region(self) -> bool:
        """Whether its plan is to create a container in the described region. A copy is in that of its source."""
        return self.does("create") and self.desired.source is None

    def ready(self, action: str) -> bool:
        """Whether its plan is to do that and can be applied now."""
        return self.does(action) and not self.tried and not self.pending

    def expect(self, creation: Creation | None) -> None:
        """Wait for a creation by another run instead of sending one."""
        identifier = creation.id if creation else None
        self.plan_again(container_plan.plan(container_plan.described(self.desired, identifier), self.desired))
        self.creation = creation
        self.pending = True
        self.visible = False

    def appeared(self, found: Container) -> None:
        """Take over the container that was created."""
        self.wrote(found)
        self.pending = False
        self.visible = True

    def plan_again(self, plan: Plan[Container]) -> None:
        """Go on with another plan: there is something else than was expected."""
        self.follow(plan)
        self.creation = None
        self.pending = False
        self.visible = True

    def fail(self, error: VeracityError) -> None:
        """Remember why it failed, with the name of the container in the text."""
        self.error = named(error, f"Container {self.name}: ")
