# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as a page of its own. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from html import escape

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import Grant, Picture, when
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.svg import draw, legend
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Timeline, timeline

_COLUMNS = ("User", "Rights", "Key valid for", "Renewable", "State", "Key expires (UTC)")
_CAPTION = (
    "Who can claim keys of each container. A claimed key opens the container until it expires, even if its grant is "
    "revoked."
)
_LIGHT = """--paper: #ffffff; --panel: #f4f6f8; --ink: #17202a; --soft: #55606c; --rule: #d5dbe1; --now: #b3261e;
  --active: #0b7a75; --renewable: #a15c00; --ended: #6b7680; --revoked: #a3386c; --none: #3b5bb5;"""
_DARK = """--paper: #14181d; --panel: #1d232a; --ink: #e8ecf0; --soft: #a6b0ba; --rule: #38424c; --now: #ff8a80;
  --active: #35b8b0; --renewable: #e0a04a; --ended: #8d98a3; --revoked: #e07fae; --none: #8ea6f0;"""
_STYLE = (
    f"""
:root {{ color-scheme: light dark; {_LIGHT} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_DARK} }} }}
"""
    """
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 70rem; background: var(--paper); color: var(--ink);
  font: 0.95rem/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1.2rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 0.6rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 0; }
.figures div { background: var(--panel); border-radius: 0.5rem; padding: 0.6rem 1rem; display: flex;
  flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.note { color: var(--soft); margin: 0.6rem 0; }
.wide { overflow-x: auto; }
.drawing { min-width: 46rem; }
.drawing > svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font-size: 13px; }
svg .small { fill: var(--soft); font-size: 12px; }
svg .strong, svg .group { font-weight: 600; }
svg .group { font-size: 14px; }
svg .title { font-weight: 400; fill: var(--soft); }
svg .end { font-variant-numeric: tabular-nums; }
svg .tick, svg .rule { stroke: var(--rule); }
svg .tick { stroke-dasharray: 2 3; }
svg .lane { fill: transparent; }
svg g:hover .lane { fill: var(--panel); }
svg .paper { fill: var(--paper); }
svg .stripe { fill: var(--ended); }
svg .bar { stroke-width: 1.5; }
svg .active { fill: var(--active); stroke: var(--active); }
svg .renewable { fill: var(--paper); stroke: var(--renewable); }
svg .expired, svg .other { fill: url(#stripes); stroke: var(--ended); }
svg .revoked { fill: var(--paper); stroke: var(--revoked); stroke-dasharray: 3 2; }
svg .available { fill: var(--paper); stroke: var(--none); }
svg .again { fill: var(--ink); }
svg .now { stroke: var(--now); stroke-width: 1.5; }
svg .now-text { fill: var(--now); font-size: 12px; font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; list-style: none; padding: 0; margin: 0.4rem 0 0.8rem;
  color: var(--soft); font-size: 0.85rem; }
.legend li { display: flex; align-items: center; gap: 0.45rem; }
.legend .key { width: 28px; height: 12px; flex: none; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
tbody th[scope="rowgroup"] { padding-top: 1.3rem; font-size: 1.05rem; }
tbody th[scope="row"] { font-weight: 400; padding-left: 0.8rem; min-width: 19.5rem; }
td.fixed { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.soft { padding-left: 0.8rem; }
code { font: 0.85em/1.4 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
.soft { unicode-bidi: isolate; color: var(--soft); font-weight: 400; font-size: 0.9rem; }
.line { display: block; }
td.state { font-weight: 600; min-width: 9rem; }
td.rights { min-width: 6rem; }
.state.active { color: var(--active); }
.state.renewable { color: var(--renewable); }
.state.expired { color: var(--soft); }
.state.revoked { color: var(--revoked); }
.state.available { color: var(--none); }
"""
    f"""
@media print {{
  :root {{ font-size: 9pt; {_LIGHT} }}
  body {{ padding: 0; max-width: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  thead {{ display: table-header-group; }}
  tr, .figures div {{ break-inside: avoid; }}
  tbody tr:first-child {{ break-after: avoid; }}
  .wide {{ overflow: visible; }}
  .drawing {{ min-width: 0; }}
  .drawing > svg {{ break-inside: avoid; }}
  .drawing > svg:first-child {{ break-after: avoid; }}
  @page {{ margin: 15mm; }}
}}
"""
)


def html(picture: Picture, title: str, limit: int) -> str:
    """Return the page: it loads nothing and runs nothing."""
    return page(
        title,
        picture.summary,
        [
            ("expiry", "When keys expire", _timeline(timeline(picture, limit))),
            ("access", "Who may open what", _table(picture)),
        ],
    )


def page(
    title: str, summary: t.Iterable[tuple[str, str]], sections: t.Iterable[tuple[str, str, t.Iterable[str]]]
) -> str:
    """Return a page with the figures of a summary above its sections: an id, a heading, and what is below it."""
    figures = "".join(f"<div><dt>{what}</dt><dd>{escape(figure)}</dd></div>" for what, figure in summary)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{escape(title)}</h1>",
        f'<dl class="figures">{figures}</dl>',
        "</header>",
        "<main>",
    ]
    for name, heading, content in sections:
        parts += [f'<section aria-labelledby="{name}">', f'<h2 id="{name}">{heading}</h2>', *content, "</section>"]
    return "\n".join([*parts, "</main>", "</body>", "</html>"]) + "\n"


def html_table(
    caption: str, columns: t.Sequence[str], groups: t.Iterable[tuple[str, t.Sequence[str]]]
) -> t.Iterator[str]:
    """Yield a table of groups, each a heading with its rows."""
    yield '<div class="wide"><table>'
    yield f"<caption>{caption}</caption>"
    yield "<thead><tr>"
    yield from (f'<th scope="col">{column}</th>' for column in columns)
    yield "</tr></thead>"
    for heading, rows in groups:
        yield "<tbody>"
        yield f'<tr><th scope="rowgroup" colspan="{len(columns)}">{heading}</th></tr>'
        yield from rows
        if not rows:
            yield f'<tr><td class="soft" colspan="{len(columns)}">nobody</td></tr>'
        yield "</tbody>"
    yield "</table></div>"


def heading(name: str, about: t.Iterable[str], identifier: str) -> str:
    """Return the heading of a group: its name, what is known about it, and its id unless that is its name."""
    known = " · ".join(part for part in about if part)
    code = f'<span class="soft line"><code>{escape(identifier)}</code></span>' if identifier != name else ""
    return f'{escape(name)} <span class="soft">{escape(known)}</span>{code}'


def notes(line: Timeline | None) -> list[str]:
    """Return what a timeline leaves out, in sentences."""
    if line is None:
        return ["No key has been claimed."]
    found = []
    if line.left_out:
        shown = sum(len(group.grants) for group in line.groups)
        found.append(f"The {shown} keys that expire next are drawn; {line.left_out} more are in the table.")
    if line.unclaimed == 1:
        found.append("For 1 grant no key has been claimed yet; it is in the table only.")
    elif line.unclaimed:
        found.append(f"For {line.unclaimed} grants no key has been claimed yet; they are in the table only.")
    return found


def _timeline(line: Timeline | None) -> t.Iterator[str]:
    for note in notes(line):
        yield f'<p class="note">{escape(note)}</p>'
    if line is not None:
        yield legend(line)
        yield f'<div class="wide">{draw(line)}</div>'


def _table(picture: Picture) -> t.Iterator[str]:
    if not picture.groups:
        yield '<p class="note">There are no containers.</p>'
        return
    yield from html_table(
        _CAPTION,
        _COLUMNS,
        (
            (heading(group.name, (group.title, group.region), group.id), [_row(grant) for grant in group.grants])
            for group in picture.groups
        ),
    )


def _row(grant: Grant) -> str:
    lines = [f"<code>{escape(grant.user)}</code>"]
    if grant.name:
        lines = [escape(grant.name), f'<span class="soft line">{lines[0]}</span>']
    if grant.comment:
        lines.append(f'<span class="soft line">{escape(grant.comment)}</span>')
    ends = "" if grant.ends is None else f'<time datetime="{grant.ends.isoformat()}">{when(grant.ends)}</time>'
    return (
        f'<tr><th scope="row">{"".join(lines)}</th><td class="rights">{escape(grant.rights)}</td>'
        f'<td class="fixed">{grant.duration}</td><td>{"yes" if grant.renewable else "no"}</td>'
        f'<td class="state {escape(grant.state)}">{escape(grant.state_in_words)}</td><td class="fixed">{ends}</td></tr>'
    )
