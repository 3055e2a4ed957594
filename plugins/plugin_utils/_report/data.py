# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as data: JSON, and CSV for spreadsheets. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import csv
import io
import json
import typing as t
from datetime import datetime

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.members import Member, MembersPicture
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import Container, Grant, Person, Picture, User

# With one of these a cell begins that a spreadsheet takes for a formula; the last four are their wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

BYTE_ORDER_MARK = "\ufeff"

# The columns of CSV.
_CONTAINER = ("container", "container_id", "title", "region", "owner", "stewards")
_GRANT = (
    "user",
    "user_name",
    "rights",
    "duration_hours",
    "renewable",
    "state",
    "key_valid_from",
    "key_expires_at",
    "granted_by",
    "addresses",
    "comment",
)
_WORKSPACE = ("workspace", "workspace_id", "description", "region")
_MEMBER = ("user", "user_name", "email", "kind", "role", "scope")

Row = tuple[str, ...]


def json_of(title: str, picture: Picture | MembersPicture) -> str:
    """Return the report as JSON."""
    found: dict[str, t.Any] = {"title": title}
    if picture.as_of is not None:
        found["as_of"] = _time(picture.as_of)
    if isinstance(picture, MembersPicture):
        found["workspaces"] = [
            {
                **{name: getattr(workspace, name) for name in ("id", "name", "description", "region")},
                "members": [_member(member) for member in members],
            }
            for workspace, members in picture.by_workspace()
        ]
    else:
        found["next_expiry"] = _time(picture.next_expiry)
        found["containers"] = [_container(container, grants) for container, grants in picture.by_container()]
        found["users"] = [_user(user) for user in picture.by_user()]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def csv_of(picture: Picture | MembersPicture) -> str:
    """Return the report as CSV: a line for each grant or member, and one for each place that has none.

    It begins with a byte order mark. Without it spreadsheets take it for another encoding than UTF-8.
    """
    rows = list(_member_rows(picture) if isinstance(picture, MembersPicture) else _grant_rows(picture))
    columns = (*_WORKSPACE, *_MEMBER) if isinstance(picture, MembersPicture) else (*_CONTAINER, *_GRANT)
    stated = {} if picture.as_of is None else {"as_of": _time(picture.as_of) or ""}
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow((*columns, *stated))
    writer.writerows(map(harmless, (*row, *stated.values())) for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """Return a text that a spreadsheet takes for text: a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _container(container: Container, grants: t.Iterable[Grant]) -> dict[str, t.Any]:
    return {
        "id": container.id,
        "short_name": container.name,
        "title": container.title,
        "region": container.region,
        "owner": _person(container.owner),
        "stewards": None
        if container.stewards is None
        else [{**_some(one.person), "comment": one.comment} for one in container.stewards],
        "grants": [{"user": _person(grant.user), **_grant(grant)} for grant in grants],
    }


def _user(user: User) -> dict[str, t.Any]:
    return {
        **_some(user.person),
        "owner_of": [container.name for container in user.owns],
        "steward_of": [container.name for container in user.stewards],
        "grants": [
            {"container": grant.container.name, "container_id": grant.container.id, **_grant(grant)}
            for grant in user.grants
        ],
    }


def _grant(grant: Grant) -> dict[str, t.Any]:
    return {
        "rights": list(grant.rights),
        "duration_hours": grant.hours,
        "renewable": grant.renewable,
        "state": grant.state,
        "key_valid_from": _time(grant.begins),
        "key_expires_at": _time(grant.ends),
        "granted_by": _person(grant.granted_by),
        "addresses": grant.addresses,
        "comment": grant.comment,
    }


def _member(member: Member) -> dict[str, t.Any]:
    names = ("user", "name", "email", "service_account", "role", "scope")
    return {name: getattr(member, name) for name in names}


def _person(person: Person | None) -> dict[str, str] | None:
    return None if person is None else _some(person)


def _some(person: Person) -> dict[str, str]:
    return {"id": person.id, "name": person.name}


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _grant_rows(picture: Picture) -> t.Iterator[Row]:
    for container, grants in picture.by_container():
        stewards = container.stewards
        about = (
            container.name,
            container.id,
            container.title,
            container.region,
            _named(container.owner),
            "not read" if stewards is None else ", ".join(_named(steward.person) for steward in stewards),
        )
        for row in [_grant_row(grant) for grant in grants] or [("",) * len(_GRANT)]:
            yield (*about, *row)


def _grant_row(grant: Grant) -> Row:
    return (
        grant.user.id,
        grant.user.name,
        ", ".join(grant.rights),
        str(grant.hours),
        "yes" if grant.renewable else "no",
        grant.state_in_words,
        _time(grant.begins) or "",
        _time(grant.ends) or "",
        _named(grant.granted_by),
        grant.addresses,
        grant.comment,
    )


def _member_rows(picture: MembersPicture) -> t.Iterator[Row]:
    for workspace, members in picture.by_workspace():
        about = (workspace.name, workspace.id, workspace.description, workspace.region)
        for row in [_member_row(member) for member in members] or [("",) * len(_MEMBER)]:
            yield (*about, *row)


def _member_row(member: Member) -> Row:
    return (member.user, member.name, member.email, member.kind, member.role, member.scope)


def _named(person: Person | None) -> str:
    """Return who somebody is, with the id."""
    if person is None:
        return ""
    return f"{person.name} ({person.id})" if person.name else person.id
