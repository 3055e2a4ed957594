# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks in EXAMPLES pass the argument specs of their modules, with the rules between options."""

from __future__ import annotations

import ast
import importlib
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition

PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
COLLECTION = "dnv.veracity."
# What holds tasks in a play or a block.
CONTAINERS = ("pre_tasks", "tasks", "post_tasks", "handlers", "block", "rescue", "always")
# What stands for the value of an expression, which is not evaluated here.
VALUES: dict[str, t.Any] = {
    "str": "value",
    "path": "/value",
    "raw": "value",
    "bool": True,
    "int": 1,
    "float": 1.0,
    "list": [],
    "dict": {},
}


def examples_of(file: Path) -> list[dict[str, t.Any]]:
    """Return the tasks in EXAMPLES of a plugin, those in plays and blocks too."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(to, ast.Name) and to.id == "EXAMPLES" for to in node.targets
        ):
            return list(_tasks(yaml.safe_load(ast.literal_eval(node.value))))
    return []


def _tasks(entries: list[dict[str, t.Any]]) -> t.Iterator[dict[str, t.Any]]:
    for entry in entries:
        inner = [
            key for key in ("pre_tasks", "tasks", "post_tasks", "handlers", "block", "rescue", "always") if key in entry
        ]
        for key in inner:
            yield from _tasks(entry[key])
        if not inner:
            yield entry


def definition_of(name: str) -> Definition:
    """Return what a module of the collection is."""
    module = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.modules.{name}")
    return t.cast("Definition", module.DEFINITION)


def evaluated(value: t.Any, option: t.Mapping[str, t.Any]) -> t.Any:
    """Return a value as it may be when its expressions have been evaluated: of the type that the option takes."""
    if isinstance(value, str) and "{{" in value:
        return option["choices"][0] if option.get("choices") else VALUES[option.get("type", "str")]
    options = option.get("options")
    if options and isinstance(value, list):
        return [evaluated(item, {"type": "dict", "options": options}) for item in value]
    if options and isinstance(value, dict):
        return {key: evaluated(item, options.get(key, {})) for key, item in value.items()}
    return value


USED = [
    pytest.param(name.removeprefix(COLLECTION), args, id=f"{file.stem}-{number}")
    for file in sorted([*PLUGINS.glob("modules/*.py"), *PLUGINS.glob("lookup/*.py")])
    for number, task in enumerate(examples_of(file))
    for name, args in task.items()
    if name.startswith(COLLECTION)
]


def problems(name: str, args: dict[str, t.Any]) -> list[str]:
    """Return what the module would refuse in its arguments."""
    definition = definition_of(name)
    spec = definition.argument_spec(environment=False)
    found = ArgumentSpecValidator(spec, **definition.rules()).validate(evaluated(args or {}, {"options": spec}))
    return [*found.error_messages, *map(str, found.unsupported_parameters)]


@pytest.mark.parametrize(("name", "args"), USED)
def test_i_an_example_has_options_that_the_module_takes(name: str, args: dict[str, t.Any]) -> None:
    assert problems(name, args) == []


def test_i_every_module_has_an_example_of_its_own() -> None:
    """And a wrong example is noticed: an option that does not exist, and two that exclude each other."""
    for file in PLUGINS.glob("modules/veracity_*.py"):
        assert any(f"{COLLECTION}{file.stem}" in task for task in examples_of(file)), file.stem
    assert problems("veracity_container", {"name": "shipdata"})
    assert problems("veracity_containers", {"containers": [{"shortname": "shipdata"}]})
    assert problems("veracity_container_content", {"container": "a", "sas_url": "b", "src": "c"})
