# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was measured, as lines of a table."""

from __future__ import annotations

import textwrap
import typing as t
from dataclasses import dataclass, field

from tests.benchmarks.timing import Sample

_HEADINGS = ("measured", "ours", "beside it", "it", "ratio", "CPU ratio", "goal", "verdict")
_WIDTH = 120


class BenchmarkError(Exception):
    """Something did not run, so there is nothing to compare."""


@dataclass
class Results:
    """Lines, notes, and whether a count was wrong. Ratios are ours divided by the other: below 1 is less than it."""

    lines: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def value(self, what: str, ours: str, beside: str = "", other: str = "") -> None:
        """Add a line without a ratio."""
        self._add(what, ours, beside, other)

    def count(self, what: str, *found: int, expected: int) -> None:
        """Add what was counted in each of some runs. It is exact: any other count makes the run fail."""
        text = ", ".join(map(str, sorted(set(found))))
        right = set(found) == {expected}
        if not right:
            self.wrong.append(f"{what}: {text} instead of {expected}")
        self._add(what, text, goal=f"exactly {expected}", verdict="met" if right else "WRONG")

    def compare(
        self,
        what: str,
        ours: Sample,
        beside: str,
        other: Sample,
        *,
        text: t.Callable[[float], str],
        at_most: float | None = None,
    ) -> None:
        """Add a comparison of two times; ``text`` writes seconds in a unit that fits."""
        self.ratio(
            what,
            (text(ours.wall), ours.wall),
            beside,
            (text(other.wall), other.wall),
            processor=divided(ours.processor, other.processor),
            at_most=at_most,
        )

    def ratio(
        self,
        what: str,
        ours: tuple[str, float],
        beside: str,
        other: tuple[str, float],
        *,
        processor: float | None = None,
        at_most: float | None = None,
    ) -> None:
        """Add a comparison of two values, each with its text; ``processor`` is the ratio of CPU times."""
        ratio = divided(ours[1], other[1])
        goal = "" if at_most is None else f"at most {at_most:.3g}"
        verdict = ""
        if at_most is not None:
            verdict = "not measurable" if ratio is None else "met" if ratio <= at_most else "MISSED"
        self._add(what, ours[0], beside, other[0], _ratio_text(ratio), _ratio_text(processor), goal, verdict)

    def note(self, text: str) -> None:
        """Add a sentence on what the numbers mean."""
        self.notes.append(text)

    def show(self, title: str) -> None:
        """Print the table with its notes."""
        rows = [_HEADINGS, *self.lines]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
        print(f"\n{title}\n{'=' * len(title)}")
        for number, row in enumerate(rows):
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
            if number == 0:
                print("  ".join("-" * width for width in widths))
        for text in self.notes:
            print(textwrap.fill(text, _WIDTH, initial_indent="- ", subsequent_indent="  "))
        print(end="", flush=True)

    def _add(
        self,
        what: str,
        ours: str,
        beside: str = "",
        other: str = "",
        ratio: str = "",
        processor: str = "",
        goal: str = "",
        verdict: str = "",
    ) -> None:
        self.lines.append((what, ours, beside, other, ratio, processor, goal, verdict))


def divided(ours: float, other: float) -> float | None:
    """Return ours divided by the other, None when noise has made one of them meaningless."""
    return ours / other if ours > 0 and other > 0 else None


def milliseconds(seconds: float) -> str:
    """Return a time as text."""
    return f"{seconds * 1000:.1f} ms"


def microseconds(seconds: float) -> str:
    """Return a time as text."""
    return f"{seconds * 1e6:.1f} µs"


def plural(number: int, thing: str) -> str:
    """Return a number of things as text."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _ratio_text(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"{ratio:.2f}" if ratio >= 0.095 else f"{ratio:.2g}"
