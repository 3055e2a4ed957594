# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data sets: rows under a version of a schema, kept in memory."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass, field

from ..clock import Clock, timestamp
from ..inputs import BadInputError, guid, items, json_object, name_text, text
from .schemas import Schema, Schemas, SchemaVersion

_SEEDED_BY = "11111111-2222-4333-8444-555555555501"
CONNECTION_ID = "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f"

Row = dict[str, t.Any]


@dataclass
class Dataset:
    """One data set; ``base``: it was uploaded, and not made from another one."""

    id: str
    workspace_id: str
    name: str
    description: str
    version_id: str
    tags: dict[str, list[str]]
    created_by: str
    created: float
    rows: list[Row] = field(default_factory=list)
    base: bool = True
    modified_by: str = ""
    modified: float = 0.0
    ledger: list[dict[str, t.Any]] = field(default_factory=list)


class Datasets:
    """All data sets in the order in which they were made; whoever writes holds the lock of the workspaces."""

    def __init__(self, clock: Clock, schemas: Schemas) -> None:
        self._clock = clock
        self._schemas = schemas
        self._by_id: dict[str, Dataset] = {}

    def reset(self) -> None:
        """Forget all of them."""
        self._by_id.clear()

    def of_workspace(self, workspace_id: str) -> list[Dataset]:
        """Return the data sets of a workspace."""
        return [dataset for dataset in self._by_id.values() if dataset.workspace_id == workspace_id]

    def find(self, workspace_id: str, dataset_id: str) -> Dataset | None:
        """Return a data set of a workspace."""
        dataset = self._by_id.get(dataset_id.lower())
        return dataset if dataset is not None and dataset.workspace_id == workspace_id else None

    def add(self, dataset: Dataset) -> None:
        """Add a data set; names need not be unique, as nothing says so."""
        self._by_id[dataset.id] = dataset

    def schema_of(self, dataset: Dataset) -> tuple[Schema, SchemaVersion]:
        """Return the schema of a data set and its version; schemas are never deleted."""
        found = self._schemas.version(dataset.workspace_id, dataset.version_id)
        if found is None:
            raise LookupError(dataset.version_id)
        return found

    def view(self, dataset: Dataset, *, with_version: bool = False) -> dict[str, t.Any]:
        """Return it as the gateway shows it, without rows."""
        schema, version = self.schema_of(dataset)
        whole = {**version.summary(), "schemaId": schema.id, "columns": version.columns}
        return {
            "id": dataset.id,
            "name": dataset.name,
            "description": dataset.description,
            "workspaceId": dataset.workspace_id,
            "connectionId": CONNECTION_ID,
            "createdBy": dataset.created_by,
            "createdOn": timestamp(dataset.created),
            "lastModifiedBy": dataset.modified_by or dataset.created_by,
            "lastModifiedOn": timestamp(dataset.modified or dataset.created),
            "schemaInfo": {
                "schemaVersionId": version.id,
                "schemaName": schema.name,
                **({"schemaVersion": whole} if with_version else {}),
            },
            "queries": [],
            "columns": [column["name"] for column in version.columns],
            "isBaseDataset": dataset.base,
            "tags": dataset.tags,
        }

    def described(self) -> list[dict[str, t.Any]]:
        """Return everything, with the rows."""
        return [{**self.view(dataset), "rows": dataset.rows} for dataset in self._by_id.values()]

    def seed(self, descriptions: t.Any) -> list[str]:
        """Add data sets and return their ids; raises ValueError when a description is not understood."""
        made = [self._described(entry) for entry in items("datasets", descriptions)]
        for dataset in made:
            self.add(dataset)
        return [dataset.id for dataset in made]

    def _described(self, entry: t.Any) -> Dataset:
        """Return a described data set."""
        optional = {"id", "description", "rows", "tags", "base"}
        given = json_object(entry, {"workspace", "name", "schema_version"}, optional)
        workspace_id = guid("workspace", given["workspace"])
        found = self._schemas.version(workspace_id, guid("schema_version", given["schema_version"]))
        if found is None:
            raise BadInputError("there is no such version of a schema in the workspace")
        rows = [_row(row, found[1]) for row in items("rows", given.get("rows", []))]
        return Dataset(
            guid("id", given.get("id", str(uuid.uuid4()))),
            workspace_id,
            name_text("name", given["name"]),
            text("description", given.get("description", "")),
            found[1].id,
            tag_map(given.get("tags", {})),
            _SEEDED_BY,
            self._clock.now(),
            rows,
            given.get("base", True) is True,
        )


def tag_map(value: t.Any) -> dict[str, list[str]]:
    """Return tags that are an object of lists."""
    if not isinstance(value, dict):
        raise BadInputError("tags have to be an object")
    return {name_text("tags", key): [text("tags", each) for each in items("tags", value[key])] for key in value}


def _row(value: t.Any, version: SchemaVersion) -> Row:
    """Return a described row with every column; one that is not named is null."""
    names = {column["name"] for column in version.columns}
    given = json_object(value, frozenset(), names)
    return {column["name"]: given.get(column["name"]) for column in version.columns}
