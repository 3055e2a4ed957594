# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A template with its parameters, checked before it is sent. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .expressions import ExpressionError, is_expression
from .findings import Findings, Path, closest
from .resource_types import APPLICATION, OTHER_RESOURCE, RESOURCE_GROUP, RESOURCES
from .rules import UNKNOWN
from .scope import Scope, check_services, outline, read
from .secret_values import is_secret_name, masked, secrets_of
from .spelling import corrected, placed

_SECTIONS = ("resourceGroup", "variables", "resources", "outputs")
_TYPES = ("string", "object")


@dataclass(frozen=True)
class Output:
    """One output: its name, what it is made from, and whether its value is secret. If not, nor is its source."""

    name: str
    source: t.Any
    secret: bool


@dataclass(frozen=True)
class Checked:
    """What is sent (``template``, ``parameters``), and what it means.

    ``rendered`` has values in the place of parameters and variables, ``secrets`` are the secret ones among them,
    ``rolling`` are the applications that get a new secret at each submission.
    """

    group: str
    template: dict[str, t.Any]
    parameters: list[dict[str, t.Any]]
    rendered: dict[str, t.Any]
    secrets: tuple[str, ...]
    outputs: tuple[Output, ...]
    rolling: tuple[str, ...]
    warnings: tuple[str, ...]


def check(template: t.Any, parameters: list[dict[str, t.Any]], what: str, *, unused: bool = True) -> Checked:
    """Return a template as it is sent. ``what`` says where it comes from. Raises InputError with all mistakes.

    ``unused``: whether a parameter that the template does not use is a mistake; otherwise it is warned of.
    """
    secrets = secrets_of(parameters)
    findings = Findings(secrets)
    if not isinstance(template, dict):
        said = findings.kind_of(template)
        findings.error((), f"a template is an object with resourceGroup and resources, not {said}.")
        findings.check(what)
    parameters = corrected(parameters, ("parameters",), findings)
    template = corrected(template, (), findings)
    for name in template:
        if name not in _SECTIONS:
            findings.warn((name,), f"is not documented; it is sent unchanged.{closest(name, _SECTIONS)}")
    scope = Scope(findings, {entry["name"]: entry["value"] for entry in parameters})
    _check_types(parameters, ("parameters",), findings)
    variables = _named(template, "variables", findings)
    _evaluate_variables(variables, scope, findings)
    group = _check_group(template.get("resourceGroup"), scope, findings)
    resources = _check_resources(template.get("resources"), scope, findings)
    outputs = _named(template, "outputs", findings)
    for number, output in enumerate(outputs):
        scope.evaluate(output.get("value"), ("outputs", number, "value"))
    _check_types(outputs, ("outputs",), findings)
    _check_use(scope, findings, parameters, variables, unused=unused)
    findings.check(what)
    template = {**template, "resources": resources}
    rendered = scope.render({name: member for name, member in template.items() if name != "variables"})
    return Checked(
        group=group,
        template=template,
        parameters=parameters,
        rendered=rendered,
        secrets=tuple(secrets),
        outputs=tuple(
            _output(output, rendered["outputs"][number], scope, secrets) for number, output in enumerate(outputs)
        ),
        rolling=tuple(
            str(model["name"])
            for model in scope.before
            if model.get("resourceType") == APPLICATION
            and model["sections"]["properties"].get("secretManagementOptions") == "rollover"
        ),
        warnings=tuple(dict.fromkeys(findings.warnings)),
    )


def _named(template: dict[str, t.Any], section: str, findings: Findings) -> list[dict[str, t.Any]]:
    """Return the entries of a list of {name, value, type}, those that can be used."""
    entries = template.get(section)
    if entries is None:
        return []
    if not isinstance(entries, list):
        findings.error((section,), f"must be a list of {{name, value, type}}, not {findings.kind_of(entries)}.")
        return []
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        path: Path = (section, number)
        if not isinstance(entry, dict):
            findings.error(path, f"must be an object with name, value and type, not {findings.kind_of(entry)}.")
            continue
        name = entry.get("name")
        if not isinstance(name, str) or not name or is_expression(name):
            findings.error((*path, "name"), f"must be a plain string that is not empty, not {findings.kind_of(name)}.")
        elif name in seen:
            findings.error((*path, "name"), f"{name} is defined twice.")
        else:
            seen.add(name)
        if "value" not in entry:
            findings.error((*path, "value"), "is missing.")
        for other in entry.keys() - {"name", "value", "type"}:
            findings.warn((*path, other), "is not documented; it is sent unchanged.")
    return [entry if isinstance(entry, dict) else {} for entry in entries]


def _check_types(entries: list[dict[str, t.Any]], path: Path, findings: Findings) -> None:
    """Warn of types that no document shows."""
    for number, entry in enumerate(entries):
        if entry.get("type") not in (None, *_TYPES):
            findings.warn((*path, number, "type"), f"{findings.kind_of(entry['type'])} is not documented.")


def _evaluate_variables(variables: list[dict[str, t.Any]], scope: Scope, findings: Findings) -> None:
    """Evaluate the variables, each over the parameters and the variables before it."""
    scope.later_variables = {str(entry.get("name")) for entry in variables}
    for number, entry in enumerate(variables):
        path: Path = ("variables", number, "value")
        value = entry.get("value")
        for text in _expressions(value):
            if not text.constant:
                findings.error(path, "a variable cannot refer to resources, because none exists when it is evaluated.")
        name = str(entry.get("name"))
        found = scope.evaluate(value, path)
        scope.later_variables.discard(name)
        scope.values["variable"][name] = None if found is UNKNOWN else found


def _expressions(value: t.Any) -> t.Iterator[t.Any]:
    """Yield the expressions in a value that can be read."""
    if isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _expressions(member)
    elif is_expression(value):
        try:
            yield read(value)
        except ExpressionError:
            return


def _check_group(group: t.Any, scope: Scope, findings: Findings) -> str:
    """Check the resource group, and return its name."""
    found = scope.evaluate(group, ("resourceGroup",))
    RESOURCE_GROUP(found, ("resourceGroup",), findings)
    return str(found.get("name")) if isinstance(found, dict) else ""


def _check_resources(resources: t.Any, scope: Scope, findings: Findings) -> list[t.Any]:
    """Check the resources, and return them with everything in its place."""
    if not isinstance(resources, list):
        findings.error(("resources",), f"must be a list, not {findings.kind_of(resources)}.")
        return []
    names = [_name_ahead(resource, number, scope) for number, resource in enumerate(resources)]
    scope.all = [outline(resource, names[number], number) for number, resource in enumerate(resources)]
    found = []
    for number, resource in enumerate(resources):
        path: Path = ("resources", number)
        right = placed(resource, path, findings)
        evaluated = scope.evaluate(right, path)
        _check_resource(evaluated, path, scope, findings)
        if names[number] is not None and names[number] in names[:number]:
            name = findings.quoted(names[number])
            findings.error(
                (*path, "name"),
                f"resources[{names.index(names[number])}] has the name {name}, too. Veracity identifies a resource of "
                f"the project by its name.",
            )
        found.append(right)
        scope.add(evaluated)
    return found


def _name_ahead(resource: t.Any, number: int, scope: Scope) -> t.Any:
    """Return the name of a resource as far as parameters and variables give it, None otherwise."""
    name = resource.get("name") if isinstance(resource, dict) else None
    quiet = Scope(Findings(), scope.values["parameter"])
    quiet.values = scope.values
    found = quiet.evaluate(name, ("resources", number, "name"))
    return None if found is UNKNOWN else found


def _check_resource(resource: t.Any, path: Path, scope: Scope, findings: Findings) -> None:
    """Check one resource by the rules of its type."""
    if not isinstance(resource, dict):
        findings.error(path, f"must be an object, not {findings.kind_of(resource)}.")
        return
    kind = resource.get("resourceType")
    said = findings.kind_of(kind)
    if not isinstance(kind, str):
        findings.error((*path, "resourceType"), f"must be one of {', '.join(RESOURCES)}, not {said}.")
        return
    if kind in RESOURCES:
        RESOURCES[kind](resource, path, findings)
        if kind == APPLICATION and isinstance(resource.get("sections"), dict):
            properties = resource["sections"].get("properties")
            services = properties.get("services") if isinstance(properties, dict) else None
            check_services(services, (*path, "sections", "properties", "services"), scope, findings)
        return
    near = closest(kind, RESOURCES)
    if near or "." not in kind:
        findings.error((*path, "resourceType"), f"must be one of {', '.join(RESOURCES)}, not {said}.{near}")
        return
    findings.warn((*path, "resourceType"), f"{kind} is not documented; its sections are sent unchecked.")
    OTHER_RESOURCE(resource, path, findings)


def _check_use(
    scope: Scope,
    findings: Findings,
    parameters: list[dict[str, t.Any]],
    variables: list[dict[str, t.Any]],
    *,
    unused: bool,
) -> None:
    """Note parameters and variables that nothing uses."""
    asked = [name for function, name in scope.used if function == "parameter"]
    for number, entry in enumerate(parameters):
        if ("parameter", entry["name"]) not in scope.used:
            missing = [name for name in asked if name not in scope.values["parameter"]]
            text = f"the template does not use the parameter {entry['name']}.{closest(entry['name'], missing)}"
            (findings.error if unused else findings.warn)(("parameters", number), text)
    for number, entry in enumerate(variables):
        if ("variable", entry.get("name")) not in scope.used:
            findings.warn(("variables", number), f"the template does not use the variable {entry.get('name')}.")


def _output(output: dict[str, t.Any], rendered: dict[str, t.Any], scope: Scope, secrets: list[str]) -> Output:
    """Return an output, and whether it is secret by what it leads to or by its name."""
    value = output["value"]
    secret = is_secret_name(output["name"]) or any(scope.is_secret(text, secrets) for text in _texts(value))
    source = rendered.get("value")
    return Output(output["name"], source if secret else masked(source, secrets), secret)


def _texts(value: t.Any) -> t.Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)
    elif isinstance(value, str):
        yield value
