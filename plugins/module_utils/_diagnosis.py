# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A diagnosis as the result of a module. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ._core.diagnosis.run import Diagnosis
from ._core.diagnosis.situation import APIS
from ._core.errors import BulkError
from ._core.identity.token import isoformat


class DiagnosisError(BulkError):
    """A check failed. The first line says which, and why."""


def apis_of(params: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """Return the APIs to look at, each once."""
    return tuple(dict.fromkeys(params["apis"] or APIS))


def tokens_of(params: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return the tokens that are given, by API."""
    return {api: token for api, token in (params["access_tokens"] or {}).items() if token}


def result_of(diagnosis: Diagnosis, now: float) -> dict[str, t.Any]:
    """Return the result of a task, with the moment of it."""
    return {
        "changed": False,
        "now": isoformat(now),
        "healthy": diagnosis.healthy,
        "verdict": diagnosis.verdict,
        "checks": [outcome.data() for outcome in diagnosis.outcomes],
    }


def checked(diagnosis: Diagnosis, now: float, *, fail: bool) -> dict[str, t.Any]:
    """Return the result of a task. Raises DiagnosisError when a check failed and that is to be a failure."""
    found = result_of(diagnosis, now)
    if fail and not diagnosis.healthy:
        raise DiagnosisError(diagnosis.summary, hint=diagnosis.advice, result=found)
    return found
