# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test token_valid."""

from __future__ import annotations

import time
import typing as t
from collections.abc import Mapping
from datetime import datetime, timezone

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import claims, moment
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.verify import seconds
from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import filter_error
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain


def token_valid(token: t.Any, leeway: t.Any = 0, min_validity: t.Any = 0) -> bool:
    """Return whether a token is valid by its own times. Raises AnsibleFilterError when it does not say."""
    try:
        tolerated = seconds(plain(leeway), "leeway")
        needed = seconds(plain(min_validity), "min_validity")
    except InputError as error:
        raise filter_error(f"token_valid: {error}") from None
    begins, ends = _times(token)
    now = time.time()
    return begins - tolerated <= now and now + needed < ends + tolerated


def _times(token: t.Any) -> tuple[float, float]:
    """Return from when until when a token is valid, in seconds since the epoch."""
    value = token.get("access_token") if isinstance(token, Mapping) else token
    try:
        found = claims(plain(value)) if isinstance(value, str) else {}
    except VeracityError as error:
        raise filter_error(f"token_valid: {error}") from None
    ends = moment(found, "exp")
    if ends is None and isinstance(token, Mapping) and token.get("expires_at"):
        ends = _parsed(str(token["expires_at"]))
    if ends is None:
        raise filter_error(
            "token_valid: this token does not say when it expires. Pass the result of veracity_token instead."
        )
    return moment(found, "nbf") or 0.0, ends


def _parsed(text: str) -> float | None:
    """Return an ISO 8601 time in UTC as seconds since the epoch."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


class TestModule:
    """The tests of this file."""

    def tests(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return them by name."""
        return {"token_valid": token_valid}
