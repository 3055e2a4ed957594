# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""CSV files for data sets: reading them once, and checking the header. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import stat
import typing as t
from dataclasses import dataclass

from ..content.names import unnameable
from ..errors import InputError
from ..validation.mistakes import Mistakes, quoted

# How many rows, and names of columns, a message lists.
_MOST = 10
_READ_AT_ONCE = 1024 * 1024
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True)
class CsvFile:
    """A CSV file as it was read: ``rows`` without the header, digests in hexadecimal digits."""

    path: str
    name: str
    size: int
    rows: int
    header: tuple[str, ...]
    sha256: str
    md5: str


class _Digested(io.RawIOBase):
    """Hashes what is read through it."""

    def __init__(self, file: t.BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.sha256 = hashlib.sha256()
        self.md5 = hashlib.md5(usedforsecurity=False)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self.size += len(data)
        self.sha256.update(data)
        self.md5.update(data)
        return len(data)


def read(path: str, option: str = "src") -> CsvFile:
    """Return what is known about a CSV file, which is read once, in memory that does not grow with it.

    Raises InputError if it cannot be read, is empty, is not CSV in UTF-8, or if a row and the header differ in length.
    """
    name = os.path.basename(path)
    problem = unnameable(name)
    if problem is not None:
        raise InputError(f"{option}: {path}: {problem}")
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise InputError(f"{option}: {path} is not a file. Set the path of a CSV file.")
        with open(path, "rb", buffering=0) as file:
            raw = _Digested(t.cast(t.BinaryIO, file))
            header, rows = _contents(raw, f"{option}: {path}")
    except OSError as error:
        raise InputError(
            f"{option}: {path} cannot be read: {(error.strerror or 'unknown reason').lower()}.",
            hint="Check the path on the host that runs the task, and who may read the file.",
        ) from None
    return CsvFile(path, name, raw.size, rows, header, raw.sha256.hexdigest(), raw.md5.hexdigest())


def check_header(file: CsvFile, columns: t.Sequence[t.Mapping[str, t.Any]], operation: str) -> None:
    """Raise InputError with all that is wrong about the header of a file, held against the columns of a schema.

    A file for the operation delete needs the key columns only.
    """
    mistakes = Mistakes()
    place = f"src: {file.name}"
    known = [column["name"] for column in columns]
    folded = {name.casefold(): name for name in known}
    delimiter = _other_delimiter(file.header, known)
    if delimiter is not None:
        raise InputError(f"{place}: the values are separated by {delimiter}. Use commas.")
    for name in file.header:
        if name in known:
            continue
        similar = folded.get(name.strip().casefold())
        if similar:
            mistakes.add(place, f"the schema has no column {quoted(name)}. Use {quoted(similar)}.")
        else:
            mistakes.add(place, f"the schema has no column {quoted(name)}. Remove it, or add it to the schema.")
    twice = sorted({name for name in file.header if file.header.count(name) > 1})
    for name in twice:
        mistakes.add(place, f"the column {quoted(name)} is there twice. Remove one of them.")
    needed = [column["name"] for column in columns if column["key"] or (column["required"] and operation != "delete")]
    missing = [name for name in needed if name not in file.header]
    if missing:
        mistakes.add(place, f"required columns are missing: {_listed(missing)}. Add them.")
    mistakes.refuse()


def check_keys(columns: t.Sequence[t.Mapping[str, t.Any]], operation: str) -> None:
    """Raise InputError if an operation needs key columns that a schema does not have, or must not have any."""
    keys = [column["name"] for column in columns if column["key"]]
    if operation in ("upsert", "delete") and not keys:
        raise InputError(
            f"operation: {operation} finds rows by their key columns, and the schema has none. Use overwrite or "
            "append, or a schema with key columns."
        )
    if operation == "append" and keys:
        raise InputError(
            f"operation: append is for schemas without key columns, and this one has {_listed(keys)}. Use upsert."
        )


def _contents(raw: _Digested, place: str) -> tuple[tuple[str, ...], int]:
    """Return header and number of rows of a file, which is read to its end."""
    buffered = io.BufferedReader(raw, _READ_AT_ONCE)
    uneven: list[str] = []
    rows = 0
    try:
        # A byte order mark is not part of the first name.
        reader = csv.reader(io.TextIOWrapper(buffered, "utf-8-sig", newline=""), strict=True)
        header = tuple(next(reader, ()))
        for row in reader:
            if not row:
                continue
            rows += 1
            if len(row) != len(header) and len(uneven) < _MOST:
                uneven.append(f"line {reader.line_num} has {len(row)}")
    except UnicodeDecodeError:
        raise InputError(f"{place} is not a text in UTF-8. Save it in this encoding.") from None
    except csv.Error as error:
        raise InputError(
            f"{place} is not a CSV file: line {reader.line_num}: {error}. Correct the quotes around its values."
        ) from None
    if not header or not any(name.strip() for name in header):
        raise InputError(f"{place} is empty. Write a first line with the names of the columns.")
    if uneven:
        raise InputError(
            f"{place}: rows must have as many values as the header has names, which is {len(header)}: "
            f"{', '.join(uneven)}.",
            hint="Correct these rows, or put values with commas in quotes.",
        )
    return header, rows


def _other_delimiter(header: t.Sequence[str], known: t.Collection[str]) -> str | None:
    """Return what the names are separated by if it is not the comma."""
    if len(header) != 1 or header[0] in known:
        return None
    return next((name for sign, name in _OTHER_DELIMITERS.items() if sign in header[0]), None)


def _listed(names: t.Sequence[str]) -> str:
    """Return names for a message."""
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
