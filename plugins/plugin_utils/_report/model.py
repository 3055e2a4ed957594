# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report of access shows, in whatever format. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import (
    ReportError,
    clean,
    entries_of,
    figures,
    moment,
    names_of,
    text_of,
    when,
    words,
)

# The states of a grant, in the words of a report, in the order in which a legend lists them.
STATES = {
    "active": "valid",
    "renewable": "ended, can be renewed",
    "available": "no key yet",
    "expired": "expired",
    "revoked": "revoked, key works until it expires",
}
RIGHTS = ("read", "write", "delete", "list")
_WHAT = "the result of veracity_container_access_info, or containers and accesses"


@dataclass(frozen=True)
class Person:
    """A user or an application. ``label`` is what to call it where there is little room."""

    id: str
    name: str
    label: str

    @property
    def order(self) -> tuple[str, str]:
        """By what people are sorted."""
        return ((self.name or self.id).casefold(), self.id)


@dataclass(frozen=True)
class Steward:
    """A data steward of a container."""

    person: Person
    comment: str


@dataclass(frozen=True)
class Container:
    """A container, without its grants. ``stewards`` None: they were not read."""

    id: str
    name: str
    title: str
    region: str
    owner: Person | None
    stewards: tuple[Steward, ...] | None


@dataclass(frozen=True)
class Grant:
    """One row. ``begins`` and ``ends`` are those of the claimed key, in UTC; None: no key was claimed."""

    container: Container
    user: Person
    comment: str
    rights: tuple[str, ...]
    hours: int
    renewable: bool
    state: str
    begins: datetime | None
    ends: datetime | None
    granted_by: Person | None
    addresses: str

    @property
    def duration(self) -> str:
        """For how long a key is valid, in words."""
        return words(self.hours)

    @property
    def state_in_words(self) -> str:
        """The state, as a report calls it."""
        return self.state if self.ends is None and self.state == "revoked" else STATES.get(self.state, self.state)

    @property
    def open(self) -> bool:
        """Whether a key opens the container until it ends."""
        return self.ends is not None and self.state in ("active", "revoked")


@dataclass(frozen=True)
class User:
    """What somebody has: grants, and containers to own or to be a data steward of."""

    person: Person
    grants: tuple[Grant, ...]
    owns: tuple[Container, ...]
    stewards: tuple[Container, ...]


@dataclass(frozen=True)
class Picture:
    """Everything that a report shows. ``as_of`` is stated and marked in the timeline when it is given."""

    containers: tuple[Container, ...]
    grants: tuple[Grant, ...]
    as_of: datetime | None = None

    def by_container(self) -> list[tuple[Container, list[Grant]]]:
        """Return all containers, each with its grants by user."""
        found: dict[int, list[Grant]] = {id(container): [] for container in self.containers}
        for grant in sorted(self.grants, key=lambda one: (one.user.order, _kind(one))):
            found[id(grant.container)].append(grant)
        return [(container, found[id(container)]) for container in self.containers]

    def by_user(self) -> list[User]:
        """Return all who have access, own a container or are a data steward, each with it."""
        people: dict[str, Person] = {}
        owns: dict[str, list[Container]] = {}
        stewards: dict[str, list[Container]] = {}
        grants: dict[str, list[Grant]] = {}
        for container, rows in self.by_container():
            holders = [grant.user for grant in rows]
            if container.owner is not None:
                holders.append(container.owner)
                owns.setdefault(container.owner.id, []).append(container)
            for steward in container.stewards or ():
                holders.append(steward.person)
                stewards.setdefault(steward.person.id, []).append(container)
            for grant in rows:
                grants.setdefault(grant.user.id, []).append(grant)
            people.update({person.id: person for person in holders})
        return [
            User(
                person,
                tuple(grants.get(person.id, ())),
                tuple(owns.get(person.id, ())),
                tuple(stewards.get(person.id, ())),
            )
            for person in sorted(people.values(), key=lambda one: one.order)
        ]

    def by_expiry(self) -> tuple[list[Grant], list[Grant], list[Grant]]:
        """Return the grants whose key is open, has ended, and was never claimed; those with a key by their ends."""
        rows = [grant for _container, grants in self.by_container() for grant in grants]
        claimed = sorted(
            (grant for grant in rows if grant.ends is not None), key=lambda one: t.cast(datetime, one.ends)
        )
        return (
            [grant for grant in claimed if grant.open],
            [grant for grant in claimed if not grant.open],
            [grant for grant in rows if grant.ends is None],
        )

    @property
    def next_expiry(self) -> datetime | None:
        """When the next valid key expires."""
        return min((one.ends for one in self.grants if one.state == "active" and one.ends is not None), default=None)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return the figures above a report, each with what it counts."""
        revoked = sum(grant.state == "revoked" and grant.ends is not None for grant in self.grants)
        numbers = [
            ("container", len(self.containers)),
            ("user", len({grant.user.id for grant in self.grants})),
            ("grant", len(self.grants)),
            ("valid key", sum(grant.state == "active" for grant in self.grants)),
        ]
        if revoked:
            numbers.append(("revoked key", revoked))
        soonest = self.next_expiry
        return [*figures(numbers), ("next expiry", f"{when(soonest)} UTC" if soonest else "none")]


def read(value: t.Any, names: t.Mapping[t.Any, t.Any], as_of: datetime | None = None) -> Picture:
    """Return the picture of ``containers`` and ``accesses``, as veracity_container_access_info returns them.

    Containers may have their ``stewards``, or the value has those of all, as veracity_container_steward_info returns
    them. ``names`` are names of users by their ids, in any case. Raises ReportError.
    """
    entries, accesses = (entries_of(value, kind, _WHAT) for kind in ("containers", "accesses"))
    everyone = entries_of(value, "stewards", _WHAT) if value.get("stewards") is not None else None
    people = _People(names, entries, accesses)
    containers: dict[str, Container] = {}
    for entry in entries:
        key = text_of(entry, "id") or text_of(entry, "short_name")
        if key not in containers:
            containers[key] = _container(entry, _stewards(entry, everyone), people)
    grants = []
    for access in accesses:
        key = text_of(access, "container_id") or text_of(access, "container")
        if key not in containers:
            bare = {"id": access.get("container_id"), "short_name": access.get("container")}
            containers[key] = _container(bare, _stewards(bare, everyone), people)
        grants.append(_grant(access, containers[key], people))
    ordered = sorted(containers.values(), key=lambda one: (one.name, one.id))
    return Picture(tuple(ordered), tuple(grants), as_of)


class _People:
    """Everybody who is in a report, by id."""

    def __init__(
        self,
        names: t.Mapping[t.Any, t.Any],
        containers: t.Iterable[t.Mapping[str, t.Any]],
        accesses: t.Iterable[t.Mapping[str, t.Any]],
    ) -> None:
        self._names = names_of(names)
        self._found: dict[str, Person] = {}
        self._starts: dict[str, int] = {}
        users = {text_of(access, "user") for access in accesses}
        for user in users | {text_of(container, "owner") for container in containers}:
            self._starts[user[:8]] = self._starts.get(user[:8], 0) + 1

    def person(self, identifier: t.Any) -> Person:
        """Return the one with that id. The label is the name, or as much of the id as tells it from others."""
        user = clean(identifier)
        if user not in self._found:
            name = self._names.get(user.casefold(), "")
            short = f"{user[:8]}…" if len(user) > 9 and self._starts.get(user[:8], 0) <= 1 else user
            self._found[user] = Person(user, name, name or short)
        return self._found[user]

    def person_or_none(self, identifier: t.Any) -> Person | None:
        """Return the one with that id, None without one."""
        return self.person(identifier) if identifier else None


def _container(
    entry: t.Mapping[str, t.Any], stewards: t.Sequence[t.Mapping[str, t.Any]] | None, people: _People
) -> Container:
    identifier = text_of(entry, "id")
    found = None
    if stewards is not None:
        known = [Steward(people.person(one.get("user")), text_of(one, "comment")) for one in stewards]
        found = tuple(sorted(known, key=lambda one: one.person.order))
    return Container(
        id=identifier,
        name=text_of(entry, "short_name") or identifier,
        title=text_of(entry, "title"),
        region=text_of(entry, "region"),
        owner=people.person_or_none(entry.get("owner")),
        stewards=found,
    )


def _stewards(
    entry: t.Mapping[str, t.Any], everyone: t.Sequence[t.Mapping[str, t.Any]] | None
) -> t.Sequence[t.Mapping[str, t.Any]] | None:
    """Return the data stewards of a container: its own, or those of all that are about it. None: not read."""
    if entry.get("stewards") is not None:
        return entries_of(entry, "stewards", _WHAT)
    if everyone is None:
        return None
    return [one for one in everyone if one.get("container_id") == entry.get("id")]


def _grant(access: t.Mapping[str, t.Any], container: Container, people: _People) -> Grant:
    user, hours, rights = people.person(access.get("user")), access.get("duration_hours"), access.get("rights")
    if not isinstance(hours, int):
        raise ReportError("duration_hours of an access must be a number of hours.")
    if not isinstance(rights, list):
        raise ReportError("rights of an access must be a list.")
    ends = moment(access.get("key_expires_at"), "key_expires_at")
    begins = moment(access.get("key_valid_from"), "key_valid_from")
    if ends is not None and begins is None:
        begins = _before(ends, hours)
    given = {clean(right) for right in rights}
    comment = text_of(access, "comment")
    return Grant(
        container=container,
        user=user,
        comment=comment if comment != user.name else "",
        rights=tuple(right for right in (*RIGHTS, *sorted(given.difference(RIGHTS))) if right in given),
        hours=hours,
        renewable=bool(access.get("renewable")),
        state=text_of(access, "state"),
        begins=begins,
        ends=ends,
        granted_by=people.person_or_none(access.get("granted_by")),
        addresses=_addresses(access.get("ip_range")),
    )


def _addresses(value: t.Any) -> str:
    """Return the addresses from which keys work, empty: from everywhere."""
    if not isinstance(value, dict):
        return ""
    start, end = text_of(value, "start"), text_of(value, "end")
    return start if end in ("", start) else f"{start} - {end}"


def _kind(grant: Grant) -> tuple[t.Any, ...]:
    """Return by what the grants of one user are sorted."""
    ends = "" if grant.ends is None else grant.ends.isoformat()
    return (", ".join(grant.rights), grant.hours, grant.renewable, ends, grant.state, grant.comment, grant.addresses)


def _before(time: datetime, hours: int) -> datetime:
    """Return a time so many hours before another; the other itself where the calendar has none."""
    first = datetime(1, 1, 1, tzinfo=timezone.utc)
    return time if (time - first) / timedelta(hours=1) < hours else time - timedelta(hours=hours)
