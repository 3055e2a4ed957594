# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is remembered between runs."""

from __future__ import annotations

import multiprocessing
import typing as t
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.journal import (
    VISIBILITY_WINDOW,
    Journal,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"


class StoppedClock(Clock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


def opened(folder: Path, clock: Clock, caller: str = "https://api\nme", warn: t.Any = lambda text: None) -> Journal:
    return Journal(SafeDirectory(str(folder / "state")), caller, clock, warn)


def test_the_intention_is_there_before_the_answer(tmp_path: Path, clock: StoppedClock) -> None:
    assert opened(tmp_path, clock).claim(["shipdata"]) == {"shipdata"}
    second = opened(tmp_path, clock)
    assert second.claim(["shipdata", "other"]) == {"other"}
    entry = second.creation("shipdata")
    assert entry is not None
    assert (entry.started, entry.id, entry.window_end) == (clock.now, None, clock.now + VISIBILITY_WINDOW)


def test_the_id_keeps_the_time_of_the_intention(tmp_path: Path, clock: StoppedClock) -> None:
    journal = opened(tmp_path, clock)
    journal.claim(["shipdata"])
    assert journal.creation_of(None) is None
    clock.now += 60
    journal.accepted({"shipdata": ID})
    entry = opened(tmp_path, clock).creation("shipdata")
    assert entry is not None
    assert (entry.started, entry.id) == (clock.now - 60, ID)
    assert opened(tmp_path, clock).creation_of(ID) == "shipdata"
    assert opened(tmp_path, clock).creation_of(None) is None


def test_what_is_forgotten_can_be_claimed_again(tmp_path: Path, clock: StoppedClock) -> None:
    journal = opened(tmp_path, clock)
    journal.claim(["shipdata"])
    journal.forget(["shipdata", "never"])
    assert opened(tmp_path, clock).claim(["shipdata"]) == {"shipdata"}


@pytest.mark.parametrize(("passed", "counts"), [(899.0, True), (900.0, False), (-899.0, True), (-900.0, False)])
def test_entries_count_inside_their_window(tmp_path: Path, clock: StoppedClock, passed: float, counts: bool) -> None:
    journal = opened(tmp_path, clock)
    journal.claim(["shipdata"])
    journal.deleted([ID])
    clock.now += passed
    later = opened(tmp_path, clock)
    assert (later.creation("shipdata") is not None) is counts
    assert (later.dying == {ID}) is counts


def test_a_deletion_ends_a_creation(tmp_path: Path, clock: StoppedClock) -> None:
    journal = opened(tmp_path, clock)
    journal.claim(["shipdata"])
    journal.accepted({"shipdata": ID})
    journal.deleted([ID])
    later = opened(tmp_path, clock)
    assert later.creation("shipdata") is None
    assert later.dying == {ID}


def test_it_notices_that_another_process_wrote(tmp_path: Path, clock: StoppedClock) -> None:
    first, second = opened(tmp_path, clock), opened(tmp_path, clock)
    first.claim(["shipdata"])
    assert not first.disturbed()
    first.forget(["shipdata"])
    assert second.claim(["shipdata"]) == {"shipdata"}
    assert second.disturbed()
    assert not second.disturbed()
    first.claim(["other"])
    first.forget(["other"])
    assert second.claim(["another"]) == {"another"}
    assert second.disturbed()
    assert not opened(tmp_path, clock).disturbed()


def test_callers_do_not_see_each_other(tmp_path: Path, clock: StoppedClock) -> None:
    opened(tmp_path, clock).claim(["shipdata"])
    assert opened(tmp_path, clock, "https://api\nyou").creation("shipdata") is None
    assert opened(tmp_path, clock, "https://other\nme").creation("shipdata") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"creations": []}',
        b'{"creations": {"a": {}}, "deletions": {}}',
        b'{"creations": {"a": {"started": null, "id": null}}, "deletions": {}}',
        b'{"creations": {}, "deletions": 3}',
    ],
)
def test_a_file_that_makes_no_sense_says_nothing(tmp_path: Path, clock: StoppedClock, content: bytes) -> None:
    opened(tmp_path, clock).claim(["shipdata"])
    (file,) = (tmp_path / "state").glob("v1-*.pending")
    file.write_bytes(content)
    assert opened(tmp_path, clock).claim(["shipdata"]) == {"shipdata"}


def test_files_are_closed_to_others(tmp_path: Path, clock: StoppedClock) -> None:
    opened(tmp_path, clock).claim(["shipdata"])
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()} == {0o600}
    (file,) = (tmp_path / "state").glob("v1-*.pending")
    file.chmod(0o644)
    assert opened(tmp_path, clock).creation("shipdata") is None


def test_nothing_is_written_when_nothing_happens(tmp_path: Path, clock: StoppedClock) -> None:
    journal = opened(tmp_path, clock)
    journal.forget(["shipdata"])
    journal.accepted({})
    journal.deleted([])
    assert list((tmp_path / "state").iterdir()) == []


def test_without_a_directory_it_warns_once(clock: StoppedClock) -> None:
    warnings: list[str] = []
    journal = Journal(None, "me", clock, warnings.append)
    assert warnings == []
    assert journal.claim(["shipdata"]) == {"shipdata"}
    journal.accepted({"shipdata": ID})
    assert journal.creation_of(ID) == "shipdata"
    assert len(warnings) == 1


def test_a_full_disk_is_no_directory(tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_anything: t.Any) -> t.NoReturn:
        raise OSError(28, "No space left on device")

    warnings: list[str] = []
    journal = opened(tmp_path, clock, warn=warnings.append)
    monkeypatch.setattr("os.fsync", full)
    assert journal.claim(["shipdata"]) == {"shipdata"}
    journal.accepted({"shipdata": ID})
    assert journal.creation_of(ID) == "shipdata"
    assert len(warnings) == 1


def _claim(folder: Path, results: t.Any) -> None:
    results.put(opened(folder, Clock()).claim(f"ship{number:04}" for number in range(50)))


def test_of_many_processes_one_gets_each_name(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    results: t.Any = context.Queue()
    processes = [context.Process(target=_claim, args=(tmp_path, results)) for _number in range(8)]
    for process in processes:
        process.start()
    claimed = [results.get(timeout=30) for _process in processes]
    for process in processes:
        process.join()
    assert sum(map(len, claimed)) == len(set().union(*claimed)) == 50


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["claim", "accepted", "forget", "pass"]), st.sampled_from(["aaaaa", "bbbbb"])),
    max_size=12,
)


@given(OPERATIONS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_it_agrees_with_a_simple_model(
    tmp_path_factory: pytest.TempPathFactory, operations: list[tuple[str, str]]
) -> None:
    """Each step uses a journal of its own, as if each were another run."""
    folder, clock = tmp_path_factory.mktemp("journal"), StoppedClock()
    model: dict[str, tuple[float, str | None]] = {}
    for operation, name in operations:
        journal = opened(folder, clock)
        if operation == "claim":
            assert journal.claim([name]) == ({name} - set(model))
            model.setdefault(name, (clock.now, None))
        elif operation == "accepted":
            journal.accepted({name: ID})
            model[name] = (model.get(name, (clock.now, None))[0], ID)
        elif operation == "forget":
            journal.forget([name])
            model.pop(name, None)
        else:
            clock.now += 400
            model = {key: value for key, value in model.items() if clock.now - value[0] < VISIBILITY_WINDOW}
        for key in ("aaaaa", "bbbbb"):
            entry = opened(folder, clock).creation(key)
            assert (entry and (entry.started, entry.id)) == model.get(key)
