# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which key is requested, and what was obtained. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import guid
from ...errors import InputError
from ...identity.token import isoformat
from ..access.durations import Duration, parse
from ..access.key_templates import in_order
from ..api.accesses import RIGHTS, Key
from ..containers import reference as container_reference
from ..containers.reference import Reference
from .sas import end

_HOUR = parse("1h")


@dataclass(frozen=True)
class KeyRequest:
    """A key for a container that allows at least ``rights`` and is valid for more than ``min_validity`` seconds.

    ``access_id`` names the grant to claim it from; otherwise the one that allows least is taken. A key that allows
    more, or lives longer than ``duration`` (None: whatever it is), will do only with ``allow_wider``.
    ``ensure_access``: make a grant when there is none. ``force``: claim a key even when a good one is kept.
    """

    container: Reference
    access_id: str | None = None
    rights: frozenset[str] = frozenset({"read", "list"})
    min_validity: float = 300.0
    ensure_access: bool = False
    duration: Duration | None = None
    renewable: bool = True
    force: bool = False
    allow_wider: bool = False

    @property
    def granted_duration(self) -> Duration:
        """The duration of a grant that is made for it."""
        return self.duration or _HOUR

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any], container: str) -> KeyRequest:
        """Return what options say of a key for ``container``. Raises InputError.

        Options that a plugin does not have are taken as their default.
        """
        rights = params.get("rights")
        if rights is None:
            rights = ["read", "list"]
        unknown = sorted(set(rights) - set(RIGHTS))
        if unknown or not rights:
            raise InputError(f"rights: must be one or more of {', '.join(RIGHTS)}, not {', '.join(unknown) or 'none'}.")
        minimum = params.get("min_validity")
        if minimum is not None and minimum < 0:
            raise InputError("min_validity: must not be negative. Set 0 or more.")
        access_id = params.get("access_id")
        if access_id is not None and params.get("ensure_access"):
            raise InputError(
                "access_id and ensure_access are mutually exclusive. Omit one of them: access_id names an existing "
                "grant, and ensure_access creates one."
            )
        return cls(
            container_reference.reference(container),
            guid(access_id, "access_id") if access_id is not None else None,
            frozenset(rights),
            300.0 if minimum is None else float(minimum),
            bool(params.get("ensure_access")),
            parse(params["duration"]) if params.get("duration") else None,
            params.get("renewable") is not False,
            bool(params.get("force")),
            bool(params.get("allow_wider")),
        )


@dataclass(frozen=True)
class Obtained:
    """A key and where it comes from.

    In check mode ``key`` is None when one would have to be claimed, and so are ids and URL of what is not there yet.
    ``access_granted``: a grant was made for it, or in check mode would be. ``claimed``: it was claimed just now.
    ``cached``: it was claimed earlier and kept.
    """

    key: Key | None
    container_id: str | None = None
    container_url: str | None = None
    access_id: str | None = None
    rights: frozenset[str] = frozenset()
    renewable: bool = False
    access_granted: bool = False
    claimed: bool = False
    cached: bool = False

    def public(self, now: float) -> dict[str, t.Any]:
        """Return the result of a task that obtains keys. ``sas_url`` and ``sas_token`` are secret."""
        key = self.key
        ending = end(key) if key else None
        return {
            "changed": self.access_granted,
            "sas_url": key.url if key else None,
            "sas_token": key.token if key else None,
            "container_url": self.container_url,
            "container_id": self.container_id,
            "access_id": self.access_id,
            "rights": in_order(self.rights),
            "expires_at": isoformat(ending) if ending is not None else None,
            "expires_in": max(0, int(ending - now)) if ending is not None else None,
            "renewable": self.renewable,
            "access_granted": self.access_granted,
            "claimed": self.claimed,
            "cached": self.cached,
        }

    @property
    def claimed_key(self) -> Key:
        """The key, for callers that are not in check mode."""
        return t.cast(Key, self.key)
