# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many token requests a run makes, counted by the simulator."""

from __future__ import annotations

import sys
import typing as t

from tests.benchmarks.clients import FORM
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import FLEET, FLEET_SIZE, Task, play
from tests.benchmarks.results import Results, plural
from tests.benchmarks.timing import Sample
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator

_PROCESSES = 50
_ANSWER_SECONDS = 0.1
_ITEMS = ["ship1", "ship2", "ship3"]
_LOOKUP = "lookup('dnv.veracity.veracity_token', 'data_fabric')"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Count the requests of a play on ten hosts, and of fifty processes, ours and others."""
    url = simulator.token_url("entra_v1")

    def counted(run: t.Callable[[], Sample]) -> tuple[int, Sample]:
        simulator.clear_requests()
        workplace.forget()
        sample = run()
        return t.cast("int", simulator.counters()["token_requests"]), sample

    ours, our_sample = counted(workplace.playbook(play(_our_tasks(), hosts=FLEET)))
    everywhere, uri_sample = counted(workplace.playbook(play(_uri_tasks(url), hosts=FLEET)))
    registered, _sample = counted(workplace.playbook(play(_uri_tasks(url)[:1], hosts=FLEET)))
    results.count(f"token requests of a play: {FLEET_SIZE} hosts, {FLEET_SIZE} forks", ours, expected=1)
    results.value(
        "the same play", plural(ours, "request"), "uri, wherever ours needs a token", plural(everywhere, "request")
    )
    results.value(
        "the same play", plural(ours, "request"), "uri, registered once a host", plural(registered, "request")
    )
    results.value("time of the play", f"{our_sample.wall:.1f} s", "uri, wherever", f"{uri_sample.wall:.1f} s")

    def processes(kind: str, address: str, cache: str, *options: str) -> t.Callable[[], Sample]:
        program = [sys.executable, "-m", "tests.benchmarks.processes", kind, str(_PROCESSES)]
        return lambda: workplace.command([*program, address, str(workplace.path / cache), *options])

    # Without it most processes would find the token of the first one, which no network is fast enough for.
    simulator.settings(latency=_ANSWER_SECONDS)
    ours, _sample = counted(processes("ours", url, "ours-of-processes"))
    msal, _sample = counted(processes("msal", simulator.https, "msal-of-processes.json", "--ca", simulator.ca))
    results.count(f"token requests of {_PROCESSES} processes at once", ours, expected=1)
    results.value("the same processes", plural(ours, "request"), "msal and msal-extensions", plural(msal, "request"))
    results.note(
        "The play has 3 tasks: veracity_token, veracity_container_info in a loop of 3 items, and debug with 2 lookups. "
        "uri has no lookup, so 2 tasks stand for them. All caches were empty before each run."
    )
    results.note(
        "The processes meet at a barrier after everything has been imported. msal gets its metadata before that, and "
        f"stores its tokens in one file under the lock of msal-extensions. Answers take {_ANSWER_SECONDS} s for both."
    )


def _our_tasks() -> list[Task]:
    return [
        {"dnv.veracity.veracity_token": {"api": "data_fabric"}, "register": "token"},
        {"dnv.veracity.veracity_container_info": {"short_name": "{{ item }}"}, "loop": _ITEMS},
        {"ansible.builtin.debug": {"msg": f"{{{{ {_LOOKUP} | length }}}} and {{{{ {_LOOKUP} | length }}}}"}},
    ]


def _uri_tasks(url: str) -> list[Task]:
    ask = {"url": url, "method": "POST", "body_format": "form-urlencoded", "body": FORM, "return_content": True}
    task: Task = {"ansible.builtin.uri": ask, "no_log": True}
    return [{**task, "register": "token"}, {**task, "loop": _ITEMS}, task, task]
