# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of Data Fabric: role and access levels. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from collections import Counter

from ..data_fabric.api.containers import DATA
from .api_reads import first, graded, refused_by
from .check import Finding, ok, skipped, warning
from .situation import Answer

if t.TYPE_CHECKING:
    from .situation import Situation

_FORBIDDEN = (
    "the application is not registered in Data Fabric",
    "Ask support@veracity.com to register the application in Data Fabric with the role manager.",
)
_MISSING = (
    "Data Fabric is not at this address, or does not know the application",
    "Veracity closed its own Data Fabric in 2025: use Data Workbench. For another one, check api_url, and have the "
    "application registered there.",
)
_MANAGERS = frozenset({"manager", "datafabricmanager", "dataadmin"})
_KNOWN = ("owner", "dataSteward", "consumer")


def check(situation: Situation) -> Finding:
    """Say which role the application has, and how many containers by access level."""
    answer = first(situation, "data_fabric")
    if answer is None:
        return skipped("not called from here")
    if answer.status == 404:
        answer = _user(situation, answer)
    if answer.error is not None or not isinstance(answer.content, dict):
        return graded(
            situation, "data_fabric", answer, refused_by(situation, "data_fabric", answer, _FORBIDDEN, _MISSING)
        )
    role = str(answer.content.get("role") or "none")
    containers = resources(situation)
    if containers.error is not None:
        return refused_by(situation, "data_fabric", containers, _FORBIDDEN, _MISSING)
    levels = Counter(str(entry.get("accessLevel") or "unknown") for entry in entries(containers.content))
    counted = ", ".join(f"{levels[level]} as {level}" for level in dict.fromkeys([*_KNOWN, *levels]) if levels[level])
    evidence = f"role {role}; containers: {counted or 'none'}"
    if role.lower() not in _MANAGERS:
        return warning(
            evidence,
            "Only the role manager creates containers. Ask support@veracity.com, or an application with the role "
            "dataAdmin, for it (module veracity_data_fabric_application).",
        )
    return ok(evidence)


def resources(situation: Situation) -> Answer:
    """Return the containers that the application can see."""
    return situation.get("data_fabric", f"{DATA}/resources")


def entries(content: t.Any) -> list[dict[str, t.Any]]:
    """Return the objects of a list, none of what is no list."""
    return [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []


def _user(situation: Situation, answer: Answer) -> Answer:
    """Return who the caller is when it is a user, otherwise the answer as it was."""
    user = situation.get("data_fabric", f"{DATA}/users/me")
    return user if user.error is None else answer
