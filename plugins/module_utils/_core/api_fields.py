# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Reading the fields of answers, whatever their spelling. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import datetime
import math
import re
import typing as t

from .errors import AmbiguousError, InputError, ResponseError
from .invisible import invisible_in

# More pages, results and hours there are not.
_LARGEST = 10**9
# Characters of a wrong value that a message repeats.
_LONGEST = 60
_GUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
# Azure writes up to seven digits of a second, with and without a zone; the fields are named UTC.
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|[+-]00:?00)?", re.IGNORECASE)


def guid(text: str, option: str = "id") -> str:
    """Return a GUID in lower case with hyphens. Accepts braces, upper case and missing hyphens; else InputError."""
    invisible = invisible_in(text)
    if invisible is not None:
        raise InputError(f"{option}: contains the invisible character {invisible}. Copy the id again without it.")
    plain = _plain(text)
    if not _GUID.fullmatch(plain):
        raise InputError(
            f"{option}: must be a GUID such as 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0, not {text[:_LONGEST]!r}."
        )
    digits = plain.replace("-", "")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def guid_or_none(value: object) -> str | None:
    """Return a GUID as ``guid`` does, or None when the value is not one. Quotes around it are an old answer's."""
    try:
        return guid(value.strip('"')) if isinstance(value, str) else None
    except InputError:
        return None


def is_guid(text: str) -> bool:
    """Return whether a text can be nothing but a GUID. Without hyphens it may be a name of another kind."""
    return "-" in text and _GUID.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """Return a text in lower case without the spaces and braces around it."""
    text = text.strip().lower()
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def same(one: str | None, other: str | None) -> bool:
    """Return whether two names are the same whatever their case; None is the same as None only."""
    return one == other if one is None or other is None else one.casefold() == other.casefold()


def text(entry: t.Mapping[str, t.Any], key: str) -> str:
    """Return a field as text: empty when it is missing, null, a list or an object; a number or a boolean as text."""
    value = entry.get(key)
    if not isinstance(value, str | int | float):
        return ""
    # JSON can hold half a character, which cannot be written anywhere.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def flag(entry: t.Mapping[str, t.Any], key: str) -> bool:
    """Return a field as a boolean, which may be written as text; False when it is missing."""
    return text(entry, key).casefold() == "true"


def number(entry: t.Mapping[str, t.Any], key: str) -> int:
    """Return a field as a whole number, 0 when it is none, below 0, or larger than anything that is counted."""
    found = finite(entry, key)
    return int(found) if found is not None and 0 <= found <= _LARGEST else 0


def finite(entry: t.Mapping[str, t.Any], key: str) -> float | None:
    """Return a field as a number, None when it is none that can be calculated with."""
    try:
        found = float(text(entry, key))
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def moment(entry: t.Mapping[str, t.Any], key: str) -> float | None:
    """Return a time field in seconds since the epoch; None if it is missing, unreadable or .NET's minimum date."""
    found = _MOMENT.fullmatch(text(entry, key).strip())
    if found is None or found[1] == "0001":
        return None
    fraction = float(f"0.{found[7]}") if found[7] else 0.0
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    try:
        whole = datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    return whole.timestamp() + fraction


def objects(answer: object, what: str) -> list[dict[str, t.Any]]:
    """Return the objects of a list. Raises ResponseError when the answer is no list."""
    if not isinstance(answer, list):
        raise ResponseError(f"{what} is not valid: it is not a list.")
    return [entry for entry in answer if isinstance(entry, dict)]


def one_object(answer: object, what: str) -> dict[str, t.Any]:
    """Return an object. Raises ResponseError when the answer is something else."""
    if not isinstance(answer, dict):
        raise ResponseError(f"{what} cannot be used: it is not an object.")
    return answer


def required_guid(entry: t.Mapping[str, t.Any], key: str, what: str) -> str:
    """Return a GUID of an answer. Raises ResponseError when it is missing."""
    found = guid_or_none(entry.get(key))
    if found is None:
        raise ResponseError(f"{what} in the response is not valid: it lacks a valid {key}.")
    return found


@contextlib.contextmanager
def confirming() -> t.Iterator[None]:
    """Take an answer to a write that cannot be used for a lost one: what it has made is looked for then."""
    try:
        yield
    except ResponseError as error:
        raise AmbiguousError(error.summary, hint=error.hint, exchange=error.exchange) from None
