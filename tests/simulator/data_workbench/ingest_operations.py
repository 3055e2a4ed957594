# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations of ingests: define one, start its job, ask for its status. Only administrators may."""

from __future__ import annotations

import typing as t
import uuid

from ..inputs import BadInputError, flag, guid, items, json_object, name_text, text
from ..messages import Response, json_response
from ..routing import Call
from .dataset_operations import dataset_of
from .ingest_jobs import RUNNING, Job, new_job
from .lookups import administrator, body_of, refuse, workspace_of
from .schemas import SchemaVersion

_UPDATES = ("Upsert", "Delete", "Overwrite", "Append")
_WITH_KEYS = ("Upsert", "Delete")


def create_dataset(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/ingest/dataset: a data set, which is there once the job has completed."""
    workspace, bench = workspace_of(call), call.state.workbench
    administrator(call)
    wanted = body_of(call, _new_dataset)
    if bench.schemas.version(workspace.id, wanted["version_id"]) is None:
        refuse(400, "schemaVersionId: there is no such version of a schema.")
    job = new_job(workspace, call.caller.client_id, "Create", {**wanted, "dataset_id": str(uuid.uuid4())})
    return json_response(200, {"sasToken": bench.jobs.add(job), "jobId": job.id})


def update_dataset(call: Call) -> Response:
    """PUT /workspaces/{workspaceId}/ingest/dataset/{datasetId}: change its rows, and nothing else."""
    dataset, bench = dataset_of(call), call.state.workbench
    administrator(call)
    wanted = body_of(call, _update)
    operation = wanted.pop("operation")
    _check_keys(operation, bench.datasets.schema_of(dataset)[1])
    more = {"version_id": dataset.version_id, "dataset_id": dataset.id, "name": dataset.name}
    job = new_job(workspace_of(call), call.caller.client_id, operation, {**wanted, **more})
    return json_response(200, {"sasToken": bench.jobs.add(job), "jobId": job.id})


def start_job(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/ingest/job/{jobId}/start: of a job that does not start by itself."""
    job = _job_of(call)
    administrator(call)
    if job.automatic or job.started is not None or job.status != RUNNING:
        refuse(400, "The job was started already.")
    call.state.workbench.jobs.start(job)
    return json_response(200, {"jobId": job.id})


def job_status(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/ingest/job/{jobId}/status."""
    job = _job_of(call)
    return json_response(200, job.view(call.state.settings.job_errors))


def _job_of(call: Call) -> Job:
    """Return the job of the path."""
    workspace = workspace_of(call)
    call.state.workbench.jobs.settle()
    job = call.state.workbench.jobs.find(workspace, call.parameters["jobId"])
    if job is None:
        refuse(404, "There is no such job.")
    return job


def _check_keys(operation: str, version: SchemaVersion) -> None:
    """Refuse an operation that needs key columns, or must not have any."""
    has_keys = any(column["isKey"] for column in version.columns)
    if operation in _WITH_KEYS and not has_keys:
        refuse(400, f"{operation} needs key columns in the schema.")
    if operation == "Append" and has_keys:
        refuse(400, "Append is for schemas without key columns.")


def _new_dataset(value: t.Any) -> dict[str, t.Any]:
    """Return the body of a creation."""
    required = {"datasetName", "schemaVersionId", "files", "provider"}
    given = json_object(value, required, {"datasetDescription", "tags", "startAutomatically"})
    if given["provider"] != "BYOD":
        raise BadInputError("provider has to be BYOD")
    return {
        "name": name_text("datasetName", given["datasetName"]),
        "description": text("datasetDescription", given.get("datasetDescription") or ""),
        "version_id": guid("schemaVersionId", given["schemaVersionId"]),
        "file_name": _file(given["files"], ("Create",))["fileName"],
        "tags": _tags(given.get("tags") or []),
        "automatic": flag("startAutomatically", given.get("startAutomatically", False)),
    }


def _update(value: t.Any) -> dict[str, t.Any]:
    """Return the body of an update."""
    given = json_object(value, {"files"}, {"startAutomatically"})
    file = _file(given["files"], _UPDATES)
    automatic = flag("startAutomatically", given.get("startAutomatically", False))
    return {"file_name": file["fileName"], "operation": file["operation"], "automatic": automatic}


def _file(value: t.Any, operations: t.Collection[str]) -> dict[str, str]:
    """Return the only file of an ingest."""
    files = items("files", value)
    if len(files) != 1:
        raise BadInputError("files: exactly one file is supported")
    given = json_object(files[0], {"fileName", "operation"}, frozenset())
    if given["operation"] not in operations:
        raise BadInputError(f"operation has to be one of {', '.join(operations)}")
    if "/" in name_text("fileName", given["fileName"]):
        raise BadInputError("fileName must not contain a slash")
    return given


def _tags(value: t.Any) -> dict[str, list[str]]:
    """Return posted tags, a list of keys with their values, as they are shown."""
    found: dict[str, list[str]] = {}
    for entry in items("tags", value):
        given = json_object(entry, {"Key", "Values"}, frozenset())
        key = name_text("Key", given["Key"])
        if key in found:
            raise BadInputError(f"tags: {key} is there twice")
        found[key] = [text("Values", each) for each in items("Values", given["Values"])]
    return found
