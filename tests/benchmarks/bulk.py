# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""500 containers by one task, beside a loop."""

from __future__ import annotations

import typing as t

from tests.benchmarks.beside_loop import BesideLoop
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import play
from tests.benchmarks.results import BenchmarkError, Results
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator

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


class Bulk:
    """The runs, with what they have in common."""

    def __init__(self, simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
        self._simulator = simulator
        self._results = results
        self._runs = BesideLoop(simulator, workplace, effort, results, _NUMBER)
        task = {"containers": _containers(), "wait_interval": 0.1, "max_concurrency": _CONCURRENCY}
        self._ours = workplace.playbook(play([{"dnv.veracity.veracity_containers": task}]))

    def nothing_to_change(self, latency: float) -> None:
        """Compare runs that find everything as it is described."""
        self._prepare(latency)
        identifiers = self._simulator.seed(*_present())
        loop = self._runs.loop({"url": f"{self._simulator.http}{_RESOURCES}/{{{{ item }}}}"}, identifiers)
        self._ours()
        measured = self._runs.measure(lambda: None, self._ours, self._check, loop)
        where = f"{_NUMBER} with nothing to change, {latency * 1000:.0f} ms"
        for counter, expected in (("reads", 1), (f"GET {_RESOURCES}", 1), ("writes", 0)):
            name = "listing calls" if counter.startswith("GET") else counter
            self._results.count(f"{where}: {name}", *measured.counted(counter), expected=expected)
        self._runs.compare(where, measured, 1 / _FASTER_THAN_LOOP)

    def creation(self, latency: float) -> None:
        """Compare runs that create everything."""
        body = {**_order(_containers()[0]), "containerShortName": "{{ item }}"}
        order = {"url": self._simulator.http + _ORDERS, "method": "POST", "body_format": "json", "body": body}
        names = [container["short_name"] for container in _containers()]
        loop = self._runs.loop({**order, "status_code": 202}, names)
        measured = self._runs.measure(lambda: self._prepare(latency), self._ours, self._check, loop)
        where = f"{_NUMBER} to create, {latency * 1000:.0f} ms"
        self._results.count(f"{where}: writes", *measured.counted("writes"), expected=_NUMBER)
        self._runs.compare(where, measured, None)
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

    def _check(self) -> None:
        """Raise BenchmarkError when not all containers are there."""
        there = sum(container["state"] == "visible" for container in self._simulator.containers())
        if there != _NUMBER:
            raise BenchmarkError(f"{there} containers are there instead of {_NUMBER}.")


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
