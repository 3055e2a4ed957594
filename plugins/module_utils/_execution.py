# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Do the work of a module, in whichever process it runs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ._core.errors import BulkError, VeracityError
from ._core.reconcile.results import brief
from ._core.redaction.outlet import Outlet
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
) -> dict[str, t.Any]:
    """Return the result of a module, as it may be shown. Raises VeracityError."""
    task = open_task(definition, params, session, check_mode=check_mode)
    kept = (*definition.secret_results, *definition.verbatim_results)
    if definition.takes_session:
        return session.outlet.result(definition.ensure(task, session), kept)
    client = session.client if definition.calls_api(params) else session.client_without_token()
    return session.outlet.result(definition.ensure(task, client), kept)


def open_task(
    definition: Definition,
    params: dict[str, t.Any],
    session: Session,
    *,
    check_mode: bool,
) -> Task:
    """Return what the work of a module is given."""
    return Task(
        params,
        check_mode=check_mode,
        clock=session.clock,
        progress=session.outlet.progress,
        warn=session.outlet.warn,
        state_directory=session.directory if definition.remembers else None,
        learn=session.outlet.learn,
        keys=session.keys if definition.keeps_keys else None,
        mask=session.scrub.mask,
    )


def failure(error: VeracityError, outlet: Outlet) -> dict[str, t.Any]:
    """Return the failed result for an error, as it may be shown."""
    result: dict[str, t.Any] = outlet.result(brief(error.result)) if isinstance(error, BulkError) else {}
    details = {name: outlet.text(value) if isinstance(value, str) else value for name, value in error.details().items()}
    if isinstance(error, BulkError):
        # The message has the rest, and Ansible prints both.
        details["summary"] = details["summary"].partition("\n")[0]
    result.update(failed=True, msg=outlet.text(str(error)), error=details)
    return result
