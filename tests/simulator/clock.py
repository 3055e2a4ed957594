# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator's own time."""

from __future__ import annotations

import time
from datetime import datetime, timezone


class Clock:
    """Real time plus what the control interface added to it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Return the simulated time in seconds since the epoch."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the simulated time forward by ``seconds``."""
        self._ahead += seconds

    def reset(self) -> None:
        """Go back to real time."""
        self._ahead = 0.0


def timestamp(seconds: float) -> str:
    """Return a moment as Data Fabric writes it: ISO 8601, UTC, milliseconds."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
