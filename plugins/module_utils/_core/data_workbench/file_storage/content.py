# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The way into a folder of File storage: a SAS URL that was given, or an own key. Private: for dnv.veracity only.

The blob side of the storage account is used. It creates the folders above a file that is written, as it does below a
folder that exists. So a folder that files are uploaded to need not exist, however it is opened.
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ...azure_storage.library import require
from ...content import sync
from ...content.places import FirstKey, Place
from ...reconcile.about import about
from . import keys
from .given_keys import REPLACED, given_key
from .keys import FolderMissingError, KeyRequest, Obtained

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl
    from ...azure_storage.sas_url import SasUrl
    from ...client import Client
    from ...task import Task

_READ = ["read", "list"]


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring files to the described side. Raises BulkError when some failed, and VeracityError."""
    return sync.ensure(task, functools.partial(Access, task, client))


def listing(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the files in a folder. Raises VeracityError."""
    return sync.listing(task, functools.partial(Access, task, client))


@about("Workspace", "workspace")
def first_key(task: Task, client: Client, rights: list[str]) -> FirstKey:
    """Return the key that a module on another host begins with. Raises what obtaining a key raises."""
    found = _Keys(_key_request(task, rights))
    sas = found.obtain(task, client)
    return FirstKey(sas.url if sas is not None else None, renew=lambda: found.renew(task, client))


class Access(Place):
    """What opens a folder, as the options say. No key is made in check mode."""

    info_module = "dnv.veracity.veracity_file_storage_content_info"

    def __init__(self, task: Task, client: Client, rights: list[str]) -> None:
        """``rights`` are what the key has to allow. Raises InputError, and what obtaining a key raises."""
        own = task.params["workspace"] is not None
        super().__init__(task, client, _READ if own and task.check_mode else rights)
        require()
        self._keys = _Keys(_key_request(task, rights)) if own else None
        self._renewable = own
        given = given_key(task)
        self._replaced = False
        self._sas = self._checked(given.blobs, "sas_url") if given is not None else self._obtain(task)

    @property
    def name(self) -> str:
        """What to call the folder: as the task does."""
        if self._keys is not None:
            request = self._keys.request
            return f"{request.workspace}/{request.path}".rstrip("/")
        return (self._sas.folder or self._sas.container) if self._sas else ""

    @property
    def unknown(self) -> str:
        """What to say when check mode does not look into it."""
        place = self._keys.request.place if self._keys is not None else "the folder"
        return (
            f"{place[0].upper()}{place[1:]} of {self.name.partition('/')[0]}: what is in it is not known. "
            f"{keys.KEY_FIRST}"
        )

    def complete(self, found: dict[str, t.Any]) -> None:
        """Tell the action whether the key that it handed over was refused."""
        if self._replaced and self._task.params["sas_url"] is not None:
            found[REPLACED] = True

    def _was_kept(self) -> bool:
        return self._keys is None or self._keys.obtained is None or self._keys.obtained.cached

    def _obtain(self, task: Task, *, force: bool = False) -> SasUrl | None:
        sas = self._keys.obtain(task, self._client, force=force) if self._keys is not None else None
        return self._checked(sas.blobs, "the key") if sas is not None else None

    def _another(self) -> SasUrl:
        self._replaced = True
        return self._checked(t.cast(_Keys, self._keys).renew(self._task, self._client).blobs, "the key")


class _Keys:
    """The keys for one folder. Where files are written and it does not exist, those of the next one above."""

    def __init__(self, request: KeyRequest) -> None:
        self.request = request
        self.obtained: Obtained | None = None

    def obtain(self, task: Task, client: Client, *, force: bool = False) -> DirectoryUrl | None:
        """Return a key, None in check mode when none is kept. Raises what ``keys.obtain`` raises."""
        return self._from_above(
            lambda request: keys.obtain(task, client, dataclasses.replace(request, force=force or request.force))
        )

    def renew(self, task: Task, client: Client) -> DirectoryUrl:
        """Return another key. Raises what ``keys.renew`` raises."""
        old = self.obtained
        if old is None:
            return t.cast("DirectoryUrl", self.obtain(task, client))
        return t.cast("DirectoryUrl", self._from_above(lambda request: keys.renew(task, client, request, old)))

    def _from_above(self, ask: t.Callable[[KeyRequest], Obtained]) -> DirectoryUrl | None:
        """Return the key for the folder that the function gives for it, or for the next one above that exists."""
        request, below = self.request, ""
        while True:
            try:
                self.obtained = ask(request)
            except FolderMissingError:
                if request.access != "write" or not request.path:
                    raise
                above, _slash, name = request.path.rpartition("/")
                request, below = dataclasses.replace(request, path=above), f"{name}/{below}".rstrip("/")
            else:
                sas = self.obtained.sas
                return sas.below(below) if sas is not None and below else sas


def _key_request(task: Task, rights: t.Sequence[str]) -> KeyRequest:
    """Return which key is wanted. Raises InputError.

    A wider one will do: it is used here only, and handed to nobody. Check mode looks only, with whichever is kept.
    """
    access = "write" if "write" in rights and not task.check_mode else "read"
    minimum = {"min_validity": 0} if task.check_mode else {}
    return KeyRequest.of({**task.params, "access": access, "allow_wider": True, **minimum})
