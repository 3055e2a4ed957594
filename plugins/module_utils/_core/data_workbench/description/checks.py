# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A description of Data Workbench, validated as a whole. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...content import described
from ...errors import InputError
from ...task import max_concurrency
from ...validation.mistakes import Mistakes, told, within
from .. import datasets, schemas, workspace_reference, workspaces
from ..file_storage import durations, folders
from ..file_storage.folders import FolderDescription
from ..file_storage.paths import folder_path

Fields = dict[str, t.Any]

_PREFIX = "data_workbench_"
WORKSPACES = f"{_PREFIX}workspaces"
TENANT = f"{_PREFIX}tenant"


def check(found: Fields, mistakes: Mistakes) -> None:
    """Add to ``mistakes`` what can be seen without a request."""
    entries = found.get("workspaces", [])
    if entries or found.get("tenant"):
        with mistakes.collected():
            found["tenant"] = workspace_reference.checked_tenant(found.get("tenant"), TENANT)
    seen: dict[str, int] = {}
    for number, options in enumerate(entries):
        place = f"{WORKSPACES}[{number}]"
        workspace = workspaces.check(options, "", place, mistakes)
        if workspace.name is None and workspace.id is None:
            mistakes.add(place, "one of name and id is required.")
        for key in filter(None, (workspace.name, workspace.id)):
            first = seen.setdefault(key, number)
            if first != number:
                mistakes.add(place, f"{key} is described by {WORKSPACES}[{first}] already. Describe each once.")
        # The following steps name it so, and so does the result.
        options.update({name: value for name in ("id", "name") if (value := getattr(workspace, name))})
        _check_storage(options, place, mistakes)
        for kind, check_one in (("schemas", schemas.check), ("datasets", datasets.check)):
            names = [
                check_one(entry, f"{place}.{kind}[{index}]", mistakes).name
                for index, entry in enumerate(options.get(kind, ()))
            ]
            _once(names, f"{place}.{kind}", mistakes)
    try:
        max_concurrency(found)
    except InputError as error:
        mistakes.add("", f"{_PREFIX}{told(error)}")


def kinds(found: Fields) -> list[str]:
    """Return the kinds of things that are described, in the order in which the role manages them.

    Folders are deleted last, because that cannot be undone.
    """
    described = found.get("workspaces", [])
    folders = {entry.get("state", "present") for options in described for entry in options.get("folders", ())}
    wanted = {
        "workspaces": bool(described),
        "schemas": any(options.get("schemas") for options in described),
        "folders": "present" in folders,
        "content": any(options.get("content") for options in described),
        "datasets": any(options.get("datasets") for options in described),
        "folder_deletion": "absent" in folders,
    }
    return [kind for kind, is_described in wanted.items() if is_described]


def sources(found: Fields) -> t.Iterator[tuple[Fields, str]]:
    """Yield what names files of this machine that are uploaded: an entry, and its option."""
    for options in found.get("workspaces", ()):
        yield from described.uploaded(options.get("content", ()))
        yield from ((entry, "src") for entry in options.get("datasets", ()) if entry.get("src"))


def _check_storage(options: Fields, place: str, mistakes: Mistakes) -> None:
    """Check the folders and the content of a workspace, and that none is to be there and not to be there."""
    there: dict[str, str] = {}
    found: list[FolderDescription] = []
    for index, entry in enumerate(options.get("folders", ())):
        where = f"{place}.folders[{index}]"
        found.append(folders.check(entry, where, mistakes))
        entry["path"] = found[-1].path
        if found[-1].present:
            there.setdefault(found[-1].path, where)
    _once([folder.path for folder in found], f"{place}.folders", mistakes)
    for index, entry in enumerate(options.get("content", ())):
        where = f"{place}.content[{index}]"
        path = ""
        with mistakes.collected():
            path = entry["path"] = folder_path(entry.get("path", ""), within(where, "path"))
        if entry.get("direction") == "upload":
            there.setdefault(path, where)
    described.check_options(options.get("content", ()), f"{place}.content", durations.seconds, mistakes)
    for index, folder in enumerate(found):
        inside = [where for path, where in there.items() if f"{path}/".startswith(f"{folder.path}/")]
        if folder.path and not folder.present and inside:
            mistakes.add(
                f"{place}.folders[{index}]",
                f"{folder.path} is described as absent, and {inside[0]} needs it or is in it. Remove one of them.",
            )


def _once(names: t.Iterable[str], place: str, mistakes: Mistakes) -> None:
    """Note which entries have the name of an earlier one. Names are case-sensitive."""
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        first = seen.setdefault(name, number)
        if name and first != number:
            mistakes.add(f"{place}[{number}]", f"{name} is described by {place}[{first}] already. Describe each once.")
