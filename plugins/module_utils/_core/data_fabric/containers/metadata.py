# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Setting the metadata of a container, whatever becomes of the response. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...reconcile import lost_answers

if t.TYPE_CHECKING:
    from ...client import Applied
    from ...clock import Clock
    from ...reconcile.plan import Plan
    from ..api.containers import Container, DataFabric


def write(
    api: DataFabric, plan: Plan[Container], again: t.Callable[[Container], Plan[Container]], *, clock: Clock
) -> Container:
    """Set the metadata that differ and return the container as it is then.

    If the response is lost, ``again`` plans for what is there. Raises as ``lost_answers.confirmed``.
    """
    planned = plan

    def send(_applied: Applied) -> Container:
        identifier = t.cast(str, t.cast("Container", planned.before).id)
        shown = api.update_metadata(identifier, t.cast("Container", planned.after), planned.steps[0].fields)
        return shown or api.container(identifier)

    def find() -> Container | None:
        nonlocal planned
        current = api.container(t.cast(str, t.cast("Container", plan.before).id))
        found = again(current)
        if not found.changed:
            return current
        planned = found
        return None

    return lost_answers.confirmed(send, find, clock=clock, unknown="Whether its metadata were updated")
