# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The values of a template, as Veracity will find them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import copy
import typing as t
from functools import lru_cache

from .expressions import Expression, ExpressionError, is_expression
from .findings import Findings, Path, closest, shown
from .resource_types import APPLICATION, SERVICE
from .rules import UNKNOWN
from .secret_values import disguised, is_secret_name, masked
from .spelling import VALUES

# Stands for a secret that Veracity will make; no text of a template holds it, and JSON has it as it is.
SECRET = "\x7fsecret\x7f"

Model = dict[str, t.Any]
Values = dict[str, dict[str, t.Any]]


class Scope:
    """Parameters, variables and resources, as far as they stand before what is evaluated."""

    def __init__(self, findings: Findings, parameters: dict[str, t.Any]) -> None:
        self.values: Values = {"parameter": parameters, "variable": {}}
        self.used: set[tuple[str, str]] = set()
        self.later_variables: set[str] = set()
        self.before: list[Model] = []
        # All resources of the template, as known before any is evaluated: for errors about their order.
        self.all: list[Model] = []
        self._findings = findings

    def evaluate(self, value: t.Any, path: Path) -> t.Any:
        """Return a value of the template with its expressions evaluated; UNKNOWN where only Veracity knows."""
        if isinstance(value, dict):
            return {name: self.evaluate(member, (*path, name)) for name, member in value.items()}
        if isinstance(value, list):
            return [self.evaluate(member, (*path, number)) for number, member in enumerate(value)]
        return self._evaluate(value, path) if is_expression(value) else value

    def render(self, value: t.Any) -> t.Any:
        """Return a value with expressions replaced where their value is known; those about resources stay."""
        if isinstance(value, dict):
            return {name: self.render(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self.render(member) for member in value]
        if not is_expression(value):
            return value
        try:
            expression = read(value)
            if expression.constant:
                return expression.evaluate([], self.values)
        except ExpressionError:
            # Where expressions are evaluated it is an error by now; elsewhere it is a text.
            return value
        return f"${expression.inlined(self.values)}"

    def add(self, resource: t.Any) -> None:
        """Have a resource stand before what is evaluated from now on, as it will look when it is there."""
        self.before.append(_provisioned(resource, len(self.before)))

    def is_secret(self, value: str, secrets: t.Sequence[str]) -> bool:
        """Return whether a text leads to something secret. ``secrets`` are those among the parameters."""
        if not is_expression(value):
            return bool(masked(value, secrets) != value)
        expression = read(value)
        if any(is_secret_name(field) for field in expression.fields):
            return True
        # Whatever functions make of a secret: what is not the same with another one tells it.
        known = [SECRET, *secrets]
        try:
            one, other = (
                expression.evaluate(disguised(self.before, known, letter), disguised(self.values, known, letter))
                for letter in "ab"
            )
        except ExpressionError:
            return True
        return bool(one != other)

    def _evaluate(self, value: str, path: Path) -> t.Any:
        """Return the value of an expression; notes what is wrong with it."""
        try:
            expression = read(value)
        except ExpressionError as error:
            self._findings.error(
                path,
                f"{value[:200]!r} is not an expression that Veracity can read ({error}). A string that begins with $ "
                f"is an expression.",
            )
            return UNKNOWN
        complete = self._names_are_known(expression, path)
        try:
            if not complete or not self._selections_are_met(expression, path):
                return UNKNOWN
            found = expression.evaluate(self.before, self.values)
        except ExpressionError as error:
            self._findings.error(path, f"{value[:200]!r} cannot be evaluated: {error}.")
            return UNKNOWN
        if found in (None, []) and not expression.constant:
            self._findings.warn(path, f"{value[:200]!r} refers to nothing that is known before the deployment.")
            return UNKNOWN
        return UNKNOWN if isinstance(found, str) and SECRET in found else found

    def _names_are_known(self, expression: Expression, path: Path) -> bool:
        """Return whether all parameters and variables of an expression are there; notes those that are not."""
        complete = True
        for function in ("parameter", "variable"):
            for name in sorted(expression.names(function)):
                self.used.add((function, name))
                if name in self.values[function]:
                    continue
                complete = False
                if function == "variable" and name in self.later_variables:
                    self._findings.error(path, f"the variable {name} is used before it is defined.")
                else:
                    near = closest(name, self.values[function])
                    self._findings.error(path, f"the {function} {name} is not defined.{near}")
        return complete

    def _selections_are_met(self, expression: Expression, path: Path) -> bool:
        """Return whether every part that chooses a resource finds one; notes what stands too late, or nowhere."""
        met = True
        for part in expression.selections():
            if expression.select(part, self.before, self.values):
                continue
            met = False
            found = expression.select(part, self.all, self.values)
            later = found[0] if isinstance(found, list) and found else found
            if not later and any(model.get("name") is None for model in self.all):
                # The one that is meant may be the one whose name is wrong, and that is an error of its own.
                continue
            if not later:
                names = ", ".join(self._findings.quoted(model.get("name")) for model in self.all) or "none"
                self._findings.error(path, f"this selects no resource. The names are: {names}.")
                continue
            number = next(position for position, model in enumerate(self.all) if model["id"] == later["id"])
            if path[:2] == ("resources", number):
                self._findings.error(path, f"this refers to {shown(path[:2])} itself, which does not exist yet.")
            else:
                name = self._findings.quoted(later.get("name"))
                self._findings.error(
                    path,
                    f"this refers to resources[{number}] ({name}), which is defined after it. Veracity processes "
                    f"resources in order. Move that resource before this one.",
                )
        return met


@lru_cache(maxsize=1024)
def read(value: str) -> Expression:
    """Return an expression of a template, which begins with its mark. Raises ExpressionError."""
    return Expression(value[1:])


def outline(resource: t.Any, name: t.Any, number: int) -> Model:
    """Return what is known of a resource before anything is evaluated."""
    known = copy.deepcopy(resource) if isinstance(resource, dict) else {}
    return {**known, "name": name, "id": _identifier(number)}


def kind_of_id(value: object, models: list[Model]) -> tuple[str, str] | None:
    """Return name and type of the resource that an evaluated id belongs to, None when it is no id of the template."""
    for model in models:
        if model["id"] == value:
            return str(model.get("name")), str(model.get("resourceType"))
    return None


def check_services(services: t.Any, path: Path, scope: Scope, findings: Findings) -> None:
    """Note the resources among the services of an application that are no services."""
    for number, value in enumerate(services if isinstance(services, list) else ()):
        found = kind_of_id(value, scope.before)
        if found is not None and found[1] != SERVICE:
            findings.error(
                (*path, number), f"{findings.quoted(found[0])} is a {found[1]}, and a {SERVICE} is required here."
            )


def _identifier(number: int) -> str:
    """Return what stands for the id of a resource before there is one."""
    return f"00000000-0000-4000-8000-{number:012x}"


def _provisioned(resource: t.Any, number: int) -> Model:
    """Return a resource with what Veracity adds to it: id, secrets, subscription keys."""
    model: Model = _plain(resource) if isinstance(resource, dict) else {}
    model["id"] = _identifier(number)
    if model.get("resourceType") != APPLICATION:
        return model
    sections = model.get("sections")
    sections = model["sections"] = sections if isinstance(sections, dict) else {}
    for name in ("properties", "advanced"):
        if not isinstance(sections.get(name), dict):
            sections[name] = {}
    if sections["properties"].get("secretManagementOptions") != "none":
        sections["properties"]["secrets"] = [{"secretText": SECRET}]
    subscriptions = sections["advanced"].get("apiProductSubscriptions")
    listed = [each for each in subscriptions if isinstance(each, dict)] if isinstance(subscriptions, list) else []
    # Veracity adds its own product, whether the template has it or not.
    own = next(iter(VALUES.values()))
    if not any(each.get("productId") == own for each in listed):
        listed.append({"productId": own})
    sections["advanced"]["apiProductSubscriptions"] = [{**each, "key": SECRET} for each in listed]
    return model


def _plain(value: t.Any) -> t.Any:
    """Return a copy with null for what is unknown, as JMESPath knows nothing else."""
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return None if value is UNKNOWN else value
