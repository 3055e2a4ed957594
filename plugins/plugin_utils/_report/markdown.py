# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as Markdown. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.html import notes
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import (
    STATES,
    Grant,
    Picture,
    cells,
    shortened,
    when,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Timeline, timeline

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&:@])")
_COLUMNS = ("Container", "User", "Rights", "Key valid for", "Renewable", "State", "Key expires (UTC)")
# The timeline, in characters.
_WIDTH = 48
_MOST_TICKS = 4
_LABEL_ROOM = 18
_RIGHTS_ROOM = 25
_NAME_ROOM = 40
_TITLE_ROOM = 60
_SIGNS = {"active": "█", "renewable": "▒", "expired": "░", "revoked": "x"}
_AGAIN = "»"


def markdown(picture: Picture, title: str, limit: int) -> str:
    """Return the report, with a table as GitHub, GitLab and others read it."""
    figures = ", ".join(f"{escaped(figure)} {what}" for what, figure in picture.summary[:-1])
    parts = [
        f"# {escaped(title)}",
        f"{figures}. Next expiry: {escaped(picture.summary[-1][1])}.",
        "## When keys expire",
        *_timeline(timeline(picture, limit)),
        "## Who may open what",
        _table(picture) if picture.groups else "There are no containers.",
    ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return a text in which nothing means anything to Markdown. Ids and times stay as they are."""
    return text if re.fullmatch(r"[0-9A-Za-z,. -]*(:\d\d)?( UTC)?", text) else _SPECIAL.sub(r"\\\1", text)


def _table(picture: Picture) -> str:
    return markdown_table(
        _COLUMNS, ((group.name, group.title, [_cells(grant) for grant in group.grants]) for group in picture.groups)
    )


def markdown_table(columns: t.Sequence[str], groups: t.Iterable[tuple[str, str, t.Sequence[t.Sequence[str]]]]) -> str:
    """Return a table of groups: each has a name, a title, and rows without the first cell, which has the name."""
    lines = [_line(columns), _line(["---"] * len(columns))]
    for name, title, rows in groups:
        first = f"**{escaped(name)}**" + (f" {escaped(title)}" if title else "")
        lines.extend(_line([first, *row]) for row in rows)
        if not rows:
            lines.append(_line([first, "nobody", *([""] * (len(columns) - 2))]))
    return "\n".join(lines)


def _cells(grant: Grant) -> list[str]:
    user = [f"{escaped(grant.name)} {code(grant.user)}" if grant.name else code(grant.user)]
    if grant.comment:
        user.append(escaped(grant.comment))
    return [
        ", ".join(user),
        escaped(grant.rights),
        grant.duration,
        "yes" if grant.renewable else "no",
        escaped(grant.state_in_words),
        "" if grant.ends is None else when(grant.ends),
    ]


def _line(cells: t.Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def code(text: str) -> str:
    """Return an id as code, and any other text as it is."""
    return f"`{text}`" if re.fullmatch(r"[0-9A-Za-z-]+", text) else escaped(text)


def _timeline(line: Timeline | None) -> list[str]:
    """Return the timeline as text that keeps its columns."""
    if line is None:
        return notes(line)
    labels = [
        f"  {shortened(grant.label, _LABEL_ROOM)}  {shortened(grant.rights, _RIGHTS_ROOM)}"
        for group in line.groups
        for grant in group.grants
    ]
    before = max(map(cells, labels)) + 2
    rows = [row for row in _axis(line, before) if row.strip()]
    for group in line.groups:
        rows.append(f"{shortened(group.name, _NAME_ROOM)}  {shortened(group.title, _TITLE_ROOM)}")
        rows.extend(
            f"{_padded(labels.pop(0), before)}{_bar(line, grant)}  {when(t.cast(datetime, grant.ends))}"
            for grant in group.grants
        )
    there = {grant.state for group in line.groups for grant in group.grants}
    meaning = [f"{_SIGNS[state]} {STATES[state]}" for state in STATES if state in there and state in _SIGNS]
    if any(grant.renewable for group in line.groups for grant in group.grants):
        meaning.append(f"{_AGAIN} renewable: another key can be claimed")
    text = "\n".join(row.rstrip() for row in rows).replace("`", "'")
    return [*notes(line), f"```text\n{text}\n```", ", ".join(meaning)]


def _padded(text: str, room: int) -> str:
    return text + " " * (room - cells(text))


def _axis(line: Timeline, before: int) -> list[str]:
    """Return the lines above the bars, with as many round times as have room."""
    rows = [[" "] * (before + _WIDTH + 24) for _number in range(3)]
    free = [0, 0]
    for tick in line.ticks(_MOST_TICKS):
        column = before + _column(line, tick.moment)
        rows[2][column] = "|"
        for row, text in enumerate((tick.below, tick.label)):
            if text and column >= free[row]:
                rows[row][column : column + len(text)] = text
                free[row] = column + len(text) + 1
    return ["".join(row) for row in rows]


def _bar(line: Timeline, grant: Grant) -> str:
    """Return the bar of a key, in a field of the same width for all."""
    begins, ends = t.cast(datetime, grant.begins), t.cast(datetime, grant.ends)
    first, last = _column(line, begins), _column(line, ends)
    drawn = " " * first + _SIGNS.get(grant.state, "=") * max(1, last - first) + (_AGAIN if grant.renewable else "")
    return drawn.ljust(_WIDTH + 2)


def _column(line: Timeline, moment: datetime) -> int:
    return min(_WIDTH - 1, int(_WIDTH * line.place(moment)))
