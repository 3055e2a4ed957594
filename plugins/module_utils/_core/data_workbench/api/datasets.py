# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Data sets, their rows, and the jobs that ingest files into them, as the gateway has them.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ...api_fields import confirming, finite, flag, guid, guid_or_none, objects, one_object, required_guid, text
from ...azure_storage import directory_url
from ...azure_storage.directory_url import DirectoryUrl
from ...errors import NotFoundError, ResponseError
from ...validation.names import composed
from .gateway import V2, Entries, queried
from .job_errors import RowError, row_errors

if t.TYPE_CHECKING:
    from ...client import Applied, Client
    from ...transport.session import Response

Tags = t.Mapping[str, t.Collection[str]]

_COMPLETED = frozenset({"completed", "succeeded", "success"})
# How a failure is spelled is not documented.
_FAILURES = ("fail", "error", "cancel", "abort", "timedout", "invalid", "rejected")


@dataclass(frozen=True)
class Dataset:
    """A data set. ``schema`` is the name of its schema, ``schema_version`` the id of the version of it.

    ``base``: it was uploaded, so that files can be ingested into it.
    """

    id: str
    name: str
    description: str = ""
    schema: str | None = None
    schema_version: str | None = None
    tags: t.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    created: str | None = None
    last_modified: str | None = None
    base: bool = True


@dataclass(frozen=True)
class Ingest:
    """A job that was prepared: its file goes into ``folder``, and then it is started."""

    job: str
    folder: DirectoryUrl


@dataclass(frozen=True)
class Job:
    """A job. ``dataset`` is the id of its data set, None if the response does not tell it."""

    id: str
    status: str
    dataset: str | None = None
    message: str = ""
    errors: tuple[RowError, ...] = ()

    @property
    def completed(self) -> bool:
        """Whether it has ingested its file."""
        return self.status.casefold() in _COMPLETED

    @property
    def flawed(self) -> bool:
        """Whether it has completed, and says all the same that rows are wrong, which may be missing then."""
        return self.completed and any(error.severity.casefold() == "error" for error in self.errors)

    @property
    def failed(self) -> bool:
        """Whether it has ended without having ingested its file."""
        status = self.status.casefold()
        if self.completed or status == "running":
            return False
        return (
            any(word in status for word in _FAILURES)
            or bool(self.message)
            or any(not error.warns for error in self.errors)
        )

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.completed or self.failed


class Datasets:
    """The data sets of one workspace. Every method raises what the client raises."""

    def __init__(self, client: Client, workspace: str) -> None:
        self._client = client
        self._path = f"{V2}/workspaces/{guid(workspace)}"

    def query(self, wanted: t.Mapping[str, t.Any]) -> list[Dataset]:
        """Return data sets (POST /workspaces/{workspaceId}/datasets/query). ``wanted`` is the body without the page."""
        found = queried(self._client, f"{self._path}/datasets/query", wanted, _page)
        # Data sets that are created meanwhile move some onto the next page.
        return list({dataset.id: dataset for dataset in map(_dataset, found)}.values())

    def named(self, name: str, wanted: t.Mapping[str, t.Any] | None = None) -> list[Dataset]:
        """Return the data sets of exactly this name, of those that are ``wanted``.

        The query also finds those whose names contain it. Other characters than ASCII can be spelled in two ways, which
        the query may tell apart.
        """
        body = {**(wanted or {}), **({"datasetName": composed(name)} if name.isascii() else {})}
        return [dataset for dataset in self.query(body) if composed(dataset.name) == composed(name)]

    def get(self, dataset: str) -> Dataset | None:
        """Return a data set by its id, None if there is none (GET …/datasets/{datasetId})."""
        try:
            return _dataset(self._client.get(f"{self._path}/datasets/{guid(dataset)}").json())
        except NotFoundError:
            return None

    def rows(self, dataset: str, wanted: t.Mapping[str, t.Any], limit: int) -> Entries:
        """Return rows of a data set (POST …/datasets/{datasetId}/query), at most ``limit``."""
        return queried(self._client, f"{self._path}/datasets/{guid(dataset)}/query", wanted, _page_of_rows, limit=limit)

    def prepare_creation(self, wanted: Dataset, file_name: str, *, applied: Applied) -> Ingest:
        """Prepare the job that creates a data set with a file (POST …/ingest/dataset)."""
        body = {
            "datasetName": wanted.name,
            "datasetDescription": wanted.description,
            "schemaVersionId": guid(wanted.schema_version or ""),
            "files": [{"fileName": file_name, "operation": "Create"}],
            "tags": [{"Key": key, "Values": list(values)} for key, values in wanted.tags.items()],
            "provider": "BYOD",
            "startAutomatically": False,
        }
        response = self._client.post(f"{self._path}/ingest/dataset", body=body, applied=applied)
        with confirming():
            return _ingest(response)

    def prepare_change(self, dataset: str, file_name: str, operation: str) -> Ingest:
        """Prepare the job that changes a data set with a file (PUT …/ingest/dataset/{datasetId}).

        A job that is not started changes nothing, so it can be sent again.
        """
        body = {
            "files": [{"fileName": file_name, "operation": operation.capitalize()}],
            "startAutomatically": False,
        }
        path = f"{self._path}/ingest/dataset/{guid(dataset)}"
        return _ingest(self._client.put(path, body=body, repeatable=True))

    def start(self, job: str, *, applied: Applied) -> None:
        """Start a job, whose file is uploaded (POST …/ingest/job/{jobId}/start)."""
        self._client.post(f"{self._path}/ingest/job/{guid(job)}/start", applied=applied)

    def job(self, job: str) -> Job:
        """Return a job (GET …/ingest/job/{jobId}/status). One that is not started yet is running, too."""
        answer = self._client.get(f"{self._path}/ingest/job/{guid(job)}/status").json()
        fields = one_object(answer, "The status of a job")
        return Job(
            guid(job),
            text(fields, "status"),
            guid_or_none(fields.get("datasetId")),
            text(fields, "notebookErrorMessage"),
            tuple(row_errors(fields.get("validationError"))),
        )


def _page(answer: t.Any) -> tuple[Entries, float | None]:
    """Return the data sets of a page, and the number of all."""
    if not isinstance(answer, dict):
        return objects(answer, "The list of data sets"), None
    return objects(answer.get("result") or [], "The list of data sets"), finite(answer, "totalCount")


def _page_of_rows(answer: t.Any) -> tuple[Entries, float | None]:
    """Return the rows of a page, and the number of all."""
    fields = one_object(answer, "A page of rows")
    pagination = fields.get("pagination")
    total = finite(pagination, "totalCount") if isinstance(pagination, dict) else None
    return objects(fields.get("data") or [], "The rows of a data set"), total


def _dataset(entry: t.Any) -> Dataset:
    """Return an entry as a data set. Raises ResponseError if it lacks the id."""
    fields = one_object(entry, "A data set")
    info, tags = fields.get("schemaInfo"), fields.get("tags")
    schema = info if isinstance(info, dict) else {}
    return Dataset(
        required_guid(fields, "id", "A data set"),
        text(fields, "name"),
        text(fields, "description"),
        text(schema, "schemaName") or None,
        guid_or_none(schema.get("schemaVersionId")),
        {str(key): _values(values) for key, values in tags.items()} if isinstance(tags, dict) else {},
        text(fields, "createdOn") or None,
        text(fields, "lastModifiedOn") or None,
        flag(fields, "isBaseDataset") or "isBaseDataset" not in fields,
    )


def _values(values: t.Any) -> tuple[str, ...]:
    """Return the values of a tag."""
    return tuple(str(value) for value in values) if isinstance(values, list) else (str(values),)


def _ingest(response: Response) -> Ingest:
    """Return a prepared job. Raises ResponseError, with nothing of the key in its text."""
    fields = one_object(response.json(), "The job")
    address, _separator, token = text(fields, "sasToken").strip().strip('"').partition("?")
    if not token:
        raise ResponseError("The job cannot be used: the response has no folder for the file.")
    return Ingest(required_guid(fields, "jobId", "The job"), directory_url.parse(address, token))
