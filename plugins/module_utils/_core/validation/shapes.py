# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A description in the types of its options, whatever YAML made of it. Private: for use inside dnv.veracity only.

Null means that an option is not set. Numbers, booleans and dates are their text where a text is meant, and text is the
boolean or the number that it says where one of these is meant.
"""

from __future__ import annotations

import contextlib
import datetime
import math
import typing as t

from ..errors import InputError
from .mistakes import Mistakes, quoted, within

# The fields of an option are those of an argument spec: type, elements, options, choices, required, default.
Option = t.Mapping[str, t.Any]
Options = t.Mapping[str, Option]

_TRUE = ("true", "yes", "on", "y", "t", "1")
_FALSE = ("false", "no", "off", "n", "f", "0")


def shaped(value: t.Mapping[str, t.Any], options: Options, place: str, mistakes: Mistakes) -> dict[str, t.Any]:
    """Return a dictionary with its values in the types of ``options``, without nulls and with the defaults.

    What is wrong is added to ``mistakes`` and left out.
    """
    found: dict[str, t.Any] = {}
    given = _by_name(value, options, place, mistakes)
    for name in sorted(set(given) - set(options)):
        mistakes.add(within(place, name), f"there is no such option. Use one of: {', '.join(options)}.")
    for name, option in options.items():
        if given.get(name) is not None:
            with _noted(within(place, name), mistakes):
                found[name] = _one(given[name], option, within(place, name), mistakes)
        elif option.get("required"):
            mistakes.unreadable(within(place, name), "is required.")
        elif option.get("default") is not None:
            found[name] = option["default"]
    return found


def described(value: t.Mapping[str, t.Any], options: Options, prefix: str, mistakes: Mistakes) -> dict[str, t.Any]:
    """Return the variables of a role as ``shaped`` does. Their names are without ``prefix``, their places have it."""
    names = {f"{prefix}{name}": option for name, option in options.items()}
    found = shaped({f"{prefix}{name}": item for name, item in value.items()}, names, "", mistakes)
    return {name.removeprefix(prefix): item for name, item in found.items()}


def text(value: object, place: str) -> str:
    """Return the text of a value as YAML has it. Raises InputError for what has none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, datetime.date)):
        return str(value)
    raise InputError(f"{place}: must be a string, not {_kind(value)}.")


def boolean(value: object, place: str) -> bool:
    """Return a boolean, which may be given as text. Raises InputError."""
    word = text(value, place).strip().casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise InputError(f"{place}: must be true or false, not {quoted(value)}.")


def integer(value: object, place: str) -> int:
    """Return a whole number, which may be given as text. Raises InputError."""
    number = decimal(value, place)
    if number != int(number):
        raise InputError(f"{place}: must be a whole number, not {quoted(value)}.")
    return int(number)


def decimal(value: object, place: str) -> float:
    """Return a number, which may be given as text. Raises InputError, also for infinity and for what is no number."""
    try:
        number = float("nan") if isinstance(value, bool) else float(text(value, place))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{place}: must be a number, not {quoted(value)}.")
    return number


_SCALARS: t.Mapping[str, t.Callable[[object, str], t.Any]] = {
    "str": text,
    "path": text,
    "bool": boolean,
    "int": integer,
    "float": decimal,
    "raw": lambda value, _place: value,
}


def _by_name(value: t.Mapping[str, t.Any], options: Options, place: str, mistakes: Mistakes) -> dict[str, t.Any]:
    """Return a dictionary with aliases replaced by the names of their options. Nulls count as not given."""
    names = {alias: name for name, option in options.items() for alias in option.get("aliases", ())}
    found: dict[str, t.Any] = {}
    for key, item in value.items():
        name = names.get(str(key), str(key))
        if found.get(name) is None:
            found[name] = item
        elif item is not None:
            mistakes.add(within(place, name), f"is set under two names. Set only {name}.")
    return found


def _one(value: t.Any, option: Option, place: str, mistakes: Mistakes) -> t.Any:
    """Return the value of one option. Raises InputError."""
    kind = option.get("type", "str")
    if kind == "list":
        return _items(value, option, place, mistakes)
    if kind == "dict":
        return _fields(value, option, place, mistakes)
    found = _SCALARS[kind](value, place)
    choices = option.get("choices")
    if choices and found not in choices:
        raise InputError(f"{place}: must be one of {', '.join(choices)}, not {quoted(found)}.")
    return found


def _fields(value: t.Any, option: Option, place: str, mistakes: Mistakes) -> dict[str, t.Any]:
    """Return a dictionary. Raises InputError."""
    if not isinstance(value, t.Mapping):
        raise InputError(f"{place}: must be a dictionary, not {_kind(value)}.")
    if option.get("options") is None:
        return {text(name, place): item for name, item in value.items()}
    return shaped(value, option["options"], place, mistakes)


def _items(value: t.Any, option: Option, place: str, mistakes: Mistakes) -> list[t.Any]:
    """Return a list; a single text is split at its commas, as ansible-core does it. Raises InputError."""
    if not isinstance(value, (list, tuple)):
        if option.get("elements") == "dict":
            raise InputError(f"{place}: must be a list, not {_kind(value)}.")
        value = text(value, place).split(",")
    element = {**option, "type": option.get("elements", "raw")}
    found = []
    for number, item in enumerate(value):
        where = f"{place}[{number}]"
        with _noted(where, mistakes):
            if item is None:
                raise InputError(f"{where}: must not be empty. Set a value or remove the entry.")
            found.append(_one(item, element, where, mistakes))
        if element["type"] == "dict" and len(found) <= number:
            # What follows keeps its number.
            found.append({})
    return found


@contextlib.contextmanager
def _noted(place: str, mistakes: Mistakes) -> t.Iterator[None]:
    """Note an InputError as a value that cannot be taken, and go on after it."""
    try:
        yield
    except InputError as error:
        mistakes.unreadable(place, error.summary.removeprefix(f"{place}: "))


def _kind(value: object) -> str:
    """Return for people what a value is."""
    kinds = ((bool, "a boolean"), (str, "text"), (t.Mapping, "a dictionary"), ((list, tuple), "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "a number")
