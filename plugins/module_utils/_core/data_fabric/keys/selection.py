# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which grant to claim a key from. Pure. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...identity.stored import seconds_needed
from ..access.durations import Duration
from ..api.accesses import Access


def suitable(
    grants: t.Iterable[Access],
    rights: t.Collection[str],
    minimum: float,
    now: float,
    duration: Duration | None = None,
) -> list[Access]:
    """Return the live grants that allow the rights and can give a key for more than ``minimum`` seconds, best first.

    Those that work from everywhere come first, then those that allow least, then those whose keys are valid for more
    than ``minimum`` seconds: half of the life of a key is enough otherwise. Of them the one whose keys end first is
    best; with a ``duration`` the one that comes nearest to it, and longer ones last. Then those that do not end with
    their key, then the newest.
    """
    found = [
        (number, grant)
        for number, grant in enumerate(grants)
        if grant.usable(now)
        and grant.rights >= set(rights)
        and validity(grant, now) > seconds_needed(minimum, 3600.0 * grant.hours)
    ]
    found.sort(
        key=lambda item: (
            item[1].ip_range is not None,
            len(item[1].rights),
            validity(item[1], now) <= minimum,
            lasts_longer(item[1], duration, now),
            validity(item[1], now) * (1 if duration is None or lasts_longer(item[1], duration, now) else -1),
            not item[1].renewable,
            -item[0],
        )
    )
    return [grant for _number, grant in found]


def lasts_longer(grant: Access, duration: Duration | None, now: float) -> bool:
    """Return whether a key that is claimed now is valid for longer than a duration."""
    return duration is not None and validity(grant, now) > 3600.0 * duration.most


def validity(grant: Access, now: float) -> float:
    """Return for how many seconds a key that is claimed now is valid: a key that cannot be renewed keeps its end."""
    if grant.claimed and not grant.renewable:
        return (grant.expires or now) - now
    return 3600.0 * grant.hours
