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
    ConnectionFailedError,
    ForbiddenError,
    InputError,
    NotFoundError,
    StateError,
    TokenError,
    VeracityError,
)
from .access.lock import changing_access
from .access.revocations import revocations
from .api.accesses import Access, Accesses
from .api.containers import Container, DataFabric
from .api.groups import Groups
from .api.identities import Identities
from .containers import reference as finding
from .containers.description import Description
from .containers.description import describe as describe_container
from .containers.inventory import Inventory
from .containers.operation import Work
from .containers.reference import Reference
from .containers.targets import pick
from .groups import by_title
from .keys.own_grant import make_own_grant, predict_own_grant
from .keys.request import KeyWish
from .keys.selection import suitable

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

# Of grants that are refused, because they were revoked, so many are tried and no more.
_MOST_TRIES = 3
_SAID_NO = (ApiError, ConnectionFailedError, TokenError, StateError, InputError)
_REASONS = (
    "Either the source is not there any more, or the grant does not let this application read and list it (it may have "
    "been revoked, or ended), or the short name is taken or is just being created or deleted."
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
    source = finding.reference(params["source"], "source")
    description = dataclasses.replace(describe_container(params), source=source.name)
    if source.short_name == description.short_name:
        raise InputError(f"short_name must be another one than that of the source, {source.name}.")
    group = params["group"]
    if group is not None and not group.strip():
        raise InputError("group must not be empty. Give the title or id of a group, or leave the option out.")
    access_id = guid(params["access_id"], "access_id:") if params["access_id"] is not None else None
    return description, CopyDescription(source, group, access_id, params["ensure_access"])


class Copying:
    """Asks for a copy. What it needs to know of the source is found out when it is to be asked for."""

    def __init__(self, task: Task, client: Client, fabric: DataFabric, wanted: CopyDescription) -> None:
        self._task = task
        self._client = client
        self._fabric = fabric
        self._wanted = wanted
        self._api = Accesses(client)
        self._identities = Identities(client)
        self._revoked = revocations(task, client)
        self._prepared = False
        self._source: Container | None = None
        self._group_id: str | None = None
        self._grants: list[Access] = []
        # With which grant it was asked for, and whether one was made, or in check mode would be.
        self.used: str | None = None
        self.access_granted = False

    def prepare(self, work: Work, inventory: Inventory) -> None:
        """Find the source, the group and a grant, and say in check mode what a run would do.

        Raises StateError where a run could not copy.
        """
        self._find(inventory)
        if work.container is not None and self._source is not None:
            work.container = dataclasses.replace(work.container, region=self._source.region)
        if self._wanted.access_id is None and not self._grants and self._wanted.ensure_access:
            predict_own_grant(self._api, self._source, self._wish())
            self.access_granted = self._task.check_mode

    def create(self, wanted: Container, applied: Applied) -> str | None:
        """Ask for the copy, with a grant that is made first where it is needed, and return its id.

        Raises StateError when something else than the copy is refused or unclear, so that it was not asked for.
        """
        try:
            if not self._prepared:
                self._find(Inventory(self._fabric.containers()))
            source_id = finding.needed_id(t.cast(Container, self._source))
            accesses = self._accesses(source_id)
        except _SAID_NO:
            raise
        except VeracityError as error:
            raise StateError(error.summary, hint=error.hint, exchange=error.exchange) from None
        for number, access_id in enumerate(accesses, 1):
            try:
                identifier = self._fabric.copy_container(source_id, access_id, wanted, self._group_id, applied=applied)
            except NotFoundError as error:
                raise finding.gone(self._wanted.source, error) from None
            except ForbiddenError as error:
                error.hint = "Copying needs the role manager in Data Fabric, and a grant to read and list the source."
                raise
            except ApiError as error:
                if error.status == 400 and number < len(accesses):
                    continue
                if error.status == 400:
                    error.summary = f"Veracity refuses to copy {self._wanted.source.name}."
                    error.hint = _REASONS
                raise
            self.used = access_id
            return identifier
        return None

    def _find(self, inventory: Inventory) -> None:
        """Find the source, the group, and grants of the source that let the caller read and list."""
        self._prepared = True
        self._source = pick(inventory, self._wanted.source, self._task)
        self._group_id = self._group()
        if self._source is None or self._wanted.access_id is not None:
            return
        self._grants = self._own(self._rows(finding.needed_id(self._source)))
        if not self._grants and not self._wanted.ensure_access:
            raise StateError(
                f"This application has no access to container {self._wanted.source.name} that lets it read and list.",
                hint="Owning a container gives no key. Set ensure_access: true to have a grant made, or grant access "
                "to this application with dnv.veracity.veracity_container_access.",
            )

    def _group(self) -> str | None:
        """Return the id of the group. In check mode one that is not there is taken as made before this task."""
        name = self._wanted.group
        if name is None:
            return None
        there = Groups(self._client).all()
        identifier = guid_or_none(name)
        found = next((group for group in there if group.id == identifier), None) or by_title(there, name)
        if found is not None:
            return found.id
        if not self._task.check_mode:
            raise StateError(
                f"There is no group with the id or the title {name}.",
                hint="Make it first, with dnv.veracity.veracity_container_group.",
            )
        self._task.warn(f"Group {name} is not there yet. Check mode takes it as made before this task.")
        return None

    def _accesses(self, source_id: str) -> list[str]:
        """Return ids of grants to copy with, best first. Where there is none, one is made."""
        if self._wanted.access_id is not None:
            return [self._wanted.access_id]
        if self._grants:
            return [grant.id for grant in self._grants[:_MOST_TRIES]]
        with changing_access(self._task, self._client, source_id, self._wanted.source.name):
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
                wanted=self._wish(),
                there={row.id for row in rows},
            )
        self.access_granted = True
        return [made.id]

    def _rows(self, source_id: str) -> list[Access]:
        """Return the grants of the source that the caller may see."""
        try:
            return self._api.all(source_id)
        except (ForbiddenError, NotFoundError) as error:
            raise finding.gone(self._wanted.source, error) from None

    def _own(self, rows: t.Sequence[Access]) -> list[Access]:
        """Return the caller's own grants that let it read and list, best first."""
        wish = self._wish()
        mine = [row for row in rows if row.user == self._me() and row.id not in self._revoked] if rows else []
        return suitable(mine, wish.rights, wish.min_validity, self._task.clock.time())

    def _me(self) -> str:
        """Return the id of the caller: a source that the caller owns tells it, otherwise the API is asked."""
        source = self._source
        own = guid_or_none(source.owner_id) if source is not None and source.owned else None
        return own or self._identities.own().id

    def _wish(self) -> KeyWish:
        """Return what the grant has to allow."""
        return KeyWish.of({"min_validity": 0, "ensure_access": True, "allow_wider": True}, self._wanted.source.name)
