# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sharing containers: templates, accesses, their listing and revocation, and what they let others see."""

from __future__ import annotations

import typing as t
import uuid

import pytest

from tests.conformance.calls import ATTRIBUTES, CONSUMER, DATA, MANAGER, OTHER_CLIENT, STRANGER, Caller, caller_as
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID


@pytest.fixture
def container(simulator: Simulator) -> str:
    """Return a container of the default application."""
    return simulator.seed({"short_name": "mtexample"})[0]


def _granted(container: str, user: str = CONSUMER, **more: t.Any) -> dict[str, t.Any]:
    return {"container_id": container, "user_id": user, "rights": ["read", "list"], "hours": 1, **more}


def _sharing(caller: Caller, **changes: t.Any) -> dict[str, t.Any]:
    return {"userId": CONSUMER, "accessKeyTemplateId": caller.template(), **changes}


def test_key_templates(simulator: Simulator, caller: Caller) -> None:
    """Five sets of rights, eight durations each; months are a setting, and ids never stay the same."""
    templates = caller.call("GET", f"{DATA}/keytemplates").json()
    offered = {(*(entry[name] for name in ATTRIBUTES.values()), entry["totalHours"]) for entry in templates}
    rights = (
        (False, True, False, False),
        (False, False, False, True),
        (True, False, False, True),
        (True, True, False, True),
        (True, True, True, True),
    )
    hours = (1, 8, *(730 * months for months in range(1, 7)))
    assert offered == {(*some, duration) for some in rights for duration in hours}
    simulator.settings(hours_per_month=720)
    assert sorted({entry["totalHours"] for entry in caller.call("GET", f"{DATA}/keytemplates").json()})[2] == 720
    simulator.reset()
    anew = caller.call("GET", f"{DATA}/keytemplates").json()
    assert not {entry["id"] for entry in templates} & {entry["id"] for entry in anew}


def test_other_key_templates(simulator: Simulator, caller: Caller, container: str) -> None:
    """The list may change under a caller's feet; a template that is gone can be used no longer."""
    sharing = _sharing(caller)
    template = {"id": str(uuid.uuid4()), "name": "Read", "totalHours": 3, **dict.fromkeys(ATTRIBUTES.values(), True)}
    simulator.key_templates([template])
    (listed,) = caller.call("GET", f"{DATA}/keytemplates").json()
    assert listed == {**template, "isSystemKey": False, "description": ""}
    path = f"{DATA}/resources/{container}/accesses"
    assert caller.call("POST", path, sharing, params={"autoRefreshed": "false"}).status_code == 400
    simulator.key_templates([])
    assert caller.call("GET", f"{DATA}/keytemplates").json() == []
    simulator.key_templates(None)
    assert len(caller.call("GET", f"{DATA}/keytemplates").json()) == 40


def test_a_row_says_what_was_shared(caller: Caller, container: str) -> None:
    """Without a key there are no times of one; what was not given is left out."""
    addresses = {"startIp": "10.0.0.1", "endIp": "10.0.0.9"}
    access = caller.share(container, CONSUMER, rights=["read", "write", "list"], hours=8, renewable=True)
    other = caller.share(container, MANAGER, comment="Noon reports", ipRange=addresses)
    row, second = caller.rows(container)
    assert row == {
        "userId": CONSUMER,
        "ownerId": DEFAULT_CLIENT_ID,
        "grantedById": DEFAULT_CLIENT_ID,
        "accessSharingId": access,
        "keyCreated": False,
        "autoRefreshed": True,
        "resourceType": "BlobStorage",
        "accessHours": 8,
        "accessKeyTemplateId": caller.template(8, ["read", "write", "list"]),
        "attribute1": True,
        "attribute2": True,
        "attribute3": False,
        "attribute4": True,
        "resourceId": container,
    }
    assert (second["accessSharingId"], second["autoRefreshed"]) == (other, False)
    assert (second["comment"], second["ipRange"]) == ("Noon reports", addresses)


def test_sharing_twice_makes_two_rows(caller: Caller, container: str) -> None:
    """Every call makes another one, also for oneself and for an application."""
    ids = [caller.share(container, user) for user in (CONSUMER, CONSUMER, DEFAULT_CLIENT_ID)]
    assert len(set(ids)) == 3
    assert [row["accessSharingId"] for row in caller.rows(container)] == ids


@pytest.mark.parametrize("value", ["true", "True", "TRUE", "false", "False"])
def test_auto_refreshed_in_any_case(caller: Caller, container: str, value: str) -> None:
    """Clients in several languages spell booleans in their own way."""
    path = f"{DATA}/resources/{container}/accesses"
    assert caller.call("POST", path, _sharing(caller), params={"autoRefreshed": value}).status_code == 200
    assert caller.rows(container)[0]["autoRefreshed"] is (value.lower() == "true")


@pytest.mark.parametrize("query", [{}, {"autoRefreshed": ""}, {"autoRefreshed": "1"}, {"autoRefreshed": ["true"] * 2}])
def test_auto_refreshed_is_needed(caller: Caller, container: str, query: dict[str, t.Any]) -> None:
    """Whoever does not say it shares nothing."""
    path = f"{DATA}/resources/{container}/accesses"
    assert caller.call("POST", path, _sharing(caller), params=query).status_code == 400
    assert caller.rows(container) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"userId": "bob"},
        {"userId": str(uuid.uuid4())},
        {"userId": None},
        {"accessKeyTemplateId": str(uuid.uuid4())},
        {"accessKeyTemplateId": 1},
        {"comment": None},
        {"comment": 1},
        {"ipRange": None},
        {"ipRange": "10.0.0.1"},
        {"ipRange": {}},
        {"ipRange": {"endIp": "10.0.0.1"}},
        {"ipRange": {"startIp": "10.0.0"}},
        {"ipRange": {"startIp": "10.0.0.2", "endIp": "10.0.0.1"}},
        {"ipRange": {"startIp": "::1"}},
        {"rights": ["read"]},
    ],
)
def test_refused_sharings(caller: Caller, container: str, changes: dict[str, t.Any]) -> None:
    """A wrong sharing is answered with 400 and shares nothing."""
    path = f"{DATA}/resources/{container}/accesses"
    query = {"autoRefreshed": "true"}
    assert caller.call("POST", path, _sharing(caller, **changes), params=query).status_code == 400
    assert caller.rows(container) == []


def test_whom_one_can_share_with(simulator: Simulator, caller: Caller, container: str) -> None:
    """Users that are known, and applications with a role; ids in any case."""
    path = f"{DATA}/resources/{container}/accesses"
    query = {"autoRefreshed": "true"}
    user = str(uuid.uuid4())
    simulator.users({"user_id": user.upper()})
    assert caller.call("POST", path, _sharing(caller, userId=user.upper()), params=query).status_code == 200
    assert caller.rows(container)[0]["userId"] == user
    simulator.application(client_id=OTHER_CLIENT, client_secret="another", role=None)
    assert caller.call("POST", path, _sharing(caller, userId=OTHER_CLIENT), params=query).status_code == 400
    simulator.application(client_id=OTHER_CLIENT, client_secret="another", role="consumer")
    assert caller.call("POST", path, _sharing(caller, userId=OTHER_CLIENT), params=query).status_code == 200


def test_who_may_share_and_revoke(simulator: Simulator, caller: Caller, container: str) -> None:
    """The owner and the data stewards; others get 403, and 404 for what is not there."""
    access = caller.share(container, CONSUMER)
    other = caller_as(simulator, "manager")
    path = f"{DATA}/resources/{container}/accesses"
    query = {"autoRefreshed": "true"}
    for _relation in ("none", "consumer"):
        assert other.call("POST", path, _sharing(caller), params=query).status_code == 403
        assert other.revoke(container, access).status_code == 403
        simulator.seed_accesses(_granted(container, OTHER_CLIENT))
    simulator.seed_stewards({"container_id": container, "user_id": OTHER_CLIENT})
    shared = other.share(container, CONSUMER)
    assert other.rows(container)[-1]["grantedById"] == OTHER_CLIENT
    assert caller.revoke(container, shared).status_code == 200
    assert other.revoke(container, access).status_code == 200
    missing = str(uuid.uuid4())
    (second,) = simulator.seed({"short_name": "second"})
    assert caller.revoke(container, missing).status_code == 404
    assert caller.revoke(second, access).status_code == 404
    assert caller.revoke(missing, access).status_code == 404
    gone = f"{DATA}/resources/{missing}/accesses"
    assert caller.call("POST", gone, _sharing(caller), params=query).status_code == 404


def test_the_listing_has_pages(simulator: Simulator, caller: Caller, container: str) -> None:
    """Counted from 1, 50 rows each unless asked otherwise; a negative size asks for all."""
    ids = simulator.seed_accesses(*(_granted(container) for _count in range(120)))
    path = f"{DATA}/resources/{container}/accesses"

    def page(**query: t.Any) -> tuple[list[str], int, int, int, int]:
        answer = caller.call("GET", path, params=query).json()
        rows = [row["accessSharingId"] for row in answer["results"]]
        return rows, answer["page"], answer["resultsPerPage"], answer["totalPages"], answer["totalResults"]

    assert page() == (ids[:50], 1, 50, 3, 120)
    assert page(pageNo=3) == (ids[100:], 3, 50, 3, 120)
    assert page(pageNo=4) == ([], 4, 50, 3, 120)
    assert page(pageNo=2, pageSize=7) == (ids[7:14], 2, 7, 18, 120)
    assert page(pageSize=-1) == (ids, 1, 120, 1, 120)
    assert page(pageSize=-50) == page(pageSize=-1)
    for query in ({"pageNo": 0}, {"pageNo": -1}, {"pageSize": 0}, {"pageNo": "x"}, {"pageSize": "1.5"}):
        assert caller.call("GET", path, params=query).status_code == 400


def test_ten_thousand_rows_in_one_answer(simulator: Simulator, caller: Caller, container: str) -> None:
    """All of them, in order."""
    ids = simulator.seed_accesses(*(_granted(container) for _count in range(10_000)))
    assert [row["accessSharingId"] for row in caller.rows(container, pageSize=-1)] == ids
    assert [row["accessSharingId"] for row in caller.rows(container, pageNo=200)] == ids[-50:]


def test_an_empty_listing(caller: Caller, container: str) -> None:
    """No rows, no pages."""
    path = f"{DATA}/resources/{container}/accesses"
    empty = {"results": [], "page": 1, "resultsPerPage": 50, "totalPages": 0, "totalResults": 0}
    assert caller.call("GET", path).json() == empty


def test_who_sees_which_rows(simulator: Simulator, caller: Caller, container: str) -> None:
    """The owner and the data stewards see all, others their own, and those without a relation nothing."""
    other = caller_as(simulator, "consumer")
    path = f"{DATA}/resources/{container}/accesses"
    assert other.call("GET", path).status_code == 404
    simulator.seed_accesses(_granted(container), _granted(container, OTHER_CLIENT))
    assert [row["userId"] for row in other.rows(container)] == [OTHER_CLIENT]
    assert [row["userId"] for row in caller.rows(container)] == [CONSUMER, OTHER_CLIENT]
    simulator.seed_stewards({"container_id": container, "user_id": OTHER_CLIENT})
    assert len(other.rows(container)) == 2
    assert caller.call("GET", f"{DATA}/resources/{uuid.uuid4()}/accesses").status_code == 404


def test_all_rows_stay_listed(simulator: Simulator, caller: Caller, container: str) -> None:
    """Active, expired and revoked ones alike; nothing but autoRefreshed tells of the revocation."""
    renewable = caller.share(container, CONSUMER, renewable=True)
    simulator.seed_accesses(_granted(container, claimed=True, expires_in=-5), _granted(container, STRANGER))
    before = caller.rows(container)
    for row in before:
        response = caller.revoke(container, row["accessSharingId"])
        assert (response.status_code, response.content) == (200, b"")
    after = caller.rows(container)
    assert after == [{**before[0], "autoRefreshed": False}, *before[1:]]
    assert [row["revoked"] for row in simulator.accesses()] == [True] * 3
    assert caller.revoke(container, renewable).status_code == 200


@pytest.mark.parametrize("options", [{"data": b"{}"}, {"json": {}}, {"json": {"autoRefreshed": False}}])
def test_revoking_has_no_body(caller: Caller, container: str, options: dict[str, t.Any]) -> None:
    """A body is refused, and nothing is revoked."""
    access = caller.share(container, CONSUMER, renewable=True)
    assert caller.call("PUT", f"{DATA}/resources/{container}/accesses/{access}", **options).status_code == 400
    assert caller.rows(container)[0]["autoRefreshed"] is True


def test_whoever_has_an_access_sees_the_container(simulator: Simulator, container: str) -> None:
    """As a consumer, with the best status of the own keys; not through what is expired or revoked."""
    other = caller_as(simulator, "consumer")
    path = f"{DATA}/resources/{container}"

    def seen() -> str | None:
        response = other.call("GET", path)
        assert (container in other.ids()) is (response.status_code == 200)
        if response.status_code == 403:
            return None
        assert response.json()["accessLevel"] == "consumer"
        return t.cast("str", response.json()["keyStatus"])

    assert seen() is None
    simulator.seed_accesses(_granted(container, OTHER_CLIENT, claimed=True, expires_in=-5))
    assert seen() is None
    (renewable,) = simulator.seed_accesses(
        _granted(container, OTHER_CLIENT, claimed=True, expires_in=-5, auto_refreshed=True)
    )
    assert seen() == "expired"
    (unclaimed,) = simulator.seed_accesses(_granted(container, OTHER_CLIENT))
    assert seen() == "available"
    (active,) = simulator.seed_accesses(_granted(container, OTHER_CLIENT, claimed=True))
    assert seen() == "active"
    simulator.revoke(renewable, unclaimed, active)
    assert seen() == "active"
    simulator.advance(3601)
    assert seen() is None


def test_the_owner_has_a_status_too(simulator: Simulator, caller: Caller, container: str) -> None:
    """It is that of the caller's own rows; an owner has no key without sharing with itself."""
    path = f"{DATA}/resources/{container}"
    caller.share(container, CONSUMER)
    assert caller.call("GET", path).json()["keyStatus"] == "noKeys"
    access = caller.share(container)
    assert caller.call("GET", path).json()["keyStatus"] == "available"
    simulator.revoke(access)
    assert caller.call("GET", path).json()["keyStatus"] == "noKeys"


def test_ids_in_upper_case(simulator: Simulator, caller: Caller, container: str) -> None:
    """They are found in any case; where the server is set so, the Data API writes them in upper case."""
    access = caller.share(container.upper(), CONSUMER.upper())
    simulator.settings(guid_case="upper")
    (row,) = caller.rows(container.upper())
    assert (row["accessSharingId"], row["resourceId"], row["userId"]) == (
        access.upper(),
        container.upper(),
        CONSUMER.upper(),
    )
    (resource,) = caller.call("GET", f"{DATA}/resources").json()
    assert (resource["id"], resource["ownerId"]) == (container.upper(), DEFAULT_CLIENT_ID.upper())
    assert resource["reference"] == resource["reference"].lower()
    assert caller.revoke(container.upper(), access.upper()).status_code == 200


def test_a_transferred_row_names_its_new_owner(caller: Caller, container: str) -> None:
    """Whose container it is now, not whose it was when it was shared."""
    access = caller.share(container, CONSUMER)
    assert caller.rows(container)[0]["ownerId"] == DEFAULT_CLIENT_ID
    query = {"userId": MANAGER, "keepAccessAsDataSteward": "true"}
    assert caller.call("PUT", f"{DATA}/resources/{container}/owner", params=query).status_code == 200
    (row,) = caller.rows(container)
    assert (row["accessSharingId"], row["ownerId"], row["grantedById"]) == (access, MANAGER, DEFAULT_CLIENT_ID)
