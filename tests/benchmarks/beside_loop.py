# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task of ours beside a loop of ansible.builtin.uri that is scaled to as many items."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import requests

from tests.benchmarks.clients import FORM
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import Task, play
from tests.benchmarks.results import Results, divided, plural
from tests.benchmarks.timing import Sample, least
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_SUBSCRIPTION_KEY


@dataclass(frozen=True)
class Measured:
    """What our run and the loop, scaled, took beyond start-up, and what the simulator counted in each of our runs."""

    ours: Sample
    loop: Sample
    counters: list[dict[str, t.Any]]

    @property
    def calls(self) -> int:
        """Return the most calls that a run of ours made, token requests included."""
        totals = [found["reads"] + found["writes"] + found["token_requests"] for found in self.counters]
        return t.cast("int", max(totals))

    def counted(self, name: str) -> list[int]:
        """Return what a counter, or the counter of an operation, said after each run."""
        return [found[name] if name in found else found["operations"].get(name, 0) for found in self.counters]


class BesideLoop:
    """Runs of ours and of a loop over ``number`` items, with what they have in common."""

    def __init__(
        self, simulator: Simulator, workplace: Workplace, effort: Effort, results: Results, number: int
    ) -> None:
        self.simulator = simulator
        self.workplace = workplace
        self.effort = effort
        self.results = results
        self._number = number
        token = requests.post(simulator.token_url("entra_v1"), data=FORM, timeout=30).json()["access_token"]
        self._headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": DEFAULT_SUBSCRIPTION_KEY}

    def loop(self, options: dict[str, t.Any], items: list[str]) -> t.Callable[[], Sample]:
        """Return what runs ``uri`` with some options for some of the items."""
        task: Task = {"ansible.builtin.uri": {**options, "headers": self._headers}, "loop": items[: self.effort.items]}
        return self.workplace.playbook(play([task]))

    def measure(
        self,
        prepare: t.Callable[[], None],
        ours: t.Callable[[], Sample],
        check: t.Callable[[], None],
        loop: t.Callable[[], Sample],
    ) -> Measured:
        """Alternate start-up, our run, which is checked, and the loop."""
        starts, runs, loops, counters = [], [], [], []
        for number in range(self.effort.rounds):
            starts.append(self.workplace.start())
            prepare()
            self.simulator.clear_requests()
            runs.append(ours())
            counters.append(self.simulator.counters())
            check()
            if number < self.effort.slow_rounds:
                loops.append(loop())
        start = least(starts)
        scaled = least(loops).beyond(start).times(self._number / self.effort.items)
        return Measured(least(runs).beyond(start), scaled, counters)

    def compare(self, where: str, measured: Measured, goal: float | None) -> None:
        """Add the comparison to the results."""
        ours, loop = measured.ours, measured.loop
        self.results.ratio(
            where,
            (f"{ours.wall:.2f} s, {plural(measured.calls, 'call')}", ours.wall),
            f"loop of uri ({loop.wall / ours.wall:.0f} times as long)",
            (f"{loop.wall:.0f} s, {self._number} calls", loop.wall),
            processor=divided(ours.processor, loop.processor),
            at_most=goal,
        )
