# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Who has access to what: the grants of one container or of all. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...api_fields import guid
from ...errors import NotFoundError
from ...reconcile.parallel import each
from ..api.accesses import Access
from ..api.containers import Container
from ..containers import plan as container_plan
from ..containers import reference as container_reference
from ..containers.reference import may_be_missing
from . import views
from .operation import ContainerAccess

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task


def listing(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the containers that the options mean, and their grants: one call for each, several at a time."""
    reference = (
        container_reference.reference(task.params["container"]) if task.params["container"] is not None else None
    )
    user = guid(task.params["user"], "user") if task.params["user"] is not None else None
    kind, concurrency = ContainerAccess(task, client), task.concurrency
    if reference is None:
        chosen = [container for container in kind.fabric.containers() if managed(container)]
    else:
        found = container_reference.find(kind.fabric, reference)
        if found is None:
            may_be_missing(reference, task)
        chosen = [found] if found else []
    rows = rows_of(chosen, kind, concurrency)
    if reference is not None and chosen and not rows:
        raise container_reference.missing(reference)
    now = task.clock.time()
    shown = []
    for container in (container for container in chosen if container.id in rows):
        for row in rows[container_reference.needed_id(container)]:
            revoked = row.id in kind.revoked
            live = row.usable(now) and not revoked
            if user in (None, row.user) and (live or task.params["include_expired"]):
                catalog = kind.templates.catalog()
                shown.append(views.to_result(row, container.short_name, catalog, now, revoked=revoked))
    return {
        "changed": False,
        "containers": [container_plan.to_result(container) for container in chosen if container.id in rows],
        "accesses": shown,
    }


def managed(container: Container) -> bool:
    """Return whether the caller may see the grants of others: as the owner or a data steward."""
    return (container.access_level or "").casefold() in ("owner", "datasteward")


def rows_of(chosen: t.Sequence[Container], kind: ContainerAccess, concurrency: int) -> dict[str, list[Access]]:
    """Return the grants by the id of their container, by one call for each. Containers that vanish are left out."""
    found: dict[str, list[Access]] = {}

    def read(container: Container) -> None:
        identifier = container_reference.needed_id(container)
        try:
            found[identifier] = kind.accesses.all(identifier)
        except NotFoundError:
            return

    for _container in each(read, chosen, concurrency):
        pass
    return found
