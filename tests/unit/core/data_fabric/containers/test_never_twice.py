# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing is created twice, whatever happens on the way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ConnectionFailedError,
    StateError,
    UnknownStateError,
    VeracityError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_container, veracity_containers
from tests.simulator.fixture import Simulator
from tests.unit.support.station import CREATE, DELETE, LIST, SHIP, Station

WINDOW = 901.0
Process = multiprocessing.get_context("fork").Process


def test_without_waiting_the_next_run_waits_for_the_same_one(station: Station) -> None:
    asked = station.run(veracity_container, **SHIP, wait=False)
    assert asked["changed"]
    assert asked["container"]["state"] == "provisioning"
    again = station.run(veracity_container, **SHIP, wait=False)
    assert not again["changed"]
    assert again["container"] == asked["container"]
    predicted = station.run(veracity_container, check_mode=True, **SHIP)
    found = station.run(veracity_container, **SHIP)
    assert not predicted["changed"]
    assert not found["changed"]
    assert found["container"]["id"] == asked["container"]["id"]
    assert found["container"]["state"] == "present"
    assert station.calls(CREATE) == 1
    assert station.journal().creation("shipdata") is None


def test_what_was_asked_for_can_be_addressed_by_its_id(station: Station) -> None:
    identifier = station.run(veracity_container, **SHIP, wait=False)["container"]["id"]
    found = station.run(veracity_container, id=identifier, title="Other")
    assert found["changed"]
    assert found["container"]["title"] == "Other"


def test_a_description_that_was_edited_meanwhile_is_applied_when_it_is_visible(station: Station) -> None:
    station.run(veracity_container, **SHIP, wait=False)
    edited = station.run(veracity_container, **{**SHIP, "title": "Edited"})
    assert edited["changed"]
    assert edited["container"]["title"] == "Edited"
    assert (edited["diff"]["before"]["title"], edited["diff"]["after"]["title"]) == ("Ship data", "Edited")
    assert station.calls(CREATE) == 1


def test_an_answer_lost_after_the_creation(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", drop="after")
    created = station.run(veracity_container, **SHIP)
    assert created["changed"]
    assert created["container"]["state"] == "present"
    assert station.there() == ["shipdata"]
    assert not station.run(veracity_container, **SHIP)["changed"]
    assert station.calls(CREATE) == 1


def test_a_server_error_after_the_creation(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", status=500, apply=True)
    assert station.run(veracity_container, **SHIP)["changed"]
    assert station.there() == ["shipdata"]


def test_an_answer_lost_before_the_creation(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", drop="before")
    with pytest.raises(UnknownStateError) as caught:
        station.run(veracity_container, **SHIP, wait_timeout=0.3)
    assert "Container shipdata: Veracity did not answer the request to create it" in str(caught.value)
    assert "the next run looks for it before it creates anything" in str(caught.value)
    with pytest.raises(UnknownStateError, match=r"It may appear until 20.*Z"):
        station.run(veracity_container, **SHIP, wait_timeout=0.3)
    with pytest.raises(UnknownStateError):
        station.run(veracity_container, **SHIP, wait=False)
    assert station.calls(CREATE) == 1
    station.clock.offset = WINDOW
    assert station.run(veracity_container, **SHIP)["changed"]
    assert station.there() == ["shipdata"]


def test_a_run_that_looks_until_the_time_is_over_creates_it(station: Station) -> None:
    station.journal().claim(["shipdata"])
    timer = threading.Timer(0.3, lambda: setattr(station.clock, "offset", WINDOW))
    timer.start()
    created = station.run(veracity_container, **SHIP)
    timer.join()
    assert created["changed"]
    assert created["container"]["state"] == "present"
    assert station.there() == ["shipdata"]


def test_an_accepted_creation_that_never_appears(station: Station) -> None:
    station.simulator.settings(provisioning_fails=True)
    with pytest.raises(WaitTimeoutError):
        station.run(veracity_container, **SHIP, wait_timeout=0.2)
    with pytest.raises(WaitTimeoutError, match="does not create a second one"):
        station.run(veracity_container, **SHIP, wait_timeout=0.2)
    assert station.calls(CREATE) == 1
    station.simulator.settings(provisioning_fails=False)
    station.clock.offset = WINDOW
    assert station.run(veracity_container, **SHIP)["changed"]
    assert station.calls(CREATE) == 2


def test_a_connection_that_was_refused_is_forgotten(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client

    def refuse(self: Client, path: str, **options: t.Any) -> t.NoReturn:
        raise ConnectionFailedError("refused")

    with monkeypatch.context() as patch:
        patch.setattr(Client, "post", refuse)
        with pytest.raises(ConnectionFailedError):
            station.run(veracity_container, **SHIP)
    assert station.run(veracity_container, **SHIP)["changed"]


def _run_and_report(station: Station, results: t.Any) -> None:
    try:
        results.put(station.run(veracity_container, **SHIP)["changed"])
    except VeracityError as error:
        results.put(str(error))


def test_two_processes_at_once(station: Station) -> None:
    station.simulator.settings(latency=0.1)
    results: t.Any = multiprocessing.get_context("fork").Queue()
    processes = [Process(target=_run_and_report, args=(station, results)) for _number in range(4)]
    for process in processes:
        process.start()
    changed = [results.get(timeout=30) for _process in processes]
    for process in processes:
        process.join()
    assert sorted(changed) == [False, False, False, True]
    assert station.there() == ["shipdata"]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_run_that_is_killed_while_it_asks(station: Station, arrived: bool) -> None:
    station.simulator.fault(method="POST", path="/container$", hang=30, **({"apply": True} if arrived else {}))
    victim = Process(target=_run_and_report, args=(station, multiprocessing.get_context("fork").Queue()))
    victim.start()
    while station.journal().creation("shipdata") is None:
        time.sleep(0.01)
    while (
        not [
            request
            for request in station.simulator.requests()
            if request["method"] == "POST" and request["path"].endswith("/container")
        ]
        and arrived
    ):
        time.sleep(0.01)
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    station.simulator.clear_faults()
    if not arrived:
        with pytest.raises(UnknownStateError):
            station.run(veracity_container, **SHIP, wait_timeout=0.3)
        station.clock.offset = WINDOW
    station.run(veracity_container, **SHIP)
    assert station.there() == ["shipdata"]


def test_a_run_that_is_killed_while_it_waits(station: Station) -> None:
    station.simulator.settings(visibility_delay=1.0)
    victim = Process(target=_run_and_report, args=(station, multiprocessing.get_context("fork").Queue()))
    victim.start()
    while (entry := station.journal().creation("shipdata")) is None or entry.id is None:
        time.sleep(0.01)
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    found = station.run(veracity_container, **SHIP)
    assert not found["changed"]
    assert found["container"]["id"] == entry.id
    assert station.calls(CREATE) == 1


def test_another_run_that_was_told_no_leaves_the_creation_to_us(station: Station) -> None:
    station.journal().claim(["shipdata"])
    timer = threading.Timer(0.3, lambda: station.journal().forget(["shipdata"]))
    timer.start()
    assert station.run(veracity_container, **SHIP)["changed"]
    timer.join()
    assert station.there() == ["shipdata"]


def test_a_conflict_with_what_someone_else_just_created_as_described(station: Station) -> None:
    station.simulator.fault(method="GET", path="/resources$", status=200, json=[])
    station.simulator.settings(short_name_conflict=True)
    station.simulator.seed({"short_name": "shipdata", "title": "Ship data"})
    found = station.run(veracity_container, **SHIP)
    assert not found["changed"]
    assert found["container"]["state"] == "present"
    assert station.calls(CREATE) == 1


def test_a_conflict_with_something_else(station: Station) -> None:
    station.simulator.fault(method="GET", path="/resources$", status=200, json=[])
    station.simulator.settings(short_name_conflict=True)
    station.simulator.seed({"short_name": "shipdata", "title": "Other"})
    with pytest.raises(StateError, match="with another title"):
        station.run(veracity_container, **SHIP)


def test_a_conflict_with_what_cannot_be_seen(station: Station) -> None:
    station.simulator.settings(short_name_conflict=True)
    station.simulator.seed({"short_name": "shipdata", "owner": "b1d6f0a3-2c47-4f5e-8a90-6de1c3b7f452"})
    with pytest.raises(StateError, match="The short name is taken"):
        station.run(veracity_container, **SHIP)
    assert station.journal().creation("shipdata") is None


def test_what_arrived_is_not_waited_for_again(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", drop="after")
    station.simulator.settings(visibility_delay=0.4)
    with pytest.raises(UnknownStateError):
        station.run(veracity_container, **SHIP, wait=False)
    time.sleep(0.5)
    assert not station.run(veracity_container, **SHIP)["changed"]
    assert station.journal().creation("shipdata") is None
    station.run(veracity_container, short_name="shipdata", state="absent")
    assert station.run(veracity_container, **SHIP, wait=False)["changed"]


def test_deletion_of_what_is_still_being_created(station: Station) -> None:
    station.run(veracity_container, **SHIP, wait=False)
    with pytest.raises(StateError, match="still being created"):
        station.run(veracity_container, short_name="shipdata", state="absent", wait=False)
    assert station.run(veracity_container, check_mode=True, short_name="shipdata", state="absent")["changed"]
    deleted = station.run(veracity_container, short_name="shipdata", state="absent")
    assert deleted["changed"]
    assert station.there() == []
    assert station.journal().creation("shipdata") is None


def test_a_deletion_that_was_not_waited_for(station: Station) -> None:
    station.simulator.settings(deletion_delay=1.5)
    (dying,) = station.simulator.seed({"short_name": "shipdata"})
    assert station.run(veracity_container, short_name="shipdata", state="absent", wait=False)["changed"]
    assert not station.run(veracity_container, short_name="shipdata", state="absent", wait=False)["changed"]
    assert not station.run(veracity_container, id=dying, state="absent", wait=False)["changed"]
    assert station.calls(DELETE) == 1
    created = station.run(veracity_container, **SHIP)
    assert created["changed"]
    assert created["container"]["id"] != dying
    waited = station.run(veracity_container, id=dying, state="absent")
    assert not waited["changed"]
    assert station.there() == ["shipdata"]


def test_a_container_that_goes_while_we_delete_it(station: Station) -> None:
    station.simulator.seed({"short_name": "shipdata"})
    station.simulator.fault(method="DELETE", path="/container/", status=404, apply=True)
    assert station.run(veracity_container, short_name="shipdata", state="absent")["container"] is None
    assert station.there() == []


def test_without_a_place_to_remember_it_warns_once_and_works(station: Station, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    station.directory = tmp_path / "file" / "nothing"
    containers = [{**SHIP, "short_name": name} for name in ("shipdata", "otherdata")]
    assert station.run(veracity_containers, containers=containers)["changed"]
    assert len([line for line in station.warnings if "private directory to store" in line]) == 1


def test_the_listing_is_what_counts(station: Station, simulator: Simulator) -> None:
    """A container that its own address shows but the listing does not would be created again by the next run."""
    simulator.fault(method="GET", path="/resources$", status=200, json=[], times=3)
    created = station.run(veracity_container, **SHIP)
    assert created["container"]["state"] == "present"
    assert station.calls(LIST) == 4
    assert not station.run(veracity_container, **SHIP)["changed"]
