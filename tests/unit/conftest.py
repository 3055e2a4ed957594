# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator for all unit tests that speak HTTP, in its start state for each."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

import pytest

from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.opening import Opener


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the options out that the user of this machine may have set for all runs."""
    for name in [name for name in os.environ if name.startswith("VERACITY_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def simulator_process() -> t.Iterator[Simulator]:
    """Start the simulator once."""
    with Simulator(azurite=find_azurite()) as simulator:
        yield simulator


@pytest.fixture
def delay() -> float:
    """Return the seconds in which containers appear and disappear."""
    return 0.0


@pytest.fixture
def simulator(simulator_process: Simulator, delay: float) -> t.Iterator[Simulator]:
    """Return the simulator in its start state."""
    simulator_process.reset(visibility_delay=delay, deletion_delay=delay)
    yield simulator_process
    if simulator_process.scripted:
        simulator_process.clear_faults()


@pytest.fixture
def clock() -> SleeplessClock:
    """Return a clock on which sleeping takes no time."""
    return SleeplessClock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty Ansible home."""
    path = tmp_path / "home"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def opener(simulator: Simulator, clock: SleeplessClock, home: Path) -> Opener:
    """Return what opens sessions against the simulator, with a cache in the empty home."""
    return Opener(simulator, clock, home)
