# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd descriptions, odd answers and duplicates of workspaces and schemas."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    BulkError,
    ForbiddenError,
    InputError,
    ResponseError,
    StateError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_schema,
    veracity_schema_info,
    veracity_workspace,
    veracity_workspace_info,
)
from tests.simulator.company_tenants import DEFAULT_TENANT_ID as TENANT
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.station import Station

IMO = {"name": "imo", "type": "String"}
NEW = {"tenant": TENANT, "name": "Emissions", "region": "EU"}
NOON: dict[str, t.Any] = {"workspace": FLEET, "name": "Noon", "versions": [{"columns": [IMO]}]}
HIDDEN = "\u200b"


@pytest.mark.parametrize(
    ("module", "params", "says"),
    [
        (veracity_workspace, {**NEW, "tenant": None}, "tenant: must not be empty"),
        (veracity_workspace, {**NEW, "tenant": ".."}, "tenant: must be"),
        (veracity_workspace, {**NEW, "name": f"Emis{HIDDEN}sions"}, "name: contains the invisible character U.200B"),
        (veracity_workspace, {**NEW, "tenant": f"example{HIDDEN}-shipping"}, "tenant: contains the invisible"),
        (veracity_workspace_info, {"tenant": " "}, "tenant: must not be empty"),
        (veracity_workspace_info, {"workspace": f"{HIDDEN}Fleet"}, "workspace: contains the invisible character"),
        (veracity_schema, {**NOON, "workspace": None}, "workspace: must not be empty"),
        (veracity_schema, {**NOON, "tenant": ""}, "tenant: must not be empty"),
        (veracity_schema, {**NOON, "name": f"Noon{HIDDEN}"}, "name: contains the invisible character"),
        (veracity_schema, {**NOON, "versions": [None]}, "versions"),
        (
            veracity_schema,
            {**NOON, "versions": [{"columns": [{"name": "imo", "type": None}]}]},
            r"versions.0..columns.0..type: must not be empty",
        ),
        (
            veracity_schema,
            {**NOON, "versions": [{"columns": [{"name": f"imo{HIDDEN}", "type": "String"}]}]},
            r"versions.0..columns.0..name: contains the invisible",
        ),
        (
            veracity_schema,
            {**NOON, "versions": [{"columns": [IMO]}, {"name": f"Two{HIDDEN}", "columns": [IMO]}]},
            r"versions.1..name: contains the invisible",
        ),
        (
            veracity_schema,
            {**NOON, "versions": [{"columns": [{**IMO, "validations": [{"id": None}]}]}]},
            r"columns.0..validations.0..id: must not be empty",
        ),
        (veracity_schema_info, {"workspace": FLEET, "schema": f"No{HIDDEN}on"}, "schema: contains the invisible"),
    ],
)
def test_b_e_what_is_no_name_or_is_empty_is_refused(bench: Station, module: t.Any, params: t.Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        bench.run(module, **params)
    assert bench.writes == 0


def test_e_numbers_are_names(bench: Station) -> None:
    made = bench.run(veracity_workspace, **{**NEW, "name": 2026})["workspace"]
    assert made["name"] == "2026"
    wanted = {"workspace": 2026, "name": 7, "versions": [{"columns": [{"name": 1, "type": "String"}]}]}
    assert bench.run(veracity_schema, **wanted)["schema"]["versions"][0]["name"] == "7 V1"
    assert not bench.run(veracity_schema, **wanted)["changed"]


@pytest.mark.parametrize("tenant", [TENANT.upper(), f"{{{TENANT}}}", TENANT.replace("-", ""), "example-shipping"])
def test_tenant_in_each_spelling(bench: Station, tenant: str) -> None:
    assert not bench.run(veracity_workspace, tenant=tenant, name="Fleet")["changed"]
    assert bench.run(veracity_workspace_info, tenant=tenant, workspace="Fleet")["workspaces"][0]["id"] == FLEET


def test_a_name_is_the_same_composed_or_not(bench: Station) -> None:
    assert bench.run(veracity_workspace, **{**NEW, "name": "Fl\u00e5te"})["changed"]
    assert not bench.run(veracity_workspace, **{**NEW, "name": "Fla\u030ate"})["changed"]
    bench.run(veracity_schema, **{**NOON, "workspace": "Fla\u030ate", "name": "R\u00e5"})
    assert not bench.run(veracity_schema, **{**NOON, "workspace": "Fl\u00e5te", "name": "Ra\u030a"})["changed"]


@pytest.mark.parametrize("answer", ["{}", "null", '"made"', "[]", "", '{"id": "b2"}'])
@pytest.mark.parametrize(
    ("path", "module", "params"),
    [
        ("/workspaces$", veracity_workspace, NEW),
        ("/schemas/add$", veracity_schema, NOON),
        ("/schemaversions/add$", veracity_schema, {**NOON, "versions": [{"columns": [IMO]}, {"columns": [IMO]}]}),
    ],
)
def test_a_creation_whose_response_cannot_be_used_is_looked_for(
    bench: Station, path: str, module: t.Any, params: dict[str, t.Any], answer: str
) -> None:
    bench.simulator.fault(method="POST", path=path, apply=True, status=201, body=answer)
    assert bench.run(module, **params)["changed"]
    assert not bench.run(module, **params)["changed"]
    assert len(bench.simulator.workspaces()) == (2 if module is veracity_workspace else 1)


def test_schema_of_a_workspace_that_check_mode_does_not_create(bench: Station) -> None:
    wanted = {**NOON, "workspace": "Emissions", "tenant": TENANT}
    predicted = bench.run(veracity_schema, check_mode=True, **wanted)
    assert predicted["changed"]
    assert "assumes that an earlier task creates it" in bench.warnings[-1]
    bench.run(veracity_workspace, **NEW)
    assert bench.run(veracity_schema, **wanted)["diff"] == predicted["diff"]
    with pytest.raises(StateError, match="no workspace with the name"):
        bench.run(veracity_schema, **{**NOON, "workspace": "Other"})
    with pytest.raises(StateError, match="no workspace with the id"):
        bench.run(veracity_schema, check_mode=True, **{**NOON, "workspace": TENANT})


def test_verb_that_is_no_longer_taken_is_not_kept(bench: Station) -> None:
    bench.simulator.settings(workspace_update_verb="PUT")
    bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="One")
    bench.simulator.settings(workspace_update_verb="PATCH")
    assert bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Two")["changed"]
    bench.simulator.clear_requests()
    assert bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Three")["changed"]
    assert bench.writes == 1


def test_type_of_a_column_is_compared_without_case(bench: Station) -> None:
    bench.run(veracity_schema, **NOON)
    same = {**NOON, "versions": [{"columns": [{"name": "imo", "type": "STRING"}]}]}
    assert not bench.run(veracity_schema, **same)["changed"]


def odd_schema(bench: Station, change: t.Callable[[dict[str, t.Any]], object]) -> None:
    """Answer with another schema than there is."""
    made = bench.run(veracity_schema, **NOON)["schema"]
    answer = {
        "id": made["id"],
        "name": "Noon",
        "schemaVersions": [{"id": made["versions"][0]["id"], "name": "Noon V1", "isActive": True}],
    }
    change(answer)
    bench.simulator.fault(method="GET", path=f"/schemas/{made['id']}$", times=0, status=200, body=json.dumps(answer))


def test_two_versions_of_one_name_are_listed(bench: Station) -> None:
    odd_schema(bench, lambda answer: answer["schemaVersions"].append({**answer["schemaVersions"][0], "id": FLEET}))
    with pytest.raises(StateError, match=f"2 versions have the name Noon V1: .*{FLEET}"):
        bench.run(veracity_schema, **{**NOON, "versions": [{"columns": [{**IMO, "required": True}]}]})
    assert bench.run(veracity_schema, **{**NOON, "versions": None})["schema"]["versions"][1]["id"] == FLEET


def test_name_of_a_version_is_the_same_composed_or_not(bench: Station) -> None:
    wanted = {**NOON, "name": "R\u00e5"}
    made = bench.run(veracity_schema, **wanted)["schema"]
    version = {"id": made["versions"][0]["id"], "name": "Ra\u030a V1", "isActive": True}
    answer = {"id": made["id"], "name": "Ra\u030a", "schemaVersions": [version]}
    bench.simulator.fault(method="GET", path=f"/schemas/{made['id']}$", times=0, status=200, json=answer)
    assert not bench.run(veracity_schema, **wanted)["changed"]
    found = bench.run(veracity_schema_info, workspace=FLEET, schema="R\u00e5", include_columns=True)["schemas"]
    assert [column["name"] for column in found[0]["versions"][0]["columns"]] == ["imo"]


@pytest.mark.parametrize("versions", [None, [], [None], [{"id": FLEET}]])
def test_first_version_with_another_name_is_an_error_of_ours(bench: Station, versions: t.Any) -> None:
    """The documents say which name it has; if it is not there after the creation, what follows cannot be done."""
    made = bench.run(veracity_schema, **{**NOON, "name": "Other"})["schema"]
    answer = json.dumps({"id": made["id"], "name": "Noon", "schemaVersions": versions})
    bench.simulator.fault(method="POST", path="/schemas/add$", status=201, body=answer)
    bench.simulator.fault(method="GET", path=f"/schemas/{made['id']}$", times=0, status=200, body=answer)
    with pytest.raises(BulkError, match="The version Noon V1 is not there"):
        bench.run(veracity_schema, **{**NOON, "versions": [{"columns": [IMO], "locked": True}]})


def test_caller_for_single_data_sets_is_told_what_is_needed(bench: Station) -> None:
    bench.simulator.settings(workbench_role="datasets")
    for module, params in ((veracity_schema, NOON), (veracity_workspace_info, {"tenant": TENANT})):
        with pytest.raises(ForbiddenError, match="the data scope of all workspace data"):
            bench.run(module, **params)


def page(*entries: dict[str, t.Any], **fields: t.Any) -> str:
    return json.dumps({"result": list(entries), **fields})


def test_activity_that_grows_between_two_pages_has_each_entry_once(bench: Station) -> None:
    entries = [{"id": f"e{number}", "eventName": str(number)} for number in range(200, 0, -1)]
    ledger = {"method": "GET", "path": "/ledger$", "status": 200}
    bench.simulator.fault(**ledger, times=1, body=page(*entries[:100], totalCount=201, pageIndex=0))
    bench.simulator.fault(**ledger, times=1, body=page(*entries[99:199], totalCount=201, pageIndex=1))
    (fleet,) = bench.run(veracity_workspace_info, workspace=FLEET, activity=150)["workspaces"]
    events = [entry["event"] for entry in fleet["activity"]]
    assert events == [str(number) for number in range(200, 50, -1)]


@pytest.mark.parametrize("total", [{}, {"totalCount": None}, {"totalCount": "101"}])
def test_pages_whose_total_is_not_told_are_read_to_the_end(bench: Station, total: dict[str, t.Any]) -> None:
    people = [{"userId": f"{number}"} for number in range(101)]
    roles = {"method": "GET", "path": "/workspaces/.*/roles$", "status": 200, "times": 1}
    bench.simulator.fault(**roles, body=page(*people[:100], pageIndex=0, **total))
    bench.simulator.fault(**roles, body=page(*people[100:], pageIndex=1, **total))
    (fleet,) = bench.run(veracity_workspace_info, workspace=FLEET, include_members=True)["workspaces"]
    assert [member["user"] for member in fleet["members"]] == [person["userId"] for person in people]


def test_pages_that_repeat_themselves_end(bench: Station) -> None:
    people = [{"userId": f"{number}"} for number in range(100)]
    for index in range(3):
        body = page(*people, pageIndex=index, totalCount=10**12)
        bench.simulator.fault(method="GET", path="/workspaces/.*/roles$", status=200, times=1, body=body)
    with pytest.raises(ResponseError, match="same page"):
        bench.run(veracity_workspace_info, workspace=FLEET, include_members=True)
