# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The ways in which a secret may be spelt. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import base64
import json
import re
import typing as t
from urllib.parse import parse_qsl, quote, quote_plus, unquote

# What encodeURIComponent of JavaScript leaves as it is, beside letters, digits and _ . - ~.
_UNRESERVED = "!*'()"
# What in the query of a URL opens something: the signature of a SAS URL, the code of an Azure function.
_SECRET_PARAMETER = re.compile(r"sig|code|.*(?:key|token|secret|password|auth)", re.IGNORECASE)
_SHORTEST_PART = 8
# What encoders for HTML write as a number, beside all that is not ASCII.
_SPECIAL = re.compile(r"[^A-Za-z0-9._-]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}


def spellings(secret: str) -> set[str]:
    """Return the usual spellings in which a secret may come back: a finite list for those who take no other.

    Raw, percent-encoded once and twice, JSON- and HTML-escaped, hexadecimal and base64.
    """
    once = {quote(secret, safe=safe, errors="replace") for safe in ("", "/", _UNRESERVED)}
    once.add(quote_plus(secret, errors="replace"))
    escaped = json.dumps(secret)[1:-1]
    found = {
        secret,
        *once,
        *(quote(spelling, safe="") for spelling in once),
        escaped,
        escaped.replace("/", "\\/"),
        re.sub(r"\\u[0-9a-f]{4}", lambda match: "\\u" + match.group()[2:].upper(), escaped),
        json.dumps(secret, ensure_ascii=False)[1:-1],
        *_in_html(secret),
    }
    found.update(re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), text) for text in list(found))
    digits = _raw(secret).hex()
    found.update({digits, digits.upper()})
    # Inside a longer text base64 shifts with the position: three alignments, without their uncertain ends.
    for needle in _alignments(_raw(secret)):
        found.update({needle.decode(), needle.translate(bytes.maketrans(b"+/", b"-_")).decode()})
    return {spelling for spelling in found if len(spelling) >= 4}


def parts(secret: str) -> t.Iterator[str]:
    """Yield what of a secret URL is a secret by itself: the password in it, its query, and what in that opens it."""
    _scheme, separator, rest = secret.partition("://")
    if not separator:
        return
    # Not by urlsplit(): a password with a slash in it is still one.
    password = rest.rpartition("@")[0].partition(":")[2]
    query = rest.partition("?")[2].partition("#")[0]
    found = [password, unquote(password), query]
    found += [value for name, value in parse_qsl(query) if _SECRET_PARAMETER.fullmatch(name)]
    yield from (part for part in found if len(part) >= _SHORTEST_PART)


def plain_forms(secret: str, *, any_case: bool) -> set[bytes]:
    """Return a secret as bytes: in UTF-8, in the encodings that servers mistake it for, and in other letter case."""
    # Quotes are doubled in YAML, SQL and CSV.
    texts = {secret, secret.replace("'", "''"), secret.replace('"', '""')}
    if any_case:
        texts |= {secret.lower(), secret.upper()}
    found = {_raw(text) for text in texts}
    for encoding, errors in (("latin-1", "strict"), ("utf-8", "surrogateescape")):
        try:
            found.add(secret.encode(encoding, errors))
        except UnicodeEncodeError:
            continue
    return found


def embedded(secret: str) -> set[bytes]:
    """Return what of a secret shows in the base64 of a longer text, where it may be escaped itself."""
    texts = {
        _raw(secret),
        quote_plus(secret, errors="replace").encode(),
        json.dumps(secret)[1:-1].encode(),
        _raw(json.dumps(secret, ensure_ascii=False)[1:-1]),
    }
    return {needle for text in texts for needle in _alignments(text) if len(needle) >= 4}


def _alignments(raw: bytes) -> t.Iterator[bytes]:
    """Yield the characters that bytes have in base64 at each offset, those left out that depend on their neighbors."""
    for offset in range(3):
        first, last = (offset * 8 + 5) // 6, (offset + len(raw)) * 8 // 6
        yield base64.b64encode(b"\0" * offset + raw)[first:last]


def _in_html(secret: str) -> set[str]:
    """Return the usual spellings of a secret in HTML and XML."""
    named = re.sub("[&<>\"']", lambda letter: _HTML[letter.group()], secret)
    found = {
        named,
        named.replace("&apos;", "'"),
        named.replace("&apos;", "'").replace("&quot;", '"'),
        named.replace("&apos;", "&#39;"),
        named.replace("&apos;", "&#x27;"),
        named.replace("&apos;", "&#39;").replace("&quot;", "&#34;"),
    }
    found.add(_SPECIAL.sub(lambda letter: f"&#{ord(letter.group())};", secret))
    found.add(_SPECIAL.sub(lambda letter: f"&#x{ord(letter.group()):x};", secret))
    found.add(_SPECIAL.sub(lambda letter: f"&#x{ord(letter.group()):X};", secret))
    return found


def _raw(text: str) -> bytes:
    """Return a text in UTF-8."""
    return text.encode("utf-8", "surrogatepass")
