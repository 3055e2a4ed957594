# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts and times as every report writes them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timezone

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet

# The hours of one month: of 28 to 31 days.
_MONTH = (672, 744)
_OUTLET = Outlet()


class ReportError(ValueError):
    """What was given cannot be shown; the text says why."""


def clean(value: t.Any) -> str:
    """Return a value as text on one line, without what is not visible or changes the direction of writing."""
    return _OUTLET.line("" if value is None else str(value))


def text_of(entry: t.Mapping[str, t.Any], name: str) -> str:
    """Return a value of a dictionary as clean text, empty where there is none."""
    return clean(entry.get(name))


def entries_of(value: t.Any, kind: str, what: str) -> list[Mapping[str, t.Any]]:
    """Return the entries of a list in a dictionary. ``what`` is to be passed instead. Raises ReportError."""
    if not isinstance(value, Mapping):
        raise ReportError(f"pass {what}.")
    entries = value.get(kind)
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ReportError(f"{kind} must be a list of dictionaries.")
    return entries


def names_of(names: t.Mapping[t.Any, t.Any]) -> dict[str, str]:
    """Return names of users by their ids, as they are compared and shown."""
    return {clean(user).casefold(): clean(name) for user, name in names.items()}


def moment(value: t.Any, name: str) -> datetime | None:
    """Return a time of ISO 8601, in UTC. Raises ReportError."""
    if value is None or value == "":
        return None
    text = str(value)
    try:
        found = datetime.fromisoformat(text[:-1] + "+00:00" if text[-1] in "Zz" else text)
        if found.tzinfo is None:
            return found.replace(tzinfo=timezone.utc)
        return found.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise ReportError(f"{name} must be a time such as 2026-11-23T09:00:00Z.") from None


def when(time: datetime) -> str:
    """Return a time as reports write it, to the minute."""
    return time.isoformat(" ", "minutes")[:16]


def words(hours: int) -> str:
    """Return a number of hours in words: hours, days or months."""
    months = round(hours / 730)
    if months and _MONTH[0] * months <= hours <= _MONTH[1] * months:
        return counted(months, "month")
    return counted(hours // 24, "day") if hours > 24 and hours % 24 == 0 else counted(hours, "hour")


def counted(number: int, unit: str) -> str:
    """Return a number of things as text."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def figures(numbers: t.Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """Return the figures above a report, each with what it counts in one or in many."""
    return [(what if number == 1 else f"{what}s", str(number)) for what, number in numbers]


def cells(text: str) -> int:
    """Return how much room a text takes: wide signs take that of two letters, accents that are added take none."""
    return sum(_room(sign) for sign in text)


def shortened(text: str, room: int) -> str:
    """Return as much of a text as there is room for, with dots where something is left out."""
    left = room
    for position, sign in enumerate(text):
        left -= _room(sign)
        if left < 0:
            kept = text[:position]
            while kept and cells(kept) >= room:
                kept = kept[:-1]
            return kept.rstrip() + "…"
    return text


def _room(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
