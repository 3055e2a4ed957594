# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of columns: read from text by the type of the column, and compared."""

from __future__ import annotations

import typing as t
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation

_TRUTH = {"true": True, "false": False}
_INT_BITS = 64


class WrongValueError(ValueError):
    """The text is no value of the column; the text says why."""


def read_value(written: str, column: t.Mapping[str, t.Any]) -> t.Any:
    """Return the JSON value of a text, None when it is empty; raises WrongValueError."""
    if written == "":
        return None
    kind = column["type"]
    if kind == "String":
        return written
    if kind == "DateTime":
        moment(written)
        return written
    if kind == "Boolean":
        if written.lower() not in _TRUTH:
            raise WrongValueError(f"{written!r} is no Boolean")
        return _TRUTH[written.lower()]
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise WrongValueError(f"{written!r} is no {kind}") from None
    if not number.is_finite() or (kind == "Int" and (number % 1 or abs(number) >= 2 ** (_INT_BITS - 1))):
        raise WrongValueError(f"{written!r} is no {kind}")
    if kind == "Decimal":
        _check_digits(written, number, column)
    return int(number) if kind == "Int" else float(number)


def sort_key(value: t.Any, kind: str) -> tuple[bool, t.Any]:
    """Return what a value is sorted and compared by: nothing comes first."""
    if value is None:
        return False, 0
    if kind == "DateTime":
        return True, moment(value)
    return True, value


def moment(written: str) -> float:
    """Return a moment of ISO 8601 in seconds, UTC when it says nothing else; raises WrongValueError."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise WrongValueError(f"{written!r} is no DateTime") from None
    return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).timestamp()


def _check_digits(written: str, number: Decimal, column: t.Mapping[str, t.Any]) -> None:
    """Refuse a number with more digits than its column has."""
    if column["precision"] is None:
        return
    after = max(0, -t.cast("int", number.normalize().as_tuple().exponent))
    before = max(0, number.adjusted() + 1) if number else 0
    if after > column["scale"] or before > column["precision"] - column["scale"]:
        raise WrongValueError(f"{written!r} does not fit Decimal({column['precision']}, {column['scale']})")
