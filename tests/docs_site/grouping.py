# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups the modules in the index of a collection, which antsibull-docs lists from A to Z."""

from __future__ import annotations

import re

_LISTED = re.compile(r":ansplugin:`dnv\.veracity\.(\w+)#module`")
_ENTRY = re.compile(r"^\* :ansplugin:`\w+ module <dnv\.veracity\.(\w+)#module>`.*\n", re.MULTILINE)
_MODULES = re.compile(r"(^Modules\n~+\n\n)((?:\* .*\n)+)\n\.\. toctree::\n(?: .*\n|\n)+", re.MULTILINE)
_HEADING = re.compile(r"^(.+)\n-+$", re.MULTILINE)


def products(guide: str) -> dict[str, list[str]]:
    """Return the names of modules below the headings of the guide to modules, each under the first that lists it."""
    parts = _HEADING.split(guide)
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        names = [name for name in dict.fromkeys(_LISTED.findall(text)) if name not in known]
        known.update(names)
        if names:
            found[heading.strip()] = names
    return found


def grouped(index: str, guide: str) -> str:
    """Return the index with its modules below the headings of the guide. Raises ValueError for one that has none."""
    block = _MODULES.search(index)
    if block is None:
        raise ValueError("the index of the collection has another form than before")
    entries = {entry[1]: entry[0] for entry in _ENTRY.finditer(block[2])}
    groups = products(guide)
    left = set(entries) - {name for names in groups.values() for name in names}
    if left:
        raise ValueError(f"docs/docsite/rst/plugins.rst does not list {', '.join(sorted(left))}")
    parts = [block[1]]
    for heading, names in groups.items():
        pages = "".join(f"    {name}_module\n" for name in names)
        listed = "".join(entries[name] for name in names)
        parts.append(f"{heading}\n{'^' * len(heading)}\n\n{listed}\n.. toctree::\n    :hidden:\n\n{pages}\n")
    return index[: block.start()] + "".join(parts) + index[block.end() :]
