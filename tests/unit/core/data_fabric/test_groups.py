# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of containers."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_group,
    veracity_container_group_info,
    veracity_container_groups,
)
from tests.unit.support.station import Station
from tests.unit.support.stewardship import DATA, NOBODY, agreed, at_once, killed, shipdata, unchanged

__all__ = ["shipdata"]

CREATE = f"POST {DATA}/groups"
FLEET: dict[str, t.Any] = {"title": "Fleet", "description": "Ships", "containers": ["shipdata"]}


def contents(station: Station) -> dict[str, list[str]]:
    """Return the containers of every group, by the title of the group."""
    return {group["title"]: group["resourceIds"] for group in station.simulator.groups()}


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
    assert "assumes that an earlier task creates it" in station.warnings[-1]
    station.simulator.seed({"short_name": "otherdata"})
    done = station.run(veracity_container_group, **wanted)
    assert predicted["diff"] == done["diff"]


@pytest.mark.parametrize(
    "params",
    [
        {"title": " "},
        {"id": "fleet"},
        {"title": "Fleet", "containers": ["Ship data"]},
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
    with pytest.raises(UnknownStateError, match="Group Fleet: whether it was created is not known"):
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
    with pytest.raises(StateError, match="Group Fleet: it no longer exists"):
        station.run(veracity_container_group, title="Fleet", description="Other")
    station.simulator.fault(method="DELETE", path="/groups/", status=404, apply=True)
    assert station.run(veracity_container_group, title="Fleet", state="absent")["changed"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_container_that_is_gone_meanwhile(station: Station, shipdata: str, method: str) -> None:
    if method == "PUT":
        station.run(veracity_container_group, title="Fleet")
    station.simulator.fault(method=method, path="/groups", status=400)
    with pytest.raises(ApiError, match=r"Group Fleet: (.|\n)*that this application cannot see"):
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


def many(station: Station, *groups: dict[str, t.Any], **params: t.Any) -> dict[str, t.Any]:
    """Return the result of many groups, after check mode has said the same."""
    done = agreed(station, veracity_container_groups, groups=list(groups), **params)
    again = station.run(veracity_container_groups, groups=list(groups), **params)
    assert (again["changed"], again["diff"]) == (False, [])
    return done


def moving(station: Station, shipdata: str) -> str:
    """Have a container in each of two groups, and a third group without any. Return the id of the second container."""
    (other,) = station.simulator.seed({"short_name": "otherdata"})
    for title, containers in (("Fleet", [shipdata]), ("Other", [other]), ("Third", [])):
        station.run(veracity_container_group, title=title, containers=containers)
    return str(other)


def test_many(station: Station, shipdata: str) -> None:
    done = many(station, FLEET, {"title": "Empty", "sorting_order": 3}, {"title": "Nothing", "state": "absent"})
    assert [outcome["changed"] for outcome in done["outcomes"]] == [True, True, False]
    assert [outcome["title"] for outcome in done["outcomes"]] == ["Fleet", "Empty", "Nothing"]
    assert done["outcomes"][0]["group"]["container_ids"] == [shipdata]
    assert done["outcomes"][0]["id"] == done["outcomes"][0]["group"]["id"]
    assert done["outcomes"][2]["group"] is None
    assert done["pruned"] == []
    assert len(done["diff"]) == 2
    deleted = many(station, {"title": "FLEET", "state": "absent"})["outcomes"][0]
    assert (deleted["title"], deleted["changed"], deleted["group"]) == ("Fleet", True, None)
    assert titles(station) == ["Empty"]


def test_many_are_read_once(station: Station, shipdata: str) -> None:
    """One call for the groups, one for the containers, and one more before groups are created."""
    wanted = [FLEET, *({"title": f"Group {number}"} for number in range(9))]
    with station.watched():
        station.run(veracity_container_groups, groups=wanted)
        assert (station.simulator.counters()["reads"], station.writes) == (3, 10)
    with station.watched():
        station.run(veracity_container_groups, groups=wanted)
        assert (station.simulator.counters()["reads"], station.writes) == (2, 0)
    with station.watched():
        station.run(veracity_container_groups, groups=[{**group, "description": "x"} for group in wanted])
        assert (station.simulator.counters()["reads"], station.writes) == (2, 10)
    with station.watched():
        station.run(veracity_container_groups, groups=[])
        assert station.simulator.counters()["reads"] == 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
@pytest.mark.parametrize("concurrency", [1, 8])
def test_containers_that_move_are_predicted(
    station: Station, shipdata: str, order: tuple[int, ...], concurrency: int
) -> None:
    """Two groups change places, one of them because of the other alone, and a third is described without containers."""
    other = moving(station, shipdata)
    wanted: list[dict[str, t.Any]] = [
        {"title": "Fleet", "containers": ["otherdata"]},
        {"title": "Other", "description": "Left", "containers": []},
        {"title": "Third", "containers": [shipdata]},
    ]
    done = many(station, *[wanted[number] for number in order], max_concurrency=concurrency)
    assert contents(station) == {"Fleet": [other], "Other": [], "Third": [shipdata]}
    assert {outcome["title"]: outcome["changed"] for outcome in done["outcomes"]} == dict.fromkeys(
        ("Fleet", "Other", "Third"), True
    )


@pytest.mark.parametrize("wanted", [{"containers": []}, {}, {"description": "Changed"}])
def test_a_group_does_not_take_back_what_another_one_takes(
    station: Station, shipdata: str, wanted: dict[str, t.Any]
) -> None:
    """Its description is about the others only, and where there is nothing else to change it is not written."""
    other = moving(station, shipdata)
    with station.watched():
        done = station.run(
            veracity_container_groups,
            groups=[{"title": "Other", **wanted}, {"title": "Third", "containers": ["otherdata"]}],
            max_concurrency=1,
        )
        assert station.writes == 1 + ("description" in wanted)
    assert contents(station) == {"Fleet": [shipdata], "Other": [], "Third": [other]}
    assert done["outcomes"][0]["changed"] is ("description" in wanted)
    assert done["outcomes"][0]["group"]["container_ids"] == []


def test_what_a_group_that_fails_would_take_stays(station: Station, shipdata: str) -> None:
    other = moving(station, shipdata)
    failing = {"title": "Third", "containers": ["otherdata", "nosuchdata"]}
    with pytest.raises(
        BulkError, match=r"1 of 2 groups failed: Third\n- Group Third: .*no container .* nosuchdata"
    ) as caught:
        station.run(veracity_container_groups, groups=[{"title": "Other", "description": "x"}, failing])
    outcomes = caught.value.result["outcomes"]
    assert [(outcome["changed"], outcome["failed"]) for outcome in outcomes] == [(True, False), (False, True)]
    assert contents(station)["Other"] == [other]


def test_many_are_pruned(station: Station, shipdata: str) -> None:
    moving(station, shipdata)
    station.run(veracity_container_group, title="Straße")
    kept = [{"title": "third", "containers": ["otherdata"]}, {"title": "STRASSE"}]
    assert not station.run(veracity_container_groups, groups=kept[1:])["pruned"]
    done = many(station, *kept, prune=True)
    assert titles(station) == ["Straße", "Third"]
    assert [(gone["title"], gone["changed"], gone["group"]) for gone in done["pruned"]] == [
        ("Fleet", True, None),
        ("Other", True, None),
    ]
    assert done["pruned"][1]["diff"]["before"]["containers"] == ["otherdata"]
    assert many(station, prune=True)["changed"]
    assert titles(station) == []


def test_what_is_described_by_its_id_is_not_pruned(station: Station) -> None:
    first, second = (station.run(veracity_container_group, title=title)["group"]["id"] for title in ("Fleet", "Other"))
    many(station, {"id": first, "title": "Ships"}, prune=True)
    assert titles(station) == ["Ships"]
    with pytest.raises(BulkError, match=f"There is no group with the id {second}"):
        station.run(veracity_container_groups, groups=[{"id": second}, {"title": "Ships"}], prune=True)
    assert titles(station) == ["Ships"]


def test_of_several_of_a_title_none_is_pruned(station: Station) -> None:
    station.run(veracity_container_group, title="Fleet")
    second = station.run(veracity_container_group, title="Other")["group"]["id"]
    station.run(veracity_container_group, id=second, title="fleet")
    with pytest.raises(BulkError, match="2 groups have this title"):
        station.run(veracity_container_groups, groups=[{"title": "Fleet"}], prune=True)
    assert titles(station) == ["Fleet", "fleet"]


def test_e3_many_that_contradict_each_other_are_refused(station: Station, shipdata: str) -> None:
    wanted = [
        {"title": "Straße", "containers": ["shipdata"]},
        {"title": "STRASSE", "containers": ["shipdata", "?"]},
        {"title": "Fleet", "state": "absent", "containers": ["shipdata"]},
    ]
    with pytest.raises(InputError, match="3 mistakes") as caught:
        station.run(veracity_container_groups, groups=wanted)
    assert "groups[1].title: STRASSE is the title of groups[0], too. Describe it once." in str(caught.value)
    assert "groups[1].containers: shipdata is in groups[0], too. A container can be in one group" in str(caught.value)
    with pytest.raises(InputError, match="max_concurrency"):
        station.run(veracity_container_groups, groups=wanted[:1], max_concurrency=0)
    with pytest.raises(InputError, match="one of the following is required: id, title"):
        station.run(veracity_container_groups, groups=[{"description": "x"}])
    assert station.simulator.requests() == []
    fleet = station.run(veracity_container_group, title="Fleet")["group"]["id"]
    by_id = [{"title": "Fleet", "containers": ["shipdata"]}, {"title": "Other", "containers": [shipdata]}]
    with station.watched():
        with pytest.raises(InputError, match="Group Other: shipdata is in group Fleet, too"):
            station.run(veracity_container_groups, groups=by_id)
        with pytest.raises(InputError, match="this is the same group as Fleet"):
            station.run(veracity_container_groups, groups=[{"title": "Fleet"}, {"id": fleet}])
        assert station.writes == 0


def test_many_that_are_not_there_yet(station: Station, shipdata: str) -> None:
    wanted = [FLEET, {"title": "Later", "containers": ["laterdata"]}]
    predicted = station.run(veracity_container_groups, groups=wanted, check_mode=True)
    assert len([line for line in station.warnings if "assumes that an earlier task creates it" in line]) == 1
    assert predicted["outcomes"][1]["group"]["id"] is None
    station.simulator.seed({"short_name": "laterdata"})
    done = station.run(veracity_container_groups, groups=wanted)
    assert (predicted["changed"], predicted["diff"]) == (done["changed"], done["diff"])


@pytest.mark.parametrize("drop", ["before", "after"])
def test_of_many_an_answer_is_lost(station: Station, shipdata: str, drop: str) -> None:
    station.simulator.fault(method="POST", path="/groups$", drop=drop)
    many(station, FLEET, {"title": "Other"})
    assert titles(station) == ["Fleet", "Other"]


def test_many_at_the_same_time(station: Station, shipdata: str) -> None:
    station.simulator.settings(latency=0.05)
    wanted = [FLEET, {"title": "Other"}]
    assert sorted(at_once(station, veracity_container_groups, 4, groups=wanted)) == [False, False, False, True]
    assert titles(station) == ["Fleet", "Other"]
