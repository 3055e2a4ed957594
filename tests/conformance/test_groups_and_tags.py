# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups, which everybody has of their own, and tags, which all have in common."""

from __future__ import annotations

import typing as t
import uuid

import pytest

from tests.conformance.calls import DATA, OTHER_CLIENT, PROVISIONING, Caller, caller_as
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID

GROUPS = f"{DATA}/groups"
TAGS = f"{DATA}/tags"


def _group(*containers: str, **changes: t.Any) -> dict[str, t.Any]:
    return {"title": "Fleet", "description": "All ships", "resourceIds": list(containers), **changes}


def test_a_group_from_making_to_removal(simulator: Simulator, caller: Caller) -> None:
    """It comes back as it was given; a change replaces all of it; a removal leaves the containers."""
    first, second = simulator.seed({"short_name": "first"}, {"short_name": "second"})
    made = caller.call("POST", GROUPS, _group(second.upper(), first, second, sortingOrder=1.5))
    group_id = made.json()["id"]
    assert made.status_code == 201
    assert made.json() == {**_group(second, first, sortingOrder=1.5), "id": group_id}
    assert caller.call("GET", f"{GROUPS}/{group_id.upper()}").json() == made.json()
    assert caller.call("GET", GROUPS).json() == [made.json()]
    assert simulator.groups() == [{**made.json(), "owner": DEFAULT_CLIENT_ID}]
    response = caller.call("PUT", f"{GROUPS}/{group_id}", _group(title="Other", description=""))
    assert (response.status_code, response.content) == (200, b"")
    changed = {**_group(title="Other", description="", sortingOrder=0), "id": group_id}
    assert caller.call("GET", f"{GROUPS}/{group_id}").json() == changed
    response = caller.call("DELETE", f"{GROUPS}/{group_id}")
    assert (response.status_code, response.content) == (204, b"")
    assert caller.call("GET", GROUPS).json() == []
    assert caller.ids() == [first, second]


def test_a_container_is_in_one_group(simulator: Simulator, caller: Caller) -> None:
    """Putting it into another one takes it out of the first, by POST and by PUT."""
    first, second = simulator.seed({"short_name": "first"}, {"short_name": "second"})
    one = caller.call("POST", GROUPS, _group(first, second)).json()["id"]
    two = caller.call("POST", GROUPS, _group(first)).json()["id"]

    def contents() -> dict[str, list[str]]:
        return {group["id"]: group["resourceIds"] for group in caller.call("GET", GROUPS).json()}

    assert contents() == {one: [second], two: [first]}
    caller.call("PUT", f"{GROUPS}/{two}", _group(second))
    assert contents() == {one: [], two: [second]}


def test_groups_are_private(simulator: Simulator, caller: Caller) -> None:
    """Others neither see nor change them, and arrange the same container in their own way."""
    (shared,) = simulator.seed({"short_name": "shared", "access_level": "consumer"})
    other = caller_as(simulator, "consumer")
    mine = caller.call("POST", GROUPS, _group(shared)).json()
    theirs = other.call("POST", GROUPS, _group(shared)).json()
    assert caller.call("GET", GROUPS).json() == [mine]
    assert other.call("GET", GROUPS).json() == [theirs]
    assert [group["owner"] for group in simulator.groups()] == [DEFAULT_CLIENT_ID, OTHER_CLIENT]
    path = f"{GROUPS}/{mine['id']}"
    for method, body in (("GET", None), ("PUT", _group()), ("DELETE", None)):
        assert other.call(method, path, body).status_code == 404
        assert caller.call(method, f"{GROUPS}/{uuid.uuid4()}", body).status_code == 404
        assert caller.call(method, f"{GROUPS}/x", body).status_code == 404


def test_what_is_no_longer_seen_leaves_a_group(simulator: Simulator, caller: Caller) -> None:
    """A container that is deleted is in no group."""
    container = caller.create()
    group = caller.call("POST", GROUPS, _group(container)).json()
    caller.call("DELETE", f"{PROVISIONING}/container/{container}")
    assert caller.call("GET", f"{GROUPS}/{group['id']}").json() == {**group, "resourceIds": []}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"title": " "},
        {"title": 1},
        {"description": None},
        {"resourceIds": None},
        {"resourceIds": "x"},
        {"resourceIds": ["x"]},
        {"resourceIds": [str(uuid.uuid4())]},
        {"sortingOrder": None},
        {"sortingOrder": "1"},
        {"sortingOrder": True},
        {"colour": "blue"},
    ],
)
def test_refused_groups(simulator: Simulator, caller: Caller, changes: dict[str, t.Any]) -> None:
    """A wrong group is answered with 400, and nothing is made or changed."""
    (foreign,) = simulator.seed({"short_name": "foreign", "owner": OTHER_CLIENT})
    group = caller.call("POST", GROUPS, _group()).json()
    for wrong in (_group(**changes), _group(foreign)):
        assert caller.call("POST", GROUPS, wrong).status_code == 400
        assert caller.call("PUT", f"{GROUPS}/{group['id']}", wrong).status_code == 400
    assert caller.call("GET", GROUPS).json() == [group]


def test_a_title_has_one_id(simulator: Simulator, caller: Caller) -> None:
    """Whatever its case, and whoever uses it, in tags and in containers."""
    made = caller.call("POST", TAGS, [{"title": "Fleet"}, {"title": "FLEET"}, {"title": "new", "type": "systemtag"}])
    fleet, new = made.json()
    assert (fleet["title"], fleet["type"], new["type"]) == ("Fleet", "tag", "systemtag")
    other = caller_as(simulator, "manager")
    assert other.call("POST", TAGS, [{"id": str(uuid.uuid4()), "title": "fleet"}]).json() == [fleet]
    container = caller.create(tags=[{"title": "fleet"}, {"title": "tanker"}])
    tags = caller.call("GET", f"{DATA}/resources/{container}").json()["metadata"]["tags"]
    assert tags[0]["id"] == fleet["id"]
    assert caller.call("GET", TAGS).json() == [fleet, new, tags[1]]
    assert simulator.tags() == [{**tag, "owner": DEFAULT_CLIENT_ID} for tag in (fleet, new, tags[1])]


@pytest.mark.parametrize("name", ["includeDeleted", "includeNonVeracityApproved"])
def test_who_sees_more_tags(simulator: Simulator, caller: Caller, name: str) -> None:
    """Only a DataAdmin may ask for it."""
    assert caller.call("GET", TAGS, params={name: "False"}).status_code == 200
    assert caller.call("GET", TAGS, params={name: "True"}).status_code == 403
    assert caller.call("GET", TAGS, params={name: "1"}).status_code == 400
    assert caller_as(simulator, "dataAdmin").call("GET", TAGS, params={name: "true"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"title": "fleet"},
        ["fleet"],
        [{}],
        [{"title": ""}],
        [{"title": "fleet", "type": "userTag"}],
        [{"title": "fleet", "id": "x"}],
        [{"title": "good"}, {"title": 1}],
    ],
)
def test_refused_tags(caller: Caller, body: t.Any) -> None:
    """All are made or none."""
    assert caller.call("POST", TAGS, body).status_code == 400
    assert caller.call("GET", TAGS).json() == []
