# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Data stewards: the description, the plan, and how they look. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass

from ..api_fields import guid
from ..errors import InputError
from ..reconcile.plan import Plan, Step, without_empty
from ..validation.mistakes import Mistakes, all_at_once
from .api.stewards import Steward
from .containers import reference as finding
from .containers.reference import Reference

Stewards = tuple[Steward, ...]


@dataclass(frozen=True)
class StewardDemand:
    """Who shall be, and who shall not be, data steward of a container.

    ``present`` has the users with their comments (None: leave it as it is). ``prune``: nobody else shall be.
    ``alone``: the user that the demand is about when it is about one; a diff shows no others then.
    """

    reference: Reference
    present: tuple[tuple[str, str | None], ...] = ()
    absent: frozenset[str] = frozenset()
    prune: bool = False
    alone: str | None = None


def describe(params: t.Mapping[str, t.Any]) -> StewardDemand:
    """Return what the options of the module for one steward ask for. Raises InputError."""
    reference, user = finding.reference(params["container"]), guid(params["user"], "user:")
    if params["state"] == "absent":
        return StewardDemand(reference, absent=frozenset({user}), alone=user)
    return StewardDemand(reference, ((user, params["comment"]),), alone=user)


def describe_all(params: t.Mapping[str, t.Any]) -> list[StewardDemand]:
    """Return what the options of the module for many stewards ask for. Raises InputError."""
    demands: list[StewardDemand] = []
    with all_at_once() as mistakes:
        for number, (options, reference) in enumerate(finding.distinct(params["containers"], mistakes)):
            stewards = options["stewards"]
            present = check(stewards or (), f"containers[{number}].stewards", mistakes)
            demands.append(StewardDemand(reference, present, prune=params["prune"] and stewards is not None))
    return demands


def plan(current: t.Sequence[Steward], demand: StewardDemand) -> Plan[Stewards]:
    """Return what leads from the stewards that there are to those that are described. Pure."""
    after = {steward.user: steward for steward in current}
    steps: list[Step] = []
    for user, comment in demand.present:
        there = after.get(user)
        if there is None:
            steps.append(Step("appoint", (user,)))
            after[user] = Steward(user, comment or "")
        elif comment is not None and comment != there.comment:
            steps.append(Step("comment", (user,)))
            after[user] = Steward(user, comment, there.granted_by)
    described = {user for user, _comment in demand.present}
    for user in [user for user in after if user in demand.absent or (demand.prune and user not in described)]:
        steps.append(Step("dismiss", (user,)))
        del after[user]
    return Plan(
        f"data stewards of container {demand.reference.name}",
        tuple(current),
        tuple(after.values()),
        functools.partial(_view, demand.alone),
        tuple(steps),
    )


def public(steward: Steward, short_name: str | None, container_id: str | None) -> dict[str, t.Any]:
    """Return a data steward as results show it."""
    return {
        "container": short_name,
        "container_id": container_id,
        "user": steward.user,
        "granted_by": steward.granted_by,
        "comment": steward.comment,
    }


def check(
    options: t.Iterable[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes
) -> tuple[tuple[str, str | None], ...]:
    """Return the described stewards of one container. It is a mistake, too, when one is described twice."""
    found: dict[str, str | None] = {}
    for number, option in enumerate(options):
        with mistakes.collected():
            user = guid(option.get("user") or "", f"{place}[{number}].user:")
            if user in found:
                raise InputError(f"{place}[{number}]: the user {user} is described twice. Describe each once.")
            found[user] = option.get("comment")
    return tuple(found.items())


def _view(alone: str | None, stewards: Stewards | None) -> dict[str, t.Any]:
    """Return what a diff shows: of the one user, or of all."""
    shown = [
        without_empty({"user": steward.user, "comment": steward.comment})
        for steward in stewards or ()
        if alone in (None, steward.user)
    ]
    return {"stewards": sorted(shown, key=lambda entry: entry["user"])}
