# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Carrying out plans for containers. Private: for use inside dnv.veracity only.

No container is ever created twice: a creation is written into the journal before it is sent, and looked for afterwards.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import (
    ApiError,
    ConflictError,
    ConnectionFailedError,
    ForbiddenError,
    InputError,
    NotFoundError,
    StateError,
    TokenError,
    VeracityError,
)
from ...reconcile.parallel import Tally, each
from ..api.containers import Container
from . import metadata
from . import plan as container_plan
from .context import Context
from .inventory import Inventory, by_id
from .journal import Journal
from .operation import Operation
from .wait import until_gone, until_visible

# So many creations, times those that run at once, are written into the journal at a time. Of these a run that is killed
# leaves some of which the next run cannot know whether they were sent.
_CLAIMED_AHEAD = 8
# Seconds after which returned ids are written into the journal.
_FLUSH_INTERVAL = 1.0
# The API refused or was not reached, or nothing was sent because something else is missing: nothing was created.
REFUSALS = (ApiError, ConnectionFailedError, TokenError, StateError, InputError)


def apply(operations: t.Sequence[Operation], context: Context) -> None:
    """Carry out the plans, and wait as long as the options say. What fails has its ``error`` set."""
    forget_arrived(operations, context.journal)
    while True:
        _create([operation for operation in operations if operation.ready("create")], context)
        _write("changed", [operation for operation in operations if operation.ready("update")], _update, context)
        _delete([operation for operation in operations if operation.ready("delete")], context)
        # What an earlier run had begun may turn out to need something else than was planned.
        if not until_visible(operations, context):
            break
    until_gone(operations, context)


def forget_arrived(operations: t.Iterable[Operation], journal: Journal) -> None:
    """Strike out of the journal the creations whose containers are there."""
    journal.forget([operation.key for operation in operations if _arrived(operation, journal)])


def _arrived(operation: Operation, journal: Journal) -> bool:
    """Return whether the container is there that the journal has as under way."""
    entry, before = journal.creation(operation.key), operation.plan.before
    return entry is not None and operation.creation is None and before is not None and entry.id in (None, before.id)


def _create(operations: list[Operation], context: Context) -> None:
    """Send creations, each of them once."""
    tally = Tally(context.progress, "requested", len(operations), "containers")
    size = _CLAIMED_AHEAD * context.concurrency
    for start in range(0, len(operations), size):
        claimed = _claim(operations[start : start + size], operations[start + size :], context)
        flushed = context.clock.monotonic()
        try:
            for _operation in each(lambda operation: _post(operation, context), claimed, context.concurrency):
                if context.clock.monotonic() - flushed >= _FLUSH_INTERVAL:
                    _remember(claimed, context.journal)
                    flushed = context.clock.monotonic()
                tally.count()
        finally:
            _remember(claimed, context.journal)
            # An exception that interrupts a request leaves it tried, without an error: it may have been applied.
            context.journal.forget([operation.key for operation in claimed if operation.error or not operation.tried])
        _settle_conflicts([operation for operation in claimed if isinstance(operation.error, ConflictError)], context)


def _claim(operations: list[Operation], later: list[Operation], context: Context) -> list[Operation]:
    """Write down what is about to be created, and return it. Wait for what another run creates already instead."""
    operations = [operation for operation in operations if operation.ready("create")]
    ours = context.journal.claim(operation.key for operation in operations)
    for operation in operations:
        if operation.key not in ours:
            operation.expect(context.journal.creation(operation.key))
    if context.journal.disturbed():
        _find_again([operation for operation in (*operations, *later) if operation.ready("create")], context)
        context.journal.forget(
            [operation.key for operation in operations if operation.key in ours and not operation.ready("create")]
        )
    return [operation for operation in operations if operation.ready("create")]


def _find_again(operations: list[Operation], context: Context) -> None:
    """Take over what another run has created meanwhile. It may be in the journal no longer."""
    if not operations:
        return
    try:
        inventory = Inventory(context.api.containers(), context.journal.dying)
    except VeracityError as error:
        for operation in operations:
            operation.fail(error)
        return
    for operation in operations:
        try:
            operation.plan_again(container_plan.plan(inventory.match(operation.desired), operation.desired))
        except VeracityError as error:
            operation.fail(error)


def _remember(operations: list[Operation], journal: Journal) -> None:
    """Write down the ids of accepted creations."""
    journal.accepted(
        {operation.key: operation.identifier for operation in operations if operation.pending and operation.identifier}
    )


def _post(operation: Operation, context: Context) -> None:
    """Send one creation."""
    wanted = t.cast(Container, operation.plan.after)
    operation.tried = True
    try:
        identifier = context.create(wanted)
    except REFUSALS as error:
        operation.fail(error)
        return
    except VeracityError as error:
        operation.doubt = error
    else:
        operation.wrote(dataclasses.replace(wanted, id=identifier))
    operation.pending = True
    operation.visible = False


def _settle_conflicts(operations: list[Operation], context: Context) -> None:
    """Find what has the short names that were refused as taken. What is as described is no error."""
    if not operations:
        return
    try:
        inventory = Inventory(context.api.containers(), context.journal.dying)
    except VeracityError:
        return
    for operation in operations:
        refusal, operation.error = t.cast(VeracityError, operation.error), None
        try:
            current = inventory.match(operation.desired)
            if current is None:
                raise StateError(
                    "The short name is taken, and no container of this application has it.",
                    hint="Either the container is being created or deleted (up to 15 minutes), or it belongs to "
                    "someone else. Run again later, or choose another short_name.",
                    exchange=refusal.exchange,
                )
            plan = container_plan.plan(current, operation.desired)
            if plan.changed:
                fields = ", ".join(plan.steps[0].fields)
                raise StateError(
                    f"someone else created it at the same time, with another {fields}.",
                    hint="Run again to update it.",
                    exchange=refusal.exchange,
                )
            operation.plan_again(plan)
        except VeracityError as error:
            operation.fail(error)


def _write(
    what: str,
    operations: list[Operation],
    function: t.Callable[[Operation, Context], Container | None],
    context: Context,
) -> None:
    """Apply a function that writes, and returns what there is then, to each. An error of one does not stop others."""
    tally = Tally(context.progress, what, len(operations), "containers")

    def write(operation: Operation) -> None:
        operation.tried = True
        try:
            operation.wrote(function(operation, context))
        except VeracityError as error:
            operation.fail(error)

    for _operation in each(write, operations, context.concurrency):
        tally.count()


def _update(operation: Operation, context: Context) -> Container:
    """Set the metadata that differ."""
    return metadata.write(
        context.api,
        operation.plan,
        lambda current: container_plan.plan(current, operation.desired),
        clock=context.clock,
    )


def _delete(operations: list[Operation], context: Context) -> None:
    """Send deletions, and remember which were accepted: such a container may be visible for some time."""
    _write("requested the deletion of", operations, _delete_one, context)
    deleted = (operation.plan.before for operation in operations if operation.written)
    context.journal.deleted(container.id for container in deleted if container is not None and container.id is not None)


def _delete_one(operation: Operation, context: Context) -> None:
    """Send one deletion. A container that is gone already is fine."""
    identifier = t.cast(str, t.cast(Container, operation.plan.before).id)
    try:
        context.api.delete_container(identifier)
    except NotFoundError:
        # Gone, or going since an attempt whose answer was lost: whoever waits will see.
        return
    except ForbiddenError:
        if by_id(context.api, identifier):
            raise
