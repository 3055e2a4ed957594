# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Gathering information about data sets and their rows. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import guid_or_none, moment
from ..reconcile.parallel import each
from ..validation.mistakes import Mistakes, all_at_once, within
from ..validation.names import checked_name
from . import datasets, schema_reference, workspace_reference
from .api.datasets import Dataset, Datasets
from .api.schemas import Schemas

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

FILTER_TYPES: t.Mapping[str, str] = {
    "equals": "Equals",
    "list": "List",
    "greater": "Greater",
    "greater_or_equal": "GreaterOrEqual",
    "less": "Less",
    "less_or_equal": "LessOrEqual",
}
_DIRECTIONS = {"ascending": "Ascending", "descending": "Descending"}
_ONE_VALUE = frozenset(FILTER_TYPES) - {"list"}
_MOMENTS = ("created_after", "created_before")


def gather(task: Task, client: Client) -> list[dict[str, t.Any]]:
    """Return the data sets that the options ask for, with their rows on request.

    Raises InputError for wrong options before any call, StateError for a schema that is not there, and what the client
    raises.
    """
    params = task.params
    with all_at_once() as mistakes:
        tags = _check(params, mistakes)
        rows, limit = (None, 0) if params["rows"] is None else _check_rows(params["rows"], mistakes)
    workspace = workspace_reference.find(client, params["workspace"], params["tenant"])
    api = Datasets(client, workspace.id)
    found = _found(api, Schemas(client, workspace.id), params, tags)
    contents: dict[str, list[dict[str, t.Any]]] = {}

    def read(dataset: Dataset) -> None:
        contents[dataset.id] = api.rows(dataset.id, rows or {}, limit)

    if rows is not None:
        for _dataset in each(read, found, task.concurrency):
            pass
    return [
        {**datasets.shown(dataset), **({} if rows is None else {"rows": contents[dataset.id]})} for dataset in found
    ]


def _found(
    api: Datasets, schemas: Schemas, params: t.Mapping[str, t.Any], tags: t.Mapping[str, t.Any] | None
) -> list[Dataset]:
    """Return the data sets without their rows. One that is named by its id is held against the other options, too."""
    wanted: dict[str, t.Any] = {
        "tags": None if tags is None else {name: list(values) for name, values in tags.items()},
        "createdAfter": params["created_after"],
        "createdBefore": params["created_before"],
    }
    if params["schema_version"] is not None:
        version, _name = schema_reference.find_version(schemas, params["schema"], params["schema_version"])
        wanted["schemaVersionIds"] = [version.id]
    elif params["schema"] is not None:
        wanted["schemaId"] = schema_reference.find_schema(schemas, params["schema"]).id
    body = {name: value for name, value in wanted.items() if value is not None}
    named = params["dataset"]
    identifier = None if named is None else guid_or_none(named)
    if identifier is not None and not body:
        only = api.get(identifier)
        return [] if only is None else [only]
    if identifier is not None:
        return [dataset for dataset in api.query(body) if dataset.id == identifier]
    if named is None:
        return api.query(body)
    return api.named(named, body)


def _check(params: t.Mapping[str, t.Any], mistakes: Mistakes) -> t.Mapping[str, tuple[str, ...]] | None:
    """Return the tags; what is wrong with the options that choose data sets is added to ``mistakes``."""
    for option in ("dataset", "schema", "schema_version"):
        if params[option] is not None:
            with mistakes.collected():
                checked_name(params[option], option, "a name or an ID")
    for option in _MOMENTS:
        if params[option] is not None and moment(params, option) is None:
            mistakes.add(option, "must be a time in UTC such as 2026-11-27T12:00:00Z.")
    return None if params["tags"] is None else datasets.check_tags(params["tags"], "tags", mistakes)


def _check_rows(options: t.Mapping[str, t.Any], mistakes: Mistakes) -> tuple[dict[str, t.Any], int]:
    """Return the body of the query for rows and the limit; what is wrong is added to ``mistakes``."""
    limit: int = options["limit"]
    if limit < 1:
        mistakes.add("rows.limit", "must be at least 1.")
    filters = [
        _check_filter(entry, within("rows", f"filters[{number}]"), mistakes)
        for number, entry in enumerate(options["filters"] or ())
    ]
    body: dict[str, t.Any] = {}
    if filters:
        body["queryFilters"] = filters
    if options["columns"]:
        body["columnFilter"] = list(options["columns"])
    if options["sort_column"] is not None:
        body["sorting"] = {"column": options["sort_column"], "order": _DIRECTIONS[options["sort_direction"]]}
    return body, limit


def _check_filter(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> dict[str, t.Any]:
    """Return one filter; what is wrong with it is added to ``mistakes``."""
    values = options["values"]
    if not values:
        mistakes.add(within(place, "values"), "must not be empty. Set at least one value.")
    elif options["type"] in _ONE_VALUE and len(values) > 1:
        mistakes.add(within(place, "values"), f"{options['type']} takes one value. Use the type list for several.")
    return {
        "column": options["column"],
        "filterType": FILTER_TYPES[options["type"]],
        "filterValues": list(values),
    }
