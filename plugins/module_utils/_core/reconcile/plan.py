# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is to be done, as data. Private: for use inside dnv.veracity only.

A plan is made by a pure function of what is there and what is described. Check mode, diff and the real run use the
same.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

Thing = t.TypeVar("Thing")


@dataclass(frozen=True)
class Step:
    """One write: the action (a verb), and for an update the fields that it sets."""

    action: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan(t.Generic[Thing]):
    """The steps that lead from ``before`` to ``after``; None stands for a thing that is not there.

    ``view`` gives the fields of a thing that a diff shows.
    """

    title: str
    before: Thing | None
    after: Thing | None
    view: t.Callable[[Thing | None], dict[str, t.Any]]
    steps: tuple[Step, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.steps)

    @property
    def diff(self) -> dict[str, t.Any]:
        """The difference in the form that Ansible prints. A creation shows nothing that is empty, and not described."""
        after = self.view(self.after)
        return {
            "before_header": self.title,
            "after_header": self.title,
            "before": self.view(self.before),
            "after": without_empty(after) if self.before is None else after,
        }


def without_empty(shown: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return what a diff shows without the fields that are empty: null, empty text, list or object, or all of these."""
    return {name: value for name, value in shown.items() if not _is_empty(value)}


def _is_empty(value: t.Any) -> bool:
    """Return whether a field of a diff says nothing."""
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return value is None or value == "" or value == [] or value == ()
