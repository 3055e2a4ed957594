# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Giving a container to another owner. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ...api_fields import guid, guid_or_none
from ...errors import AmbiguousError, ApiError, InputError, StateError, UnknownStateError
from ...reconcile.local_store import Memory
from ...reconcile.locks import alone
from ...reconcile.plan import Plan, Step
from ..api.containers import Container, DataFabric
from ..api.identities import Identities
from ..api.stewards import Stewardship
from . import reference as finding
from .inventory import Inventory, by_id
from .reference import Reference
from .targets import only_for

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

# Seconds. Who gave a container away does not look for it for ever.
_KEEP = 400 * 86400.0
# Seconds until a look is repeated after a lost answer: the request may still be carried out.
_PAUSE = 2.0
_WITHOUT = (
    "There is no safe place to remember containers that were given away. A later run of this task does not find the "
    "container any more and fails, unless this application is still its data steward."
)
_OWNER = "Only the owner of a container can give it to someone else: run as the owner."
_REASONS = (
    "The new owner has to be known to Data Fabric as a data manager of the same company, and only the present owner "
    "can give the container away. Check user."
)


@dataclass(frozen=True)
class Transfer:
    """Which container shall belong to whom, and whether the previous owner becomes its data steward."""

    reference: Reference
    user: str
    keep_stewardship: bool = False


@dataclass(frozen=True)
class Holder:
    """A container by its name and id, and who owns it. In a prediction the id is None for what is not there yet."""

    name: str
    id: str | None
    owner: str
    short_name: str | None = None


def describe(params: t.Mapping[str, t.Any]) -> Transfer:
    """Return what the options ask for. Raises InputError, also when the transfer is not confirmed."""
    transfer = Transfer(
        finding.reference(params["container"]), guid(params["user"], "user"), params["keep_stewardship"]
    )
    if not params["confirm"]:
        raise InputError(
            "confirm must be true: once a container belongs to someone else, this application cannot take it back. "
            "Only the new owner can return it."
        )
    return transfer


class Transferring:
    """What a transfer needs."""

    def __init__(self, task: Task, client: Client, wanted: Transfer) -> None:
        """Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._wanted = wanted
        self._fabric = DataFabric.of(task, client)
        self._memory = Memory.of(task, client, "transfers", keep=_KEEP, without=_WITHOUT)

    def plan(self) -> Plan[Holder]:
        """Look, and return what is to be done. Raises StateError when the container is not there, or not to be given.

        A container that this application gave to that user earlier may be out of its sight: that is no change.
        """
        wanted = self._wanted
        found = self._find()
        if found is None:
            return self._unseen()
        before = Holder(wanted.reference.name, found.id, guid_or_none(found.owner_id) or "", found.short_name)
        if before.owner == wanted.user:
            return self._plan(before, changed=False)
        if not found.owned:
            raise StateError(
                f"Container {before.name}: this application has the access level {found.access_level} to it.",
                hint=_OWNER,
            )
        return self._plan(before, changed=True)

    def carry_out(self, plan: Plan[Holder]) -> Plan[Holder]:
        """Give the container away and return the plan that was carried out: another run may have been first.

        It is remembered before it is asked for, for a run that is killed while it is done. Raises UnknownStateError
        when the answers are lost and nothing shows, StateError when the container went out of sight meanwhile.
        """
        with alone(self._task, self._client.identity, "owners", "owners of containers"):
            self._memory.refresh()
            plan = self.plan()
            if not plan.changed:
                return plan
            identifier = t.cast(Holder, plan.before).id or ""
            keys = self._keys(identifier)
            self._memory.remember({key: {"user": self._wanted.user, "id": identifier} for key in keys})
            try:
                self._give(identifier)
            except UnknownStateError:
                raise
            except (ApiError, StateError):
                self._memory.forget(keys)
                raise
            return plan

    def _give(self, identifier: str) -> None:
        """Ask for the transfer; after a lost answer look, and ask once more when it has no effect."""
        doubt: AmbiguousError | None = None
        for last in (False, True):
            try:
                with only_for(_OWNER):
                    Stewardship(self._client).transfer(
                        identifier,
                        self._wanted.user,
                        keep_stewardship=self._wanted.keep_stewardship,
                        applied=lambda: self._is_given(identifier),
                    )
                return
            except AmbiguousError as error:
                doubt = error
            except ApiError as error:
                self._explain(error, identifier, lost=doubt is not None)
                return
            for pause in (0.0, _PAUSE):
                self._task.clock.sleep(pause)
                if self._is_given(identifier):
                    return
            if last:
                raise UnknownStateError(
                    f"Container {self._wanted.reference.name}: whether it was given to {self._wanted.user} is not "
                    f"known ({doubt.summary.rstrip('.')}), and it does not show.",
                    hint="Run again. The next run looks first.",
                    exchange=doubt.exchange,
                )

    def _explain(self, error: ApiError, identifier: str, *, lost: bool) -> None:
        """Raise why the transfer was refused, unless it has been done. ``lost``: by an attempt before, perhaps."""
        name = self._wanted.reference.name
        error.summary = f"Container {name}: {error.summary}"
        if error.status not in (400, 403, 404):
            raise error
        owner = self._owner(identifier)
        if owner == self._wanted.user or (owner is None and lost):
            return
        if owner is None:
            raise StateError(
                f"Container {name}: it is not there any more, or belongs to someone else since this run has looked.",
                hint="Run again to see which.",
                exchange=error.exchange,
            )
        if error.status == 400:
            error.hint = _REASONS
        raise error

    def _is_given(self, identifier: str) -> bool:
        """Return whether the container belongs to the new owner. Who has given it away does not see it any more."""
        return self._owner(identifier) in (None, self._wanted.user)

    def _owner(self, identifier: str) -> str | None:
        """Return the id of the owner, None when the container is out of sight."""
        found = by_id(self._fabric, identifier)
        return (guid_or_none(found[0].owner_id) or "") if found else None

    def _find(self) -> Container | None:
        """Return the container that is meant: by its short name one's own, otherwise the one of the new owner."""
        reference = self._wanted.reference
        if reference.id is not None:
            return next(iter(by_id(self._fabric, reference.id)), None)
        containers = self._fabric.containers()
        own = Inventory(containers).find(None, reference.short_name)
        if own is not None:
            return own
        theirs = [
            container
            for container in containers
            if container.short_name == reference.short_name and guid_or_none(container.owner_id) == self._wanted.user
        ]
        return theirs[0] if len(theirs) == 1 else None

    def _unseen(self) -> Plan[Holder]:
        """Return the plan for a container that cannot be seen. Raises StateError when nothing is known of it."""
        reference = self._wanted.reference
        known = self._memory.get(reference.name)
        if isinstance(known, dict) and known.get("user") == self._wanted.user:
            return self._plan(Holder(reference.name, known.get("id"), self._wanted.user), changed=False)
        if not self._task.check_mode or reference.short_name is None:
            raise finding.missing(reference)
        self._task.warn(
            f"Container {reference.name} is not there yet. Check mode takes it as created before this task."
        )
        own = Identities(self._client).own().id
        return self._plan(Holder(reference.name, None, own), changed=own != self._wanted.user)

    def _plan(self, before: Holder, *, changed: bool) -> Plan[Holder]:
        """Return the plan to do it, or to do nothing."""
        before = dataclasses.replace(before, short_name=before.short_name or self._wanted.reference.short_name)
        after = dataclasses.replace(before, owner=self._wanted.user)
        return Plan(f"owner of container {before.name}", before, after, _view, (Step("transfer"),) if changed else ())

    def _keys(self, identifier: str) -> list[str]:
        """Return under what the transfer is remembered: the id, and the short name when it was named so."""
        return list(dict.fromkeys((identifier, self._wanted.reference.name)))


def result(plan: Plan[Holder]) -> dict[str, t.Any]:
    """Return the result of the task."""
    before, after = t.cast(Holder, plan.before), t.cast(Holder, plan.after)
    return {
        "changed": plan.changed,
        "container": after.short_name,
        "container_id": after.id,
        "owner": after.owner,
        "previous_owner": before.owner,
        "diff": plan.diff,
    }


def _view(holder: Holder | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    return {"owner": holder.owner if holder else None}
