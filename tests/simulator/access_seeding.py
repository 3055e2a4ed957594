# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accesses and data stewards that are there at once, for tests that need some."""

from __future__ import annotations

import typing as t
import uuid

from .accesses import HOUR, Access
from .inputs import BadInputError, flag, guid, ip_range, items, json_object, number, text, whole_number
from .key_templates import RIGHTS
from .state import State
from .stewards import Steward

_OPTIONAL = frozenset({"auto_refreshed", "granted_by", "comment", "ip_range", "claimed", "expires_in"})


def seed_accesses(state: State, descriptions: t.Any) -> list[str]:
    """Add accesses, all or none, and return their ids; raises ValueError when a description is not understood."""
    made = [_access(state, description) for description in items("the body", descriptions)]
    return [state.accesses.add(access) for access in made]


def list_accesses(state: State) -> list[dict[str, t.Any]]:
    """Return every access, and whether it is revoked."""
    listed = []
    for access in state.accesses.all():
        container = state.containers.find(access.container_id)
        owner = "" if container is None else container.owner
        listed.append({**access.view(owner), "revoked": access.revoked})
    return listed


def revoke_accesses(state: State, ids: t.Any) -> None:
    """Revoke accesses, all or none; raises ValueError when there is no such access."""
    found = [state.accesses.find(text("an id", entry)) for entry in items("the body", ids)]
    known = [access for access in found if access is not None]
    if len(known) < len(found):
        raise BadInputError("there is no such access")
    for access in known:
        state.accesses.revoke(access)


def seed_stewards(state: State, descriptions: t.Any) -> None:
    """Appoint stewards, all or none; raises ValueError when a description is not understood."""
    for steward in [_steward(state, description) for description in items("the body", descriptions)]:
        state.stewards.add(steward, replace=True)


def _access(state: State, description: t.Any) -> Access:
    parts = json_object(description, {"container_id", "user_id", "rights", "hours"}, _OPTIONAL)
    container_id, owner = _container(state, parts["container_id"])
    rights = items("rights", parts["rights"])
    if not rights or not all(right in RIGHTS for right in rights):
        raise BadInputError(f"rights are some of {', '.join(RIGHTS)}")
    hours = whole_number("hours", parts["hours"])
    template = state.key_templates.matching(rights, hours)
    access = Access(
        container_id=container_id,
        user_id=guid("user_id", parts["user_id"]),
        granted_by=guid("granted_by", parts.get("granted_by", owner)),
        # A template that is offered no longer may have been the one.
        template_id=str(uuid.uuid4()) if template is None else template.id,
        rights=tuple(right for right in RIGHTS if right in rights),
        hours=hours,
        auto_refreshed=flag("auto_refreshed", parts.get("auto_refreshed", False)),
        comment=None if parts.get("comment") is None else text("comment", parts["comment"]),
        ip_range=None if parts.get("ip_range") is None else ip_range(parts["ip_range"]),
    )
    if flag("claimed", parts.get("claimed", False)):
        lifetime = hours * HOUR
        expires_in = number("expires_in", parts.get("expires_in", lifetime))
        access.expires_at = state.clock.now() + expires_in
        access.claimed_at = access.expires_at - lifetime
    elif "expires_in" in parts:
        raise BadInputError("expires_in belongs to an access that is claimed")
    return access


def _steward(state: State, description: t.Any) -> Steward:
    parts = json_object(description, {"container_id", "user_id"}, {"comment"})
    container_id, owner = _container(state, parts["container_id"])
    comment = None if parts.get("comment") is None else text("comment", parts["comment"])
    return Steward(container_id, guid("user_id", parts["user_id"]), owner, comment)


def _container(state: State, container_id: t.Any) -> tuple[str, str]:
    container = state.containers.find(guid("container_id", container_id))
    if container is None:
        raise BadInputError(f"there is no container {container_id}")
    return container.id, container.owner
