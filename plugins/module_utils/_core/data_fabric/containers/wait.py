# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking until containers have appeared or disappeared. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import time
import typing as t

from ...errors import UnknownStateError, VeracityError, WaitTimeoutError
from ...reconcile.parallel import each
from ...reconcile.polling import until
from . import plan as containers
from .context import Tools
from .inventory import Inventory, by_id
from .operation import Work


def until_visible(works: t.Sequence[Work], tools: Tools) -> bool:
    """Look until every pending container is visible or the time is over; then it is an error of that work.

    Without waiting only what is in doubt is looked for, once. Returns whether a work has got another plan.
    """
    expected = [work for work in works if work.pending and work.error is None]
    if not tools.waiting.wait:
        expected = [work for work in expected if _in_doubt(work)]
    if not expected:
        return False
    pending, replanned = list(expected), False

    def look() -> None:
        nonlocal replanned
        inventory = _look(pending, tools)
        for work in pending:
            replanned = _compare(work, inventory, tools) or replanned
        tools.journal.forget([work.key for work in pending if work.visible])
        pending[:] = [work for work in pending if work.pending and work.error is None]

    _poll(look, pending, lambda: _names(pending, len(expected)), lambda work: _not_visible(work, tools), tools)
    return replanned


def until_gone(works: t.Sequence[Work], tools: Tools) -> None:
    """Look until every deleted container is gone or the time is over; then it is an error of that work."""
    expected = [work for work in works if work.error is None and _going(work)]
    if not expected or not tools.waiting.wait:
        return
    pending = list(expected)

    def look() -> None:
        there = _still_there(pending, tools)
        pending[:] = [work for work in pending if _going(work) in there]

    def too_late(work: Work) -> VeracityError:
        return WaitTimeoutError(
            f"Container {work.name}: its deletion was accepted, but it is still there after "
            f"{tools.waiting.timeout:g} s.",
            hint="Run again later, or raise wait_timeout.",
        )

    _poll(look, pending, lambda: f"the deletion of {_names(pending, len(expected))}", too_late, tools)


def _poll(
    look: t.Callable[[], None],
    pending: t.Collection[Work],
    what: t.Callable[[], str],
    too_late: t.Callable[[Work], VeracityError],
    tools: Tools,
) -> None:
    """Look until nothing is pending. What is so in the end fails, and all that is pending when a look fails."""
    pauses = tools.waiting.pauses(tools.clock, what, tools.progress, at_once=False)
    try:
        until(look, lambda _seen: not pending, clock=tools.clock, pauses=pauses)
    except VeracityError as error:
        for work in pending:
            work.fail(error)
    else:
        for work in pending:
            work.fail(too_late(work))


def _in_doubt(work: Work) -> bool:
    """Return whether it is not known that the creation was accepted."""
    return work.doubt is not None or (work.creation is not None and work.creation.id is None)


def _going(work: Work) -> str | None:
    """Return the id of the container that is to disappear, None when none is."""
    if work.leaving is not None:
        return work.leaving.id
    return work.plan.before.id if work.tried and work.does("delete") and work.plan.before else None


def _names(pending: t.Sequence[Work], total: int) -> str:
    """Return what is waited for, for people."""
    return pending[0].name if total == 1 else f"{len(pending)} of {total} containers"


def _look(pending: t.Sequence[Work], tools: Tools) -> Inventory:
    """Return what can be seen now, by one listing call for all; a single one is asked for by its id before that.

    Only the listing counts: it is where the next run looks.
    """
    tools.journal.refresh()
    if len(pending) == 1 and pending[0].identifier and not by_id(tools.api, pending[0].identifier):
        return Inventory([])
    return Inventory(tools.api.containers(), tools.journal.dying)


def _compare(work: Work, inventory: Inventory, tools: Tools) -> bool:
    """Take over what can be seen of a pending container. Returns whether its work got another plan."""
    try:
        found = inventory.find(work.identifier, work.key)
        if found is not None and work.creation is None:
            work.seen(found)
        elif found is not None:
            work.seen(found)
            work.follow(containers.plan(found, work.description))
            return work.plan.changed
        elif work.creation is not None:
            return _reconsider(work, tools)
    except VeracityError as error:
        work.fail(error)
    return False


def _reconsider(work: Work, tools: Tools) -> bool:
    """Look at what the journal says now of a creation by another run. Returns whether the work got another plan.

    Raises WaitTimeoutError when it was accepted and its time is over.
    """
    creation = tools.journal.creation(work.key)
    if creation is not None:
        work.creation = creation
        return False
    if work.identifier is not None:
        raise _not_visible(work, tools)
    # Either that run was told no, or nothing has appeared in the time in which it would have.
    work.follow(containers.plan(None, work.description))
    return work.plan.changed


def _not_visible(work: Work, tools: Tools) -> VeracityError:
    """Return the error for a container that did not become visible in time."""
    where = f"Container {work.name}: "
    if work.doubt is not None:
        exchange = work.doubt.exchange
        said = "did not answer" if exchange is None or exchange.status is None else "did not confirm"
        return UnknownStateError(
            f"{where}Veracity {said} the request that creates it ({work.doubt.summary.rstrip('.')}), and it is not "
            "visible yet.",
            hint="Run again: it may appear within 15 minutes, and the next run will look for it before creating "
            "anything.",
            exchange=exchange,
        )
    if work.creation is not None and work.creation.id is None:
        end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(work.creation.window_end))
        return UnknownStateError(
            f"{where}another run asked for it, whether Veracity accepted that is not known, and it is not visible yet.",
            hint=f"Run again later. It may appear until {end}. A run after that creates it; until then no run does.",
        )
    over = tools.journal.creation(work.key) is None
    return WaitTimeoutError(
        f"{where}Veracity accepted its creation{f' (id {work.identifier})' if work.identifier else ''}, but it is not "
        f"visible after {tools.waiting.timeout:g} s.",
        hint="Run again: its 15 minutes are over, so it has probably failed, and the next run creates it anew."
        if over
        else "Run again: that can take 15 minutes. The next run looks for it and does not create a second one.",
    )


def _still_there(pending: t.Sequence[Work], tools: Tools) -> set[str | None]:
    """Return the ids of the deleted containers that can still be seen, in the listing or each by itself."""
    identifiers = {_going(work) for work in pending}
    there: set[str | None] = set()
    if len(identifiers) > 1:
        there.update(identifiers & {container.id for container in tools.api.containers()})

    def look(identifier: str) -> None:
        if by_id(tools.api, identifier):
            there.add(identifier)

    for _done in each(look, [item for item in identifiers - there if item], tools.concurrency):
        pass
    return there
