# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates of the Resource Manager: reading them, and evaluating their expressions with JMESPath."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from .vrm_checks import TemplateError, is_expression
from .vrm_schema import check_group, check_resource, check_top, check_values

_PROJECTIONS = ("projection", "filter_projection", "value_projection")


class MissingLibraryError(Exception):
    """JMESPath is not installed."""

    def __init__(self) -> None:
        super().__init__("the simulator evaluates templates with the Python library jmespath, which is not installed")


@dataclass(frozen=True)
class Template:
    """A template that is right as far as can be seen before its expressions are evaluated."""

    group: dict[str, t.Any]
    variables: list[dict[str, t.Any]]
    resources: list[t.Any]
    outputs: list[dict[str, t.Any]]
    parameters: Mapping[str, t.Any]


def read_template(template: str, parameters: str) -> Template:
    """Return a template with its parameters; raises TemplateError, and MissingLibraryError."""
    document, values = _parsed("template", template), _parsed("parameters", parameters)
    check_values("parameters", values)
    check_top("template", document)
    check_group("resourceGroup", document["resourceGroup"])
    for name in ("variables", "outputs"):
        check_values(name, document.get(name) or [])
    if not isinstance(document["resources"], list) or not document["resources"]:
        raise TemplateError("resources", "has to be an array with a resource")
    for position, resource in enumerate(document["resources"]):
        check_resource(f"resources[{position}]", resource)
    for name in ("resourceGroup", "variables", "resources", "outputs"):
        _compile_all(name, document.get(name))
    return Template(
        group=document["resourceGroup"],
        variables=document.get("variables") or [],
        resources=document["resources"],
        outputs=document.get("outputs") or [],
        parameters=_by_name("parameters", values),
    )


class Evaluation:
    """One run through a template: what parameters, variables and the resources so far make of its expressions."""

    def __init__(self, template: Template) -> None:
        self._parameters = template.parameters
        self._variables: dict[str, t.Any] = {}
        self.resources: list[dict[str, t.Any]] = []
        for position, entry in enumerate(template.variables):
            if entry["name"] in self._variables:
                raise TemplateError("variables", f"{entry['name']} is there twice")
            self._variables[entry["name"]] = self.value(f"variables[{position}].value", entry["value"])

    def value(self, path: str, value: t.Any) -> t.Any:
        """Return a value with every expression inside it evaluated; one that finds no resource is an error."""
        if isinstance(value, dict):
            return {name: self.value(f"{path}.{name}", entry) for name, entry in value.items()}
        if isinstance(value, list):
            return [self.value(f"{path}[{position}]", entry) for position, entry in enumerate(value)]
        if not is_expression(value):
            return value
        found = self.result(path, value)
        if found is None and "resources" in value:
            raise TemplateError(path, "finds nothing; resources are processed in the order of the template")
        return found

    def result(self, path: str, expression: str) -> t.Any:
        """Return what an expression gives; a projection with one element gives that, with none it gives null."""
        import jmespath
        import jmespath.exceptions

        parsed = _compile(path, expression)
        options = jmespath.Options(custom_functions=_functions(self._parameters, self._variables))
        try:
            found = parsed.search({"resources": self.resources}, options=options)
        except _ExtensionError as error:
            raise TemplateError(path, str(error)) from None
        except jmespath.exceptions.JMESPathError as error:
            raise TemplateError(path, f"cannot be evaluated: {error}") from None
        if parsed.parsed["type"] in _PROJECTIONS and isinstance(found, list) and len(found) <= 1:
            return found[0] if found else None
        return found


class _ExtensionError(Exception):
    """One of the three extensions cannot do what an expression wants."""


def _functions(parameters: Mapping[str, t.Any], variables: Mapping[str, t.Any]) -> t.Any:
    from jmespath import functions

    class Extensions(functions.Functions):  # type: ignore[misc]
        @functions.signature({"types": ["string"]})
        def _func_parameter(self, name: str) -> t.Any:
            return _named("parameter", name, parameters)

        @functions.signature({"types": ["string"]})
        def _func_variable(self, name: str) -> t.Any:
            return _named("variable", name, variables)

        @functions.signature({"types": ["string"], "variadic": True})
        def _func_concat(self, *parts: t.Any) -> str:
            # The library checks the first argument only.
            if not all(isinstance(part, str) for part in parts):
                raise _ExtensionError("concat takes strings")
            return "".join(parts)

    return Extensions()


def _named(kind: str, name: str, values: Mapping[str, t.Any]) -> t.Any:
    if name not in values:
        raise _ExtensionError(f"there is no {kind} {name}")
    return values[name]


def _compile_all(path: str, value: t.Any) -> None:
    if isinstance(value, dict):
        for name, entry in value.items():
            _compile_all(f"{path}.{name}", entry)
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            _compile_all(f"{path}[{position}]", entry)
    elif is_expression(value):
        _compile(path, value)


def _compile(path: str, expression: str) -> t.Any:
    try:
        import jmespath
        import jmespath.exceptions
    except ImportError:
        raise MissingLibraryError from None
    try:
        return jmespath.compile(expression[1:])
    except jmespath.exceptions.JMESPathError as error:
        raise TemplateError(path, f"is not an expression: {error}") from None


def _parsed(part: str, content: str) -> t.Any:
    try:
        return json.loads(content, object_pairs_hook=_without_twins, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise TemplateError(part, f"is not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise TemplateError(part, f"is not JSON: {error}") from None


def _without_twins(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise ValueError("a name is there twice in an object")
    return result


def _no_constant(name: str) -> t.NoReturn:
    raise ValueError(f"{name} is not JSON")


def _by_name(part: str, entries: list[dict[str, t.Any]]) -> dict[str, t.Any]:
    result = {entry["name"]: entry["value"] for entry in entries}
    if len(result) < len(entries):
        raise TemplateError(part, "a name is there twice")
    if any(entry["type"] == "string" and not isinstance(entry["value"], str) for entry in entries):
        raise TemplateError(part, "a value of the type string has to be a string")
    return result
