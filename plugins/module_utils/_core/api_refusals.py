# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What to do about a refused call. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from .errors import ForbiddenError, NotFoundError


@contextlib.contextmanager
def explained(right: str, missing: str | None = None) -> t.Iterator[None]:
    """Say in the hint of a refusal (403) which right is probably missing, and of a 404 what to check."""
    try:
        with only_for(right):
            yield
    except NotFoundError as error:
        error.hint = missing
        raise


@contextlib.contextmanager
def only_for(who: str) -> t.Iterator[None]:
    """Say in the hint of a refusal (403) ``who`` may do it."""
    try:
        yield
    except ForbiddenError as error:
        error.hint = who
        raise
