# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The result of a list of which some items may have failed. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import json
import typing as t

from ..errors import BulkError, InputError, VeracityError
from ..validation.mistakes import Mistakes, shortened, told

# So that a failure stays readable, however much failed: Ansible prints all of it on one line. In characters.
_MOST_NAMES = 300
_MOST_REASONS = 1400
_LONGEST = 600
_MOST_LISTED = 1200
_LONGEST_LISTED = 500

Fields = t.Mapping[str, t.Any]


def refuse_mistakes(errors: t.Iterable[VeracityError | None]) -> None:
    """Raise InputError when some items cannot be as described, before anything is done about the others."""
    mistakes = Mistakes()
    for error in errors:
        if isinstance(error, InputError):
            mistakes.add("", told(error))
    mistakes.refuse()


def complete(
    result: dict[str, t.Any], failures: t.Iterable[tuple[str, VeracityError | None]], things: str
) -> dict[str, t.Any]:
    """Return the result of a task. Raises BulkError with the same in it when items failed.

    ``failures`` has the name of each item, with None if it did not fail; ``things`` is what to call them.
    """
    everything = list(failures)
    failed = [(name, error) for name, error in everything if error is not None]
    if failed:
        names = _as_many(sorted({name for name, _error in failed}, key=[name for name, _error in failed].index), ", ")
        opening = f"{len(failed)} of {len(everything)} {things} failed: {names}"
        raise BulkError(f"{opening}\n{reasons(str(error) for _name, error in failed)}", result=result)
    return result


def reasons(texts: t.Iterable[str]) -> str:
    """Return reasons as a list, as many as can be read; how many more there are comes last."""
    lines = [f"- {shortened(text, _LONGEST)}" for text in texts]
    kept = list(_fitting(lines, _MOST_REASONS))
    return "\n".join([*kept, *([f"- and {len(lines) - len(kept)} more"] if len(kept) < len(lines) else [])])


def _as_many(names: t.Sequence[str], separator: str) -> str:
    """Return names on a line, as many as can be read, and how many more there are."""
    kept = list(_fitting(names, _MOST_NAMES))
    return separator.join(kept) + (f" and {len(names) - len(kept)} more" if len(kept) < len(names) else "")


def _fitting(texts: t.Iterable[str], room: int) -> t.Iterator[str]:
    """Yield texts from the first while there is room for them; the first in any case."""
    used = 0
    for text in texts:
        used += len(text) + 2
        if used > room and used > len(text) + 2:
            return
        yield text


def counts_of(result: Fields) -> dict[str, int]:
    """Return how many of the things of a bulk result were changed, failed, and neither."""
    outcomes = [*result.get("outcomes", ()), *result.get("pruned", ())]
    return {
        "changed": sum(bool(outcome.get("changed")) for outcome in outcomes),
        "failed": sum(bool(outcome.get("failed")) for outcome in outcomes),
        "unchanged": sum(not outcome.get("changed") and not outcome.get("failed") for outcome in outcomes),
    }


def brief(result: Fields) -> dict[str, t.Any]:
    """Return a result that failed with less in its lists: what failed and what changed, as much as can be read.

    What was left alone is counted. ``diff``, which Ansible prints in a form of its own, has every change.
    """
    found = dict(result)
    if "outcomes" in found:
        found["counts"] = counts_of(found)
    room = _MOST_LISTED
    for name in ("outcomes", "pruned", "files"):
        if name in found:
            found[name] = _listed(found[name], room)
            room -= len(json.dumps(found[name], default=str))
    return found


def _listed(entries: t.Sequence[Fields], room: int) -> list[dict[str, t.Any]]:
    """Return the entries that failed, then those that changed, while there is room; in their order."""
    ranked = [
        (not _has_failed(entry), number, _in_short(entry))
        for number, entry in enumerate(entries)
        if _has_failed(entry) or _has_changed(entry)
    ]
    chosen: dict[int, dict[str, t.Any]] = {}
    for _rank, number, entry in sorted(ranked, key=lambda each: each[:2]):
        room -= len(json.dumps(entry, default=str)) + 2
        if room < 0:
            break
        chosen[number] = entry
    return [chosen[number] for number in sorted(chosen)]


def _in_short(entry: Fields) -> dict[str, t.Any]:
    """Return what an entry of a list says without lists and objects, and not much of a message."""
    plain = {name: value for name, value in entry.items() if not isinstance(value, (dict, list, tuple))}
    if isinstance(plain.get("msg"), str):
        plain["msg"] = shortened(plain["msg"], _LONGEST_LISTED)
    return plain


def _has_failed(entry: Fields) -> bool:
    """Return whether an outcome, or a file, failed."""
    return bool(entry.get("failed")) or entry.get("action") == "failed"


def _has_changed(entry: Fields) -> bool:
    """Return whether an outcome, or a file, changed."""
    return bool(entry.get("changed")) or entry.get("action") in ("uploaded", "downloaded", "deleted")
