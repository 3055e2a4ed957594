# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How often each run is repeated, how many tasks a run has, and how many items a loop that is scaled has."""

    rounds: int
    slow_rounds: int
    """For runs that take many seconds each."""
    tasks: int
    items: int
    small_files: int
    large_file: int
    """Bytes."""


THOROUGH = Effort(rounds=4, slow_rounds=2, tasks=30, items=30, small_files=1000, large_file=1024**3)
QUICK = Effort(rounds=1, slow_rounds=1, tasks=10, items=10, small_files=50, large_file=64 * 1024**2)
