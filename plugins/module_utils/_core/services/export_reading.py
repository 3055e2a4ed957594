# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Reading what is exported of a service. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ..api_fields import guid, guid_or_none, same
from ..errors import ForbiddenError, InputError, NotFoundError
from ..exported import person
from ..reconcile.parallel import Tally, each
from ..tenants import administrators, listings
from ..tenants.api import Place, Tenants
from .api import Service, Services
from .export import ServiceState, ServiceTenant

if t.TYPE_CHECKING:
    from ..client import Client
    from ..exported import People
    from ..task import Task
    from .api import Subscription, User


def read(task: Task, client: Client, people: People) -> ServiceState:
    """Return what there is of the service that the options mean: one call for each subscriber.

    Raises InputError if the options do not tell the service or the application, and what the client raises.
    """
    api = Services(client)
    service = _service(api, task.params["service"])
    state = ServiceState(service.id, service.name, _subscriptions(task, api, service.id))
    for subscription in state.subscriptions:
        people.learn(subscription.user.id, person(subscription.user.name, subscription.user.email))
    if task.params["tenant"] is None:
        if task.params["application"] is not None:
            raise InputError("application: requires tenant. Set it, too.")
        return state
    tenants = Tenants(client, task.params["graph_path"])
    there = _tenant(tenants, guid(task.params["tenant"], "tenant"), service.id, task.params["application"])
    _introduce(tenants, there.tenant, people)
    return dataclasses.replace(state, tenant=there)


def _service(api: Services, option: str | None) -> Service:
    """Return the service that is meant, with its name as far as that can be read."""
    known: list[Service] = []
    wanted = None if option is None else guid(option, "service")
    try:
        known = api.services()
    except ForbiddenError:
        if wanted is None:
            raise
    if wanted is not None:
        return next((found for found in known if guid_or_none(found.id) == wanted), Service(wanted, "", ""))
    if len(known) != 1:
        names = ", ".join(sorted(f"{found.name} ({found.id})" for found in known)) or "none"
        raise InputError(
            f"service: is required, because this application does not have access to exactly one service, but to: "
            f"{names}. Set the ID of a service."
        )
    return dataclasses.replace(known[0], id=guid(known[0].id, "service"))


def _subscriptions(task: Task, api: Services, service: str) -> list[Subscription]:
    """Return the subscriptions with their access levels. Who loses the service meanwhile is left out."""
    users = api.subscribers(service)
    found: dict[str, Subscription] = {}

    def look(user: User) -> None:
        current = api.subscription(service, user.id)
        if current is not None:
            known = dataclasses.replace(
                user, email=current.user.email or user.email, name=current.user.name or user.name
            )
            found[user.id] = dataclasses.replace(current, user=known)

    tally = Tally(task.progress, "read", len(users), "subscribers")
    for _user in each(look, users, task.concurrency):
        tally.count()
    return list(found.values())


def _tenant(api: Tenants, tenant: str, service: str, option: str | None) -> ServiceTenant:
    """Return what the application has in a tenant. Raises InputError if the tenant has not exactly one."""
    everything = listings.applications(api.applications(tenant))
    fitting = [entry for entry in everything if same(entry["service"], service)]
    wanted = None if option is None else guid(option, "application")
    if wanted is not None:
        chosen = [entry for entry in everything if guid_or_none(entry["id"]) == wanted] or [
            {"id": wanted, "name": None, "access_levels": []}
        ]
    else:
        chosen = fitting
    if len(chosen) != 1:
        raise InputError(
            f"application: the tenant {tenant} has {'several applications' if chosen else 'no application'} of the "
            f"service {service}. An application exists once the service is installed in the tenant. Set application "
            "to the one that you mean."
        )
    place = Place(tenant, guid(chosen[0]["id"], "application"))
    is_found = len(fitting) == 1 and guid_or_none(fitting[0]["id"]) == place.application
    return ServiceTenant(
        tenant,
        place.application,
        not is_found,
        chosen[0]["access_levels"],
        api.licenses(*place),
        administrators.listed(api, place),
        chosen[0]["name"] or "",
    )


def _introduce(api: Tenants, tenant: str, people: People) -> None:
    """Find out the names of the tenant, users and groups, as far as the application may."""
    with contextlib.suppress(ForbiddenError, NotFoundError):
        for entry in listings.named(api.tenants()):
            people.learn(guid_or_none(entry["id"]) or "", entry["name"] or "")
    with contextlib.suppress(ForbiddenError, NotFoundError):
        for profile in listings.profiles(api.profiles(tenant)):
            people.learn(guid_or_none(profile["user"]) or "", person(profile["name"], profile["email"]))
    with contextlib.suppress(ForbiddenError, NotFoundError):
        for group in listings.named(api.groups(tenant)):
            people.learn(guid_or_none(group["id"]) or "", group["name"] or "")
