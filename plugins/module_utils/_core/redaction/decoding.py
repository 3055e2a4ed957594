# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Undo the escapes that web stacks put into texts, and say where each byte came from.

Private: for use inside dnv.veracity only. Everything is UTF-8: an escape may stand for a byte or for a character.
"""

from __future__ import annotations

import re
import typing as t
from bisect import bisect_right

_SIMPLE = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_ESCAPE = re.compile(
    rb"%[0-9A-Fa-f]{2}"
    rb"|[\\%][uU][dD][89abAB][0-9A-Fa-f]{2}[\\%][uU][dD][c-fC-F][0-9A-Fa-f]{2}"
    rb"|[\\%][uU][0-9A-Fa-f]{4}"
    rb"|\\[uU]\{[0-9A-Fa-f]{1,6}\}"
    rb"|\\[xX][0-9A-Fa-f]{2}"
    rb"|\\[\\\"'/bfnrt]"
    rb"|&#(?:[0-9]{1,12}|[xX][0-9A-Fa-f]{1,12});?"
    rb"|&[A-Za-z][A-Za-z0-9]{1,31};"
)


class Decoded(t.NamedTuple):
    """A text without one level of escapes. The others say where its pieces begin, and where they came from."""

    text: bytes
    starts: list[int]
    origins: list[tuple[int, int, bool]]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where a part of the text stood in what was decoded; an escape counts as a whole."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        begins, _ends, is_escape = self.origins[first]
        source_start = begins if is_escape else begins + start - self.starts[first]
        begins, ends, is_escape = self.origins[last]
        return source_start, ends if is_escape else begins + end - self.starts[last]


def decode(text: bytes) -> Decoded | None:
    """Return a text without one level of escapes: percent, HTML and XML, JSON, JavaScript and Python. None: no escape.

    RFC 3986 (2.1), HTML (13.5), RFC 8259 (7), ECMAScript (B.2.1.1).
    """
    pieces: list[bytes] = []
    starts: list[int] = []
    origins: list[tuple[int, int, bool]] = []
    done = length = 0
    for found in _ESCAPE.finditer(text):
        plain = _plain(found.group())
        if plain is None:
            continue
        for piece, start, end, is_escape in (
            (text[done : found.start()], done, found.start(), False),
            (plain, found.start(), found.end(), True),
        ):
            if piece:
                pieces.append(piece)
                starts.append(length)
                origins.append((start, end, is_escape))
                length += len(piece)
        done = found.end()
    if not starts:
        return None
    if done < len(text):
        pieces.append(text[done:])
        starts.append(length)
        origins.append((done, len(text), False))
    return Decoded(b"".join(pieces), starts, origins)


def _plain(escape: bytes) -> bytes | None:
    """Return what an escape stands for, None when it stands for nothing."""
    if escape.startswith(b"&"):
        return _reference(escape.decode("ascii"))
    kind = escape[1:2]
    if kind in b"uU":
        digits = escape[2:].strip(b"{}")
        if len(digits) > 6:
            # Two halves of a character beyond the basic plane, as JSON and JavaScript write it.
            high, low = int(digits[:4], 16), int(digits[-4:], 16)
            return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00).encode()
        return _character(int(digits, 16))
    if kind in b"xX":
        return bytes.fromhex(escape[2:].decode("ascii"))
    if escape.startswith(b"%"):
        return bytes.fromhex(escape[1:].decode("ascii"))
    return _SIMPLE.get(kind, kind)


def _reference(text: str) -> bytes | None:
    """Return the character of an HTML reference, in any case of its name."""
    import html

    for spelling in (text, text.lower()):
        found = html.unescape(spelling)
        if found != spelling:
            return found.encode("utf-8", "surrogatepass")
    return None


def _character(number: int) -> bytes | None:
    """Return a character by its number."""
    return chr(number).encode("utf-8", "surrogatepass") if number < 0x110000 else None
