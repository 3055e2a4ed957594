# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients that nobody here wrote agree with the identity part."""

from __future__ import annotations

import ssl
import typing as t
import urllib.request

import jwt
import msal  # type: ignore[import-untyped]
import pytest

from tests.conformance.calls import CLASSIC, CURRENT, TIMEOUT, Form, fetch_token, session
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET

TENANT = "dnvglb2cprod.onmicrosoft.com"
GUID = "a68572e3-63ce-4bc1-acdc-b64943502e9d"
POLICY = "B2C_1A_SignInWithADFSIdp"


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the clients away from proxies and authorities of the surroundings."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "localhost,127.0.0.1")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def _msal(simulator: Simulator, secret: str, **options: t.Any) -> msal.ConfidentialClientApplication:
    return msal.ConfidentialClientApplication(
        DEFAULT_CLIENT_ID,
        client_credential=secret,
        oidc_authority=f"{simulator.https}/{TENANT}/v2.0",
        **options,
    )


def _verified(simulator: Simulator, token: str, metadata_url: str, audience: str) -> dict[str, t.Any]:
    """Verify a token as an API does: metadata, then keys, then signature, issuer, audience and times."""
    with session() as client:
        metadata = client.get(metadata_url, verify=simulator.ca, timeout=TIMEOUT).json()
    context = ssl.create_default_context(cafile=simulator.ca)
    key = jwt.PyJWKClient(metadata["jwks_uri"], ssl_context=context).get_signing_key_from_jwt(token)
    return jwt.decode(
        token,
        key,
        algorithms=metadata["id_token_signing_alg_values_supported"],
        audience=audience,
        issuer=metadata["issuer"],
        options={"require": ["exp", "nbf", "iat", "iss", "aud"]},
    )


def test_msal_obtains_a_token_that_pyjwt_verifies(simulator: Simulator) -> None:
    """Over HTTPS, with the throw-away authority as the only trusted one."""
    application = _msal(simulator, DEFAULT_CLIENT_SECRET, verify=simulator.ca)
    result = application.acquire_token_for_client([f"{CURRENT}/.default"])
    assert "access_token" in result, result
    assert 0 < result["expires_in"] <= 3599
    url = f"{simulator.https}/{TENANT}/v2.0/.well-known/openid-configuration"
    claims = _verified(simulator, result["access_token"], url, CURRENT.rpartition("/")[2])
    assert claims["azp"] == DEFAULT_CLIENT_ID


def test_msal_trusts_by_environment_too(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """REQUESTS_CA_BUNDLE is the other way to name an authority; without either the connection is refused."""
    with pytest.raises(Exception, match="CERTIFICATE_VERIFY_FAILED"):
        _msal(simulator, DEFAULT_CLIENT_SECRET)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", simulator.ca)
    result = _msal(simulator, DEFAULT_CLIENT_SECRET).acquire_token_for_client([f"{CURRENT}/.default"])
    assert "access_token" in result


@pytest.mark.parametrize(
    ("secret", "scope", "error", "code"),
    [
        ("wrong", f"{CURRENT}/.default", "invalid_client", 7000215),
        (DEFAULT_CLIENT_SECRET, CURRENT, "invalid_scope", 1002012),
    ],
)
def test_msal_is_refused(simulator: Simulator, secret: str, scope: str, error: str, code: int) -> None:
    """It reads the refusal as it reads one of the real service."""
    result = _msal(simulator, secret, verify=simulator.ca).acquire_token_for_client([scope])
    assert "access_token" not in result
    assert (result["error"], result["error_codes"]) == (error, [code])
    assert result["correlation_id"]


@pytest.mark.parametrize(
    ("form", "metadata", "audience"),
    [
        (Form("entra_v1"), f"/{GUID}/.well-known/openid-configuration", CLASSIC),
        (Form("entra_v2"), f"/{GUID}/v2.0/.well-known/openid-configuration", CURRENT.rpartition("/")[2]),
        (
            Form("b2c"),
            f"/{TENANT}/{POLICY}/v2.0/.well-known/openid-configuration",
            CURRENT.rpartition("/")[2],
        ),
        (
            Form("b2c_query"),
            f"/{GUID}/v2.0/.well-known/openid-configuration?p={POLICY.upper()}",
            CURRENT.rpartition("/")[2],
        ),
    ],
)
def test_pyjwt_verifies_tokens_of_every_endpoint(
    simulator: Simulator, form: Form, metadata: str, audience: str
) -> None:
    """The issuer of each kind of metadata is the issuer of the tokens."""
    token = fetch_token(simulator, form)
    claims = _verified(simulator, token, simulator.https + metadata, audience)
    assert DEFAULT_CLIENT_ID in (claims.get("appid"), claims.get("azp"))
    with pytest.raises(jwt.InvalidTokenError):
        _verified(
            simulator, token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"), simulator.https + metadata, audience
        )
    with pytest.raises(jwt.InvalidAudienceError):
        _verified(simulator, token, simulator.https + metadata, "https://example.com/api")


@pytest.mark.parametrize(
    ("path", "token_path"),
    [
        (f"/{TENANT}/v2.0/.well-known/openid-configuration", f"/{GUID}/oauth2/v2.0/token"),
        (
            f"/{TENANT}/{POLICY}/v2.0/.well-known/openid-configuration",
            f"/{TENANT}/{POLICY.lower()}/oauth2/v2.0/token",
        ),
        (
            f"/{GUID}/v2.0/.well-known/openid-configuration?p={POLICY}",
            f"/{GUID}/oauth2/v2.0/token?p={POLICY.lower()}",
        ),
    ],
)
def test_metadata_leads_to_a_working_token_endpoint(simulator: Simulator, path: str, token_path: str) -> None:
    """The policy comes back in lower case, and the address works."""
    with session() as client:
        metadata = client.get(simulator.http + path, timeout=TIMEOUT).json()
        assert metadata["token_endpoint"] == simulator.http + token_path
        granted = client.post(metadata["token_endpoint"], data=Form("b2c").fields(), timeout=TIMEOUT)
        keys = client.get(metadata["jwks_uri"], timeout=TIMEOUT).json()["keys"]
    assert granted.status_code == 200
    assert len(keys) == 2
    assert all(set(key) == {"kty", "use", "kid", "n", "e"} for key in keys)


def test_the_certificate_is_good_for_both_names(simulator: Simulator) -> None:
    """Name and address of the machine itself, nothing else."""
    context = ssl.create_default_context(cafile=simulator.ca)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    for base in (simulator.https, simulator.https.replace("localhost", "127.0.0.1")):
        with opener.open(f"{base}/_simulator/health", timeout=TIMEOUT) as response:
            assert response.status == 200
