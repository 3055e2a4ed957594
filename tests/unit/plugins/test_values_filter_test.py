# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plain values, and the filter and the test for tokens."""

from __future__ import annotations

import base64
import json
import time
import typing as t

import jwt
import pytest
from ansible.errors import AnsibleFilterError
from cryptography.hazmat.primitives.asymmetric import rsa

from ansible_collections.dnv.veracity.plugins.filter.token_claims import FilterModule, token_claims
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain
from ansible_collections.dnv.veracity.plugins.test.token_valid import TestModule as ValidityTests
from ansible_collections.dnv.veracity.plugins.test.token_valid import token_valid

KEY = rsa.generate_private_key(65537, 2048)
KEY_SET = {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "one"}]}


class Text(str):
    """A text with a tag, as ansible-core hands them over."""

    __slots__ = ("tag",)


class Number(int):
    """A number with a tag."""


class Fraction(float):
    """A fraction with a tag."""


class Entries(dict[str, t.Any]):
    """A dictionary with a tag."""


class AnsibleVaultEncryptedUnicode:
    """A vaulted text as it was before ansible-core 2.19: it is decrypted when it becomes a string."""

    def __str__(self) -> str:
        return "decrypted"


def signed(**said: t.Any) -> str:
    """Return a signed token."""
    return jwt.encode({"exp": time.time() + 3600, **said}, KEY, "RS256", {"kid": "one"})


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, None),
        (True, True),
        (Text("x"), "x"),
        (Number(7), 7),
        (Fraction(0.5), 0.5),
        (b"caf\xc3\xa9", "café"),
        (AnsibleVaultEncryptedUnicode(), "decrypted"),
        (Entries({Text("a"): [Text("b"), (Number(1),)]}), {"a": ["b", [1]]}),
        (frozenset({"x"}), ["x"]),
        (object, str(object)),
    ],
)
def test_plain(value: t.Any, found: t.Any) -> None:
    assert plain(value) == found
    assert type(plain(value)) is type(found)


def test_plain_goes_all_the_way_down() -> None:
    result = plain(Entries({Text("a"): [Text("b")]}))
    assert result.__class__ is dict
    assert next(iter(result)).__class__ is str
    assert result["a"][0].__class__ is str


def test_names() -> None:
    assert FilterModule().filters() == {"token_claims": token_claims}
    assert ValidityTests().tests() == {"token_valid": token_valid}


# token_claims


def test_claims_of_a_token_and_of_a_result() -> None:
    value = signed(aud="x")
    assert token_claims(value)["aud"] == "x"
    assert token_claims(Text(value))["aud"] == "x"
    assert token_claims({"access_token": value, "changed": False})["aud"] == "x"


def test_opaque_token_has_no_claims() -> None:
    assert token_claims("opaque") == {}


@pytest.mark.parametrize("value", [None, "", 7, [], {}, {"access_token": None}, {"access_token": ""}])
def test_what_is_no_token(value: t.Any) -> None:
    with pytest.raises(AnsibleFilterError, match="this is not a token"):
        token_claims(value)


@pytest.mark.parametrize("keys", [KEY_SET, json.dumps(KEY_SET), Entries(KEY_SET)], ids=["dict", "text", "tagged"])
def test_verified(keys: t.Any) -> None:
    assert token_claims(signed(aud="x", iss="y"), jwks=keys, audience=Text("x"), issuer="y")["aud"] == "x"


@pytest.mark.parametrize("given", [{}, {"leeway": "60"}, {"leeway": 60}])
def test_default_leeway_is_a_minute(given: dict[str, t.Any]) -> None:
    assert token_claims(signed(exp=time.time() - 50), jwks=KEY_SET, **given)
    assert token_claims(signed(nbf=time.time() + 50), jwks=KEY_SET, **given)
    for said in ({"exp": time.time() - 70}, {"nbf": time.time() + 70}):
        with pytest.raises(AnsibleFilterError, match="not valid"):
            token_claims(signed(**said), jwks=KEY_SET, **given)


@pytest.mark.parametrize("leeway", ["nan", "inf", "-inf", -1, "a minute", None, [], {}, True, 10**400, float("nan")])
def test_h_leeway_that_is_no_tolerance_is_refused(leeway: t.Any) -> None:
    with pytest.raises(AnsibleFilterError, match="leeway: must be a number of seconds"):
        token_claims(signed(exp=1), jwks=KEY_SET, leeway=leeway)


@pytest.mark.parametrize("option", ["leeway", "min_validity"])
@pytest.mark.parametrize("value", ["nan", "inf", -1, "a minute", None, [], True, float("inf"), float("nan")])
def test_h_seconds_of_the_test_that_are_none_are_refused(option: str, value: t.Any) -> None:
    with pytest.raises(AnsibleFilterError, match=f"token_valid: {option}: must be a number of seconds"):
        token_valid(signed(exp=1), **{option: value})


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_h_key_set_of_many_levels_is_an_error(depth: int) -> None:
    nested: t.Any = []
    for _level in range(depth):
        nested = [nested]
    for jwks in (f'{{"keys": {"[" * depth}{"]" * depth}}}', "[" * depth, {"keys": nested}, nested):
        with pytest.raises(AnsibleFilterError, match=r"jwks is not|No key of the key set"):
            token_claims(signed(), jwks=jwks)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"jwks": {"keys": [{"alg": "none"}]}}, "No key of the key set matches"),
        ({"jwks": {"keys": [jwt.algorithms.RSAAlgorithm.to_jwk(KEY, as_dict=True)]}}, "private or shared key"),
        ({"jwks": KEY_SET, "audience": "z"}, "not valid"),
        ({"jwks": KEY_SET, "issuer": "z"}, "not valid"),
        ({"jwks": {"keys": []}}, "No key of the key set matches"),
        ({"jwks": "no JSON"}, "jwks is not JSON"),
        ({"jwks": [1]}, "not a key set"),
        ({"audience": "x"}, "only checked together with jwks"),
        ({"issuer": "x"}, "only checked together with jwks"),
    ],
)
def test_not_verified(options: dict[str, t.Any], text: str) -> None:
    value = signed(aud="x", iss="y")
    with pytest.raises(AnsibleFilterError, match=text) as caught:
        token_claims(value, **options)
    assert value not in str(caught.value)
    assert caught.value.__cause__ is None


def test_leeway_of_a_verification() -> None:
    late = signed(exp=time.time() - 100)
    assert token_claims(late, jwks=KEY_SET, leeway=200)
    with pytest.raises(AnsibleFilterError):
        token_claims(late, jwks=KEY_SET, leeway=0)


# token_valid


@pytest.mark.parametrize(
    ("begins", "ends", "options", "valid"),
    [
        (None, 100, {}, True),
        (-100, 100, {}, True),
        (None, -10, {}, False),
        (10, 100, {}, False),
        (None, -10, {"leeway": 30}, True),
        (10, 100, {"leeway": 30}, True),
        (None, 100, {"min_validity": 50}, True),
        (None, 100, {"min_validity": 200}, False),
        (None, 100, {"min_validity": 200, "leeway": 150}, True),
    ],
)
def test_validity(begins: float | None, ends: float, options: dict[str, float], valid: bool) -> None:
    said = {"exp": time.time() + ends, **({"nbf": time.time() + begins} if begins is not None else {})}
    assert token_valid(signed(**said), **options) is valid
    assert token_valid({"access_token": signed(**said)}, **options) is valid


@pytest.mark.parametrize(("hours", "valid"), [(1, True), (-1, False)])
def test_validity_of_an_opaque_token_by_its_result(hours: int, valid: bool) -> None:
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + hours * 3600))
    assert token_valid({"access_token": "opaque", "expires_at": moment}) is valid


def unsigned(**said: t.Any) -> str:
    """Return a token that nobody signed."""
    parts = [{"alg": "RS256"}, said]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".x"


@pytest.mark.parametrize(
    "token",
    [
        "opaque",
        None,
        7,
        {},
        {"access_token": "opaque", "expires_at": "tomorrow"},
        {"access_token": "opaque", "expires_at": None},
        unsigned(exp="never"),
        unsigned(exp=True),
        unsigned(exp=10**400),
    ],
)
def test_token_that_does_not_say(token: t.Any) -> None:
    with pytest.raises(AnsibleFilterError, match="does not say"):
        token_valid(token)
