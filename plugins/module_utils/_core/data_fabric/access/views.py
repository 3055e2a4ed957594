# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""How grants look in results and diffs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...identity.token import isoformat
from ...reconcile.plan import without_empty
from ..api.accesses import Access
from .durations import spell
from .key_templates import Catalog, in_order


def to_result(row: Access, short_name: str | None, catalog: Catalog, now: float, *, revoked: bool) -> dict[str, t.Any]:
    """Return a grant as results show it. ``revoked``: whether this computer remembers that it was."""
    template = catalog.get(row.template_id)
    return {
        "id": row.id or None,
        "container": short_name,
        "container_id": row.container_id or None,
        "user": row.user,
        "rights": in_order(row.rights),
        "duration_hours": row.hours,
        "renewable": row.renewable,
        "key_template": {"id": row.template_id, "name": template.name if template else None},
        "claimed": row.claimed,
        "key_valid_from": _moment(row.valid_from),
        "key_expires_at": _moment(row.expires),
        "ip_range": dataclasses.asdict(row.ip_range) if row.ip_range else None,
        "comment": row.comment,
        "granted_by": row.granted_by,
        "state": "revoked" if revoked else _state(row, now),
    }


def ended_to_result(
    row: Access, short_name: str | None, catalog: Catalog, now: float, *, revoked: bool
) -> dict[str, t.Any]:
    """Return a grant that gives no further key, with the time until which a claimed one lives."""
    shown = to_result(row, short_name, catalog, now, revoked=revoked)
    return {**shown, "key_valid_until": _moment(row.expires if row.key_valid(now) else None)}


def diff_view(rows: t.Iterable[Access]) -> dict[str, t.Any]:
    """Return what a diff shows of grants, in an order that does not depend on when they were made.

    It shows no ids of grants and no times, so that a prediction and the run that follows print the same.
    """
    shown = [
        without_empty(
            {
                "user": row.user,
                "rights": in_order(row.rights),
                "duration": spell(row.hours),
                "renewable": row.renewable,
                "ip_range": f"{row.ip_range.start} - {row.ip_range.end}" if row.ip_range else None,
                "comment": row.comment,
            }
        )
        for row in rows
    ]
    return {"grants": sorted(shown, key=str)}


def _state(row: Access, now: float) -> str:
    """Return the state of a grant, as far as its row tells."""
    if not row.claimed:
        return "available"
    if row.key_valid(now):
        return "active"
    return "renewable" if row.renewable else "expired"


def _moment(seconds: float | None) -> str | None:
    """Return a time as results show it."""
    return None if seconds is None else isoformat(seconds)
