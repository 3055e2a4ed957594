# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What the modules for grants do and return. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import InputError
from ...reconcile import engine
from ...validation.mistakes import all_at_once
from ..containers import reference as container_reference
from .description import GrantDescription, check_all, describe, describe_some
from .operation import AccessDescription, ContainerAccess, Grants
from .plan import Policy

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task


def describe_one(params: t.Mapping[str, t.Any]) -> AccessDescription:
    """Return what the options of the module for one grant ask for. Raises InputError."""
    reference = container_reference.reference(params["container"])
    if params["state"] == "absent":
        absence = describe_some(params)
        return AccessDescription(reference, absence=absence, alone=absence.user)
    grant, policy = describe(params), Policy(replace=params["replace"], fold=params["fold_duplicates"])
    return AccessDescription(reference, (grant,), policy, alone=grant.user)


def describe_all(params: t.Mapping[str, t.Any]) -> list[AccessDescription]:
    """Return what the options of the module for many grants ask for. Raises InputError."""
    if params["prune_others"] and not params["prune"]:
        raise InputError("prune_others: requires prune. Set prune: true, too.")
    policy = Policy(params["replace"], params["prune"], params["prune_others"], params["fold_duplicates"])
    descriptions: list[AccessDescription] = []
    with all_at_once() as mistakes:
        for number, (options, reference) in enumerate(container_reference.distinct(params["containers"], mistakes)):
            grants: tuple[GrantDescription, ...] = ()
            if options["access"] is not None:
                grants = tuple(check_all(options["access"], f"containers[{number}].access", mistakes))
            left_alone = options["access"] is None
            descriptions.append(AccessDescription(reference, grants, Policy(replace=False) if left_alone else policy))
    return descriptions


def ensure_one(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user has, or does not have, a grant. Returns the result of the module."""
    kind = ContainerAccess(task, client)
    (item,) = engine.reconcile(kind, [describe_one(task.params)], task)
    _warn_of_duplicates([item], task)
    grants = item.state or Grants()
    holding = next(iter(grants.made.values()), None) or next(iter(grants.plan.holding), None)
    shown = {
        "access": kind.show(item, holding) if holding else None,
        "revoked": kind.show_ended(item),
        "duplicates": grants.duplicates(),
        "kept": [kind.show(item, row) for row in grants.plan.kept],
    }
    return engine.result_of_one(item, shown)


def ensure_many(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that containers have the described grants. Returns the result of the bulk module."""
    descriptions = describe_all(task.params)
    kind = ContainerAccess(task, client)
    items = engine.reconcile(kind, descriptions, task)
    _warn_of_duplicates(items, task)
    return engine.result_of_many(kind, items)


def _warn_of_duplicates(items: t.Sequence[engine.Item[AccessDescription, Grants]], task: Task) -> None:
    """Warn of grants that are there more than once, as far as they were not revoked."""
    named: list[str] = []
    for item in items:
        grants = item.state or Grants()
        left = [identifier for identifier in grants.duplicates() if identifier not in grants.ended]
        if left:
            named.append(f"{item.name} ({', '.join(left[:3])}{', …' if len(left) > 3 else ''})")
    if named:
        more = f" and {len(named) - 10} more" if len(named) > 10 else ""
        task.warn(
            f"Some grants exist more than once, in container {', '.join(named[:10])}{more}. Set fold_duplicates: true "
            f"to revoke the duplicates that this application has granted."
        )
