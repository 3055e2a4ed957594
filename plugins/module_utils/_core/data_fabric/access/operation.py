# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The access to containers as the engine reconciles it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import functools
import threading
import typing as t
from dataclasses import dataclass, field

from ...api_fields import guid_or_none
from ...errors import ApiError, ForbiddenError, StateError, UnknownStateError, VeracityError
from ...reconcile.parallel import each
from ...reconcile.plan import Plan, Step
from ..api.accesses import Access, Accesses
from ..api.identities import Identities
from ..containers.of_container import OfContainer, id_of
from . import views
from .description import GrantDescription, refuse_same
from .key_templates import Templates
from .lock import changing_access
from .plan import GrantPlan, NewGrant, Policy, Situation, plan, plan_absence
from .revocations import revocations
from .writes import Granting

if t.TYPE_CHECKING:
    from ...client import Client
    from ...reconcile.engine import Item
    from ...task import Task
    from ..api.containers import Container
    from ..containers.reference import Reference

WHO = "Only the owner of a container and its data stewards can grant and revoke access to it. Run as one of them."
# Seconds after which revocations are remembered while others are still to come.
_FLUSH_INTERVAL = 1.0


@dataclass(frozen=True)
class AccessDescription:
    """The access to a container: the described ``grants``, or that there is none that fits ``absence``.

    ``alone``: the only user that a diff shows.
    """

    reference: Reference
    grants: tuple[GrantDescription, ...] = ()
    policy: Policy = field(default_factory=Policy)
    absence: GrantDescription | None = None
    alone: str | None = None

    def plan(self, situation: Situation) -> GrantPlan:
        """Return what leads from what is there to the description. Raises StateError and InputError. Pure."""
        catalog = situation.catalog
        if self.absence is not None:
            return plan_absence(situation, self.absence.resolved(catalog))
        grants = [grant.resolved(catalog) for grant in self.grants]
        refuse_same(grants, where=f"Container {self.reference.name}: ")
        return plan(situation, grants, self.policy)


@dataclass(frozen=True)
class Grants:
    """The grants of a container: ``rows`` as last listed, and what the plan for them has led to.

    ``made``: by the number of the description the grants that were made, ``ended``: by id those that were revoked.
    """

    rows: t.Sequence[Access] = ()
    plan: GrantPlan = field(default_factory=GrantPlan)
    made: dict[int, Access] = field(default_factory=dict)
    ended: dict[str, Access] = field(default_factory=dict)

    def duplicates(self) -> list[str]:
        """Return the ids of the duplicates that there were."""
        return [row.id for row in self.plan.duplicates]


def whole_plan(name: str, found: GrantPlan, rows: t.Sequence[Access] = (), alone: str | None = None) -> Plan[Grants]:
    """Return a plan for the grants of a container as the engine carries it out: in one step."""
    after = Grants(rows, found, {new.number: new.row for new in found.new}, {row.id: row for row in found.revocations})
    steps = (Step("change"),) if found.changed else ()
    return Plan(
        f"access to container {name}", Grants(rows, found), after, functools.partial(_diff_view, found, alone), steps
    )


def _diff_view(found: GrantPlan, alone: str | None, grants: Grants | None) -> dict[str, t.Any]:
    """Return what a diff shows: the grants of one user, or of all whom the plan concerns."""
    users = {alone} if alone else {change.user for change in (*(new.row for new in found.new), *found.revocations)}
    known = grants or Grants()
    rows = [row for row in found.live if row.user in users and row.id not in known.ended]
    return views.diff_view([*rows, *known.made.values()])


class ContainerAccess(OfContainer[AccessDescription, Grants]):
    """The grants of a container as one item. Threads share what the task has found out."""

    doing = "changed the access to"

    def __init__(self, task: Task, client: Client) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        super().__init__(task, client)
        self.accesses = Accesses(client)
        self.templates = Templates(self.accesses)
        self.revoked = revocations(task, client)
        self._granting = Granting(self.accesses, self.templates, self.revoked, task.clock)
        self._client = client
        self._guard = threading.Lock()
        self._me: str | None = None

    def nothing(self, desired: AccessDescription) -> Plan[Grants]:
        """Return the plan of a container without grants, which stays so."""
        return whole_plan(desired.reference.name, GrantPlan(), alone=desired.alone)

    def begin(self, desired: t.Sequence[AccessDescription]) -> None:
        """Read the containers. One that the caller owns tells who the caller is."""
        super().begin(desired)
        for container in self.inventory.containers if self.inventory else ():
            if container.owned and self._me is None:
                self._me = guid_or_none(container.owner)

    def read(self, items: t.Sequence[Item[AccessDescription, Grants]]) -> None:
        """Read the key templates."""
        self.templates.catalog()

    def find(self, item: Item[AccessDescription, Grants]) -> Grants:
        """Return the grants of the container."""
        return Grants(self.accesses.all(id_of(item)) if item.target else ())

    def plan(self, item: Item[AccessDescription, Grants], current: Grants | None) -> Plan[Grants]:
        """Return the plan. Raises StateError if the caller may not carry it out."""
        rows = current.rows if current else ()
        now = self.task.clock.time()
        situation = Situation(id_of(item), rows, self.revoked, now, self.templates.catalog(), self._caller)
        found = item.desired.plan(situation)
        container: Container | None = item.target
        level = (container.access_level if container else None) or ""
        if found.changed and level.casefold() == "consumer":
            raise StateError(f"this application has the access level {level}.", hint=WHO)
        return whole_plan(item.name, found, rows, item.desired.alone)

    def alone(self, item: Item[AccessDescription, Grants] | None) -> contextlib.AbstractContextManager[None] | None:
        """Return the lock of the grants of one container."""
        return None if item is None else self._alone(item)

    @contextlib.contextmanager
    def _alone(self, item: Item[AccessDescription, Grants]) -> t.Iterator[None]:
        """Hold the lock of the grants of a container, and know what other runs have revoked."""
        with changing_access(self.task, self._client, id_of(item), item.name):
            self._granting.refresh()
            yield

    def write(self, item: Item[AccessDescription, Grants], step: Step) -> None:
        """Make what is new, then revoke what is to go. A user who did not get the new grant keeps the old one."""
        planned = t.cast(Grants, item.state)
        # The state before is that of the diff: it stays as it is.
        item.state = Grants(planned.rows, planned.plan)
        failures = self._give(item, item.state)
        failed = {new.row.user for new, _error in failures}
        self._end(item, item.state, [row for row in planned.plan.revocations if row.user not in failed])
        if failures:
            raise _summed_up(failures, len(planned.plan.new))

    def explained(self, item: Item[AccessDescription, Grants], error: VeracityError) -> VeracityError:
        """Return the error with the name of the container, and of a refusal who may do it."""
        found = super().explained(item, error)
        if isinstance(found, ForbiddenError):
            found.hint = WHO
        return found

    def outcome(self, item: Item[AccessDescription, Grants]) -> dict[str, t.Any]:
        """Return the grants of a container that there are now, and what was revoked."""
        grants, now = item.state or Grants(), self.task.clock.time()
        rows = [row for row in grants.rows if row.usable(now) and row.id not in self.revoked]
        rows = [row for row in rows if row.id not in grants.ended]
        rows += [grants.made[number] for number in sorted(grants.made)]
        return {
            **super().outcome(item),
            "accesses": [self.show(item, row) for row in rows],
            "revoked": self.show_ended(item),
            "revoked_keys": self._revoked_keys(item, grants),
            "duplicates": grants.duplicates(),
        }

    def _revoked_keys(self, item: Item[AccessDescription, Grants], grants: Grants) -> list[dict[str, t.Any]]:
        """Return the revoked grants whose key lives on, as results show them."""
        name, catalog, now = self._surroundings(item)
        gone = [row for row in grants.rows if row.id in grants.ended or row.id in self.revoked]
        return [views.to_result(row, name, catalog, now, revoked=True) for row in gone if row.key_valid(now)]

    def show(self, item: Item[AccessDescription, Grants], row: Access) -> dict[str, t.Any]:
        """Return a grant as results show it."""
        return views.to_result(row, *self._surroundings(item), revoked=row.id in self.revoked)

    def show_ended(self, item: Item[AccessDescription, Grants]) -> list[dict[str, t.Any]]:
        """Return what was revoked, and what needed no revocation while its key lives, as results show it."""
        grants = item.state or Grants()
        ended = [(row, True) for row in grants.plan.revocations if row.id in grants.ended]
        ended += [(row, row.id in self.revoked) for row in grants.plan.ending]
        return [views.ended_to_result(row, *self._surroundings(item), revoked=revoked) for row, revoked in ended]

    def _surroundings(self, item: Item[AccessDescription, Grants]) -> tuple[t.Any, ...]:
        """Return what showing a grant needs beside the grant."""
        container: Container | None = item.target
        name = container.short_name if container else item.desired.reference.short_name
        return name, self.templates.catalog(), self.task.clock.time()

    def _caller(self) -> str:
        """Return the id of the caller. The API is asked once, unless a container has told it."""
        with self._guard:
            if self._me is None:
                self._me = Identities(self._client).own().id
            return self._me

    def _give(self, item: Item[AccessDescription, Grants], grants: Grants) -> list[tuple[NewGrant, VeracityError]]:
        """Make the grants. Returns those that are refused for what they are. Any other error ends it."""
        failures: list[tuple[NewGrant, VeracityError]] = []
        there = {row.id for row in grants.rows}

        def give(new: NewGrant) -> None:
            try:
                grants.made[new.number] = self._granting.give(new, there)
                item.wrote(grants)
            except ApiError as error:
                if error.status != 400:
                    raise
                failures.append((new, error))
            except UnknownStateError as error:
                failures.append((new, error))

        for _new in each(give, grants.plan.new, item.width):
            pass
        return failures

    def _end(self, item: Item[AccessDescription, Grants], grants: Grants, rows: t.Sequence[Access]) -> None:
        """Revoke grants, and remember that."""
        clock = self.task.clock
        ended: list[Access] = []
        flushed = clock.monotonic()
        try:
            for row in each(self._granting.end, rows, item.width):
                ended.append(row)
                grants.ended[row.id] = row
                item.wrote(grants)
                if clock.monotonic() - flushed >= _FLUSH_INTERVAL:
                    self._granting.remember(ended)
                    ended, flushed = [], clock.monotonic()
        finally:
            self._granting.remember(ended)


def _summed_up(failures: t.Sequence[tuple[NewGrant, VeracityError]], total: int) -> VeracityError:
    """Return one error for all grants that could not be made."""
    new, error = failures[0]
    if total == 1:
        return error
    summary = f"{len(failures)} of {total} grants failed; the first is the grant to {new.row.user}: {error.summary}"
    return StateError(summary, hint=error.hint, exchange=error.exchange)
