# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is remembered because the API does not tell it."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.local_store import Memory

DAY = 86400.0


class Calendar(Clock):
    """A clock that a test puts forward."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead

    def time(self) -> float:
        return super().time() + self.ahead


def opened(
    folder: Path | None, clock: Clock | None = None, caller: str = "me", warned: list[str] | None = None
) -> Memory:
    return Memory(
        SafeDirectory(str(folder / "state")) if folder else None,
        caller,
        "revoked",
        clock or Calendar(),
        keep=30 * DAY,
        without="Nothing is remembered.",
        warn=[].append if warned is None else warned.append,
    )


def test_the_next_run_knows_it(tmp_path: Path) -> None:
    opened(tmp_path).remember({"a": True, "b": {"hash": "x"}})
    later = opened(tmp_path)
    assert "a" in later
    assert later.get("b") == {"hash": "x"}
    assert "c" not in later
    assert later.get("c") is None


def test_what_is_forgotten_is_forgotten_for_all(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    memory.remember({"a": True, "b": True})
    opened(tmp_path).forget(["a", "unknown"])
    memory.refresh()
    assert ("a" in memory, "b" in memory) == (False, True)


def test_callers_and_kinds_know_nothing_of_each_other(tmp_path: Path) -> None:
    opened(tmp_path).remember({"a": True})
    assert "a" not in opened(tmp_path, caller="you")


def test_it_ends_when_its_time_is_over(tmp_path: Path) -> None:
    opened(tmp_path).remember({"a": True})
    assert "a" in opened(tmp_path, Calendar(29 * DAY))
    assert "a" not in opened(tmp_path, Calendar(31 * DAY))


def test_the_file_is_private_and_damage_is_no_crash(tmp_path: Path) -> None:
    opened(tmp_path).remember({"a": True})
    (file,) = (tmp_path / "state").glob("*.revoked")
    assert file.stat().st_mode & 0o777 == 0o600
    for content in (b"", b"{", b"[]", b'{"a": 1}', b'{"a": {"at": "soon"}}', b"\xff"):
        file.write_bytes(content)
        memory = opened(tmp_path)
        assert "a" not in memory
    memory.remember({"b": True})
    assert "b" in opened(tmp_path)


def test_without_a_place_it_lasts_for_the_run_and_says_so_once() -> None:
    warned: list[str] = []
    memory = opened(None, warned=warned)
    assert warned == []
    memory.remember({"a": True})
    memory.remember({"b": True})
    assert "a" in memory
    assert warned == ["Nothing is remembered."]


def _write(folder: Path, key: str) -> None:
    opened(folder).remember({key: True})


def test_processes_do_not_lose_what_others_wrote(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    keys = [f"key{number}" for number in range(12)]
    workers = [context.Process(target=_write, args=(tmp_path, key)) for key in keys]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    memory = opened(tmp_path)
    assert [key for key in keys if key not in memory] == []


def test_threads_do_not_lose_what_others_remember(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    keys = [f"key{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: memory.remember({key: True}), keys))
    assert sorted(opened(tmp_path)) == sorted(keys)


def test_a_change_of_several_entries_is_one_step(tmp_path: Path) -> None:
    memory, other = opened(tmp_path), opened(tmp_path)
    other.remember({"b": 1})
    with memory.changing():
        assert memory.get("b") == 1
        memory.put("a", 2, since=memory.since("b"))
        memory.drop("b")
    assert list(opened(tmp_path)) == ["a"]


def test_an_entry_may_be_older_than_its_value(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    now = Calendar().time()
    with memory.changing():
        memory.put("a", 1, since=now - DAY)
    assert opened(tmp_path).since("a") == round(now - DAY)
    assert memory.since("b") is None
    assert "a" not in opened(tmp_path, Calendar(29.5 * DAY))


def test_an_entry_from_the_future_ends_too(tmp_path: Path) -> None:
    opened(tmp_path, Calendar(31 * DAY)).remember({"a": True})
    assert "a" not in opened(tmp_path)
    opened(tmp_path, Calendar(29 * DAY)).remember({"b": True})
    assert "b" in opened(tmp_path)


def test_without_a_text_nothing_is_said() -> None:
    warned: list[str] = []
    Memory(None, "me", "revoked", Clock(), keep=DAY, without="", warn=warned.append).remember({"a": True})
    assert warned == []


def test_it_holds_a_large_estate(tmp_path: Path) -> None:
    opened(tmp_path).remember({f"3a758d22-dcf2-4dff-a8d5-{number:012}": True for number in range(10_000)})
    assert "3a758d22-dcf2-4dff-a8d5-000000009999" in opened(tmp_path)


def test_what_is_too_much_for_a_file_loses_the_oldest(tmp_path: Path) -> None:
    opened(tmp_path, Calendar(-DAY)).remember({f"old{number}": "x" * 50 for number in range(10_000)})
    opened(tmp_path).remember({f"new{number}": "x" * 50 for number in range(5_000)})
    memory = opened(tmp_path)
    assert [number for number in range(5_000) if f"new{number}" not in memory] == []
    assert "old0" in memory or "old9999" in memory


def test_a_thread_that_reads_does_not_undo_what_another_remembers(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    reader = threading.Thread(target=memory.refresh)
    with memory.changing():
        memory.put("a", True)
        reader.start()
        reader.join(0.1)
    reader.join()
    assert list(opened(tmp_path)) == ["a"]
