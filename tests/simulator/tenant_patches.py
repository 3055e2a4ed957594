# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON Patch as the documents of tenant management show it: three forms, on arrays of name and value."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

from .inputs import BadInputError, items, json_object, name_text, text

Properties = list[dict[str, t.Any]]

_PATH = re.compile(r"/(?P<array>\w+)/(?P<index>-|0|[1-9][0-9]*)(?P<value>/value)?")


def patched(operations: t.Any, arrays: Mapping[str, Properties]) -> dict[str, Properties]:
    """Return the arrays after all operations, one after the other; raises BadInputError, and then nothing counts."""
    result = {name: [dict(entry) for entry in entries] for name, entries in arrays.items()}
    if not items("the body", operations):
        raise BadInputError("the body has to have an operation")
    for operation in operations:
        _apply(operation, result)
    return result


def _apply(operation: t.Any, arrays: dict[str, Properties]) -> None:
    parts = json_object(operation, {"op", "path"}, {"value"})
    found = _PATH.fullmatch(text("path", parts["path"]))
    if found is None or found["array"] not in arrays:
        raise BadInputError(f"path {parts['path']!r} is not one of {', '.join(f'/{name}/…' for name in arrays)}")
    entries = arrays[found["array"]]
    form = (parts["op"], found["index"] == "-", found["value"] is not None, "value" in parts)
    if form == ("add", True, False, True):
        entries.append(_property(parts["value"], entries))
    elif form == ("replace", False, True, True):
        entries[_index(found, entries)]["value"] = text("value", parts["value"])
    elif form == ("remove", False, False, False):
        del entries[_index(found, entries)]
    else:
        raise BadInputError(
            "an operation is add with path …/-, replace with path …/{index}/value, or remove with path …/{index}"
        )


def _index(found: re.Match[str], entries: Properties) -> int:
    index = int(found["index"])
    if index >= len(entries):
        raise BadInputError(f"there is nothing at {found[0]}")
    return index


def _property(value: t.Any, entries: Properties) -> dict[str, t.Any]:
    if not isinstance(value, dict):
        raise BadInputError("value has to be an object")
    # The documents capitalise the names here and nowhere else.
    lower = {key.lower(): entry for key, entry in value.items()}
    parts = json_object(lower, {"name", "value"}, set())
    name = name_text("Name", parts["name"])
    if len(lower) < len(value) or any(entry["name"] == name for entry in entries):
        raise BadInputError(f"{name} is there already")
    return {"name": name, "value": text("Value", parts["value"])}
