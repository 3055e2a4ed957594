# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Ingesting one file: upload it, start the job, wait for its end. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from urllib.parse import parse_qs

from ..azure_storage.blobs import Blobs
from ..azure_storage.failures import KeyRefusedError
from ..azure_storage.keyring import Keyring
from ..azure_storage.sas_url import SasUrl
from ..azure_storage.slots import Slots
from ..azure_storage.uploads import upload
from ..content.progress import Meter
from ..errors import AmbiguousError, ApiError, StateError, WaitTimeoutError
from ..reconcile import lost_answers
from ..reconcile.polling import until

if t.TYPE_CHECKING:
    from ..azure_storage.directory_url import DirectoryUrl
    from ..client import Client
    from ..reconcile.polling import WaitOptions
    from ..task import Task
    from .api.datasets import Datasets, Ingest, Job
    from .api.job_errors import RowError
    from .csv_file import CsvFile

_BLOCK_SIZE = 8 * 1024 * 1024
# Blocks at a time, and with that how many of them are in memory.
_AT_A_TIME = 4
# How many rows a message lists, and how many a result has.
_MOST_TOLD = 20
MOST_ROW_ERRORS = 200
_STARTED_BEFORE = (400, 409)


class JobFailedError(StateError):
    """A job ended without having ingested its file. ``errors`` are those of the rows, as far as the job tells them."""

    def __init__(self, summary: str, errors: t.Sequence[RowError] = (), *, hint: str | None = None) -> None:
        super().__init__(summary, hint=hint)
        self.errors = tuple(errors)


class Jobs:
    """The jobs of one task in one workspace."""

    def __init__(self, task: Task, client: Client, api: Datasets, waiting: WaitOptions) -> None:
        self._task = task
        self._client = client
        self._api = api
        self._waiting = waiting

    def uploaded(self, file: CsvFile, prepare: t.Callable[[], Ingest | None]) -> Ingest | None:
        """Return the prepared job, after its file is in the folder that it has for it. None if there is no job.

        If the key of the folder is refused, another job is prepared, once: one that is not started changes nothing.
        Raises StateError if the file is not any more what was read, and what the storage refuses.
        """
        for last in (False, True):
            ingest = prepare()
            if ingest is None:
                return None
            try:
                self._upload(file, ingest.folder)
            except KeyRefusedError as error:
                if last:
                    error.hint = (
                        "The storage refused two keys that Data Workbench gave for this. Check that no administrator "
                        "revokes keys at the moment, and run again. Nothing was ingested."
                    )
                    raise
                self._task.progress(
                    f"{file.name}: the key of the folder is not valid anymore, another one is requested"
                )
                continue
            return ingest
        return None

    def start(self, job: str) -> None:
        """Start a job, once: it is looked at after a lost response. A job runs once, however often it is started."""
        doubt: list[bool] = []

        def send(applied: t.Callable[[], bool]) -> bool:
            try:
                self._api.start(job, applied=applied)
            except AmbiguousError:
                doubt.append(True)
                raise
            except ApiError as error:
                # A job whose first start was carried out cannot be started again.
                if not doubt or error.status not in _STARTED_BEFORE:
                    raise
            return True

        lost_answers.confirmed(
            send,
            lambda: self._api.job(job).ended or None,
            clock=self._task.clock,
            unknown=f"Whether the job {job} was started",
            hint="Run again. The next run looks at this job before it prepares another one.",
        )

    def started(self, job: str) -> None:
        """Start a job of an earlier run, of which it is not known whether it was started."""
        try:
            self.start(job)
        except ApiError as error:
            if error.status not in _STARTED_BEFORE:
                raise

    def end_of(self, job: str, name: str) -> Job:
        """Return a job as soon as it has ended, or at the end of the time to wait for it."""
        return until(
            lambda: self._api.job(job),
            lambda seen: seen.ended,
            clock=self._task.clock,
            pauses=self._waiting.pauses(self._task.clock, lambda: f"the job of {name}", self._task.progress),
        )

    def check(self, job: Job) -> None:
        """Raise JobFailedError if a job has failed. What is wrong but does not matter is a warning."""
        errors = [error for error in job.errors if not error.warns]
        if job.flawed:
            raise JobFailedError(
                "\n".join([f"The job {job.id} has completed, but says that rows are wrong.", *_told(errors)]),
                errors,
                hint="Look at the rows of the data set: these may be missing. Correct the file, and run again. With "
                "operation append, write only the missing rows into it.",
            )
        if not job.failed:
            for error in job.errors[:_MOST_TOLD]:
                self._task.warn(f"The job reports: {error}")
            return
        summary = f"The job {job.id} ended with the status {job.status}, and nothing was ingested."
        if job.message:
            summary += f" Data Workbench says: {job.message}"
        raise JobFailedError(
            "\n".join([summary, *_told(errors)]),
            errors,
            hint="Correct the file, and run again. The first row below the header is row 1.",
        )

    def not_ended(self, job: str) -> WaitTimeoutError:
        """Return the error for a job that has not ended in time."""
        limit = f" after {self._waiting.timeout:g} s" if self._waiting.wait else ""
        return WaitTimeoutError(
            f"The job {job} has not ended{limit}.",
            hint="Run again: the next run waits for the same job, up to wait_timeout, and ingests nothing twice. If "
            "the job never ends, ask support@veracity.com about it. With force: true, the job is given up and another "
            "one is started.",
        )

    def _upload(self, file: CsvFile, folder: DirectoryUrl) -> None:
        """Put a file into a folder, under exactly its name."""
        for secret in folder.secrets:
            self._task.learn(secret)
        sas = _blob_side(folder)
        blobs = Blobs(
            Keyring(sas, self._task.clock, None),
            self._client.route(sas.account_url),
            clock=self._task.clock,
            connections=2 * _AT_A_TIME,
            block_size=_BLOCK_SIZE,
            notify=self._task.progress,
        )
        meter = Meter(self._task.progress, f"{file.name}: uploaded", 1, file.size)
        place = "/".join(part for part in (folder.directory, file.name) if part)
        try:
            with Slots(_AT_A_TIME) as slots:
                sent = upload(
                    blobs, slots, file.path, place, content_type="text/csv", block_size=_BLOCK_SIZE, meter=meter.add
                )
        except OSError as error:
            raise StateError(
                f"src: {file.path} cannot be read anymore: {(error.strerror or 'unknown reason').lower()}.",
                hint="Run again.",
            ) from None
        meter.finish()
        if sent.md5 != file.md5:
            raise StateError("The file changed while the task ran.", hint="Run again when nobody writes to it.")


def _told(errors: t.Sequence[RowError]) -> list[str]:
    """Return the lines that tell what is wrong with rows."""
    more = [f"- and {len(errors) - _MOST_TOLD} more"] if len(errors) > _MOST_TOLD else []
    return [*(f"- {error}" for error in errors[:_MOST_TOLD]), *more]


def _blob_side(folder: DirectoryUrl) -> SasUrl:
    """Return the key of a folder for the Blob service of the account. A policy may decide what it allows."""
    allowed = parse_qs(folder.token).get("sp")
    names = {"read": "r", "write": "w", "delete": "d", "list": "l"}
    return SasUrl(
        folder.blob_account_url,
        folder.filesystem,
        folder.token,
        folder.signature,
        folder.expires,
        None if allowed is None else frozenset(name for name, letter in names.items() if letter in allowed[0]),
    )
