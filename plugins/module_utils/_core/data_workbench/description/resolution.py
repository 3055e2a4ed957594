# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What reading shows of a whole description of Data Workbench. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...azure_storage.library import require_data_lake
from ...content.described import DescribedContent, check_files
from ...errors import ApiError, InputError, ResponseError, StateError
from ...reconcile import engine
from ...reconcile.engine import Item
from ...validation.mistakes import Mistakes, told
from .. import csv_file, datasets, schemas, workspaces
from ..api.schemas import Column, Schema
from ..api.workspaces import Workspace, Workspaces
from ..csv_file import CsvFile
from ..dataset_writes import WorkspaceDatasets
from ..datasets import DatasetDescription
from ..schema_writes import WorkspaceSchemas
from .checks import TENANT, WORKSPACES, kinds

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

Fields = dict[str, t.Any]
Planned = t.Mapping[str, Schema]


def reads(found: Fields) -> bool:
    """Return whether there is anything to read."""
    return bool(found.get("workspaces"))


def resolve(task: Task, client: Client, found: Fields, mistakes: Mistakes) -> Fields:
    """Add to ``mistakes`` what reading shows, and return what the role is told beside the description.

    ``workspace_ids``: those of the workspaces that are there. ``kinds``: what the role is to manage.

    Workspaces, schemas and data sets are planned as their modules do it, so that what cannot be done is known before
    the first write. Nothing is read of what has a mistake already. File storage is not looked into: that takes a key,
    which is written into the activity log.
    """
    if not reads(found) or mistakes.about(TENANT):
        return {"workspace_ids": {}, "kinds": kinds(found)}
    # Planning alone: no job of an earlier run is waited for, and no warning is given twice.
    params = {**task.params, "wait": True, "wait_timeout": 900.0, "wait_interval": 5.0}
    planning = dataclasses.replace(task, params=params, check_mode=True, warn=_ignore, progress=_ignore)
    resolution = _Resolution(planning, client, found, mistakes)
    resolution.check()
    return {"workspace_ids": resolution.ids, "kinds": kinds(found)}


def _ignore(_text: str) -> None:
    """Do nothing with the text."""


class _Resolution:
    """A description beside what is there."""

    def __init__(self, task: Task, client: Client, found: Fields, mistakes: Mistakes) -> None:
        self._task = task
        self._client = client
        self._tenant: str = found["tenant"]
        self._described: list[Fields] = found["workspaces"]
        self._mistakes = mistakes
        # By what the description calls them, as the following steps do.
        self.ids: dict[str, str] = {}
        # What is going to be written, and into which workspace. None: it is going to be created.
        self._writes: list[tuple[str, Workspace | None]] = []
        self._workspace: Workspace | None = None

    def check(self) -> None:
        """Check that everything can be as described."""
        self._check_storage()
        good = {
            number: workspaces.check(options, self._tenant, "", Mistakes())
            for number, options in enumerate(self._described)
            if not self._mistakes.about(f"{WORKSPACES}[{number}]")
        }
        kind = workspaces.TenantWorkspaces(self._task, self._client)
        items = engine.gathered(kind, list(good.values()), self._task)
        seen: dict[str, int] = {}
        for number, item in zip(good, items, strict=True):
            place, options = f"{WORKSPACES}[{number}]", self._described[number]
            self._note(place, item)
            current = item.state
            if current is not None:
                self.ids[options.get("id") or options["name"]] = current.id
            if current is not None and seen.setdefault(current.id, number) != number:
                first = f"{WORKSPACES}[{seen[current.id]}]"
                self._mistakes.add(place, f"this is the same workspace as {first}. Describe it once.")
            if item.due and current is None:
                self._writes.append((place, None))
            self._workspace = current
            planned = self._check_schemas(current, options.get("schemas", []), f"{place}.schemas")
            self._check_datasets(current, options.get("datasets", []), planned, f"{place}.datasets")
            for index, entry in enumerate(options.get("content", ())):
                if entry.get("direction") == "upload":
                    self._will_write(f"{place}.content[{index}]")
        self._check_roles()

    def _will_write(self, place: str) -> None:
        """Note that what is described at a place is going to be written into the workspace, if it exists already."""
        if self._workspace is not None:
            self._writes.append((place, self._workspace))

    def _check_roles(self) -> None:
        """Check that the caller may do what is going to be done, as far as its roles are told."""
        if not self._writes:
            return
        try:
            roles = Workspaces(self._client).own_roles()
        except (ApiError, ResponseError):
            # Whether a service account may ask is not documented. The first write tells what it may not do.
            return
        for place, workspace in self._writes:
            if not roles.only_reads(self._tenant, workspace.id if workspace else None):
                continue
            where = "tenant" if workspace is None else "workspace"
            self._mistakes.add(
                place,
                f"this needs the role Admin in the {where}, and this application has the role Reader. Ask an "
                f"administrator of the {where} for the role.",
            )

    def _check_storage(self) -> None:
        """Check that there is what is needed to work with File storage, and that the files are there."""
        for number, options in enumerate(self._described):
            if options.get("folders"):
                try:
                    require_data_lake()
                except InputError as error:
                    self._mistakes.add(f"{WORKSPACES}[{number}].folders", told(error))
                break
        check_files(
            [
                DescribedContent(
                    f"{WORKSPACES}[{number}].content[{index}]",
                    options.get("id") or options.get("name") or "",
                    entry,
                    entry["path"],
                )
                for number, options in enumerate(self._described)
                for index, entry in enumerate(options.get("content", ()))
                if not self._mistakes.about(f"{WORKSPACES}[{number}].content[{index}]")
            ],
            self._mistakes,
        )

    def _check_schemas(self, workspace: Workspace | None, described: t.Sequence[Fields], place: str) -> Planned:
        """Check that the schemas of a workspace can be as described; without one, that they can be created.

        Returns them as they are going to be, by their names.
        """
        kind = WorkspaceSchemas(self._task, self._client, workspace.id if workspace else None)
        good = {
            number: schemas.check(options, "", Mistakes())
            for number, options in enumerate(described)
            if not self._mistakes.about(f"{place}[{number}]")
        }
        items = engine.gathered(kind, list(good.values()), self._task)
        for number, item in zip(good, items, strict=True):
            self._note(f"{place}[{number}]", item)
            if item.due:
                self._will_write(f"{place}[{number}]")
        return {item.name: item.plan.after for item in items if item.plan.after is not None}

    def _check_datasets(
        self, workspace: Workspace | None, described: t.Sequence[Fields], planned: Planned, place: str
    ) -> None:
        """Check that the data sets of a workspace can be as described, with the schemas as they are going to be."""
        files: dict[str, CsvFile] = {}
        good: dict[int, DatasetDescription] = {}
        columns: dict[str, t.Sequence[Column]] = {}
        for number, options in enumerate(described):
            if self._mistakes.about(f"{place}[{number}]"):
                continue
            description = datasets.check(options, "", Mistakes())
            with self._mistakes.collected():
                files[description.src] = csv_file.read(description.src, f"{place}[{number}].src")
                good[number] = description
            found = _columns(description, planned)
            if found is not None:
                columns[description.name] = found
        if workspace is not None:
            kind = WorkspaceDatasets(self._task, self._client, workspace.id, files, columns)
            for number, item in zip(good, engine.gathered(kind, list(good.values()), self._task), strict=True):
                self._note(f"{place}[{number}]", item)
                # Planning takes what is missing as created before.
                unknown = item.error is None and item.target is not None and item.target.version is None
                if unknown and item.due and not _is_planned(good[number], planned):
                    option, name = _named(good[number])
                    self._mistakes.add(
                        f"{place}[{number}].{option}",
                        f"{name} is neither in the workspace nor described. Correct the name, or describe it.",
                    )
                elif item.due:
                    self._will_write(f"{place}[{number}]")
            return
        for number, description in good.items():
            if not _is_planned(description, planned):
                missing = "must be one of the described schemas, because the workspace is new."
                self._mistakes.add(f"{place}[{number}].{_named(description)[0]}", missing)
                continue
            try:
                csv_file.check_keys(columns.get(description.name, ()), description.operation or "create")
                csv_file.check_header(files[description.src], columns.get(description.name, ()), "create")
            except InputError as error:
                self._mistakes.add(f"{place}[{number}]", told(error))

    def _note(self, place: str, item: Item[t.Any, t.Any]) -> None:
        """Note what cannot be done about an item. Raises what is wrong with a request."""
        if isinstance(item.error, (InputError, StateError)):
            self._mistakes.add(place, told(item.error))
        elif item.error is not None:
            raise item.error


def _is_planned(description: DatasetDescription, planned: Planned) -> bool:
    """Return whether the version that a data set is going to be under is described."""
    if description.schema is None:
        schemas = list(planned.values())
    else:
        schemas = [planned[description.schema]] if description.schema in planned else []
    wanted = description.schema_version
    return any(
        version.active if wanted is None else version.name == wanted
        for schema in schemas
        for version in schema.versions
    )


def _named(description: DatasetDescription) -> tuple[str, str]:
    """Return the option that says which schema or version a data set is under, and its value."""
    if description.schema_version is not None:
        return "schema_version", description.schema_version
    return "schema", description.schema or ""


def _columns(description: DatasetDescription, planned: Planned) -> t.Sequence[Column] | None:
    """Return the columns of the version that a data set is going to be under, None if they are not described."""
    schema = planned.get(description.schema or "")
    versions = schema.versions if schema else ()
    wanted = description.schema_version
    return next(
        (version.columns for version in versions if (version.active if wanted is None else version.name == wanted)),
        None,
    )
