# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The ways in which a secret may be spelt. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus


def spellings(secret: str) -> set[str]:
    """Return the spellings in which a secret may come back: raw, percent-encoded, base64, JSON- and HTML-escaped."""
    raw = secret.encode("utf-8", "surrogatepass")
    found = {
        secret,
        quote(secret, safe="", errors="replace"),
        quote(secret, errors="replace"),
        quote_plus(secret, errors="replace"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"),
    }
    found.update(spelling.lower() for spelling in list(found) if "%" in spelling)
    # Inside a longer text base64 shifts with the position: three alignments, without their uncertain ends.
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        found.add(encode(raw).decode().rstrip("="))
        for offset in (1, 2):
            found.add(encode(b"\0" * offset + raw).decode().rstrip("=")[offset + 1 : -1])
        found.add(encode(raw).decode().rstrip("=")[:-1])
    return {spelling for spelling in found if len(spelling) >= 4}
