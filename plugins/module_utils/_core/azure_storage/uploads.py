# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Sending a file, in one piece or in blocks that are taken up again. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import hashlib
import os
import typing as t
from concurrent.futures import Future
from dataclasses import dataclass

from ..errors import StateError
from .block_ids import BlockIds
from .failures import BlocksLostError, ForeignBlocksError

if t.TYPE_CHECKING:
    from .blobs import Blobs
    from .slots import Slots

# As many blocks as a blob of Azure may have.
_MOST_BLOCKS = 50_000
_MEBIBYTE = 1024 * 1024

Meter = t.Callable[[int], None]


@dataclass(frozen=True)
class Sent:
    """What was sent: the MD5 of the whole file in hexadecimal digits."""

    size: int
    md5: str


def upload(
    blobs: Blobs, slots: Slots, path: str, name: str, *, content_type: str, block_size: int, meter: Meter
) -> Sent:
    """Send a file and return what was sent. It is read once, and hashed while it is read.

    A file of one block goes in one request. Of a longer one the blocks are sent that an earlier run has not sent.
    Raises OSError when it cannot be read, StateError when it changes meanwhile, and what the storage refuses.
    ``meter`` is told the bytes that were dealt with.
    """
    with open(path, "rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        if before.st_size <= block_size:
            with slots.one():
                data = _exactly(file, before.st_size)
                digest = hashlib.md5(data, usedforsecurity=False).digest()
                _check_unchanged(file, before)
                blobs.put(name, data, digest, content_type)
            meter(len(data))
            return Sent(len(data), digest.hex())
        trust = blobs.can_read
        try:
            return _Blocks(blobs, slots, file, name, block_size).send(content_type, meter, trust=trust)
        except BlocksLostError:
            # Another run has put the blob together meanwhile, and staged blocks went with that.
            trust = False
        except ForeignBlocksError:
            # Another program has sent blocks after ours were looked for.
            if not trust:
                raise
        file.seek(0)
        return _Blocks(blobs, slots, file, name, block_size).send(content_type, _ignore, trust=trust)


def _ignore(_size: int) -> None:
    """Count nothing: it was counted before."""


class _Blocks:
    """One file on its way in blocks."""

    def __init__(self, blobs: Blobs, slots: Slots, file: t.Any, name: str, block_size: int) -> None:
        self._blobs = blobs
        self._slots = slots
        self._file = file
        self._name = name
        self._before = os.fstat(file.fileno())
        self._block_size = _large_enough(block_size, self._before.st_size)

    def send(self, content_type: str, meter: Meter, *, trust: bool) -> Sent:
        """Send the blocks and make the blob of them. With ``trust`` those that have arrived before are taken up."""
        ids = self._ids()
        running: list[Future[None]] = []
        blocks: list[str] = []
        digest = hashlib.md5(usedforsecurity=False)
        try:
            for _offset in range(0, self._before.st_size, self._block_size):
                block, data = self._next(blocks, digest, ids)
                if trust and ids.has_arrived(block, len(data)):
                    self._slots.give_back()
                    meter(len(data))
                else:
                    running.append(self._slots.start(self._stage(block, data, meter)))
                running = _still_running(running)
            for future in running:
                future.result()
        finally:
            for future in running:
                future.cancel()
        _check_unchanged(self._file, self._before)
        with self._slots.one():
            self._blobs.commit(self._name, blocks, digest.digest(), content_type)
            self._check_committed(blocks)
        return Sent(self._before.st_size, digest.hexdigest())

    def _ids(self) -> BlockIds:
        """Return what the blocks are called. What others have sent is dropped where it leaves no room for that."""
        number = -(-self._before.st_size // self._block_size)
        with self._slots.one():
            staged = self._blobs.staged(self._name) if self._blobs.can_read else {}
            ids = BlockIds(staged, number)
            if not ids.suffice:
                self._blobs.drop_staged(self._name, self._block_size)
                ids = BlockIds({}, number)
        return ids

    def _check_committed(self, blocks: t.Sequence[str]) -> None:
        """Raise StateError when the blob is not made of the blocks that were sent. Needs the right to read."""
        if not self._blobs.can_read:
            return
        sent = [(block.encode(), self._size(number)) for number, block in enumerate(blocks)]
        if self._blobs.committed(self._name) != sent:
            raise StateError(
                "The stored file differs from the uploaded one: another program wrote it at the same time.",
                hint="Run again.",
            )

    def _size(self, number: int) -> int:
        """Return how many bytes a block has."""
        return min(self._block_size, self._before.st_size - number * self._block_size)

    def _next(self, blocks: list[str], digest: t.Any, ids: BlockIds) -> tuple[str, bytes]:
        """Take a place, read the next block, and return its id, which is added to ``blocks``, and its bytes."""
        self._slots.take()
        read = False
        try:
            data = _exactly(self._file, self._size(len(blocks)))
            read = True
        finally:
            if not read:
                self._slots.give_back()
        digest.update(data)
        blocks.append(ids.next(len(blocks), digest.hexdigest()))
        return blocks[-1], data

    def _stage(self, block: str, data: bytes, meter: Meter) -> t.Callable[[], None]:
        """Return the sending of one block."""

        def stage() -> None:
            self._blobs.stage(self._name, block, data)
            meter(len(data))

        return stage


def _large_enough(block_size: int, size: int) -> int:
    """Return the size of blocks, in whole MiB where as many blocks as there may be would not hold the file."""
    smallest = -(-size // _MOST_BLOCKS)
    return block_size if smallest <= block_size else -(-smallest // _MEBIBYTE) * _MEBIBYTE


def _still_running(futures: list[Future[None]]) -> list[Future[None]]:
    """Return those that are not done. Raises the error of one that failed."""
    for future in futures:
        if future.done():
            future.result()
    return [future for future in futures if not future.done()]


def _exactly(file: t.Any, length: int) -> bytes:
    """Return exactly this many bytes. Raises StateError when there are fewer."""
    data: bytes = file.read(length)
    if len(data) == length:
        return data
    parts = bytearray(data)
    while len(parts) < length:
        more = file.read(length - len(parts))
        if not more:
            raise StateError(
                "The file became shorter during the upload.", hint="Run again when no program writes to it."
            )
        parts += more
    return bytes(parts)


def _check_unchanged(file: t.Any, before: os.stat_result) -> None:
    """Raise StateError when somebody wrote to a file since it was opened."""
    now = os.fstat(file.fileno())
    if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise StateError("The file changed during the upload.", hint="Run again when no program writes to it.")
