# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that are written at once and read later: what an event store does."""

from __future__ import annotations

import typing as t

T = t.TypeVar("T")


class Delayed(t.Generic[T]):
    """One value with the moments (seconds since the epoch) from which each of its versions is read."""

    def __init__(self, value: T) -> None:
        self._versions: list[tuple[float, T]] = [(float("-inf"), value)]

    def latest(self) -> T:
        """Return what was written last."""
        return self._versions[-1][1]

    def seen(self, now: float) -> T:
        """Return what a read shows: the last version whose moment has come."""
        return next(value for moment, value in reversed(self._versions) if moment <= now)

    def write(self, value: T, visible_at: float) -> None:
        """Add a version."""
        self._versions.append((visible_at, value))
