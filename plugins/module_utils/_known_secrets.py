# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The secrets that a task is given, before anything of it is checked. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ._arguments import SHARED_OPTIONS
from ._core.given import PLACEHOLDERS

if t.TYPE_CHECKING:
    from ._arguments import Definition


def secrets_given(
    definition: Definition, args: Mapping[str, t.Any], *environments: Mapping[str, t.Any]
) -> t.Iterator[str]:
    """Yield every secret in the options of a task as they were given, valid or not, and in environment variables."""
    spec = definition.argument_spec(environment=False)
    found = [*secrets_in_options(spec, args), *(definition.more_secrets(args) if definition.more_secrets else ())]
    found += _named({"proxy": args.get("proxy")}, ())
    names = {option.env or "" for option in SHARED_OPTIONS.values() if option.secret}
    names |= {variable for option, variable in definition.variables.items() if spec[option].get("no_log")}
    for variables in environments:
        found += _named(variables, names)
    yield from _distinct(found)


def secrets_of_lookup(prefix: str, variables: Mapping[str, str], *options: Mapping[str, t.Any]) -> t.Iterator[str]:
    """Yield every secret in the options of a lookup, by their names or those of variables, and in the environment."""
    secret = {name: option for name, option in SHARED_OPTIONS.items() if option.secret}
    found = [*_named(variables, {option.env or "" for option in secret.values()})]
    for given in options:
        found += _named(given, {*secret, *(f"{prefix}{name}" for name in secret)})
    yield from _distinct(found)


def _named(variables: Mapping[str, t.Any], names: t.Container[str]) -> t.Iterator[str]:
    """Yield the secrets among variables: those of these names, and proxies with a password."""
    for name, value in variables.items():
        if name in names:
            yield from _texts(value)
        elif str(name).lower().endswith("proxy"):
            yield from (text for text in _texts(value) if "@" in text)


def _distinct(found: t.Iterable[str]) -> t.Iterator[str]:
    """Yield each secret once."""
    yield from dict.fromkeys(text for text in map(str.strip, found) if text and text not in PLACEHOLDERS)


def secrets_in_options(spec: Mapping[str, t.Any], args: Mapping[str, t.Any]) -> t.Iterator[str]:
    """Yield every text in options that are not to be logged, those inside of other options too."""
    for name, option in spec.items():
        for key in (name, *option.get("aliases", ())):
            value = args.get(key)
            if option.get("no_log"):
                yield from _texts(value)
            elif option.get("options"):
                entries = value if isinstance(value, (list, tuple)) else [value]
                for entry in entries:
                    if isinstance(entry, Mapping):
                        yield from secrets_in_options(option["options"], entry)


def _texts(value: t.Any) -> t.Iterator[str]:
    """Yield every text and number in a value, of whatever type it is."""
    if isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, (list, tuple, set)):
        for member in value:
            yield from _texts(member)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
