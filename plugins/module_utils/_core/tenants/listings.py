# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What tenants have, as results show it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import text
from .api import Tenants

Entry = dict[str, t.Any]


def named(entries: t.Iterable[Entry]) -> list[Entry]:
    """Return things with an id and a name, and all that came with them."""
    return [{"id": text(entry, "id"), "name": text(entry, "name") or None, "raw": entry} for entry in entries]


def applications(entries: t.Iterable[Entry]) -> list[Entry]:
    """Return applications."""
    return [
        {**shown, "service": text(shown["raw"], "serviceId") or None, "access_levels": _levels(shown["raw"])}
        for shown in named(entries)
    ]


def groups(api: Tenants, tenant: str, name: str | None, *, members: bool) -> list[Entry]:
    """Return the groups of a tenant, those of one name when it is given, with their direct members on request."""
    found = [
        shown
        for shown in named(api.groups(tenant))
        if name is None or (shown["name"] or "").casefold() == name.casefold()
    ]
    return [{**shown, "members": api.members(tenant, shown["id"]) if members else None} for shown in found]


def profiles(entries: t.Iterable[Entry]) -> list[Entry]:
    """Return user profiles."""
    return [
        {**shown, "user": text(shown["raw"], "userId") or None, "email": text(shown["raw"], "email") or None}
        for shown in named(entries)
    ]


def _levels(entry: Entry) -> list[str]:
    """Return the names of access levels, which may be objects."""
    found = entry.get("accessLevels")
    levels = found if isinstance(found, list) else []
    names = [level.get("name") if isinstance(level, dict) else level for level in levels if level]
    return [str(name) for name in names if name]
