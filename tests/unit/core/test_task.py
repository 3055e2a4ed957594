# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task refuses before any work."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task, max_concurrency

MODULES = "ansible_collections.dnv.veracity.plugins.modules"
FILES = sorted((Path(__file__).resolve().parents[3] / "plugins" / "modules").glob("veracity_*.py"))


@pytest.mark.parametrize("wrong", [0, -1])
def test_nothing_is_done_zero_at_a_time(wrong: int) -> None:
    with pytest.raises(InputError, match=r"^max_concurrency: must be at least 1\.$"):
        Task({"max_concurrency": wrong})


def test_it_says_how_many_things_are_worked_on_at_a_time() -> None:
    assert Task({"max_concurrency": 7}).concurrency == 7
    assert Task({}).concurrency == 1


def test_a_module_may_have_a_limit() -> None:
    assert max_concurrency({"max_concurrency": 64}, 64) == 64
    with pytest.raises(InputError, match=r"^max_concurrency: must be between 1 and 64\.$"):
        max_concurrency({"max_concurrency": 65}, 64)


def test_every_module_has_the_option_alike() -> None:
    specs = {path.stem: importlib.import_module(f"{MODULES}.{path.stem}").DEFINITION.spec for path in FILES}
    found = {name: spec["max_concurrency"] for name, spec in specs.items() if "max_concurrency" in spec}
    assert len(found) >= 8
    assert {name: option for name, option in found.items() if option != {"type": "int", "default": 8}} == {}
