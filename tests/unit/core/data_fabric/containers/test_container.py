# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container, on its ordinary way."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    InputError,
    NotFoundError,
    StateError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container,
    veracity_container_info,
    veracity_region_info,
)
from tests.unit.support.station import DELETE, LIST, PATCH, SHIP, Station

OTHER_ID = "14442a14-0313-4c93-8873-1a4faf8cdcf5"


def test_create_then_nothing_then_edit_then_delete(station: Station) -> None:
    created = station.run(
        veracity_container, **SHIP, tags=["Fleet"], icon={"id": "Ship", "background_color": "#5594aa"}
    )
    assert created["changed"]
    shown = created["container"]
    assert shown["state"] == "present"
    assert shown["access_level"] == "owner"
    assert shown["reference"].startswith("shipdata")
    assert shown["icon"] == {"id": "Ship", "background_color": "#5594aa"}
    assert shown["may_contain_personal_data"] is False

    with station.watched():
        again = station.run(veracity_container, **SHIP, tags=["fleet"], icon={"background_color": "#5594AA"})
        assert not again["changed"]
        assert again["container"] == shown
        assert again["diff"]["before"] == again["diff"]["after"]
        assert (station.calls(LIST), station.writes) == (1, 0)

    edited = station.run(
        veracity_container, short_name="shipdata", title="Ship däta ⚓", description="", tags=["fleet", "new"]
    )
    assert edited["changed"]
    assert edited["container"]["title"] == "Ship däta ⚓"
    assert edited["container"]["tags"] == ["Fleet", "new"]
    assert edited["container"]["icon"] == shown["icon"]
    assert station.calls(PATCH) == 1

    deleted = station.run(veracity_container, short_name="shipdata", state="absent")
    assert deleted["changed"]
    assert deleted["container"] is None
    assert station.there() == []
    assert not station.run(veracity_container, short_name="shipdata", state="absent")["changed"]
    assert station.calls(DELETE) == 1


def test_container_names_it_as_in_other_modules(station: Station) -> None:
    described = {"container" if option == "short_name" else option: value for option, value in SHIP.items()}
    predicted = station.run(veracity_container, **described, check_mode=True)
    assert station.there() == []
    created = station.run(veracity_container, **described)
    assert (created["changed"], created["diff"]) == (True, predicted["diff"])
    assert created["container"]["short_name"] == SHIP["short_name"]
    assert not station.run(veracity_container, **SHIP)["changed"]
    for name in (SHIP["short_name"], created["container"]["id"]):
        assert not station.run(veracity_container, container=name)["changed"]
        edited = {"container": name, "title": name}
        predicted = station.run(veracity_container, **edited, check_mode=True)
        assert station.run(veracity_container, **edited)["diff"] == predicted["diff"]
        (shown,) = station.run(veracity_container_info, container=name)["containers"]
        assert shown["title"] == name
    gone = {"container": created["container"]["id"], "state": "absent"}
    predicted = station.run(veracity_container, **gone, check_mode=True)
    assert len(station.there()) == 1
    assert station.run(veracity_container, **gone)["diff"] == predicted["diff"]
    assert station.there() == []
    assert not station.run(veracity_container, **gone)["changed"]
    with pytest.raises(StateError, match=f"There is no container with the id|{created['container']['id']}"):
        station.run(veracity_container, container=created["container"]["id"], title="x")


def test_only_what_differs_is_sent(station: Station) -> None:
    station.run(veracity_container, **SHIP, tags=["fleet"])
    with station.watched():
        station.run(veracity_container, short_name="shipdata", title="Other", tags=["fleet"])
        sent = [json.loads(request["body"]) for request in station.simulator.requests() if request["method"] == "PATCH"]
    assert sent == [[{"op": "replace", "path": "/title", "value": "Other"}]]


def test_tags_of_veracity_are_sent_back_unchanged(station: Station) -> None:
    tags = [{"title": "certified", "type": "systemtag"}, {"title": "old", "type": "tag"}]
    station.simulator.seed({"short_name": "shipdata", "tags": tags})
    shown = station.run(veracity_container, short_name="shipdata", tags=["new"])["container"]
    assert (shown["tags"], shown["system_tags"]) == (["new"], ["certified"])
    assert not station.run(veracity_container, short_name="shipdata", tags=["NEW"])["changed"]


@pytest.mark.parametrize(
    "change",
    [{"title": "Other"}, {"tags": []}, {"state": "absent"}, {"short_name": "another1"}, {"title": "Ship data"}],
)
def test_check_mode_predicts_exactly_and_writes_nothing(station: Station, change: dict[str, t.Any]) -> None:
    station.simulator.seed(
        {"short_name": "shipdata", "title": "Ship data", "tags": [{"title": "fleet", "type": "tag"}]}
    )
    wanted = {**SHIP, **change}
    with station.watched():
        predicted = station.run(veracity_container, check_mode=True, **wanted)
        assert station.writes == 0
    done = station.run(veracity_container, **wanted)
    assert (predicted["changed"], predicted["diff"]) == (done["changed"], done["diff"])
    if done["container"]:
        keep = {"id", "reference", "url", "owner", "created", "last_modified", "key_status"}
        assert {k: v for k, v in predicted["container"].items() if k not in keep} == {
            k: v for k, v in done["container"].items() if k not in keep
        }


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"region": "eastus"},
            "Container shipdata: region is northeurope and cannot be changed to eastus. Data Fabric containers stay "
            "where they were created; create one under another short_name, or set region: northeurope.",
        ),
        ({"may_contain_personal_data": True}, "may_contain_personal_data is false and cannot be changed to true"),
    ],
)
def test_what_cannot_be_changed_is_an_error(station: Station, change: dict[str, t.Any], text: str) -> None:
    station.simulator.seed({"short_name": "shipdata"})
    with pytest.raises(StateError) as caught:
        station.run(veracity_container, **{**SHIP, **change})
    assert text in str(caught.value)
    assert station.writes == 0


def test_an_id_with_another_short_name_is_an_error(station: Station) -> None:
    (identifier,) = station.simulator.seed({"short_name": "shipdata"})
    with pytest.raises(StateError, match=r"short_name of .* is shipdata and cannot be changed to otherdata"):
        station.run(veracity_container, id=identifier, short_name="otherdata")
    assert not station.run(veracity_container, id=f"{{{identifier.upper()}}}", short_name="shipdata")["changed"]


def test_an_id_that_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match=f"no container with the id {OTHER_ID}"):
        station.run(veracity_container, id=OTHER_ID, title="x")
    assert not station.run(veracity_container, id=OTHER_ID, state="absent")["changed"]


def test_several_of_the_same_short_name_are_told_apart_by_id(station: Station) -> None:
    first, second = station.simulator.seed({"short_name": "shipdata"}, {"short_name": "shipdata"})
    with pytest.raises(StateError) as caught:
        station.run(veracity_container, **SHIP)
    assert first in str(caught.value)
    assert second in str(caught.value)
    assert station.run(veracity_container, id=second, title="Second")["container"]["id"] == second
    assert station.writes == 1


def test_containers_of_others_do_not_count(station: Station) -> None:
    (shared,) = station.simulator.seed({"short_name": "shipdata", "access_level": "consumer", "title": "Theirs"})
    with pytest.raises(StateError, match="only its owner can update it"):
        station.run(veracity_container, id=shared, title="Ours")
    created = station.run(veracity_container, **SHIP)
    assert created["changed"]
    assert created["container"]["id"] != shared


def test_a_creation_needs_region_and_flag(station: Station) -> None:
    with pytest.raises(InputError, match="region and may_contain_personal_data are required"):
        station.run(veracity_container, short_name="shipdata")


@pytest.mark.parametrize("check_mode", [True, False])
def test_f1_the_region_is_checked_before_the_container_is_created(station: Station, check_mode: bool) -> None:
    message = (
        r"^region: 'norheurope' is not a region of Data Fabric\. The regions are eastus, northeurope, westeurope\."
    )
    with pytest.raises(InputError, match=message):
        station.run(veracity_container, **{**SHIP, "region": "norheurope"}, check_mode=check_mode)
    assert station.writes == 0


def test_a_refusal_names_the_container_and_is_forgotten(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", status=400, body="No.")
    with pytest.raises(ApiError, match="Container shipdata: "):
        station.run(veracity_container, **SHIP)
    assert station.journal().creation("shipdata") is None
    assert station.run(veracity_container, **SHIP)["changed"]


def test_waiting_is_shown_and_limited(station: Station) -> None:
    station.simulator.settings(visibility_delay=60)
    with pytest.raises(WaitTimeoutError, match="Container shipdata: Veracity accepted its creation") as caught:
        station.run(veracity_container, **SHIP, wait_timeout=0.2)
    assert "does not create a second one" in str(caught.value)
    assert station.lines[0] == "waiting for shipdata: 0 s of at most 0.2 s"
    assert len(station.lines) >= 3


def test_deletion_that_does_not_come_to_an_end(station: Station) -> None:
    station.simulator.seed({"short_name": "shipdata"})
    station.simulator.settings(deletion_delay=60)
    with pytest.raises(WaitTimeoutError, match="its deletion was accepted, but it still exists"):
        station.run(veracity_container, short_name="shipdata", state="absent", wait_timeout=0.2)


@pytest.mark.parametrize("status", [403, 404])
def test_a_container_that_cannot_be_seen_yet_is_403_or_404(station: Station, status: int) -> None:
    station.simulator.settings(hidden_status=status)
    assert station.run(veracity_container, **SHIP)["changed"]
    assert station.run(veracity_container, short_name="shipdata", state="absent")["changed"]
    assert station.there() == []


def test_an_answer_without_an_id_is_looked_up_by_short_name(station: Station) -> None:
    station.simulator.fault(method="POST", path="/container$", status=202, body="", apply=True)
    created = station.run(veracity_container, **SHIP)
    assert created["changed"]
    assert created["container"]["state"] == "present"
    assert station.there() == ["shipdata"]


@pytest.mark.parametrize("drop", ["before", "after"])
def test_an_edit_whose_answer_is_lost_is_read_back(station: Station, drop: str) -> None:
    station.run(veracity_container, **SHIP)
    station.simulator.fault(method="PATCH", path="/metadata$", drop=drop)
    edited = station.run(veracity_container, short_name="shipdata", title="Other")
    assert edited["container"]["title"] == "Other"
    assert station.calls(PATCH) == (1 if drop == "after" else 2)


def test_the_closed_data_fabric_is_named(station: Station) -> None:
    station.simulator.fault(method="GET", path="/resources$", status=410, body="Gone")
    with pytest.raises(NotFoundError, match="DNV closed Data Fabric on 2025-01-01"):
        station.run(veracity_container, **SHIP)


def test_info(station: Station) -> None:
    first, _shared = station.simulator.seed(
        {"short_name": "shipdata", "tags": [{"title": "Fleet", "type": "tag"}]},
        {"short_name": "otherdata", "access_level": "consumer"},
    )

    def names(**params: t.Any) -> list[str]:
        return [container["short_name"] for container in station.run(veracity_container_info, **params)["containers"]]

    assert names() == ["shipdata", "otherdata"]
    assert names(tag="fleet") == ["shipdata"]
    assert names(short_name="otherdata") == ["otherdata"]
    assert names(id=first.upper()) == ["shipdata"]
    assert names(id=OTHER_ID) == names(short_name="nothing1") == names(tag="none") == []
    with pytest.raises(InputError):
        names(id="shipdata")


def test_regions(station: Station) -> None:
    regions = station.run(veracity_region_info)["regions"]
    assert "northeurope" in [region["azure_name"] for region in regions]
    assert set(regions[0]) == {"azure_name", "display_name", "full_name", "short_name", "location", "group_name"}
