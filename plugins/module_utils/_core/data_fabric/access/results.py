# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What tasks about grants return. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import BulkError, InputError, VeracityError
from ...reconcile.results import complete
from ...validation.mistakes import all_at_once
from ..containers import reference as finding
from ..containers.reference import distinct
from .apply import apply, prepare
from .context import AccessTools
from .description import GrantDescription, check_all, describe, describe_some
from .operation import AccessWork, Demand
from .plan import Policy

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task


def demand_of(params: t.Mapping[str, t.Any]) -> Demand:
    """Return what the options of the module for one grant ask for. Raises InputError."""
    reference = finding.reference(params["container"])
    if params["state"] == "absent":
        return Demand(reference, absence=describe_some(params))
    return Demand(reference, (describe(params),), Policy(replace=params["replace"], fold=params["fold_duplicates"]))


def demands_of(params: t.Mapping[str, t.Any]) -> list[Demand]:
    """Return what the options of the module for many grants ask for. Raises InputError."""
    if params["prune_others"] and not params["prune"]:
        raise InputError("prune_others goes further than prune and needs it. Set prune: true too.")
    policy = Policy(params["replace"], params["prune"], params["prune_others"], params["fold_duplicates"])
    demands: list[Demand] = []
    with all_at_once() as mistakes:
        for number, (options, reference) in enumerate(distinct(params["containers"], mistakes)):
            wishes: tuple[GrantDescription, ...] = ()
            if options["access"] is not None:
                wishes = tuple(check_all(options["access"], f"containers[{number}].access", mistakes))
            left_alone = options["access"] is None
            demands.append(Demand(reference, wishes, Policy(replace=False) if left_alone else policy))
    return demands


def carry_out(demands: t.Sequence[Demand], task: Task, client: Client) -> tuple[list[AccessWork], AccessTools]:
    """Bring the access to containers to what is asked for; in check mode predict it."""
    tools = AccessTools(task, client)
    works = prepare(demands, tools)
    if task.check_mode:
        for work in works:
            work.predict()
    else:
        apply(works, tools)
    _warn_of_duplicates(works, task)
    return works, tools


def result_of_one(work: AccessWork, tools: AccessTools) -> dict[str, t.Any]:
    """Return the result of the module for one grant. Raises the error of the work, with what was done before it."""
    demand = work.demand
    user = (demand.absence or demand.wishes[0]).user
    holding = next(iter(work.made.values()), None) or next(iter(work.plan.holding), None)
    found = {
        "changed": work.changed,
        "access": work.show(holding, tools) if holding else None,
        "revoked": work.show_ended(tools),
        "duplicates": work.duplicates(),
        "kept": [work.show(row, tools) for row in work.plan.kept],
        "diff": work.diff(user),
    }
    if work.error is None:
        return found
    if work.changed:
        raise _partly(work.error, found)
    raise work.error


def result_of_many(works: t.Sequence[AccessWork], tools: AccessTools) -> dict[str, t.Any]:
    """Return the result of the module for many grants. Raises BulkError with the same in it when containers failed."""
    found = {
        "changed": any(work.changed for work in works),
        "outcomes": [_outcome(work, tools) for work in works],
        "diff": [work.diff() for work in works if work.changed],
    }
    return complete(found, (work.error for work in works), "containers")


def _outcome(work: AccessWork, tools: AccessTools) -> dict[str, t.Any]:
    """Return what became of the access to one container."""
    outcome = {
        "container": work.container.short_name if work.container else work.demand.reference.short_name,
        "container_id": work.container_id or work.demand.reference.id,
        "changed": work.changed,
        "failed": work.error is not None,
        "accesses": [work.show(row, tools) for row in work.live(tools)],
        "revoked": work.show_ended(tools),
        "duplicates": work.duplicates(),
        "diff": work.diff(),
    }
    return {**outcome, "msg": str(work.error)} if work.error else outcome


def _partly(error: VeracityError, found: dict[str, t.Any]) -> BulkError:
    """Return an error that also says what was done before it."""
    partly = BulkError(error.summary, result=found, hint=error.hint)
    partly.exchange = error.exchange
    return partly


def _warn_of_duplicates(works: t.Sequence[AccessWork], task: Task) -> None:
    """Warn of grants that are there more than once, as far as they were not folded."""
    left = {
        work.name: [identifier for identifier in work.duplicates() if identifier not in work.ended] for work in works
    }
    named = [
        f"{name} ({', '.join(identifiers[:3])}{', …' if len(identifiers) > 3 else ''})"
        for name, identifiers in left.items()
        if identifiers
    ]
    if named:
        more = f" and {len(named) - 10} more" if len(named) > 10 else ""
        task.warn(
            f"Some grants are there more than once, in container {', '.join(named[:10])}{more}. fold_duplicates: true "
            "revokes those that this application has granted."
        )
