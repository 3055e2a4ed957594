# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Moving files. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import functools
import mimetypes
import os
import typing as t

from ..azure_storage.blobs import Blob, Blobs
from ..azure_storage.destination import Destination
from ..azure_storage.downloads import download
from ..azure_storage.slots import Slots
from ..azure_storage.uploads import upload
from ..errors import VeracityError
from ..reconcile.parallel import each
from .entries import Entry, Sides, conflicts, why
from .local_tree import md5_of
from .options import ContentOptions
from .plan import DELETED, FAILED, Move
from .progress import Meter

_COMPRESSED = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}
_UNKNOWN = "application/octet-stream"


def hash_files(sides: Sides, names: list[str], options: ContentOptions, progress: t.Callable[[str], None]) -> None:
    """Add the MD5 of these files of this machine to their entries; one that cannot be read gets a problem."""
    entries = sides.sources if options.upload else sides.targets
    meter = Meter(progress, "compared", len(names), sum(entries[name].size for name in names))

    def hash_one(name: str) -> None:
        entry = entries[name]
        try:
            entries[name] = Entry(
                entry.size, md5_of(sides.path(name), meter.add), entry.modified, entry.problem, entry.blob
            )
        except OSError as error:
            entries[name] = Entry(entry.size, None, entry.modified, f"It cannot be read: {why(error)}", entry.blob)
        meter.finish()

    for _name in each(hash_one, names, options.max_concurrency):
        pass


class Mover:
    """Does what is planned. A file that fails does not stop the others: its move says why."""

    def __init__(self, sides: Sides, blobs: Blobs, options: ContentOptions, progress: t.Callable[[str], None]) -> None:
        self._sides = sides
        self._blobs = blobs
        self._options = options
        self._progress = progress
        self._act: dict[str, t.Callable[[Move], None]] = {
            "uploaded": self._upload,
            "downloaded": self._download,
            DELETED: self._delete,
        }

    def apply(self, moves: t.Sequence[Move]) -> None:
        """Transfer files, several at a time, and delete afterwards, but first the files that folders are to replace."""
        transfers = [move for move in moves if move.changes and move.action != DELETED]
        deletions = [move for move in moves if move.action == DELETED]
        replaced = conflicts([move.name for move in (*transfers, *deletions)])
        self._delete_all([move for move in deletions if move.name in replaced])
        verb = "uploaded" if self._options.upload else "downloaded"
        self._meter = Meter(self._progress, verb, len(transfers), sum(move.size for move in transfers))
        with Slots(self._options.max_concurrency) as self._slots:
            for _move in each(self._do, transfers, self._options.max_concurrency):
                self._meter.finish()
        self._delete_all([move for move in deletions if move.name not in replaced])

    def _delete_all(self, deletions: list[Move]) -> None:
        """Delete files, several at a time."""
        for _move in each(self._do, deletions, self._options.max_concurrency):
            pass

    def _do(self, move: Move) -> None:
        """Do one move, and note why it failed."""
        try:
            self._act[move.action](move)
        except VeracityError as error:
            move.action, move.problem = FAILED, str(error)
        except OSError as error:
            move.action, move.problem = FAILED, why(error)

    def _upload(self, move: Move) -> None:
        """Send a file."""
        path = self._sides.paths[move.name]
        sent = upload(
            self._blobs,
            self._slots,
            path,
            move.name,
            content_type=self._options.content_type or guessed_type(move.name),
            block_size=self._options.block_size,
            meter=self._meter.add,
        )
        move.md5 = sent.md5

    def _download(self, move: Move) -> None:
        """Fetch a file."""
        blob = t.cast(Blob, t.cast(Entry, move.after).blob)
        move.md5 = download(
            self._blobs,
            self._slots,
            blob,
            t.cast(Destination, self._sides.destination),
            self._sides.paths[move.name],
            block_size=self._options.block_size,
            meter=self._meter.add,
        )

    def _delete(self, move: Move) -> None:
        """Delete what is extraneous, on whichever side it is."""
        if self._options.upload:
            self._blobs.delete(move.name)
            return
        t.cast(Destination, self._sides.destination).delete(self._sides.paths[move.name])


def guessed_type(name: str) -> str:
    """Return the content type that the ending of a name stands for."""
    found, compression = _types().guess_type(f"file{os.path.splitext(name)[1].lower()}")
    if compression:
        return _COMPRESSED.get(compression, _UNKNOWN)
    return found or _UNKNOWN


@functools.lru_cache(maxsize=1)
def _types() -> mimetypes.MimeTypes:
    """Return the built-in types, without those of the machine: a file has the same wherever it is uploaded from."""
    return mimetypes.MimeTypes()
