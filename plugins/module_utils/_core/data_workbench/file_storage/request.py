# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which key is wanted, and what was obtained. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass

from ...api_fields import moment
from ...errors import InputError
from ...identity.token import isoformat
from ...validation.mistakes import all_at_once, quoted
from .. import workspace_reference
from .durations import seconds
from .paths import folder_path

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl

ACCESS = ("read", "write")
_HOUR = 3600.0


@dataclass(frozen=True)
class KeyRequest:
    """A key for a folder that is valid for more than ``min_validity`` seconds.

    ``workspace`` is a name or an id, ``workspace_id`` the id of a name if it is known, ``path`` as ``folder_path``
    returns it. A key is made for ``duration`` seconds, or until ``expires``, in seconds since the epoch. A kept key
    that allows more, is for a folder above, or is valid for longer, will do only with ``allow_wider``. ``force``: make
    a key even when a good one is kept.
    """

    workspace: str
    tenant: str | None = None
    path: str = ""
    access: str = "read"
    storage_name: str | None = None
    duration: float = _HOUR
    expires: float | None = None
    min_validity: float = 300.0
    allow_wider: bool = False
    force: bool = False
    workspace_id: str | None = None

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any], path: str | None = None) -> KeyRequest:
        """Return what options say of a key; ``path`` in place of the option. Raises InputError with all that is wrong.

        Options that a plugin does not have are taken as their default.
        """
        path = params.get("path") if path is None else path
        minimum, access = params.get("min_validity"), params.get("access") or "read"
        found, duration, expires, known = "", _HOUR, None, None
        with all_at_once() as mistakes:
            if not (params.get("workspace") or "").strip():
                mistakes.add("workspace", "must not be empty. Set the name or the id of a workspace.")
            if access not in ACCESS:
                mistakes.add("access", f"must be read or write, not {quoted(access)}.")
            if params.get("storage_name") == "":
                mistakes.add("storage_name", "must not be empty. Omit it for the storage of the workspace.")
            if minimum is not None and minimum < 0:
                mistakes.add("min_validity", "must not be negative. Set 0 or more.")
            if params.get("duration") and params.get("expires_at"):
                mistakes.add("", "duration and expires_at both say when a key ends: set one of them.")
            with mistakes.collected():
                known = workspace_reference.known_id(params)
            with mistakes.collected():
                found = folder_path(path or "")
            with mistakes.collected():
                duration = seconds(params["duration"]) if params.get("duration") else _HOUR
            with mistakes.collected():
                expires = _moment(params["expires_at"]) if params.get("expires_at") else None
        return cls(
            params["workspace"].strip(),
            (params.get("tenant") or "").strip() or None,
            found,
            access,
            params.get("storage_name"),
            duration,
            expires,
            300.0 if minimum is None else float(minimum),
            bool(params.get("allow_wider")),
            bool(params.get("force")),
            known,
        )

    def end(self, now: float) -> float:
        """Return when a key that is made now is to end. Raises InputError if that is past."""
        if self.expires is None:
            return now + self.duration
        if self.expires <= now:
            raise InputError(
                f"expires_at: {isoformat(self.expires)} is past, here it is {isoformat(now)}. Set a later one."
            )
        return self.expires

    @property
    def place(self) -> str:
        """What to call the folder in messages."""
        return f"folder {self.path}" if self.path else "the root folder"


@dataclass(frozen=True)
class Obtained:
    """A key and where it comes from.

    In check mode ``sas`` is None when one would have to be made. ``path`` and ``access`` are what it is for, which is
    more than was asked for with ``allow_wider`` only. ``made``: it was made just now. ``cached``: it was kept.
    """

    sas: DirectoryUrl | None
    workspace_id: str | None
    path: str
    access: str
    made: bool = False
    cached: bool = False

    @property
    def key(self) -> DirectoryUrl:
        """The key, for callers that are not in check mode."""
        return t.cast("DirectoryUrl", self.sas)

    def public(self, now: float) -> dict[str, t.Any]:
        """Return the result of a task that obtains keys. ``sas_url`` and ``sas_token`` are secret."""
        sas = self.sas
        ending = sas.expires if sas else None
        return {
            "changed": False,
            "sas_url": sas.url if sas else None,
            "sas_token": sas.token if sas else None,
            "folder_url": sas.address if sas else None,
            "workspace_id": self.workspace_id,
            "path": self.path,
            "access": self.access,
            "key_policy": sas.policy if sas else None,
            "expires_at": isoformat(ending) if ending is not None else None,
            "expires_in": max(0, int(ending - now)) if ending is not None else None,
            "created": self.made,
            "cached": self.cached,
        }


def _moment(value: t.Any) -> float:
    """Return the option ``expires_at`` in seconds since the epoch. YAML may have made a time of it."""
    text = value.isoformat() if isinstance(value, datetime.datetime) else str(value)
    found = moment({"expires": text}, "expires")
    if found is None:
        raise InputError(f"expires_at: must be a time in UTC such as 2026-12-24T18:00:00Z, not {quoted(text)}.")
    return found
