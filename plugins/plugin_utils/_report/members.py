# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of the members of workspaces, as Markdown or HTML. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.html import heading, html_table, page
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.markdown import code, escaped, markdown_table
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import (
    ReportError,
    clean,
    entries_of,
    figures,
)

_COLUMNS = ("Member", "Kind", "Role", "Given in")
_HEADING = "Who may open what"
_CAPTION = (
    "Members of each workspace. An administrator may read and write, and make keys of File storage. A reader may read. "
    "Members of the tenant have their role in all of its workspaces."
)
_NONE = "There are no workspaces."
_ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Member:
    """One row."""

    user: str
    name: str
    email: str
    service_account: bool
    role: str
    scope: str

    @property
    def kind(self) -> str:
        """What kind of member it is, in words."""
        return "service account" if self.service_account else "user"


@dataclass(frozen=True)
class Members:
    """A workspace with its members, sorted."""

    id: str
    name: str
    description: str
    region: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class MembersPicture:
    """Everything that the report shows."""

    groups: tuple[Members, ...]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return the figures above the report, each with what it counts."""
        members = [member for group in self.groups for member in group.members]
        administrators = {member.user for member in members if member.role == _ADMINISTRATOR}
        return figures(
            [
                ("workspace", len(self.groups)),
                ("user", len({member.user for member in members if not member.service_account})),
                ("service account", len({member.user for member in members if member.service_account})),
                ("administrator", len(administrators)),
            ]
        )


def read(value: t.Any, names: t.Mapping[str, str]) -> MembersPicture:
    """Return the picture of ``workspaces`` with their members, as veracity_workspace_info returns them.

    ``names`` are names of users by their ids, in any case. Raises ReportError.
    """
    called = {clean(user).casefold(): clean(name) for user, name in names.items()}
    groups = []
    for entry in entries_of(value, "workspaces"):
        if "members" not in entry:
            raise ReportError("workspaces must have members. Set include_members: true to gather them.")
        members = [_member(member, called) for member in entries_of(entry, "members")]
        groups.append(
            Members(
                clean(entry.get("id")),
                clean(entry.get("name")),
                clean(entry.get("description")),
                clean(entry.get("region")),
                tuple(sorted(members, key=lambda one: (one.role, one.name or one.user, one.user, one.scope))),
            )
        )
    return MembersPicture(tuple(sorted(groups, key=lambda group: (group.name, group.id))))


def markdown(picture: MembersPicture, title: str, _limit: int) -> str:
    """Return the report as Markdown."""
    figure = ", ".join(f"{escaped(number)} {what}" for what, number in picture.summary)
    groups = ((group.name, group.description, [_cells(one) for one in group.members]) for group in picture.groups)
    parts = [
        f"# {escaped(title)}",
        f"{figure}.",
        f"## {_HEADING}",
        _CAPTION,
        markdown_table(("Workspace", *_COLUMNS), groups) if picture.groups else _NONE,
    ]
    return "\n\n".join(parts) + "\n"


def html(picture: MembersPicture, title: str, _limit: int) -> str:
    """Return the report as a page, which loads nothing and runs nothing."""
    groups = (
        (
            heading(group.name, (group.description, group.region), group.id),
            [_row(member) for member in group.members],
        )
        for group in picture.groups
    )
    content = html_table(_CAPTION, _COLUMNS, groups) if picture.groups else [f'<p class="note">{_NONE}</p>']
    return page(title, picture.summary, [("access", _HEADING, content)])


def _member(entry: Mapping[str, t.Any], names: t.Mapping[str, str]) -> Member:
    """Return a member as veracity_workspace_info returns it."""
    user = clean(entry.get("user"))
    return Member(
        user,
        names.get(user.casefold()) or clean(entry.get("name")),
        clean(entry.get("email")),
        entry.get("service_account") is True,
        clean(entry.get("role")),
        clean(entry.get("scope")),
    )


def _cells(member: Member) -> list[str]:
    """Return a row of a table in Markdown."""
    named = [escaped(member.name)] if member.name else []
    email = [escaped(member.email)] if member.email else []
    return [
        ", ".join([" ".join([*named, code(member.user)]), *email]),
        member.kind,
        escaped(member.role),
        escaped(member.scope),
    ]


def _row(member: Member) -> str:
    """Return a row of a table of a page."""
    lines = [f"<code>{escape(member.user)}</code>"]
    if member.name:
        lines = [escape(member.name), f'<span class="soft line">{lines[0]}</span>']
    if member.email:
        lines.append(f'<span class="soft line">{escape(member.email)}</span>')
    # In the color of what is valid and of what is less.
    state = "active" if member.role == _ADMINISTRATOR else "available"
    return (
        f'<tr><th scope="row">{"".join(lines)}</th><td>{member.kind}</td>'
        f'<td class="state {state}">{escape(member.role)}</td><td>{escape(member.scope)}</td></tr>'
    )
