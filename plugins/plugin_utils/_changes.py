# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task changed, or in check mode would change, in words. Private: for use inside dnv.veracity only.

The lines are made of the result alone, mostly of its diff: so they are the same wherever the module ran.
"""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.results import counts_of
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import shortened

Fields = t.Mapping[str, t.Any]

# The switch, an environment variable. Nothing else is decided by it.
VARIABLE = "VERACITY_SHOW_CHANGES"

# So many lines for one task. The result has all of it.
MOST = 500
_LONGEST = 200

_ACCESS = "access to container "
_OWN_ACCESS = " (access of this application)"
_STEWARDS = "data stewards of container "
# What creation and deletion are called, by the beginning of the title of a diff.
_VERBS = {
    "subscriber ": ("added", "removed"),
    "license of ": ("assigned", "removed"),
    "administrator ": ("added", "removed"),
    "resource group ": ("deployed", "deleted"),
    "user ": ("registered", "removed"),
    "data set ": ("ingested", "deleted"),
}
_COUNTED = ("created", "changed", "deleted", "failed", "unchanged")


def told(params: Fields, result: Fields, variables: t.Mapping[str, str]) -> list[str]:
    """Return the lines for the result of a task with these options: one for each change, and one that counts.

    Without a change only what counts is in it, and only for a task about many things. ``variables`` are those of the
    environment of the task, which can say that changes are not shown.
    """
    if variables.get(VARIABLE, "").strip().lower() in ("0", "false", "no", "off"):
        return []
    # Another run can have done meanwhile what a diff shows.
    lines, counts = _of_diffs(result) if result.get("changed") else ([], {})
    if not lines and result.get("changed"):
        lines = [_of_options(params, result)]
    if len(lines) > MOST:
        lines = [*lines[:MOST], f"and {len(lines) - MOST} more"]
    counted = _counted(result, counts)
    return [shortened(line, _LONGEST) for line in (*lines, *([counted] if counted else []))]


def _rows(value: t.Any) -> list[Fields]:
    """Return the entries of a list that a result holds. What a target returned may be anything."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _of_diffs(result: Fields) -> tuple[list[str], dict[str, int]]:
    """Return a line for each change that a diff shows, and how many things were created, changed and deleted."""
    lines: list[str] = []
    counts: dict[str, int] = {}
    given = result.get("diff")
    for diff in _rows([given] if isinstance(given, dict) else given):
        title, before, after = str(diff.get("before_header") or ""), diff.get("before"), diff.get("after")
        if before == after or not isinstance(before, dict) or not isinstance(after, dict):
            continue
        if title.endswith(_OWN_ACCESS):
            lines.append(f"{title.removesuffix(_OWN_ACCESS)}: access granted to this application")
        elif "files" in result:
            lines += _files(before, after, uploads=bool(_numbers(result).get("uploaded")))
        else:
            kind, words = _words(title, before, after)
            counts[kind] = counts.get(kind, 0) + 1
            lines += words
    return lines, counts


def _words(title: str, before: Fields, after: Fields) -> tuple[str, list[str]]:
    """Return whether a thing was created, changed or deleted, and the lines about it."""
    if title.startswith(_ACCESS) and "grants" in after:
        return "changed", _grants(title[len(_ACCESS) :], _rows(before.get("grants")), _rows(after["grants"]))
    if title.startswith(_STEWARDS) and "stewards" in after:
        return "changed", _stewards(title[len(_STEWARDS) :], _rows(before.get("stewards")), _rows(after["stewards"]))
    name = title[len("container ") :] if title.startswith("container ") else title
    created, deleted = next((verbs for noun, verbs in _VERBS.items() if title.startswith(noun)), ("created", "deleted"))
    if _is_absent(before):
        level = after.get("access_level")
        return "created", [f"{name}: {created}{f' as {level}' if level else ''}"]
    if _is_absent(after):
        return "deleted", [f"{name}: {deleted}"]
    if not name:
        return "changed", [f"{field}: {after[field]}" for field in after if before.get(field) != after[field]]
    return "changed", [f"{name}: {_fields(before, after)}"]


def _is_absent(shown: Fields) -> bool:
    """Return whether a side of a diff shows that there is nothing."""
    return shown.get("state") == "absent" or not shown


def _fields(before: Fields, after: Fields) -> str:
    """Return what differs: a short value as it is now, tags that came and went, otherwise the names of the fields."""
    names = [
        name
        for name in (*before, *(name for name in after if name not in before))
        if before.get(name) != after.get(name)
    ]
    old, new = before.get("tags"), after.get("tags")
    if names == ["tags"] and isinstance(old, list) and isinstance(new, list):
        parts = [f"+{tag}" for tag in new if tag not in old] + [f"-{tag}" for tag in old if tag not in new]
        return f"tags {', '.join(parts)}"
    if len(names) == 1 and names[0] in ("owner", "access_level", "role") and after.get(names[0]):
        return f"{names[0]} {after[names[0]]}"
    return ", ".join(names)


def _grants(container: str, before: t.Sequence[Fields], after: t.Sequence[Fields]) -> list[str]:
    """Return a line for each grant that was made or revoked."""
    made = [f"{_grant(row)} granted on {container}" for row in after if row not in before]
    return made + [f"{_grant(row)} revoked on {container}" for row in before if row not in after]


def _grant(row: Fields) -> str:
    """Return a grant in words."""
    renewable = ", renewable," if row.get("renewable") else ""
    return f"{row.get('user')}: {', '.join(map(str, row.get('rights') or ()))} for {row.get('duration')}{renewable}"


def _stewards(container: str, before: t.Sequence[Fields], after: t.Sequence[Fields]) -> list[str]:
    """Return a line for each data steward that was named, changed or removed."""
    old, new = ({row.get("user"): row for row in rows} for rows in (before, after))
    named = [f"{user}: data steward of {container}" for user in new if user not in old]
    changed = [
        f"{user}: comment as data steward of {container}" for user in new if user in old and new[user] != old[user]
    ]
    return [*named, *changed, *(f"{user}: no longer data steward of {container}" for user in old if user not in new)]


def _files(before: Fields, after: Fields, *, uploads: bool) -> list[str]:
    """Return a line for each file that was moved or deleted."""
    moved = [f"{name}: {'uploaded' if uploads else 'downloaded'}" for name in after]
    return moved + [f"{name}: deleted" for name in before if name not in after]


def _of_options(params: Fields, result: Fields) -> str:
    """Return the line of a change that no diff shows."""
    if "method" in params and "path" in params:
        return f"{params['method']} {params['path']}: sent"
    if result.get("access_granted"):
        return f"{params.get('container')}: access granted to this application"
    written = result.get("path") if "products" in params else params.get("dest")
    if written:
        return f"{written}: written"
    if "recipients" in params:
        return f"notification {params.get('title')}: sent"
    return "changed"


def _numbers(result: Fields) -> dict[str, int]:
    """Return what a result counts, nothing if it does not."""
    counts = result.get("counts")
    return {str(name): number for name, number in counts.items() if number} if isinstance(counts, dict) else {}


def _counted(result: Fields, counts: dict[str, int]) -> str:
    """Return how many things were created, changed, deleted, failed and left alone, for a task about many things."""
    if "files" in result:
        return ", ".join(f"{number} {name}" for name, number in _numbers(result).items()) or "no files"
    if "outcomes" not in result:
        known = result.get("containers")
        return f"containers: {_counted(known, {})}" if isinstance(known, dict) and known.get("outcomes") else ""
    # A result that failed lists only some of its outcomes, and counts all.
    lists = {name: _rows(result.get(name)) for name in ("outcomes", "pruned")}
    numbers = _numbers(result) or counts_of(lists)
    found = {**counts, "failed": numbers.get("failed"), "unchanged": numbers.get("unchanged")}
    return ", ".join(f"{found[name]} {name}" for name in _COUNTED if found.get(name))
