# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Setting the metadata of a container, whatever becomes of the answer. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import AmbiguousError
from ...reconcile.plan import Plan
from ..api.containers import Container, DataFabric


def write(api: DataFabric, plan: Plan[Container], again: t.Callable[[Container], Plan[Container]]) -> Container:
    """Set the metadata that differ and return the container as it is then.

    After a lost answer look at what is there, and try once more if it is not that: ``again`` plans for what is seen.
    """
    current_plan = plan
    while True:
        before, wanted = t.cast(Container, current_plan.before), t.cast(Container, current_plan.after)
        identifier = t.cast(str, before.id)
        try:
            shown = api.update_metadata(identifier, wanted, current_plan.steps[0].fields)
            return shown or api.container(identifier)
        except AmbiguousError:
            if current_plan is not plan:
                raise
        current = api.container(identifier)
        current_plan = again(current)
        if not current_plan.changed:
            return current
