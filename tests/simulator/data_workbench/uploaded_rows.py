# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The CSV file of an ingest: its rows, checked against the schema, and what an operation makes of them."""

from __future__ import annotations

import csv
import io
import typing as t
from datetime import datetime, timezone

from .datasets import Row
from .values import WrongValueError, moment, read_value

# Rules are subscribed to elsewhere and are not published: these stand for them, and all others hold for every value.
VALIDATORS: dict[str, t.Callable[[t.Any], bool]] = {
    "not-negative": lambda value: not isinstance(value, int | float) or value >= 0,
    "not-in-the-future": lambda value: moment(str(value)) <= datetime.now(timezone.utc).timestamp(),
    "imo-number": lambda value: _is_imo_number(str(value)),
}
_IMO_DIGITS = 7
Columns = t.Sequence[t.Mapping[str, t.Any]]


class FailedError(Exception):
    """The job fails as a whole; the text says why."""


class Checked(t.NamedTuple):
    """The rows of a file and what is wrong with them."""

    rows: list[Row]
    errors: list[dict[str, t.Any]]


def read_rows(content: bytes, columns: Columns) -> Checked:
    """Return the rows of a CSV file; raises FailedError when it is none, or its header is not that of the schema."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise FailedError(f"The file is no CSV file in UTF-8: {error}") from None
    if not lines:
        raise FailedError("The file is empty.")
    header, by_name = lines[0], {column["name"]: column for column in columns}
    unknown = [name for name in header if name not in by_name]
    missing = [name for name, column in by_name.items() if column["isRequired"] and name not in header]
    if unknown or missing or len(set(header)) < len(header):
        wrong = [f"unknown: {', '.join(unknown)}"] * bool(unknown) + [f"missing: {', '.join(missing)}"] * bool(missing)
        raise FailedError(f"The columns of the file are not those of the schema: {'; '.join(wrong) or 'one is twice'}.")
    checked = Checked([], [])
    for number, line in enumerate(lines[1:], start=1):
        if line:
            _read_line(number, dict(zip(header, line, strict=False)), len(line) == len(header), by_name, checked)
    return checked


def applied(operation: str, rows: list[Row], uploaded: list[Row], keys: t.Sequence[str]) -> list[Row]:
    """Return the rows of a data set after an operation; raises FailedError."""
    if operation in ("Create", "Overwrite"):
        return uploaded
    if operation == "Append":
        return [*rows, *uploaded]
    by_key = {_key(row, keys): row for row in uploaded}
    if operation == "Delete":
        return [row for row in rows if _key(row, keys) not in by_key]
    if len(by_key) < len(uploaded):
        raise FailedError("Several rows of the file have the same key.")
    known = {_key(row, keys): row for row in rows}
    return list({**known, **by_key}.values())


def as_csv(rows: t.Sequence[Row], columns: Columns) -> bytes:
    """Return rows as a CSV file."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow([column["name"] for column in columns])
    table.writerows([["" if (value := row[column["name"]]) is None else value for column in columns] for row in rows])
    return written.getvalue().encode()


def _read_line(
    number: int, line: dict[str, str], whole: bool, by_name: t.Mapping[str, t.Mapping[str, t.Any]], checked: Checked
) -> None:
    """Add one line to what was read."""
    if not whole:
        checked.errors.append(_error(number, "", "The row has not as many values as the header has names."))
        return
    row: Row = {}
    for name, column in by_name.items():
        try:
            row[name] = read_value(line.get(name, ""), column)
        except WrongValueError as error:
            row[name] = None
            checked.errors.append(_error(number, name, f"{error}."))
            continue
        if row[name] is None:
            if column["isRequired"] or column["isKey"]:
                checked.errors.append(_error(number, name, "A value is required."))
            continue
        checked.errors.extend(
            _error(number, name, f"{line[name]!r} breaks the rule {rule['validatorId']}.", rule["severity"])
            for rule in column["validations"]
            if not VALIDATORS.get(rule["validatorId"], lambda _value: True)(row[name])
        )
    checked.rows.append(row)


def _error(number: int, column: str, message: str, severity: str = "Error") -> dict[str, t.Any]:
    """Return an error of a row; the first row below the header is number 1."""
    return {"rowNumber": number, "columnName": column, "errorMessage": message, "severity": severity}


def _key(row: Row, keys: t.Sequence[str]) -> tuple[t.Any, ...]:
    """Return the values of the key columns."""
    return tuple(row[name] for name in keys)


def _is_imo_number(written: str) -> bool:
    """Return whether the check digit of an IMO number is right."""
    if len(written) != _IMO_DIGITS or not written.isdigit():
        return False
    return sum(int(digit) * weight for digit, weight in zip(written, range(7, 1, -1), strict=False)) % 10 == int(
        written[-1]
    )
