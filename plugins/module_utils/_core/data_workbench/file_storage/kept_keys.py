# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Keys of File storage that are kept for later tasks. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...api_fields import guid_or_none
from ...azure_storage import directory_url
from ...azure_storage.kept_key import SKEW, lasts, left_of
from .request import KeyRequest, Obtained
from .revocations import Revocations

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl
    from ...client import Client
    from ...private_files.secret_store import Fields
    from ...task import Task

# Seconds for which a name is taken for the workspace that it led to: it may be given to another one.
_RUN = 600.0


class KeptKeys:
    """The keys of one caller. Where nothing can be kept, nothing is found, and every key is made."""

    def __init__(self, task: Task, client: Client) -> None:
        self._task = task
        self._store = task.keys
        self._caller = client.identity
        self._revocations = Revocations(task, client)

    def workspace_id(self, wanted: KeyRequest) -> str | None:
        """Return the id of the workspace, as given or as a name led to it before, without any call."""
        given = wanted.workspace_id or guid_or_none(wanted.workspace)
        if given is not None or self._store is None:
            return given
        noted: str | None = self._store.read(self._name(wanted)).get("workspace_id")
        return noted

    def found_workspace(self, wanted: KeyRequest, find: t.Callable[[], str]) -> str:
        """Return the id of the workspace. What a name led to is remembered for the tasks of a run, and not for long.

        One process finds it while others wait. Raises what ``find`` raises.
        """
        given = wanted.workspace_id or guid_or_none(wanted.workspace)
        if given is not None or self._store is None:
            return given or find()

        def now() -> float:
            return self._task.clock.time()

        found = self._store.get(
            self._name(wanted),
            good=lambda fields: abs(now() - fields.get("at", 0.0)) < _RUN,
            ask=lambda: {"workspace_id": find(), "at": now()},
            clock=self._task.clock,
            warn=self._task.warn,
        )
        return str(found["workspace_id"])

    def recall(self, wanted: KeyRequest, workspace: str | None) -> Obtained | None:
        """Return the kept key that fits best, while it is good: the one that was asked for, or a wider one."""
        if self._store is None or workspace is None:
            return None
        for path, access in _that_fit(wanted):
            fields = self._store.read(self._entry(workspace, wanted.storage_name, path, access))
            if self._good(fields, wanted):
                return self._obtained(fields, wanted, cached=True)
        return None

    def get(
        self, wanted: KeyRequest, workspace: str, make: t.Callable[[], DirectoryUrl], unlike: str | None
    ) -> Obtained:
        """Return the kept key that was asked for, otherwise the one that ``make`` makes, which is then kept.

        One process makes it while others wait. ``unlike`` is the token of a key that will not do. Raises what ``make``
        raises.
        """
        made: list[Fields] = []

        def good(fields: Fields) -> bool:
            return not wanted.force and self._good(fields, wanted) and fields["token"] != unlike

        def fields_of_new() -> Fields:
            made.append(self._fields(wanted, workspace, make()))
            return made[0]

        if self._store is None:
            found = fields_of_new()
        else:
            found = self._store.get(
                self._entry(workspace, wanted.storage_name, wanted.path, wanted.access),
                good=good,
                ask=fields_of_new,
                clock=self._task.clock,
                warn=self._task.warn,
            )
        return self._obtained(found, wanted, cached=not made)

    def remember(self, asked: str, wanted: KeyRequest, found: Obtained) -> None:
        """Note that the options of a lookup, as they came, lead to this key, as long as it is not revoked.

        They have a copy of it: another task may replace the key by one that is valid for longer.
        """
        if self._store is None or found.workspace_id is None or found.sas is None:
            return
        entry = self._entry(found.workspace_id, wanted.storage_name, found.path, found.access)
        fields = self._store.read(entry)
        if fields.get("token") == found.sas.token:
            copy = f"{entry}\n{asked}"
            fields = {**fields, "value": found.sas.url}
            self._store.keep(copy, fields, clock=self._task.clock, warn=self._task.warn)
            self._store.remember(asked, copy, undone=fields["times"], undone_in=self._revocations.file_name)

    def _name(self, wanted: KeyRequest) -> str:
        """Return what the id of a workspace is known by."""
        return "\n".join(("workspace", self._caller, wanted.tenant or "", wanted.workspace))

    def _entry(self, workspace: str, storage_name: str | None, path: str, access: str) -> str:
        """Return what a key is known by."""
        return "\n".join(("file-storage", self._caller, workspace, storage_name or "", access, path))

    def _fields(self, wanted: KeyRequest, workspace: str, sas: DirectoryUrl) -> Fields:
        """Return a key as it is kept: what it shares with a token has the same names, for the lookup."""
        now = self._task.clock.time()
        return {
            "value": sas.url,
            "token": sas.token,
            "obtained_at": now,
            "expires_in": None if sas.expires is None else sas.expires - now,
            "expires": sas.expires,
            "address": sas.address,
            "workspace_id": workspace,
            "path": wanted.path,
            "access": wanted.access,
            "times": self._revocations.times(workspace, sas.policy),
        }

    def _good(self, fields: Fields, wanted: KeyRequest) -> bool:
        """Return whether a kept key is valid for long enough, was not revoked, and does not live for too long."""
        now = self._task.clock.time()
        if not lasts(fields, wanted.min_validity, now) or self._revocations.revoked(fields["times"]):
            return False
        return wanted.allow_wider or left_of(fields, now) <= wanted.end(now) - now + SKEW

    def _obtained(self, fields: Fields, wanted: KeyRequest, *, cached: bool) -> Obtained:
        """Return a kept key as what a task obtains, and have it masked from now on."""
        sas = dataclasses.replace(directory_url.parse(fields["address"], fields["token"]), expires=fields["expires"])
        for secret in (fields["value"], *sas.secrets):
            self._task.learn(secret)
        above = fields["path"]
        below = wanted.path.removeprefix(above).lstrip("/")
        if below:
            sas = sas.below(below)
            for secret in sas.secrets:
                self._task.learn(secret)
        return Obtained(sas, fields["workspace_id"], above, fields["access"], made=not cached, cached=cached)


def _that_fit(wanted: KeyRequest) -> t.Iterator[tuple[str, str]]:
    """Yield path and access of the keys that will do, the one that allows least first.

    A key that allows more is handed out on request only, as it can be made exactly as asked for. Reading a folder
    above is less than writing.
    """
    yield wanted.path, wanted.access
    if not wanted.allow_wider:
        return
    parts = [part for part in wanted.path.split("/") if part]
    paths = ["/".join(parts[:end]) for end in range(len(parts), -1, -1)]
    accesses = ("read", "write") if wanted.access == "read" else ("write",)
    for access in accesses:
        yield from ((path, access) for path in paths if (path, access) != (wanted.path, wanted.access))
