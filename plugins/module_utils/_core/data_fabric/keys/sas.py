# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Reading SAS tokens. Private: for use inside dnv.veracity only."""

from __future__ import annotations

from urllib.parse import parse_qs

from ...api_fields import moment
from ..api.accesses import Key


def secrets(key: Key) -> list[str]:
    """Return everything about a key that must not be printed: URL, token, and the signature alone."""
    return [key.url, key.token, *_fields(key).get("sig", [])]


def end(key: Key) -> float | None:
    """Return when a key ends, in seconds since the epoch: as the API says, otherwise as the key itself says (se)."""
    if key.expires is not None:
        return key.expires
    return moment({"se": _fields(key).get("se", [""])[0]}, "se")


def _fields(key: Key) -> dict[str, list[str]]:
    """Return the parameters of the token, decoded."""
    return parse_qs(key.token)
