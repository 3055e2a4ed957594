# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subscribers of a service, when something goes wrong, and when there are many."""

from __future__ import annotations

import types
import typing as t
import uuid
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    ForbiddenError,
    InputError,
    StateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_service_info,
    veracity_service_notification,
    veracity_service_subscriber,
    veracity_service_subscriber_info,
    veracity_service_subscribers,
    veracity_user_info,
)
from tests.simulator.fixture import Simulator
from tests.unit.support.office import CAPTAIN, CHIEF, MATE, SERVICE, Office

PUT = "PUT /veracity/services/v3/this/services/{id}/subscribers/{id}"
LIST = "GET /veracity/services/v3/this/services/{id}/subscribers"


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Office:
    """Return a place to subscribe users from."""
    return Office(simulator, tmp_path / "state")


def subscribed(office: Office) -> dict[str, str | None]:
    """Return who has the service, with which access level."""
    return {entry["user_id"]: entry["role"] for entry in office.simulator.subscribers()}


def one(office: Office, **params: t.Any) -> dict[str, t.Any]:
    return office.run(
        veracity_service_subscriber, **{"service": SERVICE, "user": CAPTAIN, "access_level": "editor", **params}
    )


def many(office: Office, *subscribers: dict[str, t.Any], **params: t.Any) -> dict[str, t.Any]:
    return office.run(veracity_service_subscribers, service=SERVICE, subscribers=list(subscribers), **params)


def crowd(office: Office, number: int) -> list[str]:
    """Have so many users subscribe, and return their ids."""
    ids = [str(uuid.UUID(int=0x4000_8000_0000_0000_0000 + index)) for index in range(number)]
    office.simulator.seed_directory(
        *({"user_id": user, "email": f"sailor{index}@example.com"} for index, user in enumerate(ids))
    )
    office.simulator.seed_subscribers(*({"service_id": SERVICE, "user_id": user, "role": "reader"} for user in ids))
    return ids


def test_lost_answer_is_no_failure(office: Office) -> None:
    office.options = {"retries": 2}
    office.simulator.fault(path="/subscribers/", method="PUT", drop="after")
    assert one(office)["changed"] is True
    assert subscribed(office) == {CAPTAIN: "editor"}


def test_too_many_requests_are_waited_for(office: Office) -> None:
    office.options = {"retries": 2}
    office.simulator.fault(path="/subscribers/", method="PUT", status=429, headers={"Retry-After": "0"}, times=2)
    assert one(office)["changed"] is True
    assert office.calls(PUT) == 3


READING = {"service": SERVICE, "user": CAPTAIN}


@pytest.mark.parametrize(
    ("module", "params", "method", "right"),
    [
        (veracity_service_subscriber, READING, "PUT", "MYDNV_ADM_SUBS"),
        (veracity_service_subscriber, {**READING, "state": "absent"}, "DELETE", "MYDNV_ADM_SUBS"),
        (veracity_service_subscriber, READING, "GET", "MYDNV_ADM_READ"),
        (veracity_service_subscriber, {"service": SERVICE, "email": "captain@example.com"}, "GET", "MYDNV_ADM_SUBS"),
        (veracity_service_subscribers, {"service": SERVICE, "subscribers": [], "prune": True}, "GET", "ADM_READ"),
        (veracity_service_subscriber_info, {"service": SERVICE}, "GET", "MYDNV_ADM_READ"),
        (veracity_service_info, {}, "GET", "MYDNV_ADM_READ"),
        (veracity_user_info, {"email": "captain@example.com"}, "GET", "MYDNV_ADM_SUBS"),
        (
            veracity_service_notification,
            {"service": SERVICE, "title": "Noon", "content": "Reports", "everybody": True},
            "POST",
            "MYDNV_ADM_READ",
        ),
    ],
)
def test_refusal_says_what_right_is_missing(
    office: Office, module: types.ModuleType, params: dict[str, t.Any], method: str, right: str
) -> None:
    office.simulator.seed_subscribers({"service_id": SERVICE, "user_id": CAPTAIN, "role": "editor"})
    params = {**params, "access_level": "reader"} if method == "PUT" else params
    office.simulator.fault(path="/services/v3/", method=method, status=403, json={"Message": "no"})
    with pytest.raises(ForbiddenError, match=right):
        office.run(module, **params)


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"service": CHIEF}, "there is no such service, or no such user"),
        ({"user": SERVICE}, "there is no such service, or no such user"),
        ({"access_level": "king"}, "Check that the service has the access level king"),
    ],
)
def test_refused_subscription_says_what_to_check(office: Office, params: dict[str, str], says: str) -> None:
    with pytest.raises(ApiError, match=says):
        one(office, **params)


@pytest.mark.parametrize("blank", ["title", "content"])
def test_empty_message_is_refused(office: Office, blank: str) -> None:
    message = {"service": SERVICE, "title": "Noon", "content": "Reports", "everybody": True, blank: " "}
    with pytest.raises(InputError, match=f"{blank} must not be empty"):
        office.run(veracity_service_notification, **message, check_mode=True)


@pytest.mark.parametrize("state", ["present", "absent"])
def test_change_that_shows_late_is_waited_for(office: Office, state: str) -> None:
    if state == "present":
        missing: dict[str, t.Any] = {"status": 404, "json": {"message": "not found", "subCode": 1}}
    else:
        office.simulator.seed_subscribers({"service_id": SERVICE, "user_id": CAPTAIN, "role": "editor"})
        missing = {"status": 200, "json": {"state": "Subscribing", "role": "editor", "id": CAPTAIN}}
    office.simulator.fault(path="/subscribers/", method="GET", skip=1, times=3, **missing)
    found = one(office, state=state)
    assert (found["changed"], found["subscriber"] is None) == (True, state == "absent")
    assert subscribed(office) == ({CAPTAIN: "editor"} if state == "present" else {})


@pytest.mark.parametrize(
    ("seen", "says"), [("rejected", "is in the state rejected"), ("", "is not visible after 30 s")]
)
def test_subscription_that_does_not_come_about_says_what_it_is(office: Office, seen: str, says: str) -> None:
    answer = {"status": 200, "json": {"state": seen, "id": CAPTAIN}} if seen else {"status": 404, "json": {}}
    office.simulator.fault(path="/subscribers/", method="GET", skip=1, times=0, **answer)
    with pytest.raises(BulkError, match=f"Subscriber {CAPTAIN}: .*{says}") as caught:
        one(office)
    # The change was accepted, and that is in the result.
    assert (caught.value.result["changed"], caught.value.result["subscriber"]) == (True, None)


def test_one_failure_does_not_stop_the_others(office: Office) -> None:
    office.simulator.fault(path=f"/subscribers/{CHIEF}", method="PUT", status=500, json={"message": "broken"}, times=0)
    with pytest.raises(BulkError, match="1 of 3 subscribers failed") as caught:
        many(office, {"user": CAPTAIN, "access_level": "editor"}, {"user": CHIEF}, {"email": "mate@example.com"})
    outcomes = caught.value.result["outcomes"]
    assert [outcome["failed"] for outcome in outcomes] == [False, True, False]
    assert [outcome["changed"] for outcome in outcomes] == [True, False, True]
    assert set(subscribed(office)) == {CAPTAIN, MATE}


@pytest.mark.parametrize("way", ["404", "notSubscribing"])
@pytest.mark.parametrize("before", ["absent", "reader", "editor"])
def test_f4_outcomes_are_the_same_in_check_mode(office: Office, before: str, way: str) -> None:
    office.simulator.settings(absent_subscriber=way)
    if before != "absent":
        office.simulator.seed_subscribers({"service_id": SERVICE, "user_id": CAPTAIN, "role": before})
    wanted = [{"user": CAPTAIN, "access_level": "editor"}, {"email": "mate@example.com"}]
    predicted, real = (many(office, *wanted, check_mode=check_mode) for check_mode in (True, False))
    for name in ("changed", "failed", "user", "email", "diff"):
        assert [entry[name] for entry in predicted["outcomes"]] == [entry[name] for entry in real["outcomes"]], name
    assert [entry["email"] for entry in real["outcomes"]] == [
        None if (before, way) == ("absent", "404") else "captain@example.com",
        "mate@example.com",
    ]


@pytest.mark.parametrize("check_mode", [True, False])
def test_e3_one_user_by_id_and_by_address_is_refused_before_anything_is_written(
    office: Office, check_mode: bool
) -> None:
    wanted = [
        {"user": CHIEF},
        {"user": CAPTAIN, "access_level": "reader"},
        {"email": "captain@example.com", "access_level": "editor"},
    ]
    again = rf"^Subscriber captain@example\.com: this is the same subscriber as {CAPTAIN}\. Describe it once\.$"
    with pytest.raises(InputError, match=again):
        many(office, *wanted, check_mode=check_mode)
    assert office.writes == 0


def test_e3_access_level_in_another_case_is_the_same(office: Office) -> None:
    office.simulator.seed_subscribers({"service_id": SERVICE, "user_id": CAPTAIN, "role": "editor"})
    assert one(office, access_level="EDITOR")["changed"] is False
    assert office.writes == 0


def test_all_pages_are_read(office: Office) -> None:
    ids = crowd(office, 250)
    found = office.run(veracity_service_subscriber_info, service=SERVICE)
    assert sorted(entry["user"] for entry in found["subscribers"]) == sorted(ids)
    assert office.calls(LIST) == 4


def test_prune_names_everybody_before_anybody_is_removed(office: Office) -> None:
    ids = crowd(office, 130)
    wanted = [{"user": ids[0], "access_level": "reader"}, {"user": CAPTAIN, "access_level": "editor"}]
    predicted = many(office, *wanted, prune=True, check_mode=True)
    assert office.writes == 0
    assert {entry["user"] for entry in predicted["pruned"]} == set(ids[1:])
    assert [line for line in office.lines if line.startswith("not described, and therefore lose the service: ")]
    real = many(office, *wanted, prune=True)
    assert real["diff"] == predicted["diff"]
    assert subscribed(office) == {ids[0]: "reader", CAPTAIN: "editor"}
    assert many(office, *wanted, prune=True)["changed"] is False


def test_nobody_is_removed_when_the_list_cannot_be_read_to_its_end(office: Office) -> None:
    crowd(office, 130)
    office.simulator.fault(path=f"/services/{SERVICE}/subscribers$", method="GET", status=500, skip=1, times=0)
    with pytest.raises(VeracityError, match="500"):
        many(office, {"user": CAPTAIN}, prune=True)
    assert office.writes == 0


def test_nobody_is_removed_while_somebody_who_is_described_cannot_be_told(office: Office) -> None:
    ids = crowd(office, 3)
    with pytest.raises(BulkError, match="1 of 2 subscribers failed") as caught:
        many(office, {"user": ids[0]}, {"email": "twin@example.com"}, prune=True)
    assert caught.value.result["pruned"] == []
    assert set(subscribed(office)) == set(ids)


def test_two_users_with_one_address_are_listed(office: Office) -> None:
    with pytest.raises(StateError) as caught:
        office.run(veracity_service_subscriber, service=SERVICE, email="twin@example.com")
    assert "11111111-2222-4333-8444-555555555504" in str(caught.value)
    assert "11111111-2222-4333-8444-555555555505" in str(caught.value)


def test_either_way_of_showing_absence_will_do(office: Office) -> None:
    for way in ("404", "notSubscribing"):
        office.simulator.settings(absent_subscriber=way)
        assert one(office, state="absent")["changed"] is False
        assert one(office)["changed"] is True
        assert one(office, state="absent")["changed"] is True
    assert subscribed(office) == {}
