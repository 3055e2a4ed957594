# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data stewards, and the transfer of ownership."""

from __future__ import annotations

import uuid

import pytest

from tests.conformance.calls import CONSUMER, DATA, MANAGER, OTHER_CLIENT, PROVISIONING, STRANGER, Caller, caller_as
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID


@pytest.fixture
def container(simulator: Simulator) -> str:
    """Return a container of the default application."""
    return simulator.seed({"short_name": "mtexample"})[0]


def test_a_steward(simulator: Simulator, caller: Caller, container: str) -> None:
    """It sees the container and shares it, but does not own it."""
    other = caller_as(simulator, "consumer")
    path = f"{DATA}/resources/{container}/datastewards"
    assert other.call("GET", path).status_code == 404
    expected = {
        "userId": OTHER_CLIENT,
        "resourceId": container,
        "grantedBy": DEFAULT_CLIENT_ID,
        "comment": "on leave until May",
    }
    assert caller.call("POST", f"{path}/{OTHER_CLIENT.upper()}", {"comment": expected["comment"]}).json() == expected
    assert caller.call("GET", path).json() == other.call("GET", path).json() == simulator.stewards() == [expected]
    assert other.call("GET", f"{DATA}/resources/{container}").json()["accessLevel"] == "dataSteward"
    assert other.ids() == [container]
    shared = other.share(container, CONSUMER)
    assert other.call("POST", f"{path}/{CONSUMER}", {}).status_code == 400
    assert other.call("DELETE", f"{path}/{OTHER_CLIENT}").status_code == 403
    assert other.call("DELETE", f"{PROVISIONING}/container/{container}").status_code == 403
    response = caller.call("DELETE", f"{path}/{OTHER_CLIENT.upper()}")
    assert (response.status_code, response.content) == (200, b"")
    assert other.ids() == []
    (row,) = caller.rows(container)
    assert (row["accessSharingId"], row["grantedById"]) == (shared, OTHER_CLIENT)


def test_a_steward_for_the_second_time(simulator: Simulator, caller: Caller, container: str) -> None:
    """Refused, as the list of reasons says, or updated, as the description says: the documents leave both open."""
    path = f"{DATA}/resources/{container}/datastewards/{CONSUMER}"
    assert caller.call("POST", path, {"comment": "first"}).status_code == 200
    assert caller.call("POST", path, {"comment": "second"}).status_code == 400
    assert simulator.stewards()[0]["comment"] == "first"
    simulator.settings(steward_upsert=True)
    assert caller.call("POST", path, {"comment": "second"}).json()["comment"] == "second"
    assert [steward["comment"] for steward in simulator.stewards()] == ["second"]


def test_the_details_are_optional(caller: Caller, container: str) -> None:
    """No body, an empty one, no comment; without one there is none in the answer."""
    path = f"{DATA}/resources/{container}/datastewards"
    for user, body in ((CONSUMER, None), (MANAGER, {})):
        steward = caller.call("POST", f"{path}/{user}", body).json()
        assert steward == {"userId": user, "resourceId": container, "grantedBy": DEFAULT_CLIENT_ID}


def test_who_becomes_no_steward(simulator: Simulator, caller: Caller, container: str) -> None:
    """400 for every reason that is listed: no such resource, not the owner's, the owner, no such user."""
    (foreign,) = simulator.seed({"short_name": "foreign", "owner": OTHER_CLIENT})
    (shared,) = simulator.seed({"short_name": "shared", "access_level": "dataSteward"})
    for resource, user in (
        (str(uuid.uuid4()), CONSUMER),
        (foreign, CONSUMER),
        (shared, CONSUMER),
        (container, DEFAULT_CLIENT_ID),
        (container, str(uuid.uuid4())),
        (container, "bob"),
    ):
        assert caller.call("POST", f"{DATA}/resources/{resource}/datastewards/{user}", {}).status_code == 400
    assert simulator.stewards() == []


def test_stewards_that_are_not_there(simulator: Simulator, caller: Caller, container: str) -> None:
    """Nobody to list is an empty list, nobody to remove is 404."""
    (foreign,) = simulator.seed({"short_name": "foreign", "owner": OTHER_CLIENT})
    path = f"{DATA}/resources/{container}/datastewards"
    assert caller.call("GET", path).json() == []
    assert caller.call("DELETE", f"{path}/{CONSUMER}").status_code == 404
    assert caller.call("DELETE", f"{DATA}/resources/{uuid.uuid4()}/datastewards/{CONSUMER}").status_code == 404
    assert caller.call("DELETE", f"{DATA}/resources/{foreign}/datastewards/{CONSUMER}").status_code == 403
    assert caller.call("GET", f"{DATA}/resources/{foreign}/datastewards").status_code == 404


@pytest.mark.parametrize("keep", [None, "false", "True"])
def test_a_transfer(simulator: Simulator, caller: Caller, container: str, keep: str | None) -> None:
    """The container belongs to someone else; all that was shared stays, and the caller stays only if it asked to."""
    other = caller_as(simulator, "manager")
    caller.share(container, CONSUMER)
    caller.call("POST", f"{DATA}/resources/{container}/datastewards/{OTHER_CLIENT}", {})
    before = caller.call("GET", f"{DATA}/resources/{container}").json()
    query = {"userId": OTHER_CLIENT} if keep is None else {"userId": OTHER_CLIENT, "keepAccessAsDataSteward": keep}
    answer = caller.call("PUT", f"{DATA}/resources/{container}/owner", params=query)
    assert answer.status_code == 200
    moved = answer.json()
    assert (moved["resourceId"], moved["ownerId"]) == (container, OTHER_CLIENT)
    assert (moved["resourceName"], moved["resourceUrl"]) == (before["reference"], before["url"])
    assert (moved["resourceRegion"], moved["mayContainPersonalData"]) == (
        before["region"],
        before["mayContainPersonalData"],
    )
    assert moved["metadata"] == before["metadata"]
    assert other.call("GET", f"{DATA}/resources/{container}").json()["accessLevel"] == "owner"
    assert len(other.rows(container)) == 1
    kept = keep == "True"
    assert [steward["userId"] for steward in simulator.stewards()] == ([DEFAULT_CLIENT_ID] if kept else [])
    response = caller.call("GET", f"{DATA}/resources/{container}")
    assert response.status_code == (200 if kept else 403)
    assert caller.call("PUT", f"{DATA}/resources/{container}/owner", params=query).status_code == 400


def test_refused_transfers(simulator: Simulator, caller: Caller, container: str) -> None:
    """400 for every reason that is listed, and for what is not understood."""
    (foreign,) = simulator.seed({"short_name": "foreign", "owner": OTHER_CLIENT})
    (shared,) = simulator.seed({"short_name": "shared", "access_level": "dataSteward"})
    simulator.users({"user_id": STRANGER, "company_id": str(uuid.uuid4()), "role": "manager"})
    for resource, query in (
        (str(uuid.uuid4()), {"userId": MANAGER}),
        (foreign, {"userId": MANAGER}),
        (shared, {"userId": MANAGER}),
        (container, {"userId": DEFAULT_CLIENT_ID}),
        (container, {"userId": CONSUMER}),
        (container, {"userId": STRANGER}),
        (container, {"userId": str(uuid.uuid4())}),
        (container, {"userId": "bob"}),
        (container, {}),
        (container, {"userId": MANAGER, "keepAccessAsDataSteward": "yes"}),
    ):
        assert caller.call("PUT", f"{DATA}/resources/{resource}/owner", params=query).status_code == 400
    assert caller.call("GET", f"{DATA}/resources/{container}").json()["accessLevel"] == "owner"
