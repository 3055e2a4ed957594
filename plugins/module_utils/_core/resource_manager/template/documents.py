# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Templates and parameters as users give them: files, or values of the task.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import datetime
import importlib
import math
import os
import typing as t

from ...errors import InputError, VeracityError
from .findings import Findings, kind_of
from .strict_json import decoded, parse_json

_SIZE_LIMIT = 8 * 1024 * 1024
# A template has about ten levels. Of a place that is deeper so many are named.
_DEEPEST = 100
_SHOWN = 4
_YAML = (".yml", ".yaml")


def read_file(path: str, option: str) -> t.Any:
    """Return the content of a file: YAML by its ending, otherwise JSON. Raises InputError with line and column."""
    what = f"{option}: {path}"
    try:
        with open(os.path.expanduser(path), "rb") as file:
            content = file.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise InputError(
            f"{what} cannot be read: {(error.strerror or 'unknown reason').lower()}.",
            hint="Check the path and its permissions.",
        ) from None
    if len(content) > _SIZE_LIMIT:
        raise InputError(
            f"{what} is larger than {_SIZE_LIMIT // 1024 // 1024} MiB. Check that it is the file you mean."
        )
    text = decoded(content, what)
    return parse_yaml(text, what) if path.lower().endswith(_YAML) else parse_json(text, what)


def parse_yaml(text: str, what: str) -> t.Any:
    """Return the value of a YAML text, in which no key may stand twice. Raises InputError with line and column."""
    try:
        yaml = importlib.import_module("yaml")
    except ImportError:
        raise VeracityError(f"{what}: the Python library PyYAML is missing.", hint="Give the file as JSON.") from None
    try:
        return yaml.load(text, Loader=_loader(yaml))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "a character is not allowed"
        raise InputError(f"{what}{where}: this is not YAML, because {problem}. Correct it there.") from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"{what}: this is not YAML, because {error}. Correct it.") from None


def as_json(value: t.Any, what: str) -> t.Any:
    """Return a value of a task or a YAML file, checked to be one that JSON can hold. Raises InputError."""
    findings = Findings()
    _check(value, (), findings)
    findings.check(what)
    return value


def parameter_list(value: t.Any, what: str) -> list[dict[str, t.Any]]:
    """Return parameters as the list that Veracity takes, from such a list or from values by name. Raises InputError."""
    findings = Findings()
    if isinstance(value, dict):
        value = [
            {"name": name, "value": member, "type": "string" if isinstance(member, str) else "object"}
            for name, member in value.items()
        ]
    if not isinstance(value, list):
        raise InputError(f"{what}: must be a list of {{name, value, type}}, or values by name, not {kind_of(value)}.")
    seen = set()
    for number, entry in enumerate(value):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(entry, dict):
            findings.error((number,), f"must be an object with name, value and type, not {kind_of(entry)}.")
        elif not isinstance(name, str) or not name:
            findings.error((number, "name"), f"must be a string that is not empty, not {kind_of(name)}.")
        elif "value" not in entry:
            findings.error((number, "value"), f"is missing for {name}.")
        elif name in seen:
            findings.error((number, "name"), f"the parameter {name} is defined twice.")
        seen.add(name)
    findings.check(what)
    return value


def _check(value: t.Any, path: tuple[t.Any, ...], findings: Findings) -> None:
    """Note what JSON cannot hold."""
    if len(path) > _DEEPEST:
        findings.error(path[:_SHOWN], "is nested too deeply, or contains itself.")
    elif isinstance(value, dict):
        for name, member in value.items():
            if not isinstance(name, str):
                findings.error((*path, str(name)), f"a key must be a string, not {kind_of(name)}. Put it in quotes.")
            _check(member, (*path, str(name)), findings)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            _check(member, (*path, number), findings)
    elif isinstance(value, (datetime.date, datetime.datetime)):
        findings.error(path, "is a date in YAML. Put it in quotes.")
    elif isinstance(value, float) and not math.isfinite(value):
        findings.error(path, "is a number that JSON cannot represent.")
    elif isinstance(value, str):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            findings.error(path, "contains bytes that are not text.")
    elif value is not None and not isinstance(value, (bool, int, float)):
        findings.error(path, f"must be a string, a number, true, false, a list or an object, not {kind_of(value)}.")


def _loader(yaml: t.Any) -> t.Any:
    """Return a safe loader that refuses equal keys."""

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # imported when it is needed
        """Reads YAML without tags of Python."""

        def construct_mapping(self, node: t.Any, deep: bool = False) -> t.Any:
            """Return a mapping in which every key stands once."""
            seen = set()
            for key, _value in node.value:
                if key.tag == "tag:yaml.org,2002:merge":
                    continue
                name = self.construct_object(key, deep=True)
                if isinstance(name, (str, int, float, bool)) and name in seen:
                    raise yaml.constructor.ConstructorError(
                        problem=f"the key {name!r} is used twice in the same mapping", problem_mark=key.start_mark
                    )
                seen.add(name if isinstance(name, (str, int, float, bool)) else id(key))
            return super().construct_mapping(node, deep)

    return Loader
