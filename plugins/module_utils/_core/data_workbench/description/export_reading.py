# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Reading what is exported of Data Workbench. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...azure_storage.library import require_data_lake
from ...errors import ForbiddenError, InputError, NotFoundError, StateError
from ...reconcile.parallel import Tally, each
from .. import workspace_reference
from ..api.schemas import Schemas
from ..api.workspaces import Workspaces
from ..file_storage import folders
from .export import Workbench, choose

if t.TYPE_CHECKING:
    from ...client import Client
    from ...exported import Selection
    from ...task import Task
    from ..api.schemas import Schema
    from ..api.workspaces import Workspace

_NO_KEY = "no key for File storage is cached, and check mode does not create one."


def read(task: Task, client: Client, selection: Selection) -> Workbench:
    """Return what there is in a tenant: one call for each workspace, schema and version, and a key for each workspace.

    Raises InputError if the options do not tell the tenant, or a library is missing, and what the client raises.
    """
    api = Workspaces(client)
    tenant = _tenant(api, task.params["tenant"])
    everything = api.of_tenant(tenant)
    chosen = choose(everything, selection)
    if chosen and task.params["include_folders"]:
        _require_library()
    reading = _Reading(task, client, tenant)
    tally = Tally(task.progress, "read", len(chosen), "workspaces")
    for _workspace in each(reading.read, chosen, task.concurrency):
        tally.count()
    there = [workspace for workspace in chosen if workspace.id not in reading.gone]
    if any(_NO_KEY in unread.values() for unread in reading.unread.values()):
        task.warn(f"Folders are not exported: {_NO_KEY}")
    return Workbench(tenant, everything, there, reading.folders, reading.schemas, reading.unread)


def _require_library() -> None:
    """Raise InputError if the library for folders is missing."""
    try:
        require_data_lake()
    except InputError as error:
        error.hint = f"{error.hint or ''} To export without folders, set include_folders: false.".lstrip()
        raise


def _tenant(api: Workspaces, option: str | None) -> str:
    """Return the tenant that is meant. Raises InputError if the caller does not see exactly one."""
    if option is not None:
        return workspace_reference.checked_tenant(option)
    tenants = sorted({workspace.tenant or "" for workspace in api.visible()} - {""})
    if len(tenants) != 1:
        raise InputError(
            "tenant: is required to export workspaces, because this application does not see workspaces of exactly one "
            f"tenant, but of: {', '.join(tenants) or 'none'}. Set the ID or the alias of a tenant."
        )
    return tenants[0]


class _Reading:
    """Reads the parts of workspaces, several workspaces at a time."""

    def __init__(self, task: Task, client: Client, tenant: str) -> None:
        self._task = task
        self._client = client
        self._tenant = tenant
        self.folders: dict[str, list[str]] = {}
        self.schemas: dict[str, list[Schema]] = {}
        self.unread: dict[str, dict[str, str]] = {}
        self.gone: set[str] = set()

    def read(self, workspace: Workspace) -> None:
        """Read the folders and the schemas of a workspace, as far as the caller may."""
        unread = self.unread[workspace.id] = {}
        if self._task.params["include_folders"]:
            try:
                found = folders.existing(self._task, self._client, workspace.id, self._tenant)
            except (ForbiddenError, StateError) as error:
                unread["folders"] = error.summary
            else:
                if found is None:
                    unread["folders"] = _NO_KEY
                self.folders[workspace.id] = found or []
        try:
            self.schemas[workspace.id] = self._all_schemas(Schemas(self._client, workspace.id))
        except ForbiddenError:
            unread["schemas"] = "this application may not read them."
        except NotFoundError:
            self.gone.add(workspace.id)

    def _all_schemas(self, api: Schemas) -> list[Schema]:
        """Return the schemas of a workspace with the columns of all versions. Those that go meanwhile are left out."""
        found = []
        for entry in api.all():
            schema = api.get(entry.id)
            if schema is not None:
                versions = tuple(
                    dataclasses.replace(version, columns=api.version(version.id).columns) for version in schema.versions
                )
                found.append(dataclasses.replace(schema, versions=versions))
        return found
