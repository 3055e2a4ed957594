# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface: settings, clock, seeds, records and counters."""

from __future__ import annotations

import time
import typing as t
import uuid

import jwt
import pytest

from tests.conformance.calls import CURRENT, DATA, PROVISIONING, Caller, Form, ask_for_token, fetch_token
from tests.simulator.fixture import Simulator, SimulatorError
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET


def test_reset_brings_back_the_start(simulator: Simulator, caller: Caller) -> None:
    """Settings, clock, applications, containers, faults, revocations and records."""
    simulator.settings(visibility_delay=900, token_lifetime=1, require_subscription_key=False)
    simulator.advance(10_000)
    simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret="changed")
    simulator.settings(steward_upsert=True, guid_case="upper", key_lifetime=1, hours_per_month=720)
    (container,) = simulator.seed({"short_name": "mtexample", "tags": [{"title": "fleet"}]})
    user = {"user_id": DEFAULT_CLIENT_ID}
    simulator.seed_accesses({"container_id": container, "rights": ["read"], "hours": 1, **user})
    simulator.seed_stewards({"container_id": container, **user})
    simulator.users(user)
    simulator.key_templates([])
    simulator.fault(path=".", times=0, status=500)
    simulator.revoke_tokens()
    simulator.reset()
    assert simulator.counters() == {"token_requests": 0, "reads": 0, "writes": 0, "operations": {}, "storage": {}}
    assert simulator.containers() == []
    assert simulator.requests() == []
    assert simulator.accesses() == simulator.stewards() == simulator.tags() == []
    granted = ask_for_token(simulator, Form("entra_v1"))
    assert granted.json()["expires_in"] == "3599"
    assert abs(int(granted.json()["not_before"]) - time.time()) < 5
    assert caller.ids() == []
    assert len(caller.call("GET", f"{DATA}/keytemplates").json()) == 40
    assert caller.call("GET", f"{DATA}/users/{DEFAULT_CLIENT_ID}").status_code == 404
    caller.create()
    assert caller.ids() == []
    time.sleep(0.35)
    assert len(caller.ids()) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/settings", {"visibility": 1}),
        ("POST", "/settings", {"visibility_delay": "1"}),
        ("POST", "/settings", {"latency": -1}),
        ("POST", "/settings", {"token_format": "saml"}),
        ("POST", "/settings", []),
        ("POST", "/clock", {"advance": -1}),
        ("POST", "/clock", {}),
        ("POST", "/applications", {"client_id": "x", "client_secret": "y"}),
        ("POST", "/applications", {"client_id": DEFAULT_CLIENT_ID, "client_secret": "y", "role": "king"}),
        ("POST", "/applications", {"client_id": DEFAULT_CLIENT_ID, "client_secret": "y", "tenants": ["nowhere"]}),
        ("POST", "/containers", {"short_name": "mtexample"}),
        ("POST", "/containers", [{"title": "no name"}]),
        ("POST", "/containers", [{"short_name": "mtexample", "colour": "blue"}]),
        ("POST", "/containers", [{"short_name": "mtexample", "access_level": "king"}]),
        ("POST", "/containers", [{"short_name": "mtexample", "owner": "x"}]),
        ("POST", "/settings", {"hours_per_month": 0}),
        ("POST", "/settings", {"guid_case": "mixed"}),
        ("POST", "/settings", {"key_lifetime": 0}),
        ("POST", "/settings", {"steward_upsert": "yes"}),
        ("POST", "/applications", {"client_id": DEFAULT_CLIENT_ID, "client_secret": "y", "company_id": "x"}),
        ("POST", "/users", {"user_id": DEFAULT_CLIENT_ID}),
        ("POST", "/users", [{"user_id": "x"}]),
        ("POST", "/users", [{"user_id": DEFAULT_CLIENT_ID, "role": "king"}]),
        ("POST", "/accesses", [{"container_id": DEFAULT_CLIENT_ID}]),
        ("POST", "/accesses/revoke", [DEFAULT_CLIENT_ID]),
        ("POST", "/stewards", [{"container_id": DEFAULT_CLIENT_ID, "user_id": DEFAULT_CLIENT_ID}]),
        ("POST", "/keytemplates", [{"id": DEFAULT_CLIENT_ID, "totalHours": 1}]),
        ("POST", "/keytemplates", {"id": DEFAULT_CLIENT_ID}),
        ("POST", "/faults", {"status": 500}),
        ("POST", "/faults", {"path": "x"}),
        ("POST", "/faults", {"path": "(", "status": 500}),
        ("POST", "/faults", {"path": "x", "body": "without status"}),
        ("POST", "/faults", {"path": "x", "explode": True}),
        ("POST", "/faults", {"path": "x", "drop": "middle"}),
        ("POST", "/faults", {"path": "x", "status": 200, "json": {}, "body": ""}),
        ("GET", "/nothing", None),
    ],
)
def test_mistakes_are_named(simulator: Simulator, method: str, path: str, body: t.Any) -> None:
    """A test that asks for what does not exist fails at once."""
    with pytest.raises(SimulatorError):
        simulator.control(method, path, body)


@pytest.mark.parametrize(
    "changes",
    [
        {"container_id": str(uuid.uuid4())},
        {"user_id": "x"},
        {"rights": []},
        {"rights": ["own"]},
        {"rights": "read"},
        {"hours": 0},
        {"hours": 1.5},
        {"auto_refreshed": "yes"},
        {"granted_by": "x"},
        {"comment": 1},
        {"ip_range": {}},
        {"claimed": 1},
        {"expires_in": 10},
        {"claimed": True, "expires_in": "10"},
        {"colour": "blue"},
    ],
)
def test_seeded_accesses_are_checked(simulator: Simulator, changes: dict[str, t.Any]) -> None:
    """All are added or none."""
    (container,) = simulator.seed({"short_name": "mtexample"})
    right = {"container_id": container, "user_id": str(uuid.uuid4()), "rights": ["read"], "hours": 1}
    with pytest.raises(SimulatorError):
        simulator.seed_accesses(right, {**right, **changes})
    assert simulator.accesses() == []


def test_seeded_accesses_and_stewards(simulator: Simulator, caller: Caller) -> None:
    """They are there at once, for anybody, known or not; what is not said has a default."""
    first, second = simulator.seed({"short_name": "first"}, {"short_name": "second", "owner": CURRENT[-36:]})
    user = str(uuid.uuid4())
    plain, full = simulator.seed_accesses(
        {"container_id": second.upper(), "user_id": user.upper(), "rights": ["list", "read"], "hours": 8},
        {
            "container_id": first,
            "user_id": user,
            "rights": ["delete"],
            "hours": 3,
            "auto_refreshed": True,
            "granted_by": user,
            "comment": "Noon reports",
            "ip_range": {"startIp": "10.0.0.1"},
            "claimed": True,
        },
    )
    of_second, of_first = simulator.accesses()
    assert of_second == {
        "userId": user,
        "ownerId": CURRENT[-36:],
        "grantedById": CURRENT[-36:],
        "accessSharingId": plain,
        "keyCreated": False,
        "autoRefreshed": False,
        "resourceType": "BlobStorage",
        "accessHours": 8,
        "accessKeyTemplateId": caller.template(8),
        "attribute1": True,
        "attribute2": False,
        "attribute3": False,
        "attribute4": True,
        "resourceId": second,
        "revoked": False,
    }
    assert {**caller.rows(first)[0], "revoked": False} == of_first
    assert (of_first["accessSharingId"], of_first["grantedById"], of_first["keyCreated"]) == (full, user, True)
    simulator.revoke(full.upper())
    assert [row["revoked"] for row in simulator.accesses()] == [False, True]
    simulator.seed_stewards({"container_id": first, "user_id": user}, {"container_id": second, "user_id": user})
    simulator.seed_stewards({"container_id": first, "user_id": user.upper(), "comment": "until May"})
    assert simulator.stewards() == [
        {"userId": user, "resourceId": first, "grantedBy": DEFAULT_CLIENT_ID, "comment": "until May"},
        {"userId": user, "resourceId": second, "grantedBy": CURRENT[-36:]},
    ]


def test_records_and_counters(simulator: Simulator, caller: Caller) -> None:
    """Every request is kept in order, with ids left out of the names of operations; control calls are not counted."""
    simulator.clear_requests()
    ask_for_token(simulator, Form("b2c", {"client_secret": "wrong"}))
    container = caller.create()
    for _count in range(2):
        caller.call("GET", f"{DATA}/resources/{container}", params={"a": "b c"})
    caller.call("DELETE", f"{PROVISIONING}/container/{container}")
    caller.call("GET", "/veracity/nothing/" + str(uuid.uuid4()))
    assert simulator.counters() == {
        "token_requests": 1,
        "reads": 3,
        "writes": 2,
        "operations": {
            "POST /{tenant}/{policy}/oauth2/v2.0/token": 1,
            "POST /veracity/datafabric/provisioning/api/1/container": 1,
            "GET /veracity/datafabric/data/api/1/resources/{id}": 2,
            "DELETE /veracity/datafabric/provisioning/api/1/container/{id}": 1,
            "GET /veracity/nothing/{id}": 1,
        },
        "storage": {},
    }
    records = simulator.requests()
    assert [record["status"] for record in records] == [400, 202, 200, 200, 202, 404]
    assert set(records[0]) == {"method", "path", "query", "headers", "body", "status", "time", "operation"}
    assert "client_secret=wrong" in records[0]["body"]
    assert records[2]["path"] == f"{DATA}/resources/{container}"
    assert records[2]["query"] == {"a": ["b c"]}
    assert records[2]["headers"]["Authorization"] == caller.headers["Authorization"]


def test_operations_of_accesses_are_counted(simulator: Simulator, caller: Caller) -> None:
    """Under one name each, whatever the ids and the query."""
    (container,) = simulator.seed({"short_name": "mtexample"})
    simulator.clear_requests()
    for _count in range(2):
        access = caller.share(container)
        caller.claim(container, access)
        caller.revoke(container, access)
    base = "/veracity/datafabric/data/api/1"
    assert simulator.counters()["operations"] == {
        f"GET {base}/keytemplates": 2,
        f"POST {base}/resources/{{id}}/accesses": 2,
        f"PUT {base}/resources/{{id}}/accesses/{{id}}/key": 2,
        f"PUT {base}/resources/{{id}}/accesses/{{id}}": 2,
    }


def test_latency(simulator: Simulator, caller: Caller) -> None:
    """Every answer of tokens and APIs takes longer, control calls do not."""
    simulator.settings(latency=0.2)
    for call in (caller.ids, lambda: ask_for_token(simulator, Form("b2c"))):
        start = time.monotonic()
        call()
        assert time.monotonic() - start >= 0.2
    simulator.settings(latency=60)
    # Held up as well, this would run into the timeout of control calls.
    simulator.counters()


def test_token_settings(simulator: Simulator) -> None:
    """Lifetime, version and format of tokens."""
    simulator.settings(token_lifetime=120, token_version="1.0")
    response = ask_for_token(simulator, Form("entra_v2"))
    claims = jwt.decode(response.json()["access_token"], options={"verify_signature": False})
    assert (response.json()["expires_in"], claims["exp"] - claims["iat"]) == (120, 120)
    assert (claims["ver"], claims["aud"]) == ("1.0", CURRENT)
    assert Caller(simulator, response.json()["access_token"]).ids() == []
    simulator.settings(token_format="opaque")
    token = fetch_token(simulator, Form("entra_v2"))
    assert "." not in token
    assert Caller(simulator, token).ids() == []
    simulator.advance(181)
    assert Caller(simulator, token).call("GET", f"{DATA}/resources").status_code == 401


def test_revoked_tokens(simulator: Simulator, caller: Caller) -> None:
    """Those issued so far are refused, the next one is not."""
    simulator.revoke_tokens()
    assert caller.call("GET", f"{DATA}/resources").status_code == 401
    assert Caller(simulator, fetch_token(simulator, Form("entra_v1"))).ids() == []


def test_registered_applications(simulator: Simulator) -> None:
    """Several applications side by side, each with its own containers."""
    other = str(uuid.uuid4())
    simulator.application(client_id=other.upper(), client_secret="another", role="dataAdmin")
    form = Form("entra_v1", {"client_id": other, "client_secret": "another"})
    caller = Caller(simulator, fetch_token(simulator, form))
    container = caller.create()
    assert caller.ids() == [container]
    assert caller.call("GET", f"{DATA}/application").json()["id"] == other
    right = Form("entra_v1", {"client_secret": DEFAULT_CLIENT_SECRET})
    assert Caller(simulator, fetch_token(simulator, right)).ids() == []


def test_seeded_containers(simulator: Simulator, caller: Caller) -> None:
    """They are there at once, whatever the delay; all of them are shown with their state."""
    simulator.settings(visibility_delay=900, deletion_delay=900)
    seeded = simulator.seed(
        {"short_name": "first", "region": "eastus", "title": "First", "may_contain_personal_data": True},
        {"short_name": "second", "access_level": "consumer", "may_contain_personal_data": "unknown"},
    )
    assert caller.ids() == seeded
    caller.create()
    caller.call("DELETE", f"{PROVISIONING}/container/{seeded[0]}")
    shown = simulator.containers()
    assert [container["state"] for container in shown] == ["deleting", "visible", "pending"]
    assert [container["shortName"] for container in shown] == ["first", "second", "mtexample"]
    assert [container["mayContainPersonalData"] for container in shown] == ["true", "unknown", "false"]
    assert shown[1]["accessLevel"] == "consumer"


def test_a_long_listing_is_whole(simulator: Simulator, caller: Caller) -> None:
    """500 containers are listed at once: there is no paging."""
    simulator.seed(*({"short_name": f"vessel{number:04}", "title": f"Vessel {number}"} for number in range(500)))
    assert len(caller.ids()) == 500
