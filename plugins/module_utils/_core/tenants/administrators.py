# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Administrators of an application in a tenant. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import guid_or_none
from ..errors import AmbiguousError, ConflictError, ForbiddenError, UnknownStateError, WaitTimeoutError
from ..reconcile.locks import alone
from ..reconcile.plan import Plan, Step
from ..reconcile.polling import WaitOptions, until
from .api import Place, Tenants

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_RIGHT = (
    "The application needs the right to administer itself in this tenant, which an administrator of the tenant gives."
)


def ensure(
    task: Task, client: Client, place: Place, user: str, *, wanted: bool, waiting: WaitOptions
) -> dict[str, t.Any]:
    """Make a user administrator, or take that away, and return the result of the task."""
    api = Tenants(client, task.params["graph_path"])
    known = task.params.get("known_administrators")
    is_one = _is_administrator(api, place, user) if known is None else user in map(guid_or_none, known)
    plan = _plan(user, is_one, wanted)
    if plan.changed and not task.check_mode:
        thing = f"{place.tenant}/{place.application}"
        with alone(task, client.identity, "administrators", "administrators", thing=thing, longest=waiting.timeout):
            # What another run has done meanwhile is not done again.
            plan = _plan(user, _is_administrator(api, place, user), wanted)
            if plan.changed:
                _carry_out(task, api, place, user, wanted, waiting)
    return {"changed": plan.changed, "administrator": wanted, "diff": plan.diff}


def _carry_out(task: Task, api: Tenants, place: Place, user: str, wanted: bool, waiting: WaitOptions) -> None:
    """Ask for the change, and wait until it shows. Raises what the client raises, with the right that is missing."""
    try:
        doubt = _write(api, place, user, wanted)
    except ForbiddenError as error:
        error.hint = _RIGHT
        raise
    if waiting.wait or doubt:
        _wait(task, api, place, user, wanted, waiting, doubt)


def _plan(user: str, is_one: bool, wanted: bool) -> Plan[str]:
    """Return what is to be done. Pure."""
    before, after = user if is_one else None, user if wanted else None
    steps = () if is_one is wanted else (Step("create" if wanted else "delete"),)
    return Plan(f"administrator {user}", before, after, _view, steps)


def _write(api: Tenants, place: Place, user: str, wanted: bool) -> AmbiguousError | None:
    """Ask for the change, once. Returns what happened when the answer was lost."""
    if not wanted:
        api.remove_administrator(place.tenant, place.application, user)
        return None
    try:
        api.add_administrator(
            place.tenant, place.application, user, applied=lambda: _is_administrator(api, place, user)
        )
    except ConflictError:
        return None
    except AmbiguousError as error:
        return error
    return None


def _wait(
    task: Task,
    api: Tenants,
    place: Place,
    user: str,
    wanted: bool,
    waiting: WaitOptions,
    doubt: AmbiguousError | None,
) -> None:
    """Look until the change shows. Raises WaitTimeoutError, after a lost answer (``doubt``) UnknownStateError."""
    pauses = waiting.pauses(task.clock, lambda: f"administrator {user}", task.progress)
    if (
        until(lambda: _is_administrator(api, place, user), lambda seen: seen is wanted, clock=task.clock, pauses=pauses)
        is wanted
    ):
        return
    if doubt is not None:
        raise UnknownStateError(
            f"Administrator {user}: Veracity did not confirm the change, and it does not show. It may have been made "
            "all the same, so it is not asked for again.",
            hint="Run again later: what is there then is compared anew.",
            exchange=doubt.exchange,
        )
    raise WaitTimeoutError(
        f"Administrator {user}: Veracity accepted the change, but it does not show after {waiting.timeout:g} s.",
        hint="Run again later, or raise wait_timeout.",
    )


def listed(api: Tenants, place: Place) -> list[str]:
    """Return the ids of the administrators."""
    found = api.administrators(place.tenant, place.application)
    return [user for entry in found if (user := guid_or_none(entry.get("userId") or entry.get("id")))]


def _is_administrator(api: Tenants, place: Place, user: str) -> bool:
    """Return whether a user is administrator."""
    return user in listed(api, place)


def _view(user: str | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    return {"state": "absent" if user is None else "present"}
