# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A place to run the modules for Data Workbench from; what they send is held against the document."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.conformance.workbench_document import WorkbenchJudge
from tests.simulator.fixture import Simulator
from tests.unit.support.station import Station

# The document says the same whatever the port of the simulator.
JUDGED_AT = "https://api.veracity.com"


@pytest.fixture(scope="session")
def judge() -> WorkbenchJudge:
    return WorkbenchJudge(JUDGED_AT)


@pytest.fixture
def bench(simulator: Simulator, tmp_path: Path, judge: WorkbenchJudge) -> t.Iterator[Station]:
    """Every request that a test makes has to be one that the document allows."""
    yield Station(simulator, tmp_path, api="data_workbench")
    assert judge.objections(simulator.requests()) == []
