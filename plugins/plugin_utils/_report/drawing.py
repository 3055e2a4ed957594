# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a report on a page. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from datetime import datetime
from html import escape

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.access_views import person
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import STATES
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.sections import anchor_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Key, Timeline, notes
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import when

_MOST_TICKS = 7
# Letters of a word from which on it may be broken.
_LONG = 20
_RULE = "linear-gradient(var(--rule), var(--rule))"


def drawn(line: Timeline | None) -> t.Iterator[str]:
    """Yield the timeline: a list in which each key has a line with its bar. It fits any width, and is never cut."""
    for note in notes(line):
        yield f'<p class="note">{escape(note)}</p>'
    if line is None:
        return
    yield _legend(line)
    places = [_percent(line.place(tick.moment)) for tick in line.ticks(_MOST_TICKS)]
    ticks = ", ".join(f"{_RULE} {place} 0 / 1px 100% no-repeat" for place in places) or "none"
    yield f'<ol class="timeline" style="--ticks: {ticks}">'
    yield from _axis(line)
    for key in line.keys:
        yield _row(line, key)
    yield "</ol>"


def _axis(line: Timeline) -> t.Iterator[str]:
    yield '<li class="axis" aria-hidden="true"><span class="who"></span><span class="lane">'
    for tick in line.ticks(_MOST_TICKS):
        below = f"<br>{escape(tick.below)}" if tick.below else ""
        yield f'<span class="tick" style="left: {_percent(line.place(tick.moment))}">{escape(tick.label)}{below}</span>'
    yield "</span><span>key expires (UTC)</span></li>"


def _row(line: Timeline, key: Key) -> str:
    grant = key.grant
    container = grant.container
    (who,) = person(grant.user)
    left, right = line.place(key.begins), line.place(key.ends)
    again = ", renewable" if grant.renewable else ""
    marked = f'<span class="now" style="left: {_percent(line.place(line.now))}"></span>' if line.now else ""
    return (
        f'<li><span class="who"><a href="#{anchor_of("container", container.id or container.name)}">'
        f"{isolated(container.name)}</a>: "
        f'<a href="#{who.to}">{isolated(who.text)}</a><span class="line">{escape(", ".join(grant.rights))}'
        f'<span class="unseen">, {escape(grant.state_in_words)}{again}</span></span></span>'
        f'<span class="lane" aria-hidden="true"><span class="bar {_style(grant.state)}{" again" if again else ""}" '
        f'style="left: {_percent(left)}; width: {_percent(max(0.0, right - left))}"></span>{marked}</span>'
        f"{written(key.ends)}</li>"
    )


def written(time: datetime) -> str:
    """Return a time as HTML."""
    return f'<time datetime="{time.isoformat()}">{when(time)}</time>'


def isolated(text: str) -> str:
    """Return a text that does not change the direction of what is beside it. A long word in it may be broken."""
    broken = ' class="long"' if any(len(word) > _LONG for word in text.split()) else ""
    return f"<bdi{broken}>{escape(text)}</bdi>"


def _legend(line: Timeline) -> str:
    """Return what the bars mean: the states that are there."""
    there = {key.grant.state for key in line.keys}
    entries = [
        f'<li><span class="bar {state}" aria-hidden="true"></span>{escape(STATES[state])}</li>'
        for state in STATES
        if state in there
    ]
    if any(key.grant.renewable for key in line.keys):
        entries.append('<li><span class="bar again" aria-hidden="true"></span>another key can be claimed</li>')
    if line.now is not None:
        entries.append(f'<li><span class="mark" aria-hidden="true"></span>as of {when(line.now)} UTC</li>')
    return f'<ul class="legend">{"".join(entries)}</ul>'


def _percent(share: float) -> str:
    """Return a share as CSS writes it, the same on every computer."""
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def _style(state: str) -> str:
    """Return the class of the bars of a state."""
    return state if state in STATES else "other"
