# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the Services API: services and tenants. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..tenants.api import DEFAULT_PATH
from .api_reads import first, graded, refused_by
from .check import Finding, ok, skipped, warning

if t.TYPE_CHECKING:
    from .situation import Situation

_FORBIDDEN = (
    "the application may not read services",
    "Ask the owner of the service, or support@veracity.com, to give the application read access to the service.",
)
_MISSING = ("the Services API is not at this address", "Check api_url, and omit it to use Veracity itself.")
_MOST = 3


def check(situation: Situation) -> Finding:
    """Say which services and tenants the application has."""
    answer = first(situation, "services")
    if answer is None:
        return skipped("not called from here")
    if answer.error is not None or not isinstance(answer.content, list):
        return graded(situation, "services", answer, refused_by(situation, "services", answer, _FORBIDDEN, _MISSING))
    names = [str(entry.get("name") or entry.get("id")) for entry in answer.content if isinstance(entry, dict)]
    tenants = situation.get("services", f"{DEFAULT_PATH}/tenants")
    told = (
        f"{_listed('service', names)}; {_tenants(tenants.content) if tenants.error is None else 'tenants not readable'}"
    )
    if not names:
        return warning(
            told,
            "The application is linked to no service. Link it in the Developer portal, or check client_id and "
            "veracity_environment.",
        )
    if tenants.error is not None and tenants.status in (401, 403):
        return warning(
            f"{told} (HTTP {tenants.status})",
            "Licenses and groups need the Services API V4. Ask for the application to be installed in the tenant.",
        )
    return ok(told)


def _tenants(content: t.Any) -> str:
    """Return how many tenants there are."""
    entries = content.get("value") if isinstance(content, dict) else content
    found = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    return _listed("tenant", [str(entry.get("name") or entry.get("Name") or entry.get("id")) for entry in found])


def _listed(noun: str, names: list[str]) -> str:
    """Return a number and the first names: ``2 services: Fleet portal, Noon reports``."""
    if not names:
        return f"no {noun}"
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{len(names)} {noun}{'s' if len(names) > 1 else ''}: {', '.join(names[:_MOST])}{more}"
