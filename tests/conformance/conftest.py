# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator for all conformance tests, in its start state for each."""

from __future__ import annotations

import typing as t

import pytest

from tests.conformance.calls import Caller, Form, fetch_token
from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator


@pytest.fixture(scope="session")
def simulator_process() -> t.Iterator[Simulator]:
    """Start the simulator once."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture(scope="session")
def azurite_process() -> t.Iterator[Simulator]:
    """Start a simulator with Azurite once, for the storage of Data Workbench."""
    with Simulator(azurite=find_azurite()) as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: Simulator) -> t.Iterator[Simulator]:
    """Return the simulator in its start state; containers appear and disappear without delay."""
    simulator_process.reset(visibility_delay=0, deletion_delay=0)
    yield simulator_process
    if simulator_process.scripted:
        simulator_process.clear_faults()


@pytest.fixture
def caller(simulator: Simulator) -> Caller:
    """Return a caller of the APIs as the default application."""
    return Caller(simulator, fetch_token(simulator, Form("entra_v1")))
