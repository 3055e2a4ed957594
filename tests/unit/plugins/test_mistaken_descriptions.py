# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A description with one mistake, at any depth: its place is named, also where ansible-core has checked nothing before.

A playbook can leave out the validation of a role's arguments by ansible-core, and those of this collection do.
"""

from __future__ import annotations

import copy
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from ansible_collections.dnv.veracity.plugins.modules import veracity_description
from tests.simulator.fixture import Simulator
from tests.unit.support.station import Station

USER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
Fields = dict[str, t.Any]
Options = t.Mapping[str, t.Any]
# What is no value of a type.
WRONG: Fields = {
    "bool": "perhaps",
    "int": "many",
    "float": "many",
    "dict": "text",
    "str": ["text"],
    "path": ["text"],
    "list": {"a": 1},
}
# Required options whose value is looked at more closely.
RIGHT: Fields = {"user": USER, "region": "northeurope", "service": USER}


def smallest(options: Options) -> Fields:
    """Return a description with one entry in each list, and in it what is required."""
    found: Fields = {}
    for name, option in options.items():
        if option.get("options"):
            entry = smallest(option["options"])
            found[name] = [entry] if option.get("type") == "list" else entry
        elif option.get("required"):
            kinds = {"list": [], "dict": {}, "bool": True, "int": 1, "float": 1.0}
            choice = (option.get("choices") or [None])[0]
            found[name] = RIGHT.get(name) or choice or kinds.get(option.get("type", "str"), "value")
    return found


def mistaken(options: Options, place: str = "", path: tuple[str | int, ...] = ()) -> t.Iterator[tuple[t.Any, ...]]:
    """Yield for every option at any depth its place, the way there, and a wrong value; None: it is missing."""
    yield f"{place}colour", (*path, "colour"), "blue"
    for name, option in options.items():
        here = f"{place}{name}"
        if option.get("internal"):
            continue
        if option.get("type") != "raw":
            yield here, (*path, name), "sunk" if option.get("choices") else WRONG[option.get("type", "str")]
        if option.get("required"):
            yield here, (*path, name), None
        if option.get("options"):
            entry: tuple[str | int, ...] = (0,) if option.get("type") == "list" else ()
            yield from mistaken(option["options"], f"{here}{'[0]' if entry else ''}.", (*path, name, *entry))


def with_value(description: Fields, path: tuple[str | int, ...], value: t.Any) -> Fields:
    """Return a copy of a description with another value at a place."""
    found = copy.deepcopy(description)
    inner: t.Any = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return found


@pytest.mark.parametrize("name", KINDS)
def test_every_mistake_is_named_with_its_place(name: str, simulator: Simulator, tmp_path: Path) -> None:
    kind, station = KINDS[name], Station(simulator, tmp_path)
    unnamed = []
    for place, path, value in mistaken(kind.options):
        mistakes = Mistakes()
        found = checked(kind, with_value(smallest(kind.options), path, value), mistakes)
        assert mistakes.about(f"{kind.prefix}{place}"), place
        with pytest.raises(InputError) as error:
            station.run(veracity_description, **{name: found, "mistakes": mistakes.texts})
        if f"{kind.prefix}{place}" not in str(error.value):
            unnamed.append(place)
    assert unnamed == []
