# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator and real storage for all tests of the core, in their start state for each."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator
from tests.unit.support.blob_storage import BlobStorage, Relay
from tests.unit.support.station import Station


@pytest.fixture(scope="session")
def storage() -> t.Iterator[BlobStorage]:
    """Start Azurite once."""
    pytest.importorskip("azure.storage.blob", reason="the library azure-storage-blob is not installed")
    program = find_azurite()
    if program is None:
        pytest.skip("Azurite is not installed (npm azurite), and VERACITY_AZURITE does not name it")
    found = BlobStorage(program)
    yield found
    found.stop()


@pytest.fixture
def relay(storage: BlobStorage) -> t.Iterator[Relay]:
    """Return a relay to the storage."""
    with Relay(storage.url) as found:
        yield t.cast(Relay, found)


@pytest.fixture
def delay(request: pytest.FixtureRequest) -> float:
    """Return the seconds in which containers appear and disappear; in the wings, it takes a little time."""
    return 0.0 if request.path.parent.name in ("core", "api") else 0.15


@pytest.fixture
def station(simulator: Simulator, tmp_path: Path) -> Station:
    """Return a place to run modules from."""
    return Station(simulator, tmp_path / "state")


@pytest.fixture
def url(storage: BlobStorage, relay: Relay) -> str:
    """Return the SAS URL of an empty container in real storage, through the relay."""
    return relay.through(storage.container())
