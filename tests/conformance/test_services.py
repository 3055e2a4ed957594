# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Services API v3: its published document both ways, and what the document does not say."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Iterator

import pytest
import requests

from tests.conformance import documents
from tests.conformance.calls import Caller, Form, fetch_token
from tests.conformance.judge import Judge
from tests.conformance.services_calls import CAPTAIN, CHIEF, MATE, OTHER_TWIN, SERVICES, TWIN, services_caller
from tests.simulator import services_v3
from tests.simulator.fixture import Simulator, SimulatorError
from tests.simulator.gateway import find_operation
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.simulator.service_catalogue import DEFAULT_SERVICE_ID, READ, ROLES, SUBSCRIPTIONS

SUBSCRIBERS = f"{SERVICES}/this/services/{DEFAULT_SERVICE_ID}/subscribers"
NOTIFICATION = f"{SERVICES}/this/services/{DEFAULT_SERVICE_ID}/notification"
PAGE = {"page": "0", "pageSize": "10"}
MESSAGE = {"message": {"name": "Noon report", "content": "is missing", "type": 1}, "HighPriority": True}
FULL_MESSAGE = {
    "message": {**MESSAGE["message"], "id": "1", "timeStamp": "2026-01-01T12:00:00Z", "channelId": "unused"},  # type: ignore[dict-item]
    "recipients": [CAPTAIN],
    "HighPriority": False,
}
NEW_USER = {"firstName": "Nina", "lastName": "New", "email": "new@example.com"}
OPTIONS = {
    "sendMail": True,
    "createSubscription": True,
    "serviceId": DEFAULT_SERVICE_ID,
    "role": "reader",
    "returnUrl": "https://example.com",
    "contactEmail": "office@example.com",
    "contactName": "Office",
}
Exchange = tuple[int, str, str, t.Any]

documented = pytest.mark.skipif(
    documents.folder() is None,
    reason=f"{documents.VARIABLE} does not name a folder with the published API documents",
)


@pytest.fixture
def services(simulator: Simulator) -> Caller:
    """Return a caller of the Services API; registered users show at once."""
    simulator.settings(user_visibility_delay=0)
    return services_caller(simulator)


@pytest.fixture
def judge(simulator: Simulator) -> Judge:
    """Return a judge for the Services API."""
    return Judge(documents.adjusted("services", simulator.http + SERVICES))


def _without_service_id() -> Iterator[Exchange]:
    own = f"{SERVICES}/this/subscribers"
    yield 204, "PUT", f"{own}/{CAPTAIN}", {"role": "reader"}
    yield 400, "PUT", f"{own}/{CAPTAIN}", {"role": "king"}
    yield 404, "PUT", f"{own}/{uuid.uuid4()}", {"role": "reader"}
    yield 200, "GET", f"{own}?page=0&pageSize=1", None
    yield 200, "GET", f"{own}/{CAPTAIN}", None
    yield 404, "GET", f"{own}/{MATE}", None
    yield 204, "DELETE", f"{own}/{CAPTAIN}", None
    yield 404, "DELETE", f"{own}/{CAPTAIN}", None


def _of_a_service() -> Iterator[Exchange]:
    missing = f"{SERVICES}/this/services/{uuid.uuid4()}"
    yield 200, "GET", f"{SERVICES}/this/services?page=0&pageSize=5", None
    for user, body in ((CAPTAIN, {"role": "reader"}), (CHIEF, {"role": None}), (MATE, {})):
        yield 204, "PUT", f"{SUBSCRIBERS}/{user}", body
        yield 200, "GET", f"{SUBSCRIBERS}/{user}", None
    yield 200, "GET", f"{SUBSCRIBERS}?page=0&pageSize=2", None
    yield 204, "DELETE", f"{SUBSCRIBERS}/{MATE}", None
    yield 404, "DELETE", f"{SUBSCRIBERS}/{MATE}", None
    yield 404, "GET", f"{SUBSCRIBERS}/{MATE}", None
    yield 400, "PUT", f"{SUBSCRIBERS}/{MATE}", {"role": "king"}
    yield 404, "PUT", f"{SUBSCRIBERS}/{uuid.uuid4()}", {"role": "reader"}
    yield 404, "GET", f"{missing}/subscribers?page=0&pageSize=2", None
    yield 204, "POST", NOTIFICATION, MESSAGE
    yield 204, "POST", NOTIFICATION, FULL_MESSAGE
    yield 404, "POST", f"{missing}/notification", MESSAGE


def _of_users() -> Iterator[Exchange]:
    foreign = {**OPTIONS, "serviceId": str(uuid.uuid4())}
    yield 200, "POST", f"{SERVICES}/this/user", NEW_USER
    yield 200, "POST", f"{SERVICES}/this/user", {**NEW_USER, "options": OPTIONS}
    yield 400, "POST", f"{SERVICES}/this/user", {**NEW_USER, "options": {**OPTIONS, "role": "king"}}
    yield 404, "POST", f"{SERVICES}/this/user", {**NEW_USER, "options": foreign}
    yield 200, "POST", f"{SERVICES}/this/users", [NEW_USER, {**NEW_USER, "options": None}]
    yield 400, "POST", f"{SERVICES}/this/users", [NEW_USER, {"firstName": "Nobody"}]
    yield 404, "POST", f"{SERVICES}/this/users", [{**NEW_USER, "options": foreign}]
    yield 200, "GET", f"{SERVICES}/this/user/resolve(new%40example.com)", None
    yield 200, "GET", f"{SERVICES}/status", None


def _of_signed_in_users() -> Iterator[Exchange]:
    for name in ("companies", "messages?all=true", "messages/count", "messages/1", "profile", "services", "widgets"):
        yield 403, "GET", f"{SERVICES}/my/{name}", None
    yield 403, "GET", f"{SERVICES}/my/policies/validate()", None
    yield 403, "GET", f"{SERVICES}/my/policies/{DEFAULT_SERVICE_ID}/validate()", None
    yield 403, "GET", f"{SERVICES}/cache/invalidate/1", None


def _forbidden() -> Iterator[Exchange]:
    own = f"{SERVICES}/this/subscribers"
    for path in (SUBSCRIBERS, own):
        yield 403, "GET", f"{path}?page=0&pageSize=5", None
        yield 403, "GET", f"{path}/{CAPTAIN}", None
        yield 403, "PUT", f"{path}/{CAPTAIN}", {}
        yield 403, "DELETE", f"{path}/{CAPTAIN}", None
    yield 403, "GET", f"{SERVICES}/this/services?page=0&pageSize=5", None
    yield 403, "POST", NOTIFICATION, MESSAGE
    yield 403, "POST", f"{SERVICES}/this/user", NEW_USER
    yield 403, "POST", f"{SERVICES}/this/users", [NEW_USER]
    yield 403, "GET", f"{SERVICES}/this/user/resolve(new%40example.com)", None


def _ambiguous() -> Iterator[Exchange]:
    own = f"{SERVICES}/this/subscribers"
    yield 300, "GET", f"{own}?page=0&pageSize=5", None
    yield 300, "GET", f"{own}/{CAPTAIN}", None
    yield 300, "PUT", f"{own}/{CAPTAIN}", {}
    yield 300, "DELETE", f"{own}/{CAPTAIN}", None


def _exchange(judge: Judge, caller: Caller, exchange: Exchange) -> tuple[str, str, int]:
    status, method, path, body = exchange
    response = caller.call(method, path, body, allow_redirects=False)
    assert response.status_code == status, (exchange, response.text)
    assert judge.accepts_request(response.request), exchange
    judge.check_response(response)
    found = find_operation(method, path.partition("?")[0])
    assert found is not None
    return method, found[1].template, status


@documented
def test_every_operation_and_every_status(simulator: Simulator, services: Caller, judge: Judge) -> None:
    """Both sides of every operation are as documented, for each declared answer that can be reached."""
    seen = set()
    for calls in (_without_service_id(), _of_a_service(), _of_users(), _of_signed_in_users()):
        seen |= {_exchange(judge, services, call) for call in calls}
    simulator.seed_services({"name": "Second service"})
    seen |= {_exchange(judge, services, call) for call in _ambiguous()}
    simulator.client_roles(DEFAULT_CLIENT_ID)
    seen |= {_exchange(judge, services, call) for call in _forbidden()}
    _scripted(simulator, services, judge)
    operations = {(route.method, route.template) for route in services_v3.API.routes}
    assert {(method, path) for method, path, _status in seen} == operations
    declared = {entry for entry in documents.declared("services") if entry[1].startswith("/this/")}
    unreachable = {entry for entry in declared - seen if entry[2] not in (401, 500, 502)}
    # Wrong pages and bodies are in a test of their own; nothing else of these operations is ever wrong or missing.
    assert {(method, path, status) for method, path, status in unreachable if status == 404} == {
        ("GET", "/this/services", 404),
        ("GET", "/this/subscribers", 404),
        ("GET", "/this/user/resolve({email})", 404),
    }
    assert {status for _method, _path, status in unreachable} == {400, 404}


def _scripted(simulator: Simulator, services: Caller, judge: Judge) -> None:
    failure = {"message": "Something went wrong", "information": None, "subCode": 4, "supportCode": "1"}
    for status in (500, 502):
        for route in services_v3.API.routes:
            path = SERVICES + route.template.format(
                messageId="1", serviceId=DEFAULT_SERVICE_ID, userId=CAPTAIN, email="a%40b", id="1"
            )
            simulator.fault(path=".", status=status, json=failure)
            judge.check_response(services.call(route.method, path, {} if route.method in ("PUT", "POST") else None))


@documented
def test_requests_without_a_token(simulator: Simulator, services: Caller, judge: Judge) -> None:
    """Every operation is answered with the documented 401."""
    services.headers["Authorization"] = f"Bearer {fetch_token(simulator, Form('b2c'))}"
    for route in services_v3.API.routes:
        path = SERVICES + route.template.format(
            messageId="1", serviceId=DEFAULT_SERVICE_ID, userId=CAPTAIN, email="a%40b", id="1"
        )
        response = services.call(route.method, path)
        assert response.status_code == 401
        assert set(response.json()) == {"Message"}
        judge.check_response(response)


@documented
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"{SERVICES}/this/services", None),
        ("GET", f"{SERVICES}/this/services?page=0", None),
        ("GET", f"{SERVICES}/this/services?page=first&pageSize=1", None),
        ("GET", f"{SUBSCRIBERS}?pageSize=10", None),
        ("GET", f"{SERVICES}/this/subscribers?page=0", None),
        ("PUT", f"{SUBSCRIBERS}/{CAPTAIN}", {"role": 1}),
        ("PUT", f"{SUBSCRIBERS}/{CAPTAIN}", {"Role": "reader"}),
        ("PUT", f"{SUBSCRIBERS}/{CAPTAIN}", ["reader"]),
        ("PUT", f"{SERVICES}/this/subscribers/{CAPTAIN}", {"level": "reader"}),
        ("POST", NOTIFICATION, {"message": MESSAGE["message"]}),
        ("POST", NOTIFICATION, {**MESSAGE, "highPriority": True}),
        ("POST", NOTIFICATION, {**MESSAGE, "HighPriority": "true"}),
        ("POST", NOTIFICATION, {**MESSAGE, "message": {"content": "no type"}}),
        ("POST", NOTIFICATION, {**MESSAGE, "message": {"type": "inbox"}}),
        ("POST", NOTIFICATION, {**MESSAGE, "recipients": CAPTAIN}),
        ("POST", f"{SERVICES}/this/user", {**NEW_USER, "mail": "x"}),
        ("POST", f"{SERVICES}/this/user", {**NEW_USER, "email": 1}),
        ("POST", f"{SERVICES}/this/user", {**NEW_USER, "options": {"sendMail": "yes"}}),
        ("POST", f"{SERVICES}/this/user", {**NEW_USER, "options": {"service": "x"}}),
        ("POST", f"{SERVICES}/this/users", NEW_USER),
    ],
)
def test_requests_that_the_document_refuses(
    services: Caller, judge: Judge, method: str, path: str, body: t.Any
) -> None:
    """The simulator refuses them too, in the documented way."""
    response = services.call(method, path, body)
    assert not judge.accepts_request(response.request)
    assert (response.status_code, response.json()["subCode"]) == (400, 8)
    judge.check_response(response)


@documented
def test_every_operation_is_there() -> None:
    """All of the document, and nothing else."""
    document = documents.load("services")
    assert document["servers"][0]["url"] == f"https://api.veracity.com{services_v3.API.base}"
    declared = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert {(route.method, route.template) for route in services_v3.API.routes} == declared


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"{SERVICES}/this/services?page=0&pageSize=0", None),
        ("GET", f"{SERVICES}/this/services?page=-1&pageSize=1", None),
        ("POST", NOTIFICATION, {**MESSAGE, "message": {"type": 5}}),
        ("POST", NOTIFICATION, {**MESSAGE, "message": None}),
        ("POST", f"{SERVICES}/this/user", {"firstName": "Nobody"}),
        ("POST", f"{SERVICES}/this/user", {**NEW_USER, "email": "nobody"}),
    ],
)
def test_requests_that_only_the_simulator_refuses(services: Caller, method: str, path: str, body: t.Any) -> None:
    """The document has no bounds, and lets everything be null."""
    assert services.call(method, path, body).status_code == 400


def test_bodies_have_to_be_json(services: Caller) -> None:
    """Another content type, and what is no JSON, are answered with 400."""
    path = f"{SUBSCRIBERS}/{CAPTAIN}"
    for content, body in (("text/plain", "{}"), ("application/json", "{"), ("application/json", '{"role": NaN}')):
        assert services.call("PUT", path, data=body, headers={"Content-Type": content}).status_code == 400
    accepted = services.call("PUT", path, data="null", headers={"Content-Type": "text/json"})
    assert accepted.status_code == 204


def test_errors_and_support_codes(services: Caller) -> None:
    """The caller's code comes back in header and body, a new one otherwise; the sub code is in both as well."""
    path = f"{SUBSCRIBERS}/{MATE}"
    response = services.call("GET", path, headers={"x-supportCode": "noon"})
    assert response.json()["supportCode"] == response.headers["x-supportCode"] == "noon"
    assert response.json()["subCode"] == int(response.headers["x-sub-status"]) == 1
    first, second = (services.call("GET", path) for _count in range(2))
    assert first.json()["supportCode"] == first.headers["x-supportCode"] != second.headers["x-supportCode"]
    found = services.call("GET", f"{SERVICES}/status", headers={"x-supportCode": "noon"})
    assert (found.headers["x-supportCode"], found.headers["x-view-point"]) == ("noon", "status")
    refused = services.call("GET", f"{SERVICES}/my/profile", headers={"x-supportCode": "noon"})
    assert (refused.headers["x-supportCode"], set(refused.json())) == ("noon", {"Message"})


def test_a_subscription_is_put_as_a_whole(simulator: Simulator, services: Caller) -> None:
    """The role is replaced, and one that is not given is lost; ids are found in any case."""
    for body in ({"role": "reader"}, {"role": "editor"}, {}):
        assert services.call("PUT", f"{SUBSCRIBERS}/{CAPTAIN.upper()}", body).status_code == 204
        shown = services.call("GET", f"{SUBSCRIBERS}/{CAPTAIN}").json()
        assert (shown["state"], shown["role"]) == ("subscribing", body.get("role"))
        assert (shown["id"], shown["email"], shown["name"]) == (CAPTAIN, "captain@example.com", "Captain, Carla")
    assert simulator.subscribers() == [{"service_id": DEFAULT_SERVICE_ID, "user_id": CAPTAIN, "role": None}]


def test_a_service_without_levels_takes_no_role(simulator: Simulator, services: Caller) -> None:
    """A role is refused there, nothing at all is right."""
    (service,) = simulator.seed_services({"name": "Plain"})
    path = f"{SERVICES}/this/services/{service}/subscribers/{CAPTAIN}"
    assert services.call("PUT", path, {"role": "reader"}).status_code == 400
    assert services.call("PUT", path, {}).status_code == 204


def test_both_answers_for_an_absent_subscriber(simulator: Simulator, services: Caller) -> None:
    """404, or 200 with a state; an unknown user is 404 in any case."""
    path = f"{SUBSCRIBERS}/{CAPTAIN}"
    assert [services.call(method, path).status_code for method in ("GET", "DELETE")] == [404, 404]
    simulator.settings(absent_subscriber="notSubscribing")
    response = services.call("GET", path)
    assert (response.status_code, response.json()["state"], response.json()["role"]) == (200, "notSubscribing", None)
    assert services.call("DELETE", path).status_code == 204
    assert services.call("GET", f"{SUBSCRIBERS}/{uuid.uuid4()}").status_code == 404


def test_pages_count_from_zero(simulator: Simulator, services: Caller) -> None:
    """The last page is short, the one after it is empty."""
    people = [{"user_id": str(uuid.uuid4()), "email": f"crew{number}@example.com"} for number in range(5)]
    simulator.seed_directory(*people)
    simulator.seed_subscribers(
        *({"service_id": DEFAULT_SERVICE_ID, "user_id": person["user_id"], "role": "reader"} for person in people)
    )
    pages = [services.call("GET", SUBSCRIBERS, params={"page": page, "pageSize": 2}).json() for page in range(4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert [row["id"] for page in pages for row in page] == [person["user_id"] for person in people]
    simulator.settings(services_first_page=1, services_page_cap=3)
    for zero, sizes in (("first", [3, 3, 2, 0]), ("empty", [0, 3, 2, 0])):
        simulator.settings(services_page_zero=zero)
        pages = [services.call("GET", SUBSCRIBERS, params={"page": page, "pageSize": 9}).json() for page in range(4)]
        assert [len(page) for page in pages] == sizes
    simulator.settings(services_page_zero="refused")
    assert services.call("GET", SUBSCRIBERS, params={"page": 0, "pageSize": 9}).status_code == 400


def test_only_services_of_the_client(simulator: Simulator, services: Caller) -> None:
    """Others are not listed and answer 403; without any there is nothing to leave out."""
    (foreign,) = simulator.seed_services({"name": "Foreign", "client_ids": [str(uuid.uuid4())]})
    listed = services.call("GET", f"{SERVICES}/this/services", params=PAGE).json()
    assert [service["id"] for service in listed] == [DEFAULT_SERVICE_ID]
    path = f"{SERVICES}/this/services/{foreign}/subscribers"
    assert services.call("GET", path, params=PAGE).status_code == 403
    assert services.call("PUT", f"{path}/{CAPTAIN}", {}).status_code == 403
    stranger = str(uuid.uuid4())
    simulator.application(client_id=stranger, client_secret="another", role=None)
    caller = services_caller(simulator, stranger, "another")
    assert caller.call("GET", f"{SERVICES}/this/services", params=PAGE).json() == []
    assert caller.call("GET", f"{SERVICES}/this/subscribers", params=PAGE).status_code == 404


def test_subscriptions_of_a_nested_service(simulator: Simulator, services: Caller) -> None:
    """They are read, and written on the root service only."""
    (child,) = simulator.seed_services({"name": "Child", "parent_id": DEFAULT_SERVICE_ID})
    path = f"{SERVICES}/this/services/{child}/subscribers"
    assert services.call("GET", path, params=PAGE).status_code == 200
    assert services.call("PUT", f"{path}/{CAPTAIN}", {}).status_code == 403
    assert services.call("DELETE", f"{path}/{CAPTAIN}").status_code == 403


@pytest.mark.parametrize("role", [READ, SUBSCRIPTIONS])
def test_rights_of_a_client(simulator: Simulator, services: Caller, role: str) -> None:
    """Reading and managing subscriptions are separate rights."""
    simulator.client_roles(DEFAULT_CLIENT_ID, role)
    reads = services.call("GET", SUBSCRIBERS, params=PAGE).status_code
    writes = services.call("PUT", f"{SUBSCRIBERS}/{CAPTAIN}", {}).status_code
    assert (reads, writes) == ((200, 403) if role == READ else (403, 204))
    assert services.call("GET", f"{SERVICES}/this/user/resolve(x%40y)").status_code == (403 if role == READ else 200)
    simulator.client_roles(DEFAULT_CLIENT_ID, *ROLES)
    assert services.call("GET", SUBSCRIBERS, params=PAGE).status_code == 200


def _resolve(caller: Caller, argument: str) -> requests.Response:
    return caller.call("GET", f"{SERVICES}/this/user/resolve{argument}")


def test_an_address_may_have_several_users(services: Caller) -> None:
    """All of them come back; nobody is an empty array. The address is decoded, and compared without case."""
    assert [user["id"] for user in _resolve(services, "(TWIN@example.com)").json()] == [TWIN, OTHER_TWIN]
    assert [user["id"] for user in _resolve(services, "(captain%40example.com)").json()] == [CAPTAIN]
    assert _resolve(services, "(nobody%40example.com)").json() == []


def test_parentheses_are_literal(services: Caller) -> None:
    """What is encoded inside them is decoded, they themselves are part of the path."""
    created = services.call("POST", f"{SERVICES}/this/user", {**NEW_USER, "email": "a+b/(c)@example.com"}).json()
    assert [user["id"] for user in _resolve(services, "(a%2Bb%2F%28c%29%40example.com)").json()] == [created["id"]]
    assert [user["id"] for user in _resolve(services, "(a+b%2F(c)@example.com)").json()] == [created["id"]]
    url = f"{services.base}{SERVICES}/this/user/resolve%28captain%40example.com%29"
    assert requests.get(url, headers=services.headers, timeout=10).status_code == 404


def test_a_registered_user_shows_later(simulator: Simulator, services: Caller) -> None:
    """Until then nothing finds the account; its subscription is there already."""
    simulator.settings(user_visibility_delay=60)
    body = {**NEW_USER, "options": OPTIONS}
    created = services.call("POST", f"{SERVICES}/this/user", body).json()
    assert created["confirmationUrl"].startswith("https://")
    assert (created["email"], created["name"]) == ("new@example.com", "New, Nina")
    path = f"{SUBSCRIBERS}/{created['id']}"
    assert _resolve(services, "(new@example.com)").json() == []
    assert services.call("GET", path).status_code == services.call("PUT", path, {}).status_code == 404
    assert services.call("GET", SUBSCRIBERS, params=PAGE).json() == []
    simulator.advance(61)
    assert [user["id"] for user in _resolve(services, "(new@example.com)").json()] == [created["id"]]
    assert services.call("GET", path).json()["role"] == "reader"
    (described,) = (person for person in simulator.directory() if person["registered"])
    assert described["mail_sent"] is described["visible"] is True


def test_registering_twice_makes_two_users(services: Caller) -> None:
    """Nothing stops a second account with the same address."""
    first, second = (services.call("POST", f"{SERVICES}/this/user", NEW_USER).json() for _count in range(2))
    assert first["id"] != second["id"]
    assert len(_resolve(services, "(new@example.com)").json()) == 2


def test_registering_several_is_all_or_none(simulator: Simulator, services: Caller) -> None:
    """A wrong one among them, and nobody is registered."""
    wrong = {**NEW_USER, "options": {**OPTIONS, "role": "king"}}
    assert services.call("POST", f"{SERVICES}/this/users", [NEW_USER, wrong]).status_code == 400
    assert not any(person["registered"] for person in simulator.directory())


def test_a_registration_names_its_service(simulator: Simulator, services: Caller) -> None:
    """It may be left out where there is one only; what the SDK has beyond the document is taken."""
    without = {"createSubscription": True, "role": "reader", "inviteMessage": "Welcome"}
    assert services.call("POST", f"{SERVICES}/this/user", {**NEW_USER, "options": without}).status_code == 200
    (second,) = simulator.seed_services({"name": "Second"})
    assert services.call("POST", f"{SERVICES}/this/user", {**NEW_USER, "options": without}).status_code == 400
    several = {"subscriptions": [{"serviceId": DEFAULT_SERVICE_ID, "role": "admin"}, {"serviceId": second}]}
    user = services.call("POST", f"{SERVICES}/this/user", {**NEW_USER, "options": several}).json()["id"]
    rows = [(row["service_id"], row["role"]) for row in simulator.subscribers() if row["user_id"] == user]
    assert rows == [(DEFAULT_SERVICE_ID, "admin"), (second, None)]


def test_notifications_are_kept(simulator: Simulator, services: Caller) -> None:
    """With the channel of the header; a recipient has to exist."""
    assert services.call("POST", NOTIFICATION, MESSAGE, headers={"channelId": "deck"}).status_code == 204
    unknown = {**MESSAGE, "recipients": [str(uuid.uuid4())]}
    assert services.call("POST", NOTIFICATION, unknown).status_code == 404
    assert simulator.notifications() == [
        {"service_id": DEFAULT_SERVICE_ID, "channel_id": "deck", "recipients": None, **MESSAGE}
    ]


def test_reset_brings_back_the_start(simulator: Simulator, services: Caller) -> None:
    """Users, services, rights, subscribers and notifications."""
    services.call("POST", f"{SERVICES}/this/user", {**NEW_USER, "options": OPTIONS})
    services.call("POST", NOTIFICATION, MESSAGE)
    simulator.seed_services({"name": "Second"})
    simulator.client_roles(DEFAULT_CLIENT_ID)
    simulator.reset()
    assert (simulator.subscribers(), simulator.notifications()) == ([], [])
    assert [service["service_id"] for service in simulator.services()] == [DEFAULT_SERVICE_ID]
    assert len(simulator.directory()) == 5
    assert services.call("GET", f"{SERVICES}/this/subscribers", params=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/directory", [{"user_id": CAPTAIN}]),
        ("/directory", [{"user_id": "x", "email": "a@b"}]),
        ("/services", [{}]),
        ("/services", [{"name": "x", "levels": []}]),
        ("/subscribers", [{"service_id": DEFAULT_SERVICE_ID, "user_id": CAPTAIN, "role": "king"}]),
        ("/subscribers", [{"service_id": str(uuid.uuid4()), "user_id": CAPTAIN}]),
        ("/clientroles", {"client_id": DEFAULT_CLIENT_ID, "roles": ["king"]}),
        ("/tenants", [{"tenant_id": str(uuid.uuid4()), "name": "x", "users": [str(uuid.uuid4())]}]),
        ("/projects", [{"automation_token": 1}]),
        ("/settings", {"vrm_reply": "xml"}),
        ("/settings", {"absent_subscriber": 404}),
    ],
)
def test_mistakes_in_control_calls_are_named(simulator: Simulator, path: str, body: t.Any) -> None:
    """A test that asks for what does not exist fails at once."""
    with pytest.raises(SimulatorError):
        simulator.control("POST", path, body)
