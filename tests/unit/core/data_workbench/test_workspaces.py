# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules veracity_workspace and veracity_workspace_info against the simulator."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_workspace, veracity_workspace_info
from tests.simulator.company_tenants import DEFAULT_TENANT_ID as TENANT
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.station import Station

PATH = "/veracity/dw/gateway/api/v2/tenants/{}/workspaces"
NEW = {"tenant": TENANT, "name": "Emissions", "description": "Reports", "region": "EU"}


def names(bench: Station) -> list[str]:
    return [entry["name"] for entry in bench.simulator.workspaces()]


def test_create_once_and_predict(bench: Station) -> None:
    predicted = bench.run(veracity_workspace, check_mode=True, **NEW)
    assert predicted["changed"]
    assert predicted["workspace"] == {**NEW, "id": None}
    assert bench.writes == 0
    made = bench.run(veracity_workspace, **NEW)
    assert made["changed"]
    assert made["diff"] == predicted["diff"]
    assert made["diff"]["before"] == {"state": "absent"}
    again = bench.run(veracity_workspace, **NEW)
    assert not again["changed"]
    assert again["workspace"] == made["workspace"]
    assert names(bench) == ["Fleet", "Emissions"]


def test_what_a_creation_needs(bench: Station) -> None:
    with pytest.raises(InputError, match="region: is required"):
        bench.run(veracity_workspace, tenant=TENANT, name="Emissions")
    with pytest.raises(InputError, match="name: must not be empty"):
        bench.run(veracity_workspace, tenant=TENANT, name=" ", region="EU")
    assert bench.writes == 0


@pytest.mark.parametrize("verb", ["PATCH", "PUT"])
def test_update_by_either_verb_which_is_remembered(bench: Station, verb: str) -> None:
    bench.simulator.settings(workspace_update_verb=verb)
    for number, description in enumerate(("One", "Two")):
        bench.simulator.clear_requests()
        changed = bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description=description)
        assert changed["changed"]
        assert changed["workspace"]["description"] == description
        assert changed["diff"]["before"]["description"] != description
        assert bench.writes == (2 if verb == "PUT" and number == 0 else 1)
    assert not bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Two")["changed"]


def test_rename_by_id(bench: Station) -> None:
    renamed = bench.run(veracity_workspace, tenant=TENANT, id=FLEET.upper(), name="Vessels")
    assert renamed["workspace"]["id"] == FLEET
    assert names(bench) == ["Vessels"]


def test_region_is_never_changed(bench: Station) -> None:
    with pytest.raises(StateError, match=r"Workspace Fleet: .*region is EU and cannot be changed to US"):
        bench.run(veracity_workspace, tenant=TENANT, name="Fleet", region="US")
    assert bench.writes == 0


def test_several_of_one_name_are_listed(bench: Station) -> None:
    (other,) = bench.simulator.seed_workspaces({"name": "Fleet"})
    with pytest.raises(StateError, match="2 workspaces have this name") as caught:
        bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Which?")
    assert other in str(caught.value)
    assert FLEET in str(caught.value)
    assert bench.writes == 0


def test_unknown_id_is_no_creation(bench: Station) -> None:
    with pytest.raises(StateError, match="There is no workspace with the id"):
        bench.run(veracity_workspace, tenant=TENANT, id=TENANT, name="Fleet", region="EU")


def test_reader_is_told_what_is_needed(bench: Station) -> None:
    bench.simulator.settings(workbench_role="reader")
    with pytest.raises(ForbiddenError, match="Only an administrator of the tenant"):
        bench.run(veracity_workspace, **NEW)


@pytest.mark.parametrize("drop", ["before", "after"])
def test_lost_answer_to_a_creation_never_makes_two(bench: Station, drop: str) -> None:
    bench.simulator.fault(method="POST", path="/workspaces$", drop=drop, times=1)
    assert bench.run(veracity_workspace, **NEW)["changed"]
    assert names(bench) == ["Fleet", "Emissions"]


def test_creation_of_which_nothing_shows(bench: Station) -> None:
    bench.simulator.fault(method="POST", path="/workspaces$", drop="before", times=2)
    with pytest.raises(UnknownStateError, match="Whether the workspace Emissions was created is not known"):
        bench.run(veracity_workspace, **NEW)


def test_gather_of_tenant_and_of_caller(bench: Station) -> None:
    assert bench.run(veracity_workspace_info)["workspaces"] == [
        {"id": FLEET, "name": "Fleet", "description": "The ships of the fleet", "region": None, "tenant": TENANT}
    ]
    (fleet,) = bench.run(veracity_workspace_info, tenant="example-shipping", workspace="Fleet")["workspaces"]
    assert fleet["region"] == "EU"
    with pytest.raises(StateError, match="no workspace with the name fleet"):
        bench.run(veracity_workspace_info, workspace="fleet")


@pytest.mark.parametrize("first", [0, 1])
def test_members_and_activity_in_pages(bench: Station, first: int) -> None:
    bench.simulator.settings(workbench_first_page=first)
    people = [{"user_id": f"11111111-2222-4333-8444-{number:012}", "role": "reader"} for number in range(230)]
    bench.simulator.seed_workspaces({"name": "Crowd", "members": people})
    (crowd,) = bench.run(veracity_workspace_info, tenant=TENANT, workspace="Crowd", members=True)["workspaces"]
    assert [member["user"] for member in crowd["members"]] == [person["user_id"] for person in people]
    bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="One")
    bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Two")
    (fleet,) = bench.run(veracity_workspace_info, workspace=FLEET, activity=1)["workspaces"]
    assert [entry["event"] for entry in fleet["activity"]] == ["Workspace updated"]
    with pytest.raises(InputError, match="activity: must be at least 1"):
        bench.run(veracity_workspace_info, activity=0)
