# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One warm lookup in a task, beside a constant and beside the lookup of another collection."""

from __future__ import annotations

from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import CONSTANT, FLEET, FLEET_SIZE, STATION, Task, play
from tests.benchmarks.results import Results, milliseconds
from tests.benchmarks.timing import alternated
from tests.benchmarks.vault_stub import VaultStub
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare tasks that differ only in what their message is, on one host and on ten at once."""
    workplace.forget()
    simulator.clear_requests()
    with VaultStub() as vault:
        # Fills the cache, and shows that all of them work.
        workplace.playbook(play(_TASKS.values()), **vault.variables())()
        for where, hosts, first, number in (
            ("1 host", STATION, CONSTANT, effort.tasks),
            (f"{FLEET_SIZE} hosts", FLEET, CONSTANT, effort.tasks // 5),
            ("1 host, after a module of ours", STATION, _MODULE, effort.tasks),
        ):
            runs = {
                name: workplace.playbook(play([first]), play([task] * number, hosts=hosts), **vault.variables())
                for name, task in _TASKS.items()
            }
            runs["start"] = workplace.playbook(play([first]))
            found = alternated(runs, effort.rounds, slow=["vault"], slow_rounds=effort.slow_rounds)
            count = number * (FLEET_SIZE if hosts == FLEET else 1)
            each = {name: found[name].beyond(found["start"], count) for name in _TASKS}
            what = f"task with one warm lookup, {where}"
            results.compare(what, each["ours"], "with a constant", each["constant"], text=milliseconds, at_most=1.5)
            results.compare(what, each["ours"], "with an env lookup", each["env"], text=milliseconds)
            results.compare(what, each["ours"], "with a hashi_vault lookup", each["vault"], text=milliseconds)
    results.count("token requests of all these runs", simulator.counters()["token_requests"], expected=1)
    results.note(
        f"Least of {effort.rounds} runs (of {effort.slow_rounds} for hashi_vault), less the least run with the first "
        f"task alone, divided by tasks and hosts: {effort.tasks} tasks on one host, {effort.tasks // 5} on each of "
        f"{FLEET_SIZE} with as many forks. Lookups get their options from environment variables."
    )
    results.note(
        "hashi_vault logs in as users do, with an AppRole, for every lookup; the stub answers at once and without TLS. "
        "The env lookup of ansible-core shows what any lookup costs. Each task is a new process, which loads a lookup "
        "anew; after a module of ours it inherits what the action of the module has loaded."
    )


def _message(text: str) -> Task:
    return {"ansible.builtin.debug": {"msg": text}, "no_log": True}


_MODULE: Task = {"dnv.veracity.veracity_token": {"api": "data_fabric"}}
_TASKS = {
    "constant": _message("a constant"),
    "env": _message("{{ lookup('ansible.builtin.env', 'VERACITY_CLIENT_SECRET') }}"),
    "ours": _message("{{ lookup('dnv.veracity.veracity_token', 'data_fabric') }}"),
    "vault": _message(
        "{{ lookup('community.hashi_vault.hashi_vault', 'secret/data/fleet:token', auth_method='approle') }}"
    ),
}
