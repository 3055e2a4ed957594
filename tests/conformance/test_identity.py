# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token endpoints: what they grant and, above all, what they refuse."""

from __future__ import annotations

import base64
import re
import typing as t
from urllib.parse import quote, urlencode

import jwt
import pytest

from tests.conformance.calls import CLASSIC, CURRENT, DOMAIN, TIMEOUT, Form, ask_for_token, fetch_token, session
from tests.simulator.fixture import Simulator
from tests.simulator.identity_errors import CODES
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET

OTHER_CLIENT = "34065879-a5b2-42a5-8990-79b9663a9ba0"
PRODUCTION = "a68572e3-63ce-4bc1-acdc-b64943502e9d"
SERVICES = f"{DOMAIN}/83054ebf-1d7b-43f5-82ad-b2bde84d7b75/.default"
UNKNOWN = f"{DOMAIN}/99999999-1d7b-43f5-82ad-b2bde84d7b75"
ENDPOINTS = ("entra_v1", "entra_v2", "b2c", "b2c_query")

Changes = dict[str, str | None]
"""What makes a right request wrong; None leaves a field out."""

# Changes, status, error, code.
BOTH_ENTRA: list[tuple[Changes, int, str, str]] = [
    ({"client_secret": "wrong"}, 401, "invalid_client", "AADSTS7000215"),
    ({"client_secret": OTHER_CLIENT}, 401, "invalid_client", "AADSTS7000215"),
    ({"client_secret": DEFAULT_CLIENT_SECRET + "\n"}, 401, "invalid_client", "AADSTS7000215"),
    ({"client_secret": None}, 401, "invalid_client", "AADSTS7000218"),
    ({"client_secret": ""}, 401, "invalid_client", "AADSTS7000216"),
    ({"client_id": OTHER_CLIENT}, 400, "unauthorized_client", "AADSTS700016"),
    ({"client_id": None}, 400, "invalid_request", "AADSTS900144"),
    ({"grant_type": None}, 400, "invalid_request", "AADSTS900144"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type", "AADSTS70003"),
]
# Changes, error, code; the status is always 400.
BOTH_B2C: list[tuple[Changes, str, str]] = [
    ({"client_secret": "wrong"}, "invalid_grant", "AADB2C90081"),
    ({"client_secret": None}, "invalid_request", "AADB2C90079"),
    ({"client_id": OTHER_CLIENT}, "invalid_request", "AADB2C90018"),
    ({"client_id": None}, "invalid_request", "AADB2C90008"),
    ({"grant_type": None}, "invalid_request", "AADB2C90083"),
    ({"grant_type": "password"}, "unsupported_grant_type", "AADB2C90086"),
    ({"scope": None}, "invalid_request", "AADB2C90010"),
    ({"scope": CURRENT}, "invalid_request", "AADB2C90117"),
    ({"scope": "openid"}, "invalid_request", "AADB2C90055"),
    ({"scope": f"{CURRENT}/.default offline_access"}, "invalid_request", "AADB2C90055"),
    ({"scope": f"{CURRENT}/.default {SERVICES}"}, "invalid_request", "AADB2C90146"),
    ({"scope": f"{UNKNOWN}/.default"}, "invalid_request", "AADB2C90117"),
    ({"scope": f"{CLASSIC}/.default"}, "invalid_grant", "AADB2C90085"),
    ({"resource": CLASSIC}, "invalid_request", "AADB2C90117"),
]
# Endpoint, changes, status, error, code.
REFUSED: list[tuple[str, Changes, int, str, str]] = [
    *((endpoint, *refused) for endpoint in ("entra_v1", "entra_v2") for refused in BOTH_ENTRA),
    ("entra_v1", {"resource": UNKNOWN}, 400, "invalid_resource", "AADSTS50001"),
    ("entra_v1", {"resource": CLASSIC.rpartition("/")[2]}, 400, "invalid_resource", "AADSTS50001"),
    ("entra_v1", {"resource": f"{CLASSIC}/.default"}, 400, "invalid_resource", "AADSTS50001"),
    ("entra_v1", {"resource": None}, 400, "invalid_request", "AADSTS900144"),
    ("entra_v1", {"resource": None, "scope": f"{CURRENT}/.default"}, 400, "invalid_request", "AADSTS9002313"),
    ("entra_v1", {"scope": f"{CURRENT}/.default"}, 400, "invalid_request", "AADSTS9002313"),
    ("entra_v2", {"scope": None}, 400, "invalid_request", "AADSTS900144"),
    ("entra_v2", {"scope": " "}, 400, "invalid_request", "AADSTS900144"),
    ("entra_v2", {"scope": CURRENT}, 400, "invalid_scope", "AADSTS1002012"),
    ("entra_v2", {"scope": f"{CURRENT}/user_impersonation"}, 400, "invalid_scope", "AADSTS1002012"),
    ("entra_v2", {"scope": f"{CURRENT}/.default openid"}, 400, "invalid_scope", "AADSTS1002012"),
    ("entra_v2", {"scope": "offline_access"}, 400, "invalid_scope", "AADSTS1002012"),
    ("entra_v2", {"scope": f"{CURRENT}/.default {SERVICES}"}, 400, "invalid_scope", "AADSTS700022"),
    ("entra_v2", {"scope": "/.default"}, 400, "invalid_scope", "AADSTS70011"),
    ("entra_v2", {"scope": "data fabric/.default"}, 400, "invalid_scope", "AADSTS1002012"),
    ("entra_v2", {"scope": f"{UNKNOWN}/.default"}, 400, "invalid_resource", "AADSTS500011"),
    ("entra_v2", {"resource": CLASSIC}, 400, "invalid_request", "AADSTS901002"),
    *((endpoint, changes, 400, error, code) for endpoint in ("b2c", "b2c_query") for changes, error, code in BOTH_B2C),
]


@pytest.mark.parametrize(("endpoint", "changes", "status", "error", "code"), REFUSED)
def test_refused_requests(
    simulator: Simulator, endpoint: str, changes: Changes, status: int, error: str, code: str
) -> None:
    """Status, error and code are those of the documents, in the body that this kind of endpoint has."""
    response = ask_for_token(simulator, Form(endpoint, changes))
    assert (response.status_code, response.json()["error"]) == (status, error)
    _check_refusal_body(response.json(), code)


@pytest.mark.parametrize(
    ("description", "endpoint", "status", "error", "code"),
    [
        ({"enabled": False}, "entra_v1", 401, "unauthorized_client", "AADSTS7000112"),
        ({"enabled": False}, "b2c", 400, "unauthorized_client", "AADB2C90092"),
        ({"secret_expired": True}, "entra_v2", 401, "invalid_client", "AADSTS7000222"),
        ({"secret_expired": True}, "b2c", 400, "invalid_grant", "AADB2C90081"),
        ({"tenants": ["staging"]}, "entra_v2", 400, "unauthorized_client", "AADSTS700016"),
        ({"tenants": ["dnvglb2ctest.onmicrosoft.com"]}, "b2c", 400, "invalid_request", "AADB2C90068"),
    ],
)
def test_refused_applications(
    simulator: Simulator, description: dict[str, t.Any], endpoint: str, status: int, error: str, code: str
) -> None:
    """An application that is disabled, expired or of another tenant gets no token."""
    simulator.application(client_id=OTHER_CLIENT, client_secret="another secret", **description)
    form = Form(endpoint, {"client_id": OTHER_CLIENT, "client_secret": "another secret"})
    response = ask_for_token(simulator, form)
    assert (response.status_code, response.json()["error"]) == (status, error)
    _check_refusal_body(response.json(), code)


def _check_refusal_body(body: dict[str, t.Any], code: str) -> None:
    description = body["error_description"]
    assert description.startswith(f"{code}: ")
    assert re.search(r"\r\nCorrelation ID: [0-9a-f-]{36}\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", description)
    if code.startswith("AADB2C"):
        assert set(body) == {"error", "error_description"}
        return
    assert body["error_codes"] == [int(code.removeprefix("AADSTS"))]
    for name in ("trace_id", "correlation_id", "timestamp"):
        assert body[name] in description
    assert body["error_uri"].endswith(code.removeprefix("AADSTS"))


@pytest.mark.parametrize("endpoint", ["entra_v1", "entra_v2", "b2c"])
def test_scripted_refusals(simulator: Simulator, endpoint: str) -> None:
    """Each code is sent in the body that the kind of endpoint has, and by no other kind."""
    family = "AADB2C" if endpoint == "b2c" else "AADSTS"
    for code in CODES:
        simulator.settings(token_refusal=code)
        response = ask_for_token(simulator, Form(endpoint))
        if code.startswith(family):
            assert response.status_code >= 400
            assert (response.status_code == 500) is (response.json()["error"] == "server_error")
            _check_refusal_body(response.json(), code)
        else:
            assert response.status_code == 200
    simulator.settings(token_refusal=None)
    assert ask_for_token(simulator, Form(endpoint)).status_code == 200


def test_an_unknown_tenant_is_refused(simulator: Simulator) -> None:
    """Entra says so; the B2C host has no such page."""
    form = Form("entra_v1").fields()
    with session() as client:
        entra = client.post(f"{simulator.http}/example.onmicrosoft.com/oauth2/token", data=form, timeout=TIMEOUT)
        b2c = f"{simulator.http}/example.onmicrosoft.com/B2C_1A_Identity/oauth2/v2.0/token"
        assert client.post(b2c, data=form, timeout=TIMEOUT).status_code == 404
    assert (entra.status_code, entra.json()["error_codes"]) == (400, [90002])


@pytest.mark.parametrize(
    "path",
    [
        "/dnvglb2cprod.onmicrosoft.com/oauth2/v2.0/token/.default",
        "/dnvglb2cprod.onmicrosoft.com/B2C_1A_SignInWithADFSIdp/oauth2/v2.0/token/.default",
        "/dnvglb2cprod.onmicrosoft.com/B2C_1A_SignInWithADFSIdp/oauth2/token",
        "/dnvglb2cprod.onmicrosoft.com/B2C_1A_Unknown/oauth2/v2.0/token",
        "/dnvglb2cprod.onmicrosoft.com/oauth2/v2.0/token?p=B2C_1A_Unknown",
        "/te/dnvglb2cprod.onmicrosoft.com/B2C_1A_Unknown/oauth2/v2.0/token",
        "/te/dnvglb2cprod.onmicrosoft.com/oauth2/v2.0/token",
        "/oauth2/token",
    ],
)
def test_no_token_endpoint_here(simulator: Simulator, path: str) -> None:
    """Addresses that are nearly right answer 404."""
    with session() as client:
        response = client.post(simulator.http + path, data=Form("b2c").fields(), timeout=TIMEOUT)
    assert response.status_code == 404


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_only_post_of_a_form(simulator: Simulator, endpoint: str) -> None:
    """Another method or another content type yields no token."""
    url, fields = simulator.token_url(endpoint), Form(endpoint).fields()
    with session() as client:
        got = client.get(url, params=fields, timeout=TIMEOUT)
        assert (got.status_code, got.headers["Allow"]) == (405, "POST")
        assert client.post(url, json=fields, timeout=TIMEOUT).status_code == 400
        assert client.post(url, data=urlencode(fields), timeout=TIMEOUT).status_code == 400
        twice = [*fields.items(), ("client_id", DEFAULT_CLIENT_ID)]
        assert client.post(url, data=twice, timeout=TIMEOUT).status_code == 400


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("secret", ["a+b/c%d&e=f", "é \"'\\{{ x }}", " leading and trailing ", "line\nbreak"])
def test_secrets_are_compared_byte_for_byte(simulator: Simulator, endpoint: str, secret: str) -> None:
    """Form-encoded or in a Basic header, a secret arrives as it is."""
    simulator.application(client_id=OTHER_CLIENT, client_secret=secret)
    form = Form(endpoint, {"client_id": OTHER_CLIENT, "client_secret": secret})
    assert ask_for_token(simulator, form).status_code == 200
    assert ask_for_token(simulator, Form(endpoint, {**form.changes, "client_secret": f"{secret} "})).status_code != 200
    pair = f"{quote(OTHER_CLIENT, safe='')}:{quote(secret, safe='')}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    without = Form(endpoint, {"client_id": None, "client_secret": None}).fields()
    with session() as client:
        url = simulator.token_url(endpoint)
        assert client.post(url, data=without, headers=headers, timeout=TIMEOUT).status_code == 200
        assert client.post(url, data=form.fields(), headers=headers, timeout=TIMEOUT).status_code == 400


@pytest.mark.parametrize(
    ("endpoint", "keys", "numbers"),
    [
        ("entra_v1", "token_type expires_in ext_expires_in expires_on not_before resource access_token", str),
        ("entra_v2", "token_type expires_in ext_expires_in access_token", int),
        ("b2c", "access_token token_type not_before expires_in expires_on resource", int),
    ],
)
def test_granted_bodies(simulator: Simulator, endpoint: str, keys: str, numbers: type) -> None:
    """Each endpoint has its own keys; version 1 writes numbers as strings."""
    response = ask_for_token(simulator, Form(endpoint))
    body = response.json()
    assert set(body) == set(keys.split())
    assert body["token_type"] == "Bearer"
    for name in ("expires_in", "ext_expires_in", "expires_on", "not_before"):
        assert isinstance(body.get(name, numbers()), numbers)
    assert int(body["expires_in"]) == 3599
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("endpoint", "changes", "expected"),
    [
        (
            "entra_v1",
            {},
            {"ver": "1.0", "aud": CLASSIC, "iss": f"https://sts.windows.net/{PRODUCTION}/", "appid": DEFAULT_CLIENT_ID},
        ),
        (
            "entra_v1",
            {"resource": CURRENT},
            {"ver": "2.0", "aud": CURRENT.rpartition("/")[2], "azp": DEFAULT_CLIENT_ID, "azpacr": "1"},
        ),
        (
            "entra_v2",
            {},
            {"ver": "2.0", "iss": f"https://login.microsoftonline.com/{PRODUCTION}/v2.0", "azp": DEFAULT_CLIENT_ID},
        ),
        ("entra_v2", {"scope": f"{CLASSIC}/.default"}, {"ver": "1.0", "aud": CLASSIC, "appidacr": "1"}),
        (
            "b2c",
            {},
            {"ver": "2.0", "iss": f"https://login.veracity.com/{PRODUCTION}/v2.0/", "mfaType": "none"},
        ),
        ("b2c", {"scope": f"{CURRENT.rpartition('/')[2]}/.default"}, {"aud": CURRENT.rpartition("/")[2]}),
    ],
)
def test_claims(simulator: Simulator, endpoint: str, changes: Changes, expected: dict[str, str]) -> None:
    """The registration decides the version, the endpoint the issuer."""
    token = fetch_token(simulator, Form(endpoint, changes))
    claims = jwt.decode(token, options={"verify_signature": False})
    assert {name: claims[name] for name in expected} == expected
    assert claims["sub"] == claims["oid"]
    assert claims["tid"] == PRODUCTION
    assert claims["iat"] == claims["nbf"] == claims["exp"] - 3599
    assert jwt.get_unverified_header(token)["alg"] == "RS256"


@pytest.mark.parametrize(
    ("tenant", "guid"),
    [
        ("dnvglb2cstag.onmicrosoft.com", "307530a1-6e70-4ef7-8875-daa8f5a664ec"),
        ("dnvglb2ctest.onmicrosoft.com", "ed815121-cdfa-4097-b524-e2b23cd36eb6"),
        ("dnvglb2cprod.onmicrosoft.com", PRODUCTION),
    ],
)
def test_tenants_by_domain_and_guid(simulator: Simulator, tenant: str, guid: str) -> None:
    """All three environments answer under both names; policies are compared without case."""
    simulator.application(client_id=OTHER_CLIENT, client_secret="another", tenants=[guid])
    scope = f"https://{tenant}/37c59c8d-cd9d-4cd5-b05a-e67f1650ee14/.default"
    form = Form("b2c", {"client_id": OTHER_CLIENT, "client_secret": "another", "scope": scope}).fields()
    with session() as client:
        for path in (
            f"/{tenant}/oauth2/v2.0/token",
            f"/{guid.upper()}/oauth2/v2.0/token",
            f"/{tenant}/b2c_1a_SIGNINWITHADFSIDP/oauth2/v2.0/token",
            f"/{guid}/B2C_1A_SignInWIthADFSIdp/oauth2/v2.0/token",
            f"/{guid}/oauth2/v2.0/token?p=B2C_1A_Identity",
            f"/tfp/{tenant}/B2C_1A_Identity/oauth2/v2.0/token",
            f"/te/{tenant}/B2C_1A_Identity/oauth2/v2.0/token",
        ):
            response = client.post(simulator.http + path, data=form, timeout=TIMEOUT)
            assert response.status_code == 200, path
            assert jwt.decode(response.json()["access_token"], options={"verify_signature": False})["tid"] == guid
