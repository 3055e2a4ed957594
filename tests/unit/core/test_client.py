# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls to an API: what is sent, what is sent again, and what the errors say."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client, harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ApiError,
    ConflictError,
    ConnectionFailedError,
    ForbiddenError,
    NotFoundError,
    ResentError,
    ResponseError,
    TokenError,
    VeracityError,
)
from tests.simulator.fixture import Simulator
from tests.unit.support.certificates import Authority
from tests.unit.support.clocks import FastClock, SleeplessClock
from tests.unit.support.leaks import leaks, spellings
from tests.unit.support.opening import (
    APPLICATION,
    CLIENT_SECRET,
    CONTAINER,
    RESOURCES,
    SUBSCRIPTION_KEY,
    TOKEN,
    Opener,
)
from tests.unit.support.servers import RawServer, answer, answering, closed_port

BODY = {
    "shortName": "shipdata",
    "region": "northeurope",
    "mayContainPersonalData": False,
    "storageLocation": "northeurope",
    "containerShortName": "shipdata",
}
READS = ["get", "delete"]
WRITES = ["post", "put", "patch"]
DENIED = "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."


def calls(simulator: Simulator, path: str = "/veracity/") -> list[dict[str, t.Any]]:
    """Return the requests that the APIs have seen."""
    return [request for request in simulator.requests() if request["path"].startswith(path)]


def failed(client: Client, method: str = "get", path: str = APPLICATION, **options: t.Any) -> VeracityError:
    """Return the error of a call that fails."""
    if method in WRITES:
        options.setdefault("body", BODY)
    with pytest.raises(VeracityError) as caught:
        getattr(client, method)(path, **options)
    return caught.value


def again(method: str) -> dict[str, t.Any]:
    """Return the option with which a write is sent again after it was turned away."""
    return {"applied": harmless} if method in WRITES else {}


def test_call_as_a_whole(simulator: Simulator, opener: Opener) -> None:
    session = opener()
    response = session.client.get(RESOURCES, query={"filter": "a b&c/é", "empty": ""})
    assert response.status == 200
    (request,) = calls(simulator)
    assert request["query"] == {"filter": ["a b&c/é"], "empty": [""]}
    assert request["headers"]["Ocp-Apim-Subscription-Key"] == SUBSCRIPTION_KEY
    assert request["headers"]["Authorization"] == f"Bearer {session.obtain().value}"
    assert request["headers"]["Accept"] == "application/json"
    assert "Content-Type" not in request["headers"]
    assert "filter" not in session.said()
    assert f"GET {simulator.http.removeprefix('http://')}{RESOURCES} 200" in session.said()
    assert session.client.caller == "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"


def test_body_is_json_in_utf8(opener: Opener) -> None:
    with RawServer(answering(answer(b"{}"))) as server:
        opener(access_token="given", api_url=server.url).client.patch("/veracity/x", body=[{"value": "Æ"}])
        head, _blank, body = server.requests[0].partition(b"\r\n\r\n")
        assert json.loads(body) == [{"value": "Æ"}]
        assert b"Content-Type: application/json" in head


@pytest.mark.parametrize("method", WRITES)
def test_write_without_a_body_has_length_zero(opener: Opener, method: str) -> None:
    with RawServer(answering(answer(b"", "202 Accepted", ""))) as server:
        response = getattr(opener(access_token="given", api_url=server.url).client, method)("/veracity/x")
        assert response.json() is None
        assert b"Content-Length: 0\r\n" in server.requests[0]


# 401


def test_401_in_the_middle_is_healed_by_another_token(simulator: Simulator, opener: Opener) -> None:
    client = opener().client
    assert client.get(APPLICATION).status == 200
    simulator.revoke_tokens()
    assert client.get(APPLICATION).status == 200
    assert [request["status"] for request in calls(simulator)] == [200, 401, 200]
    assert simulator.counters()["token_requests"] == 2


@pytest.mark.parametrize("method", ["get", "delete", *WRITES])
def test_permanent_401_is_exactly_two_calls(simulator: Simulator, opener: Opener, method: str) -> None:
    challenge = {"WWW-Authenticate": 'Bearer error="invalid_token", error_description="wrong audience"'}
    simulator.fault(path="/veracity/", times=0, status=401, json={"Message": "denied"}, headers=challenge)
    error = failed(opener().client, method)
    assert len(calls(simulator)) == 2
    assert simulator.counters()["token_requests"] == 2
    assert isinstance(error, ApiError)
    assert error.status == 401
    assert "does not accept the access token" in error.summary
    assert 'error="invalid_token"' in (error.hint or "")
    assert "dfba9693-546d-4300-bcd7-d8d525bdff38" in (error.hint or "")


def test_write_is_repeated_after_a_401_as_nothing_was_processed(simulator: Simulator, opener: Opener) -> None:
    client = opener().client
    client.get(APPLICATION)
    simulator.revoke_tokens()
    simulator.fault(path=CONTAINER, skip=1, status=202)
    assert client.post(CONTAINER, body=BODY).status == 202
    assert [request["status"] for request in calls(simulator)] == [200, 401, 202]


def test_given_token_that_is_refused_has_no_successor(simulator: Simulator, opener: Opener) -> None:
    client = opener(access_token="given-token-that-is-refused", client_id=None, client_secret=None).client
    error = failed(client)
    assert "does not accept the access token" in error.summary
    assert len(calls(simulator)) == 1
    assert simulator.counters()["token_requests"] == 0
    assert client.caller == ""


def test_given_token_that_is_refused_is_replaced_where_credentials_are_given(
    simulator: Simulator, opener: Opener
) -> None:
    client = opener(access_token="given-token-that-is-refused").client
    assert client.get(APPLICATION).status == 200
    assert client.get(APPLICATION).status == 200
    assert [request["status"] for request in calls(simulator)] == [401, 200, 200]


def test_refused_renewal_is_told_as_such(simulator: Simulator, opener: Opener) -> None:
    client = opener().client
    client.get(APPLICATION)
    simulator.revoke_tokens()
    simulator.fault(path=TOKEN, times=0, status=401, json={"error": "invalid_client"})
    assert isinstance(failed(client), TokenError)


def test_refused_token_is_dropped_for_all_and_only_that_one(simulator: Simulator, opener: Opener) -> None:
    one, other = opener(), opener()
    old = one.obtain().value
    assert other.obtain().value == old
    simulator.revoke_tokens()
    assert one.client.get(APPLICATION).status == 200
    assert other.client.get(APPLICATION).status == 200
    assert other.obtain().value == one.obtain().value != old
    assert simulator.counters()["token_requests"] == 2


@pytest.mark.parametrize(
    ("key", "says"),
    [(None, "requires a subscription key, and none is set"), ("0" * 32, "does not accept the subscription key")],
    ids=["missing", "wrong"],
)
def test_wrong_subscription_key_does_not_cost_the_token(
    simulator: Simulator, opener: Opener, key: str | None, says: str
) -> None:
    session = opener(
        subscription_key=key, origins={"subscription_key": "VERACITY_SUBSCRIPTION_KEY (from the environment)"}
    )
    error = failed(session.client)
    assert says in error.summary
    assert "VERACITY_SUBSCRIPTION_KEY" in str(error)
    assert "0000000000" not in str(error)
    assert len(calls(simulator)) == 1
    assert simulator.counters()["token_requests"] == 1
    assert opener().obtain().cached


def test_key_refusal_without_a_challenge_is_known_by_its_text(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", times=0, status=401, json={"statusCode": 401, "message": DENIED})
    assert "subscription key" in failed(opener().client).summary
    assert len(calls(simulator)) == 1


# Errors of the API


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, ForbiddenError), (404, NotFoundError), (410, NotFoundError), (409, ConflictError), (400, ApiError)],
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_refusal_is_not_repeated(
    simulator: Simulator, opener: Opener, method: str, status: int, kind: type[ApiError]
) -> None:
    simulator.fault(path="/veracity/", times=0, status=status, json={"message": "No, thank you."})
    error = failed(opener().client, method)
    assert error.__class__ is kind
    assert isinstance(error, ApiError)
    assert error.status == status
    assert "No, thank you." in str(error)
    host = simulator.http.removeprefix("http://")
    assert f"({method.upper()} {host}{APPLICATION}, HTTP {status})" in str(error)
    assert len(calls(simulator)) == 1


def test_403_names_what_may_be_missing(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", status=403, body="")
    hint = failed(opener().client).hint or ""
    assert "subscription" in hint
    assert "role" in hint


def test_used_up_quota_is_not_repeated(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    message = "Out of call volume quota. Quota will be replenished in 01:02:03."
    simulator.fault(path="/veracity/", times=0, status=403, json={"statusCode": 403, "message": message})
    error = failed(opener().client)
    assert "quota" in error.summary
    assert "01:02:03" in str(error)
    assert not clock.slept
    assert len(calls(simulator)) == 1


def test_412_says_that_somebody_else_was_faster(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", status=412)
    assert "Someone else changed it" in failed(opener().client, "patch").summary


SHAPES: dict[str, tuple[t.Any, str]] = {
    "message": ({"statusCode": 400, "message": "the reason"}, "the reason"),
    "Message": ({"Message": "the reason"}, "the reason"),
    "error object": ({"error": {"code": "X", "message": "the reason"}}, "the reason"),
    "error text": ({"error": "the reason"}, "the reason"),
    "problem": ({"title": "Bad", "detail": "the reason", "traceId": "00-abc"}, "the reason"),
    "text": ("the reason", "the reason"),
    "list": (["the reason"], "the reason"),
    "null": (None, "null"),
    "other types": ({"message": {"a": 1}, "error": [1], "correlationId": {"x": 1}}, '{"a": 1}'),
}


@pytest.mark.parametrize("name", SHAPES)
def test_reason_is_found_in_every_shape_in_use(simulator: Simulator, opener: Opener, name: str) -> None:
    shape, reason = SHAPES[name]
    simulator.fault(path="/veracity/", status=400, json=shape)
    error = failed(opener().client)
    assert error.exchange is not None
    assert reason in (error.exchange.server_text or "")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"x-supportCode": "6f1c"}, {"message": "no"}),
        ({}, {"message": "no", "subCode": 4, "supportCode": "6f1c"}),
        ({"x-supportCode": "6f1c"}, {"message": "no", "subCode": 4, "supportCode": None}),
    ],
)
def test_support_code_of_the_services_api_is_told(
    simulator: Simulator, opener: Opener, headers: dict[str, str], body: dict[str, t.Any]
) -> None:
    simulator.fault(path="/veracity/", status=400, headers=headers, json=body)
    error = failed(opener().client)
    assert "correlation id 6f1c" in str(error)
    assert error.details()["correlation_id"] == "6f1c"


def test_error_page_in_html_is_cut(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", status=400, headers={"Content-Type": "text/html"}, body="<p>" + "word " * 9000)
    error = failed(opener().client)
    assert error.exchange is not None
    assert len(error.exchange.server_text or "") <= 300


def test_html_as_a_success_is_no_crash(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", status=200, headers={"Content-Type": "text/html"}, body="<html>Log in</html>")
    response = opener().client.get(APPLICATION)
    with pytest.raises(ResponseError, match="not JSON"):
        response.json()


def test_long_list_is_read(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", status=200, json=[{"id": "x" * 1000}] * 10_000)
    assert len(opener().client.get(RESOURCES).json()) == 10_000


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_redirect_is_never_followed(simulator: Simulator, opener: Opener, method: str, status: int) -> None:
    with RawServer(answering(answer(b"{}"))) as elsewhere:
        simulator.fault(path="/veracity/", times=0, status=status, headers={"Location": f"{elsewhere.url}/x"})
        assert "redirects to another address" in failed(opener().client, method).summary
        assert elsewhere.connections == 0


# Passing faults


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("method", READS)
def test_passing_fault_of_a_read_is_survived(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, method: str, status: int
) -> None:
    simulator.fault(path="/veracity/", times=2, status=status)
    simulator.fault(path="/veracity/", status=200, json={})
    session = opener()
    assert getattr(session.client, method)(APPLICATION).status == 200
    assert len(calls(simulator)) == 3
    assert len(clock.slept) == 2
    assert session.notices[0].startswith(f"{method.upper()} {APPLICATION}: HTTP {status}; trying again in ")


@pytest.mark.parametrize("method", READS)
def test_lasting_fault_of_a_read_fails_after_all_attempts(simulator: Simulator, opener: Opener, method: str) -> None:
    simulator.fault(path="/veracity/", times=0, status=503, json={"message": "maintenance"})
    error = failed(opener(retries=2).client, method)
    assert isinstance(error, ApiError)
    assert "has a problem" in error.summary
    assert "maintenance" in str(error)
    assert len(calls(simulator)) == 3


@pytest.mark.parametrize(
    "effect", [{"drop": "before"}, {"drop": "after"}, {"reset": True}], ids=["before", "after", "reset"]
)
@pytest.mark.parametrize("method", ["get", "delete"])
def test_lost_answer_of_a_read_is_asked_for_again(
    simulator: Simulator, opener: Opener, method: str, effect: dict[str, t.Any]
) -> None:
    path = APPLICATION if method == "get" else f"{CONTAINER}/{simulator.seed({'short_name': 'shipdata'})[0]}"
    simulator.fault(path="/veracity/", **effect)
    client = opener().client
    if effect.get("drop") == "before" or method == "get":
        assert 200 <= getattr(client, method)(path).status < 300
    else:
        with pytest.raises(NotFoundError):
            client.delete(path)
    assert len(calls(simulator)) == 2


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_throttling_with_a_wait_is_repeated_for_reads_and_writes(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, method: str
) -> None:
    simulator.fault(path="/veracity/", status=429, headers={"Retry-After": "11"})
    simulator.fault(path="/veracity/", status=200, json={})
    assert getattr(opener().client, method)(APPLICATION, **again(method)).status == 200
    assert clock.slept == [11.0]


@pytest.mark.parametrize("method", ["get", "post"])
def test_throttling_of_the_gateway_names_the_wait_in_its_text(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, method: str
) -> None:
    message = "Rate limit is exceeded. Try again in 17 seconds."
    simulator.fault(path="/veracity/", status=429, json={"statusCode": 429, "message": message})
    simulator.fault(path="/veracity/", status=200, json={})
    assert getattr(opener().client, method)(APPLICATION, **again(method)).status == 200
    assert clock.slept == [17.0]


def test_throttling_without_end_is_told_as_such(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", times=0, status=429)
    error = failed(opener().client, "post", applied=harmless)
    assert error.__class__ is ApiError
    assert "too many requests" in error.summary
    assert len(calls(simulator)) == 4


def test_503_with_a_wait_was_not_processed_and_is_repeated(
    simulator: Simulator, opener: Opener, clock: SleeplessClock
) -> None:
    simulator.fault(path="/veracity/", status=503, headers={"Retry-After": "3"})
    simulator.fault(path="/veracity/", status=202)
    assert opener().client.post(CONTAINER, body=BODY, applied=harmless).status == 202
    assert clock.slept == [3.0]


def test_503_with_a_wait_without_end_is_not_ambiguous(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", times=0, status=503, headers={"Retry-After": "3"})
    assert failed(opener().client, "post", applied=harmless).__class__ is ApiError


TURNED_AWAY: list[dict[str, t.Any]] = [{"status": 429}, {"status": 503, "headers": {"Retry-After": "3"}}]


@pytest.mark.parametrize("fault", TURNED_AWAY)
@pytest.mark.parametrize("method", WRITES)
def test_g10_write_that_nobody_can_look_for_is_not_sent_again(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, method: str, fault: dict[str, t.Any]
) -> None:
    simulator.fault(path="/veracity/", times=0, **fault)
    error = failed(opener().client, method)
    assert error.__class__ is ApiError
    assert "it is not sent again. Check its effect" in str(error)
    assert len(calls(simulator)) == 1
    assert not clock.slept


@pytest.mark.parametrize("fault", TURNED_AWAY)
@pytest.mark.parametrize("method", WRITES)
def test_g10_write_that_was_applied_although_it_was_turned_away_is_ambiguous(
    simulator: Simulator, opener: Opener, method: str, fault: dict[str, t.Any]
) -> None:
    """The first look finds nothing, the second one does."""
    looks: list[int] = []

    def applied() -> bool:
        looks.append(len(calls(simulator)))
        return len(looks) == 2

    simulator.fault(path="/veracity/", times=0, **fault)
    error = failed(opener().client, method, applied=applied)
    assert isinstance(error, AmbiguousError)
    assert f"failed with HTTP {fault['status']}, but was applied" in error.summary
    assert looks == [1, 2]
    assert len(calls(simulator)) == 2


def test_g10_the_last_answer_is_looked_at_too(simulator: Simulator, opener: Opener) -> None:
    looks: list[int] = []
    simulator.fault(path="/veracity/", times=0, status=429)
    client = opener(retries=2).client
    error = failed(client, "post", applied=lambda: bool(looks.append(0)) or len(looks) == 3)
    assert isinstance(error, AmbiguousError)
    assert len(calls(simulator)) == 3


def test_g10_conflict_with_what_was_turned_away_is_told_apart(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", status=429)
    simulator.fault(path="/veracity/", status=409, json={"message": "It is there."})
    error = failed(opener().client, "post", applied=harmless)
    assert isinstance(error, ResentError)
    assert "HTTP 429 first, and with a conflict when it was sent again" in error.summary
    simulator.fault(path="/veracity/", status=409)
    assert isinstance(failed(opener().client, "post", applied=harmless), ConflictError)


def test_g10_look_that_fails_leaves_it_open(simulator: Simulator, opener: Opener) -> None:
    def applied() -> bool:
        raise ForbiddenError("GET is not allowed here.", hint="Ask.")

    simulator.fault(path="/veracity/", times=0, status=429)
    error = failed(opener().client, "post", applied=applied)
    assert isinstance(error, AmbiguousError)
    assert "whether it was applied cannot be checked: GET is not allowed here." in str(error)
    assert len(calls(simulator)) == 1


def test_g10_write_is_looked_for_before_it_is_sent_again_with_another_token(
    simulator: Simulator, opener: Opener
) -> None:
    client = opener().client
    client.get(APPLICATION)
    simulator.revoke_tokens()
    assert isinstance(failed(client, "post", applied=lambda: True), AmbiguousError)
    assert len([call for call in calls(simulator) if call["method"] == "POST"]) == 1


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504, 599])
@pytest.mark.parametrize("method", WRITES)
def test_fault_on_a_write_is_ambiguous_and_never_repeated(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, method: str, status: int
) -> None:
    simulator.fault(path="/veracity/", times=0, status=status, json={"message": "oops"})
    error = failed(opener().client, method)
    assert isinstance(error, AmbiguousError)
    assert error.exchange is not None
    assert error.exchange.status == status
    assert "oops" in str(error)
    assert len(calls(simulator)) == 1
    assert not clock.slept


@pytest.mark.parametrize(
    "effect",
    [{"drop": "before"}, {"drop": "after"}, {"reset": True}, {"hang": 20}, {"trickle": 0.05}],
    ids=["closed before", "applied and closed", "reset", "no answer", "slow answer"],
)
def test_lost_answer_of_a_write_is_ambiguous_and_never_repeated(
    simulator: Simulator, opener: Opener, effect: dict[str, t.Any]
) -> None:
    simulator.fault(path="/veracity/", times=0, **effect)
    session = opener(timeout=0.5, clock=FastClock(60) if "trickle" in effect else None)
    error = failed(session.client, "post", CONTAINER)
    assert isinstance(error, AmbiguousError)
    assert len(calls(simulator)) == 1


def test_write_is_repeated_when_there_was_no_connection(opener: Opener, clock: SleeplessClock) -> None:
    error = failed(opener(access_token="given", api_url=f"http://127.0.0.1:{closed_port()}").client, "post")
    assert isinstance(error, ConnectionFailedError)
    assert not isinstance(error, AmbiguousError)
    assert len(clock.slept) == 3


def test_untrusted_certificate_is_not_tried_again(tmp_path: Path, opener: Opener, clock: SleeplessClock) -> None:
    authority = Authority(tmp_path)
    with RawServer(answering(answer(b"{}")), context=authority.context(expired=True)) as server:
        error = failed(opener(access_token="given", api_url=server.url, ca_path=str(authority.path)).client)
        assert "expired" in error.summary
        assert server.connections == 1
        assert not clock.slept


def test_retries_end_before_the_deadline(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    simulator.fault(path="/veracity/", times=0, status=503, headers={"Retry-After": "60"})
    failed(opener(retries=20).client)
    assert clock.slept == [60.0]


def test_wait_beyond_the_cap_fails_at_once(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    simulator.fault(path="/veracity/", times=0, status=429, headers={"Retry-After": "71"})
    failed(opener().client)
    assert not clock.slept


def test_kept_connection_that_the_server_closed_is_replaced_for_a_write(opener: Opener) -> None:
    with RawServer(answering(answer(b"{}"))) as server:
        client = opener(access_token="given", api_url=server.url).client
        client.get("/veracity/x")
        threading.Event().wait(0.05)
        assert client.post("/veracity/x", body={}).status == 200
        assert server.connections == 2


# Certificates


def test_certificate_of_the_api_can_be_left_unchecked_with_a_warning_but_never_that_of_the_token_endpoint(
    simulator: Simulator, opener: Opener
) -> None:
    session = opener(validate_certs=False, api_url=simulator.https)
    assert session.client.get(APPLICATION).status == 200
    assert any("validate_certs is false" in warning for warning in session.warnings)
    secure = opener(validate_certs=False, token_url=simulator.token_url("entra_v1", secure=True), token_cache=False)
    assert "No trusted connection" in failed(secure.client).summary


def test_whole_way_over_tls(simulator: Simulator, opener: Opener) -> None:
    session = opener(
        ca_path=simulator.ca, api_url=simulator.https, token_url=simulator.token_url("entra_v1", secure=True)
    )
    assert session.client.get(APPLICATION).status == 200
    assert not session.warnings


# Secrets


@pytest.mark.parametrize("kind", ["token", "key", "secret"])
@pytest.mark.parametrize("origin", ["asked for", "from the cache"])
@pytest.mark.parametrize("form", ["jwt", "opaque"])
def test_secret_that_an_api_echoes_is_scrubbed(
    simulator: Simulator, opener: Opener, kind: str, origin: str, form: str
) -> None:
    simulator.settings(token_format=form)
    token = opener().obtain().value if origin == "from the cache" else None
    session = opener()
    if token is None:
        token = session.obtain().value
    secret = {"token": token, "key": SUBSCRIPTION_KEY, "secret": CLIENT_SECRET}[kind]
    fresh = opener(retries=0)
    for spelling in spellings(secret).values():
        challenge = {"WWW-Authenticate": f"Bearer {spelling}", "x-ms-request-id": spelling}
        body = {"message": f"refused {spelling} quota", "correlationId": spelling}
        for status in (400, 401, 403, 500):
            simulator.fault(path="/veracity/", times=0, status=status, json=body, headers=challenge)
            error = failed(fresh.client, "post")
            simulator.clear_faults()
            assert not leaks(f"{error}\n{error.details()}\n{fresh.said()}", secret)


def test_token_of_an_opaque_format_from_the_cache_is_registered_as_a_secret(
    simulator: Simulator, opener: Opener
) -> None:
    simulator.settings(token_format="opaque")
    token = opener().obtain().value
    session = opener()
    session.client.get(APPLICATION)
    assert token in session.registered


def test_log_and_notices_hold_no_secret(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path="/veracity/", times=2, status=503)
    session = opener()
    session.client.get(RESOURCES, query={"sig": "very-secret"})
    token = session.obtain().value
    for secret in (token, CLIENT_SECRET, SUBSCRIPTION_KEY, "very-secret"):
        assert not leaks(session.said(), secret)
    assert {token, CLIENT_SECRET, SUBSCRIPTION_KEY} <= set(session.registered)


# Many at once, and interruption


def test_threads_share_a_client(simulator: Simulator, opener: Opener) -> None:
    client = opener().client
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(client.get(APPLICATION).status)) for _n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20
    assert simulator.counters()["token_requests"] == 1


def test_threads_that_meet_a_revoked_token_ask_once(simulator: Simulator, opener: Opener) -> None:
    client = opener().client
    client.get(APPLICATION)
    simulator.revoke_tokens()
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(client.get(APPLICATION).status)) for _n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 10
    assert simulator.counters()["token_requests"] == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_token_request_leaves_nothing_behind(
    simulator: Simulator, opener: Opener, home: Path, number: signal.Signals
) -> None:
    simulator.fault(path=TOKEN, hang=30)
    # A shell that runs the tests in the background has them ignore SIGINT.
    script = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.unit.support.crew import session_of\n"
        "session_of({'token_url': sys.argv[1], 'home': sys.argv[2]}).obtain()\n"
    )
    command = [sys.executable, "-c", script, simulator.token_url("entra_v1"), str(home)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[3])
    while simulator.counters()["token_requests"] == 0:
        assert process.poll() is None
        threading.Event().wait(0.02)
    process.send_signal(number)
    process.wait(10)
    assert [path.suffix for path in home.rglob("*") if path.is_file()] == [".lock"]
    assert opener().obtain().value
