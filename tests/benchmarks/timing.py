# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Repeat, alternate, and take the least."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass

Name = t.TypeVar("Name")


@dataclass(frozen=True)
class Sample:
    """Seconds that something took: by the clock, and of CPU time in all processes that it started."""

    wall: float
    processor: float

    def beyond(self, start: Sample, count: float = 1) -> Sample:
        """Return what it took beyond ``start``, for each of ``count`` things."""
        return Sample((self.wall - start.wall) / count, (self.processor - start.processor) / count)

    def times(self, factor: float) -> Sample:
        """Return it as many times."""
        return Sample(self.wall * factor, self.processor * factor)


def least(samples: t.Sequence[Sample]) -> Sample:
    """Return the least of each kind of time: what disturbs a measurement only ever adds to it."""
    return Sample(min(sample.wall for sample in samples), min(sample.processor for sample in samples))


def alternated(
    runs: t.Mapping[Name, t.Callable[[], Sample]],
    rounds: int,
    *,
    slow: t.Container[Name] = (),
    slow_rounds: int = 0,
) -> dict[Name, Sample]:
    """Make every run once a round, so that all of them meet the same disturbances, and return the least of each.

    Those that are slow take part in the first rounds only.
    """
    samples: dict[Name, list[Sample]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            if name not in slow or number < slow_rounds:
                samples[name].append(run())
    return {name: least(found) for name, found in samples.items()}


def batches(calls: t.Mapping[Name, t.Callable[[], object]], *, count: int, rounds: int) -> dict[Name, Sample]:
    """Return the time of one call in this process: the least mean over batches of ``count`` calls, alternated."""

    def batch(call: t.Callable[[], object]) -> t.Callable[[], Sample]:
        def run() -> Sample:
            wall, processor = time.perf_counter(), time.process_time()
            for _number in range(count):
                call()
            return Sample((time.perf_counter() - wall) / count, (time.process_time() - processor) / count)

        return run

    return alternated({name: batch(call) for name, call in calls.items()}, rounds)
