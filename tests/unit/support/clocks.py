# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clocks that tests control."""

from __future__ import annotations

import time

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock


class SleeplessClock(Clock):
    """Real time plus what was slept or moved: sleeping is remembered and takes no time."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead
        self.slept: list[float] = []

    def time(self) -> float:
        return time.time() + self.ahead

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds


class RealWaitClock(SleeplessClock):
    """A clock that is ahead of the machine's but really sleeps, for tests with several processes."""

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        time.sleep(seconds)


class FastClock(Clock):
    """Runs faster than the machine's clock, so that a deadline of minutes passes in a moment."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._started = time.monotonic()
        self._base = time.time()

    def monotonic(self) -> float:
        return (time.monotonic() - self._started) * self._speed

    def time(self) -> float:
        return self._base + self.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self._speed)
