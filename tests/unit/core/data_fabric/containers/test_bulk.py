# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_containers: many at once."""

from __future__ import annotations

import multiprocessing
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import BulkError, InputError
from ansible_collections.dnv.veracity.plugins.modules import veracity_containers
from tests.unit.support.station import CREATE, LIST, SHIP, Station

REGIONS = "GET /veracity/datafabric/provisioning/api/1/regions"


def ships(count: int, **options: t.Any) -> list[dict[str, t.Any]]:
    return [{**SHIP, "short_name": f"ship{number:05}", **options} for number in range(count)]


def test_many_at_once_then_one_call(station: Station) -> None:
    wanted = ships(500)
    created = station.run(veracity_containers, containers=wanted)
    assert created["changed"]
    assert [outcome["short_name"] for outcome in created["outcomes"]] == [ship["short_name"] for ship in wanted]
    assert all(outcome["changed"] and outcome["container"]["state"] == "present" for outcome in created["outcomes"])
    assert len(created["diff"]) == 500
    assert station.there() == [ship["short_name"] for ship in wanted]
    assert [line for line in station.lines if line.startswith("requested")][-1] == "requested 500 of 500 containers"
    assert len([line for line in station.lines if line.startswith("requested")]) == 10

    with station.watched():
        again = station.run(veracity_containers, containers=wanted)
        assert not again["changed"]
        assert again["diff"] == []
        assert station.simulator.counters()["reads"] == station.calls(LIST) == 1
        assert station.writes == 0


def test_each_item_by_itself(station: Station) -> None:
    keep, _edit, _gone = station.simulator.seed(
        {"short_name": "keepdata", "title": "Keep"}, {"short_name": "editdata"}, {"short_name": "gonedata"}
    )
    wanted = [
        {"id": keep, "title": "Keep"},
        {"short_name": "editdata", "title": "Edited"},
        {"short_name": "gonedata", "state": "absent"},
        {**SHIP, "short_name": "newdata"},
    ]
    predicted = station.run(veracity_containers, check_mode=True, containers=wanted)
    assert station.writes == 0
    done = station.run(veracity_containers, containers=wanted)
    assert predicted["diff"] == done["diff"]
    assert [outcome["changed"] for outcome in done["outcomes"]] == [False, True, True, True]
    assert [outcome["changed"] for outcome in predicted["outcomes"]] == [False, True, True, True]
    assert station.there() == ["editdata", "keepdata", "newdata"]
    assert [entry["before_header"] for entry in done["diff"]] == [
        "container editdata", "container gonedata", "container newdata",
    ]  # fmt: skip


def test_one_that_fails_does_not_stop_the_others(station: Station) -> None:
    station.simulator.seed({"short_name": "ship00001", "region": "eastus"})
    station.simulator.fault(method="POST", path="/container$", status=400, body="No.", times=1)
    wanted = ships(4)
    with pytest.raises(BulkError) as caught:
        station.run(veracity_containers, containers=wanted, max_concurrency=1)
    text = str(caught.value)
    assert text.startswith("2 of 4 containers failed: ")
    assert "Container ship00001: region is eastus" in text
    assert "Container ship00000: " in text
    result = caught.value.result
    assert [outcome["failed"] for outcome in result["outcomes"]] == [True, True, False, False]
    assert [outcome["changed"] for outcome in result["outcomes"]] == [False, False, True, True]
    assert "msg" in result["outcomes"][1]
    assert "msg" not in result["outcomes"][2]
    assert result["changed"]
    assert station.there() == ["ship00001", "ship00002", "ship00003"]


def test_what_fails_is_shown_as_it_is_and_not_as_predicted(station: Station) -> None:
    station.simulator.seed(
        {"short_name": "editdata", "title": "Before"}, {"short_name": "gonedata", "title": "Still here"}
    )
    for method, path in (("POST", "/container$"), ("PATCH", "/metadata$"), ("DELETE", "/container/")):
        station.simulator.fault(method=method, path=path, status=400, body="No.")
    wanted = [
        {**SHIP, "short_name": "newdata"},
        {"short_name": "editdata", "title": "After"},
        {"short_name": "gonedata", "state": "absent"},
    ]
    with pytest.raises(BulkError) as caught:
        station.run(veracity_containers, containers=wanted)
    created, edited, deleted = (outcome["container"] for outcome in caught.value.result["outcomes"])
    assert created is None
    assert edited["title"] == "Before"
    assert deleted["title"] == "Still here"


def test_prune_removes_only_what_carries_the_tag(station: Station) -> None:
    managed, other, system = (
        [{"title": "Managed", "type": "tag"}],
        [{"title": "other", "type": "tag"}],
        [{"title": "managed", "type": "systemtag"}],
    )
    station.simulator.seed(
        {"short_name": "ship00000", "tags": managed},
        {"short_name": "surplus1", "tags": managed, "title": "Surplus"},
        {"short_name": "foreign1", "tags": other},
        {"short_name": "foreign2", "tags": system},
        {"short_name": "foreign3", "tags": managed, "access_level": "dataSteward"},
        {"short_name": "foreign4"},
    )
    options: dict[str, t.Any] = {"containers": ships(2), "managed_tag": "managed", "prune": True}
    predicted = station.run(veracity_containers, check_mode=True, **options)
    assert [(entry["short_name"], entry["title"]) for entry in predicted["pruned"]] == [("surplus1", "Surplus")]
    done = station.run(veracity_containers, **options)
    assert predicted["diff"] == done["diff"]
    assert done["pruned"][0]["changed"]
    assert station.there() == ["foreign1", "foreign2", "foreign3", "foreign4", "ship00000", "ship00001"]
    assert done["outcomes"][1]["container"]["tags"] == ["managed"]
    assert not station.run(veracity_containers, **options)["changed"]


def test_prune_spares_what_is_described_by_id_and_what_fails(station: Station) -> None:
    tags = [{"title": "managed", "type": "tag"}]
    first, _second, _third = station.simulator.seed(
        {"short_name": "shipdata", "tags": tags},
        {"short_name": "samename", "tags": tags},
        {"short_name": "samename", "tags": tags},
    )
    with pytest.raises(BulkError):
        station.run(
            veracity_containers,
            containers=[{"id": first}, {"short_name": "samename", "title": "x"}],
            managed_tag="managed",
            prune=True,
        )
    assert station.there() == ["samename", "samename", "shipdata"]


@pytest.mark.parametrize("options", [{"prune": True}, {"prune": True, "managed_tag": " "}])
def test_prune_without_a_tag_is_refused(station: Station, options: dict[str, t.Any]) -> None:
    with pytest.raises(InputError, match="managed_tag"):
        station.run(veracity_containers, containers=[], **options)
    assert station.simulator.requests() == []


@pytest.mark.parametrize(
    ("containers", "text"),
    [
        ([SHIP, {**SHIP}], r"containers\[1\].short_name: is the same as that of containers\[0\]"),
        ([SHIP, {"short_name": "No"}], r"containers\[1\].short_name: must be 5 to 32"),
        ([{"title": "x"}], r"containers\[0\]: one of container, short_name and id is required"),
    ],
)
def test_a_wrong_description_is_refused_before_any_call(
    station: Station, containers: list[dict[str, t.Any]], text: str
) -> None:
    with pytest.raises(InputError, match=text):
        station.run(veracity_containers, containers=containers)
    assert station.simulator.requests() == []


def test_one_container_described_in_two_ways(station: Station) -> None:
    (identifier,) = station.simulator.seed({"short_name": "shipdata"})
    with pytest.raises(InputError, match=f"Container shipdata: this is the same container as {identifier}"):
        station.run(veracity_containers, containers=[{"id": identifier, "title": "a"}, {**SHIP, "title": "b"}])
    assert station.writes == 0


@pytest.mark.parametrize("check_mode", [True, False])
def test_f1_regions_are_checked_before_the_first_container_is_created(station: Station, check_mode: bool) -> None:
    wanted = ships(60)
    wanted[37]["region"] = "norheurope"
    wanted[41]["region"] = "atlantis" * 100
    with pytest.raises(InputError) as caught:
        station.run(veracity_containers, containers=wanted, check_mode=check_mode)
    text = str(caught.value)
    assert (
        "containers[37].region: 'norheurope' is not a region of Data Fabric. The regions are eastus, "
        "northeurope," in text
    )
    assert "containers[41].region: 'atlantis" in text
    assert len(text) < 600
    assert station.writes == 0
    assert station.simulator.counters()["operations"][REGIONS] == 1


def test_f1_regions_are_read_only_for_a_creation(station: Station) -> None:
    wanted = [{**ship, "region": "North Europe"} for ship in ships(2)]
    assert station.run(veracity_containers, containers=wanted)["changed"]
    assert station.run(veracity_containers, containers=ships(2))["changed"] is False
    assert station.run(veracity_containers, containers=ships(3), validate_regions=False)["changed"]
    assert station.simulator.counters()["operations"][REGIONS] == 1


def test_lost_answers_of_some(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", drop="after", times=3)
    station.simulator.fault(method="POST", path="/container$", drop="before", times=2)
    with pytest.raises(BulkError) as caught:
        station.run(veracity_containers, containers=ships(10), wait_timeout=1.0)
    assert str(caught.value).startswith("2 of 10 containers failed")
    assert len(station.there()) == 8
    station.clock.offset = 901.0
    assert station.run(veracity_containers, containers=ships(10))["changed"]
    assert station.there() == [ship["short_name"] for ship in ships(10)]


@pytest.mark.slow
def test_an_interrupted_run_is_taken_up_by_the_next(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the request that was interrupted is in doubt; what was not begun is created at once."""
    from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric

    create, begun = DataFabric.create_container, []

    def interrupt(self: DataFabric, wanted: t.Any, **options: t.Any) -> str | None:
        begun.append(wanted)
        if len(begun) == 20:
            raise KeyboardInterrupt
        return create(self, wanted, **options)

    with monkeypatch.context() as patch:
        patch.setattr(DataFabric, "create_container", interrupt)
        with pytest.raises(KeyboardInterrupt):
            station.run(veracity_containers, containers=ships(200), max_concurrency=4)
    assert len(begun) < 40
    with pytest.raises(BulkError) as caught:
        station.run(veracity_containers, containers=ships(200), wait_timeout=1.0)
    outcomes = caught.value.result["outcomes"]
    assert [outcome["failed"] for outcome in outcomes].count(True) == 1
    assert [outcome["changed"] for outcome in outcomes].count(False) == len(begun)
    station.clock.offset = 901.0
    assert station.run(veracity_containers, containers=ships(200))["changed"]
    assert station.there() == [ship["short_name"] for ship in ships(200)]


def test_a_killed_run_leaves_few_in_doubt(station: Station) -> None:
    """What a killed run had only written down is looked for until its time is over, then created."""
    station.journal().claim(ship["short_name"] for ship in ships(3))
    with pytest.raises(BulkError) as caught:
        station.run(veracity_containers, containers=ships(5), wait_timeout=0.5)
    assert str(caught.value).startswith("3 of 5 containers failed")
    assert "another run requested its creation" in str(caught.value)
    station.clock.offset = 901.0
    station.run(veracity_containers, containers=ships(5))
    assert station.calls(CREATE) == 5


def _run_and_report(station: Station, results: t.Any) -> None:
    done = station.run(veracity_containers, containers=ships(60), max_concurrency=2, wait_interval=0.01)
    results.put(sum(outcome["changed"] for outcome in done["outcomes"]))


def test_two_runs_at_once(station: Station) -> None:
    """Containers appear at once here, so that one run is done with them before the other comes to them."""
    station.simulator.settings(visibility_delay=0)
    context = multiprocessing.get_context("fork")
    results: t.Any = context.Queue()
    processes = [context.Process(target=_run_and_report, args=(station, results)) for _number in range(3)]
    for process in processes:
        process.start()
    changed = [results.get(timeout=60) for _process in processes]
    for process in processes:
        process.join()
    assert sum(changed) == 60
    assert station.there() == [ship["short_name"] for ship in ships(60)]


def test_without_waiting(station: Station) -> None:
    station.simulator.settings(visibility_delay=1.0)
    asked = station.run(veracity_containers, containers=ships(20), wait=False)
    assert {outcome["container"]["state"] for outcome in asked["outcomes"]} == {"provisioning"}
    assert not station.run(veracity_containers, containers=ships(20), wait=False)["changed"]
    assert not station.run(veracity_containers, containers=ships(20))["changed"]
    assert station.calls(CREATE) == 20


def test_deletions_at_once(station: Station) -> None:
    station.simulator.seed(*({"short_name": ship["short_name"]} for ship in ships(20)))
    gone = [{"short_name": ship["short_name"], "state": "absent"} for ship in ships(20)]
    assert station.run(veracity_containers, containers=gone)["changed"]
    assert station.there() == []
    assert not station.run(veracity_containers, containers=gone)["changed"]
    assert "requested the deletion of 20 of 20 containers" in station.lines
    assert "waiting for the deletion of 20 of 20 containers: 0 s of at most 10 s" in station.lines


def test_an_api_that_fails_while_we_wait(station: Station) -> None:
    station.simulator.fault(method="GET", path="/resources$", status=500, skip=1, times=0)
    with pytest.raises(BulkError) as caught:
        station.run(veracity_containers, containers=ships(3))
    assert str(caught.value).startswith("3 of 3 containers failed")
    assert all(outcome["changed"] for outcome in caught.value.result["outcomes"])
    station.simulator.clear_faults()
    assert not station.run(veracity_containers, containers=ships(3))["changed"]
    assert station.calls(CREATE) == 3
