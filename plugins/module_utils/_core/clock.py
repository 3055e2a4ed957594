# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Time, as an object that is passed in. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import time


class Clock:
    """The clock of the machine."""

    def time(self) -> float:
        """Return the seconds since the epoch: for what is stored or compared over processes."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that never go back: for deadlines inside one process."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for this many seconds."""
        time.sleep(seconds)
