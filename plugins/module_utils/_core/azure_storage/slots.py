# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""How many requests there are at a time, and so how many blocks in memory. Private: for use in dnv.veracity only."""

from __future__ import annotations

import contextlib
import threading
import typing as t
from concurrent.futures import Future, ThreadPoolExecutor

Thing = t.TypeVar("Thing")


class Slots:
    """So many places for requests that all files share. A context manager: the end waits for what is running.

    Who reads a block takes a place first and gives it back when the block is sent, so memory stays at the number of
    places times the size of a block however large the files are.
    """

    def __init__(self, number: int) -> None:
        self._free = threading.Semaphore(number)
        self._pool = ThreadPoolExecutor(max_workers=number)

    def __enter__(self) -> Slots:
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    @contextlib.contextmanager
    def one(self) -> t.Iterator[None]:
        """Hold a place."""
        with self._free:
            yield

    def take(self, *, wait: bool = True) -> bool:
        """Take a place for ``start``; False when there is none and ``wait`` is false."""
        return self._free.acquire(blocking=wait)

    def give_back(self) -> None:
        """Give a place back that was taken."""
        self._free.release()

    def start(self, function: t.Callable[[], Thing], *, keep: bool = False) -> Future[Thing]:
        """Run the function in the place that was taken. The place is given back at its end unless it is kept."""
        future = self._pool.submit(function)
        if not keep:
            future.add_done_callback(lambda done: self._free.release())
        return future
