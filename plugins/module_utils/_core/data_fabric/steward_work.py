# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking at data stewards and changing them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass, field

from ..errors import BulkError, InputError, NotFoundError, StateError, VeracityError
from ..reconcile.parallel import Tally, each
from ..reconcile.plan import Plan
from ..reconcile.results import complete, refuse_mistakes
from . import stewards
from .api.containers import Container, DataFabric
from .api.stewards import Steward, Stewardship
from .containers import reference as finding
from .containers.reference import Reference
from .containers.targets import look, pick
from .steward_naming import OWNER_ONLY, Naming, RemovedError
from .stewards import StewardDemand, Stewards

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task
    from .containers.inventory import Inventory

_SEEN_BY = "Only the owner of a container and its data stewards can see who its data stewards are. Run as one of them."


@dataclass
class StewardWork:
    """A demand, the plan for it, and what became of it.

    ``container`` is None when it is not there, and ``gone`` says that it went meanwhile. ``now`` are the stewards that
    there are, or in check mode would be.
    """

    demand: StewardDemand
    container: Container | None = None
    plan: Plan[Stewards] = field(init=False)
    now: Stewards = ()
    removed: list[Steward] = field(default_factory=list)
    written: bool = False
    gone: bool = False
    error: VeracityError | None = None

    def __post_init__(self) -> None:
        # Nothing is planned before it is known what is there.
        self.plan = stewards.plan((), StewardDemand(self.demand.reference, alone=self.demand.alone))

    @property
    def name(self) -> str:
        """What to call the container in messages."""
        return self.demand.reference.name

    @property
    def container_id(self) -> str:
        """The id of the container, empty while there is none."""
        return (self.container.id if self.container else None) or ""

    def show(self, steward: Steward) -> dict[str, t.Any]:
        """Return a data steward as results show it."""
        short_name = self.container.short_name if self.container else self.demand.reference.short_name
        return stewards.public(steward, short_name, self.container_id or None)

    def consider(self, api: Stewardship) -> None:
        """Look at the stewards and plan. Raises StateError when the caller may not look or not carry out the plan."""
        level = self.container.access_level or "" if self.container else "owner"
        if level.casefold() == "consumer":
            raise StateError(f"This application has the access level {level} to the container.", hint=_SEEN_BY)
        current = api.all(self.container_id) if self.container else []
        self.plan = stewards.plan(current, self.demand)
        self.now = tuple(current)
        if self.plan.changed and level.casefold() != "owner":
            raise StateError(f"This application has the access level {level} to the container.", hint=OWNER_ONLY)

    def predict(self) -> None:
        """Take the plan as carried out."""
        self.written = self.plan.changed
        self.now = self.plan.after or ()
        self.removed = [steward for steward in self.plan.before or () if not self._stays(steward)]

    def carry_out(self, naming: Naming) -> None:
        """Name those who are new or get another comment, then remove those who go."""
        there = {steward.user: steward for steward in self.now}
        wanted = {steward.user: steward for steward in self.plan.after or ()}
        for step in self.plan.steps:
            (user,) = step.fields
            if step.action == "dismiss":
                naming.dismiss(self.container_id, user)
                self.removed.append(there.pop(user))
                self.now, self.written = tuple(there.values()), True
                continue
            try:
                there[user], written = naming.appoint(self.container_id, wanted[user])
            except RemovedError:
                self.removed.append(there.pop(user))
                self.written = True
                raise
            finally:
                self.now = tuple(there.values())
            self.written = self.written or written

    def fail(self, error: VeracityError) -> None:
        """Remember why it failed, with the name of the container in the text."""
        where = f"Container {self.name}: "
        if isinstance(error, NotFoundError):
            self.gone = True
            self.error = StateError(
                f"{where}it is not there any more, or this application may not see it any more.",
                hint=finding.GONE,
                exchange=error.exchange,
            )
            return
        self.error = copy.copy(error)
        if not error.summary.startswith(where):
            self.error.summary = where + error.summary

    def _stays(self, steward: Steward) -> bool:
        """Return whether a user is a steward by the plan."""
        return steward.user in {other.user for other in self.plan.after or ()}


def carry_out(demands: t.Sequence[StewardDemand], task: Task, client: Client) -> list[StewardWork]:
    """Bring the stewards of containers to what is asked for; in check mode predict it.

    One call looks at the containers, and one for each container at its stewards. What fails is told in the ``error``
    of its work. Raises InputError, and what the client raises for the first call.
    """
    concurrency: int = task.params.get("max_concurrency", 1)
    if concurrency < 1:
        raise InputError("max_concurrency must be at least 1.")
    api, naming = Stewardship(client), Naming(Stewardship(client), task.clock)
    works = [StewardWork(demand) for demand in demands]
    inventory = look(DataFabric.of(task, client), [demand.reference for demand in demands])
    _find_all(works, inventory, task)
    sound = [work for work in works if work.error is None]
    for _work in each(lambda work: _attempt(work, lambda: work.consider(api)), sound, concurrency):
        pass
    refuse_mistakes(work.error for work in works)
    due = [work for work in sound if work.error is None and work.plan.changed]
    if task.check_mode:
        for work in due:
            work.predict()
        return works
    tally = Tally(task.progress, "changed the data stewards of", len(due))
    for _work in each(lambda work: _attempt(work, lambda: work.carry_out(naming)), due, concurrency):
        tally.count()
    return works


def result_of_one(work: StewardWork) -> dict[str, t.Any]:
    """Return the result of the module for one steward. Raises the error of the work."""
    shown = next((work.show(steward) for steward in work.now if steward.user == work.demand.alone), None)
    found = {"changed": work.written, "steward": shown, "diff": work.plan.diff}
    if work.error is None:
        return found
    if work.written:
        partly = BulkError(work.error.summary, result=found, hint=work.error.hint)
        partly.exchange = work.error.exchange
        raise partly
    raise work.error


def result_of_many(works: t.Sequence[StewardWork]) -> dict[str, t.Any]:
    """Return the result of the module for many stewards. Raises BulkError with the same in it when some failed."""
    found = {
        "changed": any(work.written for work in works),
        "outcomes": [_outcome(work) for work in works],
        "diff": [work.plan.diff for work in works if work.written],
    }
    return complete(found, (work.error for work in works), "containers")


def _outcome(work: StewardWork) -> dict[str, t.Any]:
    """Return what became of the stewards of one container."""
    outcome = {
        "container": work.container.short_name if work.container else work.demand.reference.short_name,
        "container_id": work.container_id or work.demand.reference.id,
        "changed": work.written,
        "failed": work.error is not None,
        "stewards": [work.show(steward) for steward in work.now],
        "pruned": [work.show(steward) for steward in work.removed],
        "diff": work.plan.diff,
    }
    return {**outcome, "msg": str(work.error)} if work.error else outcome


def _find_all(works: t.Sequence[StewardWork], inventory: Inventory, task: Task) -> None:
    """Find the container of each work. Two works about one container fail the second."""
    first: dict[str, str] = {}
    for work in works:
        try:
            work.container = pick(inventory, work.demand.reference, task)
        except VeracityError as error:
            work.fail(error)
        if work.container is not None and first.setdefault(work.container_id, work.name) != work.name:
            name = first[work.container_id]
            work.fail(InputError(f"this is the same container as {name}. Describe it once."))


def _attempt(work: StewardWork, deed: t.Callable[[], None]) -> None:
    """Do something about a work; an error is its own and does not stop others."""
    try:
        deed()
    except VeracityError as error:
        work.fail(error)


def listing(task: Task, client: Client, wanted: Reference | None) -> list[dict[str, t.Any]]:
    """Return the stewards of one container, or of all that the caller owns or stewards, as results show them.

    Raises InputError and StateError, and what the client raises. A container that goes while they are listed has none.
    """
    concurrency: int = task.params["max_concurrency"]
    if concurrency < 1:
        raise InputError("max_concurrency must be at least 1.")
    fabric, api = DataFabric.of(task, client), Stewardship(client)
    chosen = [finding.needed(fabric, wanted)] if wanted is not None else _answered_for(fabric.containers())
    works = [StewardWork(StewardDemand(Reference(id=finding.needed_id(item))), item) for item in chosen]
    for _work in each(lambda work: _attempt(work, lambda: work.consider(api)), works, concurrency):
        pass
    for work in works:
        if work.error is not None and (wanted is not None or not work.gone):
            raise work.error
    return [work.show(steward) for work in works for steward in work.now]


def _answered_for(containers: t.Iterable[Container]) -> list[Container]:
    """Return the containers that the caller owns or stewards."""
    return [item for item in containers if item.owned or (item.access_level or "").casefold() == "datasteward"]
