# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies of containers: how they are ordered, and who may."""

from __future__ import annotations

import typing as t
import uuid

import pytest

from tests.conformance.calls import CONSUMER, DATA, OTHER_CLIENT, PROVISIONING, Caller, caller_as
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID

COPY = f"{PROVISIONING}/container/copycontainer"


def _order(source: str, **changes: t.Any) -> dict[str, t.Any]:
    right = {
        "sourceResourceId": source,
        "copyResourceShortName": "mtcopy",
        "copyResourceMayContainPersonalData": True,
    }
    return {name: value for name, value in {**right, **changes}.items() if value is not None}


def _granted(container: str, **more: t.Any) -> dict[str, t.Any]:
    return {
        "container_id": container,
        "user_id": DEFAULT_CLIENT_ID,
        "rights": ["read", "list"],
        "hours": 1,
        **more,
    }


@pytest.fixture
def source(simulator: Simulator) -> str:
    """Return a container of another application, in a region that is not the first one."""
    return simulator.seed(
        {"short_name": "mtexample", "owner": OTHER_CLIENT, "region": "eastus", "title": "Old", "tags": [{"title": "x"}]}
    )[0]


def test_a_copy_appears_later(simulator: Simulator, caller: Caller, source: str) -> None:
    """Ordered like a container; it is in the source's region, has metadata of its own, and belongs to the caller."""
    simulator.settings(visibility_delay=900)
    (access,) = simulator.seed_accesses(_granted(source))
    more = {"copyResourceTitle": "New", "copyResourceTags": [{"title": "fleet"}]}
    response = caller.call("POST", COPY, _order(source.upper(), **more), params={"accessId": access.upper()})
    assert response.status_code == 202
    assert caller.call("GET", f"{DATA}/resources/{response.json()}").status_code == 404
    simulator.advance(901)
    copy = caller.call("GET", f"{DATA}/resources/{response.json()}").json()
    assert copy["reference"].startswith("mtcopy")
    assert (copy["region"], copy["ownerId"], copy["accessLevel"]) == ("eastus", DEFAULT_CLIENT_ID, "owner")
    assert copy["mayContainPersonalData"] == "true"
    assert (copy["metadata"]["title"], [tag["title"] for tag in copy["metadata"]["tags"]]) == ("New", ["fleet"])
    # The access is used, not claimed.
    assert caller.rows(source)[0]["keyCreated"] is False


def test_metadata_is_not_copied(simulator: Simulator, caller: Caller, source: str) -> None:
    """What the order does not say, the copy has not."""
    (access,) = simulator.seed_accesses(_granted(source))
    copy = caller.call("POST", COPY, _order(source), params={"accessId": access}).json()
    assert caller.call("GET", f"{DATA}/resources/{copy}").json()["metadata"] == {"tags": []}


def test_a_copy_in_a_group(simulator: Simulator, caller: Caller, source: str) -> None:
    """It is there once it is visible; another's group is refused."""
    simulator.settings(visibility_delay=900)
    (access,) = simulator.seed_accesses(_granted(source))
    group = {"title": "Fleet", "description": "", "resourceIds": [source]}
    mine = caller.call("POST", f"{DATA}/groups", group).json()["id"]
    theirs = caller_as(simulator, "manager").call("POST", f"{DATA}/groups", group).json()["id"]
    query = {"accessId": access}
    assert caller.call("POST", COPY, _order(source, groupId=theirs), params=query).status_code == 400
    copy = caller.call("POST", COPY, _order(source, groupId=mine.upper()), params=query).json()
    path = f"{DATA}/groups/{mine}"
    assert caller.call("GET", path).json()["resourceIds"] == [source]
    simulator.advance(901)
    assert caller.call("GET", path).json()["resourceIds"] == [source, copy]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"rights": ["read", "write", "delete", "list"]}, True),
        ({"rights": ["list"]}, False),
        ({"rights": ["write"]}, False),
        ({"rights": ["read"]}, False),
        ({"claimed": True}, True),
        ({"claimed": True, "expires_in": -1}, False),
        ({"claimed": True, "expires_in": -1, "auto_refreshed": True}, True),
        ({"user_id": CONSUMER}, False),
    ],
)
def test_which_access_is_enough(
    simulator: Simulator, caller: Caller, source: str, changes: dict[str, t.Any], allowed: bool
) -> None:
    """The caller's own, alive, with the rights to read and to list."""
    # It makes the source visible, and does not count for more.
    simulator.seed_accesses(_granted(source, rights=["write"]))
    (access,) = simulator.seed_accesses(_granted(source, **changes))
    status = caller.call("POST", COPY, _order(source), params={"accessId": access}).status_code
    assert status == (202 if allowed else 400)
    simulator.revoke(access)
    again = caller.call("POST", COPY, _order(source), params={"accessId": access}).status_code
    assert (again == 202) is (allowed and bool(changes.get("claimed")) and "expires_in" not in changes)


def test_an_owner_copies_with_any_access(simulator: Simulator, caller: Caller) -> None:
    """Of those to its own container."""
    own, second = simulator.seed({"short_name": "owned"}, {"short_name": "second"})
    access = caller.share(own, CONSUMER)
    assert caller.call("POST", COPY, _order(own), params={"accessId": access}).status_code == 202
    assert caller.call("POST", COPY, _order(second), params={"accessId": access}).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"sourceResourceId": None},
        {"sourceResourceId": str(uuid.uuid4())},
        {"sourceResourceId": "x"},
        {"copyResourceShortName": None},
        {"copyResourceShortName": "MT"},
        {"copyResourceMayContainPersonalData": None},
        {"copyResourceMayContainPersonalData": "true"},
        {"copyResourceTitle": 1},
        {"copyResourceDescription": "x" * 501},
        {"copyResourceIcon": "blue"},
        {"copyResourceTags": "fleet"},
        {"groupId": "x"},
        {"groupId": str(uuid.uuid4())},
        {"storageLocation": "northeurope"},
    ],
)
def test_refused_copies(simulator: Simulator, caller: Caller, source: str, changes: dict[str, t.Any]) -> None:
    """A wrong order is answered with 400 and orders nothing."""
    (access,) = simulator.seed_accesses(_granted(source))
    assert caller.call("POST", COPY, _order(source, **changes), params={"accessId": access}).status_code == 400
    assert caller.call("POST", COPY, _order(source)).status_code == 400
    assert caller.ids() == [source]


def test_who_may_copy(simulator: Simulator, caller: Caller, source: str) -> None:
    """Data Managers, as for containers; a short name that is taken is 400 here, since no 409 is declared."""
    (access,) = simulator.seed_accesses(_granted(source))
    simulator.settings(short_name_conflict=True)
    query = {"accessId": access}
    assert caller.call("POST", COPY, _order(source), params=query).status_code == 202
    assert caller.call("POST", COPY, _order(source), params=query).status_code == 400
    assert caller_as(simulator, "consumer").call("POST", COPY, _order(source), params=query).status_code == 403


def test_copies_may_fail_silently(simulator: Simulator, caller: Caller, source: str) -> None:
    """Like orders."""
    (access,) = simulator.seed_accesses(_granted(source))
    simulator.settings(provisioning_fails=True)
    assert caller.call("POST", COPY, _order(source), params={"accessId": access}).status_code == 202
    assert [container["state"] for container in simulator.containers()] == ["visible", "pending"]
