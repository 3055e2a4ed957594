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
        """The difference in the form that Ansible prints."""
        return {
            "before_header": self.title,
            "after_header": self.title,
            "before": self.view(self.before),
            "after": self.view(self.after),
        }
