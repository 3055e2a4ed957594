# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Have the module of the same name read what is missing, and write the report on the controller."""

from __future__ import annotations

import time
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access_report import completed
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_access_report
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.file import format_of, written
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.report import report, time_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import ReportError
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

# What was read before, and what of it the module asks for.
_KNOWN = {"known_access": "accesses", "known_stewards": "stewards"}


class ActionModule(VeracityAction):
    """The action of veracity_container_access_report. What is known already does not travel to the target."""

    definition = veracity_container_access_report.DEFINITION

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        self._given = {str(name): plain(value) for name, value in self._task.args.items()}
        dest = self._given.get("dest")
        self._dest = self._loader.path_dwim(str(dest)) if dest else ""
        try:
            self._form = format_of(self._dest) if self._dest else ""
            time_of(self._given.get("as_of"))
        except (InputError, ReportError) as error:
            return failure(_refusal(error), self.outlet)
        slim = {name: _slim(self._given.get(name), name) for name in _KNOWN if name in self._given}
        self._task.args = {**self._task.args, **slim}
        return super().run(tmp, task_vars)

    def _completed(self, outcome: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the result with what was known before, and write the report."""
        if outcome.get("failed"):
            return outcome
        found = completed(outcome, self._given, time.time())
        params = outcome.get("invocation", {}).get("module_args", self._given)
        options = {name: params.get(name) for name in ("title", "names", "limit", "as_of")}
        try:
            text = report(found, self._form, **options)
            found["changed"] = written(self._dest, text, check_mode=bool(self._task.check_mode))
        except (InputError, ReportError) as error:
            raise _refusal(error) from None
        outcome.pop("stewards", None)
        return {**outcome, **found, "dest": self._dest}


def _slim(outcomes: t.Any, name: str) -> t.Any:
    """Return of outcomes what says which containers they are about; anything else as it is, to be refused."""
    if not isinstance(outcomes, list) or not all(isinstance(outcome, dict) for outcome in outcomes):
        return outcomes
    inner = _KNOWN[name]
    return [
        {**({"container_id": outcome["container_id"]} if "container_id" in outcome else {}), inner: []}
        if isinstance(outcome.get(inner), list)
        else outcome
        for outcome in outcomes
    ]


def _refusal(error: InputError | ReportError) -> VeracityError:
    """Return an error as tasks raise it."""
    return error if isinstance(error, InputError) else InputError(str(error))
