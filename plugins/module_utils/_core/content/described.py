# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Content in a description: what goes where, whether its files exist. Private: for use inside dnv.veracity only.

Nothing is read but the names of local files.
"""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass

from ..azure_storage.library import require
from ..errors import InputError
from ..validation.mistakes import Mistakes, told, within
from .local_tree import names_here
from .options import ContentOptions
from .overlap import ContentEntry, contradictions

Fields = dict[str, t.Any]

# What a role does not let choose, or what could not be taken.
_DEFAULTS: t.Mapping[str, t.Any] = {
    "direction": "upload",
    "dest": "",
    "delete_extraneous": False,
    "allow_empty_source": False,
    "include": None,
    "exclude": None,
    "compare": "md5",
    "content_type": None,
    "max_concurrency": 1,
    "block_size": 8 * 1024 * 1024,
}


@dataclass(frozen=True)
class DescribedContent:
    """An entry of a description. ``holder`` names the container or workspace, ``folder`` the folder in it."""

    place: str
    holder: str
    entry: Fields
    folder: str = ""

    @property
    def whole(self) -> Fields:
        """The entry with the names in the storage from its root."""
        name = "src" if self.entry["direction"] == "download" else "dest"
        below = f"{self.folder}/" if self.folder else ""
        return {**self.entry, name: f"{below}{self.entry.get(name, '')}"}


def check_options(
    entries: t.Iterable[Fields], place: str, check_duration: t.Callable[[str, str], object], mistakes: Mistakes
) -> None:
    """Add to ``mistakes`` what is wrong with the options of entries."""
    for number, options in enumerate(entries):
        where = f"{place}[{number}]"
        try:
            if "src" in options:
                ContentOptions.of({**_DEFAULTS, **options})
        except InputError as error:
            mistakes.add("", within(where, told(error)))
        with mistakes.collected():
            check_duration(options.get("duration", "1h"), within(where, "duration"))


def uploaded(entries: t.Iterable[Fields]) -> t.Iterator[tuple[Fields, str]]:
    """Yield what names files of this machine that are uploaded: an entry, and its option."""
    for entry in entries:
        if entry.get("direction") == "upload" and entry.get("src"):
            yield entry, "src"


def check_files(entries: t.Sequence[DescribedContent], mistakes: Mistakes) -> None:
    """Check that there is what is needed to move files, that the files are there, and that none is moved twice."""
    if not entries:
        return
    try:
        require()
    except InputError as error:
        mistakes.add(entries[0].place.rpartition("[")[0], told(error))
    downloads: list[str] = []
    checked = []
    for described in entries:
        place, entry = described.place, described.entry
        if mistakes.about(place):
            continue
        path = os.path.expanduser(entry["dest" if entry["direction"] == "download" else "src"])
        if entry["direction"] == "download":
            downloads.append(os.path.join(os.path.abspath(path), ""))
        elif not os.path.exists(path) and not os.path.join(os.path.abspath(path), "").startswith(tuple(downloads)):
            mistakes.add(within(place, "src"), f"there is no file or folder {entry['src']}. Correct the path.")
        needed = len(entries) > 1 or entry["delete_extraneous"]
        names = names_here(path) if needed and entry["direction"] == "upload" else None
        checked.append(ContentEntry.of(place, described.holder, described.whole, names))
        empty = checked[-1].emptiness()
        if empty is not None and not os.path.join(os.path.abspath(path), "").startswith(tuple(downloads)):
            mistakes.add("", within(place, told(empty)))
    for text in contradictions(checked):
        mistakes.add("", text)
