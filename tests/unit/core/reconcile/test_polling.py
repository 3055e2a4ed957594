# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting ends when it should, and shows itself."""

from __future__ import annotations

import math

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.polling import Patience, polls


class FakeClock(Clock):
    """Time passes only in sleep."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(
    ("patience", "times"),
    [
        (Patience(True, 60, 15), [15, 30, 45, 60]),
        (Patience(True, 40, 15), [15, 30, 40]),
        (Patience(True, 10, 15), [10]),
        (Patience(True, 0, 15), [0]),
        (Patience(False, 900, 15), [0]),
    ],
)
def test_polls_come_in_intervals_and_one_at_the_end(patience: Patience, times: list[float]) -> None:
    clock, lines = FakeClock(), list[str]()
    assert [clock.now for _pause in polls(clock, patience, lines.append, lambda: "shipdata")] == times
    assert len(lines) == (len(times) if times != [0] else 0)


def test_the_line_says_how_long() -> None:
    clock, lines = FakeClock(), list[str]()
    for _pause in polls(clock, Patience(True, 900, 15), lines.append, lambda: "shipdata"):
        if clock.now == 60:
            break
    assert lines[-1] == "waiting for shipdata: 45 s of at most 900 s"


@pytest.mark.parametrize(
    ("timeout", "interval"),
    [(-1.0, 15.0), (900.0, 0.0), (900.0, -1.0), (math.nan, 15.0), (900.0, math.nan), (math.inf, 15.0)],
)
def test_times_that_make_no_sense(timeout: float, interval: float) -> None:
    with pytest.raises(InputError):
        Patience.of({"wait": True, "wait_timeout": timeout, "wait_interval": interval})
