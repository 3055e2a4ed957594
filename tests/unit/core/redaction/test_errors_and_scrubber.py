# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Error texts and data, and taking secrets out of texts."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    Exchange,
    StateError,
    TokenError,
    UnknownStateError,
    UntrustedError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK, Scrubber
from tests.unit.support.leaks import CANARY, leaks, spellings

EXCHANGE = Exchange(
    "POST",
    "login.veracity.com/x/oauth2/v2.0/token",
    401,
    "invalid_client",
    ("AADB2C90081",),
    "42",
    "6f1c",
    "It is wrong.",
)


def test_text_for_the_user() -> None:
    error = TokenError("Refused.", hint="Look there.", exchange=EXCHANGE, remember=15)
    assert str(error) == (
        "Refused.\n"
        "  (POST login.veracity.com/x/oauth2/v2.0/token, HTTP 401, invalid_client, AADB2C90081, request id 42, "
        "correlation id 6f1c).\n"
        "  The server says: It is wrong.\n"
        "  Look there."
    )


def test_shortest_text() -> None:
    assert str(VeracityError("Refused.")) == "Refused."
    assert str(VeracityError("Lost.", exchange=Exchange("GET", "host/path"))) == "Lost.\n  (GET host/path)."


def test_data_for_the_result_has_keys_with_a_value_only() -> None:
    assert VeracityError("Refused.").details() == {"summary": "Refused."}
    assert TokenError("Refused.", hint="Look.", exchange=EXCHANGE).details() == {
        "summary": "Refused.",
        "hint": "Look.",
        "method": "POST",
        "url": "login.veracity.com/x/oauth2/v2.0/token",
        "status": 401,
        "error": "invalid_client",
        "codes": ["AADB2C90081"],
        "request_id": "42",
        "correlation_id": "6f1c",
    }


def test_status() -> None:
    assert ApiError("x", exchange=EXCHANGE).status == 401
    assert ApiError("x").status == 0
    assert ApiError("x", exchange=Exchange("GET", "x")).status == 0


def test_kinds_that_are_kinds_of_others() -> None:
    assert issubclass(UnknownStateError, StateError)
    assert BulkError("x", result={"a": 1}).result == {"a": 1}
    assert isinstance(UntrustedError("x"), VeracityError)


@pytest.mark.parametrize("spelling", spellings(CANARY))
@pytest.mark.parametrize("around", ["{}", "before {} after", "a=‹{}›&b", '{{"x": "{}"}}', "<{}>", "{0}{0}"])
def test_every_spelling_is_masked(spelling: str, around: str) -> None:
    text = around.format(spellings(CANARY)[spelling])
    found = Scrubber([CANARY])(text)
    assert MASK in found
    assert not leaks(found, CANARY)


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("secret", ["plain-secret-0001~", "+/secret/+", "four", "ninechars", "ten-chars-"])
def test_base64_of_a_text_with_the_secret_in_it(before: int, secret: str) -> None:
    for after in range(4):
        text = base64.b64encode(b"x" * before + secret.encode() + b"y" * after).decode()
        found = Scrubber([secret])(f"Basic: {text}")
        if len(secret) > 4:
            assert not leaks(found, secret)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://x.blob/c?sv=1&sig=abc%2Fdef&se=2", "https://x.blob/c?sv=1&sig=********&se=2"),
        ("client_secret=abc&x=1", "client_secret=********&x=1"),
        ("?subscription-key=0123", "?subscription-key=********"),
        ("http://user:pass@proxy:1/x", "http://********@proxy:1/x"),
        ("Authorization: Bearer abcdef0123456789", "Authorization: Bearer ********"),
        ("Authorization: basic dXNlcjpwYXNz0000", "Authorization: basic ********"),
        ("token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln end", "token ******** end"),
        ("half a token eyJhbGciOiJSUzI1NiJ9", "half a token ********"),
    ],
)
def test_what_looks_like_a_secret_is_masked_unnamed(text: str, found: str) -> None:
    assert Scrubber()(text) == found


@pytest.mark.parametrize("text", ["The bearer authentication is missing.", "signature=x", "sigma", "https://a:8080/b"])
def test_ordinary_words_stay(text: str) -> None:
    assert Scrubber(["", None, "abc"])(text) == text


def test_secret_within_a_secret() -> None:
    scrub = Scrubber(["secret"])
    scrub.add("secret-and-more")
    assert scrub("secret-and-more secret") == f"{MASK} {MASK}"


def test_secret_that_is_added_later() -> None:
    scrub = Scrubber()
    assert scrub("the-token") == "the-token"
    scrub.add("the-token")
    scrub.add("the-token")
    assert scrub("the-token") == MASK


def test_text_is_one_line_and_cut() -> None:
    assert Scrubber()("a\r\n\tb\0c\x1b[1m  d") == "a b c [1m d"
    assert Scrubber()("x" * 50, 10) == "x" * 9 + "…"
    assert Scrubber()("x" * 10, 10) == "x" * 10


def test_secret_at_the_cut_is_masked_before_it_is_cut() -> None:
    for length in range(1, 40):
        assert not leaks(Scrubber([CANARY])("." * length + CANARY, 40), CANARY)


@given(st.text(min_size=4, max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_no_text_shows_a_secret(secret: str, before: str, after: str) -> None:
    scrub = Scrubber([secret])
    for spelling in (secret, *(spellings(secret).values() if secret.isprintable() else ())):
        assert secret not in scrub.mask(before + spelling + after) or secret in MASK
