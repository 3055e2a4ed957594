# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real storage for all tests of blobs."""

from __future__ import annotations

import typing as t

import pytest

from tests.simulator.azurite import find_azurite
from tests.unit.support.blob_storage import BlobStorage, Relay


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
