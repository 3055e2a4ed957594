# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""For how long keys are valid, as people say it and as the API does. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import InputError
from ...validation.mistakes import quoted

# Hours of a month: the documents do not say how many the API takes, so a month may have 28 to 31 days.
_SHORTEST_MONTH = 672
_LONGEST_MONTH = 744
_MONTH = 730
_MOST_MONTHS = 6
_FORM = re.compile(r"([1-9][0-9]{0,4})\s*(?:(h|hours?)|months?)", re.IGNORECASE)


@dataclass(frozen=True)
class Duration:
    """A duration: every number of hours from ``least`` to ``most`` is it, and ``nearest`` is it best."""

    least: int
    most: int
    nearest: int

    def covers(self, hours: int) -> bool:
        """Return whether a number of hours is this duration."""
        return self.least <= hours <= self.most

    def overlaps(self, other: Duration) -> bool:
        """Return whether some number of hours is both durations."""
        return self.least <= other.most and other.least <= self.most

    def __str__(self) -> str:
        return spell(self.nearest)


def parse(text: str, name: str = "duration") -> Duration:
    """Return the duration that an option says: ``8h``, ``8 hours``, ``1 month``, ``6 months``. Else InputError."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise InputError(f"{name}: must be hours or months, such as 1h, 8h, 1 month or 6 months, not {quoted(text)}.")
    number = int(found[1])
    if found[2]:
        return Duration(number, number, number)
    if number > _MOST_MONTHS:
        raise InputError(
            f"{name}: must be at most {_MOST_MONTHS} months, not {quoted(text)}. No key is valid for longer."
        )
    return _months(number)


def of_hours(hours: int) -> Duration:
    """Return the duration of a number of hours: as months if it is a whole number of them, else in hours."""
    for number in range(1, _MOST_MONTHS + 1):
        if _months(number).covers(hours):
            return _months(number)
    return Duration(hours, hours, hours)


def spell(hours: int) -> str:
    """Return hours for people: ``1h``, ``8h``, ``1 month``, ``6 months``."""
    for number in range(1, _MOST_MONTHS + 1):
        if _months(number).covers(hours):
            return "1 month" if number == 1 else f"{number} months"
    return f"{hours}h"


def _months(number: int) -> Duration:
    """Return this many months."""
    return Duration(_SHORTEST_MONTH * number, _LONGEST_MONTH * number, _MONTH * number)
