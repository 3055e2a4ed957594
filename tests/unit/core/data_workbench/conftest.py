# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A place to run the modules for Data Workbench from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.fixture import Simulator
from tests.unit.support.station import Station


@pytest.fixture
def bench(simulator: Simulator, tmp_path: Path) -> Station:
    return Station(simulator, tmp_path, api="data_workbench")
