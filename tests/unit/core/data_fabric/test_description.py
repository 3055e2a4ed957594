# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_description: what reading shows of a whole description of Data Fabric, and what it costs."""

from __future__ import annotations

import sys
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_access,
    veracity_containers,
    veracity_description,
    veracity_event_subscription,
)
from tests.unit.support.station import LIST, SHIP, Station

USER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
READ = {"user": USER, "rights": ["read", "list"], "duration": "1h"}
REGIONS = "GET /veracity/datafabric/provisioning/api/1/regions"
TEMPLATES = "GET /veracity/datafabric/data/api/1/keytemplates"


def validate(station: Station, *, check_mode: bool = False, **variables: t.Any) -> dict[str, t.Any]:
    """Validate a description as the action has it done."""
    mistakes = Mistakes()
    description = checked(KINDS["data_fabric"], {**variables, "wait_interval": 0.05}, mistakes)
    return station.run(veracity_description, check_mode=check_mode, data_fabric=description, mistakes=mistakes.texts)


def mistakes_of(station: Station, **variables: t.Any) -> str:
    """Return what is said of a description, in check mode and otherwise the same. Nothing is written."""
    said = []
    for check_mode in (True, False):
        with pytest.raises(InputError) as caught:
            validate(station, check_mode=check_mode, **variables)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert station.writes == 0
    return said[0]


def reads(station: Station) -> dict[str, int]:
    """Return the reads by operation."""
    operations = station.simulator.counters()["operations"]
    return {name: count for name, count in operations.items() if name.startswith("GET ") and "datafabric" in name}


def test_where_nothing_changes_it_costs_what_the_containers_cost_before(station: Station) -> None:
    station.run(veracity_containers, containers=[SHIP])
    station.run(veracity_container_access, container="shipdata", **READ)
    description = {
        "containers": [{**SHIP, "access": [READ, {**READ, "rights": ["write"]}]}],
        "groups": [{"title": "Fleet", "containers": ["shipdata"]}],
        "prune": True,
    }
    predicted = station.run(veracity_containers, containers=[SHIP], check_mode=True)
    for check_mode in (True, False):
        with station.watched():
            found = validate(station, check_mode=check_mode, **description)
            assert reads(station) == {LIST: 1}
            assert station.writes == 0
        assert found["containers"] == predicted
        assert not found["changed"]


def test_container_stands_for_the_short_name_or_the_id(station: Station) -> None:
    made = station.run(veracity_containers, containers=[SHIP])["outcomes"][0]
    for name, option in ((SHIP["short_name"], "short_name"), (made["id"], "id")):
        described = {**SHIP, "short_name": None, "container": name}
        found = validate(station, containers=[described])
        assert found["description"]["containers"][0][option] == name
        assert "container" not in found["description"]["containers"][0]
        assert not found["containers"]["changed"]
    with pytest.raises(InputError, match=r"^data_fabric_containers\[0\]\.container: is mutually exclusive"):
        validate(station, containers=[{**SHIP, "container": "shipdata"}])


def test_what_is_created_costs_one_request_a_kind(station: Station) -> None:
    ships = [{**SHIP, "short_name": f"ship{number:05}", "access": [READ]} for number in range(20)]
    shares = {"name": "shares", "regions": ["northeurope"], "callback": "https://example.com/"}
    found = validate(station, containers=ships, event_subscriptions=[shares])
    assert reads(station) == {LIST: 1, REGIONS: 1, TEMPLATES: 1}
    assert found["containers"] is None
    assert station.writes == 0


def test_a_subscription_that_is_remembered_costs_nothing(station: Station) -> None:
    shares = {"name": "shares", "regions": ["northeurope"], "callback": "https://example.com/"}
    station.run(veracity_event_subscription, kind="access_share", **shares)
    with station.watched():
        validate(station, containers=[], event_subscriptions=[shares])
        assert reads(station) == {LIST: 1}
    with station.watched():
        text = mistakes_of_share(station, {**shares, "regions": ["northeurope", "atlantis"]})
        assert "data_fabric_event_subscriptions[0].regions: 'atlantis' is not a region of Data Fabric." in text


def mistakes_of_share(station: Station, share: dict[str, t.Any]) -> str:
    """Return what is said of one subscription to shared access."""
    return mistakes_of(station, containers=[], event_subscriptions=[share])


def test_f1_the_region_the_value_and_the_regions_are_named(station: Station) -> None:
    ships = [{**SHIP, "short_name": f"ship{number:05}"} for number in range(60)]
    ships[37]["region"] = "norheurope"
    text = mistakes_of(station, containers=ships)
    assert text == (
        "data_fabric_containers[37].region: 'norheurope' is not a region of Data Fabric. The regions are eastus, "
        "northeurope, westeurope. Use one of them."
    )


def test_f1_the_azure_name_is_used_for_the_name_of_a_region(station: Station) -> None:
    found = validate(station, containers=[{**SHIP, "region": "North Europe"}])
    assert found["description"]["containers"][0]["region"] == "northeurope"


def test_f2_key_templates_are_looked_for_before_a_container_is_ordered(station: Station) -> None:
    (known,) = station.simulator.seed({"short_name": "knowndata"})
    text = mistakes_of(
        station,
        containers=[
            {**SHIP, "access": [{"user": USER, "key_template": "Reading"}, {**READ, "rights": ["delete"]}]},
            {"id": known, "access": [{**READ, "duration": "5h"}]},
        ],
    )
    assert "data_fabric_containers[0].access[0].key_template: no key template has the id or the name 'Reading'." in text
    assert "data_fabric_containers[0].access[1]: No key template has exactly the rights delete and the duration" in text
    assert "data_fabric_containers[1].access[0]: No key template has exactly the rights read+list and the dur" in text


def test_f2_what_cannot_be_changed_is_said_with_what_is_wrong_elsewhere(station: Station) -> None:
    station.simulator.seed({"short_name": "shipdata", "region": "eastus"})
    text = mistakes_of(
        station,
        containers=[SHIP, {"short_name": "newdata"}, {**SHIP, "short_name": "lostdata", "region": "atlantis"}],
        groups=[{"title": ""}],
    )
    assert "data_fabric_containers[0]: Container shipdata: region is eastus and cannot be changed" in text
    assert "data_fabric_containers[1]: Container newdata: region and may_contain_personal_data are required" in text
    assert "data_fabric_containers[2].region: 'atlantis' is not a region" in text
    assert "data_fabric_groups[0].title: must not be empty." in text


def test_e3_one_container_in_two_groups_by_its_name_and_by_its_id(station: Station) -> None:
    one, two = station.simulator.seed({"short_name": "shipdata"}, {"short_name": "otherdata"})
    text = mistakes_of(
        station,
        containers=[{"short_name": "shipdata"}],
        groups=[
            {"title": "Fleet", "containers": ["shipdata", two]},
            {"title": "Archive", "containers": [one.upper(), "otherdata"]},
            {"title": "Nothing", "containers": ["nosuchdata"]},
        ],
    )
    assert f"data_fabric_groups[1].containers[0]: {one.upper()} is in data_fabric_groups[0], too." in text
    assert "data_fabric_groups[1].containers[1]: otherdata is in data_fabric_groups[0], too." in text
    assert "data_fabric_groups[2].containers[0]: This application owns no container with the short name nosuch" in text


def test_e3_a_group_may_have_what_is_created_and_not_what_is_deleted(station: Station) -> None:
    station.simulator.seed({"short_name": "olddata"})
    containers = [SHIP, {"short_name": "olddata", "state": "absent"}]
    validate(station, containers=containers, groups=[{"title": "Fleet", "containers": ["shipdata"]}])
    text = mistakes_of(station, containers=containers, groups=[{"title": "Fleet", "containers": ["olddata"]}])
    assert text == (
        "data_fabric_groups[0].containers[0]: olddata is described as absent in data_fabric_containers[1]. Describe it "
        "as present there, or remove the entry here."
    )


def test_one_container_by_its_id_and_by_its_name(station: Station) -> None:
    (one,) = station.simulator.seed({"short_name": "shipdata"})
    text = mistakes_of(station, containers=[{"id": one, "state": "absent"}, SHIP])
    assert text == (
        f"data_fabric_containers[1]: Container shipdata: this is the same container as {one}. Describe it once."
    )


def test_f3_the_library_and_the_files_are_looked_for_first(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    content = [
        {"src": f"{tmp_path}/nowhere/"},
        {"src": f"{tmp_path}/here/"},
        {"src": "reports", "dest": f"{tmp_path}/fetched", "direction": "download"},
        {"src": f"{tmp_path}/fetched/reports", "dest": "again"},
    ]
    monkeypatch.setitem(sys.modules, "azure.storage.blob", t.cast("t.Any", None))
    lines = mistakes_of(station, containers=[{**SHIP, "content": content}]).splitlines()
    assert lines[0].startswith("2 mistakes were found")
    assert lines[1].startswith("- data_fabric_containers[0].content: The Python library azure-storage-blob is missing")
    nowhere = f"there is no file or folder {tmp_path}/nowhere/. Correct the path."
    assert lines[2] == f"- data_fabric_containers[0].content[0].src: {nowhere}"


def test_d5_content_that_undoes_other_content(station: Station, tmp_path: Path) -> None:
    content = [
        {"src": f"{tmp_path}/", "dest": "", "delete_extraneous": True},
        {"src": f"{tmp_path}/", "dest": "reports"},
    ]
    (tmp_path / "noon.txt").write_text("noon", encoding="utf-8")
    text = mistakes_of(station, containers=[{**SHIP, "content": content}])
    assert "data_fabric_containers[0].content[0]" in text
    assert "data_fabric_containers[0].content[1]" in text


def test_e2_a_number_is_a_name(station: Station) -> None:
    station.simulator.seed({"short_name": "9074729"})
    ships: list[dict[str, t.Any]] = [{"short_name": 9074729}, {"short_name": "shipdata", **SHIP}]
    found = validate(station, containers=ships, groups=[{"title": 2026, "containers": [9074729]}])
    assert found["description"]["groups"] == [{"title": "2026", "containers": ["9074729"]}]
    assert found["containers"] is None
