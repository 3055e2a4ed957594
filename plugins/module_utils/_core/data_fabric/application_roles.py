# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Applications and their roles in Data Fabric. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..api_fields import guid
from ..api_refusals import only_for
from ..errors import ConflictError, GoneError, NotFoundError, StateError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item, Kind
from ..reconcile.plan import Plan, Step
from .api.containers import DataFabric
from .api.identities import Identities, Identity

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

_WHO = "Only an application or a user with the role dataAdmin in Data Fabric can do this."


@dataclass(frozen=True)
class ApplicationDescription:
    """Which role an application is to have, and its company: None takes the one it has, or the caller's."""

    id: str
    role: str
    company_id: str | None = None


def describe(params: t.Mapping[str, t.Any]) -> ApplicationDescription:
    """Return what the options ask for. Raises InputError."""
    company = params["company"]
    return ApplicationDescription(
        guid(params["application"], "application"),
        params["role"],
        guid(company, "company") if company is not None else None,
    )


def same_role(one: str, other: str) -> bool:
    """Return whether two names stand for one role: ``DataFabricManager``, ``Data Manager`` and ``manager`` do."""
    return _plain(one) == _plain(other)


def plan(current: Identity | None, desired: ApplicationDescription, company: t.Callable[[], str]) -> Plan[Identity]:
    """Return what leads to the described role. ``company`` gives the caller's company, asked for a new application.

    Raises StateError when the application belongs to another company.
    """
    title = f"application {desired.id}"
    if current is None:
        new = Identity("application", desired.id, desired.company_id or company(), desired.role)
        return Plan(title, None, new, _diff_view, (Step("create"),))
    if desired.company_id not in (None, current.company_id.casefold()):
        raise StateError(
            f"Application {desired.id}: it belongs to the company {current.company_id}, which cannot be changed to "
            f"{desired.company_id}. Omit company, or set it to the company of the application."
        )
    if same_role(current.role, desired.role):
        return Plan(title, current, current, _diff_view)
    after = Identity("application", desired.id, current.company_id, desired.role)
    return Plan(title, current, after, _diff_view, (Step("update", ("role",)),))


def find(api: Identities, application: str | None, user: str | None) -> Identity | None:
    """Return an application or a user by its id, without ids the caller. None: Data Fabric knows none such."""
    if application is not None:
        return api.application(application)
    if user is not None:
        return api.user(user)
    try:
        return api.own()
    except NotFoundError:
        return None


def to_result(identity: Identity | None) -> dict[str, t.Any] | None:
    """Return an application or a user as results show it."""
    if identity is None:
        return None
    return {"kind": identity.kind, "id": identity.id, "company": identity.company_id, "role": identity.role}


def _plain(role: str) -> str:
    """Return a role without the decoration that differs between the documents."""
    plain = "".join(character for character in role.casefold() if character.isalnum())
    for prefix in ("datafabric", "data"):
        plain = plain.removeprefix(prefix)
    return plain


def _diff_view(identity: Identity | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if identity is None:
        return {"state": "absent"}
    return {"role": identity.role, "company": identity.company_id, "state": "present"}


class ApplicationRoles(Kind[ApplicationDescription, Identity]):
    """The role of an application in Data Fabric as an item."""

    noun = "Application"
    plural = "applications"
    doing = "changed"

    def __init__(self, task: Task, client: Client) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        DataFabric.of(task, client)
        self._task = task
        self._api = Identities(client)

    def name(self, desired: ApplicationDescription) -> str:
        """Return the id of the application."""
        return desired.id

    def nothing(self, desired: ApplicationDescription) -> Plan[Identity]:
        """Return the plan of an application that Data Fabric does not know."""
        return Plan(f"application {desired.id}", None, None, _diff_view)

    def find(self, item: Item[ApplicationDescription, Identity]) -> Identity | None:
        """Return the application."""
        return self._api.application(item.desired.id)

    def plan(self, item: Item[ApplicationDescription, Identity], current: Identity | None) -> Plan[Identity]:
        """Return the plan. Raises StateError if the application belongs to another company."""
        return plan(current, item.desired, lambda: self._api.own().company_id)

    def write(self, item: Item[ApplicationDescription, Identity], step: Step) -> None:
        """Add the application or set its role. If another run did so meanwhile, what is left to do is planned again."""
        after = t.cast(Identity, item.plan.after)

        def send(applied: Applied) -> None:
            if step.action == "create":
                self._api.create_application(after.id, after.company_id, after.role, applied=applied)
            else:
                self._api.set_role(after.id, after.role)

        try:
            with only_for(_WHO):
                lost_answers.done(
                    send, lambda: self._is(after), clock=self._task.clock, unknown="whether its role was set"
                )
        except ConflictError:
            current = self.find(item)
            if current == item.plan.before:
                raise
            item.follow(self.plan(item, current))
        except NotFoundError as error:
            raise GoneError(
                "Data Fabric no longer has it.", hint="Run again to add it.", exchange=error.exchange
            ) from None
        else:
            item.wrote(after)

    def _is(self, after: Identity) -> bool:
        """Return whether the application has a role."""
        current = self._api.application(after.id)
        return current is not None and same_role(current.role, after.role)


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that an application has a role. Returns the result of the module."""
    (item,) = engine.reconcile(ApplicationRoles(task, client), [describe(task.params)], task)
    return engine.result_of_one(item, {"application": to_result(item.state)})
