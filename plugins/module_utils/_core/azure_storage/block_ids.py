# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What the blocks of a file are called on their way. Private: for use inside dnv.veracity only.

All blocks of a blob that were sent and not put together have ids of one length, those of other programs included
(https://learn.microsoft.com/rest/api/storageservices/put-block), so their length is also ours.
"""

from __future__ import annotations

import secrets
import typing as t

from ..errors import StateError

# Bytes, before base64. The longest are Azure's, the others our own.
_LONGEST = 64
_LENGTH = 40
_NUMBER_LENGTH = 8
_SHORTEST_DIGEST = 16

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-"
_BITS_OF_LETTER = 6
# Somebody who sends the same file at the same time draws the same id once in 2**20 times at most.
_SPARE_BITS = 20
_MOST_DRAWS = 10_000

Staged = t.Mapping[bytes, int]


class BlockIds:
    """The ids of the blocks of one file, which differ from each other and from all that others have sent.

    Where the length allows it, an id has the number of the block and the MD5 of the file up to its end. The same bytes
    then have the same id in each run, so that blocks that have arrived are recognised. Shorter ids are random.
    """

    def __init__(self, staged: Staged, number: int) -> None:
        """``staged`` are the ids and sizes of the blocks that are there, ``number`` is how many are to come."""
        self._staged = staged
        self._length = len(next(iter(staged), b"")) or _LENGTH
        self._recognises = _NUMBER_LENGTH + _SHORTEST_DIGEST <= self._length <= _LONGEST
        self._used = set(staged)
        self.suffice = self._recognises or self._length * _BITS_OF_LETTER >= 2 * number.bit_length() + _SPARE_BITS

    def next(self, number: int, digest: str) -> str:
        """Return the id of a block. ``digest`` is the MD5 of the file up to the end of the block.

        Raises StateError when all ids are taken.
        """
        if self._recognises:
            return f"{number:0{_NUMBER_LENGTH}d}{digest}"[: self._length].ljust(self._length, "-")
        for _try in range(_MOST_DRAWS):
            drawn = "".join(secrets.choice(_LETTERS) for _letter in range(self._length))
            if drawn.encode() not in self._used:
                self._used.add(drawn.encode())
                return drawn
        raise no_room()

    def has_arrived(self, block: str, size: int) -> bool:
        """Return whether an earlier run has sent this block."""
        return self._recognises and self._staged.get(block.encode()) == size


def no_room() -> StateError:
    """Return the error for blocks of another program that can neither be passed nor dropped."""
    return StateError(
        "Another program has left uncommitted blocks of this file, and their ids conflict with new ones.",
        hint="Delete the file in the storage first, or wait a week until the storage discards them.",
    )
