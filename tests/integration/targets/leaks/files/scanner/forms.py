# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The spellings of a secret that would give it away. Written apart from the collection, to judge it."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

PART_LENGTH = 12


def forms(secret: str) -> dict[bytes, str]:
    """Return every spelling to look for, and what to call it."""
    once = json.dumps(secret)[1:-1]
    texts = {
        "raw": secret,
        "percent-encoded": quote(secret, safe=""),
        "percent-encoded path": quote(secret),
        "form-encoded": quote_plus(secret),
        "JSON": once,
        "JSON with Unicode": json.dumps(secret, ensure_ascii=False)[1:-1],
        "JSON in JSON": json.dumps(once)[1:-1],
        "Python": repr(secret)[1:-1],
        "XML": escape(secret),
        "HTML": html.escape(secret),
        "HTML, decimal quotes": html.escape(secret).replace("&#x27;", "&#39;"),
        "HTML, decimal": "".join(f"&#{ord(letter)};" for letter in secret),
        "JSON, each character": "".join(f"\\u{ord(letter):04X}" for letter in secret),
        "percent-encoded twice": quote(quote(secret, safe=""), safe=""),
        "percent-encoded component": quote(secret, safe="!*'()"),
        "hexadecimal": secret.encode().hex(),
        "HEXADECIMAL": secret.encode().hex().upper(),
        "other case": secret.swapcase(),
        "beginning": secret[:PART_LENGTH],
        "end": secret[-PART_LENGTH:],
    }
    texts |= {f"{name}, lower case": text.lower() for name, text in texts.items() if name.startswith("percent")}
    found = {text.encode(): name for name, text in reversed(texts.items())}
    for alphabet, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
        for offset in range(3):
            found[_base64(secret.encode(), offset, encode)] = f"{alphabet} at offset {offset}"
    return found


def _base64(secret: bytes, offset: int, encode) -> bytes:
    """Return the characters that a secret has in base64 when ``offset`` bytes stand before it, modulo 3.

    Characters that also depend on a neighbour are left out.
    """
    first = (offset * 8 + 5) // 6
    last = (offset + len(secret)) * 8 // 6
    return encode(b"\0" * offset + secret)[first:last]
