# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grants when something goes wrong: one row, never two, and the next run converges."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_access, veracity_container_accesses
from tests.unit.support.grants import ANN, BOB, READ, ROWS, SHARE, STRANGER, TEMPLATES, WRITE, good, grant, rows, seeded
from tests.unit.support.station import Station

Process = multiprocessing.get_context("fork").Process
WHO = "Only the owner of a container and its data stewards can grant and revoke access to it. Run as one of them."


@pytest.fixture
def hurried(station: Station, monkeypatch: pytest.MonkeyPatch) -> Station:
    """Return a station that does not sleep long."""
    sleep = station.clock.sleep
    monkeypatch.setattr(station.clock, "sleep", lambda seconds: sleep(min(seconds, 0.01)))
    return station


def one(station: Station, **params: t.Any) -> dict[str, t.Any]:
    return station.run(veracity_container_access, **params)


def test_who_may_not_grant(station: Station) -> None:
    seeded(station)
    station.simulator.fault(method="POST", path="/accesses$", status=403, json={"Message": "No."})
    with pytest.raises(ForbiddenError) as caught:
        one(station, **READ)
    assert caught.value.hint == WHO
    assert str(caught.value).startswith("Container shipdata: ")
    assert rows(station.simulator) == []


def test_who_may_not_revoke_any_more(station: Station) -> None:
    seeded(station)
    one(station, **READ)
    station.simulator.fault(method="PUT", path="/accesses/", status=403)
    with pytest.raises(BulkError) as caught:
        one(station, **WRITE)
    assert caught.value.hint == WHO
    assert caught.value.result["changed"]
    assert caught.value.result["access"]["rights"] == ["write"]
    assert caught.value.result["revoked"] == []
    assert caught.value.details()["status"] == 403
    assert len(good(station.simulator)) == 2
    assert one(station, **WRITE)["changed"]
    assert len(good(station.simulator)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "GET", "path": "/accesses$"},
        {"method": "GET", "path": "/accesses$", "skip": 1},
        {"method": "POST", "path": "/accesses$"},
    ],
)
def test_a_container_that_vanishes_on_the_way(station: Station, fault: dict[str, t.Any]) -> None:
    seeded(station)
    station.simulator.fault(**fault, status=404)
    with pytest.raises(StateError, match="Container shipdata: it no longer exists, or this application can no"):
        one(station, **READ)
    assert rows(station.simulator) == []


def test_others_go_on_when_a_container_vanishes(station: Station) -> None:
    station.simulator.seed({"short_name": "onedata"}, {"short_name": "twodata"})
    station.simulator.fault(method="POST", path="/accesses$", status=404)
    access = [{"user": ANN, "rights": ["write"], "duration": "1h"}]
    containers = [{"container": name, "access": access} for name in ("onedata", "twodata")]
    with pytest.raises(
        BulkError, match=r"1 of 2 containers failed: (one|two)data\n- Container (one|two)data: it no longer exists"
    ):
        station.run(veracity_container_accesses, containers=containers)
    assert len(rows(station.simulator)) == 1


def test_a_grant_that_is_revoked_meanwhile(station: Station) -> None:
    container = seeded(station)
    (old,) = station.simulator.seed_accesses(grant(container))
    station.simulator.revoke(old)
    station.simulator.fault(method="PUT", path="/accesses/", status=404)
    assert one(station, **WRITE)["changed"]
    assert not one(station, **WRITE)["changed"]


def test_a_revocation_that_is_refused_although_the_grant_is_there(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container))
    station.simulator.fault(method="PUT", path="/accesses/", status=404)
    with pytest.raises(StateError, match="it no longer exists"):
        one(station, container="shipdata", user=ANN, state="absent")
    assert one(station, container="shipdata", user=ANN, state="absent")["changed"]


def test_a_list_of_templates_that_has_changed(station: Station) -> None:
    seeded(station)
    stale = {"id": STRANGER, "name": "Old", "totalHours": 1, "attribute1": True, "attribute4": True}
    station.simulator.fault(method="GET", path="/keytemplates$", status=200, json=[stale])
    made = one(station, **READ)
    assert made["changed"]
    assert made["access"]["key_template"]["id"] != STRANGER
    assert made["access"]["key_template"]["name"]
    assert (station.calls(TEMPLATES), station.calls(SHARE)) == (2, 2)
    assert one(station, **READ)["access"] == made["access"]


def test_a_template_that_is_not_offered_any_more(station: Station) -> None:
    seeded(station)
    stale = {"id": STRANGER, "name": "Old", "totalHours": 5, "attribute2": True}
    station.simulator.fault(method="GET", path="/keytemplates$", status=200, json=[stale])
    with pytest.raises(InputError, match="no key template has the id or the name 'Old'"):
        one(station, container="shipdata", user=ANN, key_template="Old")


def test_a_user_whom_nobody_knows(station: Station) -> None:
    seeded(station)
    with pytest.raises(ApiError) as caught:
        one(station, **{**READ, "user": STRANGER})
    assert caught.value.status == 400
    assert "that is registered in Data Fabric" in str(caught.value)
    assert (station.calls(TEMPLATES), station.calls(SHARE)) == (2, 1)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "apply": True},
        {"status": 502},
        {"status": 504, "apply": True},
        {"drop": "after"},
        {"drop": "before"},
    ],
)
def test_a_lost_answer(hurried: Station, fault: dict[str, t.Any]) -> None:
    seeded(hurried)
    hurried.simulator.fault(method="POST", path="/accesses$", **fault)
    made = one(hurried, **READ, comment="Fleet")
    (row,) = rows(hurried.simulator)
    assert made["changed"]
    assert made["access"]["id"] == row["accessSharingId"]
    assert hurried.calls(SHARE) <= 2
    assert not one(hurried, **READ)["changed"]


def test_a_lost_answer_is_not_taken_for_an_older_row(hurried: Station) -> None:
    """The row of someone else with other addresses is there before; ours is another."""
    container = seeded(hurried)
    there = {"startIp": "192.0.2.1", "endIp": "192.0.2.1"}
    (old,) = hurried.simulator.seed_accesses(grant(container, auto_refreshed=False, ip_range=there))
    hurried.simulator.fault(method="POST", path="/accesses$", status=500)
    made = one(hurried, **READ, ip_range={"start": "192.0.2.2"})
    assert made["access"]["id"] != old
    assert [row["accessSharingId"] for row in good(hurried.simulator)] == [made["access"]["id"]]


def test_nothing_is_known_of_a_grant_and_the_next_run_finds_out(hurried: Station) -> None:
    seeded(hurried)
    hurried.simulator.fault(method="POST", path="/accesses$", status=500, times=2)
    with pytest.raises(UnknownStateError, match=r"Whether the grant to .* was created is not known"):
        one(hurried, **READ)
    assert one(hurried, **READ)["changed"]
    assert len(rows(hurried.simulator)) == 1


def test_many_lost_answers(hurried: Station) -> None:
    seeded(hurried)
    hurried.simulator.fault(method="POST", path="/accesses$", status=500, apply=True, times=0)
    access = [
        {"user": user, "rights": ["write"], "duration": d} for user in (ANN, BOB) for d in ("1h", "8h", "1 month")
    ]
    containers = [{"container": "shipdata", "access": access}]
    assert hurried.run(veracity_container_accesses, containers=containers)["changed"]
    assert len(rows(hurried.simulator)) == 6
    assert not hurried.run(veracity_container_accesses, containers=containers)["changed"]


def test_a_lost_answer_to_a_revocation(station: Station) -> None:
    station.options["retries"] = 3
    container = seeded(station)
    station.simulator.seed_accesses(grant(container))
    station.simulator.fault(method="PUT", path="/accesses/", status=500, apply=True)
    gone = one(station, container="shipdata", user=ANN, state="absent")
    assert gone["changed"]
    assert good(station.simulator) == []
    assert not one(station, container="shipdata", user=ANN, state="absent")["changed"]


def test_a_server_that_pages_although_all_was_asked_for(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(
        *[grant(container, f"{number:08x}-0000-4000-8000-000000000000") for number in range(1, 8)]
    )
    everything = rows(station.simulator)
    listed = [{name: value for name, value in row.items() if name != "revoked"} for row in everything]
    counts = {"resultsPerPage": 3, "totalPages": 3, "totalResults": 7}
    for page in (1, 2, 3):
        part = {"results": listed[3 * page - 3 : 3 * page], "page": page, **counts}
        station.simulator.fault(method="GET", path="/accesses$", status=200, json=part)
    last = listed[-1]["userId"]
    assert not one(station, **{**READ, "user": last}, renewable=True)["changed"]
    assert station.calls(ROWS) == 3


def _report(station: Station, results: t.Any, module: t.Any, params: dict[str, t.Any]) -> None:
    try:
        results.put(station.run(module, **params)["changed"])
    except VeracityError as error:
        results.put(str(error))


def at_once(station: Station, module: t.Any, params: dict[str, t.Any], count: int = 4) -> list[t.Any]:
    """Return, sorted, what several processes say that do the same at the same time."""
    results: t.Any = multiprocessing.get_context("fork").Queue()
    processes = [Process(target=_report, args=(station, results, module, params)) for _number in range(count)]
    for process in processes:
        process.start()
    changed = [results.get(timeout=60) for _process in processes]
    for process in processes:
        process.join()
    return sorted(changed)


def test_several_runs_at_once_make_one_grant(station: Station) -> None:
    station.simulator.settings(latency=0.1)
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, hours=8))
    assert at_once(station, veracity_container_access, READ) == [False, False, False, True]
    assert len(good(station.simulator)) == 1


def test_several_runs_at_once_on_many_containers(station: Station) -> None:
    station.simulator.settings(latency=0.02)
    station.simulator.seed(*[{"short_name": f"ship{number:04}"} for number in range(10)])
    access = [{"user": user, "rights": ["write"], "duration": d} for user in (ANN, BOB) for d in ("1h", "8h")]
    containers = [{"container": f"ship{number:04}", "access": access} for number in range(10)]
    outcomes = at_once(station, veracity_container_accesses, {"containers": containers}, 3)
    assert set(outcomes) <= {True, False}
    assert True in outcomes
    assert len(good(station.simulator)) == 40
    assert not station.run(veracity_container_accesses, containers=containers)["changed"]


def test_a_run_that_is_killed_between_the_grant_and_the_revocation(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container))
    station.simulator.fault(method="PUT", path="/accesses/", hang=60)
    queue = multiprocessing.get_context("fork").Queue()
    victim = Process(target=_report, args=(station, queue, veracity_container_access, WRITE))
    victim.start()
    while not [request for request in station.simulator.requests() if request["method"] == "PUT"]:
        time.sleep(0.01)
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    station.simulator.clear_faults()
    assert len(good(station.simulator)) == 2
    station.simulator.clear_requests()
    repaired = one(station, **WRITE)
    assert repaired["changed"]
    assert len(repaired["revoked"]) == 1
    assert station.calls(SHARE) == 0
    assert [row["attribute2"] for row in good(station.simulator)] == [True]
    assert not one(station, **WRITE)["changed"]


def test_a_run_that_waits_for_another_says_so(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded(station)
    lock = SafeDirectory.lock
    waited: list[str] = []

    def slow(self: SafeDirectory, name: str, **options: t.Any) -> t.Any:
        if ".alone-access-" in name:
            waited.append(name)
            now = station.clock.monotonic()
            with monkeypatch.context() as patch:
                patch.setattr(station.clock, "monotonic", lambda: now + 3.0)
                assert options["meanwhile"]() is False
                assert options["meanwhile"]() is False
        return lock(self, name, **options)

    monkeypatch.setattr(SafeDirectory, "lock", slow)
    assert one(station, **READ)["changed"]
    (name,) = waited
    assert name.startswith("v1-")
    text = "waiting for another run that changes the access to container shipdata"
    assert station.lines.count(text) == 1


def test_without_a_place_to_remember_it_warns_and_works(station: Station, tmp_path: Path) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container))
    (tmp_path / "file").write_text("")
    station.directory = tmp_path / "file" / "nothing"
    assert one(station, **READ)["changed"]
    assert len([text for text in station.warnings if "no private directory to store which grants" in text]) == 1
    assert len(good(station.simulator)) == 1
