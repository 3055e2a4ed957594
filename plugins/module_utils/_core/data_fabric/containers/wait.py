# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Waiting until containers have appeared or disappeared. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import time
import typing as t

from ...errors import UnknownStateError, VeracityError, WaitTimeoutError
from ...reconcile.parallel import each
from ...reconcile.polling import until
from . import plan as container_plan
from .context import Context
from .inventory import Inventory, by_id
from .operation import Operation


def until_visible(operations: t.Sequence[Operation], context: Context) -> bool:
    """Poll until every pending container is visible or the time is over; then it is an error of that operation.

    Without waiting only what is in doubt is looked for, once. Returns whether a operation has got another plan.
    """
    expected = [operation for operation in operations if operation.pending and operation.error is None]
    if not context.waiting.wait:
        expected = [operation for operation in expected if _in_doubt(operation)]
    if not expected:
        return False
    pending, replanned = list(expected), False

    def poll() -> None:
        nonlocal replanned
        inventory = _listed(pending, context)
        for operation in pending:
            replanned = _compare(operation, inventory, context) or replanned
        context.journal.forget([operation.key for operation in pending if operation.visible])
        pending[:] = [operation for operation in pending if operation.pending and operation.error is None]

    _poll(
        poll,
        pending,
        lambda: _names(pending, len(expected)),
        lambda operation: _not_visible(operation, context),
        context,
    )
    return replanned


def until_gone(operations: t.Sequence[Operation], context: Context) -> None:
    """Poll until every deleted container is gone or the time is over; then it is an error of that operation."""
    expected = [operation for operation in operations if operation.error is None and _going(operation)]
    if not expected or not context.waiting.wait:
        return
    pending = list(expected)

    def poll() -> None:
        there = _still_there(pending, context)
        pending[:] = [operation for operation in pending if _going(operation) in there]

    def too_late(operation: Operation) -> VeracityError:
        return WaitTimeoutError(
            f"its deletion was accepted, but it still exists after {context.waiting.timeout:g} s.",
            hint="Run again later, or raise wait_timeout.",
        )

    _poll(poll, pending, lambda: f"the deletion of {_names(pending, len(expected))}", too_late, context)


def _poll(
    poll: t.Callable[[], None],
    pending: t.Collection[Operation],
    what: t.Callable[[], str],
    too_late: t.Callable[[Operation], VeracityError],
    context: Context,
) -> None:
    """Poll until nothing is pending. What is so in the end fails, and all that is pending when a poll fails."""
    pauses = context.waiting.pauses(context.clock, what, context.progress, at_once=False)
    try:
        until(poll, lambda _seen: not pending, clock=context.clock, pauses=pauses)
    except VeracityError as error:
        for operation in pending:
            operation.fail(error)
    else:
        for operation in pending:
            operation.fail(too_late(operation))


def _in_doubt(operation: Operation) -> bool:
    """Return whether it is not known that the creation was accepted."""
    return operation.doubt is not None or (operation.creation is not None and operation.creation.id is None)


def _going(operation: Operation) -> str | None:
    """Return the id of the container that is to disappear, None when none is."""
    if operation.leaving is not None:
        return operation.leaving.id
    return operation.plan.before.id if operation.tried and operation.does("delete") and operation.plan.before else None


def _names(pending: t.Sequence[Operation], total: int) -> str:
    """Return what is waited for, for people."""
    return pending[0].name if total == 1 else f"{len(pending)} of {total} containers"


def _listed(pending: t.Sequence[Operation], context: Context) -> Inventory:
    """Return what can be seen now, by one listing call for all; a single one is read by its id before that.

    Only the listing counts: it is where the next run looks.
    """
    context.journal.refresh()
    if len(pending) == 1 and pending[0].identifier and not by_id(context.api, pending[0].identifier):
        return Inventory([])
    return Inventory(context.api.containers(), context.journal.dying)


def _compare(operation: Operation, inventory: Inventory, context: Context) -> bool:
    """Take over what can be seen of a pending container. Returns whether its operation got another plan."""
    try:
        found = inventory.find(operation.identifier, operation.key)
        if found is not None and operation.creation is None:
            operation.appeared(found)
        elif found is not None:
            operation.plan_again(container_plan.plan(found, operation.desired))
            return operation.plan.changed
        elif operation.creation is not None:
            return _reconsider(operation, context)
    except VeracityError as error:
        operation.fail(error)
    return False


def _reconsider(operation: Operation, context: Context) -> bool:
    """Look at what the journal says now of a creation by another run. Returns whether the operation got another plan.

    Raises WaitTimeoutError when it was accepted and its time is over.
    """
    creation = context.journal.creation(operation.key)
    if creation is not None:
        operation.creation = creation
        return False
    if operation.identifier is not None:
        raise _not_visible(operation, context)
    # Either that run was told no, or nothing has appeared in the time in which it would have.
    operation.plan_again(container_plan.plan(None, operation.desired))
    return operation.plan.changed


def _not_visible(operation: Operation, context: Context) -> VeracityError:
    """Return the error for a container that did not become visible in time."""
    if operation.doubt is not None:
        exchange = operation.doubt.exchange
        said = "did not answer" if exchange is None or exchange.status is None else "did not confirm"
        return UnknownStateError(
            f"Veracity {said} the request to create it ({operation.doubt.summary.rstrip('.')}), and it is not "
            "visible yet.",
            hint="Run again. It may appear within 15 minutes, and the next run looks for it before it creates "
            "anything.",
            exchange=exchange,
        )
    if operation.creation is not None and operation.creation.id is None:
        end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(operation.creation.window_end))
        return UnknownStateError(
            "another run requested its creation. Whether Veracity accepted it is not known, and it is not visible yet.",
            hint=f"Run again later. It may appear until {end}. Only a run after that creates it.",
        )
    over = context.journal.creation(operation.key) is None
    return WaitTimeoutError(
        f"Veracity accepted its creation{f' (id {operation.identifier})' if operation.identifier else ''}, but it is "
        f"not visible after {context.waiting.timeout:g} s.",
        hint="Run again. After 15 minutes, the creation has probably failed, and the next run creates it again."
        if over
        else "Run again. The creation can take 15 minutes, and the next run looks for it and does not create a second "
        "one.",
    )


def _still_there(pending: t.Sequence[Operation], context: Context) -> set[str | None]:
    """Return the ids of the deleted containers that can still be seen, in the listing or each by itself."""
    identifiers = {_going(operation) for operation in pending}
    there: set[str | None] = set()
    if len(identifiers) > 1:
        there.update(identifiers & {container.id for container in context.api.containers()})

    def poll(identifier: str) -> None:
        if by_id(context.api, identifier):
            there.add(identifier)

    for _done in each(poll, [item for item in identifiers - there if item], context.concurrency):
        pass
    return there
