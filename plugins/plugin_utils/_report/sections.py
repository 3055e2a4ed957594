# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a report, before they are Markdown or HTML. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import hashlib
import re
import typing as t
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Span:
    """A piece of text. ``to`` is the anchor that it links to, ``state`` a state that it names in its color."""

    text: str
    to: str = ""
    code: bool = False
    state: str = ""
    time: datetime | None = None


# A line, and a cell of lines. All but the first line of a cell say more about the first.
Line = tuple[Span, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True)
class Group:
    """Rows under a heading: a container or a user. ``about`` are lines below the name of it."""

    anchor: str
    name: str
    title: str
    about: tuple[Line, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "nobody"


@dataclass(frozen=True)
class Column:
    """A column. ``fixed``: what is in it is short, and stays on one line."""

    heading: str
    fixed: bool = False


@dataclass(frozen=True)
class Section:
    """A view: a table of groups. ``indexed``: a list of links to the groups comes before it."""

    anchor: str
    heading: str
    note: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    empty: str
    indexed: str = ""


def plain_cell(text: str) -> Cell:
    """Return a cell with one text."""
    return ((Span(text),),) if text else ()


def anchor_of(kind: str, identifier: str) -> str:
    """Return the anchor of a thing: the same as long as its id is the same, and safe whatever the id is."""
    if re.fullmatch(r"[0-9A-Za-z-]+", identifier):
        return f"{kind}-{identifier.lower()}"
    return f"{kind}-{hashlib.sha256(identifier.encode()).hexdigest()[:16]}"


def separated(lines: t.Iterable[Line], between: str = ", ") -> Line:
    """Return lines as one, with a text between them."""
    found: list[Span] = []
    for line in lines:
        found += [*([Span(between)] if found else []), *line]
    return tuple(found)
