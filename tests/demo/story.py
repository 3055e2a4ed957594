# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The story that the demonstration tells, step by step."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.demo import terminal
from tests.demo.evidence import Run, claim, reveals
from tests.demo.workplace import Workplace
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY

FILES = Path(__file__).parent
PLAYBOOK = "provision.yml"
DESCRIPTION = "fleet.yml"
# How long the simulator takes to show a new container, and to remove one. Veracity takes up to 15 minutes.
CREATION_SECONDS = 5.0
DELETION_SECONDS = 2.0
SHIP = "shipnordlys"
OLD_TITLE = "MS Nordlys"
NEW_TITLE = "MS Nordlys in dock"


def tell() -> None:
    """Tell everything. Raises ClaimError for the first claim that does not hold."""
    started = time.monotonic()
    with Simulator() as simulator, Workplace(_variables(simulator)) as workplace:
        simulator.settings(visibility_delay=CREATION_SECONDS, deletion_delay=DELETION_SECONDS)
        story = Story(simulator, workplace)
        story.tell()
        counters = simulator.counters()
    claim(not workplace.path.exists(), "The simulator is stopped, and nothing is left behind.")
    terminal.say(
        f"\n{story.runs} runs of ansible-playbook in {time.monotonic() - started:.0f} seconds. "
        "Containers: 3 created, 1 changed, 3 deleted.\n"
        f"Token requests: {counters['token_requests']}, reads: {counters['reads']}, writes: {counters['writes']}."
    )


def _variables(simulator: Simulator) -> dict[str, str]:
    """Return the environment variables that a user sets; here they point the collection at the simulator."""
    return {
        "VERACITY_CLIENT_ID": DEFAULT_CLIENT_ID,
        "VERACITY_CLIENT_SECRET": DEFAULT_CLIENT_SECRET,
        "VERACITY_SUBSCRIPTION_KEY": DEFAULT_SUBSCRIPTION_KEY,
        "VERACITY_TOKEN_URL": simulator.token_url("entra_v1"),
        "VERACITY_API_URL": simulator.http,
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
    }


class Story:
    """The steps, in order: each runs the playbook, and checks its output and what the simulator saw of it.

    ``runs`` counts the playbook runs so far.
    """

    def __init__(self, simulator: Simulator, workplace: Workplace) -> None:
        self.runs = 0
        self._simulator = simulator
        self._workplace = workplace
        self._file = workplace.path / DESCRIPTION
        self._counters = simulator.counters()
        self._output = ""

    def tell(self) -> None:
        """Go through all steps."""
        self._introduce()
        self._create()
        self._repeat("2. Run it again")
        predicted = self._predict()
        self._apply(predicted)
        self._repeat("5. And again")
        self._remove()
        self._review()

    def _introduce(self) -> None:
        for name in (PLAYBOOK, DESCRIPTION):
            shutil.copy(FILES / name, self._workplace.path)
        terminal.heading("dnv.veracity: Data Fabric containers, from a description in YAML")
        terminal.say(
            "Veracity is simulated on this machine, and a new container becomes visible\n"
            f"after {CREATION_SECONDS:.0f} seconds. Veracity itself takes up to 15 minutes.\n"
        )
        self._workplace.export()
        terminal.command(f"cat {DESCRIPTION}")
        # Without the licence.
        terminal.excerpt(self._file.read_text(encoding="utf-8").partition("\n\n")[2])
        terminal.say(
            f"\n{PLAYBOOK} imports dnv.veracity.data_fabric, a playbook of the collection,\n"
            "and prints what became of each container.\n"
        )

    def _create(self) -> None:
        terminal.heading("1. Bring Data Fabric to the description")
        run, sent = self._run()
        claim(run.status == 0 and run.changed == 1, "The run succeeded, and reports a change.")
        claim(run.waits > 0, f"It waited until the containers were visible, and said so ({run.waits} times).")
        claim(len(self._titles()) == 3 and sent["writes"] == 3, "3 containers are there; each was asked for once.")
        claim(sent["token_requests"] == 1, "1 token was asked for.")

    def _repeat(self, title: str) -> None:
        terminal.heading(title)
        run, sent = self._run()
        claim(run.status == 0 and run.changed == 0, "Nothing to do: changed=0.")
        claim(sent["reads"] == 1 and sent["writes"] == 0, "1 call looked at all containers; nothing was written.")
        claim(sent["token_requests"] == 0, "No token was asked for: the one from the first run is still good.")

    def _predict(self) -> Run:
        terminal.heading("3. Change a title, and look at what that would do")
        text = self._file.read_text(encoding="utf-8")
        self._file.write_text(text.replace(f"title: {OLD_TITLE}\n", f"title: {NEW_TITLE}\n"), encoding="utf-8")
        terminal.command(f"sed -i 's/title: {OLD_TITLE}$/title: {NEW_TITLE}/' {DESCRIPTION}")
        run, sent = self._run("--check", "--diff")
        claim(run.status == 0 and run.changed == 1 and NEW_TITLE in run.diff, "It shows the new title.")
        claim(sent["writes"] == 0 and self._titles()[SHIP] == OLD_TITLE, "Nothing was written.")
        return run

    def _apply(self, predicted: Run) -> None:
        terminal.heading("4. Do it")
        run, sent = self._run("--diff")
        claim(run.status == 0 and run.changed == 1, "The run succeeded, and reports a change.")
        claim(run.diff == predicted.diff, "It did exactly what was predicted: the two diffs are the same.")
        claim(sent["writes"] == 1 and self._titles()[SHIP] == NEW_TITLE, "1 write; the title is the new one.")

    def _remove(self) -> None:
        terminal.heading("6. Describe no container any more")
        terminal.say("data_fabric_prune is true: what carries our tag and is not described is deleted.")
        run, sent = self._run("-e", '{"data_fabric_containers": []}')
        claim(run.status == 0 and run.changed == 1, "The run succeeded, and reports a change.")
        claim(sent["writes"] == 3 and not self._titles(), "3 containers were deleted, and are gone.")

    def _review(self) -> None:
        terminal.heading("In short")
        counters = self._simulator.counters()
        claim(counters["token_requests"] == 1, f"{self.runs} runs asked for 1 token.")
        secrets = {DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY, *self._tokens()}
        claim(len(secrets) == 3 and not reveals(self._output, secrets), "No secret and no token is in the output.")

    def _run(self, *arguments: str) -> tuple[Run, dict[str, int]]:
        """Run the playbook. Return the run, and how many requests of each kind it sent."""
        run = self._workplace.playbook(PLAYBOOK, "-e", f"@{DESCRIPTION}", *arguments)
        self.runs += 1
        self._output += run.output
        before, self._counters = self._counters, self._simulator.counters()
        return run, {kind: self._counters[kind] - before[kind] for kind in ("token_requests", "reads", "writes")}

    def _titles(self) -> dict[str, str]:
        """Return the titles of the containers that Veracity shows, by short name."""
        return {
            entry["shortName"]: entry["metadata"]["title"]
            for entry in self._simulator.containers()
            if entry["state"] in ("visible", "deleting")
        }

    def _tokens(self) -> set[str]:
        """Return the tokens that were sent."""
        found = set()
        for request in self._simulator.requests():
            headers = {name.lower(): value for name, value in request["headers"].items()}
            found.add(headers.get("authorization", "").removeprefix("Bearer "))
        return found - {""}
