# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The properties of a license, and the JSON Patch that changes them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import InputError
from ..validation.mistakes import quoted

# In the order of the API: a patch names them by their place.
Properties = t.Sequence[tuple[str, str]]


def patch(current: Properties, described: t.Mapping[str, str], removed: t.Container[str]) -> list[dict[str, t.Any]]:
    """Return the JSON Patch that sets the ``described`` properties and removes the ``removed`` ones. Pure.

    Removals come first and from the end: each moves what stands behind it. Places are those of ``current``.
    """
    gone = [index for index, (name, _value) in enumerate(current) if name in removed]
    left = [entry for entry in current if entry[0] not in removed]
    operations: list[dict[str, t.Any]] = [
        {"op": "remove", "path": f"/properties/{index}"} for index in sorted(gone, reverse=True)
    ]
    operations += [
        {"op": "replace", "path": f"/properties/{index}/value", "value": described[name]}
        for index, (name, value) in enumerate(left)
        if described.get(name, value) != value
    ]
    names = {name for name, _value in left}
    operations += [
        {"op": "add", "path": "/properties/-", "value": {"Name": name, "Value": value}}
        for name, value in described.items()
        if name not in names
    ]
    return operations


def merged(
    current: Properties, described: t.Mapping[str, str], removed: t.Container[str]
) -> tuple[tuple[str, str], ...]:
    """Return the properties after that patch."""
    kept = [(name, described.get(name, value)) for name, value in current if name not in removed]
    names = {name for name, _value in kept}
    return (*kept, *((name, value) for name, value in described.items() if name not in names))


def as_text(value: t.Any, place: str) -> str:
    """Return the value of a property as text; booleans as JSON writes them. Raises InputError."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, (str, int, float)):
        raise InputError(
            f"{place}: must be a text, a number or a boolean, not {quoted(value)}. Use remove_properties to remove a "
            f"property."
        )
    return str(value)
