# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Giving, changing and removing licenses until it shows. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ..errors import AmbiguousError, ApiError, ConflictError, VeracityError, WaitTimeoutError
from ..reconcile import engine
from ..reconcile.engine import Item, named
from ..reconcile.plan import Plan, Step
from . import license_properties
from .api import License
from .licenses import LicenseDescription, describe, describe_all, from_results, plan, to_result
from .of_application import OfApplication
from .unseen_patches import UnseenPatches

if t.TYPE_CHECKING:
    from ..client import Applied, Client
    from ..task import Task

# With these an API says that a change does not go with what is there.
_AT_ODDS = (400, 409, 412, 422)

LicenseItem = Item[LicenseDescription, License]


class Licenses(OfApplication[LicenseDescription, License]):
    """The licenses of an application. One is read by itself, many are read as a list."""

    noun = "License"
    plural = "licenses"
    lose = "lose the license"

    def __init__(self, task: Task, client: Client, *, many: bool = False) -> None:
        """Raises InputError for options that cannot be meant."""
        super().__init__(task, client)
        self._many = many
        self._known = task.params.get("known_licenses")
        self._current: dict[str, License] = {}

    def name(self, desired: LicenseDescription) -> str:
        """Return whose license it is."""
        return desired.name

    def nothing(self, desired: LicenseDescription) -> Plan[License]:
        """Return the plan of somebody without a license, which stays so."""
        return plan(None, dataclasses.replace(desired, state="absent"))

    def begin(self, desired: t.Sequence[LicenseDescription]) -> None:
        """Read the list, unless an earlier task has done so, and what this computer has asked for."""
        self._unseen = UnseenPatches(self.task, self.client, self.place)
        if self._many:
            known, self._known = self._known, None
            current = self.api.licenses(*self.place) if known is None else from_results(known)
            self._current = {license_.entity: license_ for license_ in current}

    def surplus(self, items: t.Sequence[LicenseItem]) -> t.Iterable[LicenseDescription]:
        """Return who has a license and is not described."""
        described = {item.desired.entity for item in items}
        return [
            LicenseDescription(license_.entity, license_.kind, state="absent")
            for license_ in self._current.values()
            if self.task.params["prune"] and license_.entity not in described
        ]

    def find(self, item: LicenseItem) -> License | None:
        """Return the license. Raises NotFoundError when there is no such application."""
        entity = item.desired.entity
        found = self._current.get(entity) if self._many else self.shown(item)
        if found is None and not self._many and item.desired.kind == "user":
            # That is a 404, which a tenant or an application that does not exist is, too. The list tells.
            found = next((entry for entry in self.api.licenses(*self.place) if entry.entity == entity), None)
        return found

    def shown(self, item: LicenseItem) -> License | None:
        """Return the license as it shows now."""
        return self.api.license(*self.place, item.desired.entity, item.desired.kind)

    def plan(self, item: LicenseItem, current: License | None) -> Plan[License]:
        """Return what leads to the description."""
        return plan(current, item.desired)

    def write(self, item: LicenseItem, step: Step) -> None:
        """Give a license, change its access level or its properties, or take it away."""
        entity, after = item.desired.entity, item.plan.after
        if step.action == "create":
            self._create(item)
        elif step.action == "patch":
            self._patch(item)
        elif after is None:
            self.api.remove_license(*self.place, entity)
            self._unseen.over(entity)
            item.wrote(item.state)
        elif after.access_level is not None:
            with _of_level(after.access_level):
                self.api.set_access_level(*self.place, entity, after.access_level)
            item.wrote(item.state)

    def settle(self, item: LicenseItem) -> None:
        """Wait until the license is as described. Raises WaitTimeoutError."""
        super().settle(item)
        if self.waiting.wait:
            self._unseen.over(item.desired.entity)

    def explained(self, item: LicenseItem, error: VeracityError) -> VeracityError:
        """Return the error with whose license it is."""
        return named(error, f"License of {item.name}: ")

    def outcome(self, item: LicenseItem) -> dict[str, t.Any]:
        """Return whose license it is, and the license."""
        return {item.desired.kind: item.desired.entity, "license": to_result(item.state)}

    def _create(self, item: LicenseItem) -> None:
        """Ask for the license, once. One that somebody else asked for at the same moment will do."""
        wanted = t.cast(License, item.plan.after)

        def write(applied: Applied) -> License:
            with _of_level(wanted.access_level):
                self.api.add_license(*self.place, wanted, applied=applied)
            self._unseen.over(wanted.entity)
            return dataclasses.replace(wanted, properties=())

        try:
            made = self.confirmed(item, write, lambda: self.shown(item), "Whether it was assigned")
        except ConflictError as error:
            found = self.until(item, lambda seen: seen is not None, timeout=self.waiting.timeout)
            if found is None:
                raise WaitTimeoutError(
                    "Veracity reports that the entity has it already, but it is not visible.",
                    hint="Run again later.",
                    exchange=error.exchange,
                ) from None
            item.follow(plan(found, item.desired))
        else:
            item.wrote(None)
            item.steps = list(plan(made, item.desired).steps)

    def _patch(self, item: LicenseItem) -> None:
        """Ask for the changes of properties, by the places that they have now. Waits for a license that is new.

        A change that is refused was probably planned on what somebody else has changed since. Then it is waited, within
        the time of the task, until that shows, and planned again.
        """
        start, description = self.task.clock.monotonic(), item.desired
        current = self.until(item, lambda seen: self._is_settled(item, seen), timeout=self.waiting.timeout)
        while True:
            if current is None:
                raise self.late()
            if not item.written:
                item.follow(plan(current, description))
            item.state, item.steps = current, [step for step in item.steps if step.action != "patch"]
            operations = license_properties.patch(current.properties, description.properties, description.removed)
            if not operations:
                return
            try:
                self._send(item, current, operations)
            except ApiError as error:
                left = self.waiting.timeout - (self.task.clock.monotonic() - start)
                if error.status not in _AT_ODDS or left <= 0:
                    raise
                is_other = _other_than(current.properties)
                current = self.until(item, is_other, timeout=left)
                if not is_other(current):
                    raise
            else:
                return

    def _send(self, item: LicenseItem, current: License, operations: list[dict[str, t.Any]]) -> None:
        """Send changes of properties, once. Raises ApiError when they are refused."""
        entity = item.desired.entity

        def write(applied: Applied) -> License:
            try:
                self.api.patch_license(*self.place, entity, operations, applied=applied)
            except AmbiguousError:
                raise
            except VeracityError:
                self._unseen.over(entity)
                raise
            return current

        def find() -> License | None:
            seen = self.shown(item)
            return seen if is_other(seen or current) else None

        is_other = _other_than(current.properties)
        self._unseen.asked(entity, current.properties)
        item.wrote(self.confirmed(item, write, find, "Whether its properties were changed"))

    def _is_settled(self, item: LicenseItem, seen: License | None) -> bool:
        """Return whether a license is there, with the effect of the last change that this computer asked for."""
        return seen is not None and not self._unseen.expected(item.desired.entity, seen.properties)


def ensure_one(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that one license is as described. Returns the result of the module."""
    (item,) = engine.reconcile(Licenses(task, client), [describe(task.params)], task)
    return engine.result_of_one(item, {"license": to_result(item.state)})


def ensure_many(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that the licenses of an application are as described. Returns the result of the bulk module."""
    kind = Licenses(task, client, many=True)
    items = engine.reconcile(kind, describe_all(task.params["licenses"]), task)
    return engine.result_of_many(kind, items, prunes=True)


def _other_than(properties: license_properties.Properties) -> t.Callable[[License | None], bool]:
    """Return a check that a license is gone, or has other properties."""
    return lambda seen: seen is None or seen.properties != properties


@contextlib.contextmanager
def _of_level(level: str | None) -> t.Iterator[None]:
    """Say in the hint of a refused call that the access level in it may be what is wrong."""
    try:
        yield
    except ApiError as error:
        if error.status == 400 and level is not None:
            error.hint = f"Check that the application has the access level {level}."
        raise
