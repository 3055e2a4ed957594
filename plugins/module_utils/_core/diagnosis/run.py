# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Carry out the checks in their order. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from . import (
    connection,
    data_fabric_access,
    given_options,
    libraries,
    local_files,
    metadata,
    option_values,
    services_access,
    storage_hosts,
    subscription_key,
    time_difference,
    token_claims,
    workbench_access,
)
from .check import FAILED, WARNING, Check, Finding, Outcome, skipped
from .situation import CONTROLLER, TARGET, Situation

_GIVEN = ("options", "values")
_REACHED = (*_GIVEN, "libraries", "connection")
# In the order in which a cause hides what comes after it.
CHECKS = (
    Check("options", "Options", given_options.check),
    Check("values", "Values", option_values.check),
    Check("libraries", "Libraries", libraries.check),
    Check("clock", "Clock", time_difference.check, (*_GIVEN, "libraries")),
    Check("connection", "Connection", connection.check, (*_GIVEN, "libraries")),
    Check("directory", "Directory", metadata.check, _REACHED),
    Check("token", "Token", token_claims.check, (*_REACHED, "directory")),
    Check("subscription_key", "Subscription key", subscription_key.check, (*_REACHED, "directory", "token")),
    Check("services", "Services API", services_access.check, (*_REACHED, "token", "subscription_key")),
    Check("data_fabric", "Data Fabric", data_fabric_access.check, (*_REACHED, "token", "subscription_key")),
    Check("data_workbench", "Data Workbench", workbench_access.check, (*_REACHED, "token", "subscription_key")),
    Check("local_files", "Local files", local_files.check, _GIVEN),
    Check("storage", "Storage", storage_hosts.check, _REACHED),
)
_APIS = frozenset({"services", "data_fabric", "data_workbench"})
# What is of the controller when the modules run on another host, and what is of that host.
_OF_CONTROLLER = frozenset({"options", "values", "directory", "token"})
_ON_BOTH = frozenset({"libraries", "clock", "connection"})


@dataclass(frozen=True)
class Diagnosis:
    """What came of all checks."""

    outcomes: tuple[Outcome, ...]

    @property
    def healthy(self) -> bool:
        """Whether no check failed."""
        return all(outcome.result != FAILED for outcome in self.outcomes)

    @property
    def cause(self) -> Outcome | None:
        """The outcome that explains the others: the first failure, otherwise the first warning.

        What depends on a check that failed was skipped.
        """
        found = self._of(FAILED) or self._of(WARNING)
        return found[0] if found else None

    @property
    def summary(self) -> str:
        """The cause in one line."""
        cause = self.cause
        if cause is None:
            return "No problem found."
        opening = "" if cause.result == FAILED else "No check failed. Warning: "
        where = f" on {cause.host}" if cause.host else ""
        return f"{opening}{cause.title}{where}: {cause.evidence}"

    @property
    def advice(self) -> str:
        """What to do about the cause, and which other checks to look at afterwards."""
        cause = self.cause
        if cause is None:
            return ""
        others = [each.title for each in self._of(cause.result) if each is not cause]
        also = f"\n  After that, look at {', '.join(dict.fromkeys(others))}." if others else ""
        return f"{cause.advice}{also}"

    @property
    def verdict(self) -> str:
        """The cause on the first line, and what to do below it."""
        return f"{self.summary}\n  {self.advice}" if self.advice else self.summary

    def _of(self, result: str) -> list[Outcome]:
        """Return the outcomes with a result."""
        return [outcome for outcome in self.outcomes if outcome.result == result]


def diagnose(situation: Situation, report: t.Callable[[Outcome], None] = lambda outcome: None) -> Diagnosis:
    """Return what is wrong, check by check. Changes nothing, and raises nothing.

    ``report`` is told each outcome at once: a check may wait for a server.
    """
    outcomes: list[Outcome] = []
    for check in checks_of(situation):
        finding = _result(check, situation, outcomes)
        outcome = _shown(check, finding, situation)
        outcomes.append(outcome)
        report(outcome)
    return Diagnosis(tuple(outcomes))


def checks_of(situation: Situation) -> list[Check]:
    """Return the checks of the part that is carried out here."""
    found = [check for check in CHECKS if check.name not in _APIS or check.name in situation.apis]
    if situation.part == CONTROLLER:
        return [check for check in found if check.name in _OF_CONTROLLER | _ON_BOTH]
    if situation.part == TARGET:
        return [check for check in found if check.name not in _OF_CONTROLLER]
    return found


def _result(check: Check, situation: Situation, outcomes: t.Sequence[Outcome]) -> Finding:
    """Carry out a check, unless one that it needs has failed."""
    cause = next((each for each in outcomes if each.name in check.needs and each.result == FAILED), None)
    if cause is not None:
        return skipped(f"{cause.title} failed")
    return check.run(situation)


def _shown(check: Check, finding: Finding, situation: Situation) -> Outcome:
    """Return the outcome of a check, without secrets."""
    line = situation.outlet.line
    evidence = f"{finding.headline}: {finding.evidence}" if finding.headline else finding.evidence
    return Outcome(check.name, check.title, finding.result, line(evidence), line(finding.advice), situation.host)


def all_skipped(situation: Situation, reason: str) -> list[Outcome]:
    """Return the outcomes of checks that make no sense any more."""
    return [_shown(check, skipped(reason), situation) for check in checks_of(situation)]
