# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The outcomes as lines that are read on a terminal and in a log. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from .check import SKIPPED, WARNING

if t.TYPE_CHECKING:
    from .check import Outcome

_WIDTH = 20


def row(number: int, outcome: Outcome) -> str:
    """Return a check as a line, followed by what to do where something is wrong."""
    dots = " ".ljust(_WIDTH - len(outcome.title), ".")
    opening = {WARNING: "WARNING: ", SKIPPED: "skipped: "}.get(outcome.result, "")
    line = f"{number:>3}. {outcome.title}{dots} {opening}{outcome.evidence}"
    return f"{line}\n     {outcome.advice}" if outcome.advice else line
