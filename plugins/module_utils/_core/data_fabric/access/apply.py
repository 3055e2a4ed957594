# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking at the access to containers and changing it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import ApiError, InputError, StateError, UnknownStateError, VeracityError
from ...reconcile.parallel import Tally, each
from ...reconcile.results import refuse_mistakes
from ..containers import reference as finding
from ..containers.inventory import Inventory, by_id
from ..containers.reference import Reference
from .context import AccessTools
from .operation import AccessWork, Demand
from .plan import NewGrant

if t.TYPE_CHECKING:
    from ..api.accesses import Access

# Seconds after which revocations are remembered while others are still to come.
_FLUSH_INTERVAL = 1.0


def prepare(demands: t.Sequence[Demand], tools: AccessTools) -> list[AccessWork]:
    """Look at the containers and their grants, and plan. What cannot be done has its ``error`` set.

    Raises InputError when some of it cannot be as described, before anything is written.

    One call for the containers, one for the key templates, and one for each container.
    """
    works = [AccessWork(demand) for demand in demands]
    inventory = look([demand.reference for demand in demands], tools)
    for work in works:
        _find(work, inventory, tools)
    _refuse_same(works)
    present = [work for work in works if work.container is not None and work.error is None]
    if any(work.error is None for work in works):
        tools.templates.catalog()
    for _work in each(lambda work: _attempt(work, _list, tools), present, tools.concurrency):
        pass
    for work in works:
        if work.error is None:
            _attempt(work, AccessWork.consider, tools)
    refuse_mistakes(work.error for work in works)
    return works


def look(references: t.Sequence[Reference], tools: AccessTools) -> Inventory:
    """Return the containers that there are, by one call, as far as the references need it."""
    identifier = references[0].id if len(references) == 1 else None
    if not references:
        return Inventory([])
    inventory = Inventory(by_id(tools.fabric, identifier) if identifier else tools.fabric.containers())
    tools.learn_owner(inventory.containers)
    return inventory


def apply(works: t.Sequence[AccessWork], tools: AccessTools) -> None:
    """Carry out the plans, several containers at a time. What fails is told in the ``error`` of its work."""
    due = [work for work in works if work.error is None and work.plan.changed]
    # Few containers with many grants, or many with few: never more requests at a time than are allowed.
    width = max(1, tools.concurrency // max(1, len(due)))
    tally = Tally(tools.task.progress, "changed the access to", len(due), "containers")
    for _work in each(
        lambda work: _attempt(work, lambda item, _tools: _bring(item, tools, width), tools), due, tools.concurrency
    ):
        tally.count()


def _find(work: AccessWork, inventory: Inventory, tools: AccessTools) -> None:
    """Find the container of a work. In check mode one that is not there is taken as created before."""
    reference = work.demand.reference
    try:
        work.container = inventory.find(reference.id, reference.short_name)
        if work.container is None and not expected(reference, tools):
            raise finding.missing(reference)
    except VeracityError as error:
        work.fail(error)


def expected(reference: Reference, tools: AccessTools) -> bool:
    """Return whether a container that is not there is taken as created before this task, and warn of that."""
    if not tools.task.check_mode or reference.short_name is None:
        return False
    tools.task.warn(f"Container {reference.name} is not there yet. Check mode takes it as created before this task.")
    return True


def _refuse_same(works: t.Sequence[AccessWork]) -> None:
    """Fail works about a container that another one is about already, by its id or its short name."""
    first: dict[str, str] = {}
    for work in works:
        if work.container is None:
            continue
        if work.container_id in first:
            name = first[work.container_id]
            work.fail(InputError(f"this is the same container as {name}. Describe it once."))
        first.setdefault(work.container_id, work.name)


def _attempt(work: AccessWork, deed: t.Callable[[AccessWork, AccessTools], None], tools: AccessTools) -> None:
    """Do something about a work; an error is its own and does not stop others."""
    try:
        deed(work, tools)
    except VeracityError as error:
        work.fail(error)


def _list(work: AccessWork, tools: AccessTools) -> None:
    """List the grants of the container of a work."""
    work.rows = tools.accesses.all(work.container_id)


def _bring(work: AccessWork, tools: AccessTools, width: int) -> None:
    """Change the access to one container: first what is new, then what is to go."""
    with tools.locked(work.container_id, work.name):
        # What another run has changed since we looked is not done twice.
        tools.granting.refresh()
        _list(work, tools)
        work.consider(tools)
        failures = _give(work, tools, width)
        failed = {new.row.user for new, _error in failures}
        # A user who did not get the new grant keeps the old one.
        _end([row for row in work.plan.revocations if row.user not in failed], work, tools, width)
    if failures:
        raise _summed_up(failures, len(work.plan.new))


def _give(work: AccessWork, tools: AccessTools, width: int) -> list[tuple[NewGrant, VeracityError]]:
    """Make the grants. Returns those that are refused for what they are; any other error ends it."""
    failures: list[tuple[NewGrant, VeracityError]] = []
    there = {row.id for row in work.rows}

    def give(new: NewGrant) -> None:
        try:
            work.made[new.number] = tools.granting.give(new, there)
        except ApiError as error:
            if error.status != 400:
                raise
            failures.append((new, error))
        except UnknownStateError as error:
            failures.append((new, error))

    for _new in each(give, work.plan.new, width):
        pass
    return failures


def _end(rows: t.Sequence[Access], work: AccessWork, tools: AccessTools, width: int) -> None:
    """Revoke grants, and remember that."""
    clock = tools.task.clock
    ended: list[Access] = []
    flushed = clock.monotonic()
    try:
        for row in each(tools.granting.end, rows, width):
            ended.append(row)
            work.ended[row.id] = row
            if clock.monotonic() - flushed >= _FLUSH_INTERVAL:
                tools.granting.remember(ended)
                ended, flushed = [], clock.monotonic()
    finally:
        tools.granting.remember(ended)


def _summed_up(failures: t.Sequence[tuple[NewGrant, VeracityError]], total: int) -> VeracityError:
    """Return one error for all grants that could not be made."""
    new, error = failures[0]
    if total == 1:
        return error
    summary = f"{len(failures)} of {total} grants failed; the first is that to {new.row.user}: {error.summary}"
    return StateError(summary, hint=error.hint, exchange=error.exchange)
