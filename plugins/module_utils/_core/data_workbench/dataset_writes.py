# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Finding data sets of a workspace, and ingesting files into them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from dataclasses import dataclass

from ..azure_storage.failures import KeyRefusedError
from ..azure_storage.library import require
from ..errors import BulkError, ForbiddenError, NotFoundError, StateError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item, Kind
from ..reconcile.locks import alone
from ..reconcile.plan import Plan, Step
from ..reconcile.polling import WaitOptions
from ..validation.names import composed
from . import csv_file, datasets, schema_reference, workspace_reference
from .api.datasets import Dataset, Datasets, Ingest, Job
from .api.schemas import Column, Schemas, SchemaVersion
from .csv_file import CsvFile
from .datasets import DatasetDescription, Held
from .ingest_jobs import MOST_ROW_ERRORS, JobFailedError, Jobs
from .ingested import Content, Ingested, Pending, Record
from .schema_reference import MissingSchemaError

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task
    from .api.workspaces import Workspace

DatasetItem = Item[DatasetDescription, Held]


@dataclass(frozen=True)
class Wanted:
    """What an item is about: its file, the version of the schema, and the content that is to be ingested.

    ``version`` is None if it is taken as created before, in check mode.
    """

    file: CsvFile
    version: SchemaVersion | None
    schema: str | None
    content: Content


class WorkspaceDatasets(Kind[DatasetDescription, Held]):
    """The data sets of a workspace, found by their names."""

    noun = "Data set"
    plural = "data sets"
    doing = "ingested"

    def __init__(
        self,
        task: Task,
        client: Client,
        workspace: str,
        files: t.Mapping[str, CsvFile],
        columns: t.Mapping[str, t.Sequence[Column]] | None = None,
    ) -> None:
        """``files`` by their paths; ``columns`` by the names of data sets, where the same run sets them.

        Raises InputError for wrong options, and for a state file that cannot be read.
        """
        self._task = task
        self._identity = client.identity
        self._workspace = workspace
        self._force = bool(task.params.get("force"))
        self._waiting = WaitOptions.of(task.params)
        self._api = Datasets(client, workspace)
        self._schemas = Schemas(client, workspace)
        self._jobs = Jobs(task, client, self._api, self._waiting)
        self._record = Record(task, client)
        self._files = files
        self._columns = columns or {}
        self._told: set[str] = set()

    def name(self, desired: DatasetDescription) -> str:
        """Return the name of the data set."""
        return desired.name

    def nothing(self, desired: DatasetDescription) -> Plan[Held]:
        """Return the plan of a data set that is not there and stays so."""
        return Plan(f"data set {desired.name}", None, None, datasets.diff_view)

    def alone(self, item: DatasetItem | None) -> contextlib.AbstractContextManager[bool] | None:
        """Return the lock of a data set: names do not keep a second one away."""
        if item is None:
            return None
        longest = self._waiting.timeout if self._waiting.wait else 0.0
        thing = self._key(item.desired)
        what = f"data set {item.name}"
        return alone(self._task, self._identity, "datasets", what, thing=thing, longest=longest, needed=True)

    def find(self, item: DatasetItem) -> Held | None:
        """Return the data set with its content, as far as it is known, after a job of an earlier run has ended."""
        desired = item.desired
        file = self._files[desired.src]
        known = self._record.get(self._key(desired))
        dataset = one_of(self._api.named(desired.name), desired.name) or self._remembered(known, desired.name)
        version, schema = self._version(desired, dataset)
        identifier = version.id if version else ""
        content = Content(file.sha256, identifier, desired.operation or "", file.name, file.size, file.rows)
        item.target = Wanted(file, version, schema, content)
        if known.pending is not None and not self._force:
            known, dataset = self._settled(desired, known, content, dataset)
        if dataset is None:
            return None
        mine = known.dataset in (None, dataset.id) or not dataset.id
        return Held(dataset, known.content if mine else None)

    def plan(self, item: DatasetItem, current: Held | None) -> Plan[Held]:
        """Return what leads to the description, after file and operation were held against the schema."""
        wanted: Wanted = item.target
        plan = datasets.plan(current, item.desired, wanted.content, wanted.schema, force=self._force)
        known = wanted.version.columns or () if wanted.version else None
        columns = self._columns.get(item.name, known)
        if columns is not None and (plan.changed or item.desired.operation):
            operation = item.desired.operation or "create"
            csv_file.check_keys(columns, operation)
            if plan.changed:
                csv_file.check_header(wanted.file, columns, operation)
        if plan.changed:
            require()
        elif current is not None:
            self._tell(item.name, current, wanted.content)
        return plan

    def write(self, item: DatasetItem, step: Step) -> None:
        """Ingest the file, and wait for the end of the job."""
        wanted: Wanted = item.target
        after = t.cast(Held, item.plan.after)
        content = t.cast(Content, after.content)
        made: list[Dataset] = []

        def create() -> Ingest | None:
            found = self._prepared_creation(after.dataset, wanted.file)
            if isinstance(found, Ingest):
                return found
            made.append(found)
            return self._api.prepare_change(found.id, wanted.file.name, "overwrite")

        def change() -> Ingest:
            return self._api.prepare_change(after.dataset.id, wanted.file.name, content.operation)

        with _as_administrator():
            ingest = t.cast(Ingest, self._jobs.uploaded(wanted.file, create if step.action == "create" else change))
            dataset = made[-1] if made else after.dataset
            self._run(item, Held(dataset, content), ingest.job)

    def outcome(self, item: DatasetItem) -> dict[str, t.Any]:
        """Return the data set."""
        return {"name": item.name, "dataset": datasets.to_result(item.state)}

    def _run(self, item: DatasetItem, after: Held, job: str) -> None:
        """Start a job whose file is there, and wait for its end. Whatever happens, the next run knows of the job."""
        key, content = self._key(item.desired), t.cast(Content, after.content)
        before = dataclasses.replace(self._record.get(key), pending=None)
        identifier = after.dataset.id or None
        if before.dataset != identifier:
            before = Ingested(identifier)
        pending = dataclasses.replace(before, pending=Pending(job, content))
        self._record.put(key, pending)
        self._jobs.start(job)
        self._record.put(key, dataclasses.replace(before, pending=Pending(job, content, started=True)))
        if not self._waiting.wait:
            item.wrote(after)
            return
        ended = self._jobs.end_of(job, item.name)
        if not ended.ended:
            # It may still change the data set.
            item.wrote(after)
            raise self._jobs.not_ended(job)
        if ended.failed:
            self._record.put(key, before)
        if ended.flawed:
            # It is looked at again, until the file is another one.
            item.wrote(after)
        self._jobs.check(ended)
        item.wrote(self._completed(key, after, ended))

    def _completed(self, key: str, after: Held, job: Job) -> Held:
        """Return a data set after a job that completed, which is remembered."""
        name = after.dataset.name
        identifier = job.dataset or after.dataset.id
        found = self._api.get(identifier) if identifier else one_of(self._api.named(name), name)
        dataset = found or dataclasses.replace(after.dataset, id=identifier or "")
        self._record.put(key, Ingested(dataset.id or None, after.content))
        return Held(dataset, after.content)

    def _prepared_creation(self, new: Dataset, file: CsvFile) -> Ingest | Dataset:
        """Prepare a creation, or return the data set if there is one after a lost response."""

        def send(applied: t.Callable[[], bool]) -> Ingest | Dataset:
            return self._api.prepare_creation(new, file.name, applied=applied)

        return lost_answers.confirmed(
            send,
            lambda: one_of(self._api.named(new.name), new.name),
            clock=self._task.clock,
            unknown=f"Whether the data set {new.name} was prepared",
        )

    def _remembered(self, known: Ingested, name: str) -> Dataset | None:
        """Return a data set that the query does not find, but whose id is known: it may be younger than its index."""
        found = self._api.get(known.dataset) if known.dataset else None
        return found if found is not None and composed(found.name) == composed(name) else None

    def _settled(
        self, desired: DatasetDescription, known: Ingested, content: Content, dataset: Dataset | None
    ) -> tuple[Ingested, Dataset | None]:
        """Return what is known, and the data set, after the job of an earlier run was looked at and waited for."""
        key, pending, writes = self._key(desired), t.cast(Pending, known.pending), not self._task.check_mode
        without = dataclasses.replace(known, pending=None)
        try:
            job = self._api.job(pending.job)
        except NotFoundError:
            self._check_forgotten(desired, pending, content, dataset)
            return without, dataset
        if not job.ended and writes:
            self._task.progress(f"data set {desired.name}: waiting for the job {job.id} of an earlier run")
            if not pending.started:
                with _as_administrator():
                    self._jobs.started(pending.job)
                self._record.put(key, dataclasses.replace(known, pending=dataclasses.replace(pending, started=True)))
            job = self._jobs.end_of(pending.job, desired.name)
        if job.flawed and pending.content.covers(content):
            self._jobs.check(job)
        if job.completed:
            dataset = dataset or one_of(self._api.named(desired.name), desired.name)
            after = Ingested(job.dataset or (dataset.id if dataset else known.dataset), pending.content)
            if writes:
                self._task.progress(
                    f"data set {desired.name}: the job {job.id} of an earlier run has ingested {pending.content.file}"
                )
                self._record.put(key, after)
            return after, dataset
        if job.failed:
            if writes:
                self._record.put(key, without)
            self._task.warn(
                f"Data set {desired.name}: the job {job.id} of an earlier run ended with the status {job.status}, and "
                "nothing was ingested by it."
            )
            return without, dataset
        if not pending.content.covers(content) and writes:
            raise self._jobs.not_ended(pending.job)
        if self._waiting.wait and writes:
            raise self._jobs.not_ended(pending.job)
        new = Dataset("", desired.name, desired.description or "", None, content.version or None, desired.tags or {})
        return dataclasses.replace(known, content=pending.content, pending=pending), dataset or new

    def _check_forgotten(
        self, desired: DatasetDescription, pending: Pending, content: Content, dataset: Dataset | None
    ) -> None:
        """Warn that the end of a job is not known. Raises StateError if its rows might be appended a second time."""
        unknown = (
            f"Data Workbench does not know the job {pending.job} of an earlier run anymore. Whether it has ingested "
            f"{pending.content.file} is not known."
        )
        adds = dataset is not None and desired.operation == "append"
        if adds and pending.content.covers(content):
            raise StateError(
                unknown, hint="Look at the rows of the data set. If they are not there, run again with force: true."
            )
        self._task.warn(f"Data set {desired.name}: {unknown}")

    def _version(self, desired: DatasetDescription, dataset: Dataset | None) -> tuple[SchemaVersion | None, str | None]:
        """Return the version of the schema with its columns, and the name of the schema as far as it is known.

        Without one in the description it is that of the data set that is there.
        """
        try:
            if dataset is not None and dataset.schema_version and desired.schema_version is None:
                self._check_schema(desired, dataset)
                return self._schemas.version(dataset.schema_version), dataset.schema
            if desired.schema is None and desired.schema_version is None:
                if dataset is None:
                    raise datasets.needs_schema()
                return None, dataset.schema
            return schema_reference.find_version(self._schemas, desired.schema, desired.schema_version)
        except MissingSchemaError as error:
            engine.created_before(self._task, f"Schema {desired.schema or desired.schema_version}", error)
            return None, desired.schema

    def _check_schema(self, desired: DatasetDescription, dataset: Dataset) -> None:
        """Raise StateError if a data set is under another schema than the described one."""
        if desired.schema is None or desired.schema == composed(dataset.schema or ""):
            return
        schema = schema_reference.find_schema(self._schemas, desired.schema)
        if dataset.schema_version not in {version.id for version in schema.versions}:
            raise StateError(
                f"The schema is {dataset.schema} and cannot be changed to {schema.name}.",
                hint="Omit schema, or create a data set of another name.",
            )

    def _tell(self, name: str, current: Held, content: Content) -> None:
        """Say that the file is not ingested although it differs, or may differ. Once, although it is planned twice."""
        if content.operation or name in self._told:
            return
        self._told.add(name)
        if current.content is None:
            self._task.progress(
                f"data set {name} exists, and operation is omitted, so its content is not changed. What was ingested "
                "last is not known here"
            )
        elif not current.content.covers(content):
            self._task.warn(
                f"Data set {name}: the file differs from what was ingested last, and is not ingested, because "
                "operation is omitted. Set operation."
            )

    def _key(self, desired: DatasetDescription) -> str:
        """Return what a data set is remembered by."""
        return f"{self._workspace}/{desired.name}"


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a data set is as described. Returns the result of the module."""
    description = datasets.describe(task.params)
    file = csv_file.read(description.src)
    known = workspace_reference.known_id(task.params)
    workspace = workspace_reference.expected(task, client, task.params["workspace"], task.params["tenant"], known=known)
    if workspace is None:
        return _predicted(description, file)
    with workspace_reference.checked_after(client, known):
        return _ensured(task, client, workspace, description, file)


def _ensured(
    task: Task, client: Client, workspace: Workspace, description: DatasetDescription, file: CsvFile
) -> dict[str, t.Any]:
    """Ensure that a data set of a workspace is as described."""
    kind = WorkspaceDatasets(task, client, workspace.id, {description.src: file})
    (item,) = engine.reconcile(kind, [description], task)
    result = {"dataset": datasets.to_result(item.state)}
    if isinstance(item.error, JobFailedError) and item.error.errors:
        shown = [dataclasses.asdict(error) for error in item.error.errors[:MOST_ROW_ERRORS]]
        raise BulkError(
            item.error.summary,
            result={"changed": False, **result, "row_errors": shown, "diff": item.plan.diff},
            hint=item.error.hint,
        )
    return engine.result_of_one(item, result)


def _predicted(description: DatasetDescription, file: CsvFile) -> dict[str, t.Any]:
    """Return the result for a workspace that check mode takes as created before. Raises what planning raises."""
    if description.schema is None and description.schema_version is None:
        raise datasets.needs_schema()
    content = Content(file.sha256, "", description.operation or "", file.name, file.size, file.rows)
    plan = datasets.plan(None, description, content, description.schema)
    return {"changed": True, "dataset": datasets.to_result(plan.after), "diff": plan.diff}


def one_of(found: t.Sequence[Dataset], name: str) -> Dataset | None:
    """Return the one data set of a name, None if there is none. Raises StateError if there are several."""
    if len(found) > 1:
        identifiers = ", ".join(sorted(dataset.id for dataset in found))
        raise StateError(
            f"{len(found)} data sets have the name {name}: {identifiers}.",
            hint="Rename all but one of them in the user interface.",
        )
    return found[0] if found else None


@contextlib.contextmanager
def _as_administrator() -> t.Iterator[None]:
    """Say which role a refused call needs. What the storage refuses says itself what to do."""
    try:
        yield
    except KeyRefusedError:
        raise
    except ForbiddenError as error:
        error.hint = workspace_reference.ADMIN
        raise
