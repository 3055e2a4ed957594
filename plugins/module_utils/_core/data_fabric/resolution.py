# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What reading shows of a whole description of Data Fabric. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import functools
import typing as t

from ..content.described import DescribedContent, check_files
from ..errors import InputError, VeracityError
from ..reconcile import engine
from ..reconcile.polling import WaitOptions
from ..validation.mistakes import Mistakes, told, within
from . import description, event_subscriptions
from .access import description as grant_description
from .access.description import GrantDescription
from .access.key_templates import Templates
from .api.accesses import Accesses
from .api.containers import DataFabric
from .containers import description as container_description
from .containers import reference as container_reference
from .containers import regions
from .containers.apply import forget_arrived
from .containers.context import Context
from .containers.ensure import Containers
from .containers.journal import Journal
from .containers.operation import Operation
from .description import CONTAINERS, EVENT_SUBSCRIPTIONS, GROUPS

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

Fields = dict[str, t.Any]


def resolve(task: Task, client: Client, found: Fields, mistakes: Mistakes) -> Fields:
    """Add to ``mistakes`` what reading shows, and return what the role is told beside the description.

    One call lists the containers, as the module for many containers does: where that shows that nothing is to be done
    about them, its result is returned in ``containers``, and the role need not ask again. What else there is to read is
    read when something is created, by one call for each kind. ``kinds``: what is described, in the order of the role.
    ``undescribed``: the containers that pruning deletes.
    """
    resolution = Resolution(task, client, found, mistakes)
    resolution.check_containers()
    resolution.check_access()
    resolution.check_groups()
    resolution.check_regions()
    resolution.check_content()
    return {
        "containers": resolution.settled(),
        "kinds": [*description.kinds(found), *(["deletion"] if resolution.deletes() else [])],
        "undescribed": resolution.undescribed,
    }


class Resolution:
    """A description beside what is there."""

    def __init__(self, task: Task, client: Client, found: Fields, mistakes: Mistakes) -> None:
        """Lists the containers. Warns when it is about the Data Fabric that DNV closed."""
        self._task = task
        self._client = client
        self._found = found
        self._mistakes = mistakes
        fabric = DataFabric.of(task, client)
        waiting = WaitOptions(wait=found.get("wait", True))
        context = Context(fabric, Journal.of(task, client), task.clock, task.progress, waiting)
        tag = found.get("managed_tag") or None
        self._kind = Containers(context, prune_tag=tag if found.get("prune") and "containers" in found else None)
        self._regions = functools.cache(fabric.regions)
        self._described: list[Fields] = found.get("containers", [])
        self._operations = self._planned()
        self.undescribed = [
            self._surplus_view(surplus) for surplus in self._kind.surplus(list(self._operations.values()))
        ]
        self._warn_of_pruning()

    def _planned(self) -> dict[int, Operation]:
        """Return, by their numbers, what is to be done about the containers whose description has no mistake yet."""
        tag = self._found.get("managed_tag") or None
        good = {
            number: container_description.check(options, "", Mistakes(), managed_tag=tag)
            for number, options in enumerate(self._described)
            if not self._mistakes.about(f"{CONTAINERS}[{number}]")
        }
        items = t.cast("list[Operation]", engine.gathered(self._kind, list(good.values()), self._task))
        return dict(zip(good, items, strict=True))

    def _surplus_view(self, surplus: container_description.Description) -> Fields:
        """Return what the role is told of a container that pruning deletes."""
        there = self._kind.inventory.find(surplus.id, None)
        return {"id": surplus.id, "short_name": surplus.short_name, "title": there.title if there else None}

    def _warn_of_pruning(self) -> None:
        """Warn that no containers are pruned, if nothing tells which ones could be."""
        if self._found.get("prune") and not self._found.get("managed_tag"):
            self._task.warn(
                "data_fabric_prune deletes no containers without data_fabric_managed_tag, because nothing else tells "
                "which containers this description manages. Set data_fabric_managed_tag to delete those that are no "
                "longer described."
            )

    def check_containers(self) -> None:
        """Check that the containers can be as described."""
        for number, operation in self._operations.items():
            if operation.error is not None:
                self._mistakes.add(f"{CONTAINERS}[{number}]", told(operation.error))

    def check_access(self) -> None:
        """Check that there are key templates for the grants, if something is written before the access is changed."""
        wanted = {
            number: operation for number, operation in self._operations.items() if self._described[number].get("access")
        }
        if not wanted or not any(operation.due for operation in self._present()):
            return
        catalog = Templates(Accesses(self._client)).catalog()
        for number, operation in wanted.items():
            place = f"{CONTAINERS}[{number}].access"
            wishes = grant_description.check_all(self._described[number]["access"], place, Mistakes())
            grant_description.check_templates(
                wishes, catalog, place, self._mistakes, functools.partial(self._granted, operation)
            )

    def _granted(self, operation: Operation, wish: GrantDescription) -> bool:
        """Return whether there is such a grant."""
        if operation.plan.before is None:
            return False
        rows = Accesses(self._client).all(container_reference.needed_id(operation.plan.before))
        return any(wish.fits(row) and row.usable(self._task.clock.time()) for row in rows)

    def check_groups(self) -> None:
        """Check that the containers of groups are there or described, and that none is in two groups."""
        members: dict[str, str] = {}
        for number, options in enumerate(self._found.get("groups", ())):
            for index, option in enumerate(options.get("containers", ())):
                place = f"{within(f'{GROUPS}[{number}]', 'containers')}[{index}]"
                with self._mistakes.collected():
                    identity = self._identity(container_reference.reference(option, place), place)
                    group = f"{GROUPS}[{number}]"
                    if members.setdefault(identity, group) != group:
                        self._mistakes.add(
                            place,
                            f"{option} is in {members[identity]}, too. A container can be in one group only. List it "
                            f"once.",
                        )

    def _identity(self, reference: container_reference.Reference, place: str) -> str:
        """Return the id of a container, or the short name of one that is still to be made. Raises InputError."""
        for number, operation in self._operations.items():
            wanted, before = operation.desired, operation.plan.before
            ids = (wanted.id, before.id if before else None, operation.identifier)
            known = [identifier for identifier in ids if identifier is not None]
            if reference.id in known or (
                reference.short_name is not None and reference.short_name == wanted.short_name
            ):
                if not wanted.wanted:
                    raise InputError(
                        f"{place}: {reference.name} is described as absent in {CONTAINERS}[{number}]. Describe it as "
                        "present there, or remove the entry here."
                    )
                return known[0] if known else reference.name
        try:
            container = self._kind.inventory.find(reference.id, reference.short_name)
        except VeracityError as error:
            raise InputError(f"{place}: {error.summary}", hint=error.hint) from None
        if container is None and not self._mistakes.about(CONTAINERS):
            missing = container_reference.missing(reference)
            raise InputError(f"{place}: {missing.summary}", hint=missing.hint)
        return container_reference.needed_id(container) if container else reference.name

    def check_regions(self) -> None:
        """Check the regions of containers and subscriptions that are to be made; one call when there are any."""
        for number, operation in self._operations.items():
            if operation.creates_in_region:
                place = f"{CONTAINERS}[{number}].region"
                self._described[number]["region"] = regions.azure_name(
                    operation.desired.region or "", self._regions(), place, self._mistakes
                )
        for number, options in enumerate(self._found.get("event_subscriptions", ())):
            place = f"{EVENT_SUBSCRIPTIONS}[{number}]"
            if self._mistakes.about(place):
                continue
            desired = event_subscriptions.check({**options, "kind": "access_share"}, "", Mistakes())
            if (
                desired.wanted
                and not event_subscriptions.EventSubscription(self._task, self._client, desired).knows_regions()
            ):
                for name in desired.regions:
                    regions.azure_name(name, self._regions(), f"{place}.regions", self._mistakes)

    def check_content(self) -> None:
        """Check that there is what is needed to move files, that the files are there, and that none is moved twice."""
        entries = [
            DescribedContent(f"{CONTAINERS}[{number}].content[{index}]", self._name(number), entry)
            for number, options in enumerate(self._described)
            if options.get("state", "present") == "present"
            for index, entry in enumerate(options.get("content", ()))
        ]
        check_files(entries, self._mistakes)

    def _name(self, number: int) -> str:
        """Return one name for a container."""
        operation = self._operations.get(number)
        options = self._described[number]
        return (operation and operation.identifier) or options.get("id") or options.get("short_name") or ""

    def _present(self) -> list[Operation]:
        """Return what is to be done about the containers that shall be there."""
        return [operation for operation in self._operations.values() if operation.desired.wanted]

    def deletes(self) -> bool:
        """Return whether the role is to delete something, which it does last."""
        absent = [operation for operation in self._operations.values() if not operation.desired.wanted]
        return bool(self.undescribed) or any(operation.due or operation.leaving for operation in absent)

    def settled(self) -> Fields | None:
        """Return the result for the containers that shall be there when nothing is to be done about them, else None.

        Containers that are described as absent are in it, too, if nothing is deleted.
        """
        operations = self._present() if self.deletes() else list(self._operations.values())
        if self._mistakes or any(operation.due or operation.pending for operation in operations):
            return None
        if not self._task.check_mode:
            forget_arrived(operations, self._kind.context.journal)
        return engine.result_of_many(self._kind, operations, prunes=True)
