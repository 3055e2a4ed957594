# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as Markdown. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import STATES
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.sections import Cell, Group, Line, Section, Span
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Key, Timeline, notes
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import cells, shortened, when

# What Markdown, with the extensions of GitHub and GitLab, takes for more than text.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&@$^{}!]|:(?=\S))")
_ADDRESS = re.compile(r"(?i)(www)\.")
_HARMLESS = re.compile(r"[0-9A-Za-z,. -]*(:\d\d)?( UTC)?")
# The timeline, in characters.
_WIDTH = 44
_MOST_TICKS = 4
_CONTAINER_ROOM = 20
_LABEL_ROOM = 18
_SIGNS = {"active": "█", "renewable": "▒", "expired": "░", "revoked": "x"}
_AGAIN = "»"


def document(
    title: str,
    summary: t.Sequence[tuple[str, str]],
    sections: t.Sequence[Section],
    as_of: datetime | None = None,
    timeline: tuple[str, Timeline | None] | None = None,
) -> str:
    """Return the report, with tables and links as GitHub, GitLab and others read them."""
    figures = ", ".join(
        f"{escaped(figure)} {what}" if figure.isdigit() else f"{what} {escaped(figure)}" for what, figure in summary
    )
    links = _Links(title, [timeline[0]] if timeline else [], sections)
    contents = [timeline[0]] if timeline else []
    contents += [section.heading for section in sections]
    parts = [
        f"# {escaped(title)}",
        *([f"As of {when(as_of)} UTC."] if as_of else []),
        f"{figures}.",
        "\n".join(f"- [{heading}](#{_slug(heading)})" for heading in contents),
    ]
    if timeline:
        parts += [f"## {timeline[0]}", *_timeline(timeline[1])]
    for section in sections:
        parts += _section(section, links)
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return a text in which nothing means anything to Markdown. Ids and times stay as they are."""
    if not _HARMLESS.fullmatch(text):
        text = _SPECIAL.sub(r"\\\1", text)
    return _ADDRESS.sub(r"\1\\.", text)


class _Links:
    """Where the headings of groups are, as GitHub and GitLab name them."""

    def __init__(self, title: str, before: t.Iterable[str], sections: t.Iterable[Section]) -> None:
        self._slugs: dict[str, str] = {}
        seen: dict[str, int] = {}
        headings: list[tuple[str, str]] = [("", title), *(("", text) for text in before)]
        for section in sections:
            headings += [("", section.heading), *((group.anchor, group.name) for group in section.groups)]
        for anchor, text in headings:
            slug = _slug(text)
            number = seen.get(slug, 0)
            seen[slug] = number + 1
            self._slugs.setdefault(anchor, f"{slug}-{number}" if number else slug)

    def to(self, anchor: str) -> str:
        """Return the target of a link to a group, empty for one that has no heading."""
        return self._slugs.get(anchor, "") if anchor else ""


def _slug(heading: str) -> str:
    """Return the name that a heading gets: its letters, digits and hyphens, in lower case."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()))


def _section(section: Section, links: _Links) -> t.Iterator[str]:
    yield f"## {section.heading}"
    if not section.groups:
        yield section.empty
        return
    yield section.note
    if section.indexed:
        names = " · ".join(_link(group.name, links.to(group.anchor)) for group in section.groups)
        yield f"{section.indexed}: {names}"
    for group in section.groups:
        yield from _group(section, group, links)


def _group(section: Section, group: Group, links: _Links) -> t.Iterator[str]:
    yield f"### {escaped(group.name)}"
    about = [f"- Title: {escaped(group.title)}"] if group.title else []
    about += [f"- {_line(line, links)}" for line in group.about]
    if about:
        yield "\n".join(about)
    if not group.rows:
        yield f"{group.empty[0].upper()}{group.empty[1:]}."
        return
    lines = [_row(column.heading for column in section.columns), _row("---" for _column in section.columns)]
    lines += [_row(_cell(cell, links) for cell in row) for row in group.rows]
    yield "\n".join(lines)


def _cell(cell: Cell, links: _Links) -> str:
    return ", ".join(_line(line, links) for line in cell)


def _line(line: Line, links: _Links) -> str:
    return "".join(_span(span, links) for span in line)


def _span(span: Span, links: _Links) -> str:
    safe = span.code and re.fullmatch(r"[0-9A-Za-z-]+", span.text)
    text = f"`{span.text}`" if safe else escaped(span.text)
    target = links.to(span.to)
    return f"[{text}](#{target})" if target else text


def _link(text: str, target: str) -> str:
    return f"[{escaped(text)}](#{target})" if target else escaped(text)


def _row(texts: t.Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _timeline(line: Timeline | None) -> list[str]:
    """Return the timeline as text that keeps its columns."""
    if line is None:
        return notes(line)
    named = [(shortened(key.grant.container.name, _CONTAINER_ROOM), key) for key in line.keys]
    room = max(cells(name) for name, _key in named) + 2
    labels = [_padded(name, room) + shortened(key.grant.user.label, _LABEL_ROOM) for name, key in named]
    before = max(map(cells, labels)) + 2
    rows = [row for row in _axis(line, before) if row.strip()]
    rows += [
        f"{_padded(label, before)}{_bar(line, key)}  {when(key.ends)}"
        for label, key in zip(labels, line.keys, strict=True)
    ]
    there = {key.grant.state for key in line.keys}
    meaning = [f"{_SIGNS[state]} {STATES[state]}" for state in STATES if state in there and state in _SIGNS]
    if any(key.grant.renewable for key in line.keys):
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


def _bar(line: Timeline, key: Key) -> str:
    """Return the bar of a key, in a field of the same width for all."""
    first, last = _column(line, key.begins), _column(line, key.ends)
    sign = _SIGNS.get(key.grant.state, "=")
    drawn = " " * first + sign * max(1, last - first) + (_AGAIN if key.grant.renewable else "")
    return drawn.ljust(_WIDTH + 2)


def _column(line: Timeline, moment: datetime) -> int:
    return min(_WIDTH - 1, int(_WIDTH * line.place(moment)))
