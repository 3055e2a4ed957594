# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action that all modules share: options from the controller, the work in this process where that is possible.

Private: for use inside dnv.veracity only. What is imported here at the top is paid once a run: the strategy loads an
action before it forks.
"""

from __future__ import annotations

import os
import typing as t
from functools import cached_property
from importlib import import_module

from ansible import constants as C
from ansible.plugins.action import ActionBase

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.module_utils._execution import execute, failure
from ansible_collections.dnv.veracity.plugins.module_utils._known_secrets import secrets_given
from ansible_collections.dnv.veracity.plugins.plugin_utils._changes import told
from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import outlet_of_task, show_lines
from ansible_collections.dnv.veracity.plugins.plugin_utils._preload import preload
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import (
    gather,
    handed_over,
    refuse_facts,
    shown,
    validated,
    without_options,
)
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

preload()

# A token that is handed over must outlast the work that is done with it.
_HANDOVER_MARGIN = 60


def definition_of(action: str) -> Definition:
    """Return the definition of the module with the same name as an action, of which the full name is given."""
    module = import_module(f"ansible_collections.dnv.veracity.plugins.modules.{action.rpartition('.')[2]}")
    return t.cast("Definition", module.DEFINITION)


class VeracityAction(ActionBase):
    """Runs ``definition`` in process on a local connection, otherwise as a module on the target, with a token."""

    _supports_check_mode = True
    _supports_async = True
    definition: t.ClassVar[Definition]
    on_controller_only: t.ClassVar[bool] = False

    @cached_property
    def outlet(self) -> Outlet:
        """Where everything goes that is shown. It knows the secrets of the task before anything of that is checked."""
        outlet = outlet_of_task(self._task.delegate_to or self._play_context.remote_addr, self._warnings)
        extra = [plain(each) for each in self._task.environment or () if isinstance(each, dict)]
        for secret in secrets_given(self.definition, plain(self._task.args), os.environ, *extra):
            outlet.learn(secret)
        return outlet

    @cached_property
    def _warnings(self) -> list[str]:
        """The warnings of the task, for its result."""
        return []

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        result = super().run(tmp, task_vars)
        self._warnings.clear()
        params: dict[str, t.Any] = {}
        variables: t.Mapping[str, str] = os.environ
        try:
            args, origins, variables = gather(self.definition, self._task.args, self._task.environment)
            refuse_facts(args, task_vars or {})
            params = validated(self.definition, args)
            api, options = self.definition.api_for(params), self.definition.shared_options(params)
            settings = from_options(options, api=api, origins=origins, variables=variables)
            session = Session(settings, ansible_home=C.ANSIBLE_HOME, outlet=self.outlet)
            if self.on_controller_only or self._is_local():
                outcome = execute(self.definition, params, session, check_mode=bool(self._task.check_mode))
                outcome["invocation"] = self._invocation(params)
            else:
                outcome = self._on_target(args, params, session, task_vars)
            outcome = self._completed(outcome)
        except VeracityError as error:
            outcome = failure(error, self.outlet)
        if not self._task.no_log and not self._task.async_val:
            show_lines(told(params, outcome, variables), self.outlet)
        result.update(outcome)
        if self._warnings:
            result["warnings"] = [*result.get("warnings", []), *dict.fromkeys(self._warnings)]
        return result

    def _completed(self, outcome: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return a result after what is left to do on the controller. Raises VeracityError."""
        return outcome

    def _invocation(self, params: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the options of the task as they may be shown."""
        return {"module_args": self.outlet.result(shown(self.definition, params))}

    def _is_local(self) -> bool:
        """Return whether the work can be done in this process: same host, same user, and somebody waits for it."""
        become = self._connection.become is not None or bool(self._play_context.become)
        return self._connection.transport == "local" and not become and not self._task.async_val

    def _on_target(
        self, args: dict[str, t.Any], params: dict[str, t.Any], session: Session, task_vars: dict[str, t.Any] | None
    ) -> dict[str, t.Any]:
        """Run the module on the target, with a token in place of the secret."""
        needed = max(params.get("wait_timeout") or 0, self._task.async_val or 0) + _HANDOVER_MARGIN
        module_args = handed_over(args, params)
        if self.definition.calls_api(params):
            module_args["access_token"] = session.obtain(needed).value
        own = self.definition.variables
        self._task.environment = [without_options(extra, own) for extra in self._task.environment or ()]
        outcome: dict[str, t.Any] = self._execute_module(
            module_name=f"dnv.veracity.{self.definition.name}",
            module_args=module_args,
            task_vars=task_vars,
            wrap_async=self._task.async_val,
        )
        for text in outcome.pop("veracity_log", ()):
            self.outlet.log(text)
        if "invocation" in outcome:
            outcome["invocation"] = self._invocation(params)
        return self.outlet.result(outcome, self.definition.verbatim_results)
