# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The kinds of descriptions that can be validated. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ._core.data_fabric import description as fabric_description
from ._core.data_fabric import resolution as fabric_resolution
from ._core.data_workbench.description import checks as workbench_checks
from ._core.data_workbench.description import resolution as workbench_resolution
from ._core.services import description as service_description
from ._core.validation.mistakes import Mistakes
from ._core.validation.shapes import Options, described
from ._description_options import DATA_FABRIC_OPTIONS, DATA_WORKBENCH_OPTIONS
from ._service_options import SERVICE_OPTIONS

if t.TYPE_CHECKING:
    from ._core.client import Client
    from ._core.task import Task

Fields = dict[str, t.Any]


@dataclass(frozen=True)
class DescriptionKind:
    """One kind of description, which is what a role is given.

    ``prefix`` is that of the variables of the role, ``options`` the table of them without it. ``check`` adds to the
    mistakes what can be seen without a request, ``resolve`` what reading shows, and returns what the role is told.
    Both are given the shaped description, from which values with mistakes are missing. ``api``: the API whose token is
    used. ``reads``: whether there is anything to read, for which credentials are needed. ``sources`` yields what names
    files that are looked for on the controller: a dictionary of the description, and its key.
    """

    prefix: str
    options: Options
    check: t.Callable[[Fields, Mistakes], None]
    resolve: t.Callable[[Task, Client, Fields, Mistakes], Fields]
    api: str = "data_fabric"
    reads: t.Callable[[Fields], bool] = lambda _description: True
    sources: t.Callable[[Fields], t.Iterable[tuple[Fields, str]]] = lambda _description: ()


KINDS: t.Mapping[str, DescriptionKind] = {
    "data_fabric": DescriptionKind(
        "data_fabric_",
        DATA_FABRIC_OPTIONS,
        fabric_description.check,
        fabric_resolution.resolve,
        sources=fabric_description.sources,
    ),
    "data_workbench": DescriptionKind(
        "data_workbench_",
        DATA_WORKBENCH_OPTIONS,
        workbench_checks.check,
        workbench_resolution.resolve,
        api="data_workbench",
        reads=workbench_resolution.reads,
        sources=workbench_checks.sources,
    ),
    "service": DescriptionKind(
        "service_",
        SERVICE_OPTIONS,
        service_description.check,
        service_description.resolve,
        api="services",
        reads=service_description.reads,
    ),
}


def kind_of(params: t.Mapping[str, t.Any]) -> str:
    """Return the name of the kind of description that the options of a task hold."""
    return next((name for name in KINDS if params.get(name) is not None), "data_fabric")


def without_secrets(value: t.Any, options: Options, learn: t.Callable[[str], None]) -> t.Any:
    """Return a shaped description without the options that are secret. Each of them is given to ``learn``."""
    found: Fields = {}
    for name, item in value.items():
        option = options.get(name, {})
        if option.get("no_log"):
            learn(str(item))
        elif option.get("options") is None:
            found[name] = item
        elif isinstance(item, list):
            found[name] = [without_secrets(entry, option["options"], learn) for entry in item]
        else:
            found[name] = without_secrets(item, option["options"], learn)
    return found


def checked(kind: DescriptionKind, value: t.Mapping[str, t.Any], mistakes: Mistakes) -> Fields:
    """Return a description in the types of its options. What is wrong with it is added to ``mistakes``."""
    found = described(value, kind.options, kind.prefix, mistakes)
    kind.check(found, mistakes)
    return found
