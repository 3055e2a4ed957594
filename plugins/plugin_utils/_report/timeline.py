# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A time axis, and what is drawn along it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import datetime, timedelta

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import Grant, Group, Picture

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
# What is shown first when there is more than there is room for: keys that open a container, then those that did.
_URGENCY = {"active": 0, "revoked": 1, "renewable": 2, "expired": 3}


@dataclass(frozen=True)
class Tick:
    """A mark on the axis: what is written at it, and below that where it differs from the mark before."""

    moment: datetime
    label: str
    below: str


@dataclass(frozen=True)
class Timeline:
    """The keys that are drawn, by container. ``begins`` and ``ends`` are those of the axis.

    ``left_out``: how many keys there is no room for. ``unclaimed``: how many grants have no key.
    """

    groups: tuple[Group, ...]
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
    keys = [(group, grant) for group in picture.groups for grant in group.grants if grant.ends is not None]
    if not keys or limit < 1:
        return None
    chosen = sorted(range(len(keys)), key=lambda number: (*_urgency(keys[number][1]), number))[:limit]
    shown: dict[str, tuple[Group, list[Grant]]] = {}
    for number in sorted(chosen):
        group, grant = keys[number]
        shown.setdefault(group.id + group.name, (group, []))[1].append(grant)
    groups = tuple(
        Group(group.id, group.name, group.title, group.region, tuple(grants)) for group, grants in shown.values()
    )
    moments = [moment for group in groups for grant in group.grants for moment in (grant.begins, grant.ends)]
    moments.append(picture.now)
    known = [moment for moment in moments if moment is not None]
    begins, ends = min(known), max(known)
    if ends - begins < timedelta(minutes=1):
        ends = begins + timedelta(minutes=1) if begins.year < _LAST_YEAR else ends
        begins = begins if ends > begins else ends - timedelta(minutes=1)
    unclaimed = sum(grant.state == "available" for grant in picture.grants)
    return Timeline(groups, begins, ends, picture.now, len(keys) - len(chosen), unclaimed)


def _urgency(grant: Grant) -> tuple[int, float]:
    """Return by what keys are chosen: first those that end soonest, and of ended ones those that ended last."""
    rank = _URGENCY.get(grant.state, len(_URGENCY))
    ends = t.cast(datetime, grant.ends).timestamp()
    return rank, ends if rank < 2 else -ends


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
