# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C2: what reaches a person or a file passes one outlet. The code is searched for other ways out."""

from __future__ import annotations

import ast
import typing as t
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
FILES = sorted(path for path in PLUGINS.rglob("*.py") if path.parent.name != "doc_fragments")

# The few places that may do what nothing else may, and why.
ALLOWED = {
    ("plugin_utils/_outlet.py", "Display"): "gives the outlet of the controller its sinks",
    ("plugin_utils/_outlet.py", "vv"): "the same",
    ("plugin_utils/_outlet.py", "vvv"): "the same",
    ("plugin_utils/_outlet.py", "AnsibleError"): "makes the errors of lookups, from texts that passed the outlet",
    ("plugin_utils/_outlet.py", "AnsibleFilterError"): "the same for filters and tests",
    ("plugin_utils/_given.py", "AnsibleError"): "is caught by set_options() and passes the outlet there",
    ("module_utils/_module.py", "AnsibleModule"): "makes every answer of a module process pass the outlet",
    ("module_utils/_module.py", "fail_json"): "the same",
    ("module_utils/_module.py", "exit_json"): "the same",
    ("module_utils/_module.py", "self.warn"): "gives the outlet of a module process its sink",
    ("module_utils/_core/azure_storage/library.py", "logging"): "keeps the storage library from logging",
    ("module_utils/_execution.py", "failed"): "makes the one failed result, from texts that passed the outlet",
    ("module_utils/_core/session.py", "Outlet"): "makes an outlet of the sinks that it is given",
    ("module_utils/_module.py", "Outlet"): "makes the outlet of a module process",
    ("plugin_utils/_outlet.py", "Outlet"): "makes those of the controller",
    ("plugin_utils/_report/words.py", "Outlet"): "makes that of a report",
}
# What ansible-core and Python have for printing, raising and ending.
PRINTERS = {"Display", "AnsibleModule", "logging", "syslog"}
METHODS = {"fail_json", "exit_json", "deprecate", "v", "vv", "vvv", "vvvv", "verbose", "self._display"}
METHODS |= {"self.warn", "module.warn", "module.log", "sys.stdout", "sys.stderr", "warnings.warn", "display.warning"}
MADE = {"print", "Outlet"}


def ways_out(tree: ast.Module) -> t.Iterator[tuple[str, int]]:
    """Yield every way out that code takes: what it is called, and the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.name, node.lineno) for alias in node.names if alias.name in PRINTERS)
        elif isinstance(node, ast.Attribute):
            yield from ((way, node.lineno) for way in (node.attr, ast.unparse(node)) if way in METHODS)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in MADE or _is_error_of_core(called):
                yield called, node.lineno
            yield from (("failed", node.lineno) for word in node.keywords if _says_failed(word.arg, word.value))
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (
                ("failed", node.lineno) for key, value in pairs if _says_failed(getattr(key, "value", key), value)
            )


def _says_failed(key: object, value: ast.expr) -> bool:
    return key == "failed" and isinstance(value, ast.Constant)


def _is_error_of_core(name: str) -> bool:
    return name.startswith("Ansible") and name.endswith(("Error", "Fail", "Skip", "Exception"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PLUGINS)))
def test_c2_there_is_no_other_way_out(path: Path) -> None:
    name = str(path.relative_to(PLUGINS))
    others = [
        f"line {line}: {way}" for way, line in ways_out(ast.parse(path.read_text())) if (name, way) not in ALLOWED
    ]
    assert not others


def test_c2_the_list_of_allowed_places_names_only_what_there_is() -> None:
    found = {
        (str(path.relative_to(PLUGINS)), way) for path in FILES for way, _line in ways_out(ast.parse(path.read_text()))
    }
    assert set(ALLOWED) <= found


@pytest.mark.parametrize(
    "code",
    [
        "from ansible.utils.display import Display",
        "display.warning('x')",
        "log = self._display.vvv",
        "module.fail_json(msg='x')",
        "raise AnsibleError('x')",
        "raise AnsibleFilterError('x') from None",
        "print('x')",
        "sys.stderr.write('x')",
        "module.warn('x')",
        "return {'failed': True, 'msg': 'x'}",
        "return dict(failed=True)",
        "result.update(failed=True)",
        "import logging",
        "Outlet().warn('x')",
    ],
)
def test_the_search_finds(code: str) -> None:
    assert list(ways_out(ast.parse(f"def run():\n    {code}")))
