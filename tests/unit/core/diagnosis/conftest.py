# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network of a company for the tests of the diagnosis."""

from __future__ import annotations

import typing as t

import pytest

from tests.simulator.fixture import Simulator
from tests.unit.support.company import Company


@pytest.fixture(scope="package")
def company(simulator_process: Simulator, tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Company]:
    """Return the network of a company with the simulator behind its proxy."""
    with Company(tmp_path_factory.mktemp("company"), simulator_process.https) as found:
        yield t.cast("Company", found)
