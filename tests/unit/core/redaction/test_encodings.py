# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C5: whatever a web stack makes of a secret is recognised, one escape in another too; and nothing else is."""

from __future__ import annotations

import base64
import html
import json
import re
import time
import typing as t
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.decoding import decode
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.encodings import spellings
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK, Scrubber
from tests.unit.support.leaks import CANARY, leaks

# As the portal makes secrets; everything that is escaped somewhere; what looks like an escape; and other scripts.
SECRETS = (
    "aB8~Q.x-3_kZ9mN+/yT0pL=",
    CANARY,
    'it\'s 100%25 & "more" <b>%41\\u0041&#65;&amp;</b>\\',
    "пароль-Straße-密码-😀-ünïcode",
)


def _html(secret: str, form: str) -> str:
    return "".join(form.format(ord(letter)) for letter in secret)


def _lower(text: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda found: found.group().lower(), text)


def _units(secret: str) -> list[int]:
    raw = secret.encode("utf-16-be")
    return [int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2)]


WRITERS: dict[str, t.Callable[[str], str]] = {
    "raw": str,
    "percent": lambda secret: quote(secret, safe=""),
    "percent, path": quote,
    "percent, lower case": lambda secret: _lower(quote(secret, safe="")),
    "encodeURIComponent": lambda secret: quote(secret, safe="!*'()"),
    "percent, each character": lambda secret: "".join(f"%{byte:02X}" for byte in secret.encode()),
    "form": quote_plus,
    "HTML": html.escape,
    "HTML, text only": lambda secret: html.escape(secret, quote=False),
    "HTML, &#39; and &#34;": lambda secret: (
        html.escape(secret, quote=False).replace("'", "&#39;").replace('"', "&#34;")
    ),
    "XML, &apos;": lambda secret: html.escape(secret, quote=False).replace("'", "&apos;").replace('"', "&quot;"),
    "HTML, upper case": lambda secret: html.escape(secret, quote=False).replace("&amp;", "&AMP;"),
    "HTML, decimal": lambda secret: _html(secret, "&#{};"),
    "HTML, leading zeros": lambda secret: _html(secret, "&#{:07d};"),
    "HTML, hexadecimal": lambda secret: _html(secret, "&#x{:x};"),
    "HTML, HEXADECIMAL": lambda secret: _html(secret, "&#X{:06X};"),
    "HTML, decimal for what is not ASCII": lambda secret: secret.encode("ascii", "xmlcharrefreplace").decode(),
    "JSON": lambda secret: json.dumps(secret)[1:-1],
    "JSON, UTF-8": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "JSON, \\/": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "JSON, each character": lambda secret: "".join(f"\\u{unit:04x}" for unit in _units(secret)),
    "JSON, EACH CHARACTER": lambda secret: "".join(f"\\u{unit:04X}" for unit in _units(secret)),
    "JavaScript escape()": lambda secret: "".join(f"%u{unit:04X}" for unit in _units(secret)),
    "Python": lambda secret: repr(secret)[1:-1],
    "bytes of Python": lambda secret: "".join(f"\\x{byte:02x}" for byte in secret.encode()),
    "other case": str.swapcase,
    "lower case": str.lower,
    "UPPER CASE": str.upper,
}
BINARY: dict[str, t.Callable[[bytes], str]] = {
    "hex": bytes.hex,
    "HEX": lambda raw: raw.hex().upper(),
    **{
        f"{name} at offset {offset}": lambda raw, encode=encode, offset=offset: encode(
            b"id:"[:offset] + raw + b"-end"
        ).decode()
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode))
        for offset in range(4)
    },
}
CHANGED_BY_CASE = {"other case", "lower case", "UPPER CASE"}


@pytest.mark.parametrize("name", WRITERS)
def test_c5_each_spelling_is_masked_whole(name: str) -> None:
    # Straße has no other case that is the same word again.
    for secret in SECRETS[:3] if name in CHANGED_BY_CASE else SECRETS:
        spelling = WRITERS[name](secret)
        scrub = Scrubber([secret])
        for around in ("{}", "before {} after", "<{}>", "{0}{0}"):
            assert scrub.known(around.format(spelling)) == around.format(MASK)


# An escape whose letters change case is another one.
@pytest.mark.parametrize("outer", sorted(set(WRITERS) - CHANGED_BY_CASE))
def test_c5_spelling_within_a_spelling_is_masked_whole(outer: str) -> None:
    for secret in SECRETS:
        scrub = Scrubber([secret])
        for inner in set(WRITERS) - CHANGED_BY_CASE:
            assert scrub.known(f"({WRITERS[outer](WRITERS[inner](secret))})") == f"({MASK})", inner


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("outer", ["raw", "percent", "JSON, \\/", "HTML, decimal"])
def test_c5_what_is_encoded_as_bytes_is_masked(secret: str, name: str, outer: str) -> None:
    found = Scrubber([secret])(f"x {WRITERS[outer](BINARY[name](secret.encode()))} y")
    assert MASK in found
    assert not leaks(found, secret)
    assert secret.encode()[2:-2].hex() not in found.lower()


@pytest.mark.parametrize("secret", SECRETS[:2])
def test_c5_basic_authorization_of_oauth(secret: str) -> None:
    # RFC 6749, 2.3.1: both are form-encoded first.
    text = base64.b64encode(f"an-id:{quote_plus(secret)}".encode()).decode()
    assert not leaks(Scrubber([secret])(f"says {text}"), quote_plus(secret))


@pytest.mark.parametrize("secret", SECRETS)
def test_c5_core_is_told_the_usual_spellings(secret: str) -> None:
    found = spellings(secret)
    names = set(WRITERS) - CHANGED_BY_CASE
    names -= {name for name in names if "each character" in name.lower() or name.startswith("HTML, ")}
    names -= {"JavaScript escape()", "Python", "bytes of Python"}
    for name in names:
        assert WRITERS[name](secret) in found, name
    assert quote(quote(secret, safe=""), safe="") in found
    assert {secret.encode().hex(), secret.encode().hex().upper()} <= found


@pytest.mark.parametrize(
    "text",
    [
        "the afternoon report of NOON",
        "50% of a&b; \\d+ &nosuch; %zz %",
        "C:\\users\\new\\table",
        "c2VjcmV0IGVsc2V3aGVyZQ==",
        "&#999999999999; \\u{ffffff} \\ud800",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert Scrubber(["Noon", "a-long-secret-0001", "abc"]).known(text) == text


def test_short_secret_is_masked_in_messages_and_where_it_is_all_that_data_says() -> None:
    scrub = Scrubber(["noon"])
    assert scrub.known("at noon") == f"at {MASK}"
    assert scrub.data({"a": "noon", "noon reports": "afternoon"}) == {"a": MASK, "noon reports": "afternoon"}
    assert scrub.data({"noon reports": "noon!"}, short=True) == {f"{MASK} reports": f"{MASK}!"}


def test_c4_keys_and_values_of_data_are_masked_at_any_depth() -> None:
    scrub = Scrubber(["the-secret-0001", "12345678901"])
    value = {
        "a": [{"the-secret-0001": 1, "THE-SECRET-0001": 2}],
        "b": (12345678901, 1.5, True, None),
        "c": "x\x1b[1m\ty",
    }
    assert scrub.data(value) == {
        "a": [{MASK: 1, f"{MASK} 2": 2}],
        "b": [MASK, 1.5, True, None],
        "c": "x\ufffd[1m\ty",
    }


def test_data_without_secrets_is_the_same_object() -> None:
    value = {"a": [1, "b", {"c": ("d",)}]}
    assert Scrubber(["the-secret-0001"]).data(value) is value


@given(st.text(max_size=60))
def test_decoding_never_fails_and_knows_where_everything_came_from(text: str) -> None:
    source = f"%41{text}&amp;".encode("utf-8", "surrogatepass")
    found = decode(source)
    assert found is not None
    assert found.text.startswith(b"A")
    assert found.origin(0, len(found.text)) == (0, len(source))
    for place in range(len(found.text)):
        start, end = found.origin(place, place + 1)
        assert 0 <= start < end <= len(source)


def test_masking_is_fast() -> None:
    scrub = Scrubber([f"secret-number-{number:04d}-{'x' * 30}" for number in range(8)])
    scrub.add("eyJ" + "a1B2" * 400)
    lines = [f"changed: container {number} https://host/path?x=%20{number} \\n &amp; done" for number in range(10_000)]
    begun = time.perf_counter()
    for line in lines:
        scrub(line)
    # It takes about half a second; the limit allows for a busy machine, and not for a walk over all spellings.
    assert time.perf_counter() - begun < 6
