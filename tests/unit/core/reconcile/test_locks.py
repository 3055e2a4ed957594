# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run at a time changes a thing."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.locks import alone
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from tests.unit.support.clocks import SleeplessClock

TASK = {"caller": "https://api.example\nme", "kind": "groups", "what": "groups"}


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def task(tmp_path: Path, lines: list[str]) -> Task:
    return Task(
        {}, clock=SleeplessClock(), progress=lines.append, state_directory=SafeDirectory(str(tmp_path / "state"))
    )


def held_beside(task: Task, **changes: t.Any) -> bool:
    """Return whether one run can hold a lock while another one holds TASK with ``changes``."""
    with alone(task, **TASK) as first, alone(task, **{**TASK, **changes}) as second:
        assert first
        return second


def test_another_run_waits_for_its_end_and_says_so_once(task: Task, lines: list[str]) -> None:
    start = task.clock.monotonic()
    assert not held_beside(task)
    assert 130 <= task.clock.monotonic() - start < 131
    assert lines == ["waiting for another run that changes groups"]
    with alone(task, **TASK) as again:
        assert again


def test_it_waits_longer_for_runs_that_wait_themselves(task: Task) -> None:
    start = task.clock.monotonic()
    assert not held_beside(task, longest=60.0)
    assert 190 <= task.clock.monotonic() - start < 191


def test_a_short_wait_is_not_reported(task: Task, lines: list[str]) -> None:
    task.clock.sleep(100)
    with alone(task, **TASK):
        pass
    assert lines == []


@pytest.mark.parametrize(
    "changes",
    [{"caller": "https://api.example\nyou"}, {"kind": "tags"}, {"thing": "one"}],
    ids=str,
)
def test_others_do_not_wait(task: Task, changes: dict[str, str], lines: list[str]) -> None:
    assert held_beside(task, **changes)
    assert lines == []


def test_one_thing_of_a_kind_does_not_wait_for_another(task: Task) -> None:
    with alone(task, **TASK, thing="one"):
        with alone(task, **TASK, thing="two") as other:
            assert other
        with alone(task, **TASK, thing="one") as same:
            assert not same


def test_things_of_a_kind_share_64_files_that_stay(task: Task, tmp_path: Path) -> None:
    for number in range(500):
        with alone(task, **TASK, thing=str(number)):
            pass
    assert len(list((tmp_path / "state").iterdir())) == 64


def test_without_a_safe_place_nobody_waits() -> None:
    with alone(Task({}), **TASK) as first, alone(Task({}), **TASK) as second:
        assert (first, second) == (False, False)
