# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The grants of 1 000 containers by one task, beside a loop."""

from __future__ import annotations

import typing as t

from tests.benchmarks.beside_loop import BesideLoop
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import play
from tests.benchmarks.results import BenchmarkError, Results
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator

_CONTAINERS = 1000
_USERS = tuple(f"6b0c9d5e-3f17-4a82-b6e4-{number:012}" for number in range(5))
_LATENCIES = (0.0, 0.05)
_CONCURRENCY = 8
_RESOURCES = "/veracity/datafabric/data/api/1/resources"
_LISTING = f"GET {_RESOURCES}/{{id}}/accesses"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare runs that find every grant as it is described, near and far from the server."""
    runs = BesideLoop(simulator, workplace, effort, results, _CONTAINERS)
    task = {"containers": [_description(number) for number in range(_CONTAINERS)], "max_concurrency": _CONCURRENCY}
    ours = workplace.playbook(play([{"dnv.veracity.veracity_container_accesses": task}]))
    for latency in _LATENCIES:
        simulator.reset()
        simulator.settings(latency=latency)
        identifiers = simulator.seed(*({"short_name": _short_name(number)} for number in range(_CONTAINERS)))
        simulator.seed_accesses(*_present(identifiers))
        loop = runs.loop({"url": f"{simulator.http}{_RESOURCES}/{{{{ item }}}}/accesses?pageSize=-1"}, identifiers)
        ours()
        measured = runs.measure(lambda: None, ours, lambda: _check(simulator), loop)
        where = f"{_CONTAINERS} x {len(_USERS)} grants, nothing to change, {latency * 1000:.0f} ms"
        results.count(f"{where}: listings of grants", *measured.counted(_LISTING), expected=_CONTAINERS)
        results.count(f"{where}: reads", *measured.counted("reads"), expected=_CONTAINERS + 2)
        results.count(f"{where}: writes", *measured.counted("writes"), expected=0)
        runs.compare(where, measured, None)
    results.note(
        f"Times are without start-up. The loop has {effort.items} items and is scaled to {_CONTAINERS}; least of "
        f"{effort.rounds} runs of ours and of {effort.slow_rounds} of the loop. Tokens are at hand on both sides."
    )
    results.note(
        "The loop reads the grants of each container by its id and compares nothing. Ours lists the containers and the "
        f"key templates too, and compares. max_concurrency is {_CONCURRENCY}, the default."
    )


def _check(simulator: Simulator) -> None:
    """Raise BenchmarkError when there is another number of grants than at the start."""
    there = len(simulator.accesses())
    if there != _CONTAINERS * len(_USERS):
        raise BenchmarkError(f"{there} grants are there instead of {_CONTAINERS * len(_USERS)}.")


def _short_name(number: int) -> str:
    return f"ship{number:04d}"


def _description(number: int) -> dict[str, t.Any]:
    """Return the grants of a container, as a user writes them."""
    access = [{"user": user, "rights": ["read", "list"], "duration": "1h", "renewable": True} for user in _USERS]
    return {"container": _short_name(number), "access": access}


def _present(identifiers: list[str]) -> t.Iterator[dict[str, t.Any]]:
    """Yield what the simulator is told to have the same grants."""
    for identifier in identifiers:
        for user in _USERS:
            yield {
                "container_id": identifier,
                "user_id": user,
                "rights": ["read", "list"],
                "hours": 1,
                "auto_refreshed": True,
            }
