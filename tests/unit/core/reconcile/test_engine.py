# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine, with a kind of thing that lives in memory."""

from __future__ import annotations

import contextlib
import threading
import typing as t
from dataclasses import dataclass

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    Exchange,
    InputError,
    StateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile import engine
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.engine import Item, Kind
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.plan import Plan, Step
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


@dataclass(frozen=True)
class Flag:
    """A flag that is to fly on a mast, in a color; without a color none is to fly."""

    mast: str
    color: str | None


def view(color: str | None) -> dict[str, t.Any]:
    return {"color": color}


class Flags(Kind[Flag, str]):
    """Flags by their masts. ``calls`` tells what the engine asked for; ``fails`` holds what to fail with."""

    noun = "Flag"
    plural = "flags"
    doing = "changed"
    lose = "are taken down"

    def __init__(self, **there: str) -> None:
        self.there = there
        self.calls: list[str] = []
        self.fails: dict[str, VeracityError] = {}
        self.prunes = False
        self.lock: str | None = None
        self.held = threading.Lock()

    def called(self, what: str) -> None:
        self.calls.append(what)
        if what in self.fails:
            raise self.fails[what]

    def name(self, desired: Flag) -> str:
        return desired.mast

    def nothing(self, desired: Flag) -> Plan[str]:
        return Plan(f"flag {desired.mast}", None, None, view)

    def begin(self, desired: t.Sequence[Flag]) -> None:
        self.called("begin")

    def locate(self, item: Item[Flag, str]) -> t.Hashable:
        self.called(f"locate {item.name}")
        item.target = item.name.casefold()
        return item.target

    def read(self, items: t.Sequence[Item[Flag, str]]) -> None:
        self.called(f"read {' '.join(item.name for item in items)}")

    def check(self, items: t.Sequence[Item[Flag, str]]) -> None:
        self.called("check")

    def surplus(self, items: t.Sequence[Item[Flag, str]]) -> t.Iterable[Flag]:
        self.called("surplus")
        described = {item.target for item in items}
        return [Flag(mast, None) for mast in sorted(self.there) if self.prunes and mast not in described]

    def find(self, item: Item[Flag, str]) -> str | None:
        self.called(f"find {item.name}")
        return self.there.get(item.target)

    def plan(self, item: Item[Flag, str], current: str | None) -> Plan[str]:
        self.called(f"plan {item.name}")
        wanted = item.desired.color
        steps = [] if wanted == current else [Step("lower")] if current else []
        steps += [Step("raise")] if wanted not in (None, current) else []
        return Plan(f"flag {item.name}", current, wanted, view, tuple(steps))

    def alone(self, item: Item[Flag, str] | None) -> contextlib.AbstractContextManager[t.Any] | None:
        if self.lock != ("all" if item is None else "each"):
            return None
        self.calls.append("lock")
        return self.held

    def write(self, item: Item[Flag, str], step: Step) -> None:
        self.called(f"{step.action} {item.name}")
        if step.action == "lower":
            del self.there[item.target]
            item.wrote(None)
        else:
            self.there[item.target] = str(item.desired.color)
            item.wrote(item.desired.color)

    def settle(self, item: Item[Flag, str]) -> None:
        self.called(f"settle {item.name}")

    def outcome(self, item: Item[Flag, str]) -> dict[str, t.Any]:
        return {"mast": item.name, "color": item.state}


class Harbor:
    """Runs the engine on flags, and keeps what it says."""

    def __init__(self, kind: Flags) -> None:
        self.kind = kind
        self.lines: list[str] = []

    def reconcile(self, *desired: Flag, check_mode: bool = False, at_once: int = 1) -> list[Item[Flag, str]]:
        task = Task({"max_concurrency": at_once}, check_mode=check_mode, progress=self.lines.append)
        return engine.reconcile(self.kind, desired, task)

    def result(self, *desired: Flag, check_mode: bool = False) -> dict[str, t.Any]:
        items = self.reconcile(*desired, check_mode=check_mode)
        return engine.result_of_many(self.kind, items, prunes=self.kind.prunes)


RED, BLUE = Flag("fore", "red"), Flag("main", "blue")


def test_everything_is_planned_before_the_first_write() -> None:
    kind = Flags(main="white", fore="red")
    Harbor(kind).reconcile(RED, BLUE)
    assert kind.calls == [
        "begin",
        *("locate fore", "locate main", "read fore main"),
        *("find fore", "plan fore", "find main", "plan main"),
        *("check", "surplus"),
        *("lower main", "raise main", "settle main"),
    ]
    assert kind.there == {"fore": "red", "main": "blue"}


def test_what_is_as_described_is_not_written() -> None:
    kind = Flags(fore="red")
    harbor = Harbor(kind)
    (item,) = harbor.reconcile(RED)
    assert (item.written, item.state, item.due) == (False, "red", False)
    assert "settle fore" not in kind.calls
    assert [diff["after_header"] for diff in harbor.result(RED, BLUE)["diff"]] == ["flag main"]


@pytest.mark.parametrize("prunes", [True, False])
def test_check_mode_writes_nothing_and_predicts(prunes: bool) -> None:
    before = {"main": "white", "mizzen": "green"}
    kinds = [Flags(**before), Flags(**before)]
    results = []
    for kind, check_mode in zip(kinds, (True, False), strict=True):
        kind.prunes, kind.lock = prunes, "all"
        results.append(Harbor(kind).result(RED, BLUE, check_mode=check_mode))
    assert kinds[0].there == before
    assert not {"lock", "raise fore", "lower main", "settle fore"} & set(kinds[0].calls)
    assert results[0] == results[1]
    assert [entry["mast"] for entry in results[0].get("pruned", [])] == (["mizzen"] if prunes else [])


def test_two_descriptions_of_one_thing_are_refused_before_anything_is_written() -> None:
    kind = Flags()
    with pytest.raises(InputError, match=r"^Flag FORE: this is the same flag as fore\. Describe it once\.$"):
        Harbor(kind).reconcile(RED, BLUE, Flag("FORE", "blue"))
    assert kind.there == {}


def test_all_mistakes_are_refused_at_once_and_before_anything_is_written() -> None:
    kind = Flags()
    kind.fails = {"locate fore": InputError("has no mast."), "plan mizzen": InputError("has no such color.")}
    with pytest.raises(InputError) as caught:
        Harbor(kind).reconcile(RED, BLUE, Flag("mizzen", "plaid"))
    assert "2 mistakes" in str(caught.value)
    assert "Flag fore: has no mast." in str(caught.value)
    assert "Flag mizzen: has no such color." in str(caught.value)
    assert kind.there == {}


@pytest.mark.parametrize("at_once", [1, 4])
@pytest.mark.parametrize("phase", ["locate", "find", "plan", "raise", "settle"])
def test_one_that_fails_does_not_stop_the_others(phase: str, at_once: int) -> None:
    kind = Flags()
    kind.fails = {f"{phase} fore": StateError("The wind is too strong.")}
    items = Harbor(kind).reconcile(RED, BLUE, Flag("mizzen", "green"), at_once=at_once)
    assert [item.error is None for item in items] == [False, True, True]
    assert str(items[0].error) == "Flag fore: The wind is too strong."
    assert {mast: kind.there[mast] for mast in ("main", "mizzen")} == {"main": "blue", "mizzen": "green"}
    assert ("find fore" in kind.calls) is (phase != "locate")
    # A change that was written and then failed is a change.
    assert items[0].written is (phase == "settle")


def test_one_that_may_not_be_planned_tells_what_is_there() -> None:
    kind = Flags(fore="white")
    kind.fails = {"plan fore": StateError("Only the captain may.")}
    (item,) = Harbor(kind).reconcile(RED)
    assert (item.state, item.written) == ("white", False)


def test_one_that_failed_is_not_due() -> None:
    item = Item("fore", RED, Plan("flag fore", None, "red", view, (Step("raise"),)))
    assert item.due
    item.error = StateError("gone.")
    assert not item.due


def test_error_that_names_its_item_is_left_as_it_is() -> None:
    error = StateError("Flag fore: gone.")
    assert engine.named(error, "Flag fore: ") is error
    assert str(engine.named(StateError("gone."), "Flag fore: ")) == "Flag fore: gone."


@pytest.mark.parametrize("phase", ["begin", "read fore", "check", "surplus"])
def test_what_concerns_everything_ends_the_task(phase: str) -> None:
    kind = Flags()
    kind.fails = {phase: StateError("Fog.")}
    with pytest.raises(StateError, match=r"^Fog\.$"):
        Harbor(kind).reconcile(RED)
    assert kind.there == {}


def test_surplus_is_named_before_it_is_removed_and_comes_last() -> None:
    kind = Flags(aft="green", mizzen="white")
    kind.prunes = True
    harbor = Harbor(kind)
    result = harbor.result(RED)
    assert harbor.lines[0] == "not described, and therefore are taken down: aft, mizzen"
    assert kind.there == {"fore": "red"}
    assert [entry["mast"] for entry in result["outcomes"]] == ["fore"]
    assert [(entry["mast"], entry["changed"], entry["color"]) for entry in result["pruned"]] == [
        ("aft", True, None),
        ("mizzen", True, None),
    ]
    assert len(result["diff"]) == 3


class Meanwhile(contextlib.AbstractContextManager[None]):
    """A lock that another run held until now, which has written."""

    def __init__(self, kind: Flags, **written: str) -> None:
        self.kind, self.written = kind, written
        self.held = False

    def __enter__(self) -> None:
        self.held = True
        self.kind.there.update(self.written)

    def __exit__(self, *_exception: object) -> None:
        self.held = False


def test_under_the_lock_of_all_everything_is_planned_again() -> None:
    kind = Flags()
    kind.there["aft"] = "green"
    kind.prunes = True
    lock = Meanwhile(kind, fore="red")
    kind.alone = lambda item: lock if item is None else None  # type: ignore[method-assign]
    harbor = Harbor(kind)
    items = harbor.reconcile(RED, BLUE)
    # The other run has done the one.
    assert [(item.name, item.written) for item in items] == [("fore", False), ("main", True), ("aft", True)]
    assert kind.there == {"fore": "red", "main": "blue"}
    assert harbor.lines.count("not described, and therefore are taken down: aft") == 1
    # And now it has made one that is not described.
    lock.written = {"mizzen": "white"}
    assert [item.name for item in harbor.reconcile(RED, Flag("main", "white"))] == ["fore", "main", "mizzen"]
    assert harbor.lines.count("not described, and therefore are taken down: mizzen") == 1
    assert kind.calls.count("begin") == 4
    assert (kind.calls.count("raise fore"), lock.held) == (0, False)


def test_under_the_lock_of_one_it_is_planned_again() -> None:
    kind = Flags()
    lock = Meanwhile(kind, fore="red")
    kind.alone = lambda item: lock if item is not None and item.name == "fore" else None  # type: ignore[method-assign]
    items = Harbor(kind).reconcile(RED, BLUE)
    assert [(item.name, item.written) for item in items] == [("fore", False), ("main", True)]
    assert (kind.calls.count("begin"), kind.calls.count("find fore"), kind.calls.count("find main")) == (1, 2, 1)
    assert ("settle fore" in kind.calls, lock.held) == (False, False)


def test_what_is_not_located_is_not_read() -> None:
    kind = Flags()
    kind.fails = {"locate fore": StateError("has no mast.")}
    Harbor(kind).reconcile(RED, BLUE)
    assert "read main" in kind.calls
    Harbor(kind).reconcile(RED)
    assert [call for call in kind.calls if call.startswith("read")] == ["read main"]


def test_few_items_may_write_more_at_a_time_each() -> None:
    items = Harbor(Flags(fore="red")).reconcile(RED, BLUE, Flag("mizzen", "green"), Flag("aft", "white"), at_once=8)
    assert [item.width for item in items] == [1, 2, 2, 2]
    (item,) = Harbor(Flags()).reconcile(RED, at_once=8)
    assert item.width == 8


class Sails(Flags):
    """Flags that are raised all together, and told with a word of their own."""

    together = True

    def item(self, desired: Flag, *, surplus: bool) -> Item[Flag, str]:
        return Item(desired.mast, desired, self.nothing(desired), surplus, width=7)

    def write_all(self, items: t.Sequence[Item[Flag, str]]) -> None:
        self.called(f"write {' '.join(item.name for item in items)}")
        for item in items:
            if item.due:
                item.wrote(item.desired.color)


@pytest.mark.parametrize("check_mode", [True, False])
def test_writes_that_depend_on_each_other_are_of_the_kind(check_mode: bool) -> None:
    kind = Sails(fore="red", aft="green")
    kind.prunes = True
    items = Harbor(kind).reconcile(RED, BLUE, check_mode=check_mode)
    assert [(item.name, item.written, item.width) for item in items] == [
        ("fore", False, 7),
        ("main", True, 7),
        ("aft", True, 7),
    ]
    assert ("write fore main aft" in kind.calls) is not check_mode
    assert not {"lock", "raise main"} & set(kind.calls)


def test_check_mode_takes_what_is_missing_as_created_before() -> None:
    warnings: list[str] = []
    missing = StateError("There is no mast.")
    with pytest.raises(StateError, match=r"^There is no mast\.$"):
        engine.created_before(Task({}, warn=warnings.append), "Mast fore", missing)
    assert warnings == []
    engine.created_before(Task({}, check_mode=True, warn=warnings.append), "Mast fore", missing)
    assert warnings == ["Mast fore does not exist yet. Check mode assumes that an earlier task creates it."]


def test_nothing_to_do_needs_no_lock() -> None:
    kind = Flags(fore="red")
    kind.lock = "all"
    Harbor(kind).reconcile(RED)
    assert "lock" not in kind.calls


def test_what_one_of_many_did_before_it_failed_is_in_the_result() -> None:
    kind = Flags(main="white", fore="white")
    exchange = Exchange("PUT", "https://example.com/flags", 500)
    kind.fails = {"raise main": ApiError("The halyard broke.", hint="Mend it.", exchange=exchange)}
    with pytest.raises(BulkError, match="1 of 2 flags failed") as caught:
        Harbor(kind).result(RED, BLUE)
    fore, main = caught.value.result["outcomes"]
    assert (fore["changed"], fore["failed"], "msg" in fore) == (True, False, False)
    assert (main["changed"], main["failed"], main["color"]) == (True, True, None)
    assert "Flag main: The halyard broke." in main["msg"]
    assert caught.value.result["changed"] is True
    assert len(caught.value.result["diff"]) == 2


def test_what_one_thing_did_before_it_failed_is_in_the_result() -> None:
    kind = Flags(fore="white")
    exchange = Exchange("PUT", "https://example.com/flags", 500)
    kind.fails = {"raise fore": ApiError("The halyard broke.", hint="Mend it.", exchange=exchange)}
    (item,) = Harbor(kind).reconcile(RED)
    with pytest.raises(BulkError) as caught:
        engine.result_of_one(item, {"flag": item.state})
    assert (caught.value.summary, caught.value.hint) == ("Flag fore: The halyard broke.", "Mend it.")
    assert caught.value.exchange == exchange
    assert {name: caught.value.result[name] for name in ("changed", "flag")} == {"changed": True, "flag": None}


def test_error_before_the_first_write_is_raised_as_it_is() -> None:
    kind = Flags()
    kind.fails = {"raise fore": StateError("The wind is too strong.")}
    (item,) = Harbor(kind).reconcile(RED)
    with pytest.raises(StateError, match=r"^Flag fore: The wind is too strong\.$"):
        engine.result_of_one(item, {"flag": item.state})


def test_every_tenth_is_told() -> None:
    harbor = Harbor(Flags())
    harbor.reconcile(*(Flag(f"mast{number}", "red") for number in range(20)))
    assert harbor.lines[0] == "changed 2 of 20 flags"
    assert len(harbor.lines) == 10


def test_gathering_writes_nothing() -> None:
    kind = Flags(fore="white")
    items = engine.gathered(kind, [RED, BLUE], Task({}))
    assert [item.state for item in items] == ["white", None]
    assert kind.there == {"fore": "white"}


def test_wrong_concurrency_is_refused_before_anything_is_asked() -> None:
    kind = Flags()
    with pytest.raises(InputError, match="max_concurrency: must be at least 1"):
        Harbor(kind).reconcile(RED, at_once=0)
    assert kind.calls == []
