# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Reading what is exported of Data Fabric. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import guid_or_none
from ..errors import ForbiddenError, NotFoundError
from ..reconcile.parallel import Tally, each
from .access.key_templates import Catalog
from .access.revocations import revocations
from .api.accesses import Accesses
from .api.containers import DataFabric
from .api.groups import Groups
from .api.identities import Identities, Identity
from .api.stewards import Stewardship
from .containers.journal import Journal
from .containers.reference import needed_id
from .export import Fabric

if t.TYPE_CHECKING:
    from ..client import Client
    from ..exported import People, Selection
    from ..task import Task
    from .api.accesses import Access
    from .api.containers import Container
    from .api.groups import Group
    from .api.stewards import Steward


def read(task: Task, client: Client, selection: Selection, people: People) -> Fabric:
    """Return what there is: one call for all containers, two for each of them, and one or two for each user.

    Containers that vanish meanwhile are left out. Raises what the client raises.
    """
    api = DataFabric.of(task, client)
    journal = Journal.of(task, client)
    everything = api.containers()
    chosen = [container for container in everything if _is_chosen(container, selection, journal.dying)]
    reading = _Reading(task, client)
    there = reading.details(chosen)
    owner = next((found for entry in everything if entry.owned and (found := guid_or_none(entry.owner))), None)
    me = owner or reading.own().id
    groups, unread = _groups(client, selection)
    fabric = Fabric(
        there,
        everything,
        Catalog(reading.accesses.templates()),
        task.clock.time(),
        me,
        reading.rows,
        reading.stewards,
        groups,
        revocations(task, client),
        journal.dying,
        journal.creating - {container.short_name for container in everything if container.owned},
        unread,
    )
    people.learn(me, "this application")
    reading.introduce(_users(fabric), people)
    return fabric


def _groups(client: Client, selection: Selection) -> tuple[list[Group] | None, str]:
    """Return the groups, or None and why they are not exported."""
    if selection.is_part:
        return None, "only some of the containers are exported"
    try:
        return Groups(client).all(), ""
    except ForbiddenError:
        return None, "this application may not read them"


def _is_chosen(container: Container, selection: Selection, dying: t.Container[str | None]) -> bool:
    """Return whether a container is exported."""
    level = (container.access_level or "").casefold()
    managed = container.owned or (level == "datasteward" and not selection.only_owned)
    names = [name for name in (container.short_name, container.title, container.id) if name]
    return managed and container.id not in dying and selection.takes(names, [tag.title for tag in container.tags])


def _users(fabric: Fabric) -> list[str]:
    """Return the ids of all who are in comments."""
    found = {row.user for rows in fabric.rows.values() for row in rows if row.usable(fabric.now)}
    found |= {row.granted_by for rows in fabric.rows.values() for row in rows if row.granted_by}
    found |= {steward.user for stewards in fabric.stewards.values() for steward in stewards}
    owners = {guid_or_none(container.owner) for container in fabric.chosen if not container.owned}
    return sorted(found | {owner for owner in owners if owner})


class _Reading:
    """Reads the parts of containers, several containers at a time."""

    def __init__(self, task: Task, client: Client) -> None:
        self._task = task
        self.accesses = Accesses(client)
        self._stewardship = Stewardship(client)
        self._identities = Identities(client)
        self.rows: dict[str, list[Access]] = {}
        self.stewards: dict[str, list[Steward]] = {}
        self._gone: set[str] = set()

    def details(self, containers: t.Sequence[Container]) -> list[Container]:
        """Read the grants and the data stewards of containers. Returns those that are still there."""
        tally = Tally(self._task.progress, "read", len(containers), "containers")
        for _container in each(self._detail, containers, self._task.concurrency):
            tally.count()
        return [container for container in containers if container.id not in self._gone]

    def _detail(self, container: Container) -> None:
        """Read the grants of a container, and its data stewards if the caller owns it."""
        identifier = needed_id(container)
        try:
            self._read(identifier, owned=container.owned)
        except NotFoundError:
            self._gone.add(identifier)

    def _read(self, identifier: str, *, owned: bool) -> None:
        """Read what the caller may. Raises NotFoundError if the container is gone."""
        try:
            self.rows[identifier] = self.accesses.all(identifier)
        except ForbiddenError:
            self.rows.pop(identifier, None)
        if owned:
            try:
                self.stewards[identifier] = self._stewardship.all(identifier)
            except ForbiddenError:
                self.stewards.pop(identifier, None)

    def introduce(self, users: t.Sequence[str], people: People) -> None:
        """Find out who users are, as far as that is not known. Data Fabric has roles, but no names."""
        unknown = [user for user in users if not people.who(user)]
        companies: dict[str, Identity] = {}

        def look(user: str) -> None:
            try:
                found = self._identities.application(user) or self._identities.user(user)
            except ForbiddenError:
                found = None
            if found is not None:
                companies[user] = found

        tally = Tally(self._task.progress, "read", len(unknown), "users")
        for _user in each(look, unknown, self._task.concurrency):
            tally.count()
        own = self.own().company_id if companies else ""
        for user, found in companies.items():
            other = "" if not own or found.company_id == own else "another company"
            people.learn(user, found.kind, found.role if found.role != "none" else "", other)

    def own(self) -> Identity:
        """Return the caller. One whom Data Fabric does not know is nobody of those who have access."""
        try:
            return self._identities.own()
        except (ForbiddenError, NotFoundError):
            return Identity("", "", "", "")
