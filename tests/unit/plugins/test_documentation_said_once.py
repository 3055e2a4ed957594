# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation is said once: what two plugins share stands in a fragment, and what RETURN repeats has an anchor."""

from __future__ import annotations

import collections
import importlib
import typing as t

import yaml

from ansible_collections.dnv.veracity.plugins.doc_fragments.data_fabric import CONTAINER
from tests.unit.support.documentation import COLLECTION, MODULES, PLUGINS, fragments, read, text_of

DOCUMENTED = [*MODULES, *sorted(PLUGINS.joinpath("lookup").glob("*.py"))]
# What is too short to be worth a fragment, in letters, and what is no text.
SHORT = 40
OTHER = ("author", "module", "extends_documentation_fragment", "seealso", "sample")


def paragraphs(value: t.Any) -> t.Iterator[str]:
    """Yield the paragraphs of documentation: its texts that are not short."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paragraphs(inner) if key not in OTHER else ()
    elif isinstance(value, list):
        for inner in value:
            yield from paragraphs(inner)
    elif isinstance(value, str) and len(value) > SHORT:
        yield " ".join(value.split())


def said_twice(files: t.Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the paragraphs that more than one file has, with the names of these files."""
    found = collections.defaultdict(list)
    for name, texts in files.items():
        for paragraph in {paragraph for text in texts for paragraph in paragraphs(read(text))}:
            found[paragraph].append(name)
    return {paragraph: names for paragraph, names in found.items() if len(names) > 1}


def repeated_structures(value: t.Any) -> t.Iterator[str]:
    """Yield the fields of RETURN that stand in it more than once, and are not the same by an anchor."""
    seen: dict[str, int] = {}

    def walk(fields: t.Any) -> t.Iterator[str]:
        if not isinstance(fields, dict):
            return
        inner = fields.get("contains")
        if isinstance(inner, dict):
            text = yaml.safe_dump(inner)
            if seen.setdefault(text, id(inner)) != id(inner):
                yield text
        for each in fields.values():
            yield from walk(each)

    yield from walk(value)


def test_no_paragraph_of_documentation_stands_in_two_files() -> None:
    plugins = {str(path.relative_to(PLUGINS)): [text_of(path, "DOCUMENTATION")] for path in DOCUMENTED}
    # What fragments take from each other is written once, too.
    assert set(said_twice({**plugins, **fragments()})) == {CONTAINER}


def test_no_structure_stands_twice_in_one_return() -> None:
    assert {
        path.stem: texts for path in MODULES if (texts := list(repeated_structures(read(text_of(path, "RETURN")))))
    } == {}


def test_no_part_of_a_fragment_has_the_name_of_a_fragment() -> None:
    """ansible-core takes ``dnv.veracity.secrets.keys`` for the fragment ``keys`` if there is one."""
    files = {path.stem for path in PLUGINS.joinpath("doc_fragments").glob("*.py")}
    parts = {
        name.lower()
        for file in files
        for name in vars(importlib.import_module(f"{COLLECTION}.plugins.doc_fragments.{file}").ModuleDocFragment)
        if name.isupper()
    }
    assert not files & parts
