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

from ansible import constants as C
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS, Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.module_utils._execution import execute, failure
from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._preload import preload
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

preload()
display = Display()

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
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
            args, origins, variables = self._options()
            params = self._validate(args)
            session = self._session(
                from_options(params, api=self.definition.api, origins=origins, variables=variables), warnings
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
                outcome["invocation"] = {"module_args": self._shown(params)}
            else:
                outcome = self._on_target(args, params, session, task_vars)
        except VeracityError as error:
            outcome = failure(error, session)
        result.update(outcome)
        result["warnings"] = [*result.get("warnings", []), *dict.fromkeys(warnings)]
        return result

    def _options(self) -> tuple[dict[str, t.Any], dict[str, str], dict[str, str]]:
        """Return the options of the task, where they came from, and the environment variables that hold for it."""
        variables = dict(os.environ)
        for extra in self._task.environment or ():
            if isinstance(extra, dict):
                variables.update({str(name): str(plain(value)) for name, value in extra.items()})
        args = {str(name): plain(value) for name, value in self._task.args.items()}
        origins = {}
        for name, option in SHARED_OPTIONS.items():
            if args.get(name) is None and option.env and variables.get(option.env):
                args[name] = variables[option.env]
                origins[name] = f"{option.env} (from the environment)"
        return args, origins, variables

    def _validate(self, args: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the options, converted and completed. Raises InputError."""
        validator = ArgumentSpecValidator(self.definition.argument_spec(environment=False), **self.definition.rules())
        found = validator.validate(args)
        if found.unsupported_parameters:
            unknown = ", ".join(sorted(_dotted(path) for path in found.unsupported_parameters))
            raise InputError(
                f"{unknown}: there is no such option. The options are {', '.join(sorted(validator.argument_spec))}."
            )
        if found.error_messages:
            raise InputError("; ".join(found.error_messages))
        return dict(found.validated_parameters)

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
        module_args = _Arguments((name, value) for name, value in args.items() if name != "client_secret")
        module_args["access_token"] = session.obtain(needed).value
        self._task.environment = [_without_options(extra) for extra in self._task.environment or ()]
        outcome: dict[str, t.Any] = self._execute_module(
            module_name=f"dnv.veracity.{self.definition.name}",
            module_args=module_args,
            task_vars=task_vars,
            wrap_async=self._task.async_val,
        )
        if "invocation" in outcome:
            outcome["invocation"] = {"module_args": self._shown(params)}
        for text in outcome.pop("veracity_log", ()):
            display.vvv(text)
        return outcome

    def _shown(self, params: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the options as they may be shown."""
        spec = self.definition.argument_spec(environment=False)
        return {
            name: _HIDDEN if value is not None and (spec[name].get("no_log") or _has_password(name, value)) else value
            for name, value in params.items()
            if name in spec
        }


def _dotted(path: str | tuple[str, ...]) -> str:
    """Return the name of an option, with those that it lies in."""
    return path if isinstance(path, str) else ".".join(path)


class _Arguments(dict[str, t.Any]):
    """The options of a module. ansible-core prints them as they are when ANSIBLE_DEBUG is set."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"


def _has_password(name: str, value: t.Any) -> bool:
    """Return whether an option is the URL of a proxy with a user in it."""
    return name == "proxy" and "@" in str(value)


def _without_options(extra: t.Any) -> t.Any:
    """Return the environment of a task without what is an option anyway: ansible-core puts it on command lines."""
    names = {option.env for option in SHARED_OPTIONS.values()}
    return {name: value for name, value in extra.items() if name not in names} if isinstance(extra, dict) else extra
