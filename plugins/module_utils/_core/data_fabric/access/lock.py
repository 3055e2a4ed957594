# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One run at a time changes the access to a container. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...reconcile.locks import alone

if t.TYPE_CHECKING:
    import contextlib

    from ...client import Client
    from ...task import Task


def changing_access(
    task: Task, client: Client, container_id: str, name: str
) -> contextlib.AbstractContextManager[bool]:
    """Hold the lock of the grants of a container, as ``alone`` does. ``name`` is what progress calls the container."""
    return alone(task, client.identity, "access", f"the access to container {name}", thing=container_id)
