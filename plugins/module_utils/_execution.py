# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Do the work of a module, in whichever process it runs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ._core.errors import BulkError, VeracityError
from ._core.session import Session
from ._core.task import Task

if t.TYPE_CHECKING:
    from ._arguments import Definition


def execute(
    definition: Definition,
    params: dict[str, t.Any],
    session: Session,
    *,
    check_mode: bool,
    progress: t.Callable[[str], None],
    warn: t.Callable[[str], None],
) -> dict[str, t.Any]:
    """Return the result of a module. Raises VeracityError."""
    task = open_task(definition, params, session, check_mode=check_mode, progress=progress, warn=warn)
    client = session.client if definition.calls_api(params) else session.client_without_token()
    return definition.ensure(task, client)


def open_task(
    definition: Definition,
    params: dict[str, t.Any],
    session: Session,
    *,
    check_mode: bool,
    progress: t.Callable[[str], None],
    warn: t.Callable[[str], None],
) -> Task:
    """Return what the work of a module is given."""
    return Task(
        params,
        check_mode=check_mode,
        clock=session.clock,
        progress=progress,
        warn=warn,
        state_directory=session.directory if definition.remembers else None,
        learn=session.learn,
        keys=session.keys if definition.keeps_keys else None,
    )


def failure(error: VeracityError, session: Session | None) -> dict[str, t.Any]:
    """Return the failed result for an error, once more without any secret that is known."""
    result: dict[str, t.Any] = dict(error.result) if isinstance(error, BulkError) else {}
    mask = session.scrub.mask if session else str
    details = {name: mask(value) if isinstance(value, str) else value for name, value in error.details().items()}
    result.update(failed=True, msg=mask(str(error)), error=details)
    return result
