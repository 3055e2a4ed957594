# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Doing the same to many things at once. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed

Item = t.TypeVar("Item")


def each(function: t.Callable[[Item], None], items: t.Sequence[Item], concurrency: int) -> t.Iterator[Item]:
    """Call the function with every item, at most ``concurrency`` at a time, and give each item when it is done.

    An exception of the function, or leaving early, keeps what was not begun from being begun; what runs is waited for.
    """
    if len(items) == 1:
        function(items[0])
        yield items[0]
        return
    pool = ThreadPoolExecutor(max_workers=concurrency)
    try:
        futures = {pool.submit(function, item): item for item in items}
        for future in as_completed(futures):
            future.result()
            yield futures[future]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class Tally:
    """Tells, of many things, when another tenth of them is done."""

    def __init__(self, progress: t.Callable[[str], None], what: str, total: int, things: str) -> None:
        self._progress = progress
        self._what = what
        self._total = total
        self._things = things
        self._done = 0

    def count(self) -> None:
        """Count one thing as done. One alone is not worth a line."""
        self._done += 1
        if self._total > 1 and self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            self._progress(f"{self._what} {self._done} of {self._total} {self._things}")
