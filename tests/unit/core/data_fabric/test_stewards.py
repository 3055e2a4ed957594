# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data stewards, one and many."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_steward,
    veracity_container_steward_info,
    veracity_container_stewards,
)
from tests.unit.support.station import Station
from tests.unit.support.stewardship import (
    CONSUMER,
    DATA,
    MANAGER,
    ME,
    NOBODY,
    agreed,
    at_once,
    killed,
    shipdata,
    unchanged,
)

__all__ = ["shipdata"]

NAME = f"POST {DATA}/resources/{{id}}/datastewards/{{id}}"
REMOVE = f"DELETE {DATA}/resources/{{id}}/datastewards/{{id}}"
PATH = "/datastewards/"


def there(station: Station) -> dict[str, str]:
    """Return the comments of all stewards by their ids."""
    return {entry["userId"]: entry.get("comment") or "" for entry in station.simulator.stewards()}


@pytest.mark.parametrize("upsert", [True, False])
def test_name_comment_remove(station: Station, shipdata: str, upsert: bool) -> None:
    station.simulator.settings(steward_upsert=upsert)
    named = agreed(station, veracity_container_steward, container="shipdata", user=MANAGER, comment="Operations")
    assert named["changed"]
    assert named["steward"] == {
        "container": "shipdata",
        "container_id": shipdata,
        "user": MANAGER,
        "granted_by": ME,
        "comment": "Operations",
    }
    assert named["diff"]["after"] == {"stewards": [{"user": MANAGER, "comment": "Operations"}]}
    for params in ({}, {"comment": "Operations"}, {"user": f"{{{MANAGER.upper()}}}"}):
        wanted = {"container": shipdata.upper(), "user": MANAGER, **params}
        assert unchanged(station, veracity_container_steward, **wanted)["steward"] == named["steward"]
    changed = agreed(station, veracity_container_steward, container="shipdata", user=MANAGER, comment="")
    assert changed["changed"]
    assert changed["steward"]["comment"] == ""
    assert station.calls(REMOVE) == (0 if upsert else 1)
    removed = agreed(station, veracity_container_steward, container="shipdata", user=MANAGER, state="absent")
    assert removed["changed"]
    assert removed["steward"] is None
    assert there(station) == {}
    unchanged(station, veracity_container_steward, container="shipdata", user=MANAGER, state="absent")


def test_a_diff_is_about_the_one_steward(station: Station, shipdata: str) -> None:
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": CONSUMER, "comment": "Other"})
    named = agreed(station, veracity_container_steward, container="shipdata", user=MANAGER)
    assert named["diff"]["before"] == {"stewards": []}
    assert set(there(station)) == {MANAGER, CONSUMER}


def test_calls(station: Station, shipdata: str) -> None:
    with station.watched():
        station.run(veracity_container_steward, container="shipdata", user=MANAGER)
        assert station.simulator.counters()["reads"] == 2
        assert station.writes == 1


def test_what_is_not_there(station: Station, shipdata: str) -> None:
    for container, text in (("otherdata", "owns no container with the short name otherdata"), (NOBODY, "with the id")):
        with pytest.raises(StateError, match=text):
            station.run(veracity_container_steward, container=container, user=MANAGER)
    with pytest.raises(StateError, match="with the id"):
        station.run(veracity_container_steward, check_mode=True, container=NOBODY, user=MANAGER)
    predicted = station.run(veracity_container_steward, check_mode=True, container="otherdata", user=MANAGER)
    assert predicted["changed"]
    assert predicted["steward"]["container"] == "otherdata"
    assert "Check mode assumes that an earlier task creates it" in station.warnings[-1]
    gone = {"container": "otherdata", "user": MANAGER, "state": "absent"}
    assert not station.run(veracity_container_steward, check_mode=True, **gone)["changed"]


@pytest.mark.parametrize("params", [{"user": "someone"}, {"container": "Ship data"}])
def test_wrong_options_reach_nobody(station: Station, params: dict[str, str]) -> None:
    with pytest.raises(InputError):
        station.run(veracity_container_steward, **{"container": "shipdata", "user": MANAGER, **params})
    assert station.simulator.requests() == []


def test_a_user_that_nobody_knows(station: Station, shipdata: str) -> None:
    with pytest.raises(ApiError, match="Container shipdata: ") as caught:
        station.run(veracity_container_steward, container="shipdata", user=NOBODY)
    assert "must be registered in Data Fabric" in str(caught.value)


@pytest.mark.parametrize("level", ["consumer", "dataSteward"])
@pytest.mark.parametrize("check_mode", [True, False])
def test_who_is_not_the_owner(station: Station, level: str, check_mode: bool) -> None:
    (container,) = station.simulator.seed({"short_name": "theirs", "access_level": level})
    with station.watched():
        with pytest.raises(StateError, match=f"access level {level}") as caught:
            station.run(veracity_container_steward, check_mode=check_mode, container=container, user=MANAGER)
        assert "Only the owner of a container" in str(caught.value)
        assert station.writes == 0


def test_who_is_the_owner_no_more(station: Station, shipdata: str) -> None:
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER})
    station.simulator.fault(method="DELETE", path=PATH, status=403)
    with pytest.raises(ForbiddenError, match="Only the owner of a container can add and remove its data stewards"):
        station.run(veracity_container_steward, container="shipdata", user=MANAGER, state="absent")
    station.simulator.fault(method="POST", path=PATH, status=403)
    with pytest.raises(ForbiddenError, match="Only the owner of a container can add and remove its data stewards"):
        station.run(veracity_container_steward, container="shipdata", user=CONSUMER)


def test_a_container_that_vanishes_meanwhile(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="GET", path="/datastewards$", status=404)
    with pytest.raises(StateError, match="Container shipdata: it no longer exists"):
        station.run(veracity_container_steward, container="shipdata", user=MANAGER)
    station.simulator.fault(method="POST", path=PATH, status=404)
    with pytest.raises(StateError, match="Container shipdata: it no longer exists"):
        station.run(veracity_container_steward, container="shipdata", user=MANAGER)


def test_a_steward_who_is_gone_meanwhile(station: Station, shipdata: str) -> None:
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER})
    station.simulator.fault(method="DELETE", path=PATH, status=404, apply=True)
    assert station.run(veracity_container_steward, container="shipdata", user=MANAGER, state="absent")["changed"]


LOST = [{"drop": "after"}, {"drop": "before"}, {"status": 502, "apply": True}, {"status": 500}]


@pytest.mark.parametrize("upsert", [True, False])
@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("before", [None, "Old"])
def test_an_answer_that_is_lost(
    station: Station, shipdata: str, upsert: bool, fault: dict[str, t.Any], before: str | None
) -> None:
    station.simulator.settings(steward_upsert=upsert)
    if before is not None:
        station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER, "comment": before})
    station.simulator.fault(method="POST", path=PATH, **fault)
    named = station.run(veracity_container_steward, container="shipdata", user=MANAGER, comment="New")
    assert named["changed"]
    assert named["steward"]["comment"] == "New"
    assert there(station) == {MANAGER: "New"}
    unchanged(station, veracity_container_steward, container="shipdata", user=MANAGER, comment="New")


def test_answers_that_are_lost_for_good(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path=PATH, drop="before", times=0)
    with pytest.raises(UnknownStateError, match=f"Container shipdata: Whether the data steward {MANAGER} was added"):
        station.run(veracity_container_steward, container="shipdata", user=MANAGER)


@pytest.mark.parametrize("drop", ["before", "after"])
def test_an_answer_to_a_removal_that_is_lost(station: Station, shipdata: str, drop: str) -> None:
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER})
    station.simulator.fault(method="DELETE", path=PATH, drop=drop)
    assert station.run(veracity_container_steward, container="shipdata", user=MANAGER, state="absent")["changed"]
    assert there(station) == {}


def test_a_steward_who_is_removed_and_refused(station: Station, shipdata: str) -> None:
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER, "comment": "Old"})
    station.simulator.fault(method="POST", path=PATH, status=400, times=2)
    wanted = {"container": "shipdata", "user": MANAGER, "comment": "New"}
    with pytest.raises(BulkError, match="was removed to change its comment") as caught:
        station.run(veracity_container_steward, **wanted)
    assert caught.value.result["changed"]
    assert caught.value.result["steward"] is None
    assert station.run(veracity_container_steward, **wanted)["changed"]
    assert there(station) == {MANAGER: "New"}


def test_a_run_that_is_killed_before_the_answer(station: Station, shipdata: str) -> None:
    wanted = {"container": "shipdata", "user": MANAGER, "comment": "Operations"}
    killed(station, veracity_container_steward, "POST", PATH, **wanted)
    unchanged(station, veracity_container_steward, **wanted)


@pytest.mark.parametrize("upsert", [True, False])
def test_runs_at_the_same_time(station: Station, shipdata: str, upsert: bool) -> None:
    station.simulator.settings(steward_upsert=upsert, latency=0.05)
    found = at_once(station, veracity_container_steward, 4, container="shipdata", user=MANAGER, comment="One")
    assert set(found) <= {True, False}
    assert there(station) == {MANAGER: "One"}


def test_many(station: Station, shipdata: str) -> None:
    (other,) = station.simulator.seed({"short_name": "otherdata"})
    station.simulator.seed_stewards(
        {"container_id": shipdata, "user_id": CONSUMER, "comment": "Old"},
        {"container_id": other, "user_id": MANAGER, "comment": "Same"},
    )
    containers = [
        {"container": "shipdata", "stewards": [{"user": MANAGER, "comment": "New"}]},
        {"container": other, "stewards": [{"user": MANAGER}]},
    ]
    added = agreed(station, veracity_container_stewards, containers=containers)
    assert [outcome["changed"] for outcome in added["outcomes"]] == [True, False]
    assert len(added["diff"]) == 1
    assert len(there(station)) == 2
    pruned = agreed(station, veracity_container_stewards, containers=containers, prune=True)
    assert [outcome["changed"] for outcome in pruned["outcomes"]] == [True, False]
    assert [steward["user"] for steward in pruned["outcomes"][0]["pruned"]] == [CONSUMER]
    assert [steward["user"] for steward in pruned["outcomes"][0]["stewards"]] == [MANAGER]
    assert pruned["outcomes"][1]["container_id"] == other
    with station.watched():
        again = station.run(veracity_container_stewards, containers=containers, prune=True)
        assert not again["changed"]
        assert again["diff"] == []
        assert (station.simulator.counters()["reads"], station.writes) == (3, 0)
    left = [{"container": "shipdata"}, {"container": "otherdata", "stewards": []}]
    emptied = agreed(station, veracity_container_stewards, containers=left, prune=True)
    assert [outcome["changed"] for outcome in emptied["outcomes"]] == [False, True]


def test_of_many_one_fails(station: Station, shipdata: str) -> None:
    station.simulator.seed({"short_name": "otherdata"})
    containers = [
        {"container": name, "stewards": [{"user": user}]}
        for name, user in (("shipdata", NOBODY), ("missing1", MANAGER), ("otherdata", MANAGER))
    ]
    with pytest.raises(BulkError, match="2 of 3 containers failed") as caught:
        station.run(veracity_container_stewards, containers=containers)
    outcomes = caught.value.result["outcomes"]
    assert [outcome["failed"] for outcome in outcomes] == [True, True, False]
    assert [outcome["changed"] for outcome in outcomes] == [False, False, True]
    assert "owns no container" in outcomes[1]["msg"]


def test_of_many_two_are_the_same(station: Station, shipdata: str) -> None:
    two = [{"container": "shipdata"}, {"container": "shipdata"}]
    with pytest.raises(InputError, match=r"containers\[1\].container: shipdata is the same container"):
        station.run(veracity_container_stewards, containers=two)
    stewards = [{"user": MANAGER}, {"user": MANAGER.upper()}]
    with pytest.raises(InputError, match="described twice"):
        station.run(veracity_container_stewards, containers=[{"container": "shipdata", "stewards": stewards}])
    with pytest.raises(InputError, match="max_concurrency"):
        station.run(veracity_container_stewards, containers=[], max_concurrency=0)
    assert station.simulator.counters()["reads"] == 0
    two = [{"container": "shipdata"}, {"container": shipdata}]
    with pytest.raises(InputError, match="this is the same container as shipdata"):
        station.run(veracity_container_stewards, containers=two)


def test_listing(station: Station, shipdata: str) -> None:
    (stewarded,) = station.simulator.seed({"short_name": "theirs", "access_level": "dataSteward"})
    (consumed,) = station.simulator.seed({"short_name": "shared", "access_level": "consumer"})
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER, "comment": "Operations"})
    everything = station.run(veracity_container_steward_info)["stewards"]
    assert {entry["container_id"] for entry in everything} <= {shipdata, stewarded}
    assert {(entry["container"], entry["user"], entry["comment"]) for entry in everything} >= {
        ("shipdata", MANAGER, "Operations")
    }
    assert station.run(veracity_container_steward_info, container="shipdata")["stewards"][0]["user"] == MANAGER
    with pytest.raises(StateError, match="can list its data stewards"):
        station.run(veracity_container_steward_info, container=consumed)
    with pytest.raises(StateError, match="no container with the id"):
        station.run(veracity_container_steward_info, container=NOBODY)
    assert station.writes == 0


def test_listing_while_a_container_goes(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="GET", path="/datastewards$", status=404, times=2)
    assert station.run(veracity_container_steward_info)["stewards"] == []
    with pytest.raises(StateError, match="no longer exists"):
        station.run(veracity_container_steward_info, container="shipdata")
