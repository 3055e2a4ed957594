# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules veracity_schema and veracity_schema_info against the simulator."""

from __future__ import annotations

import json
import typing as t
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_schema, veracity_schema_info
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.station import Station

IMO = {"name": "imo", "type": "String", "key": True, "required": True}
FUEL = {"name": "fuel", "type": "Decimal", "precision": 12, "scale": 3}
NOON: dict[str, t.Any] = {"workspace": FLEET, "name": "Noon", "versions": [{"columns": [IMO, FUEL]}]}


def with_columns(*columns: dict[str, t.Any], **version: t.Any) -> dict[str, t.Any]:
    return {**NOON, "versions": [{"columns": list(columns), **version}]}


def test_create_once_and_predict(bench: Station) -> None:
    predicted = bench.run(veracity_schema, check_mode=True, **NOON)
    assert predicted["changed"]
    assert (predicted["schema"]["id"], predicted["schema"]["versions"][0]["id"]) == (None, None)
    assert bench.writes == 0
    made = bench.run(veracity_schema, **NOON)
    assert made["diff"] == predicted["diff"]
    assert made["diff"]["after"]["versions"]["Noon V1"]["columns"] == [
        "imo: String key required",
        "fuel: Decimal (12,3)",
    ]
    assert made["schema"]["versions"][0]["active"]
    again = bench.run(veracity_schema, **NOON)
    assert not again["changed"]
    assert again["schema"] == made["schema"]
    (schema,) = bench.simulator.schemas()
    assert [column["name"] for column in schema["versions"][0]["columns"]] == ["imo", "fuel"]


def test_columns_are_compared_by_meaning_and_in_order(bench: Station) -> None:
    bench.run(veracity_schema, **NOON)
    same = {**FUEL, "name": "FUEL", "display_name": "fuel", "validations": [], "filterable": True}
    assert not bench.run(veracity_schema, **with_columns(IMO, same))["changed"]
    assert not bench.run(veracity_schema, **with_columns({"name": "imo", "type": "String"}, FUEL))["changed"]
    turned = bench.run(veracity_schema, **with_columns(FUEL, IMO))
    assert turned["changed"]
    assert not bench.run(veracity_schema, **with_columns(FUEL, IMO))["changed"]
    rated = {**FUEL, "validations": [{"id": "not-negative"}, {"id": "plausible", "severity": "Warning"}]}
    assert bench.run(veracity_schema, **with_columns(rated, IMO))["changed"]
    rated["validations"].reverse()
    assert not bench.run(veracity_schema, **with_columns(rated, IMO))["changed"]


def test_change_of_columns_keeps_name_and_description(bench: Station) -> None:
    bench.run(veracity_schema, **NOON, description="One row a day")
    bench.run(veracity_schema, **with_columns(FUEL))
    sent = json.loads(bench.simulator.requests()[-1]["body"])
    version = bench.simulator.schemas()[0]["versions"][0]
    assert (sent["schemaVersionName"], sent["description"]) == ("Noon V1", "One row a day")
    assert (version["name"], version["description"]) == ("Noon V1", "One row a day")


def test_versions_are_added_activated_and_locked(bench: Station) -> None:
    bench.run(veracity_schema, **NOON)
    remarks = {"name": "remarks", "type": "String"}
    wanted = {
        **NOON,
        "versions": [
            {"name": "Noon V1", "locked": True},
            {"name": "Noon V2", "columns": [IMO, FUEL, remarks], "active": True},
        ],
    }
    predicted = bench.run(veracity_schema, check_mode=True, **wanted)
    changed = bench.run(veracity_schema, **wanted)
    assert changed["diff"] == predicted["diff"]
    first, second = bench.simulator.schemas()[0]["versions"]
    assert (first["isLocked"], first["isActive"], second["isLocked"], second["isActive"]) == (True, False, False, True)
    assert not bench.run(veracity_schema, **wanted)["changed"]
    wanted["versions"][0]["locked"] = False
    assert not bench.run(veracity_schema, **wanted)["changed"]


def test_locked_version_is_never_changed(bench: Station) -> None:
    bench.run(veracity_schema, **with_columns(IMO, FUEL, locked=True))
    bench.simulator.clear_requests()
    with pytest.raises(StateError, match=r"Schema Noon: .*Noon V1 differ.*Add a version"):
        bench.run(veracity_schema, **with_columns(IMO))
    assert bench.writes == 0
    assert bench.run(veracity_schema, **{**NOON, "description": "One row a day"})["changed"]


@pytest.mark.parametrize(
    ("versions", "says"),
    [
        (None, "versions: is required to create a schema"),
        ([{"name": "First", "columns": [IMO]}], "names the first version Noon V1"),
        ([{"columns": []}], "columns: must not be empty"),
        ([{"name": "Noon V1"}], "versions: is required to create a schema, with the columns of the first version"),
        ([{"columns": [IMO]}, {"name": "Two"}], r"versions.1..columns: is required to create a version"),
        ([{"columns": [{**FUEL, "precision": 0}]}], "precision: must be between 1 and 28"),
        ([{"columns": [{**FUEL, "scale": -1}]}], "scale: must be between 0 and precision"),
        ([{"columns": [{"name": "x", "type": "Decimal", "scale": 29}]}], "scale: must be between 0 and precision"),
        ([{"columns": [IMO, {**IMO, "name": "IMO"}]}], "Describe each once"),
        ([{"columns": [{**FUEL, "precision": 29}]}], "precision: must be between 1 and 28"),
        ([{"columns": [{**FUEL, "scale": 13}]}], "scale: must be between 0 and precision"),
        ([{"columns": [{**IMO, "scale": 1}]}], "for the type Decimal only"),
        ([{"columns": [IMO], "active": True}, {"columns": [IMO], "active": True}], "only one version can be active"),
    ],
)
def test_mistakes_before_anything_is_written(bench: Station, versions: t.Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        bench.run(veracity_schema, **{**NOON, "versions": versions})
    assert bench.writes == 0


@pytest.mark.parametrize("drop", ["before", "after"])
@pytest.mark.parametrize(
    "path", ["/schemas/add$", "/schemaversions/add$", "/schemaversions/[^/]*$", "/activate$", "/lock$"]
)
def test_lost_answers_never_make_two(bench: Station, path: str, drop: str) -> None:
    if path != "/schemas/add$":
        bench.run(veracity_schema, **NOON)
    wanted = {
        **NOON,
        "versions": [
            {"columns": [FUEL, IMO] if path.endswith("*$") else [IMO, FUEL]},
            {"columns": [IMO], "active": True, "locked": True},
        ],
    }
    for method in ("POST", "PATCH"):
        bench.simulator.fault(method=method, path=path, drop=drop, times=1)
    assert bench.run(veracity_schema, **wanted)["changed"]
    (schema,) = bench.simulator.schemas()
    assert [version["name"] for version in schema["versions"]] == ["Noon V1", "Noon V2"]
    assert not bench.run(veracity_schema, **wanted)["changed"]


def test_reader_is_told_what_is_needed(bench: Station) -> None:
    bench.simulator.settings(workbench_role="reader")
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        bench.run(veracity_schema, **NOON)


def test_several_schemas_of_one_name_are_listed(bench: Station) -> None:
    column = {"name": "imo", "type": "String"}
    ids = bench.simulator.seed_schemas(
        *({"workspace": FLEET, "name": "Noon", "columns": [column]} for _number in range(2))
    )
    with pytest.raises(StateError, match="2 schemas have the name Noon") as caught:
        bench.run(veracity_schema, **NOON)
    assert all(identifier in str(caught.value) for identifier in ids)


@pytest.mark.parametrize(
    "name", ["100 %", "a#b", "c+d", "e%20f", "n\u0303", "x" * 255, "\u00f8" * 127 + "x", " blank ", "dots..."]
)
def test_names_that_need_care(bench: Station, name: str) -> None:
    """Of workspaces, schemas, versions and columns: as they are, but composed and without blanks around them."""
    shown = unicodedata.normalize("NFC", name).strip()
    bench.simulator.seed_workspaces({"name": name})
    columns = [{"name": name, "type": "String"}]
    wanted = {"workspace": name, "name": name, "versions": [{"columns": columns}, {"name": name, "columns": columns}]}
    made = bench.run(veracity_schema, **wanted)["schema"]
    assert (made["name"], [entry["name"] for entry in made["versions"]]) == (shown, [f"{shown} V1", shown])
    assert made["versions"][1]["columns"][0]["name"] == shown
    assert not bench.run(veracity_schema, **wanted)["changed"]
    (found,) = bench.run(veracity_schema_info, workspace=name, schema=name, include_columns=True)["schemas"]
    assert found == made


def test_two_runs_at_a_time_create_one(bench: Station) -> None:
    bench.simulator.fault(method="POST", path="/schemas/add$", delay=0.5, times=2)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(bench.run, veracity_schema, **NOON) for _run in range(2)]
    assert sorted(run.result()["changed"] for run in runs) == [False, True]
    assert len(bench.simulator.schemas()) == 1


@pytest.mark.parametrize("drop", [None, "before", "after"])
def test_short_name_and_description_change(bench: Station, drop: str | None) -> None:
    bench.run(veracity_schema, **NOON, short_name="N", description="Old")
    bench.simulator.clear_requests()
    if drop is not None:
        bench.simulator.fault(method="PATCH", path="/schemas/[^/]*$", drop=drop, times=1)
    changed = bench.run(veracity_schema, **NOON, description="New")
    assert changed["changed"]
    assert (changed["diff"]["before"]["description"], changed["diff"]["after"]["description"]) == ("Old", "New")
    # What was applied is seen, and not sent again.
    assert bench.writes == (2 if drop == "before" else 1)
    (schema,) = bench.simulator.schemas()
    assert (schema["name"], schema["shortName"], schema["description"]) == ("Noon", "N", "New")
    assert bench.run(veracity_schema, **NOON, short_name="X")["changed"]
    (schema,) = bench.simulator.schemas()
    assert (schema["name"], schema["shortName"], schema["description"]) == ("Noon", "X", "New")


@pytest.mark.parametrize("field", ["shortName", "description"])
def test_change_of_which_nothing_shows(bench: Station, field: str) -> None:
    made = bench.run(veracity_schema, **NOON)["schema"]
    bench.simulator.fault(method="PATCH", path="/schemas/[^/]*$", drop="before", times=2)
    answer = {"id": made["id"], "name": "Noon", "shortName": "N", "description": "New", field: "Old"}
    bench.simulator.fault(method="GET", path=f"/schemas/{made['id']}$", times=0, status=200, json=answer)
    with pytest.raises(UnknownStateError, match="Whether the schema Noon was changed is not known"):
        bench.run(veracity_schema, workspace=FLEET, name="Noon", short_name="N", description="New")


def test_one_version_is_always_active(bench: Station) -> None:
    bench.run(veracity_schema, **NOON)
    for columns in ({}, {"columns": [IMO, FUEL]}):
        with pytest.raises(StateError, match=r"(?s)version Noon V1 is active, and one version always is.*active: true"):
            bench.run(veracity_schema, **{**NOON, "versions": [{**columns, "active": False}]})
    wanted = {**NOON, "versions": [{"active": False}, {"columns": [IMO], "active": True}]}
    assert bench.run(veracity_schema, **wanted)["changed"]
    assert not bench.run(veracity_schema, **wanted)["changed"]


def test_what_is_not_described_of_a_column_has_its_default(bench: Station) -> None:
    columns = [{"name": "fuel", "type": "DECIMAL"}, {"name": "share", "type": "Decimal", "scale": 2}, IMO]
    made = bench.run(veracity_schema, **with_columns(*columns))
    plain = {"format": "", "required": False, "sortable": True, "filterable": True, "key": False, "meta_type": ""}
    assert made["schema"]["versions"][0]["columns"] == [
        {**plain, "name": "fuel", "display_name": "fuel", "type": "Decimal", "description": "", "validations": []}
        | {"precision": 28, "scale": 0},
        {**plain, "name": "share", "display_name": "share", "type": "Decimal", "description": "", "validations": []}
        | {"precision": 28, "scale": 2},
        {**plain, "name": "imo", "display_name": "imo", "type": "String", "description": "", "validations": []}
        | {"key": True, "required": True},
    ]
    (schema,) = bench.simulator.schemas()
    sent = schema["versions"][0]["columns"]
    assert [(column["order"], column.get("precision"), column.get("scale")) for column in sent] == [
        (0, 28, 0),
        (1, 28, 2),
        (2, None, None),
    ]
    odd = {**IMO, "format": "x", "sortable": False, "filterable": False, "description": "Number", "meta_type": "Id"}
    odd |= {"display_name": "IMO", "validations": [{"id": "a"}, {"id": "b", "severity": "Warning"}]}
    changed = bench.run(veracity_schema, **with_columns(odd))
    assert changed["diff"]["after"]["versions"]["Noon V1"]["columns"] == [
        "imo: String description=Number display_name=IMO not filterable format=x key meta_type=Id required "
        "not sortable validations=a/Error+b/Warning"
    ]
    # What is not described stays as it is.
    assert not bench.run(veracity_schema, **with_columns({"name": "imo", "type": "String"}))["changed"]


def test_name_of_a_column_is_compared_without_case_and_stays(bench: Station) -> None:
    largest = {"name": "FUEL", "type": "Decimal", "precision": 28, "scale": 28}
    least = {"name": "Share", "type": "Decimal", "precision": 1, "scale": 0}
    bench.run(veracity_schema, **with_columns(largest, least))
    assert not bench.run(veracity_schema, **with_columns({**largest, "name": "fuel"}, {**least, "name": "SHARE"}))[
        "changed"
    ]
    bench.run(veracity_schema, **with_columns({**largest, "name": "fuel"}, {**least, "required": True}))
    columns = bench.simulator.schemas()[0]["versions"][0]["columns"]
    assert [column["name"] for column in columns] == ["FUEL", "Share"]


def test_result_is_what_is_there(bench: Station) -> None:
    """After each way to change a version."""
    first: dict[str, t.Any] = {"columns": [IMO, FUEL]}
    second: dict[str, t.Any] = {"name": "Next", "columns": [FUEL], "description": "Less"}
    for versions in (
        [first],
        [first, {"name": "Kept", "columns": [IMO]}],
        [first, second],
        [first, {**second, "columns": [IMO]}],
        [first, {**second, "columns": [IMO], "active": True}],
        [{**first, "locked": True}, {**second, "columns": [IMO]}],
    ):
        result = bench.run(veracity_schema, **{**NOON, "versions": versions})
        assert result["changed"]
        named = {"Noon V1", *(version["name"] for version in versions if "name" in version)}
        (found,) = bench.run(veracity_schema_info, workspace=FLEET, schema="Noon", include_columns=True)["schemas"]
        for version in found["versions"]:
            # Only those that are described were read.
            version["columns"] = version["columns"] if version["name"] in named else None
        assert result["schema"] == found
        first_one = result["diff"]["after"]["versions"]["Noon V1"]
        assert (first_one["active"], first_one["locked"]) == (
            found["versions"][0]["active"],
            found["versions"][0]["locked"],
        )
    assert [version["active"] for version in found["versions"]] == [False, False, True]
    assert [version["locked"] for version in found["versions"]] == [True, False, False]


def test_gather(bench: Station) -> None:
    made = bench.run(veracity_schema, **NOON)["schema"]
    (found,) = bench.run(veracity_schema_info, workspace="Fleet", schema="noon", include_columns=True)["schemas"]
    assert found == made
    (listed,) = bench.run(veracity_schema_info, workspace="Fleet")["schemas"]
    assert listed["versions"][0]["columns"] is None
    assert bench.run(veracity_schema_info, workspace="Fleet", schema="other")["schemas"] == []
