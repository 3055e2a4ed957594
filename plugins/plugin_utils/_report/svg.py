# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a report as a drawing. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from datetime import datetime
from html import escape

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import (
    STATES,
    Grant,
    Group,
    counted,
    shortened,
    when,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Tick, Timeline

# All lengths are in units of the drawing; one is about a pixel on a wide screen.
_WIDTH = 1000
_LEFT = 315
_RIGHT = 865
_LABEL = 12
_RIGHTS = 148
_TOP = 58
_ROW = 24
_BAR = 12
_HEAD = 30
_MOST_TICKS = 8
# How many letters have room beside the bars.
_LABEL_LETTERS = 18
_TITLE_LETTERS = 60


def draw(line: Timeline) -> str:
    """Return the timeline as pieces of SVG, one for each container: a page on paper ends between two of them.

    They stand within HTML that has the colors of their classes.
    """
    ticks = line.ticks(_MOST_TICKS)
    parts = [
        '<div class="drawing">',
        f'<svg viewBox="0 0 {_WIDTH} {_TOP}" role="img" aria-labelledby="timeline-title timeline-text">',
        '<title id="timeline-title">When keys expire</title>',
        f'<desc id="timeline-text">{escape(_in_words(line))}</desc>',
        '<defs><pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="paper" width="5" height="5"/><rect class="stripe" width="2" height="5"/></pattern></defs>',
        *(part for tick in ticks for part in _tick(line, tick)),
        f'<text class="small" x="{_WIDTH}" y="38" text-anchor="end">key expires (UTC)</text>',
        *_lines(line, ticks, 46, _TOP),
        "</svg>",
    ]
    for group in line.groups:
        parts.extend(_piece(line, ticks, group))
    if line.now is not None:
        parts.append(f'<svg viewBox="0 0 {_WIDTH} 16" aria-hidden="true">')
        parts.append(f'<text class="now-text" x="{_number(_x(line, line.now))}" y="12" text-anchor="middle">now</text>')
        parts.append("</svg>")
    return "\n".join([*parts, "</div>"])


def legend(line: Timeline) -> str:
    """Return what the bars mean, as HTML: the states that are there."""
    there = {grant.state for group in line.groups for grant in group.grants}
    entries = [
        f'<li><svg class="key" viewBox="0 0 28 12" aria-hidden="true"><rect class="bar {_style(state)}" x="1" y="1" '
        f'width="26" height="10" rx="2"/></svg>{escape(STATES[state])}</li>'
        for state in STATES
        if state in there
    ]
    if any(grant.renewable for group in line.groups for grant in group.grants):
        entries.append(
            '<li><svg class="key" viewBox="0 0 28 12" aria-hidden="true"><path class="again" d="M10 1l8 5l-8 5z"/>'
            "</svg>renewable: another key can be claimed</li>"
        )
    return f'<ul class="legend">{"".join(entries)}</ul>'


def _piece(line: Timeline, ticks: t.Sequence[Tick], group: Group) -> t.Iterator[str]:
    """Return the keys of one container."""
    height = _HEAD + _ROW * len(group.grants)
    yield f'<svg viewBox="0 0 {_WIDTH} {height}" aria-hidden="true">'
    yield from _lines(line, ticks, 0, height, now=False)
    yield f'<text class="group" x="0" y="20">{_heading(group)}</text>'
    yield f'<line class="rule" x1="0" x2="{_WIDTH}" y1="2" y2="2"/>'
    for number, grant in enumerate(group.grants):
        yield from _row(line, group, grant, _HEAD + _ROW * number)
    if line.now is not None:
        yield _now(line, line.now, 0, height)
    yield "</svg>"


def _lines(line: Timeline, ticks: t.Sequence[Tick], top: int, end: int, *, now: bool = True) -> t.Iterator[str]:
    """Return the lines of the axis through one piece."""
    for tick in ticks:
        x = _number(_x(line, tick.moment))
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{top}" y2="{end}"/>'
    if now and line.now is not None:
        yield _now(line, line.now, top, end)


def _now(line: Timeline, now: datetime, top: int, end: int) -> str:
    x = _number(_x(line, now))
    return f'<line class="now" x1="{x}" x2="{x}" y1="{top}" y2="{end}"/>'


def _tick(line: Timeline, tick: Tick) -> t.Iterator[str]:
    x = _number(_x(line, tick.moment))
    yield f'<text class="small" x="{x}" y="38" text-anchor="middle">{escape(tick.label)}</text>'
    if tick.below:
        yield f'<text class="small strong" x="{x}" y="18" text-anchor="middle">{escape(tick.below)}</text>'


def _row(line: Timeline, group: Group, grant: Grant, y: int) -> t.Iterator[str]:
    """Return the bar of a key, with the user before it and its end behind it."""
    begins, ends = t.cast(datetime, grant.begins), t.cast(datetime, grant.ends)
    left, right = _x(line, begins), _x(line, ends)
    # A key of an hour is seen beside keys of months, too.
    left = max(_LEFT, min(left, right - 3))
    middle, top = y + _ROW // 2, y + (_ROW - _BAR) // 2
    about = ", ".join(
        [grant.name or grant.user, group.name, grant.rights, grant.duration, grant.state_in_words]
        + (["renewable"] if grant.renewable else [])
        + [f"{when(begins)} to {when(ends)} UTC"]
    )
    yield f"<g><title>{escape(about)}</title>"
    yield f'<rect class="lane" x="0" y="{y}" width="{_WIDTH}" height="{_ROW}"/>'
    yield _column(_LABEL, _RIGHTS, y, f'<text y="16">{escape(shortened(grant.label, _LABEL_LETTERS))}</text>')
    yield _column(_RIGHTS, _LEFT, y, f'<text class="small" y="16">{escape(grant.rights)}</text>')
    yield (
        f'<rect class="bar {_style(grant.state)}" x="{_number(left)}" y="{top}" '
        f'width="{_number(max(3, right - left))}" height="{_BAR}" rx="2"/>'
    )
    if grant.renewable:
        x = _number(max(left + 3, right) + 3)
        yield f'<path class="again" d="M{x} {middle - 5}l8 5l-8 5z"/>'
    yield f'<text class="end" x="{_WIDTH}" y="{middle + 4}" text-anchor="end">{when(ends)}</text></g>'


def _column(left: int, right: int, y: int, text: str) -> str:
    """Return a text beside the bars. Letters have different widths: what is too wide ends with its column."""
    return f'<svg x="{left}" y="{y}" width="{right - left - 6}" height="{_ROW}">{text}</svg>'


def _heading(group: Group) -> str:
    title = f'  <tspan class="title">{escape(shortened(group.title, _TITLE_LETTERS))}</tspan>' if group.title else ""
    return f"{escape(group.name)}{title}"


def _in_words(line: Timeline) -> str:
    number = sum(len(group.grants) for group in line.groups)
    return (
        f"{counted(number, 'key')} of {counted(len(line.groups), 'container')}, each a bar from the begin of its "
        "validity to its end, "
        f"from {when(line.begins)} to {when(line.ends)} UTC. The table has the same times."
    )


def _x(line: Timeline, moment: datetime) -> float:
    return _LEFT + (_RIGHT - _LEFT) * line.place(moment)


def _number(value: float) -> str:
    """Return a length as SVG writes it, the same on every computer."""
    return f"{value:.1f}".removesuffix(".0")


def _style(state: str) -> str:
    """Return the class of the bars of a state."""
    return state if state in STATES else "other"
