# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Schemas: description and plan. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import same
from ..errors import InputError, StateError
from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from ..validation.names import checked_name, composed
from .api.schemas import Column, Schema, SchemaVersion

LARGEST_PRECISION = 28
_DOCUMENTED_TYPES = ("Decimal", "DateTime")
# What a new column is like where it is not described.
_DEFAULTS: t.Mapping[str, t.Any] = {
    "format": "",
    "required": False,
    "sortable": True,
    "filterable": True,
    "key": False,
    "description": "",
    "meta_type": "",
    "validations": [],
}
_LOCKED = "The version is locked and cannot be changed. Add a version with these columns to versions."


@dataclass(frozen=True)
class VersionDescription:
    """What a version is to be like. None leaves things as they are."""

    name: str
    description: str | None = None
    columns: tuple[Column, ...] | None = None
    active: bool | None = None
    locked: bool | None = None


@dataclass(frozen=True)
class SchemaDescription:
    """What a schema is to be like. None leaves things as they are."""

    name: str
    short_name: str | None = None
    description: str | None = None
    versions: tuple[VersionDescription, ...] = ()


def describe(params: t.Mapping[str, t.Any]) -> SchemaDescription:
    """Return the options of a schema, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(params, "", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> SchemaDescription:
    """Return the options of a schema; what is wrong with them is added to ``mistakes``."""
    name = ""
    with mistakes.collected():
        name = checked_name(options.get("name"), within(place, "name"), "the name of the schema")
    versions = [
        _check_version(entry, name, number, within(place, f"versions[{number}]"), mistakes)
        for number, entry in enumerate(options.get("versions") or ())
    ]
    mistakes.described_once(within(place, "versions"), [version.name for version in versions])
    if len([version for version in versions if version.active]) > 1:
        mistakes.add(within(place, "versions"), "only one version can be active. Set active once.")
    return SchemaDescription(name, options.get("short_name"), options.get("description"), tuple(versions))


def first_name(schema: str, number: int = 0) -> str:
    """Return the name that Data Workbench gives the first version of a schema; the next ones follow suit here."""
    return f"{schema} V{number + 1}"


def plan(current: Schema | None, desired: SchemaDescription) -> Plan[Schema]:
    """Return what leads from the schema that is there (or None) to the described one. Pure.

    Of the versions that are there, those that are described have their columns. Raises InputError for a schema that
    cannot be created as described, and StateError for a locked version that would have to change.
    """
    title = f"schema {desired.name}"
    steps: list[Step] = []
    if current is None:
        _check_creation(desired)
        before = Schema("", desired.name, desired.short_name or "", desired.description or "")
        steps.append(Step("create"))
    else:
        before = current
    after = dataclasses.replace(
        before,
        short_name=before.short_name if desired.short_name is None else desired.short_name,
        description=before.description if desired.description is None else desired.description,
    )
    if current is not None and after != current:
        steps.append(Step("update"))
    versions: dict[str, SchemaVersion] = {}
    for version in before.versions:
        # Of a name that is not described there may be several.
        name = composed(version.name)
        versions[f"{name} {version.id}" if name in versions else name] = version
    for described in desired.versions:
        there = versions.get(described.name)
        if there is None:
            first = current is None and not versions
            columns = tuple(completed(column) for column in described.columns or ())
            versions[described.name] = SchemaVersion(
                "", described.name, described.description or after.description * first, first, False, columns
            )
            steps += [] if first else [Step("add", (described.name,))]
        elif described.columns is not None:
            columns = merged(there.columns or (), described.columns)
            if columns != there.columns:
                if there.locked:
                    raise StateError(f"The columns of the version {there.name} differ. {_LOCKED}")
                versions[described.name] = dataclasses.replace(there, columns=columns)
                steps.append(Step("columns", (described.name,)))
    steps += _states(versions, desired)
    after = dataclasses.replace(after, versions=tuple(versions.values()))
    return Plan(title, current, after, diff_view, tuple(steps))


def merged(current: t.Sequence[Column], described: t.Sequence[Column]) -> tuple[Column, ...]:
    """Return the described columns in their order; what is not described of a column is as it is there."""
    known = {column["name"].casefold(): column for column in current}
    return tuple(_merged(known.get(column["name"].casefold()), column) for column in described)


def completed(column: Column) -> Column:
    """Return a described column with the defaults for what is not described."""
    full = {**_DEFAULTS, "display_name": column["name"], **column}
    return {**full, **({"precision": LARGEST_PRECISION, "scale": 0, **column} if full["type"] == "Decimal" else {})}


def to_result(schema: Schema | None) -> dict[str, t.Any] | None:
    """Return a schema as results show it. Versions whose columns were not read have none."""
    if schema is None:
        return None
    versions = [
        {
            **dataclasses.asdict(version),
            "id": version.id or None,
            "columns": None if version.columns is None else [dict(column) for column in version.columns],
        }
        for version in schema.versions
    ]
    return {**dataclasses.asdict(schema), "id": schema.id or None, "versions": versions}


def diff_view(schema: Schema | None) -> dict[str, t.Any]:
    """Return what a diff shows: the columns of the described versions, one line each."""
    if schema is None:
        return {"state": "absent"}
    return {
        "short_name": schema.short_name,
        "description": schema.description,
        "versions": {
            version.name: {
                "active": version.active,
                "locked": version.locked,
                **({} if version.columns is None else {"columns": [_line(column) for column in version.columns]}),
            }
            for version in schema.versions
        },
        "state": "present",
    }


def _check_version(
    options: t.Mapping[str, t.Any], schema: str, number: int, place: str, mistakes: Mistakes
) -> VersionDescription:
    """Return the options of a version; what is wrong with them is added to ``mistakes``."""
    entries, name = options.get("columns"), options.get("name")
    with mistakes.collected():
        name = None if name is None else checked_name(name, within(place, "name"), "the name of the version")
    columns = None
    if entries is not None:
        columns = tuple(
            _check_column(entry, within(place, f"columns[{index}]"), mistakes) for index, entry in enumerate(entries)
        )
        if not columns:
            mistakes.add(within(place, "columns"), "must not be empty. Describe at least one column.")
        mistakes.described_once(within(place, "columns"), [column["name"] for column in columns])
    locked = options.get("locked")
    if locked is False:
        locked = None
    return VersionDescription(
        name or first_name(schema, number), options.get("description"), columns, options.get("active"), locked
    )


def _check_column(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> Column:
    """Return the options of a column that are given; what is wrong with them is added to ``mistakes``."""
    column = {name: value for name, value in options.items() if value is not None}
    for name, what in (("name", "the name of the column"), ("type", "the type of the column")):
        given = column.setdefault(name, "")
        with mistakes.collected():
            column[name] = checked_name(given, within(place, name), what)
    # Of types that the documents name, the spelling is known.
    column["type"] = next((known for known in _DOCUMENTED_TYPES if same(known, column["type"])), column["type"])
    precision, scale = column.get("precision"), column.get("scale")
    if column.get("type") != "Decimal" and (precision is not None or scale is not None):
        mistakes.add(place, "precision and scale are for the type Decimal only. Omit them.")
    if precision is not None and not 1 <= precision <= LARGEST_PRECISION:
        mistakes.add(within(place, "precision"), f"must be between 1 and {LARGEST_PRECISION}.")
    if scale is not None and not 0 <= scale <= (LARGEST_PRECISION if precision is None else precision):
        mistakes.add(within(place, "scale"), "must be between 0 and precision.")
    if "validations" in column:
        column["validations"] = [
            _check_validation(entry, within(place, f"validations[{number}]"), mistakes)
            for number, entry in enumerate(column["validations"])
        ]
    return column


def _check_validation(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> dict[str, str]:
    """Return the options of a validator; what is wrong with them is added to ``mistakes``."""
    identifier = ""
    with mistakes.collected():
        identifier = checked_name(options.get("id"), within(place, "id"), "the ID of a validator")
    return {"id": identifier, "severity": options.get("severity") or "Error"}


def check_duplicates(current: Schema, desired: SchemaDescription) -> None:
    """Raise StateError if several versions have a name that is described."""
    for described in desired.versions:
        found = [version.id for version in current.versions if composed(version.name) == described.name]
        if len(found) > 1:
            raise StateError(
                f"{len(found)} versions have the name {described.name}: {', '.join(sorted(found))}.",
                hint="Rename all but one of them in the user interface.",
            )


def _check_creation(desired: SchemaDescription) -> None:
    """Raise InputError for a schema that cannot be created as described."""
    if not desired.versions or desired.versions[0].columns is None:
        raise InputError("versions: is required to create a schema, with the columns of the first version.")
    if desired.versions[0].name != first_name(desired.name):
        raise InputError(
            f"versions[0].name: Data Workbench names the first version {first_name(desired.name)}. Use this name, or "
            "omit it."
        )
    for number, version in enumerate(desired.versions):
        if version.columns is None:
            raise InputError(f"versions[{number}].columns: is required to create a version.")


def _states(versions: dict[str, SchemaVersion], desired: SchemaDescription) -> list[Step]:
    """Return the steps that activate and lock versions, and note their effect in ``versions``."""
    steps: list[Step] = []
    for described in desired.versions:
        version = versions[described.name]
        if described.active and not version.active:
            for name, other in versions.items():
                versions[name] = dataclasses.replace(other, active=name == described.name)
            steps.append(Step("activate", (described.name,)))
        elif described.active is False and version.active and not any(entry.active for entry in desired.versions):
            raise StateError(
                f"The version {version.name} is active, and one version always is.",
                hint="Set active: true on another version.",
            )
        if described.locked and not version.locked:
            versions[described.name] = dataclasses.replace(versions[described.name], locked=True)
            steps.append(Step("lock", (described.name,)))
    return steps


def _merged(current: Column | None, described: Column) -> Column:
    """Return a described column, completed by the one that is there or by the defaults."""
    if current is None or not same(current["type"], described["type"]):
        return completed(described)
    column = {**current, **described, "type": current["type"]}
    if sorted(map(_validator, current["validations"])) == sorted(map(_validator, column["validations"])):
        column["validations"] = current["validations"]
    # The name of a column is compared without case, and stays as it is there.
    return {**column, "name": current["name"]}


def _validator(entry: t.Mapping[str, str]) -> tuple[str, str]:
    """Return a validator so that it can be compared."""
    return entry["id"], entry["severity"].casefold()


def _line(column: Column) -> str:
    """Return a column on one line of a diff: its name and type, and what differs from the defaults."""
    usual = {**_DEFAULTS, "display_name": column["name"]}
    words = [f"{column['name']}: {column['type']}"]
    if "precision" in column:
        words.append(f"({column['precision']},{column.get('scale', 0)})")
    for name in sorted(usual):
        value = column.get(name, usual[name])
        if value == usual[name]:
            continue
        if name == "validations":
            words.append("validations=" + "+".join(f"{entry['id']}/{entry['severity']}" for entry in value))
        elif isinstance(value, bool):
            words.append(name if value else f"not {name}")
        else:
            words.append(f"{name}={value}")
    return " ".join(words)
