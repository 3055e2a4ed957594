# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A directory that only we can read, its locks, and which directory is taken."""

from __future__ import annotations

import os
import pwd
import re
import socket
import threading
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import StorageError
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files import held_files
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.locations import find_directory
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.opening import Opener

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


@pytest.fixture
def directory(tmp_path: Path) -> SafeDirectory:
    """Return a new directory."""
    return SafeDirectory(str(tmp_path / "safe"))


def test_new_directory_is_ours_alone(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        SafeDirectory(str(tmp_path / "one" / "two"))
    finally:
        os.umask(previous)
    assert (tmp_path / "one" / "two").stat().st_mode & 0o777 == 0o700


def test_file_is_ours_alone_whatever_the_umask(directory: SafeDirectory) -> None:
    previous = os.umask(0)
    try:
        directory.write("name", b"content")
    finally:
        os.umask(previous)
    assert directory.read("name") == b"content"
    assert Path(directory.path, "name").stat().st_mode & 0o777 == 0o600
    assert os.listdir(directory.path) == ["name"]


def test_reader_sees_the_old_content_or_the_new(directory: SafeDirectory) -> None:
    contents = [bytes([number]) * 100_000 for number in range(2)]
    directory.write("name", contents[0])
    ended = threading.Event()
    seen: list[bytes | None] = []

    def read() -> None:
        while not ended.is_set():
            seen.append(directory.read("name"))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        directory.write("name", contents[number % 2])
    ended.set()
    reader.join()
    assert set(seen) <= set(contents)


def test_missing_file_is_nothing(directory: SafeDirectory) -> None:
    assert directory.read("name") is None
    directory.delete("name")


@pytest.mark.parametrize("name", ["directory", "loop"])
def test_what_is_no_file_is_nothing(directory: SafeDirectory, name: str) -> None:
    Path(directory.path, "directory").mkdir()
    Path(directory.path, "loop").symlink_to("loop")
    assert directory.read(name) is None
    directory.delete(name)


def test_directory_in_the_way_of_a_file(directory: SafeDirectory) -> None:
    Path(directory.path, "name", "inner").mkdir(parents=True)
    with pytest.raises(StorageError, match="cannot be written"):
        directory.write("name", b"content")
    assert os.listdir(directory.path) == ["name"]


@pytest.mark.parametrize("mode", [0o777, 0o755, 0o710, 0o701, 0o1777])
def test_open_directory_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "open"
    path.mkdir()
    path.chmod(mode)
    with pytest.raises(StorageError, match="0700"):
        SafeDirectory(str(path))


@pytest.mark.parametrize("ending", ["", "/", "/."])
def test_link_in_place_of_the_directory_is_refused(tmp_path: Path, ending: str) -> None:
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(StorageError):
        SafeDirectory(f"{tmp_path}/link{ending}")
    assert not list(target.iterdir())


def test_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be used"):
        SafeDirectory(str(tmp_path / "file"))
    with pytest.raises(StorageError, match="cannot be used"):
        SafeDirectory(str(tmp_path / "file" / "below"))


def test_parent_in_which_everybody_may_rename_is_refused(tmp_path: Path) -> None:
    parent = tmp_path / "parent"
    parent.mkdir()
    parent.chmod(0o777)
    with pytest.raises(StorageError, match="parent directory"):
        SafeDirectory(str(parent / "safe"))
    parent.chmod(0o1777)
    assert SafeDirectory(str(parent / "safe")).path == str(parent / "safe")


@as_root
def test_directory_of_another_user_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    path.mkdir(mode=0o700)
    os.chown(path, NOBODY, NOBODY)
    with pytest.raises(StorageError, match="belongs to another user"):
        SafeDirectory(str(path))


@as_user
def test_directory_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed"
    path.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="is not writable"):
        SafeDirectory(str(path))


def test_refusals_leave_no_descriptor_open(tmp_path: Path) -> None:
    path = tmp_path / "open"
    path.mkdir()
    path.chmod(0o755)
    before = len(os.listdir("/proc/self/fd"))
    for _attempt in range(20):
        with pytest.raises(StorageError):
            SafeDirectory(str(path))
        SafeDirectory(str(tmp_path / "fine"))
    assert len(os.listdir("/proc/self/fd")) == before


def test_directory_that_is_moved_away_is_still_the_one_that_was_opened(tmp_path: Path) -> None:
    directory = SafeDirectory(str(tmp_path / "safe"))
    (tmp_path / "safe").rename(tmp_path / "moved")
    directory.write("name", b"content")
    assert (tmp_path / "moved" / "name").read_bytes() == b"content"
    assert not (tmp_path / "safe").exists()


def test_sweeping_takes_only_what_is_named(directory: SafeDirectory) -> None:
    for name in ("mine", "yours", ".mine.0123456789abcdef.tmp", ".yours.0123456789abcdef.tmp", ".mine.1.tmp"):
        Path(directory.path, name).touch()
        os.utime(Path(directory.path, name), (0, 0))
    directory.sweep(re.compile("mine"), Clock().time(), 60)
    assert sorted(os.listdir(directory.path)) == [".mine.1.tmp", ".yours.0123456789abcdef.tmp", "yours"]


# Locks


def test_lock_is_exclusive_and_free_again(directory: SafeDirectory, clock: SleeplessClock) -> None:
    with directory.lock("name.lock", wait=0, clock=clock) as first:
        assert first
        with directory.lock("name.lock", wait=0, clock=clock) as second:
            assert not second
        with directory.lock("other.lock", wait=0, clock=clock) as other:
            assert other
    with directory.lock("name.lock", wait=0, clock=clock) as again:
        assert again
    assert not clock.slept
    assert Path(directory.path, "name.lock").exists()


def test_lock_is_free_after_an_error(directory: SafeDirectory, clock: SleeplessClock) -> None:
    with pytest.raises(RuntimeError), directory.lock("name.lock", wait=0, clock=clock):
        raise RuntimeError
    with directory.lock("name.lock", wait=0, clock=clock) as again:
        assert again


def test_wait_for_a_lock_ends(directory: SafeDirectory, clock: SleeplessClock) -> None:
    with (
        directory.lock("name.lock", wait=0, clock=clock),
        directory.lock("name.lock", wait=5, clock=clock) as second,
    ):
        assert not second
    assert 4.9 < sum(clock.slept) < 5.1


def test_wait_for_a_lock_ends_when_it_is_not_needed_any_more(directory: SafeDirectory, clock: SleeplessClock) -> None:
    answers = iter([False, False, True])
    with (
        directory.lock("name.lock", wait=0, clock=clock),
        directory.lock("name.lock", wait=5, clock=clock, meanwhile=lambda: next(answers)) as second,
    ):
        assert not second
    assert len(clock.slept) == 2


@pytest.mark.parametrize("what", ["directory", "link", "pipe", "open to others"])
def test_lock_that_somebody_has_put_there_is_not_taken(
    directory: SafeDirectory, clock: SleeplessClock, what: str, tmp_path: Path
) -> None:
    path = Path(directory.path, "name.lock")
    if what == "directory":
        path.mkdir()
    elif what == "link":
        path.symlink_to(tmp_path / "elsewhere")
    elif what == "pipe":
        os.mkfifo(path, 0o600)
    else:
        path.touch()
        path.chmod(0o666)
    with directory.lock("name.lock", wait=5, clock=clock) as held:
        assert not held
    assert not clock.slept
    assert not (tmp_path / "elsewhere").exists()


# Which directory


def test_memory_before_home(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    found, reason = find_directory(None, {"XDG_RUNTIME_DIR": str(tmp_path / "run")}, str(tmp_path / "home"))
    assert found is not None
    assert found.path == str(tmp_path / "run" / "dnv.veracity")
    assert reason is None
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("runtime", ["gone", "file", ""])
def test_home_where_there_is_no_memory(tmp_path: Path, runtime: str) -> None:
    (tmp_path / "file").touch()
    variables = {"XDG_RUNTIME_DIR": str(tmp_path / runtime) if runtime else ""}
    found, _reason = find_directory(None, variables, str(tmp_path / "home"))
    assert found is not None
    assert found.path == str(tmp_path / "home" / "dnv.veracity")


def test_home_where_memory_cannot_be_trusted_and_why(tmp_path: Path) -> None:
    (tmp_path / "run" / "dnv.veracity").mkdir(parents=True)
    (tmp_path / "run" / "dnv.veracity").chmod(0o777)
    found, reason = find_directory(None, {"XDG_RUNTIME_DIR": str(tmp_path / "run")}, str(tmp_path / "home"))
    assert found is not None
    assert found.path == str(tmp_path / "home" / "dnv.veracity")
    assert "0700" in (reason or "")


def test_explicit_directory_or_none(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    found, reason = find_directory(str(tmp_path / "open"), {"XDG_RUNTIME_DIR": str(tmp_path)}, str(tmp_path / "home"))
    assert found is None
    assert "0700" in (reason or "")
    assert not (tmp_path / "home").exists()


def test_explicit_directory_below_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    found, _reason = find_directory("~/cache", {}, None)
    assert found is not None
    assert found.path == str(tmp_path / "cache")


def test_variable_names_the_home_of_ansible(tmp_path: Path) -> None:
    found, _reason = find_directory(None, {"ANSIBLE_HOME": str(tmp_path / "home")}, None)
    assert found is not None
    assert found.path == str(tmp_path / "home" / "dnv.veracity")


def test_user_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_identifier: int) -> t.NoReturn:
        raise KeyError

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    found, reason = find_directory(None, {}, None)
    assert found is None
    assert reason == "There is no home directory."


def test_without_any_directory_tokens_are_not_shared_and_a_warning_says_why(opener: Opener, home: Path) -> None:
    (home / "dnv.veracity").mkdir()
    (home / "dnv.veracity").chmod(0o777)
    session = opener()
    assert session.obtain().value
    assert session.warnings[0].startswith("Nothing can be cached between tasks")
    assert "0700" in session.warnings[0]
    assert not list((home / "dnv.veracity").iterdir())


# G5: where the file system has no locks, a file that is there while it is held


def descriptor_of(directory: SafeDirectory) -> int:
    """Return the descriptor of a directory."""
    return directory._descriptor


def test_g5_held_file_is_exclusive_and_free_again(directory: SafeDirectory) -> None:
    place, now = descriptor_of(directory), time.time()
    assert held_files.take(place, "x.held", now, 600)
    assert not held_files.take(place, "x.held", now, 600)
    assert held_files.take(place, "y.held", now, 600)
    held_files.give_back(place, "x.held")
    assert held_files.take(place, "x.held", now, 600)


def test_g5_file_that_another_took_over_is_its_own(directory: SafeDirectory) -> None:
    directory.write("x.held", b"elsewhere\n1\n")
    held_files.give_back(descriptor_of(directory), "x.held")
    held_files.give_back(descriptor_of(directory), "y.held")
    assert directory.read("x.held") == b"elsewhere\n1\n"


@pytest.mark.parametrize(
    ("content", "age", "free"),
    [
        ("elsewhere\n1\n", 0, False),
        ("elsewhere\n1\n", 599, False),
        ("elsewhere\n1\n", 601, True),
        ("{here}\n1\n", 599, False),
        ("{here}\n999999999\n", 0, True),
        ("{here}\n9999999999999999999999\n", 0, False),
        ("{here}\nnobody\n", 0, False),
        ("", 0, False),
        ("", 601, True),
    ],
    ids=[
        "another computer",
        "another computer, long",
        "another computer, too long",
        "a process that lives",
        "a process that has ended",
        "no number of a process",
        "no process",
        "nothing in it yet",
        "nothing in it for long",
    ],
)
def test_g5_held_file_of_others(directory: SafeDirectory, content: str, age: float, free: bool) -> None:
    directory.write("x.held", content.replace("{here}", socket.gethostname()).encode())
    now = time.time()
    os.utime(Path(directory.path, "x.held"), (now - age, now - age))
    assert held_files.take(descriptor_of(directory), "x.held", now, 600) is free


def test_g5_link_in_place_of_a_held_file_is_not_followed(directory: SafeDirectory, tmp_path: Path) -> None:
    target = tmp_path / "target"
    Path(directory.path, "x.held").symlink_to(target)
    assert not held_files.take(descriptor_of(directory), "x.held", time.time(), 600)
    assert not target.exists()
