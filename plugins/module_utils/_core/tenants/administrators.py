# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Administrators of an application in a tenant. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import dataclass

from ..api_fields import guid, guid_or_none
from ..errors import ConflictError, ForbiddenError
from ..reconcile import engine
from ..reconcile.engine import Item
from ..reconcile.plan import Plan, Step
from .api import Place, Tenants
from .of_application import OfApplication

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

_RIGHT = (
    "The application needs the right to administer itself in this tenant, which an administrator of the tenant grants."
)


@dataclass(frozen=True)
class AdministratorDescription:
    """Whether a user is to be an administrator."""

    user: str
    state: str = "present"


def plan(current: str | None, description: AdministratorDescription) -> Plan[str]:
    """Return what makes a user an administrator (``current``: who is one already), or ends that. Pure."""
    after = description.user if description.state == "present" else None
    steps = () if current == after else (Step("create" if after else "delete"),)
    return Plan(f"administrator {description.user}", current, after, _diff_view, steps)


def listed(api: Tenants, place: Place) -> list[str]:
    """Return the ids of the administrators."""
    found = api.administrators(*place)
    return [user for entry in found if (user := guid_or_none(entry.get("userId") or entry.get("id")))]


class Administrators(OfApplication[AdministratorDescription, str]):
    """The administrators of an application: the ids of users."""

    noun = "Administrator"
    plural = "administrators"

    def __init__(self, task: Task, client: Client) -> None:
        """Raises InputError for options that cannot be meant."""
        super().__init__(task, client)
        self._known = task.params["known_administrators"]

    def name(self, desired: AdministratorDescription) -> str:
        """Return the id of the user."""
        return desired.user

    def nothing(self, desired: AdministratorDescription) -> Plan[str]:
        """Return the plan of somebody who is no administrator, and stays so."""
        return plan(None, AdministratorDescription(desired.user, "absent"))

    def find(self, item: Item[AdministratorDescription, str]) -> str | None:
        """Return the user if it is an administrator. What an earlier task has found is used once."""
        known, self._known = self._known, None
        if known is None:
            return self.shown(item)
        return item.name if item.name in map(guid_or_none, known) else None

    def shown(self, item: Item[AdministratorDescription, str]) -> str | None:
        """Return the user if it shows as an administrator now."""
        return item.name if item.name in listed(self.api, self.place) else None

    def plan(self, item: Item[AdministratorDescription, str], current: str | None) -> Plan[str]:
        """Return what leads to the description."""
        return plan(current, item.desired)

    def write(self, item: Item[AdministratorDescription, str], step: Step) -> None:
        """Ask for the change, once. Raises ForbiddenError with the right that is missing."""
        try:
            if step.action == "delete":
                self.api.remove_administrator(*self.place, item.name)
                item.wrote(item.state)
            else:
                self._add(item)
        except ForbiddenError as error:
            error.hint = _RIGHT
            raise

    def outcome(self, item: Item[AdministratorDescription, str]) -> dict[str, t.Any]:
        """Return whether the user is an administrator."""
        return {"administrator": item.state is not None}

    def _add(self, item: Item[AdministratorDescription, str]) -> None:
        """Ask for an administrator, once. Whom somebody else made one at the same moment is one."""

        def write(applied: Applied) -> str:
            with contextlib.suppress(ConflictError):
                self.api.add_administrator(*self.place, item.name, applied=applied)
            return ""

        item.wrote(self.confirmed(item, write, lambda: self.shown(item), "Whether the administrator was added") or None)


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user is, or is not, an administrator. Returns the result of the module."""
    kind = Administrators(task, client)
    description = AdministratorDescription(guid(task.params["user"], "user"), task.params["state"])
    (item,) = engine.reconcile(kind, [description], task)
    return engine.result_of_one(item, kind.outcome(item))


def _diff_view(user: str | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    return {"state": "absent" if user is None else "present"}
