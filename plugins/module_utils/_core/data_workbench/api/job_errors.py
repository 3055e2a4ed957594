# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a job says is wrong with a file, row by row. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import text

# The shape of an entry is not documented: the first of these that it has.
_ROWS = ("rowNumber", "row", "rowIndex", "lineNumber", "line")
_COLUMNS = ("columnName", "column", "field")
_MESSAGES = ("errorMessage", "message", "error", "description", "validationMessage")


@dataclass(frozen=True)
class RowError:
    """One value that is wrong. ``row`` and ``column`` are empty if the entry does not tell them."""

    msg: str
    row: str = ""
    column: str = ""
    severity: str = ""

    @property
    def warns(self) -> bool:
        """Whether the file is ingested all the same."""
        return self.severity.casefold() in ("warning", "information", "info")

    def __str__(self) -> str:
        place = ", ".join(f"{name} {value}" for name, value in (("row", self.row), ("column", self.column)) if value)
        return f"{place}: {self.msg}" if place else self.msg


def row_errors(entries: t.Any) -> t.Iterator[RowError]:
    """Yield the entries of ``validationError``: objects or texts."""
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, dict):
            message = _first(entry, _MESSAGES) or ", ".join(f"{key}: {text(entry, key)}" for key in entry)
            yield RowError(message, _first(entry, _ROWS), _first(entry, _COLUMNS), text(entry, "severity"))
        elif isinstance(entry, str) and entry.strip():
            yield RowError(text({"entry": entry.strip()}, "entry"))


def _first(entry: t.Mapping[str, t.Any], names: t.Sequence[str]) -> str:
    """Return the first of these fields that is not empty."""
    return next((value for name in names if (value := text(entry, name))), "")
