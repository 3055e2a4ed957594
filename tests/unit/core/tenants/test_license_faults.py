# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Licenses and administrators in a tenant, when something goes wrong, and when changes show late."""

from __future__ import annotations

import types
import typing as t
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    ForbiddenError,
    InputError,
    NotFoundError,
    UnknownStateError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import License, Tenants
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_application_administrator,
    veracity_application_info,
    veracity_group_info,
    veracity_license,
    veracity_licenses,
    veracity_profile_info,
    veracity_tenant_info,
)
from tests.simulator.fixture import Simulator
from tests.unit.support.office import APPLICATION, CAPTAIN, CHIEF, MATE, OFFICERS, TENANT, Office
from tests.unit.support.station import Forward

PLACE = {"tenant": TENANT, "application": APPLICATION}
LICENSES = "/veracity/graph/v4/tenants/{id}/applications/{id}/licenses"
ADMINISTRATORS = "/veracity/graph/v4/tenants/{id}/applications/{id}/administrators"


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Office:
    """Return a place to give licenses from; it waits for changes by the clock of the machine."""
    found = Office(simulator, tmp_path / "state")
    found.clock = Forward()
    simulator.settings(tenant_delay=0.2)
    return found


def one(office: Office, **params: t.Any) -> dict[str, t.Any]:
    return office.run(veracity_license, **{**PLACE, "user": CAPTAIN, "access_level": "reader", **params})


def many(office: Office, *licenses: dict[str, t.Any], **params: t.Any) -> dict[str, t.Any]:
    return office.run(veracity_licenses, **PLACE, licenses=list(licenses), **params)


def given(office: Office) -> dict[str, tuple[str | None, dict[str, str]]]:
    """Return the licenses: access level and properties by entity."""
    return {
        entry["entityId"]: (entry["accessLevel"], {each["name"]: each["value"] for each in entry["properties"]})
        for entry in office.simulator.licenses()
    }


def hide(office: Office) -> None:
    """Have the next task not see the license of the captain yet when it begins, nor when it is its turn."""
    office.simulator.fault(path=f"/licenses/{CAPTAIN}$", method="GET", status=404, json={"Message": "unknown"}, times=2)
    office.simulator.fault(path="/licenses$", method="GET", status=200, json=[], times=2)


def test_license_of_a_lost_answer_is_looked_for_and_not_asked_for_again(office: Office) -> None:
    office.simulator.fault(path="/licenses$", method="POST", drop="after")
    found = one(office, properties={"demo_a": "1"})
    assert found["changed"] is True
    assert found["license"] == {"user": CAPTAIN, "access_level": "reader", "properties": {"demo_a": "1"}}
    assert given(office) == {CAPTAIN: ("reader", {"demo_a": "1"})}
    assert office.calls(f"POST {LICENSES}") == 1


@pytest.mark.parametrize("waits", [True, False])
def test_license_that_does_not_show_after_a_lost_answer_is_not_asked_for_again(office: Office, waits: bool) -> None:
    office.simulator.fault(path="/licenses$", method="POST", drop="before")
    with pytest.raises(
        UnknownStateError, match=f"License of user {CAPTAIN}: Whether it was assigned is not known"
    ) as caught:
        one(office, wait=waits, wait_timeout=0.3)
    assert "Run again" in str(caught.value)
    assert office.calls(f"POST {LICENSES}") == 1
    assert one(office)["changed"] is True


def test_license_that_somebody_else_gave_gets_its_level(office: Office) -> None:
    one(office, access_level="editor")
    hide(office)
    found = one(office)
    assert (found["changed"], found["license"]["access_level"]) == (True, "reader")
    assert (found["diff"]["before"]["access_level"], found["diff"]["after"]["access_level"]) == ("editor", "reader")
    assert given(office) == {CAPTAIN: ("reader", {})}


@pytest.mark.parametrize("level", ["reader", None])
def test_license_that_somebody_else_gave_as_described_is_no_change(office: Office, level: str | None) -> None:
    one(office, properties={"demo_a": "1"})
    office.simulator.clear_requests()
    hide(office)
    found = one(office, access_level=level, properties={"demo_a": "1"})
    assert (found["changed"], found["diff"]["before"]) == (False, found["diff"]["after"])
    assert office.writes == 1


def test_license_that_is_said_to_be_there_and_does_not_show_is_a_failure(office: Office) -> None:
    office.simulator.fault(path="/licenses$", method="POST", status=409, json={"Message": "there"}, times=0)
    with pytest.raises(WaitTimeoutError, match="has it already"):
        one(office, wait_timeout=0.3)


def test_places_are_those_right_before_the_change(office: Office) -> None:
    one(office, properties={"demo_a": "1", "demo_b": "2", "demo_c": "3"})
    # Since the list was read somebody else has taken the first of four properties away.
    listed = [{"name": f"demo_{letter}", "value": "0"} for letter in "xabc"]
    shown = {"entityId": CAPTAIN, "entityType": "user", "accessLevel": "reader", "properties": listed}
    office.simulator.fault(path="/licenses$", method="GET", status=200, json=[shown])
    many(office, {"user": CAPTAIN, "properties": {"demo_b": "9"}, "remove_properties": ["demo_a", "demo_x"]})
    assert given(office)[CAPTAIN][1] == {"demo_b": "9", "demo_c": "3"}


def test_properties_of_a_lost_answer_are_looked_for(office: Office) -> None:
    one(office)
    office.simulator.fault(path="/licenses/", method="PATCH", drop="after")
    assert one(office, properties={"demo_a": "1"})["changed"] is True
    assert given(office)[CAPTAIN][1] == {"demo_a": "1"}
    office.simulator.fault(path="/licenses/", method="PATCH", drop="before")
    with pytest.raises(UnknownStateError, match="Whether its properties were changed is not known"):
        one(office, properties={"demo_a": "2"}, wait_timeout=0.3)
    assert office.calls(f"PATCH {LICENSES}/{{id}}") == 2


def test_properties_of_a_new_license_are_set_without_waiting_for_the_end(office: Office) -> None:
    found = one(office, properties={"demo_a": "1"}, wait=False)
    assert found["license"]["properties"] == {"demo_a": "1"}
    assert given(office)[CAPTAIN][1] == {"demo_a": "1"}


def test_level_that_the_application_gives_by_itself_is_fine(office: Office) -> None:
    shown = {"entityId": CAPTAIN, "entityType": "user", "accessLevel": "reader", "properties": []}
    office.simulator.fault(path=f"/licenses/{CAPTAIN}$", method="GET", status=200, json=shown, skip=1, times=0)
    assert one(office, access_level=None)["license"]["access_level"] == "reader"


def test_license_that_a_user_has_by_a_group_is_not_the_users_own(office: Office) -> None:
    shown = {"entityId": OFFICERS, "entityType": "group", "accessLevel": "reader", "properties": []}
    office.simulator.fault(path=f"/licenses/{CHIEF}$", method="GET", status=200, json=shown)
    assert one(office, user=CHIEF)["changed"] is True
    assert set(given(office)) == {CHIEF}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("state", ["present", "absent"])
@pytest.mark.parametrize("place", [{"tenant": CHIEF}, {"application": CHIEF}])
def test_place_that_is_not_there_is_no_absent_license(
    office: Office, place: dict[str, str], state: str, check_mode: bool
) -> None:
    with pytest.raises(NotFoundError, match="Check tenant and application"):
        one(office, **place, state=state, check_mode=check_mode)
    assert office.writes == 0


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"user": "99999999-2222-4333-8444-555555555501"}, "the id of an account, not of a profile"),
        ({"access_level": "king"}, "Check that the application has the access level king"),
    ],
)
def test_refused_license_says_what_to_check(office: Office, params: dict[str, str], says: str) -> None:
    with pytest.raises(ApiError, match=says):
        one(office, **params)


def test_license_of_a_group_is_read_from_the_list(office: Office) -> None:
    for changed in (True, False):
        found = office.run(veracity_license, **PLACE, group=OFFICERS, access_level="reader")
        assert (found["changed"], found["license"]["group"]) == (changed, OFFICERS)
    assert office.calls(f"GET {LICENSES}/{{id}}") == 0


def test_change_that_does_not_show_is_a_failure(office: Office) -> None:
    office.simulator.settings(tenant_delay=60)
    with pytest.raises(BulkError, match=r"is not visible after 0\.3 s") as caught:
        one(office, wait_timeout=0.3)
    # The change was accepted, and that is in the result.
    assert (caught.value.result["changed"], caught.value.result["license"]) == (True, None)
    assert one(office, user=CHIEF, wait=False)["changed"] is True


def together(runs: t.Sequence[t.Callable[[], dict[str, t.Any]]]) -> list[dict[str, t.Any]]:
    """Return the results of runs that begin at the same moment."""
    with ThreadPoolExecutor(len(runs)) as pool:
        return [future.result() for future in [pool.submit(run) for run in runs]]


@pytest.mark.parametrize("who", [{"user": CAPTAIN}, {"group": OFFICERS}])
def test_g3_four_runs_at_once_give_one_license_once(office: Office, who: dict[str, str]) -> None:
    license = {**who, "access_level": "reader", "properties": {"demo_a": "1", "demo_b": "2"}}
    # So that each has looked before any of them asks.
    office.simulator.fault(path="/licenses$", method="GET", delay=0.3, times=4)
    found = together([lambda: many(office, license)] * 4)
    assert sorted(result["changed"] for result in found) == [False, False, False, True]
    assert given(office) == {next(iter(who.values())): ("reader", {"demo_a": "1", "demo_b": "2"})}
    assert office.writes == 2


@pytest.mark.parametrize("first", [None, "present"])
def test_g3_runs_of_two_computers_at_once_agree(office: Office, tmp_path: Path, first: str | None) -> None:
    if first:
        one(office, properties={"demo_z": "0"})
    offices = [office, Office(office.simulator, tmp_path / "another")]
    offices[1].clock = Forward()
    office.simulator.fault(path="/licenses", method="GET", delay=0.3, times=2)
    params: dict[str, t.Any] = {"properties": {"demo_a": "1"}, "remove_properties": ["demo_z"]}
    found = together([lambda office=office: one(office, **params) for office in offices])  # type: ignore[misc]
    assert True in {result["changed"] for result in found}
    assert given(office) == {CAPTAIN: ("reader", {"demo_a": "1"})}


@pytest.mark.parametrize(
    ("before", "killed", "wanted", "after"),
    [
        (None, {"demo_a": "1"}, {"properties": {"demo_a": "1"}}, {"demo_a": "1"}),
        ({"demo_b": "0"}, {"demo_a": "1"}, {"properties": {"demo_a": "1"}}, {"demo_b": "0", "demo_a": "1"}),
        (None, {"demo_a": "1"}, {"properties": {"demo_a": "2"}}, {"demo_a": "2"}),
        ({"demo_b": "0"}, None, {"remove_properties": ["demo_b"]}, {}),
    ],
)
def test_g3_what_a_killed_run_has_asked_for_is_waited_for(
    office: Office,
    before: dict[str, str] | None,
    killed: dict[str, str] | None,
    wanted: dict[str, t.Any],
    after: dict[str, str],
) -> None:
    if before:
        one(office, properties=before)
    office.simulator.settings(tenant_delay=0.6)
    api = Tenants(office.session().client)
    if not before:
        api.add_license(TENANT, APPLICATION, License(CAPTAIN, "user", "reader"), applied=harmless)
    removal = [{"op": "remove", "path": "/properties/0"}]
    api.patch_license(
        TENANT,
        APPLICATION,
        CAPTAIN,
        [{"op": "add", "path": "/properties/-", "value": {"Name": "demo_a", "Value": "1"}}] if killed else removal,
        applied=harmless,
    )
    found = one(office, **wanted)
    assert found["changed"] is (wanted == {"properties": {"demo_a": "2"}})
    assert given(office) == {CAPTAIN: ("reader", after)}


def test_g3_places_of_a_change_that_does_not_show_yet_are_not_counted_on(office: Office) -> None:
    one(office, properties={"demo_a": "1", "demo_b": "2", "demo_c": "3"})
    one(office, remove_properties=["demo_a"], wait=False)
    one(office, properties={"demo_b": "9"})
    assert given(office)[CAPTAIN][1] == {"demo_b": "9", "demo_c": "3"}


def test_g3_change_that_never_shows_is_not_waited_for_again_and_again(office: Office) -> None:
    one(office, properties={"demo_a": "1"})
    office.simulator.fault(path="/licenses/", method="PATCH", status=202, json={})
    with pytest.raises(BulkError, match="is not visible") as caught:
        one(office, properties={"demo_a": "2"}, wait_timeout=0.3)
    assert caught.value.result["license"]["properties"] == {"demo_a": "1"}
    assert one(office, properties={"demo_a": "2"}, wait_timeout=0.5)["changed"] is True
    assert given(office)[CAPTAIN][1] == {"demo_a": "2"}


@pytest.mark.parametrize(
    ("method", "fits"),
    [("POST", True), ("PUT", True), ("PATCH", False), ("DELETE", False)],
)
def test_g3_access_level_is_named_when_it_was_sent(office: Office, method: str, fits: bool) -> None:
    params: dict[str, t.Any] = {"properties": {"demo_a": "1"}, "wait_timeout": 0.3}
    if method != "POST":
        one(office, access_level="editor" if method == "PUT" else "reader")
    if method == "DELETE":
        params["state"] = "absent"
    office.simulator.fault(path="/licenses", method=method, status=400, json={"Message": "no"}, times=0)
    with pytest.raises(ApiError, match="HTTP 400") as caught:
        one(office, **params)
    assert ("access level" in str(caught.value)) is fits


def test_g3_runs_at_once_make_one_administrator_once(office: Office) -> None:
    office.simulator.fault(path="/administrators$", method="GET", delay=0.3, times=3)
    runs = [lambda: office.run(veracity_application_administrator, **PLACE, user=CAPTAIN)] * 3
    assert sorted(result["changed"] for result in together(runs)) == [False, False, True]
    assert office.calls(f"POST {ADMINISTRATORS}/{{id}}") == 1


def test_refusal_says_what_right_is_probably_missing(office: Office) -> None:
    office.simulator.fault(path="/licenses$", method="POST", status=403, json={"Message": "no"})
    with pytest.raises(ForbiddenError) as caught:
        one(office)
    assert "service principal" in str(caught.value)


def test_one_failure_does_not_stop_the_others(office: Office) -> None:
    with pytest.raises(BulkError, match="1 of 3 licenses failed") as caught:
        many(
            office,
            {"user": CAPTAIN, "access_level": "captain"},
            {"user": CHIEF, "access_level": "reader"},
            {"group": OFFICERS, "access_level": "editor"},
        )
    assert [outcome["failed"] for outcome in caught.value.result["outcomes"]] == [True, False, False]
    assert {entity: level for entity, (level, _properties) in given(office).items()} == {
        CHIEF: "reader",
        OFFICERS: "editor",
    }


def test_properties_are_changed_by_the_places_that_they_have(office: Office) -> None:
    one(office, properties={"demo_a": "1", "demo_b": "2", "demo_c": "3", "demo_d": "4"})
    found = one(office, properties={"demo_d": "5", "demo_e": "6"}, remove_properties=["demo_a", "demo_c"])
    assert found["license"]["properties"] == {"demo_b": "2", "demo_d": "5", "demo_e": "6"}
    assert given(office)[CAPTAIN][1] == {"demo_b": "2", "demo_d": "5", "demo_e": "6"}
    assert one(office, properties={"demo_d": "5"}, remove_properties=["demo_a"])["changed"] is False


def test_prune_predicts_who_loses_a_license(office: Office) -> None:
    for user in (CAPTAIN, CHIEF, MATE):
        one(office, user=user)
    office.simulator.clear_requests()
    predicted = many(office, {"user": MATE}, prune=True, check_mode=True)
    assert office.writes == 0
    assert [entry["user"] for entry in predicted["pruned"]] == [CAPTAIN, CHIEF]
    assert many(office, {"user": MATE}, prune=True)["diff"] == predicted["diff"]
    assert set(given(office)) == {MATE}


def test_license_that_shows_after_a_lost_answer_gets_its_level(office: Office) -> None:
    one(office, access_level="editor")
    hide(office)
    office.simulator.fault(path="/licenses$", method="POST", drop="before")
    assert one(office)["license"]["access_level"] == "reader"
    assert given(office) == {CAPTAIN: ("reader", {})}


def test_known_licenses_are_not_counted_on_when_something_is_written(office: Office) -> None:
    one(office)
    writes = office.writes
    found = many(office, {"user": CAPTAIN, "access_level": "reader"}, known_licenses=[])
    assert (found["changed"], found["diff"], office.writes) == (False, [], writes)


def test_who_is_not_described_is_surplus(office: Office) -> None:
    known = [{"user": CAPTAIN}, {"group": OFFICERS}]
    found = many(office, {"user": CAPTAIN}, prune=True, known_licenses=known, check_mode=True)
    assert [(entry["group"], entry["changed"], entry["license"]) for entry in found["pruned"]] == [
        (OFFICERS, True, None)
    ]
    assert not many(office, {"user": CAPTAIN}, known_licenses=known, check_mode=True)["pruned"]
    assert office.simulator.counters()["operations"] == {}


def test_too_many_requests_are_waited_for(office: Office) -> None:
    office.options = {"retries": 2}
    office.simulator.fault(path="/licenses$", method="POST", status=429, headers={"Retry-After": "0"})
    assert one(office)["changed"] is True


def test_all_pages_of_a_tenant_are_read(office: Office) -> None:
    ids = [str(uuid.UUID(int=0x4000_8000_0000_0000_0000 + index)) for index in range(120)]
    office.simulator.seed_directory(
        *({"user_id": user, "email": f"sailor{index}@example.com"} for index, user in enumerate(ids))
    )
    tenant = "0b1c2d3e-4f50-4162-8738-495a6b7c8d9e"
    office.simulator.seed_tenants({"tenant_id": tenant, "name": "Sailors", "users": ids})
    found = office.run(veracity_profile_info, tenant=tenant)
    assert {entry["user"] for entry in found["profiles"]} == set(ids)


@pytest.mark.parametrize("state", ["present", "absent"])
def test_refused_administrator_says_what_right_is_missing(office: Office, state: str) -> None:
    if state == "absent":
        office.run(veracity_application_administrator, **PLACE, user=CAPTAIN)
    office.simulator.fault(
        path="/administrators/", method="POST" if state == "present" else "DELETE", status=403, json={"Message": "no"}
    )
    with pytest.raises(ForbiddenError, match="the right to administer itself in this tenant"):
        office.run(veracity_application_administrator, **PLACE, user=CAPTAIN, state=state)


def test_administrator_of_a_lost_answer_is_looked_for(office: Office) -> None:
    office.simulator.fault(path="/administrators/", method="POST", drop="after")
    for changed in (True, False):
        assert office.run(veracity_application_administrator, **PLACE, user=CAPTAIN)["changed"] is changed
    assert office.calls(f"POST {ADMINISTRATORS}/{{id}}") == 1
    assert office.run(veracity_application_administrator, **PLACE, user=CAPTAIN, state="absent")["changed"] is True


@pytest.mark.parametrize("waits", [True, False])
def test_administrator_who_does_not_show_after_a_lost_answer_is_not_asked_for_again(
    office: Office, waits: bool
) -> None:
    office.simulator.fault(path="/administrators/", method="POST", drop="before")
    with pytest.raises(UnknownStateError, match=f"Administrator {CAPTAIN}: Whether the administrator was added"):
        office.run(veracity_application_administrator, **PLACE, user=CAPTAIN, wait=waits, wait_timeout=0.3)
    assert office.calls(f"POST {ADMINISTRATORS}/{{id}}") == 1


def test_known_administrators_are_not_counted_on_when_something_is_written(office: Office) -> None:
    office.run(veracity_application_administrator, **PLACE, user=CAPTAIN)
    writes = office.writes
    found = office.run(veracity_application_administrator, **PLACE, user=CAPTAIN, known_administrators=[])
    assert (found["changed"], found["administrator"], office.writes) == (False, True, writes)


def test_administrator_who_does_not_show_is_a_failure(office: Office) -> None:
    office.simulator.settings(tenant_delay=60)
    with pytest.raises(BulkError, match=f"Administrator {CAPTAIN}: .* is not visible after 0") as caught:
        office.run(veracity_application_administrator, **PLACE, user=CAPTAIN, wait_timeout=0.3)
    # The change was accepted, and that is in the result.
    assert (caught.value.result["changed"], caught.value.result["administrator"]) == (True, False)
    assert office.run(veracity_application_administrator, **PLACE, user=CHIEF, wait=False)["administrator"] is True


def test_administrator_whom_somebody_else_made_is_one(office: Office) -> None:
    office.simulator.fault(path="/administrators/", method="POST", status=409, apply=True, json={"Message": "is one"})
    assert office.run(veracity_application_administrator, **PLACE, user=CAPTAIN)["administrator"] is True


@pytest.mark.parametrize(
    ("module", "params"),
    [
        (veracity_tenant_info, {}),
        (veracity_application_info, {"tenant": TENANT}),
        (veracity_group_info, {"tenant": TENANT}),
        (veracity_profile_info, {"tenant": TENANT, "email": "captain@example.com"}),
        (veracity_license, {**PLACE, "user": CAPTAIN}),
        (veracity_license, {**PLACE, "group": OFFICERS}),
        (veracity_licenses, {**PLACE, "licenses": []}),
        (veracity_application_administrator, {**PLACE, "user": CAPTAIN}),
    ],
)
def test_refused_reading_says_what_right_is_probably_missing(
    office: Office, module: types.ModuleType, params: dict[str, t.Any]
) -> None:
    office.simulator.fault(path="/graph/v4/", method="GET", status=403, json={"Message": "no"})
    with pytest.raises(ForbiddenError, match="service principal"):
        office.run(module, **params)


@pytest.mark.parametrize(
    ("module", "params", "says"),
    [
        (veracity_application_info, {"tenant": "fleet"}, "tenant: must be a GUID"),
        (veracity_group_info, {"tenant": "fleet"}, "tenant: must be a GUID"),
        (veracity_profile_info, {"tenant": "fleet"}, "tenant: must be a GUID"),
        (veracity_profile_info, {"tenant": TENANT, "email": "captain"}, "email: must be an e-mail address"),
        (veracity_license, {**PLACE, "user": CAPTAIN, "application": "fleet"}, "application: must be a GUID"),
        (veracity_application_administrator, {**PLACE, "user": "captain"}, "user: must be a GUID"),
    ],
)
def test_option_that_cannot_be_meant_is_named(
    office: Office, module: types.ModuleType, params: dict[str, t.Any], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        office.run(module, **params)
    assert office.simulator.counters()["operations"] == {}


@pytest.mark.parametrize("path", ["graph", "/graph?x", "//elsewhere.example.com/v4", "/graph#v4"])
def test_path_that_is_none_is_refused(office: Office, path: str) -> None:
    with pytest.raises(InputError, match="graph_path: must be a path"):
        one(office, graph_path=path)
    assert office.writes == 0


def test_other_address_of_the_api(office: Office) -> None:
    assert one(office, graph_path="/apiv4/v1/")["changed"] is True
    assert given(office) == {CAPTAIN: ("reader", {})}
