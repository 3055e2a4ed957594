# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The read by which each API is tried, and what a refusal of it means. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..data_fabric.api.containers import DATA
from ..data_workbench.api.gateway import V2
from ..errors import ResponseError, VeracityError
from ..services.api import BASE
from .check import FAILED, Finding, failed, skipped, warning
from .situation import CONTROLLER, TITLES, Answer

if t.TYPE_CHECKING:
    from ..client import Query
    from .situation import Situation

_FIRST: t.Mapping[str, tuple[str, Query | None]] = {
    "services": (f"{BASE}/services", {"page": "0", "pageSize": "100"}),
    "data_fabric": (f"{DATA}/application", None),
    "data_workbench": (f"{V2}/me/tenants", {"includeRoleName": "true"}),
}
# A refusal of the application, and not a fault on the way.
_OF_THE_APPLICATION = frozenset({401, 403, 404, 410})


def first(situation: Situation, api: str) -> Answer | None:
    """Return what an API answers to the first read, None when it is not read from here."""
    if situation.part == CONTROLLER:
        return None
    return situation.get(api, *_FIRST[api])


def again(situation: Situation, api: str) -> Answer:
    """Return what an API answers to the first read a moment later, asked for once."""
    return situation.get_again(api, *_FIRST[api])


def graded(situation: Situation, api: str, answer: Answer, finding: Finding) -> Finding:
    """Return a failure as a warning where nobody asked for this API and another one accepts the application."""
    others = [other for other in situation.apis if other != api]
    if situation.asked or finding.result != FAILED or answer.status not in _OF_THE_APPLICATION:
        return finding
    if not any((first(situation, other) or Answer()).status == 200 for other in others):
        return finding
    return warning(
        f"{finding.headline}: {finding.evidence}", f"If {TITLES[api]} is not needed, ignore this. {finding.advice}"
    )


def refused_by(
    situation: Situation, api: str, answer: Answer, forbidden: tuple[str, str], missing: tuple[str, str]
) -> Finding:
    """Return what an error of an API means.

    ``forbidden`` and ``missing`` are what HTTP 403 and 404 mean here, and what to do.
    """
    error, status = answer.error, answer.status
    title = TITLES[api]
    says = f' The API says: "{answer.text}"' if answer.text else ""
    if isinstance(situation.token(api), VeracityError):
        return skipped("there is no token for it")
    if answer.refuses_key:
        return skipped("the subscription key is not accepted there")
    if status == 403 and "quota" in answer.text.lower():
        return skipped("the quota of the subscription key is used up")
    if status == 401:
        claims = situation.claims(api)
        version = f", which has version {claims['ver']}" if claims.get("ver") else ""
        return failed(
            f"{title} does not accept the token{version} (HTTP 401).{says}",
            "Check that veracity_environment, token_url and api_url belong together, and that scope or resource is "
            "that of this API. Set another endpoint (b2c, entra_v2, entra_v1) if the API wants the other version of "
            "tokens.",
            "NOT ACCEPTED",
        )
    if status == 403:
        return failed(f"{forbidden[0]} (HTTP 403).{says}", forbidden[1], "NOT ALLOWED")
    if status in (404, 410):
        return failed(f"{missing[0]} (HTTP {status}).{says}", missing[1])
    if isinstance(error, ResponseError):
        return failed(f"what answers is not {title}, but a captive portal or proxy: {error.summary}", error.hint or "")
    if error is None:
        return failed(f"{title} answers with something unexpected", "Check api_url.")
    told = f"{error.summary} ({error.exchange}){says}" if error.exchange else error.summary
    return failed(told, error.hint or "Run again. If the error persists, ask support@veracity.com.")
