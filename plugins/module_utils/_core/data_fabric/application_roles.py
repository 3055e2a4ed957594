# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Applications and their roles in Data Fabric. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..api_fields import guid
from ..errors import AmbiguousError, ConflictError, NotFoundError, StateError, UnknownStateError
from ..reconcile.plan import Plan, Step
from .api.containers import DataFabric
from .api.identities import Identities, Identity
from .containers.targets import only_for

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_WHO = "Only an application or a user with the role dataAdmin in Data Fabric may do this."


@dataclass(frozen=True)
class ApplicationDescription:
    """Which role an application shall have, and its company: None takes the one it has, or the caller's."""

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
        return Plan(title, None, new, _view, (Step("create"),))
    if desired.company_id not in (None, current.company_id.casefold()):
        raise StateError(
            f"Application {desired.id}: it belongs to the company {current.company_id}, which cannot be changed to "
            f"{desired.company_id}. Leave company out, or give that of the application."
        )
    if same_role(current.role, desired.role):
        return Plan(title, current, current, _view)
    after = Identity("application", desired.id, current.company_id, desired.role)
    return Plan(title, current, after, _view, (Step("update", ("role",)),))


def ensure(task: Task, client: Client, desired: ApplicationDescription) -> dict[str, t.Any]:
    """Bring an application to its role; in check mode predict it."""
    DataFabric.of(task, client)
    api = Identities(client)

    def look() -> Plan[Identity]:
        return plan(api.application(desired.id), desired, lambda: api.own().company_id)

    todo = look()
    if todo.changed and not task.check_mode:
        with only_for(_WHO):
            todo = _carry_out(api, todo, look)
    return {"changed": todo.changed, "application": public(t.cast(Identity, todo.after)), "diff": todo.diff}


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


def public(identity: Identity) -> dict[str, t.Any]:
    """Return an application or a user as results show it."""
    return {"kind": identity.kind, "id": identity.id, "company": identity.company_id, "role": identity.role}


def _carry_out(api: Identities, todo: Plan[Identity], look: t.Callable[[], Plan[Identity]]) -> Plan[Identity]:
    """Carry the plan out. After a lost answer, or when another run was first, look, and do what is left to do."""
    first, lost = todo, False
    for _attempt in range(3):
        wanted = t.cast(Identity, todo.after)
        try:
            if todo.before is None:
                api.create_application(
                    wanted.id, wanted.company_id, wanted.role, applied=lambda: look().before is not None
                )
            else:
                api.set_role(wanted.id, wanted.role)
            return first
        except ConflictError as error:
            doubt: t.Any = error
        except AmbiguousError as error:
            doubt, lost = error, True
        except NotFoundError as error:
            raise StateError(
                f"Application {wanted.id}: Data Fabric does not know it any more.",
                hint="Run again to have it added.",
                exchange=error.exchange,
            ) from None
        todo = look()
        if not todo.changed:
            return first if lost else todo
    raise UnknownStateError(
        f"Application {first.title.rpartition(' ')[2]}: whether its role was set is not known "
        f"({doubt.summary.rstrip('.')}), and it does not show.",
        hint="Run again. The next run looks first.",
        exchange=doubt.exchange,
    )


def _plain(role: str) -> str:
    """Return a role without the decoration that differs between the documents."""
    plain = "".join(character for character in role.casefold() if character.isalnum())
    for prefix in ("datafabric", "data"):
        plain = plain.removeprefix(prefix)
    return plain


def _view(identity: Identity | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if identity is None:
        return {"state": "absent"}
    return {"role": identity.role, "company": identity.company_id, "state": "present"}
