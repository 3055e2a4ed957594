# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Schemas and their versions, as the gateway has them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ...api_fields import confirming, finite, flag, guid, objects, one_object, required_guid, text
from ...errors import NotFoundError
from .data_scope import whole_workspaces
from .gateway import V2

if t.TYPE_CHECKING:
    from ...client import Applied, Client

# Properties of columns by the names of options, and as the gateway spells them.
COLUMN_FIELDS: t.Mapping[str, str] = {
    "name": "name",
    "display_name": "displayName",
    "type": "type",
    "format": "format",
    "required": "isRequired",
    "sortable": "isSortable",
    "filterable": "isFilterable",
    "key": "isKey",
    "description": "description",
    "meta_type": "metaType",
    "precision": "precision",
    "scale": "scale",
}
_FLAGS = ("required", "sortable", "filterable", "key")

Column = dict[str, t.Any]


@dataclass(frozen=True)
class SchemaVersion:
    """A version of a schema. ``columns`` is None until they are read."""

    id: str
    name: str
    description: str = ""
    active: bool = False
    locked: bool = False
    columns: tuple[Column, ...] | None = None


@dataclass(frozen=True)
class Schema:
    """A schema of a workspace with its versions."""

    id: str
    name: str
    short_name: str = ""
    description: str = ""
    versions: tuple[SchemaVersion, ...] = field(default=())


class Schemas:
    """The schemas of one workspace. Every method raises what the client raises."""

    def __init__(self, client: Client, workspace: str) -> None:
        self._client = client
        self._path = f"{V2}/workspaces/{guid(workspace)}/schemas"

    def all(self) -> list[Schema]:
        """Return the schemas without their versions (GET /workspaces/{workspaceId}/schemas)."""
        with whole_workspaces():
            answer = self._client.get(self._path).json()
        entries = answer.get("result") if isinstance(answer, dict) else answer
        return [_schema(entry) for entry in objects(entry_list(entries), "The list of schemas")]

    def get(self, schema: str) -> Schema | None:
        """Return a schema with its versions, None if there is none (GET …/schemas/{schemaId})."""
        try:
            return _schema(self._client.get(f"{self._path}/{guid(schema)}").json())
        except NotFoundError:
            return None

    def version(self, version: str) -> SchemaVersion:
        """Return a version with its columns (GET …/schemas/schemaversions/{versionId})."""
        return _version(self._client.get(f"{self._path}/schemaversions/{guid(version)}").json())

    def create(self, wanted: Schema, columns: t.Sequence[Column], *, applied: Applied) -> Schema:
        """Create a schema with its first version, which is active (POST …/schemas/add)."""
        body = {
            "name": wanted.name,
            "shortName": wanted.short_name,
            "description": wanted.description,
            "columns": sent(columns),
        }
        with confirming():
            return _schema(self._client.post(f"{self._path}/add", body=body, applied=applied).json())

    def update(self, wanted: Schema, *, applied: Applied) -> None:
        """Set name, short name and description (PATCH …/schemas/{schemaId})."""
        body = {"name": wanted.name, "shortName": wanted.short_name, "description": wanted.description}
        self._client.patch(f"{self._path}/{guid(wanted.id)}", body=body, applied=applied)

    def add_version(
        self, schema: str, wanted: SchemaVersion, columns: t.Sequence[Column], *, applied: Applied
    ) -> SchemaVersion:
        """Add a version, which is not active (POST …/schemas/schemaversions/add)."""
        body = _version_body(schema, wanted, columns)
        with confirming():
            return _version(self._client.post(f"{self._path}/schemaversions/add", body=body, applied=applied).json())

    def set_columns(
        self, schema: str, version: SchemaVersion, columns: t.Sequence[Column], *, applied: Applied
    ) -> None:
        """Set all columns of a version (PATCH …/schemas/{schemaId}/schemaversions/{versionId}).

        Sent with its name and description, as in the samples: they may be lost otherwise.
        """
        body = _version_body(schema, version, columns)
        self._client.patch(self._of(schema, version.id), body=body, applied=applied)

    def activate(self, schema: str, version: str, *, applied: Applied) -> None:
        """Make a version the active one (POST …/schemaversions/{versionId}/activate)."""
        self._client.post(f"{self._of(schema, version)}/activate", applied=applied)

    def lock(self, schema: str, version: str, *, applied: Applied) -> None:
        """Lock a version, which cannot be undone (POST …/schemaversions/{versionId}/lock)."""
        self._client.post(f"{self._of(schema, version)}/lock", applied=applied)

    def _of(self, schema: str, version: str) -> str:
        """Return the path of a version."""
        return f"{self._path}/{guid(schema)}/schemaversions/{guid(version)}"


def entry_list(entries: t.Any) -> t.Any:
    """Return the entries of a list that may be null."""
    return [] if entries is None else entries


def sent(columns: t.Sequence[Column]) -> list[dict[str, t.Any]]:
    """Return columns as the gateway takes them, numbered in their order."""
    return [
        {
            **{COLUMN_FIELDS[name]: value for name, value in column.items() if name in COLUMN_FIELDS},
            "validations": [
                {"severity": entry["severity"], "validatorId": entry["id"]} for entry in column["validations"]
            ],
            "order": number,
        }
        for number, column in enumerate(columns)
    ]


def _version_body(schema: str, version: SchemaVersion, columns: t.Sequence[Column]) -> dict[str, t.Any]:
    """Return a version as the gateway takes it."""
    return {
        "schemaId": guid(schema),
        "schemaVersionName": version.name,
        "description": version.description,
        "columns": sent(columns),
    }


def _schema(entry: t.Any) -> Schema:
    """Return an entry as a schema. Raises ResponseError if it lacks the id."""
    fields = one_object(entry, "A schema")
    versions = objects(entry_list(fields.get("schemaVersions")), "The list of versions")
    return Schema(
        required_guid(fields, "id", "A schema"),
        text(fields, "name"),
        text(fields, "shortName"),
        text(fields, "description"),
        tuple(_version(version) for version in versions),
    )


def _version(entry: t.Any) -> SchemaVersion:
    """Return an entry as a version. Raises ResponseError if it lacks the id."""
    fields = one_object(entry, "A version of a schema")
    columns = fields.get("columns")
    return SchemaVersion(
        required_guid(fields, "id", "A version of a schema"),
        text(fields, "name"),
        text(fields, "description"),
        flag(fields, "isActive"),
        flag(fields, "isLocked"),
        None if columns is None else tuple(_column(column) for column in _ordered(objects(columns, "The columns"))),
    )


def _ordered(columns: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Return columns in their order."""
    return sorted(columns, key=lambda column: finite(column, "order") or 0.0)


def _column(entry: t.Mapping[str, t.Any]) -> Column:
    """Return a column by the names of options."""
    column: Column = {}
    for name, spelled in COLUMN_FIELDS.items():
        if name in _FLAGS:
            column[name] = flag(entry, spelled)
        elif name in ("precision", "scale"):
            digits = finite(entry, spelled)
            column[name] = None if digits is None else int(digits)
        else:
            column[name] = text(entry, spelled)
    column["validations"] = [
        {"id": text(found, "validatorId"), "severity": text(found, "severity")}
        for found in objects(entry_list(entry.get("validations")), "The validations of a column")
    ]
    return {name: value for name, value in column.items() if value is not None}
