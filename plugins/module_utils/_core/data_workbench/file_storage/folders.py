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
from ...content.places import FirstKey
from ...errors import ForbiddenError, InputError, StateError
from ...reconcile import engine
from ...reconcile.about import about
from ...reconcile.engine import Item, Kind
from ...reconcile.plan import Plan, Step
from ...validation.mistakes import Mistakes, all_at_once, within
from .. import workspace_reference
from . import keys
from .given_keys import REPLACED, given_key
from .keys import KEY_FIRST, KeyRequest, Obtained
from .paths import folder_path

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl
    from ...client import Client
    from ...task import Task

_MOST_SHOWN = 100
_UNKNOWN = (
    "Folder {path} of {workspace}: whether it exists is not known, and check mode assumes that it has to be {done}. "
    f"{KEY_FIRST}"
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
    """Folders of a workspace. All calls use a key for its root, so that one serves all of them.

    A key that was given is used first. Without a workspace there is no other.
    """

    noun = "Folder"
    plural = "folders"
    doing = "changed"

    def __init__(self, task: Task, client: Client) -> None:
        """Raises InputError if the library is missing, or for wrong options."""
        require_data_lake()
        self._task = task
        self._client = client
        self._request = _request(task) if task.params["workspace"] is not None else None
        self._given = given_key(task)
        self.replaced = False
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
        request = t.cast(KeyRequest, self._request)
        if self.workspace_id is None:
            found = workspace_reference.expected(self._task, self._client, request.workspace, request.tenant)
            self._in_new_workspace = found is None
        if not self._in_new_workspace:
            for folder in desired:
                done = "created" if folder.present else "deleted"
                self._task.warn(_UNKNOWN.format(path=folder.path, workspace=request.workspace, done=done))

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
        try:
            self._change(item.desired, step)
        except ForbiddenError:
            # The key that was handed over may be one to read.
            if self._given is None or self._request is None or "write" in self._obtained:
                raise
            self._given = None
            self._lakes.pop("write")
            self._change(item.desired, step)
        item.wrote(item.plan.after)

    def _change(self, desired: FolderDescription, step: Step) -> None:
        """Create or delete a folder."""
        lake = t.cast(DataLake, self._lake("write"))
        if step.action == "create":
            lake.create(desired.path)
        else:
            lake.delete(desired.path, recursive=desired.recursive)

    def leaves(self) -> list[str] | None:
        """Return the folders that have no folder in them, None in check mode without a key."""
        lake = self._lake("read")
        if lake is None:
            return None
        found = [path.rstrip("/") for path in lake.below("") if path.endswith("/")]
        above = {path.rpartition("/")[0] for path in found}
        return [path for path in found if path not in above]

    def _lake(self, access: str) -> DataLake | None:
        """Return the file system with a key for this access; None in check mode if a key would have to be made."""
        if access not in self._lakes:
            sas = self._given
            if sas is None:
                request = dataclasses.replace(t.cast(KeyRequest, self._request), access=access)
                found = self._obtained[access] = keys.obtain(self._task, self._client, request)
                sas = found.sas
            if sas is not None:
                self._lakes[access] = self._open(access, sas)
        return self._lakes.get(access)

    def _open(self, access: str, sas: DirectoryUrl) -> DataLake:
        """Return the file system of a key, which is renewed when it ends or is revoked half-way."""
        renew = functools.partial(self._renew, access) if self._request is not None else None
        return DataLake(
            Keyring(sas, self._task.clock, renew),
            self._client.route(sas.data_lake_account_url),
            clock=self._task.clock,
            notify=self._task.progress,
        )

    def _renew(self, access: str) -> DirectoryUrl:
        """Return another key. In check mode none is made."""
        if self._task.check_mode:
            raise StateError(
                "The key has expired or was revoked, and check mode does not create another.",
                hint="Run without --check.",
            )
        request = dataclasses.replace(t.cast(KeyRequest, self._request), access=access)
        old = self._obtained.get(access)
        found = (
            keys.renew(self._task, self._client, request, old)
            if old
            else keys.obtain(self._task, self._client, request)
        )
        self._obtained[access] = found
        self.replaced = True
        return found.key


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a folder is there, or is not. Returns the result of the module."""
    description = describe(task.params)
    kind = Folders(task, client)
    (item,) = engine.reconcile(kind, [description], task)
    folder = None if item.state is None else {"path": item.state.path, "workspace_id": kind.workspace_id}
    replaced = {REPLACED: True} if kind.replaced and task.params["sas_url"] is not None else {}
    return engine.result_of_one(item, {"folder": folder, **replaced})


@about("Folder", "path")
def first_key(task: Task, client: Client) -> FirstKey:
    """Return the key that a module on another host begins with: to write, unless the caller may only read.

    The module looks with it, too, so that one key serves all tasks. Raises what obtaining a key raises.
    """
    describe(task.params)
    wanted = dataclasses.replace(_request(task), access="read" if task.check_mode else "write")
    try:
        found = keys.obtain(task, client, wanted)
    except ForbiddenError:
        # It may be that nothing is to be changed. Otherwise the module says what it needs.
        wanted = dataclasses.replace(wanted, access="read")
        found = keys.obtain(task, client, wanted)

    def complete(result: dict[str, t.Any]) -> None:
        if result.get("folder"):
            result["folder"]["workspace_id"] = found.workspace_id

    url = found.sas.url if found.sas is not None else None
    return FirstKey(url, complete, lambda: keys.renew(task, client, wanted, found))


def _request(task: Task) -> KeyRequest:
    """Return the key that is wanted, to read. Raises InputError."""
    request = dataclasses.replace(KeyRequest.of(task.params, ""), allow_wider=True)
    # A prediction takes no time.
    return dataclasses.replace(request, min_validity=0.0) if task.check_mode else request


def existing(task: Task, client: Client, workspace: str, tenant: str | None) -> list[str] | None:
    """Return the paths of the folders of a workspace that have no folder in them, which imply the others.

    None: check mode has no key to look with. Raises as obtaining a key does.
    """
    looking = dataclasses.replace(task, params={"workspace": workspace, "tenant": tenant, "sas_url": None})
    return Folders(looking, client).leaves()


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
