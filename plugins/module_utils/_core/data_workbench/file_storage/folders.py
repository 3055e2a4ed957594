# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Folders of File storage. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import functools
import typing as t
from dataclasses import dataclass

from ...azure_storage.data_lake import DataLake
from ...azure_storage.keyring import Keyring
from ...azure_storage.library import require_data_lake
from ...errors import InputError, StateError
from ...reconcile import engine
from ...reconcile.engine import Item, Kind
from ...reconcile.plan import Plan, Step
from ...validation.mistakes import Mistakes, all_at_once, within
from .. import workspace_reference
from . import keys
from .keys import KeyRequest, Obtained
from .paths import folder_path

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl
    from ...client import Client
    from ...task import Task

_MOST_SHOWN = 100
_UNKNOWN = (
    "No key for File storage is cached, and check mode does not create one. Check mode assumes that folders to create "
    "do not exist, and that folders to delete exist."
)


@dataclass(frozen=True)
class FolderDescription:
    """Whether a folder is to be there. ``recursive``: it is deleted with what is in it."""

    path: str
    present: bool = True
    recursive: bool = False


@dataclass(frozen=True)
class Folder:
    """A folder that is there. ``content`` are the paths in it where it is to be deleted, None if they are not known."""

    path: str
    content: tuple[str, ...] | None = ()


def describe(params: t.Mapping[str, t.Any]) -> FolderDescription:
    """Return the options of a folder. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(params, "", mistakes)


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> FolderDescription:
    """Return the options of a folder; what is wrong with them is added to ``mistakes``."""
    path, recursive, present = "", bool(options.get("recursive")), options.get("state", "present") == "present"
    with mistakes.collected():
        path = folder_path(options.get("path") or "", within(place, "path"))
        if not path:
            raise InputError(
                f"{within(place, 'path')}: must name a folder, because the root of File storage is always there. Set a "
                "path below it."
            )
    if recursive and present:
        mistakes.add(within(place, "recursive"), "is for state absent only. Omit it.")
    return FolderDescription(path, present, recursive)


def plan(current: Folder | None, desired: FolderDescription) -> Plan[Folder]:
    """Return what leads from the folder that is there (or None) to the described one. Pure.

    Raises StateError for a folder that is to be deleted and not empty.
    """
    title = f"folder {desired.path}"
    if desired.present:
        steps = () if current else (Step("create"),)
        return Plan(title, current, current or Folder(desired.path), _diff_view, steps)
    if current is None:
        return Plan(title, None, None, _diff_view)
    if current.content and not desired.recursive:
        some = ", ".join(current.content[:5]) + (", …" if len(current.content) > 5 else "")
        raise StateError(
            f"The folder is not empty: {len(current.content)} entries ({some}).",
            hint="Set recursive: true to delete it with everything in it.",
        )
    return Plan(title, current, None, _diff_view, (Step("delete"),))


class Folders(Kind[FolderDescription, Folder]):
    """Folders of a workspace. All calls use a key for its root, so that one serves all of them."""

    noun = "Folder"
    plural = "folders"
    doing = "changed"

    def __init__(self, task: Task, client: Client) -> None:
        """Raises InputError if the library is missing, or for wrong options."""
        require_data_lake()
        self._task = task
        self._client = client
        self._request = dataclasses.replace(KeyRequest.of(task.params, ""), allow_wider=True)
        self._obtained: dict[str, Obtained] = {}
        self._lakes: dict[str, DataLake] = {}
        self._in_new_workspace = False

    @property
    def workspace_id(self) -> str | None:
        """The id of the workspace, as far as a key was obtained."""
        return next((found.workspace_id for found in self._obtained.values()), None)

    def name(self, desired: FolderDescription) -> str:
        """Return the path."""
        return desired.path

    def nothing(self, desired: FolderDescription) -> Plan[Folder]:
        """Return the plan of a folder that is not there and stays so."""
        return Plan(f"folder {desired.path}", None, None, _diff_view)

    def begin(self, desired: t.Sequence[FolderDescription]) -> None:
        """Obtain the key to look with. In check mode without one, look whether there is a workspace at all."""
        if self._lake("read") is not None:
            return
        request = self._request
        if self.workspace_id is None:
            found = workspace_reference.expected(self._task, self._client, request.workspace, request.tenant)
            self._in_new_workspace = found is None
        if not self._in_new_workspace:
            self._task.warn(_UNKNOWN)

    def find(self, item: Item[FolderDescription, Folder]) -> Folder | None:
        """Return the folder. Raises StateError if it is a file."""
        path, lake = item.desired.path, self._lake("read")
        if lake is None:
            return None if item.desired.present or self._in_new_workspace else Folder(path, None)
        kind = lake.kind(path)
        if kind == "file":
            raise StateError("There is a file of this name.", hint="Delete the file, or use another name.")
        if kind is None:
            return None
        return Folder(path, () if item.desired.present else tuple(lake.below(path)))

    def plan(self, item: Item[FolderDescription, Folder], current: Folder | None) -> Plan[Folder]:
        """Return what leads to the description."""
        return plan(current, item.desired)

    def write(self, item: Item[FolderDescription, Folder], step: Step) -> None:
        """Create or delete the folder."""
        lake = t.cast(DataLake, self._lake("write"))
        if step.action == "create":
            lake.create(item.desired.path)
        else:
            lake.delete(item.desired.path, recursive=item.desired.recursive)
        item.wrote(item.plan.after)

    def _lake(self, access: str) -> DataLake | None:
        """Return the file system with a key for this access; None in check mode if a key would have to be made."""
        if access not in self._obtained:
            request = dataclasses.replace(self._request, access=access)
            found = self._obtained[access] = keys.obtain(self._task, self._client, request)
            if found.sas is not None:
                self._lakes[access] = self._open(request, found.sas)
        return self._lakes.get(access)

    def _open(self, request: KeyRequest, sas: DirectoryUrl) -> DataLake:
        """Return the file system of a key, which is renewed when it ends or is revoked half-way."""
        return DataLake(
            Keyring(sas, self._task.clock, functools.partial(self._renew, request)),
            self._client.route(sas.data_lake_account_url),
            clock=self._task.clock,
            notify=self._task.progress,
        )

    def _renew(self, request: KeyRequest) -> DirectoryUrl:
        """Return another key. In check mode none is made."""
        if self._task.check_mode:
            raise StateError(
                "The key has expired or was revoked, and check mode does not create another.",
                hint="Run without --check.",
            )
        found = keys.renew(self._task, self._client, request, self._obtained[request.access])
        self._obtained[request.access] = found
        return found.key


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a folder is there, or is not. Returns the result of the module."""
    description = describe(task.params)
    kind = Folders(task, client)
    (item,) = engine.reconcile(kind, [description], task)
    folder = None if item.state is None else {"path": item.state.path, "workspace_id": kind.workspace_id}
    return engine.result_of_one(item, {"folder": folder})


def _diff_view(folder: Folder | None) -> dict[str, t.Any]:
    """Return what a diff shows: of a folder that is deleted, what goes with it."""
    if folder is None:
        return {"state": "absent"}
    shown: dict[str, t.Any] = {"state": "present"}
    if folder.content:
        shown["content"] = list(folder.content[:_MOST_SHOWN])
        if len(folder.content) > _MOST_SHOWN:
            shown["more"] = len(folder.content) - _MOST_SHOWN
    return shown
