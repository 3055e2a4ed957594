# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a submission will not do, although the change of the template looks like it.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import typing as t

Document = t.Mapping[str, t.Any]


def unheeded(before: Document, after: Document) -> list[str]:
    """Return warnings for differences between two rendered templates of one group that Veracity pays no heed to."""
    found = [
        f"resourceGroup.{field}: Veracity only applies it when it creates the group. Change it in the portal."
        for field in ("description", "tags")
        if _group(before).get(field) != _group(after).get(field)
    ]
    old, new = _by_name(before), _by_name(after)
    gone = [name for name in old if name not in new]
    if gone:
        found.append(
            f"{', '.join(gone)}: no longer in the template. Veracity does not delete it. If it is not needed, delete "
            f"it in the portal."
        )
    for name, resource in new.items():
        if name in old:
            found += _levels(name, old[name], resource)
    return found


def _levels(name: str, before: Document, after: Document) -> list[str]:
    """Return warnings for access levels that stay as they are."""
    old, new = _access_levels(before), _access_levels(after)
    if old.get("useAccessLevels") is True and new.get("useAccessLevels") is False:
        return [f"{name}: access levels are disabled. Veracity advises against this once an application uses them."]
    gone = [level for level in _level_names(old) if level not in _level_names(new)]
    if not gone:
        return []
    return [
        f"{name}: Veracity keeps an access level that has subscribers, whatever the template says: {', '.join(gone)}."
    ]


def _group(document: Document) -> Document:
    """Return the resource group of a template."""
    return _object(document.get("resourceGroup"))


def _by_name(document: Document) -> dict[str, Document]:
    """Return the resources of a template by their names."""
    resources = document.get("resources")
    found = [_object(each) for each in resources] if isinstance(resources, list) else []
    return {str(each.get("name")): each for each in found}


def _access_levels(resource: Document) -> Document:
    """Return the access levels of a service, on and off."""
    return _object(_object(_object(resource.get("sections")).get("advanced")).get("accessLevels"))


def _level_names(levels: Document) -> list[str]:
    """Return the names of access levels."""
    listed = levels.get("accessLevels")
    return [str(_object(each).get("accessLevelName")) for each in listed] if isinstance(listed, list) else []


def _object(value: t.Any) -> Document:
    """Return a value when it is an object, otherwise an empty one."""
    return value if isinstance(value, dict) else {}
