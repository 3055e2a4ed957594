# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Remove secrets and control characters from what is shown. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import threading
import typing as t
from operator import is_

from .decoding import decode
from .encodings import embedded, plain_forms

MASK = "********"

# What looks like a JSON Web Token, a SAS signature or a credential in a URL is masked even when nobody named it.
_PATTERNS = (
    (re.compile(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}"), MASK),
    (re.compile(r"(?i)\b(sig|client_secret|subscription-key|access_token)=[^&\s\"'<>]+"), rf"\1={MASK}"),
    (re.compile(r"(?i)(://)[^/\s:@]+:[^/\s@]+@"), rf"\1{MASK}@"),
    (re.compile(r"(?i)\b(bearer|basic) +(?=\S*\d)[A-Za-z0-9._~+/=-]{12,}"), rf"\1 {MASK}"),
)
# Shorter ones are no secrets worth the name, and masking them would blacken ordinary words.
_SHORTEST = 4
# The same for what is no message but data, and for other letter case.
_SHORTEST_IN_DATA = 8
# JSON in HTML in a URL in JSON is as far as it goes.
_LEVELS = 5
# Control characters, and those that turn the direction of what follows. Text may have lines, tabs and marks.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BUT_LINES = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_REPLACEMENT = "\ufffd"
# Letter case is ignored, and forms write a space as +.
_FOLDED = bytes(0x20 if byte == 0x2B else byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))
_BASE64 = bytes.maketrans(b"-_", b"+/")


class _Needles(t.NamedTuple):
    """What to search for: as it is, in any letter case, and inside base64."""

    exact: tuple[bytes, ...] = ()
    folded: tuple[bytes, ...] = ()
    base64: tuple[bytes, ...] = ()

    def and_those_of(self, secret: str) -> _Needles:
        """Return these and what to search for a secret."""
        exact, folded, base64 = set(self.exact), set(self.folded), set(self.base64)
        for form in plain_forms(secret, any_case=len(secret) >= _SHORTEST_IN_DATA):
            known: bytes | None = form
            for _level in range(_LEVELS):
                if known is None or len(known) < _SHORTEST:
                    break
                if len(known) < _SHORTEST_IN_DATA:
                    exact.add(known)
                else:
                    folded.add(known.translate(_FOLDED))
                # A secret may itself hold what looks like an escape, and is found in a text that was decoded too.
                decoded = decode(known)
                known = decoded.text if decoded else None
            folded.add(form.hex().encode())
        base64.update(embedded(secret))
        return _Needles(tuple(exact), tuple(folded), tuple(base64))

    def spans(self, text: bytes) -> t.Iterator[tuple[int, int]]:
        """Yield where they stand in a text."""
        yield from _places(text, self.exact)
        yield from _places(text.translate(_FOLDED), self.folded)
        yield from _places(text.translate(_BASE64), self.base64)


class Scrubber:
    """Knows the secrets of one run and takes them out of texts. Secrets can be added while it is in use."""

    def __init__(self, secrets: t.Iterable[str | None] = ()) -> None:
        self._known: set[str] = set()
        self._needles = _Needles()
        self._needles_in_data = _Needles()
        self._lock = threading.Lock()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str | None) -> None:
        """Take out this secret too, from now on."""
        if not secret or secret in self._known:
            return
        with self._lock:
            self._known.add(secret)
            if len(secret) >= _SHORTEST:
                self._needles = self._needles.and_those_of(secret)
            if len(secret) >= _SHORTEST_IN_DATA:
                self._needles_in_data = self._needles_in_data.and_those_of(secret)

    def mask(self, text: str) -> str:
        """Return the text with every known secret, and what looks like one, masked."""
        text = self.known(text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def known(self, text: str) -> str:
        """Return the text with every known secret masked, in whatever way it is escaped, and nothing else."""
        return _masked(text, self._needles)

    def text(self, text: str) -> str:
        """Return a text of several lines masked, and without other control characters."""
        return _BUT_LINES.sub(" ", self.mask(text))

    def __call__(self, text: str, limit: int | None = None) -> str:
        """Return the text masked, on one line, without control characters, and cut to this length."""
        text = self.mask(text)
        if limit is not None:
            # Only now: a secret that is cut in two is not recognised.
            text = text[: 20 * limit]
        text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        if limit is not None and len(text) > limit:
            text = text[: limit - 1].rstrip() + "…"
        return text

    def data(self, value: t.Any, *, short: bool = False) -> t.Any:
        """Return data with every known secret masked at any depth, keys too, and visible marks for control characters.

        ``short``: whether short secrets are masked inside of longer texts too. What has nothing to mask is returned
        as the object that it is.
        """
        if isinstance(value, str):
            if value in self._known and len(value) >= _SHORTEST:
                return MASK
            text = _masked(value, self._needles if short else self._needles_in_data)
            return _CONTROLS.sub(_REPLACEMENT, text) if _CONTROLS.search(text) else text
        if isinstance(value, dict):
            return self._members(value, short)
        if isinstance(value, (list, tuple)):
            entries = [self.data(entry, short=short) for entry in value]
            return value if all(map(is_, entries, value)) else entries
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return MASK if is_number and str(value) in self._known and len(str(value)) >= _SHORTEST else value

    def _members(self, value: dict[t.Any, t.Any], short: bool) -> dict[t.Any, t.Any]:
        """Return an object with everything in it masked."""
        found: dict[t.Any, t.Any] = {}
        is_same = True
        for key, member in value.items():
            name, shown = self.data(key, short=short), self.data(member, short=short)
            is_same = is_same and name is key and shown is member
            number = 1
            while name in found:
                # Two keys may look the same when they are masked.
                number += 1
                name = f"{self.data(key, short=short)} {number}"
            found[name] = shown
        return value if is_same else found


def _places(text: bytes, needles: t.Iterable[bytes]) -> t.Iterator[tuple[int, int]]:
    """Yield from where to where each of the needles stands in a text."""
    for needle in needles:
        start = text.find(needle)
        while start >= 0:
            yield start, start + len(needle)
            start = text.find(needle, start + 1)


def _masked(text: str, needles: _Needles) -> str:
    """Return a text with everything masked that is found in it, or in what it says when its escapes are undone."""
    if len(text) < _SHORTEST or not (needles.exact or needles.folded):
        return text
    source = text.encode("utf-8", "surrogatepass")
    spans = list(needles.spans(source))
    layers = []
    layer = source
    for _level in range(_LEVELS):
        decoded = decode(layer)
        if decoded is None:
            break
        layers.append(decoded)
        layer = decoded.text
        for start, end in needles.spans(layer):
            for above in reversed(layers):
                start, end = above.origin(start, end)
            spans.append((start, end))
    return _without(source, spans) if spans else text


def _without(source: bytes, spans: list[tuple[int, int]]) -> str:
    """Return a text with a mask for each span; spans that overlap get one."""
    pieces = []
    done = 0
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    for start, end in merged:
        pieces += [source[done:start], MASK.encode()]
        done = end
    pieces.append(source[done:])
    found = b"".join(pieces)
    try:
        return found.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        # A secret in another encoding was a part of a character.
        return found.decode("utf-8", "replace")
