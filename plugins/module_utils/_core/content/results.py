# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a task says of the files that it moved. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import StateError
from ..reconcile.results import complete as complete_result
from .local_tree import printable
from .plan import FAILED, Move

_ACTIONS = ("uploaded", "downloaded", "deleted", "unchanged", "failed")


def report(moves: t.Sequence[Move], title: str, complete: t.Callable[[dict[str, t.Any]], None]) -> dict[str, t.Any]:
    """Return the result of a task. ``complete`` adds to it what the place has to say.

    Raises BulkError with the same in it when some files failed.
    """
    counts = {action: sum(move.action == action for move in moves) for action in _ACTIONS}
    changed = [move for move in moves if move.changes]
    diffs = []
    if changed:
        views = {printable(move.name): move.views() for move in changed}
        before = {name: view[0] for name, view in views.items() if view[0]}
        after = {name: view[1] for name, view in views.items() if view[1]}
        diffs.append(_diff(title, before, after))
    found = {
        "changed": bool(diffs),
        "files": [_file(move) for move in moves],
        "counts": counts,
        "bytes": sum(move.size for move in changed if move.after is not None),
        "diff": diffs,
    }
    complete(found)
    return complete_result(found, ((printable(move.name), _error(move)) for move in moves), "files")


def _error(move: Move) -> StateError | None:
    """Return the error of a file that failed."""
    return StateError(f"{printable(move.name)}: {move.problem}") if move.action == FAILED else None


def add_grant(found: dict[str, t.Any], granted: dict[str, t.Any]) -> None:
    """Add to a result that access was granted for the task."""
    found.update(changed=True, access_granted=True, diff=[granted, *found.get("diff", ())])


def _file(move: Move) -> dict[str, t.Any]:
    """Return what became of one file."""
    found = {"path": printable(move.name), "action": move.action, "size": move.size, "md5": move.md5}
    return {**found, "msg": move.problem} if move.problem is not None else found


def _diff(title: str, before: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return a difference in the form that Ansible prints."""
    return {"before_header": title, "after_header": title, "before": dict(before), "after": dict(after)}
