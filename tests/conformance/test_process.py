# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process: how it announces itself and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest

from tests.conformance.calls import CURRENT, DATA, TIMEOUT, Caller, Form, fetch_token, session
from tests.simulator.exports import exports
from tests.simulator.fixture import ROOT, Simulator, SimulatorError
from tests.simulator.registrations import OWN_API_ID


def test_it_says_where_it_is_and_ends_on_request() -> None:
    """Addresses on standard output, an answer to the shutdown call, status 0, no file left."""
    with subprocess.Popen([sys.executable, "-m", "tests.simulator"], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        addresses: dict[str, t.Any] = json.loads(process.stdout.readline())
        assert addresses["http"].startswith("http://127.0.0.1:")
        assert addresses["https"].startswith("https://localhost:")
        assert addresses["pid"] == process.pid
        assert addresses["storage"] is None
        assert Path(addresses["ca"]).is_file()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert not Path(addresses["ca"]).parent.exists()


def test_i_it_says_how_playbooks_are_pointed_at_it() -> None:
    """What --exports prints makes sense to a shell, and a token is had with it."""
    command = [sys.executable, "-m", "tests.simulator", "--exports", "--stop-with-stdin"]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("VERACITY_")}
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _number in range(7)]
        show = ["bash", "-c", f"{''.join(lines)}env -0"]
        shown = subprocess.run(show, env={}, capture_output=True, text=True, check=True).stdout
        set_there = dict(line.split("=", 1) for line in shown.rstrip("\0").split("\0"))
        variables = {name: value for name, value in set_there.items() if name.startswith("VERACITY_")}
        assert variables == exports(variables["VERACITY_API_URL"])
        form = {
            "grant_type": "client_credentials",
            "client_id": variables["VERACITY_CLIENT_ID"],
            "client_secret": variables["VERACITY_CLIENT_SECRET"],
        }
        for scope in (f"{CURRENT}/.default", f"{OWN_API_ID}/.default"):
            answer = session().post(variables["VERACITY_TOKEN_URL"], data={**form, "scope": scope}, timeout=TIMEOUT)
            assert answer.status_code == 200
        process.communicate()
        assert process.returncode == 0


@pytest.mark.parametrize("way", ["shutdown", "stop"])
def test_the_fixture_leaves_nothing(way: str) -> None:
    """Ended by a control call or by the fixture, process and files are gone."""
    with Simulator() as simulator:
        assert simulator.control("GET", "/health")["status"] == "ok"
        if way == "shutdown":
            assert simulator.control("POST", "/shutdown") == {}
        else:
            simulator.stop()
    assert not Path(simulator.ca).exists()


def test_a_program_that_is_not_azurite() -> None:
    """A simulator without the storage that was asked for does not start."""
    for program in ("/nowhere/azurite-blob", sys.executable):
        with pytest.raises(SimulatorError):
            Simulator(azurite=program)


def test_without_azurite_there_are_only_addresses() -> None:
    """Of the kind that Azure has; the simulator says that there is no storage."""
    with Simulator() as simulator:
        assert simulator.storage is None
        simulator.settings(visibility_delay=0)
        caller = Caller(simulator, fetch_token(simulator, Form("entra_v1")))
        resource = caller.call("GET", f"{DATA}/resources/{caller.create(storageLocation='eastus')}").json()
        assert resource["url"] == f"https://simulatoreastus.blob.core.windows.net/{resource['reference']}"
        assert caller.key(resource["id"])["fullKey"].startswith(f"{resource['url']}?sv=")
