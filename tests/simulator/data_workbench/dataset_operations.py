# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on data sets: query them and their rows, read one, keys, the activity log."""

from __future__ import annotations

import typing as t

from ..messages import Response, json_response
from ..routing import Call
from .dataset_queries import find_datasets, find_rows
from .datasets import Dataset
from .file_storage_keys import read_moment
from .lookups import administrator, body_of, page_of, query_number, refuse, workspace_of
from .uploaded_rows import as_csv

_MINUTES = 60


def query_datasets(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/datasets/query: the first page is number 1."""
    workspace, datasets = workspace_of(call), call.state.workbench.datasets
    call.state.workbench.jobs.settle()
    known = datasets.of_workspace(workspace.id)
    found, index, size = body_of(call, lambda value: find_datasets(value, known, datasets))
    return page_of(call, found, first=1, index=index, size=size)


def get_dataset(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/datasets/{datasetId}, with the version of its schema on request."""
    dataset = dataset_of(call)
    whole = (call.query("includeSchemaVersion") or "false").lower() == "true"
    return json_response(200, call.state.workbench.datasets.view(dataset, with_version=whole))


def query_rows(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/datasets/{datasetId}/query: the first page is number 1."""
    dataset = dataset_of(call)
    _schema, version = call.state.workbench.datasets.schema_of(dataset)
    columns = {column["name"]: column for column in version.columns}
    found, index, size = body_of(call, lambda value: find_rows(value, dataset.rows, columns))
    pagination = {
        "pageIndex": index,
        "pageSize": size,
        "totalCount": len(found),
        "totalPages": -(-len(found) // size),
    }
    start = (index - 1) * size
    return json_response(200, {"data": found[start : start + size], "pagination": pagination})


def make_key(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/datasets/{datasetId}/sas?durationInMinutes=&type=dfs, to read."""
    minutes = query_number(call, "durationInMinutes")
    if minutes == 0:
        refuse(400, "durationInMinutes has to be at least 1.")
    if (call.query("type") or "dfs") not in ("dfs", "blob"):
        refuse(400, "type has to be dfs or blob.")
    return _key(call, (_MINUTES if minutes is None else minutes) * 60)


def make_key_until(call: Call) -> Response:
    """GET /api/v1/workspaces/{workspaceId}/datasets/{datasetId}/sas?expiresOn=, to read."""
    expiry = read_moment(call.query("expiresOn"))
    if expiry is None or expiry <= call.state.clock.now():
        refuse(400, "expiresOn has to be a moment such as 2026-11-27T12:00:00Z that is not in the past.")
    return _key(call, expiry - call.state.clock.now())


def ledger(call: Call) -> Response:
    """GET /api/v1/workspaces/{workspaceId}/datasets/{datasetId}/ledger: the newest entry first."""
    entries = list(reversed(dataset_of(call).ledger))
    first = call.state.settings.workbench_first_page
    return page_of(
        call, entries, first=first, index=query_number(call, "PageIndex"), size=query_number(call, "PageSize")
    )


def dataset_of(call: Call) -> Dataset:
    """Return the data set of the path."""
    workspace = workspace_of(call)
    call.state.workbench.jobs.settle()
    dataset = call.state.workbench.datasets.find(workspace.id, call.parameters["datasetId"])
    if dataset is None:
        refuse(404, "There is no such data set.")
    return dataset


def _key(call: Call, seconds: float) -> Response:
    """Return the address of the folder of a data set with a key; its rows are written there as a CSV file."""
    dataset, bench = dataset_of(call), call.state.workbench
    administrator(call)
    if not dataset.base:
        refuse(400, "Only data sets that were uploaded have a key.")
    workspace, directory = workspace_of(call), f"datasets/{dataset.id}"
    filesystem = bench.file_storage.datasets_filesystem(workspace)
    bench.file_storage.folders.make_directory(filesystem, directory)
    _schema, version = bench.datasets.schema_of(dataset)
    content = as_csv(dataset.rows, version.columns)
    bench.file_storage.folders.write(filesystem, f"{directory}/part-00000.csv", content)
    bench.jobs.log(workspace, dataset, call.caller.client_id, "SAS key generated", access="read")
    return json_response(200, t.cast("t.Any", bench.jobs.address(filesystem, directory, "read", seconds)))
