# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Waiting with a limit, visibly. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import math
import typing as t
from dataclasses import dataclass

from ..clock import Clock
from ..errors import InputError


@dataclass(frozen=True)
class Patience:
    """Whether to wait at all, for how many seconds at most, and how many seconds lie between two polls."""

    wait: bool = True
    timeout: float = 900.0
    interval: float = 15.0

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any]) -> Patience:
        """Return what the options ``wait``, ``wait_timeout`` and ``wait_interval`` say. Raises InputError."""
        timeout, interval = params["wait_timeout"], params["wait_interval"]
        if not 0 <= timeout < math.inf:
            raise InputError("wait_timeout: must be a number of seconds that is not negative.")
        if not 0 < interval < math.inf:
            raise InputError("wait_interval: must be a number of seconds that is more than 0.")
        return cls(params["wait"], timeout, interval)


def polls(
    clock: Clock, patience: Patience, progress: t.Callable[[str], None], what: t.Callable[[], str]
) -> t.Iterator[None]:
    """Pause before each poll, and end with the poll at the limit. Without waiting: one poll, at once.

    ``what`` gives what is waited for, for the line that is shown at each pause.
    """
    timeout = patience.timeout if patience.wait else 0.0
    start = clock.monotonic()
    waited = 0.0
    while True:
        pause = min(patience.interval, timeout - waited)
        if pause > 0:
            progress(f"waiting for {what()}: {waited:.0f} s of at most {timeout:g} s")
            clock.sleep(pause)
        yield
        waited = clock.monotonic() - start
        if waited >= timeout:
            return
