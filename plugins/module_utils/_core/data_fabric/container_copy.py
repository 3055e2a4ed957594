# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Copying a container. Private: for use inside dnv.veracity only.

A copy is a container that is asked for in another way: what makes sure that none is asked for twice is the same.
"""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import guid, guid_or_none
from ..errors import (
    ApiError,
    ForbiddenError,
    InputError,
    NotFoundError,
    StateError,
    VeracityError,
)
from ..reconcile.engine import Item, created_before, reconcile
from .access.lock import changing_access
from .access.revocations import revocations
from .api.accesses import Access, Accesses
from .api.containers import Container, DataFabric
from .api.groups import Groups
from .api.identities import Identities
from .containers import reference as container_reference
from .containers.apply import REFUSALS
from .containers.context import Context
from .containers.description import Description
from .containers.description import describe as describe_container
from .containers.ensure import Containers, result_of_one
from .containers.inventory import Inventory
from .containers.reference import Reference, pick
from .groups import by_title
from .keys.own_grant import make_own_grant, predict_own_grant
from .keys.request import KeyRequest
from .keys.selection import suitable

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

# Of grants that are refused, because they were revoked, so many are tried and no more.
_MOST_TRIES = 3
_REASONS = (
    "Either the source no longer exists, or the grant does not let this application read and list it (it may be "
    "revoked or expired), or the short name is taken, being created or being deleted."
)


@dataclass(frozen=True)
class CopyDescription:
    """What is copied, with which grant, and into which group (id or title) the copy goes."""

    source: Reference
    group: str | None = None
    access_id: str | None = None
    ensure_access: bool = True


def describe(params: t.Mapping[str, t.Any]) -> tuple[Description, CopyDescription]:
    """Return what the options say of the copy as a container, and of the copying. Raises InputError."""
    source = container_reference.reference(params["source"], "source")
    description = dataclasses.replace(describe_container(params), source=source.name)
    if source.short_name == description.short_name:
        raise InputError(f"short_name: must differ from the short name of the source, {source.name}. Choose another.")
    group = params["group"]
    if group is not None and not group.strip():
        raise InputError("group: must not be empty. Set the title or id of a group, or omit it.")
    access_id = guid(params["access_id"], "access_id") if params["access_id"] is not None else None
    return description, CopyDescription(source, group, access_id, params["ensure_access"])


class Copying:
    """Asks for a copy. What it needs to know of the source is found out when it is to be asked for."""

    def __init__(self, task: Task, client: Client, fabric: DataFabric, desired: CopyDescription) -> None:
        self._task = task
        self._client = client
        self._fabric = fabric
        self._desired = desired
        self._api = Accesses(client)
        self._identities = Identities(client)
        self._revoked = revocations(task, client)
        self._prepared = False
        self._source: Container | None = None
        self._group_id: str | None = None
        self._grants: list[Access] = []
        # The grant that was used, and whether one was made, or until then whether one is to be made.
        self.used: str | None = None
        self.access_granted = False
        self.began = False

    def prepare(self, inventory: Inventory) -> Container | None:
        """Find the source, the group and a grant. Returns the source, None if check mode takes it as created before.

        Raises StateError if the container cannot be copied.
        """
        self._find(inventory)
        if self._desired.access_id is None and not self._grants and self._desired.ensure_access:
            predict_own_grant(self._api, self._source, self._key_request())
            self.access_granted = True
        return self._source

    def create(self, wanted: Container, applied: Applied) -> str | None:
        """Send the request for the copy and return its id. If it needs a grant, one is made before.

        Raises StateError if anything else is refused or unclear, so that the request was not sent.
        """
        self.began, self.access_granted = True, False
        try:
            if not self._prepared:
                self._find(Inventory(self._fabric.containers()))
            source_id = container_reference.needed_id(t.cast(Container, self._source))
            accesses = self._accesses(source_id)
        except REFUSALS:
            raise
        except VeracityError as error:
            raise StateError(error.summary, hint=error.hint, exchange=error.exchange) from None
        for number, access_id in enumerate(accesses, 1):
            try:
                identifier = self._fabric.copy_container(source_id, access_id, wanted, self._group_id, applied=applied)
            except NotFoundError as error:
                raise container_reference.gone(self._desired.source, error) from None
            except ForbiddenError as error:
                error.hint = (
                    "Copying requires the role manager in Data Fabric, and a grant to read and list the source."
                )
                raise
            except ApiError as error:
                if error.status == 400 and number < len(accesses):
                    continue
                if error.status == 400:
                    error.summary = f"Veracity refuses to copy {self._desired.source.name}."
                    error.hint = _REASONS
                raise
            self.used = access_id
            return identifier
        return None

    def _find(self, inventory: Inventory) -> None:
        """Find the source, the group, and grants of the source that let the caller read and list."""
        self._prepared = True
        self._source = pick(inventory, self._desired.source, self._task)
        self._group_id = self._group()
        if self._source is None or self._desired.access_id is not None:
            return
        self._grants = self._own(self._rows(container_reference.needed_id(self._source)))
        if not self._grants and not self._desired.ensure_access:
            raise StateError(
                f"This application has no grant to read and list container {self._desired.source.name}.",
                hint="Owning a container does not give a key. Set ensure_access: true to create a grant, or grant "
                "access to this application with dnv.veracity.veracity_container_access.",
            )

    def _group(self) -> str | None:
        """Return the id of the group. In check mode it may be missing."""
        name = self._desired.group
        if name is None:
            return None
        there = Groups(self._client).all()
        identifier = guid_or_none(name)
        found = next((group for group in there if group.id == identifier), None) or by_title(there, name)
        if found is not None:
            return found.id
        missing = StateError(
            f"There is no group with the id or the title {name}.",
            hint="Create it first, with dnv.veracity.veracity_container_group.",
        )
        created_before(self._task, f"Group {name}", missing)
        return None

    def _accesses(self, source_id: str) -> list[str]:
        """Return ids of grants to copy with, best first. Where there is none, one is made."""
        if self._desired.access_id is not None:
            return [self._desired.access_id]
        if self._grants:
            return [grant.id for grant in self._grants[:_MOST_TRIES]]
        with changing_access(self._task, self._client, source_id, self._desired.source.name):
            # Another run may have made one while this one waited.
            self._revoked.refresh()
            rows = self._rows(source_id)
            found = self._own(rows)
            if found:
                return [grant.id for grant in found[:_MOST_TRIES]]
            made = make_own_grant(
                self._api,
                self._revoked,
                self._task.clock,
                container_id=source_id,
                user=self._me(),
                request=self._key_request(),
                there={row.id for row in rows},
            )
        self.access_granted = True
        return [made.id]

    def _rows(self, source_id: str) -> list[Access]:
        """Return the grants of the source that the caller may see."""
        try:
            return self._api.all(source_id)
        except (ForbiddenError, NotFoundError) as error:
            raise container_reference.gone(self._desired.source, error) from None

    def _own(self, rows: t.Sequence[Access]) -> list[Access]:
        """Return the caller's own grants that let it read and list, best first."""
        request = self._key_request()
        mine = [row for row in rows if row.user == self._me() and row.id not in self._revoked] if rows else []
        return suitable(mine, request.rights, request.min_validity, self._task.clock.time())

    def _me(self) -> str:
        """Return the id of the caller: a source that the caller owns tells it, otherwise the API is asked."""
        source = self._source
        own = guid_or_none(source.owner) if source is not None and source.owned else None
        return own or self._identities.own().id

    def _key_request(self) -> KeyRequest:
        """Return what the grant has to allow."""
        return KeyRequest.of({"min_validity": 0, "ensure_access": True, "allow_wider": True}, self._desired.source.name)


class ContainerCopies(Containers):
    """Containers that are copies. One that is there already is not copied again, and updated as any container."""

    def __init__(self, task: Task, client: Client, desired: CopyDescription) -> None:
        """Warns when it is about the Data Fabric that DNV closed. Raises InputError."""
        context = Context.of(task, client)
        self.copying = Copying(task, client, context.api, desired)
        super().__init__(dataclasses.replace(context, creator=self.copying.create), single=True)

    def check(self, items: t.Sequence[Item[Description, Container]]) -> None:
        """Find what is needed to copy, if there is no copy yet. A copy is in the region of its source."""
        for item in items:
            if item.due and item.plan.before is None:
                source, copy = self.copying.prepare(self.inventory), t.cast(Container, item.plan.after)
                region = source.region if source is not None else None
                item.follow(dataclasses.replace(item.plan, after=dataclasses.replace(copy, region=region)))


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that there is a copy of a container. Returns the result of the module."""
    description, desired = describe(task.params)
    kind = ContainerCopies(task, client, desired)
    (item,) = reconcile(kind, [description], task)
    copying = kind.copying
    granted = copying.access_granted and (copying.began or item.written)
    return {**result_of_one(kind, item), "access_id": copying.used, "access_granted": granted}
