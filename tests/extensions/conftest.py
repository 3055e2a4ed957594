# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator, and the surroundings of a program that uses the collection."""

from __future__ import annotations

import os
import sys
import typing as t
from pathlib import Path

import pytest

from tests.simulator.exports import exports
from tests.simulator.fixture import Simulator
from tests.tools.work_tree import copy_work_tree

PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="session")
def collections() -> Path:
    """Return a folder with ansible_collections/dnv/veracity in it, which is no link."""
    return copy_work_tree("extensions").parents[2]


@pytest.fixture(scope="session")
def veracity() -> t.Iterator[Simulator]:
    """Start a simulator, once."""
    with Simulator() as simulator:
        simulator.settings(visibility_delay=0, deletion_delay=0)
        yield simulator


def _variables(veracity: Simulator, collections: Path, home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("JAVA_HOME",) if name in os.environ}
    return {
        **kept,
        **exports(veracity.http),
        "HOME": str(home),
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }


@pytest.fixture
def variables(veracity: Simulator, collections: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a program, with an empty home and the credentials that the simulator knows."""
    return _variables(veracity, collections, tmp_path)


@pytest.fixture(scope="module")
def job_variables(veracity: Simulator, collections: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return such an environment for all tests of a module."""
    return _variables(veracity, collections, tmp_path_factory.mktemp("home"))
