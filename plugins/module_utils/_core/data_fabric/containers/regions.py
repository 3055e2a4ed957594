# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which regions there are for new containers. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...validation.mistakes import Mistakes, all_at_once, quoted
from ..api.containers import Region
from . import plan as container_plan

if t.TYPE_CHECKING:
    from ..api.containers import DataFabric
    from .operation import Operation


def azure_name(wanted: str, regions: t.Iterable[Region], place: str, mistakes: Mistakes) -> str:
    """Return the Azure name of a region, which may be written as ``North Europe``. An unknown one is a mistake."""
    there = list(regions)
    for region in there:
        if container_plan.region_key(wanted) in map(
            container_plan.region_key, (region.azure_name, region.display_name)
        ):
            return region.azure_name
    names = ", ".join(sorted(region.azure_name for region in there))
    advice = (
        f"The regions are {names}. Use one of them."
        if names
        else "Data Fabric returned no regions. Ask support@veracity.com."
    )
    mistakes.add(place, f"{quoted(wanted)} is not a region of Data Fabric. {advice}")
    return wanted


def settle(operations: t.Sequence[Operation], place: str, api: DataFabric) -> None:
    """Refuse regions that are not there, before a container is created: one request, none without a creation.

    ``place`` is that of a region, with ``{}`` for the number of the description. Raises InputError with all that are
    wrong.
    """
    creating = {number: operation for number, operation in enumerate(operations) if operation.creates_in_region}
    if not creating:
        return
    there = api.regions()
    with all_at_once() as mistakes:
        for number, operation in creating.items():
            name = azure_name(operation.desired.region or "", there, place.format(number), mistakes)
            operation.desired = dataclasses.replace(operation.desired, region=name)
            operation.follow(container_plan.plan(None, operation.desired))
