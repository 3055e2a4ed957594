# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Reconcile descriptions with what there is. Private: for use inside dnv.veracity only.

A kind of thing says how one of it is found, planned and written. The engine does the rest: everything is planned before
the first write, check mode stops there, an item that fails does not stop others, and results tell what became of each.
"""

from __future__ import annotations

import contextlib
import copy
import typing as t
from dataclasses import dataclass, field

from ..errors import BulkError, InputError, VeracityError
from .parallel import Tally, each
from .plan import Plan, Step
from .results import complete, refuse_mistakes

if t.TYPE_CHECKING:
    from ..task import Task

Desired = t.TypeVar("Desired")
State = t.TypeVar("State")


@dataclass
class Item(t.Generic[Desired, State]):
    """One description, the plan for it, and what became of it.

    ``target`` is what the kind located, such as the container that the item is about. ``state`` is what there is now,
    or in check mode would be. ``written``: whether a write was accepted, or in check mode would be sent. ``surplus``:
    it is not described, and to be removed because of that. ``width``: how many writes about it may be sent at a time,
    so that few items with many writes are as fast as many with few.
    """

    name: str
    desired: Desired
    plan: Plan[State]
    surplus: bool = False
    width: int = 1
    target: t.Any = None
    state: State | None = None
    written: bool = False
    error: VeracityError | None = None
    steps: list[Step] = field(default_factory=list)

    def follow(self, plan: Plan[State]) -> None:
        """Go on with another plan, made from what there is now."""
        self.plan, self.state, self.steps = plan, plan.before, list(plan.steps)

    def wrote(self, state: State | None) -> None:
        """Note that a write was accepted, and what there is after it."""
        self.state, self.written = state, True

    @property
    def due(self) -> bool:
        """Whether there is anything to write."""
        return self.error is None and self.plan.changed


class Kind(t.Generic[Desired, State]):
    """What is special about one kind of thing. A kind of one task; threads share it.

    ``noun`` names an item in messages, ``plural`` many of it. ``doing`` opens the progress lines, as "changed the
    access to". ``lose`` says in progress what happens to those that are not described, as "lose their licenses".
    ``asks_to_locate``: locating is a call, so several are located at a time. ``together``: the writes of items depend
    on each other, so ``write_all`` carries out everything, instead of ``alone``, ``write`` and ``settle``.
    """

    noun: t.ClassVar[str]
    plural: t.ClassVar[str]
    doing: t.ClassVar[str]
    lose: t.ClassVar[str] = ""
    asks_to_locate: t.ClassVar[bool] = False
    together: t.ClassVar[bool] = False

    def item(self, desired: Desired, *, surplus: bool) -> Item[Desired, State]:
        """Return the item for a description. A kind may have more to tell of it in a class of its own."""
        return Item(self.name(desired), desired, self.nothing(desired), surplus)

    def name(self, desired: Desired) -> str:
        """Return what to call an item in messages."""
        raise NotImplementedError

    def nothing(self, desired: Desired) -> Plan[State]:
        """Return the plan that does nothing, for as long as it is not known what is there."""
        raise NotImplementedError

    def begin(self, desired: t.Sequence[Desired]) -> None:
        """Read what all items need: once, and again under the lock of all. What it raises ends the task."""

    def locate(self, item: Item[Desired, State]) -> t.Hashable:
        """Set ``item.target`` and return its identity, which no other item may have. None: it has none yet."""
        return None

    def read(self, items: t.Sequence[Item[Desired, State]]) -> None:
        """Read what the located items need, before they are found. What it raises ends the task."""

    def check(self, items: t.Sequence[Item[Desired, State]]) -> None:
        """Look at all plans together, before anything is written. What it raises ends the task."""

    def surplus(self, items: t.Sequence[Item[Desired, State]]) -> t.Iterable[Desired]:
        """Return descriptions of absence for what is there and not described. What it raises ends the task."""
        return ()

    def find(self, item: Item[Desired, State]) -> State | None:
        """Return what is there."""
        raise NotImplementedError

    def plan(self, item: Item[Desired, State], current: State | None) -> Plan[State]:
        """Return what leads to the description. Raises StateError if it cannot be done, or not by this caller."""
        raise NotImplementedError

    def alone(self, item: Item[Desired, State] | None) -> contextlib.AbstractContextManager[t.Any] | None:
        """Return the lock that the writes of one item need, or without an item those of all. None: they need none.

        Under the lock of an item it is found and planned again, under that of all everything is, ``begin`` first:
        another run may have written meanwhile.
        """
        return None

    def write(self, item: Item[Desired, State], step: Step) -> None:
        """Carry out one step, and tell the item with ``wrote``. ``item.steps`` are those that follow."""
        raise NotImplementedError

    def write_all(self, items: t.Sequence[Item[Desired, State]]) -> None:
        """Carry out the plans of all items, and set the ``error`` of those that fail."""
        raise NotImplementedError

    def settle(self, item: Item[Desired, State]) -> None:
        """Wait until what was written shows. Not called if ``write`` followed a plan that changes nothing."""

    def explained(self, item: Item[Desired, State], error: VeracityError) -> VeracityError:
        """Return the error of an item with its name in the text."""
        return named(error, f"{self.noun} {item.name}: ")

    def outcome(self, item: Item[Desired, State]) -> dict[str, t.Any]:
        """Return what the result says about an item, beside ``changed``, ``failed``, ``msg`` and ``diff``."""
        raise NotImplementedError


def named(error: VeracityError, opening: str) -> VeracityError:
    """Return an error whose text begins with ``opening``: a copy, or the error itself if it does so already."""
    if error.summary.startswith(opening):
        return error
    error = copy.copy(error)
    error.summary = opening + error.summary
    return error


def reconcile(kind: Kind[Desired, State], desired: t.Sequence[Desired], task: Task) -> list[Item[Desired, State]]:
    """Bring everything to its description, several at a time as ``task`` says; in check mode predict it.

    Returns the described items in their order, then the surplus ones. What fails is in the ``error`` of its item.
    Raises InputError with all mistakes before the first write, and what ``begin`` and ``surplus`` raise.
    """
    run = _Run(kind, task)
    items = run.prepared(desired)
    due = [item for item in items if item.due]
    if task.check_mode:
        for item in due:
            item.wrote(item.plan.after)
    elif kind.together:
        kind.write_all(items)
    elif due:
        lock = kind.alone(None)
        with lock or contextlib.nullcontext():
            if lock is not None:
                items = run.prepared(desired)
            run.write([item for item in items if item.due])
    return items


def gathered(kind: Kind[Desired, State], desired: t.Sequence[Desired], task: Task) -> list[Item[Desired, State]]:
    """Return everything as items with their ``state``, and write nothing: for modules that gather information."""
    run = _Run(kind, task)
    kind.begin(desired)
    return run.planned(desired)


def created_before(task: Task, what: str, missing: VeracityError) -> None:
    """Raise that something is missing. Check mode warns instead: earlier tasks of the run may create it."""
    if not task.check_mode:
        raise missing
    task.warn(f"{what} does not exist yet. Check mode assumes that an earlier task creates it.")


def result_of_one(item: Item[Desired, State], shown: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the result of a module for one thing; ``shown`` is what it returns beside ``changed`` and ``diff``.

    Raises the error of the item, with what was done before it.
    """
    found = {"changed": item.written, **shown, "diff": item.plan.diff}
    if item.error is None:
        return found
    if not item.written:
        raise item.error
    partly = BulkError(item.error.summary, result=found, hint=item.error.hint)
    partly.exchange = item.error.exchange
    raise partly


def result_of_many(
    kind: Kind[Desired, State], items: t.Sequence[Item[Desired, State]], *, prunes: bool = False
) -> dict[str, t.Any]:
    """Return the result of a bulk module. Raises BulkError with the same in it if items failed.

    ``prunes``: the module returns what became of the surplus items, too.
    """
    found: dict[str, t.Any] = {
        "changed": any(item.written for item in items),
        "outcomes": [_outcome(kind, item) for item in items if not item.surplus],
    }
    if prunes:
        found["pruned"] = [_outcome(kind, item) for item in items if item.surplus]
    found["diff"] = [item.plan.diff for item in items if item.written]
    return complete(found, ((item.name, item.error) for item in items), kind.plural)


def _outcome(kind: Kind[Desired, State], item: Item[Desired, State]) -> dict[str, t.Any]:
    """Return what became of one item of many."""
    outcome = {
        **kind.outcome(item),
        "changed": item.written,
        "failed": item.error is not None,
        "diff": item.plan.diff,
    }
    return {**outcome, "msg": str(item.error)} if item.error else outcome


class _Run(t.Generic[Desired, State]):
    """One kind and one task."""

    def __init__(self, kind: Kind[Desired, State], task: Task) -> None:
        self._kind = kind
        self._progress = task.progress
        self._concurrency = task.concurrency
        self._announced = ""

    def prepared(self, desired: t.Sequence[Desired]) -> list[Item[Desired, State]]:
        """Return everything as items with their plans, the surplus last. Raises InputError with all mistakes."""
        self._kind.begin(desired)
        items = self.planned(desired)
        refuse_mistakes(item.error for item in items)
        self._kind.check(items)
        surplus = self.planned(self._kind.surplus(items), surplus=True)
        names = ", ".join(item.name for item in surplus)
        if self._kind.lose and names not in ("", self._announced):
            self._announced = names
            self._progress(f"not described, and therefore {self._kind.lose}: {names}")
        return items + surplus

    def planned(self, desired: t.Iterable[Desired], *, surplus: bool = False) -> list[Item[Desired, State]]:
        """Return descriptions as items: located, found and planned as far as that can be done."""
        kind = self._kind
        items = [kind.item(entry, surplus=surplus) for entry in desired]
        self._locate(items)
        located = [item for item in items if item.error is None]
        if located:
            kind.read(located)
        self._each(located, self._plan)
        return items

    def write(self, due: t.Sequence[Item[Desired, State]]) -> None:
        """Carry out the plans, with a line of progress for each tenth of them."""
        tally = Tally(self._progress, self._kind.doing, len(due), self._kind.plural)
        for item in due:
            item.width = max(1, self._concurrency // len(due))
        self._each(due, self._carry_out, tally.count)

    def _carry_out(self, item: Item[Desired, State]) -> None:
        """Carry out the plan of one item."""
        lock = self._kind.alone(item)
        with lock or contextlib.nullcontext():
            if lock is not None:
                self._plan(item)
            while item.steps:
                self._kind.write(item, item.steps.pop(0))
            if item.plan.changed:
                self._kind.settle(item)

    def _locate(self, items: t.Sequence[Item[Desired, State]]) -> None:
        """Locate all items. Those that turn out to be about one thing fail, but for the first."""
        identities: dict[int, t.Hashable] = {}

        def locate(item: Item[Desired, State]) -> None:
            identities[id(item)] = self._kind.locate(item)

        if self._kind.asks_to_locate:
            self._each(items, locate)
        else:
            for item in items:
                self._attempt(item, locate)
        first: dict[t.Hashable, str] = {}
        for item in items:
            identity = identities.get(id(item))
            if identity is None:
                continue
            if identity in first:
                same = f"this is the same {self._kind.noun.lower()} as {first[identity]}. Describe it once."
                item.error = self._kind.explained(item, InputError(same))
            first.setdefault(identity, item.name)

    def _plan(self, item: Item[Desired, State]) -> None:
        """Find an item and plan it. An item that may not be planned tells what is there all the same."""
        item.state = self._kind.find(item)
        item.follow(self._kind.plan(item, item.state))

    def _each(
        self,
        items: t.Sequence[Item[Desired, State]],
        deed: t.Callable[[Item[Desired, State]], None],
        done: t.Callable[[], None] = lambda: None,
    ) -> None:
        """Do something about each item, several at a time."""
        for _item in each(lambda item: self._attempt(item, deed), items, self._concurrency):
            done()

    def _attempt(self, item: Item[Desired, State], deed: t.Callable[[Item[Desired, State]], None]) -> None:
        """Do something about an item. An error is that of its item, and does not stop others."""
        try:
            deed(item)
        except VeracityError as error:
            item.error = self._kind.explained(item, error)
