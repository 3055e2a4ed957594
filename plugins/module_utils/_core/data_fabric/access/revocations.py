# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which grants were revoked: their rows do not tell. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...reconcile.local_store import Memory

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

# Seconds: longer than the longest key lives.
_KEEP = 400 * 86400.0
_NOWHERE = (
    "There is no private directory to store which grants were revoked, and Data Fabric does not return it. A later "
    "run may treat a revoked grant as valid."
)


def revocations(task: Task, client: Client) -> Memory:
    """Return the memory of what the task's caller has revoked on this computer; its keys are ids of grants."""
    return Memory.of(task, client.identity, "revoked", keep=_KEEP, without=_NOWHERE)
