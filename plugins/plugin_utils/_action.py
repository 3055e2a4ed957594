# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action that all modules share: options from the controller, the work in this process where that is possible.

Private: for use inside dnv.veracity only. What is imported here at the top is paid once a run: the strategy loads an
action before it forks.
"""

from __future__ import annotations

import typing as t

from ansible import constants as C
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.module_utils._execution import execute, failure
from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._preload import preload
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import (
    HandedOver,
    gather,
    shown,
    validated,
    without_options,
)

preload()
display = Display()

# A token that is handed over must outlast the work that is done with it.
_HANDOVER_MARGIN = 60


class VeracityAction(ActionBase):
    """Runs ``definition`` in process on a local connection, otherwise as a module on the target, with a token."""

    _supports_check_mode = True
    _supports_async = True
    definition: t.ClassVar[Definition]
    on_controller_only: t.ClassVar[bool] = False

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        result = super().run(tmp, task_vars)
        warnings: list[str] = []
        session = None
        try:
            args, origins, variables = gather(self._task.args, self._task.environment, self.definition.variables)
            params = validated(self.definition, args)
            options = self.definition.shared_options(params)
            session = self._session(
                from_options(options, api=self.definition.api_for(params), origins=origins, variables=variables),
                warnings,
            )
            if self.on_controller_only or self._is_local():
                outcome = execute(
                    self.definition,
                    params,
                    session,
                    check_mode=bool(self._task.check_mode),
                    progress=display.display,
                    warn=warnings.append,
                )
                outcome["invocation"] = {"module_args": shown(self.definition, params)}
            else:
                outcome = self._on_target(args, params, session, task_vars)
        except VeracityError as error:
            outcome = failure(error, session)
        result.update(outcome)
        if warnings:
            result["warnings"] = [*result.get("warnings", []), *dict.fromkeys(warnings)]
        return result

    def _session(self, settings: t.Any, warnings: list[str]) -> Session:
        """Return the session of the task on the controller."""
        host = self._task.delegate_to or self._play_context.remote_addr
        return Session(
            settings,
            ansible_home=C.ANSIBLE_HOME,
            register=register_secret,
            warn=warnings.append,
            log=lambda text: display.vvv(text, host=host),
            notify=display.display,
        )

    def _is_local(self) -> bool:
        """Return whether the work can be done in this process: same host, same user, and somebody waits for it."""
        become = self._connection.become is not None or bool(self._play_context.become)
        return self._connection.transport == "local" and not become and not self._task.async_val

    def _on_target(
        self, args: dict[str, t.Any], params: dict[str, t.Any], session: Session, task_vars: dict[str, t.Any] | None
    ) -> dict[str, t.Any]:
        """Run the module on the target, with a token in place of the secret."""
        needed = max(params.get("wait_timeout") or 0, self._task.async_val or 0) + _HANDOVER_MARGIN
        module_args = HandedOver((name, value) for name, value in args.items() if name != "client_secret")
        if self.definition.calls_api(params):
            module_args["access_token"] = session.obtain(needed).value
        self._task.environment = [
            without_options(extra, self.definition.variables) for extra in self._task.environment or ()
        ]
        outcome: dict[str, t.Any] = self._execute_module(
            module_name=f"dnv.veracity.{self.definition.name}",
            module_args=module_args,
            task_vars=task_vars,
            wrap_async=self._task.async_val,
        )
        if "invocation" in outcome:
            outcome["invocation"] = {"module_args": shown(self.definition, params)}
        for text in outcome.pop("veracity_log", ()):
            display.vvv(text)
        return outcome
