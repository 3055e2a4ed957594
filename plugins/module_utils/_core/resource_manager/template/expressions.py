# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The expressions of templates: JMESPath with three more functions. Private: for use inside dnv.veracity only.

https://jmespath.org/specification.html; Veracity adds ``parameter('x')``, ``variable('x')`` and ``concat(a, b, …)``.
"""

from __future__ import annotations

import importlib
import json
import sys
import typing as t
from functools import lru_cache

from ...errors import VeracityError
from .findings import closest

MARK = "$"
_NAMING = ("parameter", "variable")
_LISTS = frozenset({"projection", "filter_projection", "value_projection", "flatten"})
_READING = frozenset({"field", "current"})

Node = dict[str, t.Any]


class ExpressionError(Exception):
    """An expression that cannot be read or evaluated; the text says why."""


class Expression:
    """One expression, read. ``text`` is without the mark before it."""

    def __init__(self, text: str) -> None:
        """Raises ExpressionError for a mistake, VeracityError without the library jmespath."""
        self.text = text
        self._jmespath = _library()
        self.tree: Node = self._read()
        for node in _nodes(self.tree):
            self._check_call(node)

    @property
    def constant(self) -> bool:
        """Whether it reads nothing but parameters, variables and constants."""
        return not any(node["type"] in _READING for node in _nodes(self.tree))

    @property
    def fields(self) -> set[str]:
        """The names of all fields that it reads."""
        return {node["value"] for node in _nodes(self.tree) if node["type"] == "field"}

    def names(self, function: str) -> set[str]:
        """Return the names that ``parameter`` or ``variable`` is called with."""
        return {
            node["children"][0]["value"]
            for node in _nodes(self.tree)
            if node["type"] == "function_expression" and node["value"] == function
        }

    def selections(self) -> list[Node]:
        """Return the parts that choose among the resources: ``resources[?…]`` and ``resources[0]``."""
        found = []
        for node in _nodes(self.tree):
            children = node["children"]
            of_resources = bool(children) and children[0].get("value") == "resources"
            if not of_resources or children[0]["type"] != "field":
                continue
            if node["type"] == "filter_projection":
                found.append({**node, "children": [children[0], {"type": "identity", "children": []}, children[2]]})
            elif node["type"] == "index_expression":
                found.append(node)
        return found

    def evaluate(self, resources: list[t.Any], values: t.Mapping[str, t.Mapping[str, t.Any]]) -> t.Any:
        """Return its value over resources. ``values`` are those of ``parameter`` and ``variable``, by name.

        A list of one that comes from a filter is that one, as Veracity gives it. Raises ExpressionError.
        """
        found = self.select(self.tree, resources, values)
        return _only(found) if self.tree["type"] in _LISTS else found

    def select(self, tree: Node, resources: list[t.Any], values: t.Mapping[str, t.Mapping[str, t.Any]]) -> t.Any:
        """Return the value of a part of it. Raises ExpressionError."""
        options = self._jmespath.Options(custom_functions=_functions()(values))
        parsed = importlib.import_module("jmespath.parser").ParsedResult(self.text, tree)
        try:
            return parsed.search({"resources": resources}, options)
        except (self._jmespath.exceptions.JMESPathError, ArithmeticError, AttributeError, TypeError) as error:
            raise ExpressionError(str(error) or type(error).__name__) from None

    def inlined(self, values: t.Mapping[str, t.Mapping[str, t.Any]]) -> str:
        """Return its text with parameters and variables replaced by their values."""
        tokens = list(importlib.import_module("jmespath.lexer").Lexer().tokenize(self.text))
        text, end = "", 0
        for number in range(len(tokens) - 3):
            name, opening, argument, closing = tokens[number : number + 4]
            if name["value"] in _NAMING and opening["type"] == "lparen" and closing["type"] == "rparen":
                found = values[name["value"]].get(argument["value"])
                text += self.text[end : name["start"]] + _literal(found)
                end = closing["end"]
        return text + self.text[end:]

    def _read(self) -> Node:
        """Return the syntax tree."""
        exceptions = self._jmespath.exceptions
        try:
            return t.cast("Node", self._jmespath.compile(self.text).parsed)
        except exceptions.EmptyExpressionError:
            raise ExpressionError("nothing follows the $") from None
        except exceptions.IncompleteExpressionError:
            raise ExpressionError(
                "it ends too early; a bracket or quote is not closed, or something is missing"
            ) from None
        except exceptions.LexerError as error:
            raise ExpressionError(f"{error.message} at column {error.lexer_position + 2}") from None
        except exceptions.ParseError as error:
            raise ExpressionError(f"{error.token_value!r} is not expected at column {error.lex_position + 2}") from None
        except (exceptions.JMESPathError, RecursionError) as error:
            raise ExpressionError(str(error).splitlines()[0] if str(error) else "it is nested too deeply") from None

    def _check_call(self, node: Node) -> None:
        """Raise ExpressionError for a call of a function that there is not, or with other arguments than it takes."""
        if node["type"] != "function_expression":
            return
        name, arguments = node["value"], node["children"]
        known = _functions().FUNCTION_TABLE
        if name not in known:
            raise ExpressionError(f"there is no function {name}.{closest(name, known)}")
        signature = known[name]["signature"]
        variadic = bool(signature) and bool(signature[-1].get("variadic"))
        if len(arguments) < len(signature) or (len(arguments) > len(signature) and not variadic):
            count = f"{'at least ' if variadic else ''}{len(signature)} argument{'s' if len(signature) > 1 else ''}"
            raise ExpressionError(f"{name} takes {count}, not {len(arguments)}")
        if name in _NAMING and not (arguments[0]["type"] == "literal" and isinstance(arguments[0]["value"], str)):
            raise ExpressionError(f"{name} takes a name in single quotes, as in {name}('name')")


def is_expression(value: object) -> bool:
    """Return whether a value of a template is an expression."""
    return isinstance(value, str) and value.startswith(MARK)


def _only(found: t.Any) -> t.Any:
    """Return the one thing in a list of one, otherwise the value itself."""
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def _nodes(tree: Node) -> t.Iterator[Node]:
    """Yield the nodes of a syntax tree, from the outside in."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in node.get("children", ()) if isinstance(child, dict)]


def _literal(value: t.Any) -> str:
    """Return a constant as it stands in an expression."""
    if isinstance(value, str) and "\\" not in value:
        return "'" + value.replace("'", "\\'") + "'"
    return "`" + json.dumps(value, sort_keys=True).replace("`", "\\`") + "`"


def _library() -> t.Any:
    """Return jmespath. Raises VeracityError when it is missing."""
    try:
        return importlib.import_module("jmespath")
    except ImportError:
        raise VeracityError(
            f"The Python library jmespath is missing for {sys.executable}.",
            hint="Install it for the Python that runs Ansible. It is required to read expressions in templates.",
        ) from None


@lru_cache(maxsize=1)
def _functions() -> t.Any:
    """Return the class of functions, those of JMESPath and the three of Veracity."""
    functions = importlib.import_module("jmespath.functions")

    class Extended(functions.Functions):  # type: ignore[misc, name-defined]  # the library has no types
        """The functions, over the values of one template."""

        def __init__(self, values: t.Mapping[str, t.Mapping[str, t.Any]]) -> None:
            self._values = values

        @functions.signature({"types": ["string"]})  # type: ignore[untyped-decorator, unused-ignore]
        def _func_parameter(self, name: str) -> t.Any:
            return self._values["parameter"].get(name)

        @functions.signature({"types": ["string"]})  # type: ignore[untyped-decorator, unused-ignore]
        def _func_variable(self, name: str) -> t.Any:
            return self._values["variable"].get(name)

        @functions.signature({"types": [], "variadic": True})  # type: ignore[untyped-decorator, unused-ignore]
        def _func_concat(self, *parts: t.Any) -> str | None:
            found = [_only(part) for part in parts]
            if any(part is None for part in found):
                return None
            return "".join(part if isinstance(part, str) else json.dumps(part) for part in found)

    return Extended
