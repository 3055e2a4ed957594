# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Fetching a blob into a file. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import collections
import concurrent.futures
import hashlib
import os
import typing as t
from concurrent.futures import Future

from ..errors import StateError

if t.TYPE_CHECKING:
    from .blobs import Blob, Blobs
    from .destination import Destination
    from .slots import Slots
    from .uploads import Meter


def download(
    blobs: Blobs, slots: Slots, blob: Blob, destination: Destination, path: str, *, block_size: int, meter: Meter
) -> str:
    """Fetch a blob in parts and return its MD5 in hexadecimal digits. The file is replaced as a whole at the end.

    ``path`` is below the destination. The file gets the blob's time of modification, and keeps the mode that it has.
    Raises OSError when it cannot be written, StateError when it is a folder, lies behind a link, or what came is not
    what the storage says, and what the storage refuses. ``meter`` is told the bytes that came.
    """
    with destination.write(path) as descriptor:
        digest = _receive(blobs, slots, blob, descriptor, block_size, meter)
        _check(blob, digest)
        os.utime(descriptor, (blob.modified, blob.modified))
    return digest


def _check(blob: Blob, digest: str) -> None:
    """Raise StateError when what came is not what was stored, as far as the storage knows."""
    if blob.md5 is not None and digest != blob.md5:
        raise StateError(
            "The downloaded file does not have the MD5 that the storage reports.",
            hint="Run again. If the error persists, the stored file or its MD5 is wrong: delete it in the container, "
            "and upload it again.",
        )


def _receive(blobs: Blobs, slots: Slots, blob: Blob, descriptor: int, block_size: int, meter: Meter) -> str:
    """Write the parts of a blob into a file, several at a time, and return the MD5 of them all.

    A part keeps its place until it was hashed in turn. Who has parts never waits for a place, so nobody waits forever.
    """
    digest = hashlib.md5(usedforsecurity=False)
    waiting: collections.deque[Future[bytes]] = collections.deque()

    def take_first() -> None:
        data = waiting[0].result()
        digest.update(data)
        waiting.popleft()
        slots.give_back()
        meter(len(data))

    try:
        for offset in range(0, blob.size, block_size):
            while not slots.take(wait=not waiting):
                take_first()
            waiting.append(slots.start(_part(blobs, blob, descriptor, offset, block_size), keep=True))
        while waiting:
            take_first()
    finally:
        # After an error what was begun is waited for, because it writes to the descriptor.
        for future in waiting:
            future.cancel()
        concurrent.futures.wait(waiting)
        for _future in waiting:
            slots.give_back()
    return digest.hexdigest()


def _part(blobs: Blobs, blob: Blob, descriptor: int, offset: int, block_size: int) -> t.Callable[[], bytes]:
    """Return the fetching of one part."""
    length = min(block_size, blob.size - offset)

    def fetch() -> bytes:
        data = blobs.read(blob, offset, length)
        if len(data) != length:
            raise StateError("The downloaded file is shorter than the storage listed.", hint="Run again.")
        written = 0
        while written < length:
            written += os.pwrite(descriptor, memoryview(data)[written:], offset + written)
        return data

    return fetch
