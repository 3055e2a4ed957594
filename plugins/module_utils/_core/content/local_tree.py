# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking at files and folders of this machine. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import hashlib
import os
import stat
import typing as t
from dataclasses import dataclass, field

from ..azure_storage.destination import is_part
from .entries import Entries, Entry, of_file, why
from .selection import Selection

_READ_AT_ONCE = 1024 * 1024


@dataclass
class Tree:
    """The files below a folder, by their path with slashes. ``unseen`` are folders that could not be looked into.

    ``passed`` are links to folders, pipes, sockets and devices; ``skipped`` those among them that were meant.
    """

    files: Entries = field(default_factory=dict)
    unseen: dict[str, str] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def find_files(folder: str, selection: Selection) -> Tree:
    """Return the files below a folder that are selected.

    Links to files count as files. Links to folders are not followed, so there are no circles; they, pipes, sockets and
    devices are passed over. What a killed download has left is not there.
    """
    tree = Tree()
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, below)) as found:
                for item in sorted(found, key=lambda item: item.name):
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(f"{below}{item.name}/")
                    elif not is_part(item.name):
                        _add(tree, below + item.name, item, selection)
        except FileNotFoundError:
            if below:
                tree.unseen[below] = "It no longer exists."
        except OSError as error:
            tree.unseen[below] = why(error)
    return tree


def _add(tree: Tree, path: str, item: os.DirEntry[str], selection: Selection) -> None:
    """Add what was found in a folder."""
    takes = selection.takes(path)
    try:
        found = item.stat()
    except OSError as error:
        if takes:
            tree.files[path] = Entry(problem=f"It cannot be read: {why(error)}")
        return
    if stat.S_ISREG(found.st_mode):
        if takes:
            tree.files[path] = of_file(found)
        return
    tree.passed.append(path)
    if not selection.leaves_out(f"{path}/") if stat.S_ISDIR(found.st_mode) else takes:
        tree.skipped.append(path)


def names_here(source: str) -> frozenset[str] | None:
    """Return the paths of the files below a source, an empty one for a file; None when it is not on this machine."""
    if os.path.isdir(source):
        return frozenset(find_files(source, Selection()).files)
    return frozenset([""]) if os.path.exists(source) else None


def md5_of(path: str, meter: t.Callable[[int], None]) -> str:
    """Return the MD5 of a file in hexadecimal digits. ``meter`` is told the bytes that were read. Raises OSError."""
    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb", buffering=0) as file:
        while True:
            data = file.read(_READ_AT_ONCE)
            if not data:
                return digest.hexdigest()
            digest.update(data)
            meter(len(data))


def printable(path: str) -> str:
    """Return a path as it can be shown, whatever bytes are in it."""
    return path.encode("utf-8", "backslashreplace").decode()
