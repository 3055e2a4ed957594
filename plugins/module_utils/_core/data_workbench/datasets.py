# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Data sets: description and plan. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..errors import InputError, StateError
from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from ..validation.names import checked_name
from .api.datasets import Dataset
from .ingested import Content

_NO_CALL = "Data Workbench has no operation that changes it. Omit the option, or create a data set of another name."

# Options that are names, and what they are.
_NAMES = {
    "name": "the name of the data set",
    "schema": "the name or the ID of a schema",
    "schema_version": "the name or the ID of a version",
}

Tags = t.Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class DatasetDescription:
    """What a data set is to be like. None leaves things as they are."""

    name: str
    src: str
    description: str | None = None
    schema: str | None = None
    schema_version: str | None = None
    tags: Tags | None = None
    operation: str | None = None


@dataclass(frozen=True)
class Held:
    """A data set with its content, as far as that is known."""

    dataset: Dataset
    content: Content | None = None


def describe(params: t.Mapping[str, t.Any]) -> DatasetDescription:
    """Return the options of a data set, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(params, "", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> DatasetDescription:
    """Return the options of a data set; what is wrong with them is added to ``mistakes``. No file is read."""
    names: dict[str, str | None] = {}
    for option, what in _NAMES.items():
        names[option] = None
        if options.get(option) is not None or option == "name":
            with mistakes.collected():
                names[option] = checked_name(options.get(option), within(place, option), what)
    if not (options.get("src") or "").strip():
        mistakes.add(within(place, "src"), "must not be empty. Set the path of a CSV file.")
    tags = options.get("tags")
    return DatasetDescription(
        names["name"] or "",
        options.get("src") or "",
        options.get("description"),
        names["schema"],
        names["schema_version"],
        None if tags is None else check_tags(tags, within(place, "tags"), mistakes),
        options.get("operation"),
    )


def plan(
    current: Held | None, desired: DatasetDescription, content: Content, schema: str | None, *, force: bool = False
) -> Plan[Held]:
    """Return what leads from the data set that is there (or None) to the described one. Pure.

    ``content`` is what is to be ingested, ``schema`` the name of the schema of a new data set. Raises StateError for
    what cannot be changed, and for a deletion of rows from a data set that is not there.
    """
    title = f"data set {desired.name}"
    if current is None:
        if desired.operation == "delete":
            raise StateError(
                "There is no data set of this name to delete rows from.", hint="Check name, workspace and tenant."
            )
        new = Dataset("", desired.name, desired.description or "", schema, content.version or None, desired.tags or {})
        after = Held(new, dataclasses.replace(content, operation="create"))
        return Plan(title, None, after, diff_view, (Step("create"),))
    _check_drift(current.dataset, desired, content)
    known = current.content is not None and current.content.covers(content)
    if desired.operation is None or (known and not force):
        return Plan(title, current, current, diff_view)
    if not current.dataset.base:
        raise StateError(
            "The data set was not uploaded but made from others, so no file can be ingested into it.",
            hint="Use another name.",
        )
    return Plan(title, current, Held(current.dataset, content), diff_view, (Step("ingest", (desired.operation,)),))


def to_result(held: Held | None) -> dict[str, t.Any] | None:
    """Return a data set as results show it."""
    return None if held is None else shown(held.dataset)


def shown(dataset: Dataset) -> dict[str, t.Any]:
    """Return a data set as results show it, without its content."""
    return {
        "id": dataset.id or None,
        "name": dataset.name,
        "description": dataset.description,
        "schema": dataset.schema,
        "schema_version": dataset.schema_version,
        "tags": {name: list(values) for name, values in dataset.tags.items()},
        "created": dataset.created,
        "last_modified": dataset.last_modified,
    }


def diff_view(held: Held | None) -> dict[str, t.Any]:
    """Return what a diff shows: the data set, and the file that was ingested last.

    The version of the schema never changes, and before that is created its id is not known.
    """
    if held is None:
        return {"state": "absent"}
    content = held.content
    return {
        "description": held.dataset.description,
        "schema": held.dataset.schema,
        "tags": {name: sorted(values) for name, values in sorted(held.dataset.tags.items())},
        "content": None
        if content is None
        else {
            "operation": content.operation,
            "file": content.file,
            "rows": content.rows,
            "size": content.size,
            "sha256": content.sha256,
        },
        "state": "present",
    }


def check_tags(tags: t.Mapping[t.Any, t.Any], place: str, mistakes: Mistakes) -> Tags:
    """Return tags with their values as texts; what is wrong with them is added to ``mistakes``."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in tags.items():
        entries = values if isinstance(values, list) else None
        if entries is None or any(value is None or isinstance(value, dict | list) for value in entries):
            mistakes.add(within(place, str(name)), "must be a list of texts.")
            continue
        # A value that is there twice is one.
        found[str(name)] = tuple(dict.fromkeys(str(value) for value in entries))
    return found


def _check_drift(current: Dataset, desired: DatasetDescription, content: Content) -> None:
    """Raise StateError with the first property that differs: none can be changed."""
    if content.version and current.schema_version != content.version:
        raise StateError(
            f"The schema version is {current.schema_version} and cannot be changed to {content.version}.",
            hint="Omit schema_version, or create a data set of another name.",
        )
    if desired.description is not None and desired.description != current.description:
        raise StateError("The description differs and cannot be changed.", hint=_NO_CALL)
    if desired.tags is not None and _comparable(desired.tags) != _comparable(current.tags):
        raise StateError(
            f"The tags differ and cannot be changed. They are {_told(current.tags)}.",
            hint=_NO_CALL,
        )


def _comparable(tags: Tags) -> dict[str, frozenset[str]]:
    """Return tags so that they can be compared."""
    return {name: frozenset(values) for name, values in tags.items()}


def _told(tags: Tags) -> str:
    """Return tags for a message."""
    return "; ".join(f"{name}: {', '.join(sorted(values))}" for name, values in sorted(tags.items())) or "empty"


def needs_schema() -> InputError:
    """Return the error for a data set that cannot be created without its schema."""
    return InputError("schema: is required to create a data set, or schema_version. Set one of them.")
