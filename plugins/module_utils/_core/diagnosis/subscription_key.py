# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the subscription key. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from .api_reads import again, first
from .check import Finding, failed, ok, skipped, warning
from .situation import TITLES

if t.TYPE_CHECKING:
    from .situation import Situation

_WHERE: t.Mapping[str, str] = {
    "services": "Developer portal -> your resource -> Settings shows the key of this API.",
    "data_fabric": "Developer portal -> your resource -> Settings shows the key of this API.",
    "data_workbench": "Data Workbench -> your workspace -> API management shows the API key of the service account.",
}


def check(situation: Situation) -> Finding:
    """Say which APIs accept the subscription key."""
    refused, used_up, accepted = [], [], []
    for api in situation.apis:
        answer = first(situation, api)
        if answer is None or answer.status is None or situation.refused_token(api):
            continue
        if answer.refuses_key:
            refused.append(api)
        elif answer.status == 403 and "quota" in answer.text.lower():
            used_up.append(api)
        # A gateway looks for the operation before it looks at the key, so 404 and 410 say nothing about it.
        elif answer.status in (200, 401, 403):
            accepted.append(api)
    given = situation.options.get("subscription_key") is not None
    if given and refused:
        late = [api for api in refused if again(situation, api).status in (200, 401, 403)]
        late = [api for api in late if not again(situation, api).refuses_key]
        if late == refused:
            return warning(
                f"accepted by {_names(late)} at the second try only: the key was made a moment ago, and is not known "
                "everywhere yet",
                "Run again in some minutes.",
            )
    if used_up and not refused:
        return failed(
            f"the call quota of the key is used up at {_names(used_up)} (HTTP 403)",
            "Wait until the quota is renewed, or use another key.",
            "USED UP",
        )
    if refused and (situation.asked or not accepted):
        return _not_accepted(situation, refused, accepted, given=given)
    if refused:
        finding = _not_accepted(situation, refused, accepted, given=given)
        return warning(f"{finding.headline}: {finding.evidence}", finding.advice)
    if not accepted:
        return skipped("no API answered")
    if not given:
        return ok(f"not set, and not needed by {_names(accepted)}")
    return ok(f"accepted by {_names(accepted)}")


def _not_accepted(situation: Situation, refused: list[str], accepted: list[str], *, given: bool) -> Finding:
    """Return what is wrong with the key, and where the right one is."""
    where = " ".join(dict.fromkeys(_WHERE[api] for api in refused))
    if not given:
        return failed(
            f"{_names(refused)} cannot be called without a subscription key (HTTP 401)",
            f"Set subscription_key or VERACITY_SUBSCRIPTION_KEY. {where}",
            "NOT SET",
        )
    doubt = " ".join(each.text for each in situation.suspicions if each.option == "subscription_key")
    cause = doubt or "the key belongs to another product or was made a moment ago."
    only = f" It is accepted by {_names(accepted)}." if accepted else ""
    at = "" if len(refused) == len(situation.apis) else f" at {_names(refused)}"
    return failed(f"{cause}{only}", where, f"NOT ACCEPTED{at} (HTTP 401)")


def _names(apis: list[str]) -> str:
    """Return APIs by their names."""
    titles = [TITLES[api] for api in apis]
    return " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
