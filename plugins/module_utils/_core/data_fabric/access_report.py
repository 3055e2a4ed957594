# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a report of access needs and the run has not read yet. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import GoneError, InputError
from ..identity.token import isoformat
from ..reconcile import engine
from .access import listing, views
from .access.operation import ContainerAccess
from .containers import plan as container_plan
from .containers.inventory import Inventory
from .containers.reference import Reference, needed_id
from .stewards import ContainerStewards, StewardDescription, shown

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task
    from .api.containers import Container

Fields = dict[str, t.Any]


def gather(task: Task, client: Client) -> Fields:
    """Return the containers that the caller owns or is a data steward of, with the grants that are not known yet.

    One call lists the containers, and one reads the grants of each that is not in ``known_access``. With
    ``include_stewards`` one reads the data stewards of each that is not in ``known_stewards``. Raises InputError, and
    what the client raises.
    """
    known = ids_of(task.params["known_access"], "known_access", "accesses")
    known_stewards = ids_of(task.params["known_stewards"], "known_stewards", "stewards")
    kind = ContainerAccess(task, client)
    everything = [container for container in kind.fabric.containers() if listing.managed(container)]
    unread = [container for container in everything if container.id not in known]
    rows = listing.rows_of(unread, kind, task.concurrency)
    there = [container for container in everything if container.id in known or container.id in rows]
    now = task.clock.time()
    accesses = []
    for container in there:
        for row in rows.get(needed_id(container), ()):
            revoked = row.id in kind.revoked
            if row.key_valid(now) if revoked else row.usable(now):
                catalog = kind.templates.catalog()
                accesses.append(views.to_result(row, container.short_name, catalog, now, revoked=revoked))
    stewardless = [container for container in there if container.id not in known_stewards]
    return {
        "changed": False,
        "containers": [container_plan.to_result(container) for container in there],
        "accesses": accesses,
        "stewards": _stewards(stewardless, task, client) if task.params["include_stewards"] else [],
    }


def completed(found: Fields, params: Fields, now: float) -> Fields:
    """Return what was gathered together with what was known: outcomes of the modules for many containers. Pure.

    The grants are in the order of their containers. Each container gets its ``stewards``, None where they are not
    known. ``now`` decides which of the known grants still give access.
    """
    accesses = _by_container(found["accesses"])
    for outcome in params.get("known_access") or ():
        rows = [*outcome.get("accesses", ()), *outcome.get("revoked_keys", ())]
        current = [_current(row, isoformat(now)) for row in rows]
        accesses[_id_of(outcome)] = [row for row in current if row["state"] != "expired"]
    stewards = _by_container(found["stewards"])
    stewards.update({_id_of(outcome): outcome["stewards"] for outcome in params.get("known_stewards") or ()})
    unknown: list[Fields] | None = [] if params.get("include_stewards") else None
    return {
        "changed": found["changed"],
        "containers": [
            {**container, "stewards": stewards.get(container["id"], unknown)} for container in found["containers"]
        ],
        "accesses": [row for container in found["containers"] for row in accesses.get(container["id"], ())],
    }


def ids_of(outcomes: t.Sequence[Fields] | None, option: str, holding: str) -> set[str]:
    """Return the ids of the containers of outcomes. Those that have none yet are left out. Raises InputError."""
    for number, outcome in enumerate(outcomes or ()):
        if "container_id" not in outcome or not isinstance(outcome.get(holding), list):
            raise InputError(
                f"{option}[{number}]: has no container_id or {holding}. Pass outcomes as they are returned."
            )
    return {_id_of(outcome) for outcome in outcomes or ()} - {""}


def _id_of(outcome: Fields) -> str:
    """Return the id of the container of an outcome, empty while there is none."""
    return str(outcome["container_id"] or "").lower()


def _by_container(rows: t.Iterable[Fields]) -> dict[str, list[Fields]]:
    """Return what belongs to containers by their ids."""
    found: dict[str, list[Fields]] = {}
    for row in rows:
        found.setdefault(_id_of(row), []).append(row)
    return found


def _current(row: Fields, now: str) -> Fields:
    """Return a grant with the state that it has now: times in one form compare as text."""
    over = bool(row.get("key_expires_at")) and row["key_expires_at"] <= now
    if row.get("state") not in ("active", "revoked") or not over:
        return row
    return {**row, "state": "renewable" if row["renewable"] and row["state"] == "active" else "expired"}


def _stewards(containers: t.Sequence[Container], task: Task, client: Client) -> list[Fields]:
    """Return the data stewards of containers, by one call for each. One that goes meanwhile has none."""
    kind = ContainerStewards(task, client)
    kind.inventory = Inventory(containers)
    items = engine.gathered(kind, [StewardDescription(Reference(id=container.id)) for container in containers], task)
    for item in items:
        if item.error is not None and not isinstance(item.error, GoneError):
            raise item.error
    return [shown(item, steward) for item in items for steward in item.state or ()]
