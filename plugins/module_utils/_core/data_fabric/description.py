# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A description of Data Fabric, validated as a whole. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ..content.described import check_options, uploaded
from ..errors import InputError
from ..reconcile.polling import WaitOptions
from ..task import max_concurrency
from ..validation.mistakes import Mistakes, told, within
from . import event_subscriptions, groups, stewards
from .access import description as grant_description
from .access import durations
from .containers import description

Fields = dict[str, t.Any]

_PREFIX = "data_fabric_"
CONTAINERS = f"{_PREFIX}containers"
GROUPS = f"{_PREFIX}groups"
EVENT_SUBSCRIPTIONS = f"{_PREFIX}event_subscriptions"


def check(found: Fields, mistakes: Mistakes) -> None:
    """Add to ``mistakes`` what can be seen without a request."""
    containers = found.get("containers", [])
    description.check_all(containers, CONTAINERS, mistakes)
    names: dict[str, str] = {}
    for number, options in enumerate(containers):
        _say_name(options)
        place = f"{CONTAINERS}[{number}]"
        grant_description.check_all(options.get("access", ()), f"{place}.access", mistakes)
        stewards.check(options.get("stewards", ()), f"{place}.stewards", mistakes)
        own = {"kind": "blob", "container": options.get("id") or options.get("short_name") or ""}
        _check_subscriptions(
            options.get("event_subscriptions", ()), own, f"{place}.event_subscriptions", names, mistakes
        )
        check_options(options.get("content", ()), f"{place}.content", durations.parse, mistakes)
    _check_subscriptions(
        found.get("event_subscriptions", ()), {"kind": "access_share"}, EVENT_SUBSCRIPTIONS, names, mistakes
    )
    groups.check_all(found.get("groups", ()), GROUPS, mistakes)
    _check_settings(found, mistakes)


def _say_name(options: Fields) -> None:
    """Put ``id`` or ``short_name`` in the place of ``container``, so that the tasks of the role find one of them."""
    if "container" in options:
        named = description.check_name(options, "", Mistakes())
        del options["container"]
        options.update({name: value for name, value in dataclasses.asdict(named).items() if value is not None})


def kinds(found: Fields) -> list[str]:
    """Return the kinds of things that are described beside containers, in the order in which the role manages them."""
    present = [options for options in found.get("containers", ()) if options.get("state", "present") == "present"]
    wanted = {
        "access": any("access" in options for options in present),
        "stewards": any("stewards" in options for options in present),
        "groups": "groups" in found,
        "event_subscriptions": any(options.get("event_subscriptions") for options in present),
        "share_event_subscriptions": bool(found.get("event_subscriptions")),
        "content": any(options.get("content") for options in present),
    }
    return [kind for kind, described in wanted.items() if described]


def sources(found: Fields) -> t.Iterator[tuple[Fields, str]]:
    """Yield what names files of this machine that are uploaded: an entry, and its option."""
    for options in found.get("containers", ()):
        yield from uploaded(options.get("content", ()))


def _check_subscriptions(
    entries: t.Iterable[Fields], own: Fields, place: str, names: dict[str, str], mistakes: Mistakes
) -> None:
    """Check subscriptions of one kind. ``names`` are those before them with their places, and get these."""
    for number, options in enumerate(entries):
        where = f"{place}[{number}]"
        checked = event_subscriptions.check({"state": "present", **options, **own}, where, mistakes)
        first = names.setdefault(checked.name, where)
        if checked.name and first != where:
            mistakes.add(
                within(where, "name"),
                f"{checked.name} is the name of {first}, too. Use a different name for each subscription.",
            )


def _check_settings(found: Fields, mistakes: Mistakes) -> None:
    """Check how to work and to wait."""
    for prove in (
        lambda: max_concurrency(found),
        lambda: WaitOptions.of({"wait": True, "wait_timeout": 900, "wait_interval": 15, **found}),
    ):
        try:
            prove()
        except InputError as error:
            mistakes.add("", f"{_PREFIX}{told(error)}")
