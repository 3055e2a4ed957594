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

Seen = t.TypeVar("Seen")


def _ignore(text: str) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class WaitOptions:
    """Whether to wait at all, for how many seconds at most, and the seconds between two polls."""

    wait: bool = True
    timeout: float = 900.0
    interval: float = 15.0

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any]) -> WaitOptions:
        """Return the options ``wait``, ``wait_timeout`` and ``wait_interval``. Raises InputError."""
        timeout, interval = params["wait_timeout"], params["wait_interval"]
        if not 0 <= timeout < math.inf:
            raise InputError("wait_timeout: must be 0 or more seconds.")
        if not 0 < interval < math.inf:
            raise InputError("wait_interval: must be more than 0 seconds.")
        return cls(params["wait"], timeout, interval)

    def pauses(
        self,
        clock: Clock,
        what: t.Callable[[], str] = str,
        progress: t.Callable[[str], None] = _ignore,
        *,
        at_once: bool = True,
    ) -> t.Iterator[float]:
        """Yield the seconds to pause before each poll. The last poll is at the limit; without ``wait`` one is at once.

        ``what`` gives what is waited for, for the line that is shown before each pause. ``at_once``: poll before the
        first pause, too.
        """
        timeout = self.timeout if self.wait else 0.0
        start = clock.monotonic()
        if at_once or not timeout:
            yield 0.0
        while (waited := clock.monotonic() - start) < timeout:
            progress(f"waiting for {what()}: {waited:.0f} s of at most {timeout:g} s")
            yield min(self.interval, timeout - waited)


def until(
    look: t.Callable[[], Seen], good: t.Callable[[Seen], bool], *, clock: Clock, pauses: t.Iterable[float]
) -> Seen:
    """Return what ``look`` gives as soon as it is ``good``, or what it gives after the last pause.

    ``pauses`` are the seconds before each look, of which there is at least one. Raises what ``look`` raises.
    """
    for pause in pauses:
        if pause:
            clock.sleep(pause)
        seen = look()
        if good(seen):
            break
    return seen
