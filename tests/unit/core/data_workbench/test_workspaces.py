# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules veracity_workspace and veracity_workspace_info against the simulator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    ForbiddenError,
    InputError,
    NotFoundError,
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


def test_two_runs_at_a_time_create_one(bench: Station) -> None:
    bench.simulator.fault(method="POST", path="/workspaces$", delay=0.5, times=2)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(bench.run, veracity_workspace, **NEW) for _run in range(2)]
    assert sorted(run.result()["changed"] for run in runs) == [False, True]
    assert names(bench) == ["Fleet", "Emissions"]


@pytest.mark.parametrize("drop", ["before", "after"])
def test_lost_answer_to_an_update(bench: Station, drop: str) -> None:
    wanted = {"tenant": TENANT, "name": "Fleet", "description": "New"}
    bench.simulator.fault(method="PATCH", path="/workspaces/", drop=drop, times=1)
    assert bench.run(veracity_workspace, **wanted)["workspace"]["description"] == "New"
    # What was applied is seen, and not sent again.
    assert bench.writes == (1 if drop == "after" else 2)
    assert not bench.run(veracity_workspace, **wanted)["changed"]


@pytest.mark.parametrize(
    "shown", [{"name": "Fleet", "description": "Old"}, {"name": "Other", "description": "New"}, None]
)
def test_update_of_which_nothing_shows(bench: Station, shown: dict[str, str] | None) -> None:
    bench.simulator.fault(method="PATCH", path="/workspaces/", drop="before", times=2)
    answer = {"status": 404} if shown is None else {"status": 200, "json": {"id": FLEET, **shown}}
    bench.simulator.fault(method="GET", path=f"/tenants/.*/{FLEET}$", times=0, **answer)
    with pytest.raises(UnknownStateError, match="Whether the workspace Fleet was changed is not known"):
        bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="New")


def test_gateway_that_takes_neither_verb(bench: Station) -> None:
    bench.simulator.settings(workspace_update_verb="PUT")
    bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="One")
    bench.simulator.fault(path="/workspaces/", status=405, times=2)
    with pytest.raises(ApiError, match=r"(?s)takes neither a PATCH nor a PUT here. Check api_url"):
        bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Two")
    # What was remembered is forgotten, so PATCH is tried first.
    bench.simulator.clear_requests()
    assert bench.run(veracity_workspace, tenant=TENANT, name="Fleet", description="Three")["changed"]
    assert bench.writes == 2


def test_region_that_no_response_tells(bench: Station) -> None:
    bench.simulator.fault(method="POST", path="/workspaces$", apply=True, status=201, json={"id": TENANT, "name": "X"})
    assert bench.run(veracity_workspace, **NEW)["workspace"]["region"] == "EU"
    listed = [{"id": FLEET, "name": "Fleet", "description": "The ships of the fleet"}]
    bench.simulator.fault(method="GET", path="/workspaces$", status=200, json=listed)
    assert not bench.run(veracity_workspace, tenant=TENANT, name="Fleet", region="US")["changed"]


def test_name_that_the_gateway_spells_in_another_way_is_no_change(bench: Station) -> None:
    bench.simulator.seed_workspaces({"name": "Fla\u030ate"})
    assert not bench.run(veracity_workspace, tenant=TENANT, name="Fl\u00e5te")["changed"]
    (identifier,) = [entry["id"] for entry in bench.simulator.workspaces() if entry["name"] != "Fleet"]
    assert not bench.run(veracity_workspace, tenant=TENANT, id=identifier, name="Fl\u00e5te")["changed"]


@pytest.mark.parametrize("tenant", ["a/b", "a\\b", ".", ".."])
def test_tenant_that_would_lead_to_another_path(bench: Station, tenant: str) -> None:
    with pytest.raises(InputError, match="tenant: must be the ID or the alias"):
        bench.run(veracity_workspace, tenant=tenant, name="Fleet")
    assert bench.simulator.requests() == []


def test_alias_of_any_spelling_stays_one_segment_of_the_path(bench: Station) -> None:
    with pytest.raises(NotFoundError):
        bench.run(veracity_workspace, tenant="a b#c?d%2F+", name="Fleet")
    (request,) = bench.simulator.requests()[-1:]
    assert request["path"].endswith("/tenants/a%20b%23c%3Fd%252F%2B/workspaces")


def test_diff_of_what_is_there(bench: Station) -> None:
    diff = bench.run(veracity_workspace, tenant=TENANT, id=FLEET, name="Vessels", description="Ships")["diff"]
    before = {"name": "Fleet", "description": "The ships of the fleet", "region": "EU", "state": "present"}
    assert (diff["before"], diff["after"]) == (before, {**before, "name": "Vessels", "description": "Ships"})


def test_members_and_activity_as_the_gateway_tells_them(bench: Station) -> None:
    role = {"role": "administrator", "scopeType": "Tenant", "scopeRef": TENANT}
    person = {"userId": "u1", "email": "captain@example.com", "name": "Captain", "isServicePrincipal": False}
    roles = [
        {**person, "roleScope": role},
        {"userId": "u2", "isServicePrincipal": True},
        {"userId": "u3", "roleScope": 1},
    ]
    entry = {
        "id": "1",
        "eventName": "Changed",
        "userId": "u1",
        "userName": "Captain",
        "timestamp": "2026-11-28T02:00:00Z",
        "resource": {"a": 1},
        "payload": {"b": 2},
    }
    for path, entries in (("/roles$", roles), ("/ledger$", [entry, {"id": "2", "eventName": "Made"}])):
        bench.simulator.fault(method="GET", path=path, status=200, json={"result": entries, "totalCount": len(entries)})
    (fleet,) = bench.run(veracity_workspace_info, workspace=FLEET, include_members=True, activity=5)["workspaces"]
    nobody = {"email": None, "name": None, "role": None, "scope": None}
    assert fleet["members"] == [
        {
            "user": "u1",
            "email": "captain@example.com",
            "name": "Captain",
            "service_account": False,
            "role": "administrator",
            "scope": "tenant",
        },
        {"user": "u2", "service_account": True, **nobody},
        {"user": "u3", "service_account": False, **nobody},
    ]
    nothing = {"user": None, "name": None, "timestamp": None, "resource": None, "payload": None}
    assert fleet["activity"] == [
        {
            "event": "Changed",
            "user": "u1",
            "name": "Captain",
            "timestamp": "2026-11-28T02:00:00Z",
            "resource": {"a": 1},
            "payload": {"b": 2},
        },
        {"event": "Made", **nothing},
    ]
