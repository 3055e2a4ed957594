# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A description of Data Fabric, validated as a whole. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ..content.options import ContentOptions
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
# What the role does not let choose, or what could not be taken.
_CONTENT: t.Mapping[str, t.Any] = {
    "direction": "upload",
    "dest": "",
    "delete_extraneous": False,
    "allow_empty_source": False,
    "include": None,
    "exclude": None,
    "compare": "md5",
    "content_type": None,
    "max_concurrency": 1,
    "block_size": 8 * 1024 * 1024,
}


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
        _check_content(options.get("content", ()), f"{place}.content", mistakes)
    _check_subscriptions(
        found.get("event_subscriptions", ()), {"kind": "access_share"}, EVENT_SUBSCRIPTIONS, names, mistakes
    )
    groups.check_all(found.get("groups", ()), GROUPS, mistakes)
    _check_settings(found, mistakes)


def _say_name(options: Fields) -> None:
    """Put ``id`` or ``short_name`` in the place of ``container``, so that the steps of the role find one of them."""
    if "container" in options:
        named = description.check_name(options, "", Mistakes())
        del options["container"]
        options.update({name: value for name, value in dataclasses.asdict(named).items() if value is not None})


def sources(found: Fields) -> t.Iterator[tuple[Fields, str]]:
    """Yield what names files of this machine that are uploaded: an entry, and its option."""
    for options in found.get("containers", ()):
        for entry in options.get("content", ()):
            if entry.get("direction") == "upload" and entry.get("src"):
                yield entry, "src"


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


def _check_content(entries: t.Iterable[Fields], place: str, mistakes: Mistakes) -> None:
    """Check what files go where."""
    for number, options in enumerate(entries):
        where = f"{place}[{number}]"
        try:
            if "src" in options:
                ContentOptions.of({**_CONTENT, **options})
        except InputError as error:
            mistakes.add("", within(where, told(error)))
        with mistakes.collected():
            durations.parse(options.get("duration", "1h"), within(where, "duration"))


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
