# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report of the members of workspaces shows. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import (
    ReportError,
    entries_of,
    figures,
    names_of,
    text_of,
)

_WHAT = "the result of veracity_workspace_info, or workspaces"
_NOTE = (
    "Members of each workspace. An administrator may read and write, and make keys of File storage. A reader may read. "
    "Members of the tenant have their role in all of its workspaces."
)
_USER_NOTE = "The workspaces of each member."
_NONE = "There are no workspaces."
_ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Workspace:
    """A workspace, without its members."""

    id: str
    name: str
    description: str
    region: str


@dataclass(frozen=True)
class Member:
    """One row: somebody, and the role that they have in a workspace."""

    workspace: Workspace
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

    @property
    def order(self) -> tuple[str, ...]:
        """By what members are sorted in a workspace."""
        return (self.role, (self.name or self.user).casefold(), self.user, self.scope)


@dataclass(frozen=True)
class MembersPicture:
    """Everything that the report shows."""

    workspaces: tuple[Workspace, ...]
    members: tuple[Member, ...]
    as_of: datetime | None = None

    def by_workspace(self) -> list[tuple[Workspace, list[Member]]]:
        """Return all workspaces, each with its members."""
        found: dict[int, list[Member]] = {id(workspace): [] for workspace in self.workspaces}
        for member in sorted(self.members, key=lambda one: one.order):
            found[id(member.workspace)].append(member)
        return [(workspace, found[id(workspace)]) for workspace in self.workspaces]

    def by_user(self) -> list[list[Member]]:
        """Return what each member has, by name."""
        found: dict[str, list[Member]] = {}
        for _workspace, members in self.by_workspace():
            for member in members:
                found.setdefault(member.user, []).append(member)
        return sorted(found.values(), key=lambda rows: ((rows[0].name or rows[0].user).casefold(), rows[0].user))

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return the figures above the report, each with what it counts."""
        return figures(
            [
                ("workspace", len(self.workspaces)),
                ("user", len({one.user for one in self.members if not one.service_account})),
                ("service account", len({one.user for one in self.members if one.service_account})),
                ("administrator", len({one.user for one in self.members if one.role == _ADMINISTRATOR})),
            ]
        )


def read(value: t.Any, names: t.Mapping[t.Any, t.Any], as_of: datetime | None = None) -> MembersPicture:
    """Return the picture of ``workspaces`` with their members, as veracity_workspace_info returns them.

    ``names`` are names of users by their ids, in any case. Raises ReportError.
    """
    called = names_of(names)
    workspaces, members = [], []
    for entry in entries_of(value, "workspaces", _WHAT):
        if "members" not in entry:
            raise ReportError("workspaces must have members. Set include_members: true to gather them.")
        workspace = Workspace(*(text_of(entry, name) for name in ("id", "name", "description", "region")))
        workspaces.append(workspace)
        members += [_member(member, workspace, called) for member in entries_of(entry, "members", _WHAT)]
    return MembersPicture(tuple(sorted(workspaces, key=lambda one: (one.name, one.id))), tuple(members), as_of)


def views(picture: MembersPicture) -> list[Section]:
    """Return the views of the report."""
    columns = (Column("Kind"), Column("Role"), Column("Given in"))
    by_workspace = tuple(
        Group(
            _anchor(workspace),
            workspace.name or workspace.id,
            workspace.description,
            _about(workspace),
            tuple((_user_cell(member), *_cells(member)) for member in members),
        )
        for workspace, members in picture.by_workspace()
    )
    by_user = tuple(
        Group(
            anchor_of("user", rows[0].user),
            rows[0].name or rows[0].user,
            rows[0].email,
            ((Span("ID: "), Span(rows[0].user, code=True)),) if rows[0].name else (),
            tuple((_workspace_cell(member), *_cells(member)) for member in rows),
        )
        for rows in picture.by_user()
    )
    return [
        Section("by-workspace", "By workspace", _NOTE, (Column("Member"), *columns), by_workspace, _NONE, "Workspaces"),
        Section(
            "by-user", "By user", _USER_NOTE, (Column("Workspace"), *columns), by_user, "There are no members.", "Users"
        ),
    ]


def _member(entry: Mapping[str, t.Any], workspace: Workspace, names: t.Mapping[str, str]) -> Member:
    """Return a member as veracity_workspace_info returns it."""
    user = text_of(entry, "user")
    return Member(
        workspace,
        user,
        names.get(user.casefold()) or text_of(entry, "name"),
        text_of(entry, "email"),
        entry.get("service_account") is True,
        text_of(entry, "role"),
        text_of(entry, "scope"),
    )


def _anchor(workspace: Workspace) -> str:
    return anchor_of("workspace", workspace.id or workspace.name)


def _about(workspace: Workspace) -> tuple[Line, ...]:
    known = [(Span("Region: "), Span(workspace.region))] if workspace.region else []
    if workspace.id not in ("", workspace.name):
        known.append((Span("ID: "), Span(workspace.id, code=True)))
    return (separated(known, " · "),) if known else ()


def _user_cell(member: Member) -> Cell:
    to = anchor_of("user", member.user)
    if not member.name:
        first: list[Line] = [(Span(member.user, to, code=True),)]
    else:
        first = [(Span(member.name, to),), (Span(member.user, code=True),)]
    return (*first, *([(Span(member.email),)] if member.email else []))


def _workspace_cell(member: Member) -> Cell:
    return ((Span(member.workspace.name or member.workspace.id, _anchor(member.workspace)),),)


def _cells(member: Member) -> tuple[Cell, ...]:
    # In the color of what is valid and of what is less.
    state = "active" if member.role == _ADMINISTRATOR else "available"
    role: Cell = ((Span(member.role, state=state),),) if member.role else ()
    return (plain_cell(member.kind), role, plain_cell(member.scope))
