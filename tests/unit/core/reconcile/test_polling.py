# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting ends when it should, and shows itself."""

from __future__ import annotations

import math

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.polling import WaitOptions, until


class FakeClock(Clock):
    """Time passes only in sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.mark.parametrize(
    ("waiting", "times"),
    [
        (WaitOptions(True, 60, 15), [15, 30, 45, 60]),
        (WaitOptions(True, 40, 15), [15, 30, 40]),
        (WaitOptions(True, 10, 15), [10]),
        (WaitOptions(True, 0, 15), []),
        (WaitOptions(False, 900, 15), []),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_polls_come_in_intervals_and_one_at_the_end(waiting: WaitOptions, times: list[float], at_once: bool) -> None:
    clock, lines = FakeClock(), list[str]()
    seen = list[float]()

    def look() -> None:
        seen.append(clock.now)

    until(
        look,
        lambda _seen: False,
        clock=clock,
        pauses=waiting.pauses(clock, lambda: "shipdata", lines.append, at_once=at_once),
    )
    assert seen == ([0, *times] if at_once else times or [0])
    assert len(lines) == len(times) == len(clock.slept)


def test_slow_looks_count_as_waiting() -> None:
    clock, seen = FakeClock(), list[float]()

    def look() -> None:
        seen.append(clock.now)
        clock.now += 25

    until(look, lambda _seen: False, clock=clock, pauses=WaitOptions(True, 60, 15).pauses(clock))
    assert seen == [0, 40]


def test_the_line_says_how_long() -> None:
    clock, lines = FakeClock(), list[str]()
    until(
        lambda: clock.now,
        lambda now: now == 60,
        clock=clock,
        pauses=WaitOptions(True, 900, 15).pauses(clock, lambda: "shipdata", lines.append),
    )
    assert lines[-1] == "waiting for shipdata: 45 s of at most 900 s"


def test_it_ends_with_what_is_good_or_what_was_seen_last() -> None:
    clock = FakeClock()
    answers = iter([0, 3, 7, 9])
    assert until(lambda: next(answers), lambda seen: seen > 2, clock=clock, pauses=(0.0, 2.0, 4.0)) == 3
    assert clock.slept == [2.0]
    assert until(lambda: next(answers), lambda seen: seen > 10, clock=clock, pauses=(0.0, 2.0)) == 9


@pytest.mark.parametrize(
    ("timeout", "interval"),
    [(-1.0, 15.0), (900.0, 0.0), (900.0, -1.0), (math.nan, 15.0), (900.0, math.nan), (math.inf, 15.0)],
)
def test_times_that_make_no_sense(timeout: float, interval: float) -> None:
    with pytest.raises(InputError):
        WaitOptions.of({"wait": True, "wait_timeout": timeout, "wait_interval": interval})
