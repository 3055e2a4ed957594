# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The views of a report of access: by expiry, by container and by user. Private: for use inside dnv.veracity only."""

from __future__ import annotations

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import (
    Container,
    Grant,
    Person,
    Picture,
    User,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.sections import (
    Cell,
    Column,
    Group,
    Line,
    Section,
    Span,
    anchor_of,
    plain_cell,
    separated,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import counted, when

_EXPIRES = Column("Key expires (UTC)", fixed=True)
_GRANT = (
    Column("Rights"),
    Column("Key valid for"),
    Column("State"),
    _EXPIRES,
    Column("Granted by"),
)
_NOTE = (
    "Who can claim keys of each container. A claimed key opens the container until it expires, even if its grant is "
    "revoked."
)
_EXPIRY_NOTE = "All grants by the time at which their key expires. All times are in UTC."
_USER_NOTE = "What each user can open, owns, and shares as a data steward."
_NO_CONTAINERS = "There are no containers."
# How many containers are named that somebody owns or shares.
_MOST_NAMES = 25


def views(picture: Picture) -> list[Section]:
    """Return the views of a report."""
    return [_by_expiry(picture), _by_container(picture), _by_user(picture)]


def person(found: Person, *, linked: bool = True) -> Line:
    """Return who somebody is, as a link to what that user has."""
    to = anchor_of("user", found.id) if linked else ""
    return (Span(found.name, to),) if found.name else (Span(found.id, to, code=True),)


def _by_expiry(picture: Picture) -> Section:
    headings = ("Valid keys", "Ended keys", "Grants without a key")
    groups = tuple(
        Group(f"keys-{number}", name, "", ((Span(counted(len(grants), "grant")),),), tuple(map(_expiry_row, grants)))
        for number, (name, grants) in enumerate(zip(headings, picture.by_expiry(), strict=True), 1)
        if grants
    )
    columns = (_EXPIRES, Column("Container"), Column("User"), Column("Rights"), Column("State"))
    return Section("by-next-expiry", "By next expiry", _EXPIRY_NOTE, columns, groups, "There are no grants.")


def _expiry_row(grant: Grant) -> tuple[Cell, ...]:
    return (
        _expires(grant) or plain_cell("no key yet"),
        (_container(grant.container),),
        (person(grant.user),),
        plain_cell(", ".join(grant.rights)),
        _state(grant),
    )


def _by_container(picture: Picture) -> Section:
    groups = tuple(
        Group(
            anchor_of("container", container.id or container.name),
            container.name,
            container.title,
            _about_container(container),
            tuple((_user_cell(grant), *_grant_cells(grant)) for grant in grants),
        )
        for container, grants in picture.by_container()
    )
    return Section(
        "by-container", "By container", _NOTE, (Column("User"), *_GRANT), groups, _NO_CONTAINERS, "Containers"
    )


def _about_container(container: Container) -> tuple[Line, ...]:
    known = [(Span("Region: "), Span(container.region))] if container.region else []
    if container.id not in ("", container.name):
        known.append((Span("ID: "), Span(container.id, code=True)))
    lines = [separated(known, " · ")] if known else []
    people = [(Span("Owner: "), *person(container.owner))] if container.owner else []
    if container.stewards is None:
        people.append((Span("Data stewards: not read"),))
    elif container.stewards:
        named = [
            (*person(steward.person), *([Span(f" ({steward.comment})")] if steward.comment else []))
            for steward in container.stewards
        ]
        people.append((Span("Data stewards: "), *separated(named)))
    else:
        people.append((Span("Data stewards: none"),))
    return (*lines, *people)


def _by_user(picture: Picture) -> Section:
    groups = tuple(
        Group(
            anchor_of("user", user.person.id),
            user.person.name or user.person.id,
            "",
            _about_user(user),
            tuple((_container_cell(grant), *_grant_cells(grant)) for grant in user.grants),
            "no grants",
        )
        for user in picture.by_user()
    )
    return Section(
        "by-user", "By user", _USER_NOTE, (Column("Container"), *_GRANT), groups, "There are no users.", "Users"
    )


def _about_user(user: User) -> tuple[Line, ...]:
    lines: list[Line] = [(Span("ID: "), Span(user.person.id, code=True))] if user.person.name else []
    for what, containers in (("Owner of", user.owns), ("Data steward of", user.stewards)):
        if containers:
            named = separated(_container(one) for one in containers[:_MOST_NAMES])
            more = [Span(f" and {len(containers) - _MOST_NAMES} more")] if len(containers) > _MOST_NAMES else []
            lines.append((Span(f"{what} {counted(len(containers), 'container')}: "), *named, *more))
    return tuple(lines)


def _grant_cells(grant: Grant) -> tuple[Cell, ...]:
    rights = [(Span(", ".join(grant.rights)),)]
    if grant.addresses:
        rights.append((Span(f"from {grant.addresses}"),))
    return (
        tuple(rights),
        plain_cell(f"{grant.duration}, renewable" if grant.renewable else grant.duration),
        _state(grant),
        _expires(grant),
        (person(grant.granted_by, linked=False),) if grant.granted_by else (),
    )


def _user_cell(grant: Grant) -> Cell:
    more = [(Span(grant.user.id, code=True),)] if grant.user.name else []
    return (person(grant.user), *more, *_comment(grant))


def _container_cell(grant: Grant) -> Cell:
    title = [(Span(grant.container.title),)] if grant.container.title else []
    return (_container(grant.container), *title, *_comment(grant))


def _comment(grant: Grant) -> list[Line]:
    return [(Span(grant.comment),)] if grant.comment else []


def _container(found: Container) -> Line:
    return (Span(found.name, anchor_of("container", found.id or found.name)),)


def _state(grant: Grant) -> Cell:
    return ((Span(grant.state_in_words, state=grant.state),),)


def _expires(grant: Grant) -> Cell:
    return () if grant.ends is None else ((Span(when(grant.ends), time=grant.ends),),)
