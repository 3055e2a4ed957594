# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Carrying out plans for containers. Private: for use inside dnv.veracity only.

No container is ever asked for twice: what is asked for is written into the journal first, and looked for afterwards.
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
from . import plan as containers
from .context import Tools
from .inventory import Inventory, by_id
from .journal import Journal
from .operation import Work
from .wait import until_gone, until_visible

# So many creations, times those that run at once, are written into the journal at a time. Of these a run that is killed
# leaves some of which the next run cannot know whether they were asked for.
_CLAIMED_AHEAD = 8
# Seconds after which ids that came back are written into the journal.
_FLUSH_INTERVAL = 1.0
# The API said no or was not reached, or it was not asked because something else is missing: nothing was created.
_REFUSALS = (ApiError, ConnectionFailedError, TokenError, StateError, InputError)


def apply(works: t.Sequence[Work], tools: Tools) -> None:
    """Carry out the plans, and wait as long as the options say. What fails is told in the ``error`` of its work."""
    forget_arrived(works, tools.journal)
    while True:
        _create([work for work in works if work.ready("create")], tools)
        _write("changed", [work for work in works if work.ready("update")], _update, tools)
        _delete([work for work in works if work.ready("delete")], tools)
        # What an earlier run had begun may turn out to need something else than was planned.
        if not until_visible(works, tools):
            break
    until_gone(works, tools)


def forget_arrived(works: t.Iterable[Work], journal: Journal) -> None:
    """Strike out of the journal the creations whose containers are there."""
    journal.forget([work.key for work in works if _arrived(work, journal)])


def _arrived(work: Work, journal: Journal) -> bool:
    """Return whether the container is there that the journal has as under way."""
    entry, before = journal.creation(work.key), work.plan.before
    return entry is not None and work.creation is None and before is not None and entry.id in (None, before.id)


def _create(works: list[Work], tools: Tools) -> None:
    """Ask for containers, each of them once."""
    tally = Tally(tools.progress, "asked for", len(works), "containers")
    size = _CLAIMED_AHEAD * tools.concurrency
    for start in range(0, len(works), size):
        claimed = _claim(works[start : start + size], works[start + size :], tools)
        flushed = tools.clock.monotonic()
        try:
            for _work in each(lambda work: _post(work, tools), claimed, tools.concurrency):
                if tools.clock.monotonic() - flushed >= _FLUSH_INTERVAL:
                    _remember(claimed, tools.journal)
                    flushed = tools.clock.monotonic()
                tally.count()
        finally:
            _remember(claimed, tools.journal)
            # An exception that interrupts a request leaves its work tried, without an error: it may have been applied.
            tools.journal.forget([work.key for work in claimed if work.error or not work.tried])
        _settle_conflicts([work for work in claimed if isinstance(work.error, ConflictError)], tools)


def _claim(works: list[Work], later: list[Work], tools: Tools) -> list[Work]:
    """Write down what is about to be asked for, and return it. What another run has under way is waited for instead."""
    works = [work for work in works if work.ready("create")]
    ours = tools.journal.claim(work.key for work in works)
    for work in works:
        if work.key not in ours:
            work.expect(tools.journal.creation(work.key))
    if tools.journal.disturbed():
        _look_again([work for work in (*works, *later) if work.ready("create")], tools)
        tools.journal.forget([work.key for work in works if work.key in ours and not work.ready("create")])
    return [work for work in works if work.ready("create")]


def _look_again(works: list[Work], tools: Tools) -> None:
    """Take over what another run has created since we looked. It may have struck it out of the journal by now."""
    if not works:
        return
    try:
        inventory = Inventory(tools.api.containers(), tools.journal.dying)
    except VeracityError as error:
        for work in works:
            work.fail(error)
        return
    for work in works:
        try:
            work.follow(containers.plan(inventory.match(work.description), work.description))
        except VeracityError as error:
            work.fail(error)


def _remember(works: list[Work], journal: Journal) -> None:
    """Write down the ids that accepted creations have got."""
    journal.accepted({work.key: work.identifier for work in works if work.pending and work.identifier})


def _post(work: Work, tools: Tools) -> None:
    """Ask for one container."""
    wanted = t.cast(Container, work.plan.after)
    work.tried = True
    try:
        identifier = tools.create(wanted)
    except _REFUSALS as error:
        work.fail(error)
        return
    except VeracityError as error:
        work.doubt = error
    else:
        work.container = dataclasses.replace(wanted, id=identifier)
        work.written = True
    work.pending = True
    work.visible = False


def _settle_conflicts(works: list[Work], tools: Tools) -> None:
    """Look at what is there under the short names that were refused as taken. What is as described is no error."""
    if not works:
        return
    try:
        inventory = Inventory(tools.api.containers(), tools.journal.dying)
    except VeracityError:
        return
    for work in works:
        refusal, work.error = t.cast(VeracityError, work.error), None
        try:
            current = inventory.match(work.description)
            if current is None:
                raise StateError(
                    f"Container {work.name}: Veracity refuses it because the short name is taken, and no container of "
                    "this application has it.",
                    hint="Either the container is being created or deleted just now (up to 15 minutes), or it belongs "
                    "to someone else: choose another short_name then.",
                    exchange=refusal.exchange,
                )
            plan = containers.plan(current, work.description)
            if plan.changed:
                fields = ", ".join(plan.steps[0].fields)
                raise StateError(
                    f"Container {work.name}: someone else created it at the same moment, with another {fields}.",
                    hint="Run again to bring it to the description.",
                    exchange=refusal.exchange,
                )
            work.follow(plan)
        except VeracityError as error:
            work.fail(error)


def _write(what: str, works: list[Work], function: t.Callable[[Work, Tools], None], tools: Tools) -> None:
    """Apply a function that writes to each work; an error of one does not stop the others."""
    tally = Tally(tools.progress, what, len(works), "containers")

    def write(work: Work) -> None:
        work.tried = True
        try:
            function(work, tools)
            work.written = True
        except VeracityError as error:
            work.fail(error)

    for _work in each(write, works, tools.concurrency):
        tally.count()


def _update(work: Work, tools: Tools) -> None:
    """Set the metadata that differ."""
    work.container = metadata.write(tools.api, work.plan, lambda current: containers.plan(current, work.description))


def _delete(works: list[Work], tools: Tools) -> None:
    """Ask for deletions, and remember which were accepted: such a container may be visible for some time."""
    _write("asked for the deletion of", works, _delete_one, tools)
    tools.journal.deleted(t.cast(str, work.plan.before.id) for work in works if work.written and work.plan.before)


def _delete_one(work: Work, tools: Tools) -> None:
    """Ask for one deletion. A container that is gone already is fine."""
    identifier = t.cast(str, t.cast(Container, work.plan.before).id)
    try:
        tools.api.delete_container(identifier)
    except NotFoundError:
        # Gone, or going since an attempt whose answer was lost: whoever waits will see.
        return
    except ForbiddenError:
        if by_id(tools.api, identifier):
            raise
