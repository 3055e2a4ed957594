# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Containers from order to deletion, and the orders that are refused."""

from __future__ import annotations

import re
import typing as t
import uuid

import pytest

from tests.conformance.calls import DATA, ORDER, OTHER_CLIENT, PROVISIONING, Caller, Form, caller_as, fetch_token
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID


def test_an_ordered_container_appears_later(simulator: Simulator, caller: Caller) -> None:
    """Until the delay is over it is neither listed nor found."""
    simulator.settings(visibility_delay=900)
    container = caller.create(title="MT Example", tags=[{"title": "fleet", "type": "tag"}])
    assert caller.ids() == []
    assert caller.call("GET", f"{DATA}/resources/{container}").status_code == 404
    simulator.settings(hidden_status=403)
    assert caller.call("GET", f"{DATA}/resources/{container}").status_code == 403
    simulator.advance(890)
    assert caller.ids() == []
    simulator.advance(11)
    assert caller.ids() == [container]
    resource = caller.call("GET", f"{DATA}/resources/{container.upper()}").json()
    assert re.fullmatch(r"mtexample[0-9a-f-]{36}", resource["reference"])
    assert container not in resource["reference"]
    assert resource["url"].endswith(f"/{resource['reference']}")
    assert resource["ownerId"] == DEFAULT_CLIENT_ID
    assert (resource["accessLevel"], resource["keyStatus"]) == ("owner", "noKeys")
    assert resource["mayContainPersonalData"] == "false"
    assert resource["metadata"]["title"] == "MT Example"
    assert [(tag["title"], tag["type"]) for tag in resource["metadata"]["tags"]] == [("fleet", "tag")]


def test_provisioning_may_fail_silently(simulator: Simulator, caller: Caller) -> None:
    """An accepted order may come to nothing, without a sign."""
    simulator.settings(provisioning_fails=True)
    caller.create()
    simulator.advance(10**6)
    simulator.settings(token_lifetime=3600)
    assert Caller(simulator, fetch_token(simulator, Form("entra_v1"))).ids() == []
    assert simulator.containers()[0]["state"] == "pending"


def test_the_same_short_name_twice(simulator: Simulator, caller: Caller) -> None:
    """A second container by default, a conflict where the server is set to refuse it."""
    caller.create()
    caller.create()
    assert len(caller.ids()) == 2
    simulator.settings(short_name_conflict=True)
    assert caller.call("POST", f"{PROVISIONING}/container", ORDER).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"storageLocation": None},
        {"storageLocation": "atlantis"},
        {"storageLocation": "North Europe"},
        {"storageLocation": 1},
        {"storageLocation": ["northeurope"]},
        {"containerShortName": None},
        {"containerShortName": "abcd"},
        {"containerShortName": "a" * 33},
        {"containerShortName": "MtExample"},
        {"containerShortName": "mt-example"},
        {"containerShortName": "mtexample\n"},
        {"mayContainPersonalData": None},
        {"mayContainPersonalData": "false"},
        {"mayContainPersonalData": 0},
        {"title": 1},
        {"description": "x" * 501},
        {"icon": "Automatic_Information_Display"},
        {"icon": {"id": 1}},
        {"icon": {"colour": "#5594aa"}},
        {"tags": "fleet"},
        {"tags": ["fleet"]},
        {"tags": [{"type": "tag"}]},
        {"tags": [{"title": "fleet", "type": "label"}]},
        {"shortName": "mtexample"},
    ],
)
def test_refused_orders(caller: Caller, changes: dict[str, t.Any]) -> None:
    """A wrong order is answered with 400 and orders nothing; None leaves a property out."""
    order = {name: value for name, value in {**ORDER, **changes}.items() if value is not None}
    assert caller.call("POST", f"{PROVISIONING}/container", order).status_code == 400
    assert caller.ids() == []


@pytest.mark.parametrize("name", ["title", "description", "icon", "tags"])
def test_null_is_no_value(caller: Caller, name: str) -> None:
    """The documents know no null."""
    assert caller.call("POST", f"{PROVISIONING}/container", {**ORDER, name: None}).status_code == 400
    container = caller.create()
    patch = [{"op": "replace", "path": f"/{name}", "value": None}]
    assert caller.call("PATCH", f"{PROVISIONING}/container/{container}/metadata", patch).status_code == 400


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b'"x"', "application/json", 400),
        (b"{}", "application/json-patch+json", 415),
        (b"<ContainerInput/>", "application/xml", 415),
        (b"{}", "", 415),
    ],
)
def test_refused_bodies(caller: Caller, data: bytes, media_type: str, status: int) -> None:
    """Only JSON of the right type is taken."""
    headers = {"Content-Type": media_type}
    assert caller.call("POST", f"{PROVISIONING}/container", data=data, headers=headers).status_code == status


def test_a_consumer_cannot_order(simulator: Simulator) -> None:
    """Ordering is for Data Managers; reading is not."""
    caller = caller_as(simulator, "consumer")
    assert caller.call("POST", f"{PROVISIONING}/container", ORDER).status_code == 403
    assert caller.call("GET", f"{DATA}/resources").status_code == 200


@pytest.mark.parametrize("path", ["title", "Title", "/title", "/Title", "/TITLE"])
def test_metadata_is_replaced_under_every_spelling(caller: Caller, path: str) -> None:
    """With and without slash, in any case, as the documents show it."""
    container = caller.create(title="before", description="stays")
    patch = [{"op": "replace", "path": path, "value": "after"}]
    response = caller.call("PATCH", f"{PROVISIONING}/container/{container}/metadata", patch)
    assert response.status_code == 200
    assert response.json()["metadata"] == {"title": "after", "description": "stays", "tags": []}
    assert caller.call("GET", f"{DATA}/resources/{container}").json() == response.json()


def test_tags_are_replaced_as_a_whole(simulator: Simulator, caller: Caller) -> None:
    """A system tag that is left out is lost, and the same title keeps its id."""
    tags = [{"title": "Fleet", "type": "tag"}, {"title": "verified", "type": "systemtag"}]
    (container,) = simulator.seed({"short_name": "mtexample", "tags": tags})
    before = caller.call("GET", f"{DATA}/resources/{container}").json()["metadata"]["tags"]
    assert [tag["type"] for tag in before] == ["tag", "systemtag"]
    patch = [{"op": "replace", "path": "Tags", "value": [{"Title": "fleet"}, {"Title": "FLEET"}]}]
    after = caller.call("PATCH", f"{PROVISIONING}/container/{container}/metadata", patch).json()["metadata"]["tags"]
    assert after == [{"id": before[0]["id"], "title": "fleet", "type": "tag"}]


REPLACE = {"op": "replace", "path": "/title", "value": "x"}


@pytest.mark.parametrize(
    "patch",
    [
        [],
        REPLACE,
        {"operations": [REPLACE]},
        ["title"],
        [{**REPLACE, "op": "add"}],
        [{**REPLACE, "op": "remove"}],
        [{"path": "/title", "value": "x"}],
        [{"op": "replace", "path": "/title"}],
        [{**REPLACE, "from": "/description"}],
        [{**REPLACE, "path": "/region"}],
        [{**REPLACE, "path": "/metadata/title"}],
        [{**REPLACE, "path": "/tags/0"}],
        [{**REPLACE, "path": "/mayContainPersonalData", "value": True}],
        [{**REPLACE, "path": 1}],
        [{**REPLACE, "value": 1}],
        [REPLACE, {**REPLACE, "path": "/tags", "value": "fleet"}],
        [{**REPLACE, "path": "/description", "value": "x" * 501}],
        [{**REPLACE, "path": "/icon", "value": "blue"}],
    ],
)
def test_refused_patches(caller: Caller, patch: t.Any) -> None:
    """A wrong patch is answered with 400 and changes nothing."""
    container = caller.create(title="before")
    assert caller.call("PATCH", f"{PROVISIONING}/container/{container}/metadata", patch).status_code == 400
    assert caller.call("GET", f"{DATA}/resources/{container}").json()["metadata"] == {"title": "before", "tags": []}


def test_only_the_owner_changes_and_deletes(simulator: Simulator, caller: Caller) -> None:
    """Others get 403, for a container that is not there everyone gets 404."""
    (shared,) = simulator.seed({"short_name": "shared", "access_level": "dataSteward"})
    (foreign,) = simulator.seed({"short_name": "foreign", "owner": OTHER_CLIENT})
    assert caller.ids() == [shared]
    assert caller.call("GET", f"{DATA}/resources/{shared}").json()["accessLevel"] == "dataSteward"
    assert caller.call("GET", f"{DATA}/resources/{foreign}").status_code == 403
    for container, status in ((shared, 403), (foreign, 403), (str(uuid.uuid4()), 404), ("no-guid", 404)):
        path = f"{PROVISIONING}/container/{container}"
        assert caller.call("PATCH", f"{path}/metadata", [REPLACE]).status_code == status
        assert caller.call("DELETE", path).status_code == status


def test_deletion_is_accepted_and_happens_later(simulator: Simulator, caller: Caller) -> None:
    """Until the delay is over it is still listed; afterwards it is gone for every operation."""
    simulator.settings(deletion_delay=60)
    container = caller.create()
    path = f"{PROVISIONING}/container/{container}"
    response = caller.call("DELETE", path)
    assert (response.status_code, response.content) == (202, b"")
    assert "Content-Type" not in response.headers
    assert caller.ids() == [container]
    simulator.advance(30)
    assert caller.call("DELETE", path).status_code == 202
    simulator.advance(31)
    assert caller.ids() == []
    assert caller.call("GET", f"{DATA}/resources/{container}").status_code == 404
    assert caller.call("DELETE", path).status_code == 404
    assert simulator.containers()[0]["state"] == "deleted"


def test_by_tag(simulator: Simulator, caller: Caller) -> None:
    """The tag is decoded and compared without case; one resource comes back."""
    tags = [{"title": "Ship / 9074729"}]
    first, _second = simulator.seed({"short_name": "first", "tags": tags}, {"short_name": "second", "tags": tags})
    simulator.seed({"short_name": "foreign", "owner": OTHER_CLIENT, "tags": [{"title": "other"}]})
    assert caller.call("GET", f"{DATA}/resources/tag/ship%20%2F%209074729").json()["id"] == first
    assert caller.call("GET", f"{DATA}/resources/tag/other").status_code == 403
    assert caller.call("GET", f"{DATA}/resources/tag/nothing").status_code == 404


def test_who_am_i(simulator: Simulator, caller: Caller) -> None:
    """An application finds itself under application, never under users."""
    own = caller.call("GET", f"{DATA}/application").json()
    assert (own["id"], own["role"]) == (DEFAULT_CLIENT_ID, "manager")
    assert caller.call("GET", f"{DATA}/users/me").status_code == 404
    assert caller.call("GET", f"{DATA}/application/{DEFAULT_CLIENT_ID}").json() == own
    assert caller.call("GET", f"{DATA}/application/{uuid.uuid4()}").status_code == 404
