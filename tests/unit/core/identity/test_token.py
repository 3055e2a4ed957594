# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a token says: lifetime, claims, doubts, and its verification."""

from __future__ import annotations

import base64
import json
import time
import typing as t

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import (
    Token,
    audience,
    claims,
    is_living,
    isoformat,
    lifetime,
    oddities,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.verify import verified_claims

PROD = "https://dnvglb2cprod.onmicrosoft.com"
API = "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"
OTHER = "dfba9693-546d-4300-bcd7-d8d525bdff38"
CALLER = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
NOW = 1_800_000_000.0


def encode(header: t.Any, payload: t.Any, signature: bytes = b"sig") -> str:
    """Return a token without a valid signature."""
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


@pytest.mark.parametrize(
    ("value", "seconds", "doubted"),
    [
        (3599, 3599, False),
        ("3599", 3599, False),
        (" 3599 ", 3599, False),
        (3599.9, 3599, False),
        (0.5, 1, False),
        (86400, 86400, False),
        (86401, 86400, True),
        (10**400, 300, True),
        ("1e400", 300, True),
        (float("nan"), 300, True),
        (-1, 0, False),
        (0, 0, False),
        ("0", 0, False),
        (None, 300, True),
        (False, 300, True),
        ({}, 300, True),
        ("", 300, True),
    ],
)
def test_lifetime(value: object, seconds: int, doubted: bool) -> None:
    found, doubt = lifetime(value)
    assert found == seconds
    assert (doubt is not None) is doubted


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans(), st.lists(st.integers())))
def test_any_lifetime_is_at_most_a_day(value: object) -> None:
    assert 0 <= lifetime(value)[0] <= 86400


def test_value_is_in_no_representation() -> None:
    assert "the-value" not in repr(Token("the-value", "Bearer", 3600, NOW))


@pytest.mark.parametrize(
    ("expires_in", "passed", "fresh", "usable"),
    [
        (3600, 0, True, True),
        (3600, 3299, True, True),
        (3600, 3301, False, True),
        (3600, 3569, False, True),
        (3600, 3571, False, False),
        (3600, -59, True, True),
        (3600, -61, False, False),
        (60, 47, True, True),
        (60, 49, False, True),
        (60, 55, False, False),
        (0, 0, False, False),
    ],
)
def test_windows(expires_in: int, passed: float, fresh: bool, usable: bool) -> None:
    token = Token("x", "Bearer", expires_in, NOW)
    assert token.is_fresh(NOW + passed) is fresh
    assert token.is_usable(NOW + passed) is usable


@pytest.mark.parametrize(
    ("moment", "text"), [(NOW, "2027-01-15T08:00:00Z"), (1e30, ""), (float("nan"), ""), (float("inf"), "")]
)
def test_moment_as_text(moment: float, text: str) -> None:
    assert isoformat(moment) == text


@pytest.mark.parametrize(
    "value",
    [
        "",
        "opaque",
        "a.b.c",
        "..",
        "eyJ.eyJ.x",
        "é.é.é",
        "\ud800.\ud800.x",
        encode({"alg": "none"}, [1]),
        encode({"alg": "none"}, "text"),
        encode([], {}),
        encode({"alg": "RS256"}, {"a": 1}) + "x" * 70_000,
        encode({"alg": "RS256"}, {}).replace(".", ".."),
        "{}.{}.{}".format(*[base64.urlsafe_b64encode(b"[" * 40_000).decode()] * 3)[:65_000],
    ],
)
def test_what_is_no_json_web_token_has_no_claims(value: str) -> None:
    assert claims(value) == {}


@pytest.mark.parametrize("header", [{"alg": "RS256"}, {"alg": "none"}, {"alg": "HS256", "kid": "x", "crit": ["x"]}])
def test_claims_are_read_without_verification(header: dict[str, t.Any]) -> None:
    found = claims(encode(header, {"aud": API, "exp": 1, "nbf": 9e12, "iat": "never"}))
    assert found in ({"aud": API, "exp": 1, "nbf": 9e12, "iat": "never"}, {})


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_bytes_are_claims_or_none(header: bytes, payload: bytes) -> None:
    parts = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (header, payload, b"x")]
    assert isinstance(claims(".".join(parts)), dict)


@pytest.mark.parametrize(
    ("named", "found"), [("x", "x"), (["x", "y"], "x"), ([], None), ("", None), (None, None), (7, "7")]
)
def test_audience(named: t.Any, found: str | None) -> None:
    assert audience({"aud": named}) == found


FITTING: dict[str, tuple[dict[str, t.Any], str]] = {
    "v1 token": ({"aud": f"{PROD}/{API}", "appid": CALLER}, f"{PROD}/{API}"),
    "v2 token": ({"aud": API, "azp": CALLER}, f"{PROD}/{API}"),
    "v2 token in capitals": ({"aud": API.upper(), "azp": CALLER.upper()}, f"{PROD}/{API}/"),
    "no claims": ({}, f"{PROD}/{API}"),
    "audience of another kind": ({"aud": "https://api.example.com"}, f"{PROD}/{API}"),
    "several audiences": ({"aud": [API, OTHER]}, API),
    "strange times": ({"exp": "never", "nbf": None}, API),
    "times that are booleans": ({"exp": True, "nbf": True}, API),
    "not a number": ({"exp": float("nan"), "nbf": float("nan")}, API),
}


@pytest.mark.parametrize("name", FITTING)
def test_claims_that_raise_no_doubt(name: str) -> None:
    found, asked = FITTING[name]
    assert oddities(found, CALLER, asked, NOW) == []
    assert is_living(found, NOW)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ({"aud": OTHER}, f"The token is for {OTHER}, but"),
        ({"aud": f"{PROD}/{OTHER}"}, f"The token is for {PROD}/{OTHER}, but"),
        ({"appid": OTHER}, f"issued to the application {OTHER}, not to {CALLER}"),
        ({"azp": OTHER}, f"issued to the application {OTHER}"),
        ({"exp": NOW - 61}, "has already expired (61 s)"),
        ({"nbf": NOW + 61}, "is not valid yet (61 s)"),
    ],
)
def test_claims_that_raise_a_doubt(found: dict[str, t.Any], text: str) -> None:
    (warning,) = oddities(found, CALLER, f"{PROD}/{API}", NOW)
    assert text in warning


@pytest.mark.parametrize("claim", ["exp", "nbf"])
def test_times_too_large_for_a_float_do_not_count(claim: str) -> None:
    assert oddities({claim: 10**400}, CALLER, API, NOW) == []
    assert is_living({claim: 10**400}, NOW)


@pytest.mark.parametrize(
    ("found", "living"),
    [({"exp": NOW - 59}, True), ({"exp": NOW - 61}, False), ({"nbf": NOW + 59}, True), ({"nbf": NOW + 61}, False)],
)
def test_a_minute_of_tolerance(found: dict[str, t.Any], living: bool) -> None:
    assert is_living(found, NOW) is living


# Verification

KEY = rsa.generate_private_key(65537, 2048)


def key_set(key: t.Any = KEY, name: str | None = "one") -> dict[str, t.Any]:
    """Return a key set with the public half of a key."""
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    entry = algorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [{**entry, **({"kid": name} if name else {})}]}


def signed(algorithm: str = "RS256", key: t.Any = KEY, name: str | None = "one", **said: t.Any) -> str:
    """Return a signed token."""
    whole = {"aud": API, "iss": "https://issuer", "exp": time.time() + 3600, **said}
    headers = {"kid": name} if name else {}
    return jwt.encode({key: value for key, value in whole.items() if value is not None}, key, algorithm, headers)


def test_good_signature() -> None:
    assert verified_claims(signed(), key_set())["aud"] == API
    assert verified_claims(signed("PS256"), key_set())["aud"] == API
    assert verified_claims(signed(), key_set(), audience=API, issuer="https://issuer")["aud"] == API
    assert verified_claims(signed(name=None), key_set(name=None))["aud"] == API
    assert verified_claims(signed(exp=time.time() - 30), key_set())


def _confused() -> str:
    """Return a token signed with the public key as if it were a shared secret."""
    header = {"alg": "HS256", "kid": "one"}
    return encode(header, {"aud": API, "exp": time.time() + 3600})


BAD: dict[str, tuple[str, t.Any, dict[str, t.Any]]] = {
    "another key": (signed(key=rsa.generate_private_key(65537, 2048)), key_set(), {}),
    "another kid": (signed(name="two"), key_set(), {}),
    "tampered": (signed()[:-8] + "AAAAAAAA", key_set(), {}),
    "not signed": (encode({"alg": "none", "kid": "one"}, {"exp": time.time() + 3600}, b""), key_set(), {}),
    "shared secret": (_confused(), key_set(), {}),
    "other algorithm": (signed("RS512"), key_set(), {}),
    "elliptic curve": (
        signed("ES256", KEY_EC := ec.generate_private_key(ec.SECP256R1())),
        key_set(KEY_EC),
        {},
    ),
    "key of another kind under the same name": (signed(), key_set(KEY_EC), {}),
    "expired": (signed(exp=time.time() - 61), key_set(), {}),
    "not valid yet": (signed(nbf=time.time() + 1800), key_set(), {}),
    "no expiry": (signed(exp=None), key_set(), {}),
    "other audience": (signed(), key_set(), {"audience": OTHER}),
    "other issuer": (signed(), key_set(), {"issuer": "https://else"}),
    "no audience": (signed(aud=None), key_set(), {"audience": API}),
    "opaque": ("opaque", key_set(), {}),
    "empty key set": (signed(), {"keys": []}, {}),
    "no keys": (signed(), {}, {}),
    "keys of another type": (signed(), {"keys": "x"}, {}),
    "key of another type": (signed(), {"keys": ["x"]}, {}),
    "key that is damaged": (signed(), {"keys": [{"kty": "RSA", "kid": "one", "n": "é", "e": 7}]}, {}),
    "shared key": (signed(), {"keys": [{"kty": "oct", "kid": "one", "k": "c2VjcmV0"}]}, {}),
    "key set that is a list": (signed(), [1], {}),
    "key set that is nothing": (signed(), None, {}),
}


RSA_KEY = key_set()["keys"][0]
PRIVATE_KEY = {**jwt.algorithms.RSAAlgorithm.to_jwk(KEY, as_dict=True), "kid": "one"}


def nested(levels: int) -> t.Any:
    """Return a list in a list in a list."""
    value: t.Any = []
    for _level in range(levels):
        value = [value]
    return value


ODD: dict[str, t.Any] = {
    "algorithm none": {"keys": [{**RSA_KEY, "alg": "none"}]},
    "algorithm none alone": {"keys": [{"alg": "none"}]},
    "algorithm none without a key": {"keys": [{"kty": "RSA", "alg": "none", "kid": "one"}]},
    "algorithm of a shared key": {"keys": [{**RSA_KEY, "alg": "HS256"}]},
    "algorithm that is no text": {"keys": [{**RSA_KEY, "alg": ["RS256"]}]},
    "private key": {"keys": [PRIVATE_KEY]},
    "private key beside a public one": {"keys": [RSA_KEY, {**PRIVATE_KEY, "kid": "two"}]},
    "part of a private key": {"keys": [{**RSA_KEY, "d": 1}]},
    "key for encryption": {"keys": [{**RSA_KEY, "use": "enc"}]},
    "type that is no text": {"keys": [{**RSA_KEY, "kty": ["RSA"]}]},
    "modulus of zero": {"keys": [{**RSA_KEY, "n": ""}]},
    "modulus of one byte": {"keys": [{**RSA_KEY, "n": "AQ"}]},
    "modulus that is huge": {"keys": [{**RSA_KEY, "n": "_" * 200_000}]},
    "modulus that is a number": {"keys": [{**RSA_KEY, "n": 10**300}]},
    "exponent of even size": {"keys": [{**RSA_KEY, "e": "BA"}]},
    "nested value": {"keys": [{**RSA_KEY, "n": nested(100_000)}]},
    "nested set": {"keys": nested(100_000)},
    "nested all through": nested(100_000),
    "null": {"keys": None},
    "keys of null": {"keys": [None]},
}


@pytest.mark.parametrize("name", ODD)
def test_h_odd_key_set_is_an_error(name: str) -> None:
    with pytest.raises(VeracityError) as caught:
        verified_claims(signed(), ODD[name])
    assert caught.value.__cause__ is None
    assert len(str(caught.value)) < 400


def test_h_private_key_is_named_and_not_shown() -> None:
    with pytest.raises(VeracityError, match="private or shared key") as caught:
        verified_claims(signed(), ODD["private key beside a public one"])
    assert PRIVATE_KEY["d"] not in str(caught.value)


def test_h_key_beside_odd_ones_is_used() -> None:
    keys = [{"alg": "none"}, None, {"kty": "EC"}, {**RSA_KEY, "alg": "RS256", "use": "sig", "x5c": ["x"]}]
    assert verified_claims(signed(), {"keys": keys})["aud"] == API


@pytest.mark.parametrize("leeway", [float("nan"), float("inf"), float("-inf"), -1, 86401, 1e308])
@pytest.mark.parametrize("expired", [True, False])
def test_h_leeway_that_is_no_tolerance_is_refused(leeway: float, expired: bool) -> None:
    value = signed(exp=time.time() + (-1e6 if expired else 1e6))
    with pytest.raises(InputError, match=r"^leeway: "):
        verified_claims(value, key_set(), leeway=leeway)


@pytest.mark.parametrize(
    ("leeway", "age", "good"), [(0, 1, False), (0, -5, True), (86400, 86000, True), (10, 20, False)]
)
def test_leeway(leeway: float, age: float, good: bool) -> None:
    value = signed(exp=time.time() - age)
    if good:
        assert verified_claims(value, key_set(), leeway=leeway)
        return
    with pytest.raises(VeracityError, match="ExpiredSignatureError"):
        verified_claims(value, key_set(), leeway=leeway)


@pytest.mark.parametrize(
    "value",
    [
        ".".join([base64.urlsafe_b64encode(b"[" * 100_000).decode()] * 3),
        encode({"alg": "RS256", "kid": ["one"]}, {}),
        encode({"alg": "RS256", "kid": {"one": 1}}, {}),
    ],
)
def test_h_odd_header_is_an_error(value: str) -> None:
    with pytest.raises(VeracityError):
        verified_claims(value, key_set())


@pytest.mark.parametrize("exp", ["never", [1], {"a": 1}, float("inf"), float("nan"), True, None])
def test_h_odd_expiry_is_an_error(exp: t.Any) -> None:
    header, payload = ({"alg": "RS256", "kid": "one"}, {"aud": API, "exp": exp})
    unsigned = encode(header, payload).rpartition(".")[0]
    signature = KEY.sign(unsigned.encode(), padding.PKCS1v15(), hashes.SHA256())
    value = f"{unsigned}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    with pytest.raises(VeracityError):
        verified_claims(value, key_set())


@pytest.mark.parametrize("name", BAD)
def test_bad_token_or_key_set(name: str) -> None:
    value, keys, options = BAD[name]
    with pytest.raises(VeracityError) as caught:
        verified_claims(value, keys, **options)
    assert caught.value.__cause__ is None
    assert value not in str(caught.value)
