# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What there is, as a file with the variables of the roles. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t

from . import text_file, yaml_text
from .data_fabric import export as fabric_export
from .data_fabric import export_reading as fabric_export_reading
from .data_workbench.description import export as workbench_export
from .data_workbench.description import export_reading as workbench_export_reading
from .errors import InputError
from .exported import Exported, People, Selection
from .services import export as service_export
from .services import export_reading as service_export_reading

if t.TYPE_CHECKING:
    from .client import Client
    from .task import Task

# The products in the order of the file, each with the API that it is read with.
PRODUCTS: t.Mapping[str, str] = {
    "data_fabric": "data_fabric",
    "service": "services",
    "data_workbench": "data_workbench",
}
_MARK = "# Exported by dnv.veracity.veracity_export."
_ABOVE: t.Mapping[str, tuple[str, ...]] = {
    "data_fabric": (
        "Containers of Data Fabric with their access, data stewards, tags and groups.",
        "Check them with: ansible-playbook dnv.veracity.data_fabric -e @FILE --check",
    ),
    "service": (
        "A service with its subscribers, licenses and administrators.",
        "Check it with: ansible-playbook dnv.veracity.service -e @FILE --check",
    ),
    "data_workbench": (
        "Workspaces of Data Workbench with their folders and schemas. Folders imply those above them.",
        "Check them with: ansible-playbook dnv.veracity.data_workbench -e @FILE --check",
    ),
}
_NEVER: t.Mapping[str, str] = {
    "data_fabric": (
        "Of Data Fabric: event subscriptions, which Veracity does not list, the content of containers, grants that are "
        "used up, and grants that this collection made for its own work."
    ),
    "service": "Of the service: its template, secrets, and registrations of users.",
    "data_workbench": "Of Data Workbench: files, data sets, keys, and members of workspaces.",
}


def export(task: Task, client_of: t.Callable[[str], Client]) -> dict[str, t.Any]:
    """Write what there is into a file, or return the text. Returns the result of the module.

    ``client_of`` returns the client of an API. Raises InputError, StorageError, and what the client raises.
    """
    params = task.params
    products = [product for product in PRODUCTS if product in params["products"]]
    if not products:
        raise InputError(f"products: must not be empty. Set one or more of {', '.join(PRODUCTS)}.")
    selection = Selection(tuple(params["only_names"] or ()), tuple(params["only_tags"] or ()), params["only_owned"])
    people = People({str(name).strip().casefold(): str(who) for name, who in (params["names"] or {}).items()})
    path = None if params["path"] is None else os.path.realpath(os.path.expanduser(params["path"]))
    before = _before(path, params["force"])
    read: dict[str, Exported] = {}
    for product in (product for product in _READERS if product in products):
        read[product] = _READERS[product](task, client_of(PRODUCTS[product]), selection, people)
    parts = {product: read[product] for product in products}
    for part in parts.values():
        part.omitted = [task.mask(remark) for remark in part.omitted]
    text = _text(parts)
    omitted = [remark for part in parts.values() for remark in part.omitted]
    counts = {name: count for part in parts.values() for name, count in part.counts.items()}
    selected = [counts[name] for name in ("containers", "workspaces") if name in counts]
    if selection.is_part and selected and not any(selected):
        task.warn("only_names, only_tags: nothing matches, so no container and no workspace is exported.")
    result: dict[str, t.Any] = {"changed": False, "path": path, "counts": counts, "omitted": omitted}
    if path is None:
        return {**result, "content": text}
    if before == text:
        return result
    if not task.check_mode:
        text_file.replace(path, text, "path")
    diff = {"before": before or "", "after": text, "before_header": path, "after_header": path}
    return {**result, "changed": True, "diff": diff}


def api_of(params: t.Mapping[str, t.Any]) -> str:
    """Return the API of the first product of a task."""
    return next((api for product, api in PRODUCTS.items() if product in (params.get("products") or ())), "data_fabric")


def _before(path: str | None, force: bool) -> str | None:
    """Return the text that a file has now. Raises InputError for a file that another program has written."""
    before = None if path is None else text_file.read(path, "path")
    if before and _MARK not in before and not force:
        raise InputError(
            f"path: {path} exists, and was not written by this module. Name another file, or set force: true."
        )
    return before


def _text(parts: t.Mapping[str, Exported]) -> str:
    """Return the file."""
    above = [_MARK.removeprefix("# "), *(line for product in parts for line in _ABOVE[product])]
    above += ["What is empty is left out, and what is left out is not changed by the roles."]
    below = ["Not in this file:"]
    for product, part in parts.items():
        below += [f"- {_NEVER[product]}", *(f"- {remark}" for remark in part.omitted)]
    variables = {name: value for part in parts.values() for name, value in part.variables.items()}
    return yaml_text.document(variables, above, below)


def _read_fabric(task: Task, client: Client, selection: Selection, people: People) -> Exported:
    """Return what there is of Data Fabric."""
    fabric = fabric_export_reading.read(task, client, selection, people)
    return fabric_export.export(fabric, people, task.mask)


def _read_service(task: Task, client: Client, selection: Selection, people: People) -> Exported:
    """Return what there is of a service."""
    return service_export.export(service_export_reading.read(task, client, people), people, task.mask)


def _read_workbench(task: Task, client: Client, selection: Selection, people: People) -> Exported:
    """Return what there is of Data Workbench. It has no people in what is exported."""
    return workbench_export.export(workbench_export_reading.read(task, client, selection), task.mask)


# In the order of reading: Data Fabric has no names of people, and takes those that the others have.
_READERS: t.Mapping[str, t.Callable[[Task, Client, Selection, People], Exported]] = {
    "service": _read_service,
    "data_workbench": _read_workbench,
    "data_fabric": _read_fabric,
}
