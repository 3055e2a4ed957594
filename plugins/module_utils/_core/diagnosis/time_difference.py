# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the clock. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from datetime import datetime, timezone

from .check import Finding, failed, ok, skipped, warning

if t.TYPE_CHECKING:
    from .situation import Situation

# APIs tolerate a minute (Veracity's samples), and keys of the storage begin some minutes early.
_TOLERATED, _HARMFUL = 60.0, 300.0
_ADVICE = (
    "Set the clock of this machine by NTP (chronyc tracking, timedatectl). Tokens, keys and certificates are valid "
    "between two moments."
)


def check(situation: Situation) -> Finding:
    """Compare the clock with the Date that the servers send."""
    differences = []
    for address in situation.hosts:
        reached = situation.reached(address)
        if reached.date is not None:
            # The header has whole seconds.
            differences.append((reached.measured - reached.date, reached.host))
    if not differences:
        return skipped("no server said what time it is")
    difference, host = min(differences, key=lambda entry: abs(entry[0]))
    evidence = f"{_words(difference)} {host}"
    if abs(difference) > _HARMFUL:
        now = datetime.fromtimestamp(situation.clock.time(), timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        return failed(f"{evidence}: this machine says {now}", _ADVICE, "WRONG")
    if abs(difference) > _TOLERATED:
        return warning(evidence, _ADVICE)
    return ok(evidence)


def _words(seconds: float) -> str:
    """Return a difference as words: ``2 s behind``."""
    amount = abs(seconds)
    if amount < 1.5:
        return "same time as"
    size = (
        f"{amount:.0f} s" if amount < 600 else f"{amount / 60:.0f} min" if amount < 36000 else f"{amount / 3600:.0f} h"
    )
    return f"{size} {'ahead of' if seconds > 0 else 'behind'}"
