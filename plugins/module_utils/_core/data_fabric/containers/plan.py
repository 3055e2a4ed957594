# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Containers: the plan, and how they look in results. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import InputError, StateError
from ...reconcile.plan import Plan, Step
from ..api.containers import Container, Icon, Tag
from .description import Description

_CHANGEABLE = ("title", "description", "icon", "tags")


def plan(current: Container | None, desired: Description) -> Plan[Container]:
    """Return what leads from the container that is there (or None) to the one that is described. Pure.

    Raises StateError where what is there cannot be brought to it, InputError where a creation lacks an option.
    """
    steps: tuple[Step, ...] = ()
    if not desired.wanted:
        after = None
        if current is not None:
            steps = (Step("delete"),)
    elif current is None:
        _refuse_incomplete(desired)
        after = described(desired)
        steps = (Step("create"),)
    else:
        _refuse_unchangeable(current, desired)
        after = _changed(current, desired)
        fields = tuple(name for name in _CHANGEABLE if getattr(after, name) != getattr(current, name))
        if fields:
            steps = (Step("update", fields),)
    if steps and current is not None and not current.owned:
        raise StateError(
            f"Container {desired.name}: only its owner can {steps[0].action} it, and this application has the access "
            f"level {current.access_level}. Ask its owner to do it, or give the container another short_name."
        )
    name = desired.short_name or (current.short_name if current else None) or desired.name
    if desired.source is not None:
        return Plan(f"container {name}, a copy of {desired.source}", current, after, _view_of_copy, steps)
    return Plan(f"container {name}", current, after, view, steps)


def unchanged(desired: Description) -> Plan[Container]:
    """Return the plan that does nothing, for a description that no plan can be made for."""
    return Plan(f"container {desired.name}", None, None, view)


def view(container: Container | None) -> dict[str, t.Any]:
    """Return what a diff shows: no id, so that a prediction and the run that follows print the same."""
    if container is None:
        return {"state": "absent"}
    return {
        "short_name": container.short_name,
        "region": container.region,
        "may_contain_personal_data": container.may_contain_personal_data,
        "title": container.title,
        "description": container.description,
        "icon": dataclasses.asdict(container.icon),
        "tags": titles(container, system=False),
        "state": "present",
    }


def _view_of_copy(container: Container | None) -> dict[str, t.Any]:
    """Return what a diff shows of a copy: not the region, which is that of the source."""
    return {name: value for name, value in view(container).items() if name != "region"}


def to_result(container: Container, state: str = "present") -> dict[str, t.Any]:
    """Return a container as results show it."""
    return {
        **dataclasses.asdict(container),
        "tags": titles(container, system=False),
        "system_tags": titles(container, system=True),
        "state": state,
    }


def titles(container: Container, *, system: bool) -> list[str]:
    """Return the titles of the owner's tags or of Veracity's, sorted."""
    return sorted(tag.title for tag in container.tags if tag.system is system)


def described(desired: Description, identifier: str | None = None) -> Container:
    """Return the container that a creation by this description makes."""
    empty = Container(
        desired.short_name,
        id=identifier,
        region=desired.region,
        may_contain_personal_data=desired.may_contain_personal_data,
        access_level="owner",
    )
    return _changed(empty, desired)


def _refuse_incomplete(desired: Description) -> None:
    """Raise StateError when there is no container of the id, InputError when an option for a creation is missing."""
    if desired.id is not None:
        raise StateError(
            f"There is no container with the id {desired.id}, or this application cannot see it. Veracity assigns "
            f"ids: omit id to create a container."
        )
    needed = ("may_contain_personal_data",) if desired.source is not None else ("region", "may_contain_personal_data")
    missing = [name for name in needed if getattr(desired, name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise InputError(
            f"Container {desired.name}: {' and '.join(missing)} {verb} required to create it, because there is no "
            f"such container yet. Set {'it' if len(missing) == 1 else 'them'}."
        )


def _changed(current: Container, desired: Description) -> Container:
    """Return the container with what can be changed brought to the description."""
    icon = current.icon
    color = desired.icon_background_color
    return dataclasses.replace(
        current,
        title=current.title if desired.title is None else desired.title,
        description=current.description if desired.description is None else desired.description,
        icon=Icon(
            icon.id if desired.icon_id is None else desired.icon_id,
            # #5594AA and #5594aa are one color.
            icon.background_color if color is None or color.casefold() == icon.background_color.casefold() else color,
        ),
        tags=_tags(current.tags, desired),
    )


def _tags(current: tuple[Tag, ...], desired: Description) -> tuple[Tag, ...]:
    """Return the tags to have: Veracity's as they are, the owner's as a set that is compared without case."""
    wanted = list(desired.tags) if desired.tags is not None else [tag.title for tag in current if not tag.system]
    if desired.managed_tag is not None:
        wanted.append(desired.managed_tag)
    titles_by_key: dict[str, str] = {}
    for title in wanted:
        titles_by_key.setdefault(title.casefold(), title)
    kept = tuple(tag for tag in current if tag.system or tag.title.casefold() in titles_by_key)
    there = {tag.title.casefold() for tag in kept}
    return kept + tuple(Tag(title) for key, title in titles_by_key.items() if key not in there)


def _refuse_unchangeable(current: Container, desired: Description) -> None:
    """Raise StateError where the description differs in what was settled when the container was created."""
    where = f"Container {desired.name}: "
    if desired.short_name is not None and current.short_name not in (None, desired.short_name):
        raise StateError(
            f"{where}short_name of {current.id} is {current.short_name} and cannot be changed to {desired.short_name}. "
            f"Data Fabric containers keep their name; set short_name: {current.short_name}, or correct the id."
        )
    if (
        desired.region is not None
        and current.region is not None
        and region_key(desired.region) != region_key(current.region)
    ):
        raise StateError(
            f"{where}region is {current.region} and cannot be changed to {desired.region}. Data Fabric containers stay "
            f"where they were created; create one under another short_name, or set region: {current.region}."
        )
    flag, wanted = current.may_contain_personal_data, desired.may_contain_personal_data
    if flag is not None and wanted is not None and flag is not wanted:
        raise StateError(
            f"{where}may_contain_personal_data is {_word(flag)} and cannot be changed to {_word(wanted)}. It is set "
            f"when a container is created; create one under another short_name, or set "
            f"may_contain_personal_data: {_word(flag)}."
        )


def region_key(region: str) -> str:
    """Return a region's name for comparisons: ``North Europe`` and ``northeurope`` are one region."""
    return "".join(region.split()).casefold()


def _word(flag: bool) -> str:
    """Return a boolean as YAML writes it."""
    return "true" if flag else "false"
