# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A place to run the modules for Data Workbench from, in this process, against the simulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator
from tests.unit.support.station import Station

# For tests of files: the simulated Data Lake stands in front of Azurite.
WITH_FILES = pytest.mark.skipif(
    find_azurite() is None, reason="Azurite is not installed (npm azurite), and VERACITY_AZURITE does not name it"
)


class Bench(Station):
    """A station with tokens for Data Workbench."""

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        super().__init__(simulator, directory, api="data_workbench")
