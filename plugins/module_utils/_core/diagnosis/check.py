# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a check is, and what comes of it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

if t.TYPE_CHECKING:
    from .situation import Situation

OK, WARNING, FAILED, SKIPPED = "ok", "warning", "failed", "skipped"


@dataclass(frozen=True)
class Finding:
    """What a check found: the result, what shows it, and what to do. ``headline`` is how the failure is called."""

    result: str
    evidence: str
    advice: str = ""
    headline: str = ""


def ok(evidence: str) -> Finding:
    """Return that nothing is wrong."""
    return Finding(OK, evidence)


def warning(evidence: str, advice: str) -> Finding:
    """Return that something is odd, and may be the cause of a failure."""
    return Finding(WARNING, evidence, advice)


def failed(evidence: str, advice: str, headline: str = "FAILED") -> Finding:
    """Return that something is wrong."""
    return Finding(FAILED, evidence, advice, headline)


def skipped(reason: str) -> Finding:
    """Return that the check was not possible, and why."""
    return Finding(SKIPPED, reason)


@dataclass(frozen=True)
class Check:
    """One check. ``needs`` are the names of those without which it is not possible."""

    name: str
    title: str
    run: t.Callable[[Situation], Finding]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A check and what came of it, as it may be shown. ``host`` says where it was carried out, empty: here."""

    name: str
    title: str
    result: str
    evidence: str
    advice: str
    host: str

    def data(self) -> dict[str, str]:
        """Return it as data for a result."""
        return {
            "name": self.name,
            "title": self.title,
            "outcome": self.result,
            "evidence": self.evidence,
            "hint": self.advice,
            "host": self.host,
        }

    @classmethod
    def of(cls, data: t.Mapping[str, t.Any], host: str) -> Outcome:
        """Return what another process has found, as of a host."""
        name, title, result, evidence, advice = (
            str(data.get(key) or "") for key in ("name", "title", "outcome", "evidence", "hint")
        )
        return cls(name, title, result, evidence, advice, host)
