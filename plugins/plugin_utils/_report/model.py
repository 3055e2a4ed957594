# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report of access shows, before it is Markdown or HTML. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet

# The states of a grant, in the words of a report, in the order in which a legend lists them.
STATES = {
    "active": "valid",
    "renewable": "ended, can be renewed",
    "available": "no key yet",
    "expired": "expired",
    "revoked": "revoked, key works until it expires",
}
RIGHTS = ("read", "write", "delete", "list")
# The hours of one month: of 28 to 31 days.
_MONTH = (672, 744)


class ReportError(ValueError):
    """What was given cannot be shown; the text says why."""


@dataclass(frozen=True)
class Grant:
    """One row. ``begins`` and ``ends`` are those of the claimed key, in UTC; None: no key was claimed.

    ``label`` is what to call the user where there is little room.
    """

    user: str
    name: str
    label: str
    comment: str
    rights: str
    hours: int
    renewable: bool
    state: str
    begins: datetime | None
    ends: datetime | None

    @property
    def duration(self) -> str:
        """For how long a key is valid, in words."""
        return words(self.hours)

    @property
    def state_in_words(self) -> str:
        """The state, as a report calls it."""
        return self.state if self.ends is None and self.state == "revoked" else STATES.get(self.state, self.state)


@dataclass(frozen=True)
class Group:
    """A container with its grants, sorted."""

    id: str
    name: str
    title: str
    region: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Picture:
    """Everything that a report shows. ``now`` is drawn into the timeline when it is given."""

    groups: tuple[Group, ...]
    now: datetime | None = None

    @property
    def grants(self) -> list[Grant]:
        """All grants."""
        return [grant for group in self.groups for grant in group.grants]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return the figures above a report, each with what it counts."""
        valid = [grant for grant in self.grants if grant.state == "active"]
        ends = [grant.ends for grant in valid if grant.ends is not None]
        revoked = [grant for grant in self.grants if grant.state == "revoked" and grant.ends is not None]
        numbers = [
            ("container", len(self.groups)),
            ("user", len({grant.user for grant in self.grants})),
            ("grant", len(self.grants)),
            ("valid key", len(valid)),
        ]
        if revoked:
            numbers.append(("revoked key", len(revoked)))
        return [
            *figures(numbers),
            ("next expiry", f"{when(min(ends))} UTC" if ends else "none"),
        ]


def read(value: t.Any, names: t.Mapping[str, str]) -> Picture:
    """Return the picture of ``containers`` and ``accesses``, as veracity_container_access_info returns them.

    ``names`` are names of users by their ids, in any case. Raises ReportError.
    """
    if not isinstance(value, Mapping):
        raise ReportError("pass the result of veracity_container_access_info, or containers and accesses.")
    containers, accesses = (entries_of(value, kind) for kind in ("containers", "accesses"))
    called = {clean(user).casefold(): clean(name) for user, name in names.items()}
    labels = _labels({_text(access, "user") for access in accesses}, called)
    found: dict[str, tuple[Mapping[str, t.Any], list[Grant]]] = {}
    for container in containers:
        found.setdefault(_text(container, "id") or _text(container, "short_name"), (container, []))
    for access in accesses:
        key = _text(access, "container_id") or _text(access, "container")
        bare = {"id": _text(access, "container_id"), "short_name": access.get("container")}
        found.setdefault(key, (bare, []))[1].append(_grant(access, called, labels))
    groups = [_group(container, grants) for container, grants in found.values()]
    return Picture(tuple(sorted(groups, key=lambda group: (group.name, group.id))), _moment(value.get("now"), "now"))


def clean(value: t.Any) -> str:
    """Return a value as text on one line, without what is not visible or changes the direction of writing."""
    return Outlet().line("" if value is None else str(value))


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


def words(hours: int) -> str:
    """Return a number of hours in words: hours, days or months."""
    months = round(hours / 730)
    if months and _MONTH[0] * months <= hours <= _MONTH[1] * months:
        return counted(months, "month")
    return counted(hours // 24, "day") if hours > 24 and hours % 24 == 0 else counted(hours, "hour")


def when(moment: datetime) -> str:
    """Return a time as reports write it, to the minute."""
    return moment.isoformat(" ", "minutes")[:16]


def figures(numbers: t.Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """Return the figures above a report, each with what it counts in one or in many."""
    return [(what if number == 1 else f"{what}s", str(number)) for what, number in numbers]


def counted(number: int, unit: str) -> str:
    """Return a number of things as text."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def entries_of(value: t.Mapping[str, t.Any], kind: str) -> list[Mapping[str, t.Any]]:
    """Return the entries of a list. Raises ReportError."""
    entries = value.get(kind)
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ReportError(f"{kind} must be a list of dictionaries.")
    return entries


def _text(entry: t.Mapping[str, t.Any], name: str) -> str:
    return clean(entry.get(name))


def _labels(users: t.Collection[str], names: t.Mapping[str, str]) -> dict[str, str]:
    """Return what to call each user in little room: the name, or as much of the id as tells it from the others."""
    starts: dict[str, int] = {}
    for user in users:
        starts[user[:8]] = starts.get(user[:8], 0) + 1
    return {
        user: names.get(user.casefold()) or (f"{user[:8]}…" if len(user) > 9 and starts[user[:8]] == 1 else user)
        for user in users
    }


def _group(container: t.Mapping[str, t.Any], grants: t.Iterable[Grant]) -> Group:
    identifier = _text(container, "id")
    ordered = sorted(
        grants, key=lambda grant: (grant.name or grant.user, grant.user, grant.rights, grant.hours, _end(grant))
    )
    return Group(
        id=identifier,
        name=_text(container, "short_name") or identifier,
        title=_text(container, "title"),
        region=_text(container, "region"),
        grants=tuple(ordered),
    )


def _end(grant: Grant) -> tuple[bool, str, str]:
    """Return by what grants that are alike are sorted."""
    return (grant.renewable, "" if grant.ends is None else grant.ends.isoformat(), grant.state + grant.comment)


def _grant(access: t.Mapping[str, t.Any], names: t.Mapping[str, str], labels: t.Mapping[str, str]) -> Grant:
    user, hours, rights = _text(access, "user"), access.get("duration_hours"), access.get("rights")
    if not isinstance(hours, int):
        raise ReportError("duration_hours of an access must be a number of hours.")
    if not isinstance(rights, list):
        raise ReportError("rights of an access must be a list.")
    ends = _moment(access.get("key_expires_at"), "key_expires_at")
    begins = _moment(access.get("key_valid_from"), "key_valid_from")
    if ends is not None and begins is None:
        begins = _before(ends, hours)
    given = {clean(right) for right in rights}
    name, comment = names.get(user.casefold(), ""), _text(access, "comment")
    return Grant(
        user=user,
        name=name,
        label=labels[user],
        comment=comment if comment != name else "",
        rights=", ".join(right for right in (*RIGHTS, *sorted(given.difference(RIGHTS))) if right in given),
        hours=hours,
        renewable=bool(access.get("renewable")),
        state=_text(access, "state"),
        begins=begins,
        ends=ends,
    )


def _before(moment: datetime, hours: int) -> datetime:
    """Return a time so many hours before another; the other itself where the calendar has none."""
    first = datetime(1, 1, 1, tzinfo=timezone.utc)
    return moment if (moment - first) / timedelta(hours=1) < hours else moment - timedelta(hours=hours)


def _moment(value: t.Any, name: str) -> datetime | None:
    """Return a time of ISO 8601, in UTC. Raises ReportError."""
    if value is None or value == "":
        return None
    text = str(value)
    try:
        moment = datetime.fromisoformat(text[:-1] + "+00:00" if text[-1] in "Zz" else text)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise ReportError(f"{name} must be a time such as 2026-11-23T09:00:00Z.") from None
