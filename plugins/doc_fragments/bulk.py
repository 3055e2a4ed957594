# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules share which work on many things in one task."""

from __future__ import annotations

import typing as t


class ModuleDocFragment:
    """For modules that only read many things (READS), and for those that change them (DOCUMENTATION)."""

    READS = r"""
options:
  max_concurrency:
    description: Maximum number of requests in parallel, at least 1.
    type: int
    default: 8
"""

    DOCUMENTATION: t.ClassVar[str] = (
        READS
        + r"""
notes:
  - Mistakes in the options are reported together, before anything is changed.
  - An entry that fails does not stop the others. The task then fails at the end, and names the entries that failed and
    the reasons.
  - If the task fails, RV(ignore:outcomes) contains only entries that failed or changed, without lists and dictionaries,
    and at most about 1200 characters of them. RV(ignore:counts) counts all entries, and the diff shows every change.
"""
    )
