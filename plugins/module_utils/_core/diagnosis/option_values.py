# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the values: placeholders, invisible characters, and what else comes along when a value is copied.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import typing as t

from .check import Finding, failed, ok, warning

if t.TYPE_CHECKING:
    from .situation import Situation


def check(situation: Situation) -> Finding:
    """Say what is odd about the values of the options."""
    found = situation.suspicions
    if not found:
        return ok("no placeholders, no invisible characters")
    evidence = " ".join(each.text for each in found)
    advice = " ".join(dict.fromkeys(each.advice for each in found))
    return failed(evidence, advice) if found[0].certain else warning(evidence, advice)
