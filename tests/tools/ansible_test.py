# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run ansible-test on a copy of the collection: sanity, and the integration targets in one of two ways."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

from tests.tools.azurite import azurite_blob
from tests.tools.cores import Core
from tests.tools.environments import environment, keep_compiled
from tests.tools.interpreters import Interpreter
from tests.tools.paths import CACHE, REQUIREMENTS
from tests.tools.pip_bootstrap import provide_pip
from tests.tools.shared_play import share_play
from tests.tools.simulator_process import simulator
from tests.tools.steps import Report
from tests.tools.surroundings import private_home, variables
from tests.tools.work_tree import copy_work_tree

TOKEN_PATHS = {
    "v1": "dnvglb2cprod.onmicrosoft.com/oauth2/token",
    "v2": "dnvglb2cprod.onmicrosoft.com/oauth2/v2.0/token",
    "b2c": "dnvglb2cprod.onmicrosoft.com/B2C_1A_SignInWithADFSIdp/oauth2/v2.0/token",
}
# The application that the simulator knows from its start.
APPLICATION = {
    "simulator_client_id": "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0",
    "simulator_client_secret": "simulator-secret-of-the-fleet-0001~",
    "simulator_subscription_key": "5f9d7b1c3e5a4c7d8e9fa0b1c2d3e4f5",
}


def core_environment(core: Core, interpreter: Interpreter) -> Path:
    """Return an environment with one ansible-core, and what collection and simulator need beside it."""
    requirements = [REQUIREMENTS / "integration.txt"]
    return environment(f"core-{core.series}", interpreter, requirements, (core.requirement,), compiled_once=True)


def sanity(
    report: Report,
    core: Core,
    interpreter: Interpreter,
    left_out: frozenset[str] = frozenset(),
    *,
    one_python: bool = False,
) -> None:
    """Run the sanity tests of one core, but for those that are left out because they run elsewhere.

    They run on every Python found that the tests know, or on one of them. Tests that cannot run with a core at all are
    listed as skipped.
    """
    folder = core_environment(core, interpreter)
    home = private_home(f"sanity-{core.series}")
    provide_pip(folder, home, interpreter)
    for test in core.skipped_sanity_tests:
        report.skip(f"sanity {test} on ansible-core {core.series}", "what it installs is not on the package index")
    options = [word for test in sorted({*core.skipped_sanity_tests, *left_out}) for word in ("--skip-test", test)]
    if one_python:
        options += ["--python", interpreter.series]
    name = f"sanity on ansible-core {core.series}, Python {interpreter.series}"
    command: list[str | Path] = [folder / "bin" / "ansible-test", "sanity", "--color", "no", *options]
    # In the environments that ansible-test makes, Python compiles what is imported.
    surroundings = {**variables(folder, home), "PIP_COMPILE": "0"}
    tree = copy_work_tree(f"core-{core.series}")
    if report.step(f"environments of {name}", [*command, "--prime-venvs"], variables=surroundings, directory=tree):
        for made in home.glob(".ansible/test/venv/*/*/*"):
            keep_compiled(made)
        report.step(name, command, variables=surroundings, directory=tree)


def integration(
    report: Report,
    core: Core,
    interpreter: Interpreter,
    way: str,
    targets: tuple[str, ...] = (),
    *,
    selection: bool = False,
) -> None:
    """Run the integration targets (all when none are named) on one core.

    The way is "local" for modules that run in process where they can, "separate" for processes of their own. With
    selection, long targets leave out what selection.py says.
    """
    folder = core_environment(core, interpreter)
    azurite = azurite_blob()
    name = f"integration on ansible-core {core.series}, Python {interpreter.series}, {way} connection"
    command: list[str | Path] = [folder / "bin" / "ansible-test", "integration", "--color", "no", "--continue-on-error"]
    command += ["--python", interpreter.series]
    tree = copy_work_tree(f"core-{core.series}-{way}")
    surroundings = variables(folder, private_home(f"integration-{core.series}-{way}", fresh=True))
    logs = CACHE / "logs" / f"core-{core.series}-{way}"
    with simulator(report, f"simulator of {name}", folder, surroundings, logs, azurite) as running:
        _configure(tree, way, running, selection)
        names = share_play(tree / "tests" / "integration" / "targets", targets)
        report.step(name, [*command, *names], variables=surroundings, directory=tree)


def _configure(tree: Path, way: str, running: dict[str, t.Any], selection: bool) -> None:
    """Write what targets are told: variables of their play, which outrank the inventory, and the connection plugin."""
    folder = tree / "tests" / "integration"
    told = {
        **APPLICATION,
        **{f"simulator_token_url_{kind}": f"{running['http']}/{path}" for kind, path in TOKEN_PATHS.items()},
        "simulator_http": running["http"],
        "simulator_https": running["https"],
        "simulator_ca": running["ca"],
        "simulator_storage": running["storage"],
        "simulator_api_url": running["http"],
        "veracity_connection": way,
        "veracity_selection": selection,
        "ansible_connection": way,
    }
    (folder / "integration_config.yml").write_text(json.dumps(told), encoding="utf-8")
    plugins = folder / "connection_plugins"
    # Where the separate connection keeps packed modules; the copy of the collection has none of before.
    (tree / "tests" / "output" / "modules").mkdir(parents=True, exist_ok=True)
    (folder / "integration.cfg").write_text(f"[defaults]\nconnection_plugins = {plugins}\n", encoding="utf-8")
