# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all stories of the demonstration share: the simulator, the workplace, and what was run and sent so far."""

from __future__ import annotations

from dataclasses import dataclass

from tests.demo.evidence import Run
from tests.demo.workplace import Workplace
from tests.simulator.fixture import Simulator


@dataclass(frozen=True)
class Sent:
    """How many requests of each kind a run has sent."""

    token_requests: int
    writes: int
    operations: dict[str, int]

    def count(self, method: str, end: str) -> int:
        """Return how often an operation was called, by the end of its path."""
        return sum(n for name, n in self.operations.items() if name.startswith(f"{method} ") and name.endswith(end))


class Stage:
    """Runs playbooks. ``runs`` counts them, ``output`` is all that they printed."""

    def __init__(self, simulator: Simulator, workplace: Workplace) -> None:
        self.simulator = simulator
        self.workplace = workplace
        self.runs = 0
        self.output = ""
        self._counters = simulator.counters()

    def run(self, *arguments: str) -> tuple[Run, Sent]:
        """Run ansible-playbook. Return the run, and what it sent."""
        run = self.workplace.playbook(*arguments)
        self.runs += 1
        self.output += run.output
        before, self._counters = self._counters, self.simulator.counters()
        operations = {
            name: number - before["operations"].get(name, 0) for name, number in self._counters["operations"].items()
        }
        return run, Sent(
            token_requests=self._counters["token_requests"] - before["token_requests"],
            writes=self._counters["writes"] - before["writes"],
            operations=operations,
        )

    def tokens(self) -> set[str]:
        """Return the tokens that were sent."""
        found = set()
        for request in self.simulator.requests():
            headers = {name.lower(): value for name, value in request["headers"].items()}
            found.add(headers.get("authorization", "").removeprefix("Bearer "))
        return found - {""}
