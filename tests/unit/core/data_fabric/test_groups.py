# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of containers."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_group, veracity_container_group_info
from tests.unit.support.station import Station
from tests.unit.support.stewardship import DATA, NOBODY, agreed, at_once, killed, shipdata, unchanged

__all__ = ["shipdata"]

CREATE = f"POST {DATA}/groups"
FLEET: dict[str, t.Any] = {"title": "Fleet", "description": "Ships", "containers": ["shipdata"]}


def titles(station: Station) -> list[str]:
    """Return the titles of all groups."""
    return sorted(group["title"] for group in station.simulator.groups())


def test_create_change_delete(station: Station, shipdata: str) -> None:
    (other,) = station.simulator.seed({"short_name": "otherdata"})
    made = agreed(station, veracity_container_group, **FLEET)
    assert made["changed"]
    assert made["diff"]["before"] == {"state": "absent"}
    assert made["diff"]["after"]["containers"] == ["shipdata"]
    group = made["group"]
    assert group["container_ids"] == [shipdata]
    assert (group["title"], group["description"]) == ("Fleet", "Ships")
    for same in (FLEET, {"title": "FLEET"}, {"id": group["id"]}, {**FLEET, "containers": [shipdata, "shipdata"]}):
        assert unchanged(station, veracity_container_group, **same)["group"]["id"] == group["id"]
    changed = agreed(station, veracity_container_group, title="fleet", containers=[other, "shipdata"], sorting_order=2)
    assert changed["changed"]
    assert set(changed["group"]["container_ids"]) == {shipdata, other}
    assert changed["group"]["description"] == "Ships"
    assert changed["group"]["title"] == "Fleet"
    assert changed["group"]["sorting_order"] == 2.0
    unchanged(station, veracity_container_group, title="Fleet", containers=["shipdata", "otherdata"])
    renamed = agreed(station, veracity_container_group, id=group["id"], title="Ships", description="", containers=[])
    assert renamed["group"]["title"] == "Ships"
    assert renamed["group"]["container_ids"] == []
    found = station.run(veracity_container_group_info)["groups"]
    assert found == [{**renamed["group"], "sorting_order": 2.0}]
    assert titles(station) == ["Ships"]
    removed = agreed(station, veracity_container_group, title="ships", state="absent")
    assert removed["changed"]
    assert removed["group"] is None
    unchanged(station, veracity_container_group, title="ships", state="absent")
    unchanged(station, veracity_container_group, id=group["id"], state="absent")


def test_what_tasks_before_take_out_of_a_group_is_predicted(station: Station, shipdata: str) -> None:
    (other,) = station.simulator.seed({"short_name": "otherdata"})
    wanted: list[dict[str, t.Any]] = [
        {"title": "Fleet", "containers": ["otherdata"]},
        {"title": "Other", "containers": ["shipdata"], "taken": ["otherdata"]},
        {"title": "Third", "description": "x", "taken": ["otherdata", shipdata]},
    ]
    station.run(veracity_container_group, **FLEET)
    station.run(veracity_container_group, title="Other", containers=[other])
    station.run(veracity_container_group, title="Third")
    predicted = [station.run(veracity_container_group, check_mode=True, **group) for group in wanted]
    done = [station.run(veracity_container_group, **group) for group in wanted]
    assert [found["diff"] for found in predicted] == [found["diff"] for found in done]
    assert predicted[1]["diff"]["before"]["containers"] == []
    for group in wanted:
        unchanged(station, veracity_container_group, **group)


def test_what_is_taken_without_being_there_is_told_apart(station: Station, shipdata: str) -> None:
    station.run(veracity_container_group, **FLEET)
    found = station.run(veracity_container_group, check_mode=True, **{**FLEET, "taken": ["otherdata", NOBODY]})
    assert not found["changed"]
    assert station.warnings == []


def test_what_is_said_to_be_taken_and_is_there_is_taken_out(station: Station, shipdata: str) -> None:
    station.run(veracity_container_group, **FLEET)
    assert station.run(veracity_container_group, title="Fleet", containers=[], taken=["shipdata"])["changed"]
    assert station.simulator.groups()[0]["resourceIds"] == []


def test_description_is_empty_unless_given(station: Station) -> None:
    assert agreed(station, veracity_container_group, title="Empty")["group"]["description"] == ""
    unchanged(station, veracity_container_group, title="Empty")


def test_calls(station: Station, shipdata: str) -> None:
    station.run(veracity_container_group, **FLEET)
    with station.watched():
        station.run(veracity_container_group, **FLEET)
        assert station.simulator.counters()["reads"] == 2
    station.run(veracity_container_group, title="Empty")
    with station.watched():
        station.run(veracity_container_group, title="Empty")
        assert station.simulator.counters()["reads"] == 1


def test_listing(station: Station, shipdata: str) -> None:
    first = station.run(veracity_container_group, **FLEET)["group"]
    station.run(veracity_container_group, title="Other")
    assert len(station.run(veracity_container_group_info)["groups"]) == 2
    assert [found["id"] for found in station.run(veracity_container_group_info, title="FLEET")["groups"]] == [
        first["id"]
    ]
    assert len(station.run(veracity_container_group_info, id=first["id"].upper())["groups"]) == 1
    assert station.run(veracity_container_group_info, id=NOBODY)["groups"] == []


def test_several_of_a_title_are_told_apart_by_id(station: Station) -> None:
    first = station.run(veracity_container_group, title="Fleet")["group"]["id"]
    second = station.run(veracity_container_group, title="Other")["group"]["id"]
    station.run(veracity_container_group, id=second, title="fleet")
    with pytest.raises(StateError, match="2 groups have this title") as caught:
        station.run(veracity_container_group, title="Fleet", description="x")
    assert first in str(caught.value)
    assert second in str(caught.value)
    assert station.run(veracity_container_group, id=second, description="x")["group"]["description"] == "x"


def test_what_is_not_there(station: Station, shipdata: str) -> None:
    with pytest.raises(StateError, match="There is no group with the id"):
        station.run(veracity_container_group, id=NOBODY, title="Fleet")
    with pytest.raises(StateError, match="owns no container with the short name otherdata"):
        station.run(veracity_container_group, title="Fleet", containers=["otherdata"])
    with pytest.raises(StateError, match="no container with the id"):
        station.run(veracity_container_group, check_mode=True, title="Fleet", containers=[NOBODY])
    wanted = {"title": "Fleet", "containers": ["otherdata", "shipdata"]}
    predicted = station.run(veracity_container_group, check_mode=True, **wanted)
    assert "takes it as created" in station.warnings[-1]
    station.simulator.seed({"short_name": "otherdata"})
    done = station.run(veracity_container_group, **wanted)
    assert predicted["diff"] == done["diff"]


@pytest.mark.parametrize(
    "params",
    [
        {"title": " "},
        {"id": "fleet"},
        {"title": "Fleet", "containers": ["Ship data"]},
        {"title": "Fleet", "taken": ["Ship data"]},
        {},
    ],
)
def test_wrong_options_reach_nobody(station: Station, params: dict[str, t.Any]) -> None:
    with pytest.raises(InputError):
        station.run(veracity_container_group, **params)
    assert station.simulator.requests() == []


@pytest.mark.parametrize(
    "fault", [{"drop": "after"}, {"drop": "before"}, {"status": 500, "apply": True}, {"status": 503}]
)
def test_an_answer_that_is_lost(station: Station, shipdata: str, fault: dict[str, t.Any]) -> None:
    station.simulator.fault(method="POST", path="/groups$", **fault)
    assert station.run(veracity_container_group, **FLEET)["changed"]
    assert titles(station) == ["Fleet"]
    unchanged(station, veracity_container_group, **FLEET)


def test_answers_that_are_lost_for_good(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path="/groups$", drop="before", times=0)
    with pytest.raises(UnknownStateError, match="Group Fleet: whether it was made is not known"):
        station.run(veracity_container_group, **FLEET)


@pytest.mark.parametrize("drop", ["before", "after"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_answer_to_a_change_that_is_lost(station: Station, shipdata: str, drop: str, method: str) -> None:
    station.options = {"retries": 1}
    station.run(veracity_container_group, **FLEET)
    station.simulator.fault(method=method, path="/groups/", drop=drop)
    state = {"state": "absent"} if method == "DELETE" else {"description": "Other"}
    assert station.run(veracity_container_group, title="Fleet", **state)["changed"]
    unchanged(station, veracity_container_group, title="Fleet", **state)


def test_a_group_that_is_gone_meanwhile(station: Station, shipdata: str) -> None:
    station.run(veracity_container_group, **FLEET)
    station.simulator.fault(method="PUT", path="/groups/", status=404)
    with pytest.raises(StateError, match="Group Fleet: it is not there any more"):
        station.run(veracity_container_group, title="Fleet", description="Other")
    station.simulator.fault(method="DELETE", path="/groups/", status=404, apply=True)
    assert station.run(veracity_container_group, title="Fleet", state="absent")["changed"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_container_that_is_gone_meanwhile(station: Station, shipdata: str, method: str) -> None:
    if method == "PUT":
        station.run(veracity_container_group, title="Fleet")
    station.simulator.fault(method=method, path="/groups", status=400)
    with pytest.raises(ApiError, match=r"Group Fleet: (.|\n)*not there any more for this application"):
        station.run(veracity_container_group, **FLEET)


def test_a_run_that_is_killed_before_the_answer(station: Station, shipdata: str) -> None:
    killed(station, veracity_container_group, "POST", "/groups$", **FLEET)
    unchanged(station, veracity_container_group, **FLEET)
    assert titles(station) == ["Fleet"]


def test_runs_at_the_same_time(station: Station, shipdata: str) -> None:
    station.simulator.settings(latency=0.1)
    assert sorted(at_once(station, veracity_container_group, 4, **FLEET)) == [False, False, False, True]
    assert titles(station) == ["Fleet"]
    assert station.calls(CREATE) == 1
