# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The story that the demonstration tells: Data Workbench first, then Data Fabric."""

from __future__ import annotations

import time

from tests.demo import terminal
from tests.demo.container_story import CREATION_SECONDS, DELETION_SECONDS, ContainerStory
from tests.demo.evidence import ClaimError, claim, reveals
from tests.demo.stage import Stage
from tests.demo.workplace import Workplace
from tests.demo.workspace_story import WorkspaceStory
from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY


def tell() -> None:
    """Tell everything. Raises ClaimError for the first claim that does not hold."""
    azurite = find_azurite()
    if azurite is None:
        raise ClaimError("Azurite was not found: start the demonstration with make demo.")
    started = time.monotonic()
    with Simulator(azurite=azurite) as simulator, Workplace(_variables(simulator)) as workplace:
        simulator.settings(visibility_delay=CREATION_SECONDS, deletion_delay=DELETION_SECONDS)
        stage = Stage(simulator, workplace)
        terminal.heading("dnv.veracity: Veracity from descriptions in YAML")
        terminal.say("Veracity is simulated on this machine. Azurite keeps the files.\n")
        workplace.export()
        WorkspaceStory(stage).tell()
        ContainerStory(stage).tell()
        _review(stage)
        counters = simulator.counters()
    claim(not workplace.path.exists(), "The simulator is stopped, and nothing is left behind.")
    terminal.say(
        f"\n{stage.runs} runs of ansible-playbook in {time.monotonic() - started:.0f} seconds.\n"
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


def _review(stage: Stage) -> None:
    """Check what holds for all runs."""
    terminal.heading("In short")
    counters = stage.simulator.counters()
    claim(counters["token_requests"] == 2, f"{stage.runs} runs asked for 2 tokens, one for each API.")
    claims = sum(n for name, n in counters["operations"].items() if name.endswith("/key"))
    claim(claims == 1, "1 key of a container was claimed.")
    secrets = {DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY, *stage.tokens()}
    claim(
        len(secrets) == 4 and not reveals(stage.output, secrets) and "sig=" not in stage.output,
        "No secret, no token and no key is in the output.",
    )
