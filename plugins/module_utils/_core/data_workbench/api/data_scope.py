# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a service account needs to read of whole workspaces. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ...errors import ForbiddenError

_HINT = (
    "The service account of the application needs a role in the workspace, and the data scope of all workspace data. "
    "With selected data sets only, it cannot read workspaces, members, schemas and activity logs."
)


@contextlib.contextmanager
def whole_workspaces() -> t.Iterator[None]:
    """Say what is needed where a read is refused (HTTP 403)."""
    try:
        yield
    except ForbiddenError as error:
        error.hint = _HINT
        raise
