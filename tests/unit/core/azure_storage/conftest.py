# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A container in real storage for each test."""

from __future__ import annotations

import pytest

from tests.unit.core.azure_storage.opened import Opened
from tests.unit.support.blob_storage import BlobStorage, Relay


@pytest.fixture
def opened(storage: BlobStorage, relay: Relay) -> Opened:
    """Return an empty container, opened through the relay."""
    return Opened(storage, relay)
