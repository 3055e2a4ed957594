# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Transferring a container to another owner. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import dataclass

from ...api_fields import guid, guid_or_none
from ...api_refusals import only_for
from ...errors import ApiError, InputError, StateError, UnknownStateError
from ...reconcile import lost_answers
from ...reconcile.engine import Item, Kind, reconcile, result_of_one
from ...reconcile.local_store import Memory
from ...reconcile.locks import alone
from ...reconcile.plan import Plan, Step
from ..api.containers import Container, DataFabric
from ..api.identities import Identities
from ..api.stewards import Stewardship
from . import reference as container_reference
from .inventory import Inventory, by_id
from .reference import Reference, may_be_missing

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

# Seconds for which a transfer is remembered.
_KEEP = 400 * 86400.0
_WITHOUT = (
    "There is no private directory to store transferred containers. A later run of this task does not find the "
    "container and fails, unless this application is still its data steward."
)
_OWNER = "Only the owner of a container can transfer it. Run as the owner."
_REASONS = (
    "The new owner must be a data manager of the same company in Data Fabric, and only the current owner can transfer "
    "the container. Check user."
)


@dataclass(frozen=True)
class OwnerDescription:
    """Who is to own a container, and whether the previous owner becomes its data steward."""

    reference: Reference
    user: str
    keep_stewardship: bool = False


@dataclass(frozen=True)
class Ownership:
    """A container and who owns it. The id is None for a container that check mode takes as created before."""

    owner: str | None = None
    short_name: str | None = None
    id: str | None = None


def describe(params: t.Mapping[str, t.Any]) -> OwnerDescription:
    """Return what the options ask for. Raises InputError, also if the transfer is not confirmed."""
    reference, user = container_reference.reference(params["container"]), guid(params["user"], "user")
    if not params["confirm"]:
        raise InputError(
            "confirm: must be true. Once the container belongs to someone else, this application cannot take it back. "
            "Only the new owner can return it."
        )
    return OwnerDescription(reference, user, params["keep_stewardship"])


def plan(current: Ownership, desired: OwnerDescription) -> Plan[Ownership]:
    """Return what leads to the described owner. Pure."""
    changed = current.owner != desired.user
    after = Ownership(desired.user, current.short_name, current.id)
    title = f"owner of container {desired.reference.name}"
    return Plan(title, current, after, _diff_view, (Step("transfer"),) if changed else ())


def _diff_view(ownership: Ownership | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    return {"owner": ownership.owner if ownership else None}


class ContainerOwner(Kind[OwnerDescription, Ownership]):
    """The owner of a container as an item. Its ``target`` is the container, None while it is out of sight.

    A former owner may not see the container any more, so transfers are remembered.
    """

    noun = "Container"
    plural = "containers"
    doing = "transferred"

    def __init__(self, task: Task, client: Client) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._fabric = DataFabric.of(task, client)
        self._memory = Memory.of(task, client.identity, "transfers", keep=_KEEP, without=_WITHOUT)

    def name(self, desired: OwnerDescription) -> str:
        """Return the short name or the id of the container."""
        return desired.reference.name

    def nothing(self, desired: OwnerDescription) -> Plan[Ownership]:
        """Return the plan for a container of which nothing is known."""
        unknown = Ownership(short_name=desired.reference.short_name)
        return Plan(f"owner of container {desired.reference.name}", unknown, unknown, _diff_view)

    def alone(self, item: Item[OwnerDescription, Ownership] | None) -> contextlib.AbstractContextManager[bool] | None:
        """Return the lock of all transfers."""
        return None if item is None else alone(self._task, self._client.identity, "owners", "owners of containers")

    def find(self, item: Item[OwnerDescription, Ownership]) -> Ownership:
        """Return who owns the container. One that is out of sight belongs to whom this application gave it.

        Raises StateError if nothing is known of it.
        """
        reference, user = item.desired.reference, item.desired.user
        item.target = found = self._find(item.desired)
        if found is not None:
            return Ownership(guid_or_none(found.owner) or "", found.short_name or reference.short_name, found.id)
        self._memory.refresh()
        known = self._memory.get(reference.name)
        if isinstance(known, dict) and known.get("user") == user:
            return Ownership(user, reference.short_name, known.get("id"))
        may_be_missing(reference, self._task)
        return Ownership(Identities(self._client).own().id, reference.short_name)

    def plan(self, item: Item[OwnerDescription, Ownership], current: Ownership | None) -> Plan[Ownership]:
        """Return the plan. Raises StateError if the caller is not the owner."""
        found = plan(current or Ownership(), item.desired)
        container: Container | None = item.target
        if found.changed and container is not None and not container.owned:
            raise StateError(f"this application has the access level {container.access_level} to it.", hint=_OWNER)
        return found

    def write(self, item: Item[OwnerDescription, Ownership], step: Step) -> None:
        """Transfer the container. That is remembered before, for a run that is killed meanwhile.

        Raises UnknownStateError if the responses are lost and nothing shows, StateError if the container went out of
        sight meanwhile.
        """
        identifier = container_reference.needed_id(item.target)
        keys = list(dict.fromkeys((identifier, item.name)))
        self._memory.remember({key: {"user": item.desired.user, "id": identifier} for key in keys})
        try:
            self._transfer(identifier, item.desired)
        except UnknownStateError:
            raise
        except (ApiError, StateError):
            self._memory.forget(keys)
            raise
        item.wrote(item.plan.after)

    def _transfer(self, identifier: str, desired: OwnerDescription) -> None:
        """Send the transfer, until it is known whether it was applied."""
        api = Stewardship(self._client)
        try:
            with only_for(_OWNER):
                lost_answers.done(
                    lambda applied: api.transfer(
                        identifier, desired.user, keep_stewardship=desired.keep_stewardship, applied=applied
                    ),
                    # Who has given it away may not see it any more.
                    lambda: self._owner(identifier) in (None, desired.user),
                    clock=self._task.clock,
                    unknown=f"whether it was transferred to {desired.user}",
                )
        except ApiError as error:
            if error.status not in (400, 403, 404):
                raise
            self._explain(error, self._owner(identifier), desired.user)

    @staticmethod
    def _explain(error: ApiError, owner: str | None, user: str) -> None:
        """Raise why the transfer was refused, unless another run has done it."""
        if owner == user:
            return
        if owner is None:
            raise StateError(
                "it no longer exists, or it belongs to someone else now.",
                hint="Run again to see which.",
                exchange=error.exchange,
            )
        if error.status == 400:
            error.hint = _REASONS
        raise error

    def _owner(self, identifier: str) -> str | None:
        """Return the id of the owner, None if the container is out of sight."""
        found = by_id(self._fabric, identifier)
        return (guid_or_none(found[0].owner) or "") if found else None

    def _find(self, desired: OwnerDescription) -> Container | None:
        """Return the container: by its short name one's own, otherwise the one of the new owner."""
        reference = desired.reference
        if reference.id is not None:
            return next(iter(by_id(self._fabric, reference.id)), None)
        containers = self._fabric.containers()
        own = Inventory(containers).find(None, reference.short_name)
        if own is not None:
            return own
        theirs = [
            container
            for container in containers
            if container.short_name == reference.short_name and guid_or_none(container.owner) == desired.user
        ]
        return theirs[0] if len(theirs) == 1 else None


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user owns a container. Returns the result of the module."""
    (item,) = reconcile(ContainerOwner(task, client), [describe(task.params)], task)
    before, after = t.cast(Ownership, item.plan.before), t.cast(Ownership, item.plan.after)
    shown = {
        "container": after.short_name,
        "container_id": after.id,
        "owner": after.owner,
        "previous_owner": before.owner,
    }
    return result_of_one(item, shown)
