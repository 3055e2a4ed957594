# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Services API V4: tenants, applications, licences, administrators, groups and profiles."""

from __future__ import annotations

import itertools
import typing as t
import uuid

import pytest

from tests.conformance.calls import Caller
from tests.conformance.services_calls import CAPTAIN, CHIEF, GRAPH, MATE, OTHER_TWIN, TWIN, services_caller
from tests.simulator import tenants_v4
from tests.simulator.company_tenants import DEFAULT_APPLICATION_ID, DEFAULT_GROUP_ID, DEFAULT_TENANT_ID
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.simulator.service_catalogue import DEFAULT_SERVICE_ID

TENANT = f"{GRAPH}/tenants/{DEFAULT_TENANT_ID}"
APPLICATION = f"{TENANT}/applications/{DEFAULT_APPLICATION_ID}"
LICENSES = f"{APPLICATION}/licenses"
ADMINISTRATORS = f"{APPLICATION}/administrators"
USER_LICENSE = {"entityId": CAPTAIN, "entityType": "user", "accessLevel": "reader"}
GROUP_LICENSE = {"entityId": DEFAULT_GROUP_ID, "entityType": "group"}
LICENSE = {**USER_LICENSE, "properties": [], "extensionProperties": []}


def _add(name: str, value: str, array: str = "properties") -> dict[str, t.Any]:
    return {"op": "add", "path": f"/{array}/-", "value": {"Name": name, "Value": value}}


@pytest.fixture
def caller(simulator: Simulator) -> Caller:
    """Return a caller of the API; writes are read at once."""
    simulator.settings(tenant_delay=0)
    return services_caller(simulator)


def _get(caller: Caller, path: str) -> t.Any:
    response = caller.call("GET", path)
    assert response.status_code == 200, response.text
    return response.json()


def _ids(rows: list[dict[str, t.Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_both_addresses(caller: Caller) -> None:
    """The sources name two, the same API is at both."""
    assert _get(caller, f"{GRAPH}/tenants") == _get(caller, "/apiv4/v1/tenants")
    assert _get(caller, f"{GRAPH}/health")["status"] == "Healthy"


def test_the_gateway_stands_before_it(simulator: Simulator, caller: Caller) -> None:
    """Key, token and operation, as everywhere; requests are counted."""
    simulator.clear_requests()
    caller.call("GET", f"/apiv4/v1/tenants/{DEFAULT_TENANT_ID}")
    assert simulator.counters()["operations"] == {"GET /apiv4/v1/tenants/{id}": 1}
    assert simulator.counters()["reads"] == 1
    assert caller.call("GET", "/apiv4/v1/nothing").json() == {"statusCode": 404, "message": "Resource not found"}
    del caller.headers["Ocp-Apim-Subscription-Key"]
    assert caller.call("GET", f"{GRAPH}/tenants").status_code == 401


def test_the_start(caller: Caller) -> None:
    """One tenant with an application, a group and its people; profile ids are not user ids."""
    tenant = {"id": DEFAULT_TENANT_ID, "name": "Example Shipping"}
    assert _get(caller, f"{GRAPH}/tenants") == [tenant]
    assert _get(caller, TENANT) == tenant
    application = {
        "id": DEFAULT_APPLICATION_ID,
        "name": "Fleet portal",
        "serviceId": DEFAULT_SERVICE_ID,
        "accessLevels": ["reader", "editor", "admin"],
        "properties": [],
        "extensionProperties": [],
    }
    assert _get(caller, f"{TENANT}/applications") == {"value": [application]}
    assert _get(caller, APPLICATION) == application
    assert _get(caller, f"{GRAPH}/applications/{DEFAULT_APPLICATION_ID}/tenants") == [tenant]
    assert _get(caller, f"{TENANT}/groups") == {"value": [{"id": DEFAULT_GROUP_ID, "name": "Deck officers"}]}
    profiles = _get(caller, f"{TENANT}/users")["value"]
    assert [profile["userId"] for profile in profiles] == [CAPTAIN, CHIEF, MATE, TWIN, OTHER_TWIN]
    assert set(profiles[0]) == {"id", "userId", "tenantId", "email", "name"}
    assert not set(_ids(profiles)) & {profile["userId"] for profile in profiles}
    assert profiles[0]["tenantId"] == DEFAULT_TENANT_ID


def test_profiles(caller: Caller) -> None:
    """Found by either id, by e-mail, and several at once; what an account has to do with is listed."""
    profile = _get(caller, f"{TENANT}/users/{CAPTAIN}")
    assert _get(caller, f"{TENANT}/users/{profile['id']}") == profile
    assert _get(caller, f"{TENANT}/users/.email(Captain%40example.com)") == [profile]
    assert len(_get(caller, f"{TENANT}/users/.email(twin@example.com)")) == 2
    assert _get(caller, f"{TENANT}/users/.email(nobody@example.com)") == []
    many = caller.call("POST", f"{TENANT}/users", [CAPTAIN, str(uuid.uuid4())])
    assert (many.status_code, many.json()) == (200, [profile])
    assert _ids(_get(caller, f"{TENANT}/users/{CHIEF}/groups")) == [DEFAULT_GROUP_ID]
    account = {"userId": CAPTAIN, "email": "captain@example.com", "name": "Captain, Carla"}
    assert _get(caller, f"{GRAPH}/users/{CAPTAIN}") == account
    assert _ids(_get(caller, f"{GRAPH}/users/{CAPTAIN}/tenants")) == [DEFAULT_TENANT_ID]
    assert _get(caller, f"{TENANT}/admins") == [account] == [_get(caller, f"{TENANT}/admins/{CAPTAIN}")]


def test_what_is_not_there(simulator: Simulator, caller: Caller) -> None:
    """404 for what is unknown, 403 for a tenant in which the application has no service principal."""
    missing = str(uuid.uuid4())
    for path in (
        f"{GRAPH}/tenants/{missing}",
        f"{GRAPH}/tenants/no-guid",
        f"{TENANT}/admins/{CHIEF}",
        f"{TENANT}/applications/{missing}",
        f"{TENANT}/applications/{missing}/licenses",
        f"{LICENSES}/{CAPTAIN}",
        f"{TENANT}/groups/{missing}",
        f"{TENANT}/users/{missing}",
        f"{GRAPH}/users/{missing}",
        f"{GRAPH}/applications/{missing}/tenants",
    ):
        assert caller.call("GET", path).status_code == 404, path
    (foreign,) = simulator.seed_tenants({"tenant_id": missing, "name": "Foreign", "client_ids": [str(uuid.uuid4())]})
    assert caller.call("GET", f"{GRAPH}/tenants/{foreign}").status_code == 403
    assert _ids(_get(caller, f"{GRAPH}/tenants")) == [DEFAULT_TENANT_ID]


def test_what_needs_a_user(caller: Caller) -> None:
    """Everything about oneself answers 403: applications are nobody."""
    for name in ("me", "me/applications", "me/tenants", f"me/tenants/{DEFAULT_TENANT_ID}/groups"):
        assert caller.call("GET", f"{GRAPH}/{name}").status_code == 403
    assert caller.call("POST", f"{GRAPH}/me/applications/{DEFAULT_APPLICATION_ID}/.policy()").status_code == 403


def test_a_licence_from_its_beginning_to_its_end(simulator: Simulator, caller: Caller) -> None:
    """Writes are answered with what will be, and read after the delay."""
    simulator.settings(tenant_delay=30)
    created = caller.call("POST", LICENSES, USER_LICENSE)
    assert (created.status_code, created.json()) == (202, LICENSE)
    assert uuid.UUID(created.headers["x-transaction-id"])
    assert caller.call("GET", f"{LICENSES}/{CAPTAIN}").status_code == 404
    assert _get(caller, LICENSES) == []
    assert caller.call("POST", LICENSES, USER_LICENSE).status_code == 409
    assert simulator.licenses()[0]["visible"] is False
    simulator.advance(31)
    assert _get(caller, LICENSES) == [LICENSE] == [_get(caller, f"{LICENSES}/{CAPTAIN.upper()}")]

    changed = caller.call("PUT", f"{LICENSES}/{CAPTAIN}", {"accessLevel": "admin"})
    assert (changed.status_code, changed.json()["accessLevel"]) == (202, "admin")
    assert _get(caller, f"{LICENSES}/{CAPTAIN}")["accessLevel"] == "reader"
    simulator.advance(31)
    assert _get(caller, f"{LICENSES}/{CAPTAIN}")["accessLevel"] == "admin"
    assert simulator.licenses()[0]["accessLevel"] == "admin"

    assert caller.call("DELETE", f"{LICENSES}/{CAPTAIN}").status_code == 202
    assert caller.call("DELETE", f"{LICENSES}/{CAPTAIN}").status_code == 404
    assert len(_get(caller, LICENSES)) == 1
    simulator.advance(31)
    assert _get(caller, LICENSES) == simulator.licenses() == []
    assert caller.call("POST", LICENSES, USER_LICENSE).status_code == 202


def test_a_licence_of_a_group_counts_for_its_members(simulator: Simulator, caller: Caller) -> None:
    """The users of an application are those of its licences, each once."""
    assert caller.call("POST", LICENSES, GROUP_LICENSE).json()["accessLevel"] is None
    # Only a user's licence has a documented way to be read alone.
    assert caller.call("GET", f"{LICENSES}/{DEFAULT_GROUP_ID}").status_code == 404
    assert [entry["entityId"] for entry in _get(caller, LICENSES)] == [DEFAULT_GROUP_ID]
    assert caller.call("POST", LICENSES, {**USER_LICENSE, "entityId": CHIEF}).status_code == 202
    assert [user["userId"] for user in _get(caller, f"{APPLICATION}/users")] == [CHIEF, MATE]
    for path in (f"groups/{DEFAULT_GROUP_ID}", f"users/{MATE}", f"users/{CHIEF}"):
        assert _ids(_get(caller, f"{TENANT}/{path}/applications")) == [DEFAULT_APPLICATION_ID]
    assert _get(caller, f"{TENANT}/users/{CAPTAIN}/applications") == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"accessLevel": "king"}, 400),
        ({"accessLevel": 1}, 400),
        ({"entityType": "robot"}, 400),
        ({"entityType": "group"}, 404),
        ({"entityId": "x"}, 400),
        ({"entityId": str(uuid.uuid4())}, 404),
        ({"properties": []}, 400),
    ],
)
def test_refused_licences(caller: Caller, changes: dict[str, t.Any], status: int) -> None:
    """Unknown fields, entities and access levels."""
    assert caller.call("POST", LICENSES, {**USER_LICENSE, **changes}).status_code == status
    assert caller.call("POST", LICENSES, data="{", headers={"Content-Type": "application/json"}).status_code == 400


def test_a_profile_id_is_no_entity_id(caller: Caller) -> None:
    """Licences are for accounts."""
    profile = _get(caller, f"{TENANT}/users/{CAPTAIN}")["id"]
    assert caller.call("POST", LICENSES, {**USER_LICENSE, "entityId": profile}).status_code == 404
    caller.call("POST", LICENSES, USER_LICENSE)
    assert caller.call("GET", f"{LICENSES}/{profile}").status_code == 404


def test_access_levels_of_an_application(simulator: Simulator, caller: Caller) -> None:
    """One of them or none; an application without levels takes none."""
    caller.call("POST", LICENSES, USER_LICENSE)
    for body in ({"accessLevel": "king"}, {"accessLevel": None}, {"level": "reader"}, {}):
        assert caller.call("PUT", f"{LICENSES}/{CAPTAIN}", body).status_code == 400
    plain = str(uuid.uuid4())
    tenant = {
        "tenant_id": str(uuid.uuid4()),
        "name": "Plain",
        "applications": [{"application_id": plain, "access_levels": []}],
        "users": [CAPTAIN],
    }
    simulator.seed_tenants(tenant)
    licenses = f"{GRAPH}/tenants/{tenant['tenant_id']}/applications/{plain}/licenses"
    assert caller.call("POST", licenses, USER_LICENSE).status_code == 400
    assert caller.call("POST", licenses, {"entityId": CAPTAIN, "entityType": "user"}).status_code == 202
    assert caller.call("PUT", f"{licenses}/{CAPTAIN}", {"accessLevel": "reader"}).status_code == 400


def test_properties_are_patched_by_index(caller: Caller) -> None:
    """Operations work one after the other: a removal moves what is behind it."""
    caller.call("POST", LICENSES, USER_LICENSE)
    path = f"{LICENSES}/{CAPTAIN}"
    added = caller.call("PATCH", path, [_add("demo_a", "1"), _add("demo_b", "2"), _add("demo_c", "3")])
    assert added.status_code == 202
    patch = [{"op": "remove", "path": "/properties/0"}, {"op": "replace", "path": "/properties/1/value", "value": "9"}]
    header = {"Content-Type": "application/json-patch+json"}
    assert caller.call("PATCH", path, patch, headers=header).status_code == 202
    wanted = [{"name": "demo_b", "value": "2"}, {"name": "demo_c", "value": "9"}]
    assert _get(caller, path)["properties"] == wanted
    assert caller.call("PUT", path, {"accessLevel": "admin"}).json()["properties"] == wanted
    caller.call("PATCH", path, [_add("x", "1", "extensionProperties")])
    assert _get(caller, path)["extensionProperties"] == [{"name": "x", "value": "1"}]


@pytest.mark.parametrize(
    "patch",
    [
        [],
        _add("b", "1"),
        [{"op": "add", "path": "/properties/0", "value": {"name": "b", "value": "1"}}],
        [{"op": "add", "path": "/properties/-", "value": "b"}],
        [_add("a", "2")],
        [{"op": "add", "path": "/properties/-", "value": {"Name": "b"}}],
        [{"op": "add", "path": "/properties/-", "value": {"Name": "b", "Value": 1}}],
        [{"op": "replace", "path": "/properties/0", "value": {"name": "a", "value": "2"}}],
        [{"op": "replace", "path": "/properties/1/value", "value": "2"}],
        [{"op": "replace", "path": "/properties/0/value", "value": 2}],
        [{"op": "replace", "path": "/accessLevel", "value": "admin"}],
        [{"op": "remove", "path": "/properties/-"}],
        [{"op": "remove", "path": "/properties/01"}],
        [{"op": "remove", "path": "/properties/0"}, {"op": "remove", "path": "/properties/0"}],
        [{"op": "test", "path": "/properties/0/value", "value": "1"}],
        [{**_add("b", "1"), "from": "/x"}],
    ],
)
def test_refused_patches(caller: Caller, patch: t.Any) -> None:
    """A wrong patch is answered with 400 and changes nothing."""
    caller.call("POST", LICENSES, USER_LICENSE)
    path = f"{LICENSES}/{CAPTAIN}"
    caller.call("PATCH", path, [_add("a", "1")])
    assert caller.call("PATCH", path, patch).status_code == 400
    assert _get(caller, path)["properties"] == [{"name": "a", "value": "1"}]
    assert caller.call("PATCH", path, patch, headers={"Content-Type": "text/plain"}).status_code == 415


def test_extension_properties(caller: Caller) -> None:
    """Applications, groups, members and profiles can be patched too."""
    patch = [_add("demo_fleet", "north", "extensionProperties")]
    wanted = [{"name": "demo_fleet", "value": "north"}]
    for path in (APPLICATION, f"{TENANT}/groups/{DEFAULT_GROUP_ID}", f"{TENANT}/users/{CAPTAIN}"):
        assert caller.call("PATCH", path, patch).status_code == 202
        assert _get(caller, path)["extensionProperties"] == wanted
        assert caller.call("PATCH", path, [_add("a", "1")]).status_code == 400
    members = f"{TENANT}/groups/{DEFAULT_GROUP_ID}/members"
    assert caller.call("PATCH", f"{members}/{CHIEF}", patch).status_code == 202
    assert caller.call("PATCH", f"{members}/{CAPTAIN}", patch).status_code == 404


def test_administrators(simulator: Simulator, caller: Caller) -> None:
    """Appointed any number of times, dismissed once, read after the delay."""
    simulator.settings(tenant_delay=30)
    row = {"userId": CAPTAIN, "email": "captain@example.com", "name": "Captain, Carla"}
    for _count in range(2):
        response = caller.call("POST", f"{ADMINISTRATORS}/{CAPTAIN}")
        assert (response.status_code, response.json()) == (202, row)
    assert caller.call("POST", f"{ADMINISTRATORS}/{uuid.uuid4()}").status_code == 404
    assert _get(caller, ADMINISTRATORS) == []
    simulator.advance(31)
    assert _get(caller, ADMINISTRATORS) == [row]
    assert [caller.call("DELETE", f"{ADMINISTRATORS}/{CAPTAIN}").status_code for _count in range(2)] == [202, 404]
    assert _get(caller, ADMINISTRATORS) == [row]
    simulator.advance(31)
    assert _get(caller, ADMINISTRATORS) == []


def test_nested_groups(simulator: Simulator, caller: Caller) -> None:
    """Direct members with their kind, and all users of the groups inside, each once."""
    inner, outer, tenant = (str(uuid.uuid4()) for _count in range(3))
    groups = [
        {"group_id": inner, "name": "Inner", "members": [MATE, CHIEF]},
        {"group_id": outer, "name": "Outer", "members": [CHIEF, inner]},
    ]
    simulator.seed_tenants({"tenant_id": tenant, "name": "Nested", "groups": groups, "users": [CHIEF, MATE]})
    path = f"{GRAPH}/tenants/{tenant}/groups"
    members = [{"id": CHIEF, "type": "user"}, {"id": inner, "type": "group"}]
    assert _get(caller, f"{path}/{outer}/members") == members
    exploded = [{"id": CHIEF, "type": "user"}, {"id": MATE, "type": "user"}]
    assert _get(caller, f"{path}/{outer}/members/exploded") == exploded
    assert _ids(_get(caller, f"{path}/{inner}/memberOf")) == [outer]


def test_long_lists_come_in_pages(simulator: Simulator, caller: Caller) -> None:
    """50 at a time with a link to the next ones; ``$top`` and ``$skip`` choose."""
    people = [{"user_id": str(uuid.uuid4()), "email": f"crew{number}@example.com"} for number in range(120)]
    ids = [person["user_id"] for person in people]
    simulator.seed_directory(*people)
    (tenant,) = simulator.seed_tenants({"tenant_id": str(uuid.uuid4()), "name": "Large", "users": ids})
    path = f"{GRAPH}/tenants/{tenant}/users"
    found: list[str] = []
    sizes = []
    link: str | None = path
    while link is not None:
        page = _get(caller, link)
        sizes.append(len(page["value"]))
        found += [profile["userId"] for profile in page["value"]]
        link = page.get("@odata.nextLink")
        assert link is None or link.startswith(simulator.http)
        link = None if link is None else link.removeprefix(simulator.http)
    assert (sizes, found) == ([50, 50, 20], ids)
    chosen = caller.call("GET", path, params={"$skip": "10", "$top": "3"}).json()
    assert ([profile["userId"] for profile in chosen["value"]], "@odata.nextLink" in chosen) == (ids[10:13], False)
    for query in ({"$filter": "name eq 'x'"}, {"$top": "x"}):
        assert caller.call("GET", path, params=query).status_code == 400


def test_every_operation_can_be_called(caller: Caller) -> None:
    """None of them ends in a fault of the simulator, whatever is sent."""
    values = {
        "tenantId": DEFAULT_TENANT_ID,
        "applicationId": DEFAULT_APPLICATION_ID,
        "groupId": DEFAULT_GROUP_ID,
        "userId": CAPTAIN,
        "memberId": CHIEF,
        "entityId": CAPTAIN,
        "serviceId": DEFAULT_SERVICE_ID,
        "email": "captain@example.com",
    }
    bodies: tuple[t.Any, ...] = ({}, [], "text", [1])
    for route, body in itertools.product(tenants_v4.APIS[0].routes, bodies):
        response = caller.call(route.method, GRAPH + route.template.format(**values), body)
        assert response.status_code in (200, 202, 400, 403, 404), (route, response.text)


def test_reset_brings_back_the_start(simulator: Simulator, caller: Caller) -> None:
    """Tenants, licences and administrators."""
    caller.call("POST", LICENSES, USER_LICENSE)
    caller.call("POST", f"{ADMINISTRATORS}/{CAPTAIN}")
    simulator.seed_tenants({"tenant_id": str(uuid.uuid4()), "name": "Other"})
    simulator.reset()
    assert simulator.licenses() == []
    (tenant,) = simulator.tenants()
    assert (tenant["tenant_id"], tenant["client_ids"]) == (DEFAULT_TENANT_ID, [DEFAULT_CLIENT_ID])
    assert tenant["applications"][0]["administrators"] == []
