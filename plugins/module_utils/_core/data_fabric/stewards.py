# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Data stewards of containers. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass

from ..api_fields import guid
from ..api_refusals import only_for
from ..errors import ApiError, GoneError, InputError, StateError, VeracityError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item
from ..reconcile.plan import Plan, Step, without_empty
from ..validation.mistakes import Mistakes, all_at_once
from .api.stewards import Steward, Stewardship
from .containers import reference as container_reference
from .containers.inventory import Inventory
from .containers.of_container import OfContainer, id_of
from .containers.reference import Reference

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task
    from .api.containers import Container

OWNER_ONLY = "Only the owner of a container can add and remove its data stewards. Run as the owner."
_SEEN_BY = "Only the owner of a container and its data stewards can list its data stewards. Run as one of them."
_REASONS = (
    "The user must be registered in Data Fabric, and only the owner of the container can add data stewards. Check "
    "user, and run as the owner."
)

Stewards = tuple[Steward, ...]


@dataclass(frozen=True)
class StewardDescription:
    """Who is to be, and who is not to be, a data steward of a container.

    ``present`` has the users with their comments (None: leave it as it is). ``prune``: nobody else is to be.
    ``alone``: the only user that a diff shows.
    """

    reference: Reference
    present: tuple[tuple[str, str | None], ...] = ()
    absent: frozenset[str] = frozenset()
    prune: bool = False
    alone: str | None = None


def describe(params: t.Mapping[str, t.Any]) -> StewardDescription:
    """Return what the options of the module for one steward ask for. Raises InputError."""
    reference, user = container_reference.reference(params["container"]), guid(params["user"], "user")
    if params["state"] == "absent":
        return StewardDescription(reference, absent=frozenset({user}), alone=user)
    return StewardDescription(reference, ((user, params["comment"]),), alone=user)


def describe_all(params: t.Mapping[str, t.Any]) -> list[StewardDescription]:
    """Return what the options of the module for many stewards ask for. Raises InputError."""
    descriptions: list[StewardDescription] = []
    with all_at_once() as mistakes:
        for number, (options, reference) in enumerate(container_reference.distinct(params["containers"], mistakes)):
            stewards = options["stewards"]
            present = check(stewards or (), f"containers[{number}].stewards", mistakes)
            descriptions.append(StewardDescription(reference, present, prune=params["prune"] and stewards is not None))
    return descriptions


def plan(current: t.Sequence[Steward], description: StewardDescription) -> Plan[Stewards]:
    """Return what leads from the stewards that there are to those that are described. Pure."""
    after = {steward.user: steward for steward in current}
    steps: list[Step] = []
    for user, comment in description.present:
        there = after.get(user)
        if there is None:
            steps.append(Step("appoint", (user,)))
            after[user] = Steward(user, comment or "")
        elif comment is not None and comment != there.comment:
            steps.append(Step("comment", (user,)))
            after[user] = Steward(user, comment, there.granted_by)
    described = {user for user, _comment in description.present}
    for user in [user for user in after if user in description.absent or (description.prune and user not in described)]:
        steps.append(Step("remove", (user,)))
        del after[user]
    return Plan(
        f"data stewards of container {description.reference.name}",
        tuple(current),
        tuple(after.values()),
        functools.partial(_diff_view, description.alone),
        tuple(steps),
    )


def to_result(steward: Steward, short_name: str | None, container_id: str | None) -> dict[str, t.Any]:
    """Return a data steward as results show it."""
    return {
        "container": short_name,
        "container_id": container_id,
        "user": steward.user,
        "granted_by": steward.granted_by,
        "comment": steward.comment,
    }


def check(
    options: t.Iterable[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes
) -> tuple[tuple[str, str | None], ...]:
    """Return the described stewards of one container. It is a mistake, too, when one is described twice."""
    found: dict[str, str | None] = {}
    for number, option in enumerate(options):
        with mistakes.collected():
            user = guid(option.get("user") or "", f"{place}[{number}].user")
            if user in found:
                raise InputError(f"{place}[{number}]: the user {user} is described twice. Describe each once.")
            found[user] = option.get("comment")
    return tuple(found.items())


def _diff_view(alone: str | None, stewards: Stewards | None) -> dict[str, t.Any]:
    """Return what a diff shows: of the one user, or of all."""
    shown = [
        without_empty({"user": steward.user, "comment": steward.comment})
        for steward in stewards or ()
        if alone in (None, steward.user)
    ]
    return {"stewards": sorted(shown, key=lambda entry: entry["user"])}


class ContainerStewards(OfContainer[StewardDescription, Stewards]):
    """The data stewards of a container as one item."""

    doing = "changed the data stewards of"

    def __init__(self, task: Task, client: Client) -> None:
        super().__init__(task, client)
        self._api = Stewardship(client)

    def nothing(self, desired: StewardDescription) -> Plan[Stewards]:
        """Return the plan of a container without data stewards, which stays so."""
        return plan((), StewardDescription(desired.reference, alone=desired.alone))

    def find(self, item: Item[StewardDescription, Stewards]) -> Stewards:
        """Return the data stewards of the container. Raises StateError if the caller may not see them."""
        if self._level(item).casefold() == "consumer":
            raise StateError(f"This application has the access level {self._level(item)}.", hint=_SEEN_BY)
        return tuple(self._api.all(id_of(item))) if item.target else ()

    def plan(self, item: Item[StewardDescription, Stewards], current: Stewards | None) -> Plan[Stewards]:
        """Return the plan. Raises StateError if the caller may not carry it out."""
        found = plan(current or (), item.desired)
        if found.changed and self._level(item).casefold() != "owner":
            raise StateError(f"This application has the access level {self._level(item)}.", hint=OWNER_ONLY)
        return found

    def write(self, item: Item[StewardDescription, Stewards], step: Step) -> None:
        """Name a user, or name one again with another comment, or remove one."""
        (user,) = step.fields
        others = tuple(steward for steward in item.state or () if steward.user != user)
        if step.action == "remove":
            self._remove(id_of(item), user)
            item.wrote(others)
            return
        described = next(steward for steward in item.plan.after or () if steward.user == user)
        try:
            item.wrote((*others, self._name(id_of(item), described)))
        except ApiError as error:
            if error.status != 400:
                raise
            refusal = error
        else:
            return
        self._name_again(item, described, others, refusal)

    def outcome(self, item: Item[StewardDescription, Stewards]) -> dict[str, t.Any]:
        """Return the data stewards of a container, and who was removed."""
        current = {steward.user for steward in item.state or ()}
        removed = [steward for steward in item.plan.before or () if steward.user not in current]
        return {
            **super().outcome(item),
            "stewards": [shown(item, steward) for steward in item.state or ()],
            "pruned": [shown(item, steward) for steward in removed],
        }

    def _level(self, item: Item[StewardDescription, Stewards]) -> str:
        """Return the access level of the caller. One that creates the container becomes its owner."""
        container: Container | None = item.target
        return container.access_level or "" if container else "owner"

    def _name_again(
        self, item: Item[StewardDescription, Stewards], described: Steward, others: Stewards, refusal: ApiError
    ) -> None:
        """Go on after Veracity refused to name a user: it does so for one who is a data steward already.

        Veracity documents both that this changes the comment and that it is refused. Where it is refused, the data
        steward is removed and named again.
        """
        current = self._find(id_of(item), described.user)
        if current is None:
            refusal.hint = _REASONS
            raise refusal
        if current.comment == described.comment:
            item.state = (*others, current)
            return
        self._remove(id_of(item), described.user)
        item.wrote(others)
        try:
            item.wrote((*others, self._name(id_of(item), described)))
        except VeracityError as error:
            raise StateError(
                f"The data steward {described.user} was removed to change its comment, and adding it again failed: "
                f"{error.summary}",
                hint="Run again to add the data steward.",
                exchange=error.exchange,
            ) from None

    def _name(self, container_id: str, described: Steward) -> Steward:
        """Name a data steward, and return the one that there is then."""

        def find() -> Steward | None:
            found = self._find(container_id, described.user)
            return found if found is not None and found.comment == described.comment else None

        with only_for(OWNER_ONLY):
            return lost_answers.confirmed(
                lambda applied: self._api.appoint(container_id, described.user, described.comment, applied=applied),
                find,
                clock=self.task.clock,
                unknown=f"Whether the data steward {described.user} was added",
            )

    def _remove(self, container_id: str, user: str) -> None:
        """Remove a data steward. One who is gone already is fine."""
        with only_for(OWNER_ONLY):
            lost_answers.removed(
                lambda: self._api.dismiss(container_id, user),
                lambda: self._find(container_id, user) is None,
                clock=self.task.clock,
                unknown=f"Whether the data steward {user} was removed",
            )

    def _find(self, container_id: str, user: str) -> Steward | None:
        """Return the data steward that a user is."""
        return next((steward for steward in self._api.all(container_id) if steward.user == user), None)


def shown(item: Item[StewardDescription, Stewards], steward: Steward) -> dict[str, t.Any]:
    """Return a data steward of an item as results show it."""
    container: Container | None = item.target
    short_name = container.short_name if container else item.desired.reference.short_name
    return to_result(steward, short_name, id_of(item) or None)


def ensure_one(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user is, or is not, a data steward. Returns the result of the module."""
    kind = ContainerStewards(task, client)
    description = describe(task.params)
    (item,) = engine.reconcile(kind, [description], task)
    alone = next((shown(item, steward) for steward in item.state or () if steward.user == description.alone), None)
    return engine.result_of_one(item, {"steward": alone})


def ensure_many(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that containers have the described data stewards. Returns the result of the bulk module."""
    kind = ContainerStewards(task, client)
    return engine.result_of_many(kind, engine.reconcile(kind, describe_all(task.params), task))


def gather(task: Task, client: Client) -> list[dict[str, t.Any]]:
    """Return the data stewards of a container, or of all that the caller owns or is a data steward of.

    A container that goes while they are read has none. Raises InputError, StateError, and what the client raises.
    """
    option: str | None = task.params["container"]
    kind = ContainerStewards(task, client)
    if option is not None:
        containers = [container_reference.needed(kind.fabric, container_reference.reference(option))]
    else:
        containers = [container for container in kind.fabric.containers() if _may_see_stewards(container)]
    kind.inventory = Inventory(containers)
    described = [StewardDescription(Reference(id=container.id)) for container in containers]
    items = engine.gathered(kind, described, task)
    for item in items:
        if item.error is not None and (option is not None or not isinstance(item.error, GoneError)):
            raise item.error
    return [shown(item, steward) for item in items for steward in item.state or ()]


def _may_see_stewards(container: Container) -> bool:
    """Return whether the caller owns a container or is its data steward."""
    return container.owned or (container.access_level or "").casefold() == "datasteward"
