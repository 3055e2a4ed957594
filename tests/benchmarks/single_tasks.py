# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task of ours costs, in process and as a module on the target, beside the tasks that everybody knows."""

from __future__ import annotations

import requests

from tests.benchmarks.clients import FORM
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import APART, CONSTANT, STATION, Task, play
from tests.benchmarks.results import Results, milliseconds
from tests.benchmarks.timing import alternated
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_SUBSCRIPTION_KEY

_CONTAINER = {"short_name": "ship1", "title": "Ship 1"}
_IN_PROCESS = ("token in process", "container in process")
_LISTING = "/veracity/datafabric/data/api/1/resources"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare tasks, one kind of task a run."""
    simulator.reset()
    simulator.seed(_CONTAINER)
    workplace.forget()
    kinds = _kinds(simulator)
    # Fills the cache, and shows that all of them work.
    workplace.playbook(*(play([task], hosts=host) for host, task in kinds.values()))()
    runs = {
        name: workplace.playbook(play([CONSTANT]), play([task] * effort.tasks, hosts=host))
        for name, (host, task) in kinds.items()
    }
    once = {
        f"one {name}": workplace.playbook(play([CONSTANT]), play([kinds[name][1]], hosts=kinds[name][0]))
        for name in _IN_PROCESS
    }
    slow = set(kinds) - {"debug", *_IN_PROCESS}
    found = alternated(
        {"start": workplace.start, **once, **runs}, effort.rounds, slow=slow, slow_rounds=effort.slow_rounds
    )
    each = {name: found[name].beyond(found["start"], effort.tasks) for name in runs}
    for ours, goals in (
        ("token in process", {"debug": 2.0, "ping": 0.15, "uri": None}),
        ("container in process", {"debug": 2.0, "ping": 0.15, "uri": None}),
        ("token as a module", {"ping": None, "uri": None}),
        ("container as a module", {"ping": None, "uri": None}),
    ):
        for other, goal in goals.items():
            results.compare(f"task: {ours}", each[ours], other, each[other], text=milliseconds, at_most=goal)
    for name in _IN_PROCESS:
        further = found[name].beyond(found[f"one {name}"], effort.tasks - 1)
        results.compare(f"each after the first: {name}", further, "debug", each["debug"], text=milliseconds)
    results.count("writes by all these tasks", simulator.counters()["writes"], expected=0)
    results.note(
        f"A run has {effort.tasks} tasks after a trivial one. The least of {effort.rounds} runs ({effort.slow_rounds} "
        "where a task starts a process), less the least run with the trivial one alone, divided by the tasks. So what "
        "an action imports once a run is in it, spread over the tasks."
    )
    results.note(
        "In process, veracity_token reads the cache and veracity_container makes one listing call. uri makes the same "
        "listing call, with a token that it is given."
    )
    results.note(
        "On the target, veracity_container runs over a connection that is not called local, and gets its token from "
        "the controller. The action of veracity_token always works on the controller, so here an action of the "
        "benchmark runs the module process; it asks for a token each time, as a process on a target has no cache."
    )


def _kinds(simulator: Simulator) -> dict[str, tuple[str, Task]]:
    token = requests.post(simulator.token_url("entra_v1"), data=FORM, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": DEFAULT_SUBSCRIPTION_KEY}
    ask = {"api": "data_fabric"}
    container: Task = {"dnv.veracity.veracity_container": _CONTAINER}
    process = {"module": "dnv.veracity.veracity_token", "options": ask}
    return {
        "debug": (STATION, CONSTANT),
        "token in process": (STATION, {"dnv.veracity.veracity_token": ask}),
        "container in process": (STATION, container),
        "ping": (STATION, {"ansible.builtin.ping": {}}),
        "uri": (STATION, {"ansible.builtin.uri": {"url": simulator.http + _LISTING, "headers": headers}}),
        "token as a module": (STATION, {"module_process": process, "no_log": True}),
        "container as a module": (APART, container),
    }
