# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is to be done with files, as a pure function of both sides. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..identity.token import isoformat
from .entries import Entry, Sides

UNCHANGED = "unchanged"
DELETED = "deleted"
FAILED = "failed"


@dataclass
class Move:
    """One file: what is done with it, and what became of that. ``name`` is the one in the container.

    ``action`` is ``uploaded``, ``downloaded``, ``deleted``, ``unchanged`` or ``failed``.
    """

    action: str
    name: str
    before: Entry | None
    after: Entry | None
    problem: str | None = None
    md5: str | None = None

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        entry = self.after or self.before
        return entry.size if entry else 0

    @property
    def changes(self) -> bool:
        """Whether something is done."""
        return self.action not in (UNCHANGED, FAILED)

    def views(self) -> tuple[dict[str, t.Any], dict[str, t.Any]]:
        """Return the file before and after, as a diff shows it: as much as is needed to see a difference."""
        if self.before is None or self.after is None:
            return _size(self.before), _size(self.after)
        before, after = _size(self.before), _size(self.after)
        if self.before.size == self.after.size:
            before["md5"], after["md5"] = self.before.md5, self.after.md5
            if self.before.md5 == self.after.md5:
                before["last_modified"], after["last_modified"] = (
                    isoformat(self.before.modified),
                    isoformat(self.after.modified),
                )
        return before, after


def to_hash(sides: Sides, compare: str, *, upload: bool) -> list[str]:
    """Return the names of the files of this machine whose MD5 is needed to compare them."""
    if compare != "md5":
        return []
    return [
        name
        for name, source in sides.sources.items()
        if name in sides.targets
        and source.problem is None
        and source.size == sides.targets[name].size
        and (upload or source.md5 is not None)
    ]


def plan(sides: Sides, *, verb: str, compare: str, delete: bool) -> list[Move]:
    """Return what is done with each file, by name. ``verb`` is what is done with a file that differs.

    ``delete``: targets without a source are deleted, unless they are where sources were passed over.
    """
    moves = [_move(name, source, sides.targets.get(name), verb, compare) for name, source in sides.sources.items()]
    if delete:
        moves += [
            Move(DELETED, name, target, None)
            for name, target in sides.targets.items()
            if name not in sides.sources and not sides.keeps(name)
        ]
    return sorted(moves, key=lambda move: move.name)


def _move(name: str, source: Entry, target: Entry | None, verb: str, compare: str) -> Move:
    """Return what is done with one file."""
    problem = source.problem or (target.problem if target else None)
    if problem is not None:
        return Move(FAILED, name, target, source, problem)
    same = target is not None and _same(source, target, verb, compare)
    return Move(UNCHANGED if same else verb, name, target, source, md5=source.md5)


def _same(source: Entry, target: Entry, verb: str, compare: str) -> bool:
    """Return whether a file and a blob are the same: by size, then by MD5.

    A blob without an MD5 is uploaded again; when downloading, the time of modification tells.
    """
    if source.size != target.size:
        return False
    if compare == "size":
        return True
    if verb == "downloaded" and source.md5 is None:
        return int(source.modified) == int(target.modified)
    return source.md5 is not None and source.md5 == target.md5


def _size(entry: Entry | None) -> dict[str, t.Any]:
    """Return the size of what is there."""
    return {} if entry is None else {"size": entry.size}
