# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""For how long a key of File storage is valid, as people say it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re

from ...errors import InputError
from ...validation.mistakes import quoted

_FORM = re.compile(r"([1-9][0-9]{0,4})\s*(?:(m|min|minutes?)|(h|hours?)|(d|days?))", re.IGNORECASE)


def seconds(text: str, name: str = "duration") -> float:
    """Return the duration that an option says: ``30m``, ``8h``, ``7 days``. Raises InputError for anything else."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise InputError(f"{name}: must be minutes, hours or days, such as 30m, 8h or 7d, not {quoted(text)}.")
    return int(found[1]) * (60.0 if found[2] else 3600.0 if found[3] else 86400.0)
