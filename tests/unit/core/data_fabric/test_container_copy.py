# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies: one, whatever happens on the way."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import OWN_USE
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    InputError,
    StateError,
    UnknownStateError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container,
    veracity_container_copy,
    veracity_container_group,
)
from tests.unit.support.key_support import SHARE, grant
from tests.unit.support.station import Station
from tests.unit.support.stewardship import ME, NOBODY, PROVISIONING, agreed, at_once, killed, unchanged

COPY = f"POST {PROVISIONING}/container/copycontainer"
PATH = "/container/copycontainer$"
WINDOW = 901.0
YEAR: dict[str, t.Any] = {
    "source": "shipdata",
    "short_name": "shipdata2026",
    "may_contain_personal_data": False,
    "title": "2026",
}


@pytest.fixture
def shipdata(station: Station) -> str:
    """Return the id of the container that is copied."""
    (container,) = station.simulator.seed({"short_name": "shipdata", "region": "westeurope"})
    return str(container)


def copies(station: Station) -> list[str]:
    """Return the ids of the copies."""
    return [entry["id"] for entry in station.simulator.containers() if entry["shortName"] == "shipdata2026"]


def test_copy_then_nothing_then_edit(station: Station, shipdata: str) -> None:
    made = agreed(
        station, veracity_container_copy, **YEAR, tags=["fleet"], icon={"id": "Ship", "background_color": "#5594aa"}
    )
    assert made["changed"]
    assert made["access_granted"] is True
    (row,) = station.simulator.accesses()
    assert (row["comment"], row["userId"], row["accessSharingId"]) == (OWN_USE, ME, made["access_id"])
    shown = made["container"]
    assert (shown["short_name"], shown["region"], shown["state"]) == ("shipdata2026", "westeurope", "present")
    assert (shown["title"], shown["tags"], shown["icon"]["id"]) == ("2026", ["fleet"], "Ship")
    assert shown["may_contain_personal_data"] is False
    assert made["diff"]["before_header"] == "container shipdata2026, a copy of shipdata"
    with station.watched():
        again = station.run(veracity_container_copy, **YEAR)
        assert (station.simulator.counters()["reads"], station.writes) == (1, 0)
    assert not again["changed"]
    assert again["container"] == shown
    assert (again["access_id"], again["access_granted"]) == (None, False)
    edited = agreed(station, veracity_container_copy, **{**YEAR, "title": "Year 2026"})
    assert edited["changed"]
    assert edited["container"]["title"] == "Year 2026"
    assert station.calls(COPY) == 0
    station.run(veracity_container, short_name="shipdata", state="absent")
    assert not station.run(veracity_container_copy, **{**YEAR, "title": "Year 2026"})["changed"]


def test_check_mode_shows_the_region(station: Station, shipdata: str) -> None:
    predicted = station.run(veracity_container_copy, check_mode=True, **YEAR)
    assert predicted["container"]["region"] == "westeurope"
    assert (predicted["access_id"], predicted["access_granted"]) == (None, True)
    assert station.simulator.accesses() == []


def test_a_grant_that_suits_is_used(station: Station, shipdata: str) -> None:
    grant(station, shipdata, "write")
    suitable = grant(station, shipdata, "read list")
    made = agreed(station, veracity_container_copy, **YEAR, ensure_access=False)
    assert (made["access_id"], made["access_granted"]) == (suitable, False)
    assert station.calls(SHARE) == 0


def test_a_grant_that_is_named_is_used(station: Station, shipdata: str) -> None:
    grant(station, shipdata, "read list")
    other = grant(station, shipdata, "read write list")
    assert agreed(station, veracity_container_copy, **YEAR, access_id=other.upper())["access_id"] == other


def test_a_grant_that_was_revoked_elsewhere(station: Station, shipdata: str) -> None:
    good = grant(station, shipdata, "read list")
    revoked = grant(station, shipdata, "read list")
    station.simulator.revoke(revoked)
    made = station.run(veracity_container_copy, **YEAR)
    assert made["access_id"] == good
    assert len(copies(station)) == 1


def test_a_container_of_someone_else(station: Station) -> None:
    (theirs,) = station.simulator.seed({"short_name": "theirs", "access_level": "consumer"})
    with pytest.raises(StateError, match="ensure_access creates a grant, which only"):
        station.run(veracity_container_copy, check_mode=True, **{**YEAR, "source": theirs})
    with pytest.raises(StateError, match="ensure_access creates a grant, which only"):
        station.run(veracity_container_copy, **{**YEAR, "source": theirs})
    assert copies(station) == []
    grant(station, theirs, "read list")
    assert agreed(station, veracity_container_copy, **{**YEAR, "source": theirs})["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_without_a_grant(station: Station, shipdata: str, check_mode: bool) -> None:
    grant(station, shipdata, "write")
    with pytest.raises(StateError, match="Owning a container does not give a key"):
        station.run(veracity_container_copy, check_mode=check_mode, **YEAR, ensure_access=False)
    assert station.journal().creation("shipdata2026") is None


def test_a_grant_that_does_not_suit(station: Station, shipdata: str) -> None:
    unfit = grant(station, shipdata, "write")
    with pytest.raises(ApiError, match="Veracity refuses to copy shipdata") as caught:
        station.run(veracity_container_copy, **YEAR, access_id=unfit)
    assert "Container shipdata2026: " in str(caught.value)
    assert "does not let this application read and list it" in str(caught.value)
    assert station.journal().creation("shipdata2026") is None
    assert station.run(veracity_container_copy, **YEAR)["changed"]


def test_a_short_name_that_is_taken(station: Station, shipdata: str) -> None:
    station.simulator.settings(short_name_conflict=True)
    station.simulator.seed({"short_name": "shipdata2026", "owner": "b1d6f0a3-2c47-4f5e-8a90-6de1c3b7f452"})
    with pytest.raises(ApiError, match="or the short name is taken"):
        station.run(veracity_container_copy, **YEAR)
    assert station.journal().creation("shipdata2026") is None


def test_into_a_group(station: Station, shipdata: str) -> None:
    with pytest.raises(StateError, match="There is no group with the id or the title Archive"):
        station.run(veracity_container_copy, **YEAR, group="Archive")
    assert station.run(veracity_container_copy, check_mode=True, **YEAR, group="Archive")["changed"]
    assert station.warnings[-1].startswith("Group Archive does not exist yet")
    group = station.run(veracity_container_group, title="Archive")["group"]
    made = agreed(station, veracity_container_copy, **YEAR, group="archive")
    (found,) = station.simulator.groups()
    assert [identifier.lower() for identifier in found["resourceIds"]] == [made["container"]["id"]]
    assert group["id"] == found["id"].lower()


def test_what_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match="owns no container with the short name shipdata"):
        station.run(veracity_container_copy, **YEAR)
    with pytest.raises(StateError, match="no container with the id"):
        station.run(veracity_container_copy, check_mode=True, **{**YEAR, "source": NOBODY})
    predicted = station.run(veracity_container_copy, check_mode=True, **YEAR)
    assert predicted["changed"]
    station.simulator.seed({"short_name": "shipdata"})
    assert station.run(veracity_container_copy, **YEAR)["diff"] == predicted["diff"]


@pytest.mark.parametrize(
    "change",
    [
        {"short_name": "shipdata"},
        {"short_name": "Ship"},
        {"source": "Ship data"},
        {"access_id": "mine"},
        {"group": ""},
    ],
)
def test_wrong_options_reach_nobody(station: Station, change: dict[str, t.Any]) -> None:
    with pytest.raises(InputError):
        station.run(veracity_container_copy, **{**YEAR, **change})
    assert station.simulator.requests() == []


def test_a_copy_needs_the_flag(station: Station, shipdata: str) -> None:
    with pytest.raises(InputError, match="may_contain_personal_data is required"):
        station.run(veracity_container_copy, source="shipdata", short_name="shipdata2026")
    station.run(veracity_container_copy, **YEAR)
    with pytest.raises(StateError, match="may_contain_personal_data is false and cannot be changed"):
        station.run(veracity_container_copy, **{**YEAR, "may_contain_personal_data": True})


def test_a_source_that_goes_meanwhile(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="GET", path="/accesses$", status=404)
    with pytest.raises(StateError, match="Container shipdata: it no longer exists"):
        station.run(veracity_container_copy, **YEAR)
    station.simulator.fault(method="POST", path=PATH, status=404)
    with pytest.raises(StateError, match="Container shipdata: it no longer exists"):
        station.run(veracity_container_copy, **YEAR)
    assert station.journal().creation("shipdata2026") is None


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"status": 500, "apply": True}])
def test_an_answer_that_is_lost_after_the_deed(station: Station, shipdata: str, fault: dict[str, t.Any]) -> None:
    station.simulator.fault(method="POST", path=PATH, **fault)
    made = station.run(veracity_container_copy, **YEAR)
    assert made["changed"]
    assert made["container"]["id"] in copies(station)
    assert len(copies(station)) == 1
    unchanged(station, veracity_container_copy, **YEAR)


def test_an_answer_that_is_lost_before_the_deed(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path=PATH, drop="before")
    for _run in range(2):
        with pytest.raises(UnknownStateError, match="shipdata2026: "):
            station.run(veracity_container_copy, **YEAR, wait_timeout=0.2)
    assert station.calls(COPY) == 1
    station.clock.offset = WINDOW
    assert station.run(veracity_container_copy, **YEAR)["changed"]
    assert len(copies(station)) == 1


def test_a_grant_that_is_not_made(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path="/accesses$", status=403)
    with pytest.raises(ApiError, match=r"Container shipdata: POST is not allowed here"):
        station.run(veracity_container_copy, **YEAR)
    assert station.journal().creation("shipdata2026") is None
    assert station.run(veracity_container_copy, **YEAR)["changed"]


def test_a_lost_answer_to_the_grant_makes_no_second_one(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path="/accesses$", drop="after")
    assert station.run(veracity_container_copy, **YEAR)["changed"]
    assert len(station.simulator.accesses()) == 1


def test_a_run_that_is_killed_before_the_answer(station: Station, shipdata: str) -> None:
    killed(station, veracity_container_copy, "POST", PATH, **YEAR)
    station.run(veracity_container_copy, **YEAR)
    assert len(copies(station)) == 1
    assert station.calls(COPY) == 1


def test_a_run_that_is_killed_between_grant_and_copy(station: Station, shipdata: str) -> None:
    killed(station, veracity_container_copy, "POST", "/accesses$", **YEAR)
    with pytest.raises(UnknownStateError):
        station.run(veracity_container_copy, **YEAR, wait_timeout=0.2)
    station.clock.offset = WINDOW
    station.run(veracity_container_copy, **YEAR)
    assert len(copies(station)) == 1
    assert len(station.simulator.accesses()) == 1


def test_runs_at_the_same_time(station: Station, shipdata: str) -> None:
    station.simulator.settings(latency=0.05)
    assert sorted(at_once(station, veracity_container_copy, 4, **YEAR)) == [False, False, False, True]
    assert len(copies(station)) == 1
    assert len(station.simulator.accesses()) == 1


def test_who_waits_for_the_copy_of_another_run_made_no_grant(station: Station, shipdata: str) -> None:
    station.simulator.settings(latency=0.05)
    granted = at_once(station, veracity_container_copy, 4, result="access_granted", **YEAR, wait_interval=0.2)
    assert sorted(granted) == [False, False, False, True]


def test_without_waiting(station: Station, shipdata: str) -> None:
    asked = station.run(veracity_container_copy, **YEAR, wait=False)
    assert asked["changed"]
    assert asked["container"]["state"] == "provisioning"
    assert not station.run(veracity_container_copy, **YEAR, wait=False)["changed"]
    assert not station.run(veracity_container_copy, **YEAR)["changed"]
    assert station.calls(COPY) == 1


def test_waiting_is_limited(station: Station, shipdata: str) -> None:
    station.simulator.settings(visibility_delay=60)
    with pytest.raises(WaitTimeoutError, match="Container shipdata2026: Veracity accepted its creation"):
        station.run(veracity_container_copy, **YEAR, wait_timeout=0.2)
