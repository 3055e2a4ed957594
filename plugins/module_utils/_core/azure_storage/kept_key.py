# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Whether a key that is kept will do. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..identity.stored import is_usable, remaining, seconds_needed

# Seconds by which the clock of Veracity may be ahead: a fresh key is not taken for one that is valid for too long.
SKEW = 300.0


def lasts(fields: t.Mapping[str, t.Any], minimum: float, now: float) -> bool:
    """Return whether a kept key is valid for long enough: ``minimum`` seconds, or half of a shorter life.

    ``fields`` has ``obtained_at`` and ``expires_in``, in seconds. A key whose end is not known is not.
    """
    if fields.get("expires_in") is None:
        return False
    left = left_of(fields, now)
    return is_usable(left, fields["expires_in"]) and left > seconds_needed(minimum, fields["expires_in"])


def left_of(fields: t.Mapping[str, t.Any], now: float) -> float:
    """Return for how many seconds a kept key is still good."""
    return remaining(fields["obtained_at"], fields["expires_in"], now)
