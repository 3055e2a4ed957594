# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator for all tests of containers, in its start state for each."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator
from tests.unit.core.state.station import Station
from tests.unit.support.blob_storage import BlobStorage, Relay


@pytest.fixture(scope="session")
def simulator_process() -> t.Iterator[Simulator]:
    """Start the simulator once."""
    with Simulator(azurite=find_azurite()) as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: Simulator) -> t.Iterator[Simulator]:
    """Return the simulator in its start state; containers take a little time to appear and disappear."""
    simulator_process.reset()
    simulator_process.settings(visibility_delay=0.15, deletion_delay=0.15)
    yield simulator_process
    simulator_process.clear_faults()


@pytest.fixture
def station(simulator: Simulator, tmp_path: Path) -> Station:
    """Return a place to run modules from."""
    return Station(simulator, tmp_path / "state")


@pytest.fixture
def url(storage: BlobStorage, relay: Relay) -> str:
    """Return the SAS URL of an empty container in real storage, through the relay."""
    return relay.through(storage.container())
