# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carry out the checks on the controller, and those of the APIs where the modules run."""

from __future__ import annotations

import os
import typing as t

from ansible import constants as C
from ansible.plugins.action import ActionBase
from ansible.release import __version__

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.check import FAILED, Outcome
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import (
    Diagnosis,
    all_skipped,
    diagnose,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.situation import (
    CONTROLLER,
    EVERYTHING,
    TARGET,
    Situation,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.table import row
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.given import from_environment
from ansible_collections.dnv.veracity.plugins.module_utils._diagnosis import apis_of, checked, tokens_of
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_diagnose
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._given import is_omitted
from ansible_collections.dnv.veracity.plugins.plugin_utils._option_sources import options_as_given, options_of_lookups
from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import show_apart
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import (
    gather,
    handed_over,
    refuse_facts,
    validated,
    without_options,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

# Without one of these nothing on another host says anything new.
_GIVEN = frozenset({"options", "values"})


class ActionModule(VeracityAction):
    """The action of veracity_diagnose. Wrong options are no error here, but the first thing to tell."""

    definition = veracity_diagnose.DEFINITION
    _supports_async = False

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        result = ActionBase.run(self, tmp, task_vars)
        self._warnings.clear()
        self._shown = 0
        try:
            own = self._own_options()
            situation = self._situation(own, task_vars or {})
            outcome = checked(self._diagnosis(situation, own, task_vars), situation.clock.time(), fail=own["fail"])
        except VeracityError as error:
            outcome = failure(error, self.outlet)
        result.update(self.outlet.result(outcome))
        return result

    def _own_options(self) -> dict[str, t.Any]:
        """Return the options of this module alone. Raises InputError."""
        given = {name: value for name, value in plain(self._task.args).items() if name not in SHARED_OPTIONS}
        found = validated(self.definition, given)
        return {name: found[name] for name in self.definition.spec}

    def _situation(self, own: dict[str, t.Any], variables: dict[str, t.Any]) -> Situation:
        """Return what there is to look at, whatever is wrong with it."""
        environment = dict(os.environ)
        for extra in self._task.environment or ():
            if isinstance(extra, dict):
                environment.update(
                    {
                        str(name): from_environment(plain(value))
                        for name, value in extra.items()
                        if not is_omitted(value)
                    }
                )
        options, origins = options_as_given(self._task, environment)
        refused: VeracityError | None = None
        try:
            args, _origins, _variables = gather(self.definition, self._task.args, self._task.environment)
            refuse_facts(args, variables)
            params = validated(self.definition, args)
            options = {name: params[name] for name in SHARED_OPTIONS}
        except VeracityError as error:
            refused = error
        return Situation(
            options,
            origins,
            environment,
            apis=apis_of(own),
            asked=bool(own["apis"]),
            refused=refused,
            versions={"ansible-core": __version__},
            notes=tuple(options_of_lookups(variables)),
            tokens=tokens_of(own),
            storage_hosts=tuple(own["storage_hosts"] or ()),
            workspace=own["workspace"],
            ansible_home=C.ANSIBLE_HOME,
            part=EVERYTHING if self._is_local() else CONTROLLER,
            host="" if self._is_local() else "the controller",
            outlet=self.outlet,
        )

    def _diagnosis(self, situation: Situation, own: dict[str, t.Any], task_vars: dict[str, t.Any] | None) -> Diagnosis:
        """Carry out all checks, and show each as soon as it is known."""
        if situation.part == CONTROLLER:
            self._show("On the controller:")
        here = diagnose(situation, self._show_outcome)
        if situation.part == EVERYTHING:
            return here
        target = str(self._task.delegate_to or (task_vars or {}).get("inventory_hostname") or "the target")
        self._show(f"On {target}:")
        there = Situation(
            situation.options, apis=situation.apis, asked=situation.asked, part=TARGET, host=target, outlet=self.outlet
        )
        cause = next((each for each in here.outcomes if each.name in _GIVEN and each.result == FAILED), None)
        if cause is not None:
            outcomes = all_skipped(there, f"{cause.title} failed")
        else:
            outcomes = self._on_host(situation, target, own, task_vars)
        for outcome in outcomes:
            self._show_outcome(outcome)
        return Diagnosis((*here.outcomes, *outcomes))

    def _on_host(
        self, situation: Situation, target: str, own: dict[str, t.Any], task_vars: dict[str, t.Any] | None
    ) -> list[Outcome]:
        """Return the outcomes of the module on the target, which gets the tokens in place of the secret."""
        options = {name: value for name, value in {**situation.options, **own}.items() if value is not None}
        module_args = handed_over(options, {**situation.options, **own})
        module_args.update(fail=False, access_tokens=situation.obtained() or None)
        self._task.environment = [without_options(extra) for extra in self._task.environment or ()]
        result = self._execute_module(
            module_name=f"dnv.veracity.{self.definition.name}", module_args=module_args, task_vars=task_vars
        )
        for text in result.pop("veracity_log", ()):
            self.outlet.log(text)
        if "checks" in result:
            return [Outcome.of(check, target) for check in result["checks"]]
        said = self.outlet.line(str(result.get("msg") or "no result"))
        advice = "Check ansible_python_interpreter: modules need Python 3.10 or newer on that host."
        return [Outcome("libraries", "Libraries", FAILED, f"FAILED: the module ended with: {said}", advice, target)]

    def _show_outcome(self, outcome: Outcome) -> None:
        """Show the row of a check."""
        self._shown += 1
        self._show(row(self._shown, outcome))

    def _show(self, text: str) -> None:
        """Show lines while the task works."""
        show_apart(text, self.outlet)
