# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E1, E5: an option that is null is one that is left out, in every module and at every depth."""

from __future__ import annotations

import importlib
import typing as t
from pathlib import Path

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import gather

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("veracity_*.py"))
SAMPLES = {"str": "x", "int": 1, "float": 1.0, "bool": True, "path": "/x", "dict": {}, "raw": {}, "jsonarg": {}}
Fields = dict[str, t.Any]
Path_ = tuple[str, ...]


def definition(module: str) -> Definition:
    """Return the definition of a module."""
    found = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.modules.{module}")
    return t.cast("Definition", found.DEFINITION)


def options(spec: t.Mapping[str, Fields], above: Path_ = ()) -> t.Iterator[Path_]:
    """Yield the way to every option of a spec, those inside of others included."""
    for name, fields in spec.items():
        yield (*above, name)
        yield from options(fields.get("options") or {}, (*above, name))


def sample(fields: Fields, inner: t.Any) -> t.Any:
    """Return a value of an option. ``inner``: the options inside of it."""
    value = inner if fields.get("options") else fields.get("choices", [SAMPLES.get(fields.get("elements", ""))])[0]
    if fields.get("type") == "list":
        return [value]
    return value if value is not None else SAMPLES[fields.get("type", "str")]


def filled(spec: t.Mapping[str, Fields], way: Path_, value: t.Any) -> Fields:
    """Return the options that are needed, and the one at the end of the way, unless its value is ``...``."""
    found: Fields = {}
    for name, fields in spec.items():
        inner = fields.get("options") or {}
        if way[:1] == (name,) and len(way) == 1:
            if value is not ...:
                found[name] = value
        elif way[:1] == (name,) or fields.get("required"):
            found[name] = sample(fields, filled(inner, way[1:] if way[:1] == (name,) else (), value))
    return found


def cases() -> t.Iterator[tuple[str, Path_]]:
    """Yield every own option of every module. Null for a secret is an error, which has tests of its own."""
    for module in MODULES:
        for way in options(definition(module).spec):
            if not is_secret(definition(module).spec, way):
                yield module, way


def is_secret(spec: t.Mapping[str, Fields], way: Path_) -> bool:
    """Return whether the option at the end of the way is secret."""
    fields = spec[way[0]]
    return is_secret(fields["options"], way[1:]) if len(way) > 1 else bool(fields.get("no_log"))


@pytest.mark.parametrize(
    ("module", "way"), [pytest.param(*case, id=f"{case[0]}-{'.'.join(case[1])}") for case in cases()]
)
def test_e5_null_is_left_out(module: str, way: Path_) -> None:
    found = definition(module)
    args = [gather(found, filled(found.spec, way, value), None)[0] for value in (None, ...)]
    spec = found.argument_spec(environment=False)
    given, absent = (ArgumentSpecValidator(spec).validate(each) for each in args)
    assert given.error_messages == absent.error_messages
    assert given.validated_parameters == absent.validated_parameters
