# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The result of a list of which some items may have failed. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import BulkError, InputError, VeracityError
from ..validation.mistakes import Mistakes, shortened, told

# So that the message stays readable, however much failed. The result has all of it.
_MOST = 25
_LONGEST = 600


def refuse_mistakes(errors: t.Iterable[VeracityError | None]) -> None:
    """Raise InputError when some items cannot be as described, before anything is done about the others."""
    mistakes = Mistakes()
    for error in errors:
        if isinstance(error, InputError):
            mistakes.add("", told(error))
    mistakes.refuse()


def complete(result: dict[str, t.Any], errors: t.Iterable[VeracityError | None], things: str) -> dict[str, t.Any]:
    """Return the result of a task. Raises BulkError with the same in it when items failed.

    ``errors`` has an entry for each item, None for one that did not fail; ``things`` is what to call them.
    """
    everything = list(errors)
    failed = [error for error in everything if error is not None]
    if failed:
        more = [f"and {len(failed) - _MOST} more"] if len(failed) > _MOST else []
        lines = "\n".join(f"- {shortened(str(line), _LONGEST)}" for line in [*failed[:_MOST], *more])
        raise BulkError(f"{len(failed)} of {len(everything)} {things} failed:\n{lines}", result=result)
    return result
