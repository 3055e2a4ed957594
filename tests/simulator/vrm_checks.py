# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Building blocks for checks of a template; an expression stands for any value until it is evaluated."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Callable, Collection, Mapping
from urllib.parse import urlsplit

EXPRESSION = "$"
Check = Callable[[str, t.Any], None]

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class TemplateError(ValueError):
    """Something in the request is wrong; ``path`` says where in the template, or which part of the request."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"{path}: {text}")
        self.path = path
        self.text = text


def is_expression(value: t.Any) -> bool:
    """Return whether a value is an expression."""
    return isinstance(value, str) and value.startswith(EXPRESSION)


def a_string(path: str, value: t.Any) -> None:
    """Accept a string."""
    if not isinstance(value, str):
        raise TemplateError(path, "has to be a string")


def a_flag(path: str, value: t.Any) -> None:
    """Accept true and false."""
    if not isinstance(value, bool) and not is_expression(value):
        raise TemplateError(path, "has to be true or false")


def a_number(path: str, value: t.Any) -> None:
    """Accept a whole number from 0 on."""
    if (not isinstance(value, int) or isinstance(value, bool) or value < 0) and not is_expression(value):
        raise TemplateError(path, "has to be a whole number")


def anything(path: str, value: t.Any) -> None:
    """Accept any value."""


def matching(pattern: str, text: str) -> Check:
    """Return a check for strings of a pattern, which ``text`` puts into words."""
    compiled = re.compile(pattern)

    def check(path: str, value: t.Any) -> None:
        a_string(path, value)
        if not is_expression(value) and not compiled.fullmatch(value):
            raise TemplateError(path, text)

    return check


def one_of(*choices: t.Any) -> Check:
    """Return a check for an enumeration."""

    def check(path: str, value: t.Any) -> None:
        # true is not 1 here.
        found = any(value == choice and isinstance(value, bool) == isinstance(choice, bool) for choice in choices)
        if not found and not is_expression(value):
            raise TemplateError(path, f"has to be one of {', '.join(map(str, choices))}")

    return check


def nullable(check: Check) -> Check:
    """Return a check that accepts null too."""
    return lambda path, value: None if value is None else check(path, value)


def each(check: Check) -> Check:
    """Return a check for an array."""

    def check_all(path: str, value: t.Any) -> None:
        if is_expression(value):
            return
        if not isinstance(value, list):
            raise TemplateError(path, "has to be an array")
        for position, entry in enumerate(value):
            check(f"{path}[{position}]", entry)

    return check_all


def mapping(check: Check) -> Check:
    """Return a check for an object with any names."""

    def check_all(path: str, value: t.Any) -> None:
        if is_expression(value):
            return
        if not isinstance(value, dict):
            raise TemplateError(path, "has to be an object")
        for name, entry in value.items():
            check(f"{path}.{name}", entry)

    return check_all


def record(fields: Mapping[str, Check], required: Collection[str] = ()) -> Check:
    """Return a check for an object with known names."""

    def check_all(path: str, value: t.Any) -> None:
        if is_expression(value):
            return
        if not isinstance(value, dict):
            raise TemplateError(path, "has to be an object")
        for name in required:
            if name not in value:
                raise TemplateError(path, f"{name} is missing")
        for name, entry in value.items():
            if name not in fields:
                raise TemplateError(f"{path}.{name}", f"is not known, known: {', '.join(fields)}")
            fields[name](f"{path}.{name}", entry)

    return check_all


def secure_url(path: str, value: t.Any) -> None:
    """Accept an https address, and an http one of the local machine."""
    a_string(path, value)
    if is_expression(value):
        return
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        raise TemplateError(path, "is not an address") from None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL_HOSTS)):
        raise TemplateError(path, "has to be an https address")
