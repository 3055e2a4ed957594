# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The description of a container by the user, checked. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ...api_fields import guid
from ...validation.mistakes import Mistakes, all_at_once, quoted, within
from .naming import SHORT_NAME, Reference, reference

DESCRIPTION_LIMIT = 500


@dataclass(frozen=True)
class Description:
    """What a container shall be like. None means: leave it as it is; empty means: make it empty.

    ``managed_tag`` is a tag that it shall carry in addition to whatever ``tags`` says. ``source`` is what a container
    is called that this one is a copy of; the copy is in the same region.
    """

    id: str | None = None
    short_name: str | None = None
    region: str | None = None
    may_contain_personal_data: bool | None = None
    title: str | None = None
    description: str | None = None
    icon_id: str | None = None
    icon_background_color: str | None = None
    tags: tuple[str, ...] | None = None
    state: str = "present"
    managed_tag: str | None = None
    source: str | None = None

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return self.short_name or self.id or ""

    @property
    def wanted(self) -> bool:
        """Whether it shall be there."""
        return self.state == "present"


def describe(options: t.Mapping[str, t.Any], *, managed_tag: str | None = None) -> Description:
    """Return the options of one container, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes, managed_tag=managed_tag)


def describe_all(containers: t.Sequence[t.Mapping[str, t.Any]], managed_tag: str | None = None) -> list[Description]:
    """Return the options of many containers, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check_all(containers, "containers", mistakes, managed_tag=managed_tag)


def check(
    options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes, *, managed_tag: str | None = None
) -> Description:
    """Return the options of one container; what is wrong with them is added to ``mistakes``."""
    named = check_name(options, place, mistakes)
    text = options.get("description")
    if text is not None and len(text) > DESCRIPTION_LIMIT:
        mistakes.add(
            within(place, "description"),
            f"has {len(text)} characters; Data Fabric accepts at most {DESCRIPTION_LIMIT}. Shorten it.",
        )
    region, tags, icon = options.get("region"), options.get("tags"), options.get("icon") or {}
    if region is not None and not region.strip():
        mistakes.add(within(place, "region"), "must not be empty. Set a region, or omit it.")
    if any(not tag.strip() for tag in tags or ()):
        mistakes.add(within(place, "tags"), "must not contain an empty tag. Remove it.")
    return Description(
        id=named.id,
        short_name=named.short_name,
        region=region,
        may_contain_personal_data=options.get("may_contain_personal_data"),
        title=options.get("title"),
        description=text,
        icon_id=icon.get("id"),
        icon_background_color=icon.get("background_color"),
        tags=None if tags is None else tuple(tags),
        state=options.get("state") or "present",
        managed_tag=managed_tag,
    )


def check_name(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> Reference:
    """Return which container is meant: by ``container``, or by ``id`` and ``short_name``, of which both may be set."""
    container, identifier, short_name = options.get("container"), options.get("id"), options.get("short_name")
    if container is not None:
        if identifier is not None or short_name is not None:
            mistakes.add(
                within(place, "container"), "is mutually exclusive with id and short_name. Remove it, or them."
            )
        with mistakes.collected():
            return reference(container, within(place, "container"))
        return Reference()
    if identifier is None and short_name is None:
        mistakes.add(place, "one of container, short_name and id is required.")
    with mistakes.collected():
        identifier = None if identifier is None else guid(identifier, within(place, "id"))
    if short_name is not None and not SHORT_NAME.fullmatch(short_name):
        mistakes.add(
            within(place, "short_name"), f"must be 5 to 32 lower-case letters and digits, not {quoted(short_name)}."
        )
    return Reference(identifier, short_name)


def check_all(
    containers: t.Sequence[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes, *, managed_tag: str | None = None
) -> list[Description]:
    """Return the options of many containers. It is a mistake, too, when two are about the same container."""
    found: list[Description] = []
    seen: dict[tuple[str, str], int] = {}
    for number, options in enumerate(containers):
        where = f"{place}[{number}]"
        description = check(options, where, mistakes, managed_tag=managed_tag)
        for option in ("id", "short_name"):
            value = getattr(description, option)
            first = seen.setdefault((option, value), number) if value is not None else number
            if first != number:
                mistakes.add(
                    within(where, option), f"is the same as that of {place}[{first}], {value}. Describe it once."
                )
        found.append(description)
    return found
