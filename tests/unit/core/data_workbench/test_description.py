# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A description of Data Workbench is validated as a whole, before anything is written."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ForbiddenError, InputError, StateError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_dataset,
    veracity_description,
    veracity_file_storage_folder,
    veracity_schema,
)
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.station import Station

TENANT = "example-shipping"
IMO = {"name": "imo", "type": "String", "key": True, "required": True}
NOON: dict[str, t.Any] = {"name": "Noon", "versions": [{"columns": [IMO]}]}


def validate(bench: Station, *workspaces: dict[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
    """Validate as the action and the module do. Raises InputError with all mistakes."""
    mistakes = Mistakes()
    found = checked(KINDS["data_workbench"], {"tenant": TENANT, "workspaces": list(workspaces), **more}, mistakes)
    return bench.run(veracity_description, data_workbench=found, mistakes=mistakes.texts)


def places_of(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    """Return the places of the mistakes."""
    lines = [line[2:] for line in str(error.value).splitlines() if line.startswith("- ")]
    return [(line or "").partition(": ")[0] for line in lines or [str(error.value)]]


def test_a_good_description_is_normalized(bench: Station) -> None:
    found = validate(
        bench, {"id": FLEET.upper(), "description": None, "schemas": [NOON]}, {"name": 2026, "region": "EU"}
    )
    assert found["description"]["workspaces"][0]["id"] == FLEET
    assert "description" not in found["description"]["workspaces"][0]
    assert found["description"]["workspaces"][1]["name"] == "2026"
    assert bench.writes == 0


def test_all_mistakes_are_reported_at_once_each_with_its_place(bench: Station) -> None:
    bench.run(veracity_schema, workspace=FLEET, name="Noon", versions=[{"columns": [IMO], "locked": True}])
    before = bench.writes
    with pytest.raises(InputError) as error:
        validate(
            bench,
            {
                "name": "Fleet",
                "region": "US",
                "schemas": [{**NOON, "versions": [{"columns": [{**IMO, "key": False}]}]}],
            },
            {"id": FLEET},
            {"name": "New", "schemas": [{"name": "Bare"}, {"name": "Bare"}]},
            {"name": "New"},
            {"name": "", "id": "x"},
            max_concurrency=0,
        )
    assert places_of(error) == [
        "data_workbench_workspaces[2].schemas[1]",
        "data_workbench_workspaces[3]",
        "data_workbench_workspaces[4].name",
        "data_workbench_workspaces[4].id",
        "data_workbench_max_concurrency",
        "data_workbench_workspaces[0]",
        "data_workbench_workspaces[0].schemas[0]",
        "data_workbench_workspaces[1]",
    ]
    assert bench.writes == before


def test_a_workspace_that_is_to_be_created_has_no_schemas_yet(bench: Station) -> None:
    validate(bench, {"name": "New", "region": "US", "schemas": [NOON]})
    with pytest.raises(InputError, match=r"workspaces\[0\].schemas\[0\]: .*versions: is required to create"):
        validate(bench, {"name": "New", "region": "US", "schemas": [{"name": "Noon"}]})
    predicted = bench.run(veracity_schema, check_mode=True, workspace="New", tenant=TENANT, **NOON)
    assert predicted["changed"]
    with pytest.raises(InputError, match="There is no workspace with the id"):
        validate(bench, {"id": FLEET.replace("b", "c")})


def test_the_tenant_is_required_with_workspaces_only(bench: Station) -> None:
    with pytest.raises(InputError, match="data_workbench_tenant: must not be empty"):
        validate(bench, {"name": "Fleet"}, tenant="")
    assert validate(bench, tenant="")["description"]["workspaces"] == []


def test_what_may_not_be_read_is_no_mistake_of_the_description(bench: Station) -> None:
    bench.simulator.settings(workbench_role="datasets")
    with pytest.raises(ForbiddenError):
        validate(bench, {"name": "Fleet"})


NOON_CSV = "imo,fuel\n9226425,12.5\n"


@pytest.fixture
def noon(tmp_path: Path) -> str:
    """Return the path of a CSV file."""
    path = tmp_path / "noon.csv"
    path.write_text("imo\n9226425\n", encoding="utf-8")
    return str(path)


def test_folders_content_and_data_sets_are_checked_before_anything_is_read(bench: Station, noon: str) -> None:
    with pytest.raises(InputError) as error:
        validate(
            bench,
            {
                "name": "Fleet",
                "folders": [
                    {"path": "/reports/"},
                    {"path": "reports"},
                    {"path": "old", "state": "absent"},
                    {"path": "old/2026"},
                    {"path": "", "state": "absent"},
                    {"path": "new", "recursive": True},
                ],
                "content": [
                    {"path": "a//b", "src": noon},
                    {"src": ""},
                    {"src": noon, "dest": "one.csv", "duration": "1 month"},
                    {"path": "reports", "src": noon},
                    {"path": "reports", "src": noon, "dest": "noon.csv"},
                    {"src": "/nowhere"},
                ],
                "datasets": [
                    {"name": "Noon", "src": noon, "tags": {"ship": "Nordlys"}},
                    {"name": "Noon", "src": noon},
                    {"name": "Other"},
                ],
            },
        )
    where = "data_workbench_workspaces[0]."
    assert places_of(error) == [
        f"{where}datasets[2].src",
        f"{where}folders[4].path",
        f"{where}folders[5].recursive",
        f"{where}folders[1]",
        f"{where}content[0].path",
        f"{where}content[1].src",
        f"{where}content[2].duration",
        f"{where}folders[2]",
        f"{where}datasets[0].tags.ship",
        f"{where}datasets[1]",
        f"{where}content[5].src",
        f"{where}content[4]",
    ]
    assert bench.writes == 0


def test_the_file_of_a_data_set_is_held_against_the_schema_as_it_is_going_to_be(bench: Station, tmp_path: Path) -> None:
    bench.run(veracity_schema, workspace=FLEET, **NOON)
    path = tmp_path / "noon.csv"
    path.write_text(NOON_CSV, encoding="utf-8")
    fuel = {"name": "fuel", "type": "Decimal"}
    wider = {"name": "Noon", "versions": [{"columns": [IMO, fuel]}]}
    noon = {"name": "Noon reports", "src": str(path), "schema": "Noon"}
    for place in ({"id": FLEET}, {"name": "New", "region": "EU"}):
        validate(bench, {**place, "schemas": [wider], "datasets": [noon]})
        with pytest.raises(InputError, match=r"datasets\[0\]: .*the schema has no column 'fuel'"):
            validate(bench, {**place, "schemas": [NOON], "datasets": [noon]})
    with pytest.raises(InputError, match=r"datasets\[0\]: .*the schema has no column 'fuel'"):
        validate(bench, {"id": FLEET, "datasets": [noon]})
    with pytest.raises(InputError, match=r"datasets\[0\].schema: must be one of the described schemas"):
        validate(bench, {"name": "New", "region": "EU", "datasets": [noon]})
    with pytest.raises(InputError, match=r"datasets\[0\].src: .*cannot be read"):
        validate(bench, {"id": FLEET, "datasets": [{**noon, "src": "/nowhere.csv"}]})


def test_check_mode_takes_a_workspace_as_created_before(bench: Station, noon: str) -> None:
    new = {"workspace": "New", "tenant": TENANT}
    dataset = {**new, "name": "Noon reports", "src": noon, "schema": "Noon"}
    assert bench.run(veracity_dataset, check_mode=True, **dataset)["changed"]
    gone = bench.run(veracity_file_storage_folder, check_mode=True, **new, path="old", state="absent")
    assert not gone["changed"]
    with pytest.raises(StateError, match="There is no workspace with the name New"):
        bench.run(veracity_dataset, **dataset)


ME = {"method": "GET", "path": "/me/tenants$"}
LIST = "GET /veracity/dw/gateway/api/v2/tenants/{id}/workspaces"


def test_ids_of_the_workspaces_that_are_there_are_told_by_one_list(bench: Station) -> None:
    other = bench.simulator.seed_workspaces({"name": "Yard"})[0]
    found = validate(
        bench, {"name": "Yard"}, {"id": FLEET}, {"name": "New", "region": "EU"}, {"name": "Second", "region": "EU"}
    )
    assert found["workspace_ids"] == {"Yard": other, FLEET: FLEET}
    assert bench.calls(LIST) == 1


def test_reader_is_refused_before_the_first_write(bench: Station, tmp_path: Path) -> None:
    bench.run(veracity_schema, workspace=FLEET, name="Old", versions=[{"columns": [IMO]}])
    bench.simulator.settings(workbench_role="reader")
    file = tmp_path / "noon.csv"
    file.write_text("imo\n1\n")
    content = {"path": "a", "src": str(file), "direction": "upload"}
    old = {"name": "Old", "versions": [{"columns": [IMO]}]}
    described = {
        "name": "Fleet",
        "schemas": [old, NOON],
        "folders": [{"path": "a"}],
        "content": [content, {**content, "direction": "download", "src": "x", "dest": str(tmp_path / "new")}],
        "datasets": [{"name": "Noon", "src": str(file), "schema": "Old"}],
    }
    with pytest.raises(InputError) as error:
        validate(bench, described, {"name": "New", "region": "EU"})
    place = "data_workbench_workspaces[0]"
    assert places_of(error) == [
        f"{place}.schemas[1]",
        f"{place}.datasets[0]",
        f"{place}.content[0]",
        "data_workbench_workspaces[1]",
    ]
    assert "needs the role Admin in the workspace, and this application has the role Reader" in str(error.value)
    assert "needs the role Admin in the tenant" in str(error.value)
    # What changes nothing needs nothing.
    with bench.watched():
        validate(bench, {"name": "Fleet", "schemas": [old]})
        assert bench.calls("GET /veracity/dw/gateway/api/v2/me/tenants") == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 403, "json": {"title": "Not for service accounts."}},
        {"status": 404},
        {"status": 200, "json": [{"id": "7e0a1b2c-3d4e-4f50-9162-738495a6b7c8", "name": "Other"}]},
        {
            "status": 200,
            "json": [{"alias": TENANT, "roleName": "Admin", "workspaces": [{"id": FLEET, "roleName": "Reader"}]}],
        },
        {"status": 200, "json": [{"alias": TENANT, "workspaces": [{"id": FLEET, "roleName": "Owner"}]}]},
        {"status": 200, "json": {"odd": True}},
    ],
    ids=["forbidden", "missing", "elsewhere", "tenant", "other", "odd"],
)
def test_roles_that_are_not_told_refuse_nothing(bench: Station, answer: dict[str, t.Any]) -> None:
    bench.simulator.fault(**ME, **answer)
    assert validate(bench, {"name": "Fleet", "schemas": [NOON]})["workspace_ids"] == {"Fleet": FLEET}


def test_workspace_of_a_known_id_is_not_looked_for(bench: Station) -> None:
    options = {"workspace": "Fleet", "tenant": TENANT, "workspace_id": FLEET, "name": "Noon"}
    with bench.watched():
        assert bench.run(veracity_schema, versions=NOON["versions"], **options)["changed"]
        assert bench.calls(LIST) == 0
    gone = {**options, "workspace_id": "00000000-0000-4000-8000-000000000000"}
    with pytest.raises(StateError, match="There is no workspace with the id 00000000-0000-4000-8000-000000000000"):
        bench.run(veracity_schema, versions=NOON["versions"], **gone)
    with pytest.raises(InputError, match="workspace_id"):
        bench.run(veracity_schema, versions=NOON["versions"], **{**options, "workspace_id": "Fleet"})
