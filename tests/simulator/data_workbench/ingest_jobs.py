# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ingest jobs: they read an uploaded file, check it against the schema and change the rows of a data set."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass, field

from ..clock import Clock
from ..settings import Settings
from .datasets import Dataset, Datasets
from .directory_sas import POLICIES, DirectoryKey
from .file_storage import FileStorage
from .schemas import Schemas
from .uploaded_rows import FailedError, applied, read_rows
from .workspaces import Workspace, Workspaces

_KEY_SECONDS = 3600
_NO_STORAGE = "No file can be uploaded: the simulator runs without Azurite."
RUNNING, COMPLETED = "Running", "Completed"


@dataclass
class Job:
    """One job. The data set of ``dataset_id`` is made by it when the operation is Create, and is there otherwise."""

    id: str
    workspace: Workspace
    caller: str
    operation: str
    file_name: str
    automatic: bool
    version_id: str
    dataset_id: str
    name: str
    description: str = ""
    tags: dict[str, list[str]] = field(default_factory=dict)
    started: float | None = None
    content: bytes | None = None
    status: str = RUNNING
    message: str = ""
    errors: list[dict[str, t.Any]] = field(default_factory=list)

    def view(self, form: str = "objects") -> dict[str, t.Any]:
        """Return its status; only a completed job names its data set."""
        done = {"dataSetName": self.name, "datasetId": self.dataset_id} if self.status == COMPLETED else {}
        return {
            "jobId": self.id,
            "status": self.status,
            "operations": [self.operation],
            "notebookErrorMessage": self.message,
            **done,
            "validationError": [_text(error) for error in self.errors] if form == "texts" else self.errors,
        }


class IngestJobs:
    """All jobs; whoever calls holds the lock of the workspaces."""

    def __init__(
        self,
        clock: Clock,
        settings: Settings,
        storage: FileStorage,
        schemas: Schemas,
        datasets: Datasets,
        workspaces: Workspaces,
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._storage = storage
        self._schemas = schemas
        self._datasets = datasets
        self._workspaces = workspaces
        self._by_id: dict[str, Job] = {}

    def reset(self) -> None:
        """Forget all of them."""
        self._by_id.clear()

    def all(self) -> list[Job]:
        """Return all jobs in the order in which they were made."""
        return list(self._by_id.values())

    def find(self, workspace: Workspace, job_id: str) -> Job | None:
        """Return a job of a workspace."""
        job = self._by_id.get(job_id.lower())
        return job if job is not None and job.workspace is workspace else None

    def add(self, job: Job) -> str:
        """Take a job and return the address of the folder for its file, with a key to write there."""
        self._by_id[job.id] = job
        filesystem, directory = self._storage.datasets_filesystem(job.workspace), f"ingest/{job.id}"
        self._storage.folders.make_directory(filesystem, directory)
        return self.address(filesystem, directory, "write", _KEY_SECONDS)

    def address(self, filesystem: str, directory: str, access: str, seconds: float) -> str:
        """Return the address of a folder with a key."""
        lifetime = self._settings.workbench_key_lifetime
        now = self._clock.now()
        expiry = now + (seconds if lifetime is None else min(seconds, lifetime))
        token = self._storage.signer.sign(DirectoryKey(filesystem, directory, POLICIES[access], now, expiry))
        return f"{self._storage.url}/{filesystem}/{directory}?{token}"

    def start(self, job: Job) -> None:
        """Start a job: its file is read now."""
        job.started = self._clock.now()
        job.content = self._file(job)
        if job.content is None:
            missing = f"There is no file {job.file_name}." if self._storage.folders.keeps_files else _NO_STORAGE
            self._fail(job, missing)

    def settle(self) -> None:
        """Start what starts by itself, and end what has run long enough."""
        for job in self._by_id.values():
            if job.status != RUNNING:
                continue
            if job.started is None and job.automatic and self._is_uploaded(job):
                self.start(job)
            if self._is_due(job):
                self._run(job)

    def _is_uploaded(self, job: Job) -> bool:
        """Return whether a job can start by itself: a file without content is still being uploaded."""
        return not self._storage.folders.keeps_files or bool(self._file(job))

    def _is_due(self, job: Job) -> bool:
        """Return whether a job has run long enough."""
        started = job.started if job.status == RUNNING else None
        return started is not None and self._clock.now() >= started + self._settings.job_seconds

    def _file(self, job: Job) -> bytes | None:
        """Return the content of the file of a job."""
        filesystem = self._storage.datasets_filesystem(job.workspace)
        return self._storage.folders.read(filesystem, f"ingest/{job.id}/{job.file_name}")

    def _run(self, job: Job) -> None:
        """Carry out a job."""
        found = self._schemas.version(job.workspace.id, job.version_id)
        columns = found[1].columns if found else []
        dataset = self._datasets.find(job.workspace.id, job.dataset_id)
        try:
            checked = read_rows(job.content or b"", columns)
            job.errors = checked.errors
            if any(error["severity"] == "Error" for error in checked.errors):
                raise FailedError("The validation failed.")
            keys = [column["name"] for column in columns if column["isKey"]]
            rows = applied(job.operation, dataset.rows if dataset else [], checked.rows, keys)
        except FailedError as error:
            self._fail(job, str(error))
            return
        now = self._clock.now()
        if dataset is None:
            dataset = Dataset(
                job.dataset_id,
                job.workspace.id,
                job.name,
                job.description,
                job.version_id,
                job.tags,
                job.caller,
                now,
            )
            self._datasets.add(dataset)
        dataset.rows, dataset.modified, dataset.modified_by = rows, now, job.caller
        job.status, job.content = COMPLETED, None
        event = "Dataset created" if job.operation == "Create" else "Dataset updated"
        self.log(job.workspace, dataset, job.caller, event, operation=job.operation, rows=len(rows))

    def log(self, workspace: Workspace, dataset: Dataset, caller: str, event: str, **payload: t.Any) -> None:
        """Write an entry into the activity logs of a workspace and of a data set."""
        entry = self._workspaces.log(workspace, caller, event, dataset=dataset.name, **payload)
        entry["resource"] = {"id": dataset.id, "type": "Dataset"}
        dataset.ledger.append(entry)

    def _fail(self, job: Job, message: str) -> None:
        """End a job without a change."""
        job.status, job.message, job.content = self._settings.job_failed_status, message, None


def new_job(workspace: Workspace, caller: str, operation: str, wanted: t.Mapping[str, t.Any]) -> Job:
    """Return a job with an id of its own."""
    return Job(str(uuid.uuid4()), workspace, caller, operation, **wanted)


def _text(error: t.Mapping[str, t.Any]) -> str:
    """Return an error of a row as a text."""
    return f"Row {error['rowNumber']}, column {error['columnName']}: {error['errorMessage']}"
