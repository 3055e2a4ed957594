# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as a page of its own, which loads nothing and runs nothing. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from datetime import datetime
from html import escape

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.drawing import drawn, isolated, written
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.sections import (
    Cell,
    Column,
    Group,
    Line,
    Section,
    Span,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.style import style
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Timeline

_CONTENTS = '<p class="top"><a href="#contents">Contents</a></p>'


def page(
    title: str,
    summary: t.Iterable[tuple[str, str]],
    sections: t.Sequence[Section],
    as_of: datetime | None = None,
    timeline: tuple[str, Timeline | None] | None = None,
) -> str:
    """Return the page. ``timeline`` is its heading, and the timeline; None: the page has none."""
    figures = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(figure)}</dd></div>" for what, figure in summary)
    links = [("timeline", timeline[0])] if timeline else []
    links += [(section.anchor, section.heading) for section in sections]
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{style()}{_labels(sections)}</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{escape(title)}</h1>",
        *([f'<p class="note">As of {written(as_of)} UTC.</p>'] if as_of else []),
        f'<dl class="figures">{figures}</dl>',
        _links("contents", "Contents", links, 'id="contents" '),
        "</header>",
        "<main>",
    ]
    if timeline:
        parts += [
            '<section aria-labelledby="timeline">',
            f'<h2 id="timeline">{escape(timeline[0])}</h2>',
            *drawn(timeline[1]),
            "</section>",
        ]
    for section in sections:
        parts += _section(section)
    return "\n".join([*parts, "</main>", "</body>", "</html>"]) + "\n"


def _section(section: Section) -> t.Iterator[str]:
    anchor = section.anchor
    yield f'<section aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{escape(section.heading)}</h2>'
    yield _CONTENTS
    if section.groups:
        yield f'<p class="note" id="{anchor}-note">{escape(section.note)}</p>'
        if section.indexed:
            yield _links("index", section.indexed, [(group.anchor, group.name) for group in section.groups])
        yield f'<div class="scroll" role="region" aria-label="Table: {escape(section.heading)}" tabindex="0">'
        yield f'<table class="{anchor}" aria-labelledby="{anchor}" aria-describedby="{anchor}-note">'
        yield "<thead><tr>"
        yield from (f'<th scope="col">{escape(column.heading)}</th>' for column in section.columns)
        yield "</tr></thead>"
        for group in section.groups:
            yield from _group(group, section.columns)
        yield "</table></div>"
    else:
        yield f'<p class="note">{escape(section.empty)}</p>'
    yield "</section>"


def _group(group: Group, columns: t.Sequence[Column]) -> t.Iterator[str]:
    title = f' <span class="soft">{isolated(group.title)}</span>' if group.title else ""
    about = "".join(f'<span class="line">{_line(line)}</span>' for line in group.about)
    yield (
        f'<tbody><tr><th scope="rowgroup" colspan="{len(columns)}" id="{group.anchor}">{isolated(group.name)}'
        f"{title}{about}</th></tr>"
    )
    for row in group.rows:
        first, *others = (_cell(cell) for cell in row)
        cells = "".join(f"<td{_class(column)}>{cell}</td>" for column, cell in zip(columns[1:], others, strict=True))
        yield f'<tr><th scope="row"{_class(columns[0])}>{first}</th>{cells}</tr>'
    if not group.rows:
        yield f'<tr><td class="none" colspan="{len(columns)}">{escape(group.empty)}</td></tr>'
    yield "</tbody>"


def _class(column: Column) -> str:
    return ' class="fixed"' if column.fixed else ""


def _cell(cell: Cell) -> str:
    if not cell:
        return ""
    first, *others = (_line(line) for line in cell)
    return first + "".join(f'<span class="line">{line}</span>' for line in others)


def _line(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    if span.time is not None:
        return written(span.time)
    text = f"<code>{escape(span.text)}</code>" if span.code else isolated(span.text)
    if span.state:
        return f'<span class="state {escape(span.state)}">{text}</span>'
    return f'<a href="#{span.to}">{text}</a>' if span.to else text


def _links(kind: str, label: str, links: t.Iterable[tuple[str, str]], more: str = "") -> str:
    entries = "".join(f'<li><a href="#{anchor}">{isolated(text)}</a></li>' for anchor, text in links)
    return f'<nav {more}class="{kind}" aria-label="{escape(label)}"><ul>{entries}</ul></nav>'


def _labels(sections: t.Iterable[Section]) -> str:
    """Return the style that puts the heading of its column before a cell, where rows are stacked."""
    rules = [
        f'  .{section.anchor} td:nth-child({number}):not(.none)::before {{ content: "{column.heading}: "; }}'
        for section in sections
        for number, column in enumerate(section.columns, 1)
        if number > 1
    ]
    return "\n".join(["@media screen and (max-width: 46rem) {", *rules, "}", ""])
