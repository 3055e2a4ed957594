# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of the house that a machine can check: who imports what, how long adapters are, how errors are raised."""

from __future__ import annotations

import ast
import io
import tokenize
import typing as t
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
CORE = PLUGINS / "module_utils" / "_core"

# Lowest first. A file imports only from floors above its own line, and from its own folder, there without a circle. So
# what is on one line knows nothing of each other: no wing knows another, but services, whose licenses are of tenants.
FLOORS = (
    {"errors", "clock", "invisible"},
    {"given", "api_fields", "yaml_text", "text_file"},
    {"settings", "exported"},
    {"api_refusals", "validation.*", "redaction.*", "private_files.*"},
    {"transport.*"},
    {"identity.*"},
    {"client"},
    {"task"},
    {"session", "generic_request", "reconcile.*", "azure_storage.*"},
    {"content.*", "resource_manager.template.*"},
    {"data_fabric.api.*", "data_workbench.api.*", "resource_manager.*", "tenants.*"},
    {"data_fabric.containers.*", "services.*"},
    {"data_fabric.access.*"},
    {"data_fabric.keys.*"},
    {"data_fabric.*", "data_workbench.*"},
    {"data_workbench.file_storage.*"},
    {"data_workbench.description.*"},
    {"diagnosis.*", "export"},
)
ADAPTERS = ("module_utils/_module.py", "plugin_utils/_lookup.py", "plugin_utils/_action.py")
BROAD = {"Exception", "BaseException"}

core_files = sorted(CORE.rglob("*.py"))
plugin_files = sorted(PLUGINS.rglob("*.py"))


def name_of(path: Path) -> str:
    """Return the dotted name of a file of the core, below the core."""
    return ".".join(path.relative_to(CORE).with_suffix("").parts)


def folder_of(name: str) -> str:
    """Return the folder of a file of the core, empty for the core itself."""
    return name.rpartition(".")[0]


def floor_of(name: str) -> int | None:
    """Return on which floor a file of the core is."""
    folder = folder_of(name)
    place = f"{folder}.*" if folder else name
    return next((number for number, floor in enumerate(FLOORS) if place in floor), None)


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(path: Path) -> t.Iterator[str]:
    """Yield what a file of the core imports: names of the core as below it, others as they are."""
    package = path.relative_to(CORE).parts[:-1]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level]
            assert node.level <= len(package) + 1, f"{path}: imports from outside of the core"
            origin = [*base, *(node.module.split(".") if node.module else [])]
            if CORE.joinpath(*origin).is_dir():
                yield from ("core:" + ".".join([*origin, alias.name]) for alias in node.names)
            else:
                yield "core:" + ".".join(origin)


def identity(path: Path) -> str:
    """Return the name of a test about a file."""
    return str(path.relative_to(PLUGINS))


@pytest.mark.parametrize("path", core_files, ids=identity)
def test_every_file_of_the_core_is_on_a_floor(path: Path) -> None:
    assert floor_of(name_of(path)) is not None


@pytest.mark.parametrize("path", core_files, ids=identity)
def test_core_imports_from_floors_below_only(path: Path) -> None:
    name = name_of(path)
    mine = floor_of(name)
    for found in imports_of(path):
        if not found.startswith("core:"):
            continue
        other = found.removeprefix("core:")
        if folder_of(name) and folder_of(other) == folder_of(name):
            continue
        theirs = floor_of(other)
        assert theirs is not None, f"{found} is on no floor"
        assert mine is not None
        assert theirs < mine, f"{name} imports {other}, which is not below it"


@pytest.mark.parametrize("folder", sorted({folder_of(name_of(path)) for path in core_files}))
def test_files_of_one_folder_do_not_import_in_circles(folder: str) -> None:
    edges = {
        name_of(path): {found.removeprefix("core:") for found in imports_of(path) if found.startswith("core:")}
        for path in core_files
        if folder_of(name_of(path)) == folder
    }
    while edges:
        free = {name for name, needed in edges.items() if not needed & set(edges)}
        assert free, f"a circle among {sorted(edges)}"
        edges = {name: needed for name, needed in edges.items() if name not in free}


def test_unit_tests_mirror_the_folders_of_the_core() -> None:
    tests = ROOT / "tests" / "unit" / "core"
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")}
    assert folders <= {path.parent.relative_to(CORE) for path in core_files}


@pytest.mark.parametrize("path", plugin_files, ids=identity)
def test_a_file_is_imported_under_a_name_that_says_which_it_is(path: Path) -> None:
    files = {found.stem for found in plugin_files}
    for node in ast.walk(parse(path)):
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if alias.name in files and alias.asname is not None:
                assert alias.asname.endswith(alias.name), f"{alias.name} is imported as {alias.asname}"


@pytest.mark.parametrize("path", core_files, ids=identity)
def test_core_knows_nothing_of_ansible(path: Path) -> None:
    assert not [found for found in imports_of(path) if found.partition(".")[0] in ("ansible", "ansible_collections")]


@pytest.mark.parametrize("path", core_files, ids=identity)
def test_core_imports_other_libraries_only_where_they_are_used(path: Path) -> None:
    others = {"requests", "urllib3", "jwt", "cryptography", "azure", "jmespath", "yaml"}
    for node in parse(path).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        assert not {name.partition(".")[0] for name in names} & others


def lines_of_code(path: Path) -> int:
    """Return how many lines have code on them: no blank lines, comments and documentation."""
    documentation = {
        line
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    ignored = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type not in ignored:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - documentation)


@pytest.mark.parametrize("name", ADAPTERS)
def test_adapters_are_thin(name: str) -> None:
    assert lines_of_code(PLUGINS / name) < 100


@pytest.mark.parametrize("path", plugin_files, ids=identity)
def test_nothing_is_asserted_and_nothing_is_caught_wholesale(path: Path) -> None:
    for node in ast.walk(parse(path)):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: assert"
        if not isinstance(node, ast.ExceptHandler):
            continue
        assert node.type is not None, f"line {node.lineno}: bare except"
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        assert not [each for each in caught if isinstance(each, ast.Name) and each.id in BROAD], f"line {node.lineno}"


@pytest.mark.parametrize("path", plugin_files, ids=identity)
def test_no_error_is_raised_with_another_behind_it(path: Path) -> None:
    for handler in ast.walk(parse(path)):
        if not isinstance(handler, ast.ExceptHandler):
            continue
        for node in ast.walk(handler):
            if isinstance(node, ast.Raise) and node.exc is not None:
                silenced = isinstance(node.cause, ast.Constant) and node.cause.value is None
                assert silenced, f"line {node.lineno}: ansible-core would print the inner error, too"


@pytest.mark.parametrize("path", plugin_files, ids=identity)
def test_annotations_are_not_evaluated(path: Path) -> None:
    tree = parse(path)
    assert not tree.body or any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" and node.names[0].name == "annotations"
        for node in tree.body
    )
