# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A time axis, and what is drawn along it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import Grant, Picture

# The names of the months do not depend on where a report is made.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# The distances between two ticks, smallest first; months and years are of about this length.
_STEPS = (
    *((minutes, timedelta(minutes=minutes), "time") for minutes in (1, 2, 5, 10, 15, 30)),
    *((hours, timedelta(hours=hours), "time") for hours in (1, 2, 3, 6, 12)),
    *((days, timedelta(days=days), "day") for days in (1, 2, 7, 14)),
    *((months, timedelta(days=30 * months), "month") for months in (1, 2, 3, 6)),
    *((years, timedelta(days=365 * years), "year") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)
# Nothing is counted on from here: the calendar ends in 9999.
_LAST_YEAR = 9990


@dataclass(frozen=True)
class Tick:
    """A mark on the axis: what is written at it, and below that where it differs from the mark before."""

    moment: datetime
    label: str
    below: str


@dataclass(frozen=True)
class Key:
    """A claimed key, and the grant that it belongs to."""

    grant: Grant
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Timeline:
    """The keys that are drawn, in the order in which they expire. ``begins`` and ``ends`` are those of the axis.

    ``left_out``: how many keys there is no room for. ``unclaimed``: how many grants have no key.
    """

    keys: tuple[Key, ...]
    begins: datetime
    ends: datetime
    now: datetime | None
    left_out: int
    unclaimed: int

    def place(self, moment: datetime) -> float:
        """Return where a time is, from 0 at the begin of the axis to 1 at its end."""
        return min(1.0, max(0.0, (moment - self.begins) / (self.ends - self.begins)))

    def ticks(self, most: int) -> list[Tick]:
        """Return the marks of the axis, at round times, about ``most`` of them at most."""
        number, distance, unit = next(
            (step for step in _STEPS if (self.ends - self.begins) / step[1] <= most), _STEPS[-1]
        )
        found: list[Tick] = []
        moment, before = _floor(self.begins, number, distance, unit), ""
        while moment <= self.ends:
            if moment >= self.begins:
                label, below = _written(moment, unit)
                found.append(Tick(moment, label, "" if below == before else below))
                before = below
            if moment.year >= _LAST_YEAR:
                break
            moment = _after(moment, number, distance, unit)
        return found


def timeline(picture: Picture, limit: int) -> Timeline | None:
    """Return at most ``limit`` keys, those that end soonest first among the valid ones; None when there are none."""
    opening, ended, unclaimed = picture.by_expiry()
    # Of those that have ended, the ones that did so last.
    chosen = [*opening, *reversed(ended)][: max(0, limit)]
    keys = sorted(
        (Key(grant, grant.begins, grant.ends) for grant in chosen if grant.begins and grant.ends),
        key=lambda key: key.ends,
    )
    if not keys:
        return None
    known = [time for key in keys for time in (key.begins, key.ends)] + ([picture.as_of] if picture.as_of else [])
    begins, ends = min(known), max(known)
    if ends - begins < timedelta(minutes=1):
        ends = begins + timedelta(minutes=1) if begins.year < _LAST_YEAR else ends
        begins = begins if ends > begins else ends - timedelta(minutes=1)
    left_out = len(opening) + len(ended) - len(keys)
    return Timeline(tuple(keys), begins, ends, picture.as_of, left_out, len(unclaimed))


def _floor(moment: datetime, number: int, distance: timedelta, unit: str) -> datetime:
    """Return the last round time that is not after another."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "time":
        return midnight + distance * ((moment - midnight) // distance)
    if unit == "day":
        # Weeks begin on Mondays, as the first day of the calendar was one.
        return midnight - timedelta(days=(midnight.toordinal() - 1) % number)
    if unit == "month":
        return midnight.replace(day=1, month=(midnight.month - 1) // number * number + 1)
    return midnight.replace(day=1, month=1, year=max(1, midnight.year // number * number))


def _after(moment: datetime, number: int, distance: timedelta, unit: str) -> datetime:
    """Return the round time after one."""
    if unit == "month":
        months = moment.month - 1 + number
        return moment.replace(year=moment.year + months // 12, month=months % 12 + 1)
    if unit == "year":
        return moment.replace(year=min(9999, (moment.year // number + 1) * number))
    return moment + distance


def _written(moment: datetime, unit: str) -> tuple[str, str]:
    """Return what is written at a time and below it."""
    day = f"{moment.day} {_MONTHS[moment.month - 1]}"
    if unit == "time":
        return f"{moment.hour:02}:{moment.minute:02}", f"{day} {moment.year}"
    if unit == "day":
        return day, str(moment.year)
    return (_MONTHS[moment.month - 1], str(moment.year)) if unit == "month" else (str(moment.year), "")


def notes(line: Timeline | None) -> list[str]:
    """Return what a timeline leaves out, in sentences."""
    if line is None:
        return ["No key has been claimed."]
    found = []
    if line.left_out:
        found.append(f"The {len(line.keys)} keys that expire next are drawn; {line.left_out} more are in the tables.")
    if line.unclaimed == 1:
        found.append("For 1 grant no key has been claimed yet; it is in the tables only.")
    elif line.unclaimed:
        found.append(f"For {line.unclaimed} grants no key has been claimed yet; they are in the tables only.")
    return found
