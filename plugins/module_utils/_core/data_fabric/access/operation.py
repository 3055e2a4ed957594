# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The access to one container on its way from the plan to the result. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass, field

from ...errors import ForbiddenError, NotFoundError, StateError, VeracityError
from ..api.accesses import Access
from ..api.containers import Container
from ..containers import reference as finding
from ..containers.reference import Reference
from . import views as grant_views
from .context import AccessTools
from .description import GrantDescription, refuse_same
from .plan import GrantPlan, Policy, Situation, plan, plan_absence

WHO = "Only the owner of a container and its data stewards may grant and revoke access to it. Run as one of them."


@dataclass(frozen=True)
class Demand:
    """What is asked for a container: that there are ``wishes``, or that there is nothing of an ``absence``."""

    reference: Reference
    wishes: tuple[GrantDescription, ...] = ()
    policy: Policy = field(default_factory=Policy)
    absence: GrantDescription | None = None

    def plan(self, situation: Situation) -> GrantPlan:
        """Return what leads from what is there to what is asked for. Raises StateError and InputError. Pure."""
        catalog = situation.catalog
        if self.absence is not None:
            return plan_absence(situation, self.absence.resolved(catalog))
        wishes = [wish.resolved(catalog) for wish in self.wishes]
        refuse_same(wishes, where=f"Container {self.reference.name}: ")
        return plan(situation, wishes, self.policy)


@dataclass
class AccessWork:
    """A demand, the plan for it, and what became of it.

    ``container`` is None when it is not there, ``rows`` are its grants as last listed. ``made``: by the number of the
    description the grants that were made, ``ended``: by id those that were revoked; in check mode what would be.
    """

    demand: Demand
    container: Container | None = None
    rows: list[Access] = field(default_factory=list)
    plan: GrantPlan = field(default_factory=GrantPlan)
    made: dict[int, Access] = field(default_factory=dict)
    ended: dict[str, Access] = field(default_factory=dict)
    error: VeracityError | None = None

    @property
    def name(self) -> str:
        """What to call the container in messages."""
        return self.demand.reference.name

    @property
    def container_id(self) -> str:
        """The id of the container, empty while there is none."""
        return (self.container.id if self.container else None) or ""

    @property
    def changed(self) -> bool:
        """Whether something was changed, or in check mode would be."""
        return bool(self.made or self.ended)

    def consider(self, tools: AccessTools) -> None:
        """Plan for the rows as last listed. Raises StateError, also when the caller may not carry out the plan."""
        found = self.demand.plan(tools.situation(self.container_id, self.rows))
        level = (self.container.access_level if self.container else None) or ""
        if found.changed and level.casefold() == "consumer":
            raise StateError(f"this application has the access level {level}.", hint=WHO)
        self.plan = found

    def predict(self) -> None:
        """Take the plan as carried out, unless it failed."""
        if self.error is not None:
            return
        self.made = {new.number: new.row for new in self.plan.new}
        self.ended = {row.id: row for row in self.plan.revocations}

    def fail(self, error: VeracityError) -> None:
        """Remember why it failed, with the name of the container in the text."""
        where = f"Container {self.name}: "
        if isinstance(error, NotFoundError):
            self.error = StateError(
                f"{where}it is not there any more, or this application may not see it any more.",
                hint=finding.GONE,
                exchange=error.exchange,
            )
            return
        self.error = copy.copy(error)
        if not error.summary.startswith(where):
            self.error.summary = where + error.summary
        if isinstance(error, ForbiddenError):
            self.error.hint = WHO

    def live(self, tools: AccessTools) -> list[Access]:
        """Return the grants that there are now, or in check mode would be."""
        now = tools.task.clock.time()
        there = [row for row in self.rows if row.usable(now) and row.id not in tools.revoked]
        there = [row for row in there if row.id not in self.ended]
        return there + [self.made[number] for number in sorted(self.made)]

    def duplicates(self) -> list[str]:
        """Return the ids of the duplicates that there were."""
        return [row.id for row in self.plan.duplicates]

    def show(self, row: Access, tools: AccessTools) -> dict[str, t.Any]:
        """Return a grant as results show it."""
        return grant_views.public(row, *self._surroundings(tools), revoked=row.id in tools.revoked)

    def show_ended(self, tools: AccessTools) -> list[dict[str, t.Any]]:
        """Return what was revoked, and what needed no revocation while its key lives, as results show it."""
        ended = [(row, True) for row in self.plan.revocations if row.id in self.ended]
        ended += [(row, row.id in tools.revoked) for row in self.plan.ending]
        return [grant_views.public_end(row, *self._surroundings(tools), revoked=revoked) for row, revoked in ended]

    def diff(self, user: str | None = None) -> dict[str, t.Any]:
        """Return the difference that the plan makes."""
        return grant_views.difference(self.name, self.plan, user=user)

    def _surroundings(self, tools: AccessTools) -> tuple[t.Any, ...]:
        """Return what showing a grant needs beside the grant."""
        name = self.container.short_name if self.container else self.demand.reference.short_name
        return name, tools.templates.catalog(), tools.task.clock.time()
