# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Files and blobs side by side, by name. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass, field

from ..azure_storage.blobs import Blob
from ..azure_storage.destination import Destination


@dataclass(frozen=True)
class Entry:
    """A file or a blob. ``md5`` is None while it is not known; ``modified`` is in seconds since the epoch.

    ``problem`` says why nothing can be done with it.
    """

    size: int = 0
    md5: str | None = None
    modified: float = 0.0
    problem: str | None = None
    blob: Blob | None = field(default=None, compare=False)


Entries = dict[str, Entry]


@dataclass
class Sides:
    """What is to be compared, by the name in the container: where it comes from and where it goes to.

    ``paths`` are the files on this machine, those of a download below ``destination``. ``kept`` are names of sources
    that were passed over: neither they nor what lies below them is extraneous.
    """

    sources: Entries = field(default_factory=dict)
    targets: Entries = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    destination: Destination | None = None

    def path(self, name: str) -> str:
        """Return the path of a file on this machine."""
        return os.path.join(self.destination.path if self.destination else "", self.paths[name])

    def keeps(self, name: str) -> bool:
        """Return whether a target stays because its source, or what it lies below there, was passed over."""
        return any(not kept or f"{name}/".startswith(f"{kept.rstrip('/')}/") for kept in self.kept)


def of_blob(blob: Blob) -> Entry:
    """Return a blob as an entry."""
    return Entry(blob.size, blob.md5, blob.modified, blob=blob)


def of_file(found: os.stat_result) -> Entry:
    """Return a file as an entry, without its MD5."""
    return Entry(found.st_size, None, found.st_mtime)


def why(error: OSError) -> str:
    """Return why something cannot be done with a file, in the words of the system."""
    return f"{error.strerror or type(error).__name__}."


def conflicts(names: t.Collection[str]) -> set[str]:
    """Return the names that are a folder of others as well."""
    folders: set[str] = set()
    for name in names:
        at = name.find("/")
        while at >= 0:
            folders.add(name[:at])
            at = name.find("/", at + 1)
    return folders.intersection(names)
