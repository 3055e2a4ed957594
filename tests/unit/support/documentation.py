# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation of modules, as it is written and as ansible-core completes it from fragments."""

from __future__ import annotations

import ast
import copy
import functools
import importlib
import typing as t
from pathlib import Path

import yaml

COLLECTION = "ansible_collections.dnv.veracity"
PLUGINS = Path(__file__).resolve().parents[3].joinpath("plugins")
MODULES = sorted(PLUGINS.joinpath("modules").glob("veracity_*.py"))
Fields = dict[str, t.Any]


@functools.cache
def text_of(plugin: Path, name: str) -> str:
    """Return DOCUMENTATION, EXAMPLES or RETURN of a plugin as it is written, without importing it."""
    for node in ast.parse(plugin.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            return str(ast.literal_eval(node.value))
    raise AssertionError(f"{plugin.name} has no {name}")


def fragment(name: str) -> str:
    """Return a fragment by its full name, ``dnv.veracity.file`` or ``dnv.veracity.file.part``."""
    file, _dot, part = name.removeprefix("dnv.veracity.").partition(".")
    module = importlib.import_module(f"{COLLECTION}.plugins.doc_fragments.{file}")
    return str(getattr(module.ModuleDocFragment, part.upper() or "DOCUMENTATION"))


def fragments() -> dict[str, list[str]]:
    """Return all parts of all fragments, by file."""
    files = [path.stem for path in PLUGINS.joinpath("doc_fragments").glob("*.py")]
    modules = {file: importlib.import_module(f"{COLLECTION}.plugins.doc_fragments.{file}") for file in files}
    return {
        file: [text for part, text in vars(module.ModuleDocFragment).items() if part.isupper()]
        for file, module in modules.items()
    }


@functools.cache
def _read(text: str) -> t.Any:
    """Return what YAML says; the fragments are read for nearly every plugin."""
    return yaml.safe_load(text)


def read(text: str) -> t.Any:
    """Return what YAML says, as a copy that a test may change."""
    return copy.deepcopy(_read(text))


def documentation_of(plugin: Path) -> Fields:
    """Return DOCUMENTATION of a plugin, completed: what it says itself wins, then the fragment that is named first."""
    said: Fields = read(text_of(plugin, "DOCUMENTATION"))
    for name in said["extends_documentation_fragment"]:
        for key, value in read(fragment(name)).items():
            if key in ("options", "attributes"):
                own = said.setdefault(key, {})
                for entry, fields in value.items():
                    own[entry] = {**fields, **own.get(entry, {})}
            else:
                said.setdefault(key, []).extend(value)
    return said
