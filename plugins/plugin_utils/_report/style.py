# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the page of a report looks. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

# Text has a contrast of 4.5 or more on paper and panel in both palettes: a test computes it.
LIGHT: t.Mapping[str, str] = {
    "paper": "#ffffff",
    "panel": "#f4f6f8",
    "ink": "#17202a",
    "soft": "#55606c",
    "rule": "#d5dbe1",
    "link": "#0b5cad",
    "now": "#b3261e",
    "active": "#0b7a75",
    "renewable": "#8f5200",
    "ended": "#5f6a74",
    "revoked": "#a3386c",
    "none": "#3b5bb5",
}
DARK: t.Mapping[str, str] = {
    "paper": "#14181d",
    "panel": "#1d232a",
    "ink": "#e8ecf0",
    "soft": "#a6b0ba",
    "rule": "#38424c",
    "link": "#8cbcf2",
    "now": "#ff8a80",
    "active": "#35b8b0",
    "renewable": "#e0a04a",
    "ended": "#98a4ae",
    "revoked": "#e88db8",
    "none": "#8ea6f0",
}

_SCREEN = """
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 0.95rem/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: 0.15em; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1.2rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 0.6rem; }
ul, ol, dl { list-style: none; margin: 0; padding: 0; }
dd { margin: 0; }
.figures { display: flex; flex-wrap: wrap; gap: 0.6rem; }
.figures div { background: var(--panel); border-radius: 0.5rem; padding: 0.6rem 1rem; display: flex;
  flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: 0.85rem; }
.figures dd { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.contents ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 1.2rem 0 0; }
.index ul { columns: 13rem; margin: 0 0 1rem; font-size: 0.9rem; }
.index li { break-inside: avoid; }
.note, .top { color: var(--soft); margin: 0.6rem 0; }
.top { font-size: 0.85rem; }
code { font: 0.85em/1.4 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; white-space: nowrap; }
.long, code { overflow-wrap: anywhere; }
.line { display: block; color: var(--soft); font-weight: 400; font-size: 0.9rem; }
.soft { color: var(--soft); font-weight: 400; font-size: 0.9rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.state { font-weight: 600; }
.state.active { color: var(--active); }
.state.renewable { color: var(--renewable); }
.state.expired { color: var(--ended); }
.state.revoked { color: var(--revoked); }
.state.available { color: var(--none); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
tbody th[scope="rowgroup"] { padding-top: 1.3rem; font-size: 1.05rem; }
tbody th[scope="row"] { font-weight: 400; padding-left: 0.8rem; }
td.none { padding-left: 0.8rem; color: var(--soft); }
.fixed { white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 0.4rem 0 0.8rem; color: var(--soft);
  font-size: 0.85rem; }
.legend li { display: flex; align-items: center; gap: 0.45rem; }
.legend .bar { position: static; width: 28px; flex: none; }
.timeline li { display: grid; grid-template-columns: 20rem 1fr 9.5rem; gap: 0.2rem 1.4rem; align-items: center;
  padding: 0.15rem 0; break-inside: avoid; }
.timeline .who { line-height: 1.3; padding: 0.15rem 0; }
.timeline time { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
.lane { position: relative; align-self: stretch; min-height: 1.4rem; background: var(--ticks); }
.axis .lane { min-height: 2.6rem; background: none; }
.axis > :last-child { color: var(--soft); font-size: 0.85rem; text-align: right; align-self: end; }
.tick { position: absolute; bottom: 0; transform: translateX(-50%); color: var(--soft); font-size: 0.8rem;
  line-height: 1.25; text-align: center; white-space: nowrap; }
.lane .now { position: absolute; top: 0; bottom: 0; width: 2px; background: var(--now); }
.bar { position: absolute; top: calc(50% - 6px); height: 12px; min-width: 3px; border: 1.5px solid;
  border-radius: 2px; }
.bar.active { color: var(--active); background: currentColor; }
.bar.renewable { color: var(--renewable); background: var(--paper); }
.bar.expired, .bar.other { color: var(--ended);
  background: repeating-linear-gradient(135deg, currentColor 0 2px, var(--paper) 2px 5px); }
.bar.revoked { color: var(--revoked); background: var(--paper); border-style: dashed; }
.bar.again::after { content: ""; position: absolute; left: calc(100% + 4px); top: -1px; border: 5px solid transparent;
  border-left: 8px solid var(--ink); border-right: 0; }
.legend .mark { width: 2px; height: 14px; background: var(--now); }
.legend .bar.again { color: transparent; border-color: transparent; position: relative; top: 0; }
.legend .bar.again::after { left: 8px; }
"""
_NARROW = """
@media screen and (max-width: 46rem) {
  body { padding: 1.2rem 1rem 2rem; }
  .scroll { overflow-x: visible; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  th, td, tbody th[scope="row"], td.none { border: 0; padding: 0.1rem 0; }
  tbody tr { padding: 0.5rem 0 0.5rem 0.8rem; border-bottom: 1px solid var(--rule); }
  tbody tr:first-child { padding-left: 0; }
  tbody th[scope="rowgroup"] { padding-top: 0.9rem; }
  td:empty { display: none; }
  td::before { color: var(--soft); font-size: 0.85rem; }
  .fixed, code { white-space: normal; }
  .index ul { columns: 8rem; }
  .timeline li { grid-template-columns: 1fr auto; padding: 0.4rem 0; }
  .timeline .lane { grid-column: 1 / -1; grid-row: 2; margin: 0 1rem; }
  .axis .who { display: none; }
  .axis > :last-child { display: none; }
  .tick:nth-child(even) { display: none; }
}
"""
_PRINT = """
@media print {
  :root { font-size: 8.5pt; }
  body { padding: 0; max-width: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
  .scroll { overflow: visible; }
  .top, .contents { display: none; }
  thead { display: table-header-group; }
  thead th { white-space: normal; }
  tr, .figures div { break-inside: avoid; }
  tbody tr:first-child, h2, .index { break-after: avoid; }
  .timeline li { grid-template-columns: 13rem 1fr 8.5rem; }
  code { white-space: normal; }
  .index ul { columns: 8rem; }
  @page { margin: 15mm; }
}
"""


def style() -> str:
    """Return the style sheet of all reports."""
    light, dark = (" ".join(f"--{name}: {color};" for name, color in palette.items()) for palette in (LIGHT, DARK))
    return (
        f"\n:root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"{_SCREEN}{_NARROW}@media print {{ :root {{ color-scheme: light; {light} }} }}\n{_PRINT}"
    )
