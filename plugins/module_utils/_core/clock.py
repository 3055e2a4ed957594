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


def of_http_date(text: str | None) -> float | None:
    """Return the time of an HTTP header in seconds since the epoch; None for what is none (RFC 9110, 5.6.7)."""
    # Not needed on the warm path of lookups.
    import email.utils

    try:
        moment = email.utils.parsedate_to_datetime(text or "")
        return moment.timestamp() if moment.tzinfo is not None else None
    except (OverflowError, TypeError, ValueError):
        return None
