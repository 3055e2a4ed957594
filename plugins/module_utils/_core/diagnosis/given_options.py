# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the options: what was given, where it came from, and whether it describes anything.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import difflib
import typing as t

from .check import Finding, failed, ok, warning

if t.TYPE_CHECKING:
    from .situation import Situation

_SECRETS = frozenset({"client_secret", "access_token", "subscription_key"})
_SHOWN = (
    *("client_id", "client_secret", "access_token", "subscription_key", "veracity_environment", "endpoint", "policy"),
    *("token_url", "scope", "resource", "api_url", "ca_path", "validate_certs", "proxy", "token_cache"),
    *("token_cache_dir", "timeout", "retries"),
)
_WITH_VALUE = frozenset({"veracity_environment", "endpoint", "policy", "token_url", "scope", "resource", "api_url"})
_USUAL: t.Mapping[str, t.Any] = {
    "veracity_environment": "production",
    "validate_certs": True,
    "token_cache": True,
    "timeout": 30.0,
    "retries": 3,
}
_VARIABLES = frozenset(
    f"VERACITY_{name.removeprefix('veracity_').upper()}" for name in _SHOWN if name not in ("scope", "resource")
)


def check(situation: Situation) -> Finding:
    """Say where each option came from, or what is wrong with the options."""
    evidence = _evidence(situation)
    problem = situation.problem
    misspelt = _misspelt(situation.variables)
    # What is odd about a value, the next check says.
    if problem is not None and not any(each.certain for each in situation.suspicions):
        advice = " ".join(text for text in (problem.hint, misspelt) if text)
        empty = "".join(f" {name} is set but empty." for name in _empty(situation))
        told = problem.summary.rstrip(".")
        return failed(f"{told}.{empty} Given: {evidence}.", advice or "Correct the options.")
    if misspelt:
        return warning(evidence, misspelt)
    unchecked = situation.options.get("validate_certs") is False
    if unchecked:
        return warning(evidence, "validate_certs is false: anybody on the way can read the token. Set ca_path instead.")
    return ok(evidence)


def _evidence(situation: Situation) -> str:
    """Return which options were given, and where."""
    found = []
    for name in _SHOWN:
        value = situation.options.get(name)
        if value is None or (name in _USUAL and value == _USUAL[name] and name not in situation.origins):
            continue
        shown = f"{name} {value}" if name in _WITH_VALUE else name
        found.append(f"{shown} from {situation.origin(name)}")
    found += situation.notes
    return ", ".join(found) or "none"


def _empty(situation: Situation) -> list[str]:
    """Return the environment variables of options that are set to nothing, and so count as not set."""
    return [
        name for name in sorted(_VARIABLES) if name in situation.variables and not situation.variables[name].strip()
    ]


def _misspelt(variables: t.Mapping[str, str]) -> str | None:
    """Return which environment variable is probably meant to be another one."""
    for name in sorted(variables):
        if not name.upper().startswith(("VERACITY", "VERACTIY", "VERACITIY")) or name in _VARIABLES:
            continue
        close = difflib.get_close_matches(name.upper(), _VARIABLES, 1, 0.85)
        if close and not variables.get(close[0]):
            return f"The environment variable {name} is not known. {close[0]} is probably meant."
    return None
