# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Writes whose response may be lost. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import AmbiguousError, ApiError, NotFoundError, UnknownStateError
from .polling import until

if t.TYPE_CHECKING:
    from ..client import Applied
    from ..clock import Clock

Effect = t.TypeVar("Effect")

# Seconds until the effect is looked for again: the request may still be carried out.
PAUSE = 2.0
LOOKS_FIRST = "Run again. The next run looks for the effect first."


def confirmed(
    write: t.Callable[[Applied], Effect],
    look: t.Callable[[], Effect | None],
    *,
    clock: Clock,
    unknown: str,
    hint: str = LOOKS_FIRST,
    attempts: int = 2,
    pauses: t.Callable[[], t.Iterable[float]] = lambda: (0.0, PAUSE),
) -> Effect:
    """Send a write and return its result, or its effect if the response is lost.

    ``write`` gets the look to hand to the client, which uses it before it sends the request again. ``look`` returns the
    effect, None if there is none. ``unknown`` says of which write it is not known whether it was applied, as
    "Whether user 6b… was named", and ``hint`` what to do then.

    After a lost response the effect is looked for, after each of the ``pauses``. Without an effect the write is sent
    again, ``attempts`` times in all. Raises UnknownStateError if the effect does not show in the end, and what
    ``write`` raises for a refusal, unless an attempt with a lost response was applied before.
    """
    doubt: AmbiguousError | None = None
    for _attempt in range(attempts):
        try:
            return write(lambda: look() is not None)
        except AmbiguousError as error:
            doubt = error
        except ApiError:
            found = None if doubt is None else look()
            if found is None:
                raise
            return found
        found = until(look, lambda seen: seen is not None, clock=clock, pauses=pauses())
        if found is not None:
            return found
    raise not_known(unknown, t.cast(AmbiguousError, doubt), hint) from None


def done(write: t.Callable[[Applied], None], is_done: t.Callable[[], bool], *, clock: Clock, unknown: str) -> None:
    """Send a write whose effect is no more than that it ``is_done``. Raises as ``confirmed``."""

    def send(applied: Applied) -> bool:
        write(applied)
        return True

    confirmed(send, lambda: is_done() or None, clock=clock, unknown=unknown)


def removed(remove: t.Callable[[], None], is_gone: t.Callable[[], bool], *, clock: Clock, unknown: str) -> None:
    """Send a removal. That the thing is gone already is a success, whoever removed it.

    Raises as ``confirmed``, and NotFoundError if the thing is there although it was not found.
    """
    try:
        done(lambda _applied: remove(), is_gone, clock=clock, unknown=unknown)
    except NotFoundError:
        if not is_gone():
            raise


def not_known(unknown: str, doubt: AmbiguousError, hint: str = LOOKS_FIRST) -> UnknownStateError:
    """Return the error for a write of which neither a response nor an effect can be seen."""
    return UnknownStateError(
        f"{unknown} is not known ({doubt.summary.rstrip('.')}), and its effect is not visible.",
        hint=hint,
        exchange=doubt.exchange,
    )
