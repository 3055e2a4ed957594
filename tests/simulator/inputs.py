# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that several inputs need; every one raises BadInputError."""

from __future__ import annotations

import ipaddress
import typing as t
from collections.abc import Set as AbstractSet

from .registrations import GUID


class BadInputError(ValueError):
    """The input is answered with 400; the text says why."""


def json_object(value: t.Any, required: AbstractSet[str], optional: AbstractSet[str]) -> dict[str, t.Any]:
    """Return an object that has all ``required`` properties and no others than these and the ``optional`` ones."""
    if not isinstance(value, dict):
        raise BadInputError("a JSON object is needed")
    unknown = set(value) - required - optional
    if unknown:
        raise BadInputError(f"unknown: {', '.join(sorted(unknown))}")
    missing = required - set(value)
    if missing:
        raise BadInputError(f"missing: {', '.join(sorted(missing))}")
    return value


def guid(name: str, value: t.Any) -> str:
    """Return a GUID in lower case."""
    if not isinstance(value, str) or not GUID.fullmatch(value):
        raise BadInputError(f"{name} has to be a GUID")
    return value.lower()


def text(name: str, value: t.Any) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise BadInputError(f"{name} has to be a string")
    return value


def name_text(name: str, value: t.Any) -> str:
    """Return a string that is more than white space."""
    if not text(name, value).strip():
        raise BadInputError(f"{name} must not be empty")
    return t.cast("str", value)


def flag(name: str, value: t.Any) -> bool:
    """Return a JSON boolean."""
    if not isinstance(value, bool):
        raise BadInputError(f"{name} has to be a boolean")
    return value


def query_flag(name: str, value: str | None) -> bool:
    """Return a boolean that is spelled out in a query, in any case."""
    if value is None or value.lower() not in ("true", "false"):
        raise BadInputError(f"{name} has to be true or false")
    return value.lower() == "true"


def number(name: str, value: t.Any) -> int | float:
    """Return a JSON number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadInputError(f"{name} has to be a number")
    return value


def whole_number(name: str, value: t.Any) -> int:
    """Return an integer of at least 1."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadInputError(f"{name} has to be a whole number of at least 1")
    return value


def items(name: str, value: t.Any) -> list[t.Any]:
    """Return an array."""
    if not isinstance(value, list):
        raise BadInputError(f"{name} has to be an array")
    return value


def ip_range(value: t.Any) -> dict[str, str]:
    """Return a range of IPv4 addresses; without ``endIp`` it is the one address."""
    parts = json_object(value, {"startIp"}, {"endIp"})
    try:
        start, *end = (ipaddress.IPv4Address(text(name, parts[name])) for name in ("startIp", "endIp") if name in parts)
    except ipaddress.AddressValueError as error:
        raise BadInputError(f"ipRange: {error}") from None
    if end and end[0] < start:
        raise BadInputError("ipRange ends before it starts")
    return dict(parts)
