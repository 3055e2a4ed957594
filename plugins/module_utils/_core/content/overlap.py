# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Content that is described twice, so that each run undoes the one before. Private: for use inside dnv.veracity only.

Pure: nothing is read, neither here nor in a container.
"""

from __future__ import annotations

import itertools
import os
import posixpath
import typing as t
from dataclasses import dataclass, field

from ..errors import InputError
from .selection import Selection, forms

_WILDCARDS = "*?["


@dataclass(frozen=True)
class ContentEntry:
    """One description of content. ``place`` says where it stands, as ``data_fabric_containers[0].content[1]``.

    ``names`` are the paths of the files below ``src`` when they are known; an empty path is ``src`` itself, a file.
    """

    place: str
    container: str
    src: str
    dest: str = ""
    direction: str = "upload"
    delete_extraneous: bool = False
    selection: Selection = field(default_factory=Selection)
    names: frozenset[str] | None = None
    allow_empty_source: bool = False

    @classmethod
    def of(
        cls, place: str, container: str, entry: t.Mapping[str, t.Any], names: t.Iterable[str] | None = None
    ) -> ContentEntry:
        """Return an entry of a description; what is missing in it, or null, has its default."""
        return cls(
            place,
            container,
            str(entry.get("src") or ""),
            str(entry.get("dest") or ""),
            str(entry.get("direction") or "upload"),
            bool(entry.get("delete_extraneous")),
            Selection(entry.get("include"), entry.get("exclude")),
            None if names is None else frozenset(names),
            bool(entry.get("allow_empty_source")),
        )

    @property
    def side(self) -> tuple[str, str]:
        """What its files are written to: a container, or this machine."""
        return ("", "") if self.direction == "download" else ("container", self.container)

    @property
    def folder(self) -> str:
        """What the names of its files begin with when ``src`` is a folder: empty, or with a slash at the end."""
        below = posixpath.basename(self.src)
        if self.direction == "download":
            return _folder(os.path.abspath(os.path.expanduser(os.path.join(self.dest, below))))
        return _folder(self.dest) + _folder(below)

    @property
    def file(self) -> str:
        """What its file is called when ``src`` is one file, which has no slash at its end."""
        whole = not self.dest or self.dest.endswith("/")
        name = self.dest + posixpath.basename(self.src) if whole else self.dest
        return os.path.abspath(os.path.expanduser(name)) if self.direction == "download" else name

    def key(self) -> tuple[object, ...]:
        """Return what two entries that describe the same files have in common."""
        return self.container, self.src, self.folder, self.selection.include, self.selection.exclude

    def written(self) -> set[str] | None:
        """Return the names of the files that it writes; None when they are not known."""
        if self.names is None:
            return None
        return {self.folder + name if name else self.file for name in self.names if not name or self._takes(name)}

    def deletes(self, name: str) -> bool:
        """Return whether it deletes a file of this name, as far as the patterns say; its own files stay."""
        return self.delete_extraneous and name.startswith(self.folder) and self._takes(name[len(self.folder) :])

    def emptiness(self) -> InputError | None:
        """Return the error for a source without files that would have everything deleted; None when it is fine."""
        refused = self.delete_extraneous and not self.allow_empty_source and self.written() == set()
        return emptiness(self.src, self.selection) if refused else None

    def _takes(self, path: str) -> bool:
        """Return whether it is concerned with a path below its folder."""
        return self.selection.takes(path)


def emptiness(source: str, selection: Selection) -> InputError:
    """Return the error for a source without files when everything at its destination would be deleted."""
    selected = " that include and exclude select" if selection.include or selection.exclude else ""
    return InputError(
        f"src: {source or 'the source'} has no file{selected}, and delete_extraneous would delete everything at the "
        "destination.",
        hint="Check whether its storage is mounted. If it is meant to be empty, set allow_empty_source: true.",
    )


def contradictions(entries: t.Sequence[ContentEntry]) -> list[str]:
    """Return what is wrong with descriptions of content that undo each other, each text naming the two entries.

    Two entries undo each other when one deletes what the other one writes, and when both write the same file.
    """
    found: list[str] = []
    for first, second in itertools.combinations(entries, 2):
        if first.side == second.side and first.direction == second.direction:
            found += _of_two(first, second)
    return found


def _of_two(first: ContentEntry, second: ContentEntry) -> list[str]:
    """Return what is wrong with two entries, in one text."""
    for deleting, writing in ((first, second), (second, first)):
        if _deletes_what_is_written(deleting, writing):
            where = f"below {writing.folder}" if writing.folder else "there"
            return [
                f"{deleting.place}: delete_extraneous deletes what {writing.place} writes {where}. Exclude it in "
                f"{deleting.place}, or use a different folder for each entry."
            ]
    names, others = first.written(), second.written()
    both = (names or set()) & (others or set())
    if both and not _same_files(first, second):
        return [f"{second.place}: {first.place} writes {min(both)}, too. Describe each file once."]
    return []


def _deletes_what_is_written(deleting: ContentEntry, writing: ContentEntry) -> bool:
    """Return whether one entry deletes what the other one writes; not when that cannot be known."""
    if not deleting.delete_extraneous or _same_files(deleting, writing):
        return False
    names, own = writing.written(), deleting.written()
    if names is not None and own is not None:
        return any(deleting.deletes(name) for name in names - own)
    if not writing.folder.startswith(deleting.folder):
        return False
    inside = writing.folder[len(deleting.folder) :]
    if deleting.selection.leaves_out(inside) or _apart(deleting.selection.include, writing, inside):
        return False
    # Without a slash at its end the source may be one file, too.
    return writing.src.endswith("/") or deleting.deletes(writing.file)


def _same_files(first: ContentEntry, second: ContentEntry) -> bool:
    """Return whether two entries describe the same files in the same place, which does no harm."""
    return first.key() == second.key()


def _apart(include: t.Sequence[str], writing: ContentEntry, inside: str) -> bool:
    """Return whether no file that is written can fit ``include``, by the fixed beginnings and ends of the patterns."""
    if not include:
        return False
    theirs = [inside + form for pattern in writing.selection.include or ("*",) for form in forms(pattern)]
    return not any(_may_meet(mine, other) for pattern in include for mine in forms(pattern) for other in theirs)


def _may_meet(one: str, other: str) -> bool:
    """Return whether a path can fit two patterns, as far as their fixed beginnings and ends tell."""
    begin, end = _fixed(one)
    other_begin, other_end = _fixed(other)
    shorter = min(len(begin), len(other_begin))
    shorter_end = min(len(end), len(other_end))
    return begin[:shorter] == other_begin[:shorter] and (
        shorter_end == 0 or end[-shorter_end:] == other_end[-shorter_end:]
    )


def _fixed(pattern: str) -> tuple[str, str]:
    """Return what every path that fits a pattern begins and ends with."""
    places = [number for number, letter in enumerate(pattern) if letter in _WILDCARDS + "]"]
    return (pattern, pattern) if not places else (pattern[: places[0]], pattern[places[-1] + 1 :])


def _folder(name: str) -> str:
    """Return a name with the slash at its end that a folder has; the root has none."""
    return name if not name or name.endswith("/") else f"{name}/"
