# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a text tells its reader what to do, and what every error in the code can say at its end."""

from __future__ import annotations

import ast
import itertools
import re
import typing as t
from collections import defaultdict
from pathlib import Path

PLUGINS = Path(__file__).parents[3] / "plugins"
ANSIBLE_ERRORS = frozenset({"AnsibleError", "AnsibleFilterError", "AnsibleActionFail", "filter_error", "ReportError"})

# Stands for the hint of another error, which is proved where that one is made.
PROVED = "§"
_BUILTIN = frozenset({"get", "next", "join", "map"})

_VERBS = (
    r"add|ask|check|choose|close|convert|copy|correct|create|delete|describe|download|enter|free|"
    r"generate|give|grant|install|keep|leave|let|list|look|lower|make|mount|move|name|omit|pass|put|"
    r"raise|read|register|remove|rename|repeat|replace|report|restore|run|save|say|send|set|"
    r"shorten|split|start|subscribe|try|turn|unmount|update|upgrade|upload|use|wait|write"
)
_VERB = rf"(?:{_VERBS})\b"
_CLAUSE = re.compile(
    # At the start of a sentence, perhaps after a condition.
    r"(?:^|[.?!] |\n)\s*(?:- )?"
    rf"(?:(?:Or|Otherwise|Then),? |(?:If|When|In|On|To|For|Where|Outside|As) [^.]*?,? (?:then )?)?{_VERB}"
    # After a colon or semicolon: what is before it is the reason.
    rf"|[:;] {_VERB}"
    rf"|, or {_VERB}|, and {_VERB}",
    re.IGNORECASE,
)
# What must be says what to give; what must not be says nothing.
_DEMAND = re.compile(r"\bmust (?:be|have|end|begin)\b(?! not| no\b)|\b(?:is|are) required\b")


def last_line(text: str) -> str:
    """Return the last line of a text."""
    return text.strip().splitlines()[-1].strip() if text.strip() else ""


def says_what_to_do(line: str) -> bool:
    """Return whether a line tells its reader what to do."""
    return PROVED in line or bool(_CLAUSE.search(line) or _DEMAND.search(line))


class Site(t.NamedTuple):
    """A place in the code where an error is made, and the last lines that it can have."""

    place: str
    kind: str
    last_lines: frozenset[str]


class _Scope(t.NamedTuple):
    module: str
    function: ast.FunctionDef | None


class Code:
    """The plugins as syntax trees: which errors there are, where they are made, and what they say."""

    def __init__(self, root: Path = PLUGINS) -> None:
        self.trees = {
            str(path.relative_to(root)): ast.parse(path.read_text("utf-8")) for path in sorted(root.rglob("*.py"))
        }
        self._parents: dict[ast.AST, ast.AST] = {}
        self._assigned_in: dict[ast.FunctionDef, list[tuple[list[ast.expr], ast.expr]]] = {}
        self._returned_by: dict[ast.FunctionDef, list[ast.expr | None]] = {}
        self._functions: dict[str, list[tuple[str, ast.FunctionDef]]] = defaultdict(list)
        self._calls: dict[str, list[tuple[_Scope, ast.Call]]] = defaultdict(list)
        self.classes: dict[str, tuple[set[str], str | None]] = {}
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                self._parents.update((child, node) for child in ast.iter_child_nodes(node))
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    self._functions[node.name].append((module, node))
                elif isinstance(node, ast.Call):
                    self._calls[_name(node.func)].append((_Scope(module, self._function_of(node)), node))
                elif isinstance(node, ast.ClassDef):
                    self.classes[node.name] = ({_name(base) for base in node.bases}, self._usual(node))
        self.errors = {"VeracityError"}
        while more := {name for name, (bases, _usual) in self.classes.items() if bases & self.errors} - self.errors:
            self.errors |= more

    def sites(self) -> list[Site]:
        """Return every place where an error of the collection, or one of Ansible in a plugin, is made."""
        found = []
        for name in sorted(self.errors | ANSIBLE_ERRORS):
            for scope, call in self._calls[name]:
                if (
                    name in ANSIBLE_ERRORS
                    and scope.function
                    and scope.function.name in ("lookup_error", "filter_error")
                ):
                    continue
                found.append(
                    Site(f"{scope.module}:{call.lineno}", name, frozenset(self._last_lines(name, scope, call)))
                )
        for scope, call in self._calls["add"]:
            if len(call.args) == 2 and "mistakes" in ast.unparse(call.func):
                lines = frozenset(self._last_lines("InputError", scope, call, 1))
                found.append(Site(f"{scope.module}:{call.lineno}", "mistake", lines))
        return sorted(found)

    def usual_hint(self, name: str) -> str:
        """Return the hint that an error has when none is given."""
        bases, usual = self.classes.get(name, (set(), None))
        return usual or next(filter(None, (self.usual_hint(base) for base in bases)), "")

    def _last_lines(self, name: str, scope: _Scope, call: ast.Call, at: int = 0) -> t.Iterator[str]:
        hint = next((keyword.value for keyword in call.keywords if keyword.arg == "hint"), None)
        hints = self._texts(hint, scope) if hint is not None else [""]
        usual = self.usual_hint(name)
        for each in hints:
            if each or usual:
                yield last_line(each or usual)
            else:
                texts = self._texts(call.args[at], scope) if call.args else [""]
                yield from map(last_line, filter(None, texts))

    def _texts(self, node: ast.expr | None, scope: _Scope, depth: int = 0) -> list[str]:
        """Return the texts that an expression can be, X for what is not known."""
        if node is None or depth > 6:
            return ["X"]
        if isinstance(node, ast.Constant):
            return [""] if node.value is None else [str(node.value)]
        if isinstance(node, ast.JoinedStr):
            return self._joined(
                [part if isinstance(part, ast.Constant) else part.value for part in node.values], scope, depth
            )  # type: ignore[attr-defined]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([node.left, node.right], scope, depth)
        if isinstance(node, ast.IfExp):
            return self._texts(node.body, scope, depth + 1) + self._texts(node.orelse, scope, depth + 1)
        if isinstance(node, ast.BoolOp):
            if isinstance(node.op, ast.And):
                return ["", *self._texts(node.values[-1], scope, depth + 1)]
            first = [text for each in node.values[:-1] for text in self._texts(each, scope, depth + 1) if text]
            return first + self._texts(node.values[-1], scope, depth + 1)
        if isinstance(node, ast.Attribute):
            return [PROVED] if node.attr in ("hint", "usual_hint") else self._constant(node.attr, scope)
        if isinstance(node, ast.Call):
            return self._called(node, scope, depth)
        if isinstance(node, ast.Name):
            return self._named(node.id, scope, depth)
        return ["X"]

    def _joined(self, parts: t.Sequence[ast.expr], scope: _Scope, depth: int) -> list[str]:
        lists = []
        for part in parts:
            texts = self._texts(part, scope, depth + 1)[:12]
            # What may be missing is not missing where it is a part of a text.
            lists.append(texts if isinstance(part, ast.Constant) else [text for text in texts if text] or ["X"])
        return ["".join(each) for each in itertools.islice(itertools.product(*lists), 200)]

    def _called(self, node: ast.Call, scope: _Scope, depth: int) -> list[str]:
        name = _name(node.func)
        if name == "within":
            # A place, and behind it the text.
            return self._texts(node.args[-1], scope, depth + 1)
        if name == "told":
            return [PROVED]
        if name == "str" and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
            return [PROVED] if "error" in node.args[0].id else ["X"]
        if isinstance(node.func, ast.Attribute) and name in ("format", "removesuffix", "removeprefix"):
            return self._texts(node.func.value, scope, depth + 1)
        candidates = [] if name in _BUILTIN else self._functions.get(name, [])
        own = [each for each in candidates if each[0] == scope.module] or candidates
        found = [
            text
            for module, function in own
            for value in self._returns(function)
            for text in self._texts(value, _Scope(module, function), depth + 1)
        ]
        return found or ["X"]

    def _named(self, name: str, scope: _Scope, depth: int) -> list[str]:
        """Return the texts that a variable can have: of its assignments, its callers, or the constant of a module."""
        if name == "error":
            return [PROVED]
        function = scope.function
        while function is not None:
            found = list(self._assigned(name, function, scope, depth))
            if found:
                return found
            names = [each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
            if name in names:
                return self._given(function, name, [each for each in names if each not in ("self", "cls")], depth) or [
                    "X"
                ]
            function = self._function_of(function)
        return self._constant(name, scope)

    def _assigned(self, name: str, function: ast.FunctionDef, scope: _Scope, depth: int) -> t.Iterator[str]:
        for targets, value in self._assignments(function):
            for target in targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield from self._texts(value, scope, depth + 1)
                if isinstance(target, ast.Tuple):
                    at = next(
                        (n for n, each in enumerate(target.elts) if isinstance(each, ast.Name) and each.id == name),
                        None,
                    )
                    if at is not None:
                        yield from self._element(value, at, scope, depth)

    def _assignments(self, function: ast.FunctionDef) -> list[tuple[list[ast.expr], ast.expr]]:
        """Return what is assigned in a function: to what, and which value."""
        if function not in self._assigned_in:
            found: list[tuple[list[ast.expr], ast.expr]] = []
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    found.append((node.targets, node.value))
                elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                    found.append(([node.target], node.value))
            self._assigned_in[function] = found
        return self._assigned_in[function]

    def _returns(self, function: ast.FunctionDef) -> list[ast.expr | None]:
        """Return what a function can return."""
        if function not in self._returned_by:
            nodes = (node for node in ast.walk(function) if isinstance(node, ast.Return))
            self._returned_by[function] = [node.value for node in nodes if self._function_of(node) is function]
        return self._returned_by[function]

    def _element(self, value: ast.expr, at: int, scope: _Scope, depth: int) -> t.Iterator[str]:
        """Yield what one element of a tuple can be."""
        if isinstance(value, ast.Tuple):
            yield from self._texts(value.elts[at], scope, depth + 1)
        elif isinstance(value, ast.IfExp):
            yield from self._element(value.body, at, scope, depth)
            yield from self._element(value.orelse, at, scope, depth)
        elif isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
            tables = (node for node in self.trees[scope.module].body if isinstance(node, ast.AnnAssign))
            (table,) = (node.value for node in tables if _name(node.target) == value.value.id)
            for row in t.cast(ast.Dict, table).values:
                yield from self._element(row, at, scope, depth)
        elif isinstance(value, ast.Name):
            constants = (node for node in self.trees[scope.module].body if isinstance(node, ast.Assign))
            for node in constants:
                if _name(node.targets[0]) == value.id:
                    yield from self._element(node.value, at, scope, depth)
        elif isinstance(value, ast.Call):
            for module, function in self._functions.get(_name(value.func), []):
                for inner in self._returns(function):
                    if isinstance(inner, ast.Tuple):
                        yield from self._texts(inner.elts[at], _Scope(module, function), depth + 1)
        else:
            yield "X"

    def _given(self, function: ast.FunctionDef, name: str, names: list[str], depth: int) -> list[str]:
        """Return what callers give for a parameter."""
        place = names.index(name)
        called = function.name
        if called == "__init__":
            called = _name(t.cast(t.Any, self._parents[function]))
        found = []
        for scope, call in self._calls.get(called, []):
            keyword = next((each.value for each in call.keywords if each.arg == name), None)
            value = keyword or (call.args[place] if place < len(call.args) else None)
            if value is not None:
                found += self._texts(value, scope, depth + 1)
        return found

    def _constant(self, name: str, scope: _Scope) -> list[str]:
        """Return the texts of a constant of the module, otherwise of one that it imports."""
        own = {scope.module: self.trees[scope.module]} if scope.module in self.trees else {}
        return self._constants(name, own) or self._constants(name, self.trees) or ["X"]

    def _constants(self, name: str, trees: t.Mapping[str, ast.Module]) -> list[str]:
        if name.upper() != name:
            return []
        return [
            text
            for module, tree in trees.items()
            for node in tree.body
            if isinstance(node, (ast.Assign, ast.AnnAssign))
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name) and target.id == name
            for text in self._texts(node.value, _Scope(module, None), 1)
        ]

    def _usual(self, node: ast.ClassDef) -> str | None:
        for each in node.body:
            if isinstance(each, (ast.Assign, ast.AnnAssign)) and isinstance(each.value, ast.Constant):
                target = each.targets[0] if isinstance(each, ast.Assign) else each.target
                if _name(target) == "usual_hint":
                    return each.value.value  # type: ignore[return-value]
        return None

    def _function_of(self, node: ast.AST) -> ast.FunctionDef | None:
        current = self._parents.get(node)
        while current is not None and not isinstance(current, ast.FunctionDef):
            current = self._parents.get(current)
        return current


def _name(node: t.Any) -> str:
    """Return the last part of a name."""
    return getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None) or ""
