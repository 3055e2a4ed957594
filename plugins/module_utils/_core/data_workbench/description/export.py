# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What there is in Data Workbench, as the variables of the role. Pure. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field

from ...errors import InputError, StateError
from ...exported import Entry, Exported, Mask, Selection, listing
from ...validation.mistakes import Mistakes
from ...validation.names import composed
from ...yaml_text import Row, plain
from .. import schemas, workspaces
from ..file_storage import folders

if t.TYPE_CHECKING:
    from ..api.schemas import Column, Schema, SchemaVersion
    from ..api.workspaces import Workspace

_REGIONS = ("EU", "US")
_WOULD_CHANGE = "the role does not accept the current value."


@dataclass(frozen=True)
class Workbench:
    """What was read of a tenant. ``everything`` are all its workspaces, ``chosen`` those to export.

    ``folders`` and ``schemas`` are by the id of the workspace. ``unread``: by the id of the workspace, options that
    could not be read, and why.
    """

    tenant: str
    everything: t.Sequence[Workspace]
    chosen: t.Sequence[Workspace]
    folders: t.Mapping[str, t.Sequence[str]] = field(default_factory=dict)
    schemas: t.Mapping[str, t.Sequence[Schema]] = field(default_factory=dict)
    unread: t.Mapping[str, t.Mapping[str, str]] = field(default_factory=dict)


def choose(everything: t.Iterable[Workspace], selection: Selection) -> list[Workspace]:
    """Return the workspaces to export, sorted. They have no tags."""
    by_name = Selection(selection.names)
    found = [workspace for workspace in everything if by_name.takes([workspace.name, workspace.id])]
    return sorted(found, key=lambda workspace: (composed(workspace.name).casefold(), workspace.id))


def export(found: Workbench, mask: Mask) -> Exported:
    """Return the variables of the role data_workbench."""
    result = Exported(counts={"workspaces": len(found.chosen), "folders": 0, "schemas": 0})
    head = Entry(mask)
    head.put("data_workbench_tenant", found.tenant)
    result.variables.update(head.options)
    result.variables["data_workbench_workspaces"] = [
        _workspace(workspace, found, mask, result) for workspace in found.chosen
    ]
    return result


def _workspace(current: Workspace, found: Workbench, mask: Mask, result: Exported) -> t.Any:
    """Return the options of a workspace."""
    entry = Entry(mask)
    same = [other for other in found.everything if composed(other.name) == composed(current.name)]
    mistakes = Mistakes()
    workspaces.check({"name": current.name}, "", "", mistakes)
    if len(same) == 1 and not mistakes.texts and not entry.is_secret(current.name):
        entry.put("name", composed(current.name))
    else:
        entry.put("id", current.id, current.name)
    named = plain(entry.options)
    entry.put("description", current.description)
    if current.region in _REGIONS:
        entry.put("region", current.region)
    elif current.region:
        entry.without("region", f"{current.region} is not one of {', '.join(_REGIONS)}.")
    for name in ("description", "region"):
        if name in entry.options and not _leaves(current, {**named, name: plain(entry.options[name])}, found.tenant):
            entry.without(name, _WOULD_CHANGE)
    for name, why in found.unread.get(current.id, {}).items():
        entry.without(name, why)
    _folders(entry, found.folders.get(current.id, ()), result)
    _schemas(entry, found.schemas.get(current.id, ()), mask, result)
    return entry.noted()


def _leaves(current: Workspace, options: t.Mapping[str, t.Any], tenant: str) -> bool:
    """Return whether the role has nothing to do about a workspace that is described so."""
    mistakes = Mistakes()
    described = workspaces.check(options, tenant, "", mistakes)
    try:
        return not mistakes.texts and not workspaces.plan(current, described).changed
    except (InputError, StateError):
        return False


def _folders(entry: Entry, paths: t.Sequence[str], result: Exported) -> None:
    """Set the folders."""
    good = [path for path in sorted(paths) if _accepts(path) and not entry.is_secret(path)]
    entry.put("folders", [{"path": path} for path in good])
    result.counts["folders"] += len(good)
    if len(good) < len(paths):
        entry.remarks.append(
            f"{len(paths) - len(good)} folders are not exported: the role does not accept their names."
        )


def _accepts(path: str) -> bool:
    """Return whether the role accepts a path of a folder, as it is."""
    mistakes = Mistakes()
    return folders.check({"path": path}, "", mistakes).path == path and not mistakes.texts


def _schemas(entry: Entry, there: t.Sequence[Schema], mask: Mask, result: Exported) -> None:
    """Set the schemas. Those that the role cannot tell apart are left out."""
    names = [composed(schema.name) for schema in there]
    written, odd = [], []
    for schema in sorted(there, key=lambda schema: (composed(schema.name).casefold(), schema.id)):
        options = _schema(schema, mask) if names.count(composed(schema.name)) == 1 else None
        if options is None or not _holds(schema, plain(options)):
            odd.append(composed(schema.name))
        else:
            written.append(options)
    if written:
        entry.options["schemas"] = written
    result.counts["schemas"] += len(written)
    if odd:
        entry.remarks.append(
            f"The schemas {listing(dict.fromkeys(odd))} are not exported: the role cannot tell them apart, or does not "
            "accept them."
        )


def _schema(schema: Schema, mask: Mask) -> t.Any:
    """Return the options of a schema, None if its name cannot be written."""
    entry = Entry(mask)
    entry.put("name", composed(schema.name))
    if "name" not in entry.options:
        return None
    entry.put("short_name", schema.short_name)
    entry.put("description", schema.description)
    names = [composed(version.name) for version in schema.versions]
    versions = sorted(schema.versions, key=lambda version: (_natural(composed(version.name)), version.id))
    twins = {name for name in names if names.count(name) > 1}
    described = [_version(version, mask) for version in versions if composed(version.name) not in twins]
    if twins:
        entry.remarks.append(f"The versions {listing(twins)} are not exported: there are several of this name.")
    if described:
        entry.options["versions"] = described
    return entry.noted()


def _version(version: SchemaVersion, mask: Mask) -> t.Any:
    """Return the options of a version."""
    entry = Entry(mask)
    entry.put("name", composed(version.name))
    entry.put("description", version.description)
    columns = [_column(column) for column in version.columns or ()]
    if entry.is_secret(columns):
        entry.remarks.append("columns is not exported: it contains what looks like a secret.")
    elif columns:
        entry.options["columns"] = columns
    entry.put("active", version.active or None)
    entry.put("locked", version.locked or None)
    return entry.noted()


def _column(column: Column) -> Row:
    """Return the options of a column that differ from the defaults."""
    usual = schemas.completed({"name": column["name"], "type": column["type"]})
    given = {name: value for name, value in column.items() if value != usual.get(name)}
    if column["type"] != "Decimal":
        given = {name: value for name, value in given.items() if name not in ("precision", "scale")}
    if given.get("validations"):
        given["validations"] = [
            {name: value for name, value in entry.items() if (name, value) != ("severity", "Error")}
            for entry in column["validations"]
        ]
    first = {"name": column["name"], "type": column["type"]}
    return Row({**first, **given})


def _holds(schema: Schema, options: t.Mapping[str, t.Any]) -> bool:
    """Return whether the role accepts the options of a schema, and has nothing to do."""
    mistakes = Mistakes()
    described = schemas.check(options, "", mistakes)
    if mistakes.texts:
        return False
    try:
        schemas.check_duplicates(schema, described)
        return not schemas.plan(schema, described).changed
    except (InputError, StateError):
        return False


def _natural(name: str) -> tuple[t.Any, ...]:
    """Return what versions are sorted by: V2 is before V10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name) if part)
