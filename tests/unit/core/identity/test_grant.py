# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the token endpoint can answer, and what becomes of it."""

from __future__ import annotations

import base64
import json
import time
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ResponseError,
    TokenError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import Token
from tests.simulator.fixture import Simulator
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.leaks import CANARY, leaks, spellings
from tests.unit.support.opening import APPLICATION, CLIENT_ID, CLIENT_SECRET, TOKEN, Opener
from tests.unit.support.servers import RawServer, answer, answering

Answer = dict[str, t.Any]
RESOURCE = "https://dnvglb2cprod.onmicrosoft.com/dfba9693-546d-4300-bcd7-d8d525bdff38"


def success(**fields: t.Any) -> dict[str, t.Any]:
    """Return a good answer of the token endpoint, with other fields where they are given; None removes one."""
    whole = {"access_token": "opaque-token-0123456789", "token_type": "Bearer", "expires_in": 3599, **fields}
    return {name: value for name, value in whole.items() if value is not None}


def jwt(**claims: t.Any) -> str:
    """Return an unsigned token with these claims."""
    parts = [{"alg": "RS256", "typ": "JWT"}, claims]
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".c2ln"
    )


def obtain(opener: Opener, **options: t.Any) -> tuple[Token, list[str]]:
    """Return a token that nothing shares, and the warnings that came with it."""
    session = opener(token_cache=False, **options)
    return session.obtain(), session.warnings


def refused(opener: Opener, kind: type[VeracityError] = VeracityError, **options: t.Any) -> VeracityError:
    """Return the error of a token request that fails."""
    with pytest.raises(kind) as caught:
        opener(token_cache=False, **options).obtain()
    return caught.value


def count(simulator: Simulator) -> int:
    """Return how many token requests the server has seen."""
    return t.cast("int", simulator.counters()["token_requests"])


@pytest.mark.parametrize("kind", ["entra_v1", "entra_v2", "b2c", "b2c_query"])
def test_every_endpoint_gives_a_token(simulator: Simulator, opener: Opener, kind: str) -> None:
    token, warnings = obtain(opener, api="services", token_url=simulator.token_url(kind))
    assert token.value.count(".") == 2
    assert token.expires_in == 3599
    assert not token.cached
    assert not warnings


def test_form_is_byte_exact_whatever_the_secret_contains(simulator: Simulator, opener: Opener) -> None:
    identifier = "11111111-2222-3333-4444-555555555555"
    simulator.application(client_id=identifier, client_secret=CANARY)
    token, _warnings = obtain(opener, client_id=identifier, client_secret=CANARY)
    assert token.value
    assert simulator.requests()[0]["headers"]["Accept-Encoding"] == "identity"
    assert "Authorization" not in simulator.requests()[0]["headers"]


def test_line_end_of_a_secret_from_a_file_is_not_sent(opener: Opener) -> None:
    token, warnings = obtain(opener, client_secret=CLIENT_SECRET + "\r\n")
    assert token.value
    assert warnings == ["client_secret: a trailing line end was removed."]


def test_secret_of_bytes_that_are_no_utf8_is_sent_as_it_is(opener: Opener) -> None:
    with RawServer(answering(answer(json.dumps(success()).encode()))) as server:
        obtain(opener, client_secret="caf\udce9-and-more", token_url=f"{server.url}/x/oauth2/token")
        assert b"client_secret=caf%E9-and-more" in server.requests[0]


ENTRA = (
    "AADSTS{code}: Something.\r\nTrace ID: 0\r\nCorrelation ID: 6f1c0000-0000-4000-8000-000000000001\r\nTimestamp: now"
)
ACCEPT = f"the identity provider does not accept application {CLIENT_ID}."
URI = "https://dnvglb2cprod.onmicrosoft.com/dfba9693-546d-4300-bcd7-d8d525bdff38"
REFUSALS: dict[str, tuple[int, str, str, str, str]] = {
    # what happened: status, error, code, text expected, hint expected
    "wrong secret": (401, "invalid_client", "AADSTS7000215", ACCEPT, "value and not the id"),
    "wrong secret at B2C": (400, "invalid_grant", "AADB2C90081", "invalid_grant", "value and not the id"),
    "expired secret": (401, "invalid_client", "AADSTS7000222", ACCEPT, "has expired"),
    "secret missing": (401, "invalid_client", "AADSTS7000218", ACCEPT, "by secret"),
    "unknown application": (400, "unauthorized_client", "AADSTS700016", ACCEPT, "veracity_environment"),
    "unknown application at B2C": (400, "invalid_request", "AADB2C90018", CLIENT_ID, "veracity_environment"),
    "unknown tenant": (400, "invalid_request", "AADSTS90002", "invalid_request", "directory"),
    "disabled application": (401, "unauthorized_client", "AADSTS7000112", ACCEPT, "disabled"),
    "malformed scope": (400, "invalid_scope", "AADSTS70011", RESOURCE, URI),
    "resource not in tenant": (400, "invalid_resource", "AADSTS500011", RESOURCE, f"without /.default: {URI}."),
    "B2C internal error": (400, "invalid_grant", "AADB2C90085", "invalid_grant", "entra_v2"),
    "no role": (400, "invalid_grant", "AADSTS501051", "invalid_grant", "role"),
    "unknown code": (400, "invalid_grant", "AADSTS9999999", "invalid_grant", "Look up the code"),
    "unknown error": (418, "something_new", "AADSTS9999999", "something_new", "Look up the code"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_says_what_and_what_to_do(simulator: Simulator, opener: Opener, name: str) -> None:
    status, error, code, text, hint = REFUSALS[name]
    body = {"error": error, "error_description": ENTRA.replace("AADSTS{code}", code), "error_codes": [1]}
    simulator.fault(path=TOKEN, times=0, status=status, json=body)
    found = refused(opener, TokenError)
    assert text in found.summary
    assert hint in (found.hint or "")
    assert found.exchange is not None
    assert found.exchange.status == status
    assert found.exchange.error == error
    assert found.exchange.codes == (code,)
    assert found.exchange.correlation_id == "6f1c0000-0000-4000-8000-000000000001"
    host = simulator.http.removeprefix("http://")
    assert f"POST {host}/dnvglb2cprod.onmicrosoft.com/oauth2/token, HTTP {status}, {error}, {code}" in str(found)
    assert "\r" not in str(found)
    assert count(simulator) == 1


@pytest.mark.parametrize("secret_origin", ["VERACITY_CLIENT_SECRET (from the environment)", None])
def test_hint_names_where_the_secret_came_from(opener: Opener, secret_origin: str | None) -> None:
    origins = {"client_secret": secret_origin} if secret_origin else {}
    found = refused(opener, TokenError, client_secret="not-the-secret-at-all", origins=origins)
    assert (secret_origin or "the option client_secret") in (found.hint or "")


def test_the_simulators_own_refusals_are_understood(simulator: Simulator, opener: Opener) -> None:
    url = simulator.token_url("b2c")
    found = refused(opener, TokenError, client_secret="not-the-secret-at-all", token_url=url, api="services")
    assert found.exchange is not None
    assert found.exchange.codes == ("AADB2C90081",)
    assert found.exchange.correlation_id
    assert "value and not the id" in (found.hint or "")


@pytest.mark.parametrize("headers", [{}, {"WWW-Authenticate": "Bearer realm=x"}], ids=["without", "with"])
def test_401_with_and_without_challenge_is_not_repeated(simulator: Simulator, opener: Opener, headers: Answer) -> None:
    simulator.fault(path=TOKEN, times=0, status=401, headers=headers, body="")
    assert "not that of a token endpoint" in refused(opener, TokenError).summary
    assert count(simulator) == 1


def test_throttling_with_seconds_is_waited_for(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    simulator.fault(path=TOKEN, status=429, headers={"Retry-After": "2"}, body="Too Many Requests")
    assert obtain(opener)[0].value
    assert clock.slept == [2.0]
    assert count(simulator) == 2


def test_throttling_with_a_date_is_waited_for(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    headers = {"Date": "Mon, 23 Nov 2026 09:00:00 GMT", "Retry-After": "Mon, 23 Nov 2026 09:00:07 GMT"}
    simulator.fault(path=TOKEN, status=429, headers=headers)
    assert obtain(opener)[0].value
    assert clock.slept == [7.0]


@pytest.mark.parametrize("value", ["-5", "soon", "2.5s", "", "Mon, 99 Foo 2026", "\N{SUPERSCRIPT TWO}", "1e3"])
def test_throttling_with_an_unusable_wait_is_repeated_soon(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, value: str
) -> None:
    simulator.fault(path=TOKEN, status=429, headers={"Retry-After": value})
    assert obtain(opener)[0].value
    assert len(clock.slept) == 1
    assert 0 <= clock.slept[0] <= 1


@pytest.mark.parametrize("value", ["3600", "99999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_throttling_for_longer_than_the_cap_fails_at_once(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, value: str
) -> None:
    simulator.fault(path=TOKEN, times=0, status=429, headers={"Retry-After": value}, body="Too Many Requests")
    found = refused(opener, TokenError)
    assert "too many requests" in found.summary
    assert "3600 s" in found.summary
    assert not clock.slept
    assert count(simulator) == 1


def test_throttling_without_a_wait_ends_after_all_attempts(
    simulator: Simulator, opener: Opener, clock: SleeplessClock
) -> None:
    simulator.fault(path=TOKEN, times=0, status=429, body="Too Many Requests")
    found = refused(opener, TokenError)
    assert "Too Many Requests" in str(found)
    assert count(simulator) == 4
    assert all(0 <= wait <= 2**attempt for attempt, wait in enumerate(clock.slept))


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_passing_fault_of_the_server_is_survived(simulator: Simulator, opener: Opener, status: int) -> None:
    simulator.fault(path=TOKEN, status=status, body="<html>try again</html>")
    assert obtain(opener)[0].value
    assert count(simulator) == 2


def test_temporarily_unavailable_is_survived(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, status=400, json={"error": "temporarily_unavailable"})
    assert obtain(opener)[0].value


def test_lasting_fault_of_the_server_fails(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, times=0, status=503, body="<html>" + "x" * 5000)
    found = refused(opener, TokenError)
    assert "has a problem" in found.summary
    assert len(str(found)) < 800
    assert count(simulator) == 4


def test_no_retries_means_one_request(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, times=0, status=503)
    refused(opener, TokenError, retries=0)
    assert count(simulator) == 1


@pytest.mark.parametrize(
    "effect",
    [{"reset": True}, {"drop": "before"}, {"drop": "after"}],
    ids=["reset in the middle of the answer", "closed before", "closed after"],
)
def test_lost_answer_is_asked_for_again(simulator: Simulator, opener: Opener, effect: Answer) -> None:
    simulator.fault(path=TOKEN, **effect)
    assert obtain(opener)[0].value
    assert count(simulator) == 2


UNUSABLE: dict[str, tuple[Answer, str]] = {
    "captive portal": (
        {"headers": {"Content-Type": "text/html"}, "body": "<html><title>Welcome to the ship</title>"},
        "not JSON (text/html, 40 bytes): <html><title>Welcome",
    ),
    "empty": ({"body": ""}, "not a JSON object"),
    "truncated": ({"body": '{"access_token": "abc'}, "not JSON"),
    "array": ({"json": [1, 2]}, "not a JSON object"),
    "text": ({"json": "token"}, "not a JSON object"),
    "null": ({"body": "null"}, "not a JSON object"),
    "not a number": ({"body": '{"access_token": "abc", "expires_in": NaN}'}, "not JSON"),
    "infinity": ({"body": '{"access_token": "abc", "expires_in": Infinity}'}, "not JSON"),
    "nested too deeply": ({"body": "[" * 200_000}, "not JSON"),
    "number of too many digits": ({"body": '{"expires_in": ' + "9" * 6000 + "}"}, "not JSON"),
    "binary": ({"body_base64": base64.b64encode(bytes(range(256))).decode()}, "not JSON"),
    "no access_token": ({"json": success(access_token=None, id_token="x")}, "it has: expires_in, id_token, token_type"),
    "empty access_token": ({"json": success(access_token="")}, "no access_token"),
    "access_token of another type": ({"json": success(access_token=["a"])}, "no access_token"),
    "empty object": ({"json": {}}, "it has: nothing"),
    "line end in the token": ({"json": success(access_token="abc\r\nX-Evil: 1")}, "not allowed in a header"),
    "space in the token": ({"json": success(access_token="abc def")}, "not allowed in a header"),
    "token not in ASCII": ({"json": success(access_token="abcdéf")}, "not allowed in a header"),
    "token type mac": ({"json": success(token_type="mac")}, "token type is mac"),
    "token type pop": ({"json": success(token_type="pop")}, "token type is pop"),
    "token type not a text": ({"json": success(token_type=["Bearer"])}, "only Bearer"),
    "compressed": (
        {"headers": {"Content-Encoding": "gzip"}, "body_base64": base64.b64encode(b"\x1f\x8b" + b"0" * 99).decode()},
        "encoded (gzip)",
    ),
    "larger than a token can be": ({"body": "x" * (1024 * 1024 + 1)}, "longer than 1048576 bytes"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_success_is_one_clear_error(simulator: Simulator, opener: Opener, name: str) -> None:
    scripted, text = UNUSABLE[name]
    simulator.fault(path=TOKEN, times=0, status=200, **scripted)
    found = refused(opener, ResponseError)
    assert text in found.summary
    assert found.exchange is not None
    assert len(str(found)) < 800
    assert count(simulator) == 1


@pytest.mark.parametrize("kind", ["bearer", "BEARER", "Bearer"])
def test_token_type_has_no_case(simulator: Simulator, opener: Opener, kind: str) -> None:
    simulator.fault(path=TOKEN, status=200, json=success(token_type=kind))
    token, warnings = obtain(opener)
    assert token.token_type == "Bearer"
    assert not warnings


def test_missing_token_type_is_a_warning(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, status=200, json=success(token_type=None))
    assert obtain(opener)[1] == ["The response does not name a token type. Bearer is assumed."]


def test_byte_order_mark_is_no_obstacle(simulator: Simulator, opener: Opener) -> None:
    body = base64.b64encode(b"\xef\xbb\xbf" + json.dumps(success()).encode()).decode()
    simulator.fault(path=TOKEN, status=200, body_base64=body)
    assert obtain(opener)[0].expires_in == 3599


def test_chunked_answer_without_length(opener: Opener) -> None:
    body = json.dumps(success()).encode()
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    with RawServer(answering(data)) as server:
        assert obtain(opener, token_url=f"{server.url}/x/oauth2/token")[0].value == "opaque-token-0123456789"


LIFETIMES: dict[str, tuple[Answer, int, bool]] = {
    "integer": ({"expires_in": 3599}, 3599, False),
    "string, as Entra v1 sends it": ({"expires_in": "3599"}, 3599, False),
    "fraction": ({"expires_in": 3599.9}, 3599, False),
    "longer life": ({"expires_in": 5399}, 5399, False),
    "expires_in wins over expires_on": ({"expires_in": "100", "expires_on": "1"}, 100, False),
    "not a number as a string": ({"expires_in": "NaN"}, 300, True),
    "infinite as a string": ({"expires_in": "inf"}, 300, True),
    "words": ({"expires_in": "an hour"}, 300, True),
    "true": ({"expires_in": True}, 300, True),
    "list": ({"expires_in": [3599]}, 300, True),
    "a million years": ({"expires_in": 1e12}, 86400, True),
    "too large for a float": ({"expires_in": 10**400}, 300, True),
    "expires_on too large for a float": ({"expires_in": None, "expires_on": 10**400}, 300, True),
    "missing": ({"expires_in": None}, 300, True),
    "missing, and expires_on is no number": ({"expires_in": None, "expires_on": "never"}, 300, True),
}


@pytest.mark.parametrize("name", LIFETIMES)
def test_lifetime(simulator: Simulator, opener: Opener, name: str) -> None:
    fields, seconds, doubted = LIFETIMES[name]
    simulator.fault(path=TOKEN, status=200, json=success(**fields))
    token, warnings = obtain(opener)
    assert token.expires_in == seconds
    assert bool(warnings) is doubted


def test_lifetime_from_expires_on_is_by_the_servers_clock(
    simulator: Simulator, opener: Opener, clock: SleeplessClock
) -> None:
    clock.ahead = 100.0
    server_now = 1_800_000_000
    headers = {"Date": "Fri, 15 Jan 2027 08:00:00 GMT"}
    body = success(expires_in=None, expires_on=str(server_now + 1000))
    simulator.fault(path=TOKEN, status=200, json=body, headers=headers)
    assert obtain(opener)[0].expires_in == 1000


def test_strings_of_entra_v1_as_a_whole(simulator: Simulator, opener: Opener) -> None:
    token, warnings = obtain(opener)
    assert token.expires_in == 3599
    assert not warnings
    assert simulator.requests()[0]["body"].count("resource=") == 1


EXPIRED: dict[str, Answer] = {
    "negative": {"expires_in": -5},
    "minus one as a string": {"expires_in": "-1"},
    "zero": {"expires_in": 0},
    "zero as a string": {"expires_in": "0"},
    "minus zero": {"expires_in": -0.0},
    "less than anything": {"expires_in": "-inf"},
    "expires_on is past": {"expires_in": None, "expires_on": "1700000000"},
}


@pytest.mark.parametrize("name", EXPIRED)
def test_e7_token_that_has_expired_is_used_for_nothing(
    simulator: Simulator, opener: Opener, home: t.Any, name: str
) -> None:
    simulator.fault(path=TOKEN, status=200, json=success(**EXPIRED[name]))
    session = opener()
    with pytest.raises(ResponseError, match="has expired already") as caught:
        session.client.get(APPLICATION)
    assert caught.value.hint
    assert not list(home.rglob("*.token"))
    assert [request["path"] for request in simulator.requests()] == ["/dnvglb2cprod.onmicrosoft.com/oauth2/token"]


@pytest.mark.parametrize("token", [None, "opaque-token-0123456789"], ids=["no token", "a token beside it"])
def test_e7_error_in_a_success_is_that_error(simulator: Simulator, opener: Opener, token: str | None) -> None:
    said = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}
    simulator.fault(path=TOKEN, times=0, status=200, json={**said, **({"access_token": token} if token else {})})
    found = refused(opener, TokenError)
    assert ACCEPT in found.summary
    assert "HTTP 200, invalid_client, AADSTS7000215" in str(found)
    assert "value and not the id" in (found.hint or "")
    assert t.cast("TokenError", found).remember == 15
    assert count(simulator) == 1


def test_e7_passing_error_in_a_success_is_survived(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, status=200, json={"error": "temporarily_unavailable"})
    assert obtain(opener)[0].value


@pytest.mark.parametrize("error", [None, "", 0, False])
def test_e7_empty_error_in_a_success_is_none(simulator: Simulator, opener: Opener, error: t.Any) -> None:
    simulator.fault(path=TOKEN, status=200, json={**success(), "error": error})
    assert obtain(opener)[0].value == "opaque-token-0123456789"


def test_e7_character_set_in_place_of_an_encoding_is_taken(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, status=200, headers={"Content-Encoding": "UTF-8"}, json=success())
    assert obtain(opener)[0].value == "opaque-token-0123456789"


def test_opaque_token_is_used_as_it_is(simulator: Simulator, opener: Opener) -> None:
    simulator.settings(token_format="opaque")
    token, warnings = obtain(opener)
    assert token.value
    assert not warnings


def test_claims_that_do_not_fit_are_warned_of(simulator: Simulator, opener: Opener) -> None:
    other = "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"
    value = jwt(aud=other, appid="22222222-2222-4222-8222-222222222222", exp=time.time() + 3600)
    simulator.fault(path=TOKEN, status=200, json=success(access_token=value))
    warnings = obtain(opener)[1]
    assert warnings == [
        f"The token is for {other}, but {RESOURCE} was requested.",
        f"The token was issued to the application 22222222-2222-4222-8222-222222222222, not to {CLIENT_ID}.",
    ]


def test_c2_warnings_show_no_secret_and_control_no_terminal(simulator: Simulator, opener: Opener) -> None:
    other = "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"
    directions = "\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}"
    value = jwt(aud=f"\x1b[2J\r\n\x9b1mok: [all]{directions}/{other}", appid=CLIENT_SECRET, exp=time.time() + 3600)
    simulator.fault(path=TOKEN, status=200, json=success(access_token=value))
    warnings = obtain(opener)[1]
    assert warnings == [
        f"The token is for [2J 1mok: [all] /{other}, but {RESOURCE} was requested.",
        f"The token was issued to the application ********, not to {CLIENT_ID}.",
    ]


@pytest.mark.parametrize(
    ("claims", "text"),
    [({"exp": -3600}, "has already expired"), ({"exp": 3600, "nbf": 600}, "is not valid yet")],
    ids=["expired", "not valid yet"],
)
def test_token_that_is_not_valid_now_is_warned_of_and_not_kept(
    simulator: Simulator, opener: Opener, home: t.Any, claims: dict[str, float], text: str
) -> None:
    value = jwt(**{name: time.time() + offset for name, offset in claims.items()})
    simulator.fault(path=TOKEN, status=200, json=success(access_token=value))
    session = opener()
    assert session.obtain().value == value
    assert any(text in warning for warning in session.warnings)
    assert not list(home.rglob("*.token"))


@pytest.mark.parametrize("minutes", [10, -10, 240, -240])
def test_wrong_clock_of_this_machine_is_warned_of_and_the_token_kept(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, minutes: int
) -> None:
    clock.ahead = minutes * 60.0
    first = opener()
    token = first.obtain()
    assert token.expires_in == 3599
    assert any("clock" in warning for warning in first.warnings)
    assert opener().obtain().cached
    assert count(simulator) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_never_followed(simulator: Simulator, opener: Opener, status: int) -> None:
    with RawServer(answering(answer(b"{}"))) as elsewhere:
        simulator.fault(path=TOKEN, times=0, status=status, headers={"Location": f"{elsewhere.url}/token"})
        found = refused(opener, TokenError)
        assert "redirects elsewhere" in found.summary
        assert elsewhere.connections == 0
        assert count(simulator) == 1


def test_redirect_to_itself_is_one_request(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, times=0, status=307, headers={"Location": simulator.token_url("entra_v1")})
    refused(opener, TokenError)
    assert count(simulator) == 1


@pytest.mark.parametrize("spelling", spellings(CANARY))
@pytest.mark.parametrize("channel", ["description", "HTML", "error", "request id", "key", "token type", "not JSON"])
def test_secret_that_the_server_echoes_is_scrubbed(
    simulator: Simulator, opener: Opener, channel: str, spelling: str
) -> None:
    text = spellings(CANARY)[spelling]
    body: Answer
    if channel == "description":
        body = {"status": 401, "json": {"error": "invalid_client", "error_description": f"AADSTS1: bad '{text}' here"}}
    elif channel == "HTML":
        body = {"status": 403, "body": f"<html>client_secret={text}</html>"}
    elif channel == "error":
        body = {"status": 400, "json": {"error": text, "error_description": "x", "correlation_id": text}}
    elif channel == "request id":
        header = text.encode().decode("latin-1", "replace").replace("\r", "").replace("\n", "")
        body = {"status": 400, "json": {"error": "invalid_grant"}, "headers": {"x-ms-request-id": header}}
    elif channel == "key":
        body = {"status": 200, "json": {text: 1}}
    elif channel == "token type":
        body = {"status": 200, "json": success(token_type=text)}
    else:
        body = {"status": 200, "body": f"echo {text} echo"}
    simulator.fault(path=TOKEN, times=0, **body)
    found = refused(opener, client_secret=CANARY)
    assert not leaks(f"{found}\n{found.details()}\n{found!r}\n{found.args}", CANARY)


@pytest.mark.parametrize("padding", range(1980, 2000, 3))
@pytest.mark.parametrize("filler", [" ", "\n"])
def test_secret_at_the_edge_of_what_is_quoted_is_scrubbed(
    simulator: Simulator, opener: Opener, padding: int, filler: str
) -> None:
    simulator.fault(path=TOKEN, times=0, status=400, body=filler * padding + CANARY * 3)
    assert not leaks(str(refused(opener, client_secret=CANARY)), CANARY)


@pytest.mark.parametrize("padding", [379, 385, 388])
def test_secret_at_the_edge_of_an_answer_that_is_no_json_is_scrubbed(
    simulator: Simulator, opener: Opener, padding: int
) -> None:
    simulator.fault(path=TOKEN, times=0, status=200, body=" \n" * (padding // 2) + "-" + CANARY * 3)
    assert not leaks(str(refused(opener, client_secret=CANARY)), CANARY)


def test_error_codes_and_texts_of_other_types_are_no_crash(simulator: Simulator, opener: Opener) -> None:
    body = {"error": {"code": 1}, "error_description": ["x"], "correlation_id": {"a": 1}, "error_codes": "no"}
    simulator.fault(path=TOKEN, times=0, status=400, json=body)
    assert refused(opener, TokenError).summary


def test_error_text_is_one_cut_line_without_control_characters(simulator: Simulator, opener: Opener) -> None:
    text = "AADSTS1: \x1b[31mred\x1b[0m\r\n\u202eevil\u200b " + "long " * 500
    simulator.fault(path=TOKEN, times=0, status=400, json={"error": "invalid_grant", "error_description": text})
    found = refused(opener, TokenError)
    assert found.exchange is not None
    said = found.exchange.server_text or ""
    assert len(said) <= 300
    assert said.isprintable()
    assert "\u202e" not in said
