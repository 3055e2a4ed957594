# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schemas with their versions: the data contracts of a workspace."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass, field

from ..clock import Clock, timestamp
from ..inputs import BadInputError, flag, items, json_object, name_text, text, whole_number

TYPES = ("String", "Int", "Double", "Decimal", "DateTime", "Boolean")
SEVERITIES = ("Error", "Warning")
_LARGEST_PRECISION = 28
_OPTIONAL = frozenset(
    {
        "displayName",
        "format",
        "isRequired",
        "isSortable",
        "isFilterable",
        "isKey",
        "order",
        "description",
        "validations",
        "metaType",
        "precision",
        "scale",
    }
)


@dataclass
class SchemaVersion:
    """One version: its columns, and whether they can still be changed."""

    id: str
    name: str
    description: str
    columns: list[dict[str, t.Any]]
    active: bool = False
    locked: bool = False

    def summary(self) -> dict[str, t.Any]:
        """Return it without its columns."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "isActive": self.active,
            "isLocked": self.locked,
        }


@dataclass
class Schema:
    """One schema of a workspace."""

    id: str
    workspace_id: str
    name: str
    short_name: str
    description: str
    created_by: str
    created: float
    versions: list[SchemaVersion] = field(default_factory=list)
    modified_by: str = ""
    modified: float = 0.0

    def summary(self) -> dict[str, t.Any]:
        """Return it as lists show it."""
        return {
            "id": self.id,
            "workspaceId": self.workspace_id,
            "name": self.name,
            "shortName": self.short_name,
            "description": self.description,
            "industry": None,
            "isPredefined": False,
            "avatarColor": 55,
            "createdBy": self.created_by,
            "createdOn": timestamp(self.created),
            "lastModifiedBy": self.modified_by or self.created_by,
            "lastModifiedOn": timestamp(self.modified or self.created),
        }

    def active(self) -> SchemaVersion:
        """Return the version that is active: exactly one is."""
        return next(version for version in self.versions if version.active)


class Schemas:
    """All schemas; whoever writes holds the lock of the workspaces."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Schema] = {}

    def reset(self) -> None:
        """Forget all of them."""
        self._by_id.clear()

    def of_workspace(self, workspace_id: str) -> list[Schema]:
        """Return the schemas of a workspace."""
        return [schema for schema in self._by_id.values() if schema.workspace_id == workspace_id]

    def find(self, workspace_id: str, schema_id: str) -> Schema | None:
        """Return a schema of a workspace."""
        schema = self._by_id.get(schema_id.lower())
        return schema if schema is not None and schema.workspace_id == workspace_id else None

    def version(self, workspace_id: str, version_id: str) -> tuple[Schema, SchemaVersion] | None:
        """Return a version of any schema of a workspace, with its schema."""
        for schema in self.of_workspace(workspace_id):
            for version in schema.versions:
                if version.id == version_id.lower():
                    return schema, version
        return None

    def make(self, workspace_id: str, wanted: dict[str, t.Any], caller: str) -> Schema:
        """Make a schema; its first version is active."""
        schema = Schema(
            str(uuid.uuid4()),
            workspace_id,
            wanted["name"],
            wanted["shortName"],
            wanted["description"],
            caller,
            self._clock.now(),
        )
        schema.versions.append(
            SchemaVersion(str(uuid.uuid4()), f"{schema.name} V1", wanted["description"], wanted["columns"], active=True)
        )
        self._by_id[schema.id] = schema
        return schema

    def touch(self, schema: Schema, caller: str) -> None:
        """Note who changed a schema last."""
        schema.modified_by, schema.modified = caller, self._clock.now()

    def seed(self, descriptions: t.Any) -> list[str]:
        """Add schemas and return their ids; raises ValueError when a description is not understood."""
        made = []
        for entry in items("schemas", descriptions):
            given = json_object(entry, {"workspace", "name", "columns"}, {"shortName", "description"})
            wanted = new_schema({key: value for key, value in given.items() if key != "workspace"})
            made.append(self.make(given["workspace"], wanted, "11111111-2222-4333-8444-555555555501").id)
        return made

    def described(self) -> list[dict[str, t.Any]]:
        """Return everything, with versions and columns."""
        return [
            {**schema.summary(), "versions": [{**each.summary(), "columns": each.columns} for each in schema.versions]}
            for schema in self._by_id.values()
        ]


def new_schema(value: t.Any) -> dict[str, t.Any]:
    """Return the body of a creation."""
    given = json_object(value, {"name", "columns"}, {"shortName", "description"})
    return {
        "name": name_text("name", given["name"]),
        "shortName": text("shortName", given.get("shortName") or ""),
        "description": text("description", given.get("description") or ""),
        "columns": columns(given["columns"]),
    }


def columns(value: t.Any) -> list[dict[str, t.Any]]:
    """Return a list of columns, checked; names are unique, whatever their case."""
    found = [_column(entry, number) for number, entry in enumerate(items("columns", value))]
    if not found:
        raise BadInputError("columns must not be empty")
    names = [entry["name"].casefold() for entry in found]
    if len(set(names)) < len(names):
        raise BadInputError("columns have names of their own")
    return found


def _column(value: t.Any, number: int) -> dict[str, t.Any]:
    """Return one column with all its properties."""
    given = json_object(value, {"name", "type"}, _OPTIONAL)
    kind = given["type"]
    if kind not in TYPES:
        raise BadInputError(f"type has to be one of {', '.join(TYPES)}")
    column: dict[str, t.Any] = {
        "name": name_text("name", given["name"]),
        "displayName": text("displayName", given.get("displayName") or given["name"]),
        "type": kind,
        "format": text("format", given.get("format") or ""),
        **{name: flag(name, given.get(name, False)) for name in ("isRequired", "isKey")},
        **{name: flag(name, given.get(name, True)) for name in ("isSortable", "isFilterable")},
        "order": _order(given.get("order", number)),
        "description": text("description", given.get("description") or ""),
        "validations": [_validation(entry) for entry in items("validations", given.get("validations") or [])],
        "metaType": text("metaType", given.get("metaType") or ""),
    }
    if kind == "Decimal" and given.get("precision") is None and given.get("scale") is None:
        return {**column, "precision": None, "scale": None}
    if kind == "Decimal":
        precision = whole_number("precision", given.get("precision", _LARGEST_PRECISION))
        scale = _order(given.get("scale", 0), "scale")
        if precision > _LARGEST_PRECISION or scale > precision:
            raise BadInputError(f"precision is at most {_LARGEST_PRECISION}, and scale at most precision")
        return {**column, "precision": precision, "scale": scale}
    if "precision" in given or "scale" in given:
        raise BadInputError("only a Decimal has precision and scale")
    return column


def _validation(value: t.Any) -> dict[str, t.Any]:
    """Return a validator of a column."""
    given = json_object(value, {"severity", "validatorId"}, frozenset())
    if given["severity"] not in SEVERITIES:
        raise BadInputError(f"severity has to be one of {', '.join(SEVERITIES)}")
    return {"severity": given["severity"], "validatorId": name_text("validatorId", given["validatorId"])}


def _order(value: t.Any, name: str = "order") -> int:
    """Return a whole number that is not negative."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadInputError(f"{name} has to be a whole number that is not negative")
    return value
