# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diagnosis as a report for support. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ansible_collections.dnv.veracity.plugins.plugin_utils._report.markdown import escaped
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import ReportError, clean

_COLUMNS = ("Check", "Result", "Evidence", "What to do")
_PAGE_COLUMNS = ("Check", "Result", "Evidence, and what to do")
_RESULTS = ("ok", "warning", "failed", "skipped")
_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #17202a; --soft: #55606c; --rule: #d5dbe1; --ok: #0b6b43;
  --warning: #8a5000; --failed: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e8ecf0; --soft: #a6b0ba; --rule: #38424c;
  --ok: #5fd0a0; --warning: #e8b060; --failed: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 70rem; background: var(--paper); color: var(--ink);
  font: 0.95rem/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
.verdict { border-left: 0.3rem solid var(--ok); padding: 0.2rem 0 0.2rem 1rem; margin: 0 0 1.5rem; }
.verdict.failed { border-color: var(--failed); }
.verdict.warning { border-color: var(--warning); }
.verdict p { margin: 0 0 0.3rem; }
.verdict p:first-child { font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-size: 0.85rem; }
th, .result { white-space: nowrap; }
td p { margin: 0; }
td .advice { margin-top: 0.3rem; font-weight: 600; }
.host { display: block; color: var(--soft); font-weight: 400; font-size: 0.85rem; }
.ok { color: var(--ok); }
.warning { color: var(--warning); font-weight: 600; }
.failed { color: var(--failed); font-weight: 600; }
.skipped { color: var(--soft); }
.verdict.ok, .verdict.warning, .verdict.failed { color: var(--ink); font-weight: 400; }
@media (max-width: 45rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tbody tr { display: block; border-bottom: 1px solid var(--rule); padding: 0.5rem 0; }
  tbody th, tbody td { display: block; border: 0; padding: 0.1rem 0; }
}
@media print { body { padding: 0; max-width: none; font-size: 9pt; } tr { break-inside: avoid; } }
"""


class _Row(t.NamedTuple):
    """One check."""

    title: str
    result: str
    evidence: str
    advice: str
    host: str


@dataclass(frozen=True)
class Diagnosis:
    """What a report is made of."""

    cause: str
    advice: tuple[str, ...]
    now: str
    rows: tuple[_Row, ...]

    @property
    def worst(self) -> str:
        """The result that the others do not outweigh."""
        found = {row.result for row in self.rows}
        return next((result for result in ("failed", "warning") if result in found), "ok")


def read(given: t.Any) -> Diagnosis:
    """Return the diagnosis in a result. Raises ReportError when there is none."""
    checks = given.get("checks") if isinstance(given, Mapping) else None
    if not isinstance(checks, list) or not all(isinstance(check, Mapping) for check in checks):
        raise ReportError("the value must be a registered result of veracity_diagnose, with a list of checks.")
    lines = [clean(line) for line in str(given.get("verdict") or "").splitlines() if line.strip()] or [""]
    keys = ("title", "outcome", "evidence", "hint", "host")
    rows = (_Row(*(clean(check.get(key)) for key in keys)) for check in checks)
    return Diagnosis(lines[0], tuple(lines[1:]), clean(given.get("now")), tuple(rows))


def markdown(found: Diagnosis, title: str) -> str:
    """Return the report as Markdown."""
    made = f"\n\nMade at {escaped(found.now)}." if found.now else ""
    advice = "".join(f"\n\n{escaped(line)}" for line in found.advice)
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS))]
    for number, row in enumerate(found.rows, 1):
        where = f" ({escaped(row.host)})" if row.host else ""
        named = f"{number}. {escaped(row.title)}{where}"
        lines.append(_line([named, _called(row.result), escaped(row.evidence), escaped(row.advice)]))
    table = "\n".join(lines)
    return f"# {escaped(title)}\n\n**{escaped(found.cause)}**{advice}{made}\n\n{table}\n"


def html(found: Diagnosis, title: str) -> str:
    """Return the report as a page of its own: it loads nothing and runs nothing."""
    made = f"Made at {escape(found.now)}. " if found.now else ""
    head = "".join(f'<th scope="col">{name}</th>' for name in _PAGE_COLUMNS)
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
        "<main>",
        f"<h1>{escape(title)}</h1>",
        f'<div class="verdict {found.worst}">',
        *(f"<p>{escape(line)}</p>" for line in (found.cause, *found.advice)),
        "</div>",
        "<table>",
        f"<caption>{made}A check that depends on a failed one is skipped.</caption>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *(_row(number, row) for number, row in enumerate(found.rows, 1)),
        "</tbody>",
        "</table>",
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _row(number: int, row: _Row) -> str:
    """Return a check as a row of the page."""
    host = f'<span class="host">{escape(row.host)}</span>' if row.host else ""
    result = row.result if row.result in _RESULTS else "skipped"
    advice = f'<p class="advice">{escape(row.advice)}</p>' if row.advice else ""
    return (
        f'<tr><th scope="row">{number}. {escape(row.title)}{host}</th>'
        f'<td class="result {result}">{_called(result)}</td><td><p>{escape(row.evidence)}</p>{advice}</td></tr>'
    )


def _called(result: str) -> str:
    """Return what a result is called."""
    return result.upper() if result == "ok" else result.capitalize()


def _line(cells: t.Iterable[str]) -> str:
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"
