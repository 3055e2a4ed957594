# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token cache with real processes: who asks, who waits, and who goes on."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import threading
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import TokenError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.cache import LOCK_WAIT
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import claims
from tests.simulator.fixture import Simulator
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.crew import ROOT, Crew, run_crew
from tests.unit.support.kernel import FLOCK
from tests.unit.support.opening import CLIENT_ID, CLIENT_SECRET, TOKEN, Opener

WRONG_SECRET = "this-is-not-the-secret"
IN_THE_SOFT_WINDOW = 3599.0 - 200.0


@pytest.fixture
def job(simulator: Simulator, home: Path) -> dict[str, t.Any]:
    """Return what one process of a crew is to do."""
    return {"token_url": simulator.token_url("entra_v1"), "home": str(home)}


def count(simulator: Simulator) -> int:
    """Return how many token requests the server has seen."""
    return t.cast("int", simulator.counters()["token_requests"])


@contextlib.contextmanager
def holder(simulator: Simulator, job: dict[str, t.Any]) -> t.Iterator[subprocess.Popen[bytes]]:
    """Give a process that holds the lock, waiting for the server."""
    simulator.fault(path=TOKEN, hang=60)
    seen = count(simulator)
    script = "import json, sys\nfrom tests.unit.support.crew import work\nwork(0, json.loads(sys.argv[1]))\n"
    process = subprocess.Popen([sys.executable, "-c", script, json.dumps(job)], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while count(simulator) == seen:
            assert process.poll() is None
            threading.Event().wait(0.02)
        yield process
    finally:
        process.kill()
        process.wait()


def test_50_processes_that_find_nothing_ask_once(simulator: Simulator, job: dict[str, t.Any]) -> None:
    results = run_crew([job] * 50)
    assert count(simulator) == 1
    assert len({result["value"] for result in results}) == 1
    assert [result["cached"] for result in results].count(False) == 1
    assert not any(result["warnings"] for result in results)


def test_50_processes_in_the_soft_window_ask_once_and_49_do_not_wait(
    simulator: Simulator, opener: Opener, job: dict[str, t.Any]
) -> None:
    old = opener().obtain().value
    simulator.clear_requests()
    # One byte, and the rest when the fault is removed.
    simulator.fault(path=TOKEN, times=0, trickle=60)
    crew = Crew([{**job, "ahead": IN_THE_SOFT_WINDOW}] * 50)
    early = crew.results(49)
    while not count(simulator):
        threading.Event().wait(0.02)
    # The one that asks is still waiting for the server, and 49 have gone on.
    assert {result["value"] for result in early} == {old}
    assert all(result["cached"] for result in early)
    simulator.clear_faults()
    (late,) = crew.results(1)
    crew.finish()
    assert late["value"] != old
    assert not late["cached"]
    assert count(simulator) == 1


def test_two_identities_and_three_apis_do_not_mix(simulator: Simulator, opener: Opener, job: dict[str, t.Any]) -> None:
    other = {"client_id": "11111111-2222-4333-8444-555555555555", "client_secret": "another-secret-0002~"}
    simulator.application(**other)
    domain = "https://dnvglb2cprod.onmicrosoft.com"
    resources = [
        f"{domain}/dfc0f96d-1c85-4334-a600-703a89a32a4c",
        f"{domain}/dfba9693-546d-4300-bcd7-d8d525bdff38",
        f"{domain}/29a8760a-d13a-41ce-998e-0a00c3d948d5",
    ]
    kinds = [{**job, **who, "api": None, "resource": resource} for who in ({}, other) for resource in resources]
    results = run_crew(kinds * 6)
    assert count(simulator) == 6
    for number, kind in enumerate(kinds):
        values = {result["value"] for result in results[number::6]}
        assert len(values) == 1
        said = claims(values.pop())
        assert said.get("appid", said.get("azp")) == kind.get("client_id", CLIENT_ID)
        assert said["aud"].rpartition("/")[2] == kind["resource"].rpartition("/")[2]


def test_same_secret_of_two_applications_does_not_mix(simulator: Simulator, opener: Opener) -> None:
    twin = "11111111-2222-4333-8444-555555555555"
    simulator.application(client_id=twin, client_secret=CLIENT_SECRET)
    assert opener().obtain().value != opener(client_id=twin).obtain().value
    assert count(simulator) == 2


def test_wrong_secret_in_20_processes_is_asked_once(simulator: Simulator, job: dict[str, t.Any]) -> None:
    results = run_crew([{**job, "client_secret": WRONG_SECRET}] * 20)
    assert count(simulator) == 1
    assert {result["error"] for result in results} == {"TokenError"}
    assert len({result["text"].splitlines()[0] for result in results}) == 1
    assert sum("no new request for" in result["text"] for result in results) == 19
    assert all("AADSTS7000215" in result["text"] for result in results)


@pytest.mark.slow
def test_failure_is_shared_with_those_who_waited_for_it(simulator: Simulator, job: dict[str, t.Any]) -> None:
    simulator.fault(path=TOKEN, times=0, status=503, delay=5)
    results = run_crew([{**job, "retries": 0}] * 20)
    assert count(simulator) == 1
    assert all("the identity provider has a problem" in result["text"] for result in results)


def test_wrong_secret_is_asked_again_after_a_while(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    for expected, ahead in ((1, 0.0), (1, 10.0), (2, 16.0)):
        clock.ahead = ahead
        with pytest.raises(TokenError):
            opener(client_secret=WRONG_SECRET).obtain()
        assert count(simulator) == expected


def test_corrected_secret_works_at_once(simulator: Simulator, opener: Opener) -> None:
    with pytest.raises(TokenError):
        opener(client_secret=WRONG_SECRET).obtain()
    assert opener().obtain().value
    assert count(simulator) == 2


def test_throttling_is_remembered_by_all_processes(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, job: dict[str, t.Any]
) -> None:
    simulator.fault(path=TOKEN, times=0, status=429, headers={"Retry-After": "600"}, body="Too Many Requests")
    results = run_crew([job] * 20)
    assert count(simulator) == 1
    assert all("too many requests" in result["text"] for result in results)
    simulator.clear_faults()
    clock.ahead = 590.0
    with pytest.raises(TokenError):
        opener().obtain()
    clock.ahead = 601.0
    assert opener().obtain().value
    assert count(simulator) == 2


def test_throttling_for_ever_is_remembered_for_an_hour_at_most(
    simulator: Simulator, opener: Opener, clock: SleeplessClock
) -> None:
    simulator.fault(path=TOKEN, status=429, headers={"Retry-After": "999999999"})
    with pytest.raises(TokenError):
        opener().obtain()
    clock.ahead = 3601.0
    assert opener().obtain().value


def test_remembered_refusal_does_not_hide_a_good_token(simulator: Simulator, opener: Opener) -> None:
    old = opener().obtain()
    simulator.revoke_tokens()
    simulator.fault(path=TOKEN, status=401, json={"error": "invalid_client"})
    with pytest.raises(TokenError):
        opener().tokens.replace(old)
    assert opener().obtain().value == old.value


def test_holder_that_is_killed_leaves_the_lock_to_the_next(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, job: dict[str, t.Any]
) -> None:
    with holder(simulator, job) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert opener().obtain().value
        assert not clock.slept
    assert count(simulator) == 2


def test_holder_that_is_stopped_is_waited_for_in_vain_but_not_for_ever(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, job: dict[str, t.Any]
) -> None:
    with holder(simulator, job) as process:
        process.send_signal(signal.SIGSTOP)
        assert opener().obtain().value
        assert LOCK_WAIT - 10 < sum(clock.slept) < LOCK_WAIT + 1
    assert count(simulator) == 2


def test_waiting_ends_when_somebody_else_has_stored_a_token(
    simulator: Simulator, opener: Opener, job: dict[str, t.Any]
) -> None:
    with holder(simulator, job):
        crew = Crew([job] * 3)
        threading.Event().wait(0.5)
        simulator.clear_faults()
        # The holder retries after its lost answer, and all others take what it got.
        assert len({result["value"] for result in crew.results(3)}) == 1
        crew.finish()


def test_lock_does_not_outlive_its_holder_in_a_child(simulator: Simulator, opener: Opener, home: Path) -> None:
    session = opener()
    directory = session.directory
    assert directory is not None
    with directory.lock("some.lock", wait=0, clock=session.clock) as held:
        assert held
        child = subprocess.Popen(["sleep", "30"], close_fds=False)
    try:
        with directory.lock("some.lock", wait=0, clock=session.clock) as held:
            assert held
    finally:
        child.kill()
        child.wait()


@pytest.mark.skipif(platform.machine() not in FLOCK, reason="the number of the system call is not known")
def test_g5_file_system_without_locks(simulator: Simulator, job: dict[str, t.Any], home: Path) -> None:
    # Slower than the wait of those who cannot lock, so that they would all ask.
    simulator.settings(latency=1)
    results = run_crew([{**job, "no_locks": True}] * 6)
    assert len({result["value"] for result in results}) <= 2
    assert 1 <= count(simulator) <= 2
    assert not any(result["warnings"] for result in results)
    simulator.settings(latency=0)
    simulator.clear_requests()
    assert all(result["cached"] for result in run_crew([{**job, "no_locks": True}] * 5))
    assert count(simulator) == 0
    assert not list(home.rglob("*.held"))


@pytest.mark.skipif(platform.machine() not in FLOCK, reason="the number of the system call is not known")
def test_g5_refusal_on_a_file_system_without_locks(simulator: Simulator, job: dict[str, t.Any]) -> None:
    simulator.settings(latency=1)
    results = run_crew([{**job, "no_locks": True, "client_secret": WRONG_SECRET}] * 6)
    assert {result["error"] for result in results} == {"TokenError"}
    assert 1 <= count(simulator) <= 2


@pytest.mark.skipif(platform.machine() not in FLOCK, reason="the number of the system call is not known")
def test_g5_holder_that_was_killed_holds_up_nobody(simulator: Simulator, job: dict[str, t.Any], home: Path) -> None:
    with holder(simulator, {**job, "no_locks": True}) as process:
        (held,) = home.rglob("*.held")
        process.kill()
        process.wait()
    (result,) = run_crew([{**job, "no_locks": True, "ahead": 1.0}])
    assert result["value"]
    assert count(simulator) == 2
    assert not held.exists()


def test_file_system_that_takes_no_more_data(simulator: Simulator, job: dict[str, t.Any], home: Path) -> None:
    (result,) = run_crew([{**job, "file_limit": 64}])
    assert result["value"]
    assert any("not cached for later tasks" in warning for warning in result["warnings"])
    assert [path.suffix for path in home.rglob("*") if path.is_file()] == [".lock"]


def _mounted(path: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", path]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def mount(tmp_path: Path) -> t.Iterator[t.Callable[[str], Path]]:
    """Return what mounts a small file system, where that is allowed."""
    path = tmp_path / "mounted"
    path.mkdir(mode=0o700)

    def mounted(options: str) -> Path:
        if os.geteuid() != 0 or not _mounted(path, options):
            pytest.skip("only root can mount a file system, and not in every container")
        return path

    yield mounted
    subprocess.run(["umount", "-l", path], capture_output=True, check=False)


def test_full_disk(simulator: Simulator, opener: Opener, mount: t.Callable[[str], Path]) -> None:
    disk = mount("size=16k,mode=0700")
    path = disk / "cache"
    path.mkdir(mode=0o700)
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)
    session = opener(token_cache_dir=str(path))
    assert session.obtain().value
    assert any("No space left" in warning for warning in session.warnings)
    assert all(file.suffix == ".lock" for file in path.iterdir())


def test_read_only_disk(simulator: Simulator, opener: Opener, mount: t.Callable[[str], Path]) -> None:
    disk = mount("size=64k,mode=0700")
    (disk / "cache").mkdir(mode=0o700)
    remounted = subprocess.run(["mount", "-o", "remount,ro", disk], capture_output=True, check=False)
    if remounted.returncode:
        pytest.skip("the file system cannot be made read-only here")
    session = opener(token_cache_dir=str(disk / "cache"))
    assert session.obtain().value
    assert any("Nothing can be cached" in warning for warning in session.warnings)
