# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look for a secret in a text the way an attacker would, without the code under test."""

from __future__ import annotations

import base64
import binascii
import json
import re
from urllib.parse import quote, quote_plus

# Each character in it has broken somebody's escaping.
CANARY = "cän+ary/%41&=\" '\\<>é {{ s3cret }}$~ tail;"

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}")


def spellings(secret: str) -> dict[str, str]:
    """Return the spellings of a secret that servers and libraries produce, by name."""
    raw = secret.encode()
    return {
        "raw": secret,
        "percent-encoded": quote(secret, safe=""),
        "percent-encoded path": quote(secret),
        "form-encoded": quote_plus(secret),
        "percent-encoded lower": re.sub(r"%..", lambda found: found.group().lower(), quote(secret, safe="")),
        "base64": base64.b64encode(raw).decode(),
        "base64 for URLs": base64.urlsafe_b64encode(raw).decode().rstrip("="),
        "base64 of id and secret": base64.b64encode(b"an-id:" + raw).decode(),
        "base64 of id, one byte longer": base64.b64encode(b"an-id2:" + raw + b"\n").decode(),
        "base64 of id, two bytes longer": base64.b64encode(b"an-id23:" + raw + b"..").decode(),
        "JSON": json.dumps(secret)[1:-1],
        "JSON with UTF-8": json.dumps(secret, ensure_ascii=False)[1:-1],
    }


def leaks(text: str, secret: str) -> list[str]:
    """Return the spellings in which a text shows a secret, or more of it than its first eleven characters."""
    found = [name for name, spelling in spellings(secret).items() if spelling in text]
    if secret[:12] in text:
        found.append("first characters")
    for run in _BASE64.findall(text.encode()):
        for start in range(4):
            part = run[start:].replace(b"-", b"+").replace(b"_", b"/")
            try:
                plain = base64.b64decode(part[: len(part) // 4 * 4])
            except binascii.Error:
                continue
            if secret.encode()[2:-2] in plain:
                found.append("inside base64")
    return found
