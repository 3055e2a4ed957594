# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""500 containers by one task, beside a loop."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import requests

from tests.benchmarks.clients import FORM
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import Task, play
from tests.benchmarks.results import BenchmarkError, Results, divided, plural
from tests.benchmarks.timing import Sample, least
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_SUBSCRIPTION_KEY

_NUMBER = 500
_CONCURRENCY = 8
_LATENCIES = (0.0, 0.05)
_FASTER_THAN_LOOP = 50
_OVER_IDEAL = 1.5
_RESOURCES = "/veracity/datafabric/data/api/1/resources"
_ORDERS = "/veracity/datafabric/provisioning/api/1/container"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare both ways of doing nothing and of creating everything, near and far from the server."""
    bulk = Bulk(simulator, workplace, effort, results)
    for latency in _LATENCIES:
        bulk.nothing_to_change(latency)
        bulk.creation(latency)
    results.note(
        f"Times are without start-up. The loops have {effort.items} items and are scaled to {_NUMBER}; least of "
        f"{effort.rounds} runs of ours and of {effort.slow_rounds} of the loops. Tokens are at hand on both sides."
    )
    results.note(
        "Where nothing is to be changed, the loop reads each container by its id and compares nothing; to create, it "
        "posts each order and does not look whether the container is there, before or after. Ours does both."
    )
    results.note(
        f"New containers are visible at once, ours looks after 0.1 s. max_concurrency is {_CONCURRENCY}, the default. "
        "Ideal is latency x calls / concurrency, with no time for the work itself."
    )


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


class Bulk:
    """The runs, with what they have in common."""

    def __init__(self, simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
        self._simulator = simulator
        self._workplace = workplace
        self._effort = effort
        self._results = results
        token = requests.post(simulator.token_url("entra_v1"), data=FORM, timeout=30).json()["access_token"]
        self._headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": DEFAULT_SUBSCRIPTION_KEY}
        task = {"containers": _containers(), "wait_interval": 0.1, "max_concurrency": _CONCURRENCY}
        self._ours = workplace.playbook(play([{"dnv.veracity.veracity_containers": task}]))

    def nothing_to_change(self, latency: float) -> None:
        """Compare runs that find everything as it is described."""
        self._prepare(latency)
        identifiers = self._simulator.seed(*_present())
        loop = self._loop({"url": f"{self._simulator.http}{_RESOURCES}/{{{{ item }}}}"}, identifiers)
        self._ours()
        measured = self._measure(lambda: None, loop)
        where = f"{_NUMBER} with nothing to change, {latency * 1000:.0f} ms"
        for counter, expected in (("reads", 1), (f"GET {_RESOURCES}", 1), ("writes", 0)):
            name = "listing calls" if counter.startswith("GET") else counter
            self._results.count(f"{where}: {name}", *measured.counted(counter), expected=expected)
        self._beside_loop(where, measured, 1 / _FASTER_THAN_LOOP)

    def creation(self, latency: float) -> None:
        """Compare runs that create everything."""
        body = {**_order(_containers()[0]), "containerShortName": "{{ item }}"}
        order = {"url": self._simulator.http + _ORDERS, "method": "POST", "body_format": "json", "body": body}
        names = [container["short_name"] for container in _containers()]
        loop = self._loop({**order, "status_code": 202}, names)
        measured = self._measure(lambda: self._prepare(latency), loop)
        where = f"{_NUMBER} to create, {latency * 1000:.0f} ms"
        self._results.count(f"{where}: writes", *measured.counted("writes"), expected=_NUMBER)
        self._beside_loop(where, measured, None)
        ideal = latency * measured.calls / _CONCURRENCY
        if ideal:
            self._results.ratio(
                where,
                (f"{measured.ours.wall:.2f} s", measured.ours.wall),
                f"ideal: latency x {measured.calls} / {_CONCURRENCY}",
                (f"{ideal:.2f} s", ideal),
                at_most=_OVER_IDEAL,
            )

    def _prepare(self, latency: float) -> None:
        self._simulator.reset()
        self._simulator.settings(latency=latency, visibility_delay=0)

    def _loop(self, options: dict[str, t.Any], items: list[str]) -> t.Callable[[], Sample]:
        task: Task = {"ansible.builtin.uri": {**options, "headers": self._headers}, "loop": items[: self._effort.items]}
        return self._workplace.playbook(play([task]))

    def _measure(self, prepare: t.Callable[[], None], loop: t.Callable[[], Sample]) -> Measured:
        """Alternate start-up, our run and the loop. Raises BenchmarkError when not all containers are there then."""
        starts, ours, loops, counters = [], [], [], []
        for number in range(self._effort.rounds):
            starts.append(self._workplace.start())
            prepare()
            self._simulator.clear_requests()
            ours.append(self._ours())
            counters.append(self._simulator.counters())
            there = sum(container["state"] == "visible" for container in self._simulator.containers())
            if there != _NUMBER:
                raise BenchmarkError(f"{there} containers are there instead of {_NUMBER}.")
            if number < self._effort.slow_rounds:
                loops.append(loop())
        start = least(starts)
        scaled = least(loops).beyond(start).times(_NUMBER / self._effort.items)
        return Measured(least(ours).beyond(start), scaled, counters)

    def _beside_loop(self, where: str, measured: Measured, goal: float | None) -> None:
        ours, loop = measured.ours, measured.loop
        self._results.ratio(
            where,
            (f"{ours.wall:.2f} s, {plural(measured.calls, 'call')}", ours.wall),
            f"loop of uri ({loop.wall / ours.wall:.0f} times as long)",
            (f"{loop.wall:.0f} s, {_NUMBER} calls", loop.wall),
            processor=divided(ours.processor, loop.processor),
            at_most=goal,
        )


def _containers() -> list[dict[str, t.Any]]:
    """Return the descriptions, as a user writes them."""
    return [
        {
            "short_name": f"ship{number:04d}",
            "region": "northeurope",
            "may_contain_personal_data": False,
            "title": f"Ship {number}",
            "tags": ["fleet"],
        }
        for number in range(_NUMBER)
    ]


def _present() -> list[dict[str, t.Any]]:
    """Return what the simulator is told to have the same containers."""
    return [{**container, "tags": _order(container)["tags"]} for container in _containers()]


def _order(container: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the order of a container as the API takes it."""
    return {
        "containerShortName": container["short_name"],
        "storageLocation": container["region"],
        "mayContainPersonalData": container["may_contain_personal_data"],
        "title": container["title"],
        "tags": [{"title": title, "type": "tag"} for title in container["tags"]],
    }
