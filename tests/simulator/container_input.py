# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checking what a caller sends to the Provisioning API, as strictly as its documents allow."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field

from .inputs import BadInputError
from .regions import AZURE_NAMES

_SHORT_NAME = re.compile(r"[a-z0-9]{5,32}")
_LONGEST_DESCRIPTION = 500
_TAG_TYPES = ("tag", "systemtag")
_PROPERTIES = frozenset(
    {"storageLocation", "containerShortName", "mayContainPersonalData", "title", "description", "icon", "tags"}
)


@dataclass(frozen=True)
class Tag:
    """A tag before it has an id."""

    title: str
    type: str = "tag"


@dataclass
class ContainerInput:
    """A checked order for a container; None stands for what was not given."""

    region: str
    short_name: str
    may_contain_personal_data: bool
    title: str | None = None
    description: str | None = None
    icon: dict[str, str] | None = None
    tags: list[Tag] = field(default_factory=list)


def container_input(value: t.Any) -> ContainerInput:
    """Return the body of POST /container when it is right; raises BadInputError."""
    if not isinstance(value, dict):
        raise BadInputError("a JSON object is needed")
    unknown = set(value) - _PROPERTIES
    if unknown:
        raise BadInputError(f"unknown: {', '.join(sorted(unknown))}")
    missing = {"storageLocation", "containerShortName", "mayContainPersonalData"} - set(value)
    if missing:
        raise BadInputError(f"missing: {', '.join(sorted(missing))}")
    if not isinstance(value["storageLocation"], str) or value["storageLocation"] not in AZURE_NAMES:
        raise BadInputError("storageLocation is not the azureName of an active region")
    if not isinstance(value["mayContainPersonalData"], bool):
        raise BadInputError("mayContainPersonalData has to be a boolean")
    return ContainerInput(
        region=value["storageLocation"],
        short_name=short_name("containerShortName", value["containerShortName"]),
        may_contain_personal_data=value["mayContainPersonalData"],
        **{name: check(value[name]) for name, check in METADATA.items() if name in value},
    )


def short_name(name: str, value: t.Any) -> str:
    """Return a short name when it is right; raises BadInputError."""
    if not isinstance(value, str) or not _SHORT_NAME.fullmatch(value):
        raise BadInputError(f"{name} has to be 5 to 32 lowercase letters and digits")
    return value


def metadata_patch(value: t.Any) -> dict[str, t.Any]:
    """Return the metadata that a JSON Patch replaces, by name; raises BadInputError."""
    if not isinstance(value, list) or not value:
        raise BadInputError("an array of operations is needed")
    changes: dict[str, t.Any] = {}
    for operation in value:
        if not isinstance(operation, dict) or set(operation) != {"op", "path", "value"}:
            raise BadInputError("an operation has op, path and value")
        if operation["op"] != "replace":
            raise BadInputError("only replace is possible")
        path = operation["path"]
        name = path.removeprefix("/").lower() if isinstance(path, str) else ""
        if name not in METADATA:
            raise BadInputError(f"path {path!r} cannot be replaced")
        changes[name] = METADATA[name](operation["value"])
    return changes


def _title(value: t.Any) -> str:
    if not isinstance(value, str):
        raise BadInputError("title has to be a string")
    return value


def _description(value: t.Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_DESCRIPTION:
        raise BadInputError(f"description has to be a string of at most {_LONGEST_DESCRIPTION} characters")
    return value


def _icon(value: t.Any) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) - {"id", "backgroundColor"}:
        raise BadInputError("icon has id and backgroundColor")
    if not all(isinstance(part, str) for part in value.values()):
        raise BadInputError("id and backgroundColor of an icon are strings")
    return dict(value)


def _tags(value: t.Any) -> list[Tag]:
    if not isinstance(value, list):
        raise BadInputError("tags are an array")
    return [tag(entry) for entry in value]


def tag(value: t.Any) -> Tag:
    """Return a tag when it is right; raises BadInputError."""
    if not isinstance(value, dict):
        raise BadInputError("a tag is an object")
    # The documents write both "title" and "Title" here.
    parts = {name.lower(): part for name, part in value.items()}
    title, kind = parts.get("title"), parts.get("type", "tag")
    if set(parts) - {"title", "type"} or not isinstance(title, str) or not title.strip() or kind not in _TAG_TYPES:
        raise BadInputError(f"a tag has a title and a type of {' or '.join(_TAG_TYPES)}")
    return Tag(title, kind)


METADATA: dict[str, t.Callable[[t.Any], t.Any]] = {
    "title": _title,
    "description": _description,
    "icon": _icon,
    "tags": _tags,
}
