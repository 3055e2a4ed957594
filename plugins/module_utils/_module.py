# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Run a module as a process of its own. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import os
import typing as t

from ansible.module_utils.basic import AnsibleModule

from ._core.errors import VeracityError
from ._core.redaction.outlet import Outlet
from ._core.session import Session
from ._core.settings import from_options
from ._execution import execute, failure
from ._known_secrets import secrets_given
from ._secrets import register_secret

if t.TYPE_CHECKING:
    from ._arguments import Definition


def with_key(definition: Definition) -> Definition:
    """Return a definition that takes the first key of a container beside its name, as the action hands it over."""
    return dataclasses.replace(definition, mutually_exclusive=())


class _Module(AnsibleModule):
    """A module whose every answer passes an outlet, that of ansible-core about wrong options too."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._log: list[str] = []
        self.outlet = Outlet(register=register_secret, warn=self._warn, log=self._log.append, progress=self._log.append)
        super().__init__(argument_spec=definition.argument_spec(), supports_check_mode=True, **definition.rules())

    def _warn(self, text: str) -> None:
        """Show a warning. Looked up only here: the sanity tests put another class in the place of AnsibleModule."""
        self.warn(text)

    def _load_params(self) -> None:
        """Take the options, and learn the secrets in them before anything is said about them."""
        super()._load_params()
        for secret in secrets_given(self._definition, self.params, os.environ):
            self.outlet.learn(secret)

    def exit_json(self, **result: t.Any) -> t.NoReturn:
        """End with a result."""
        kept = (*self._definition.secret_results, *self._definition.verbatim_results)
        super().exit_json(**self.outlet.result(result, kept), veracity_log=self._log)

    def fail_json(self, msg: str, **result: t.Any) -> t.NoReturn:
        """End with an error."""
        super().fail_json(self.outlet.text(str(msg)), **self.outlet.result(result), veracity_log=self._log)


def run(definition: Definition) -> None:
    """Run a module to its end. Tokens are not stored: this may be another host than the one that Ansible runs on."""
    module = _Module(definition)
    if "@" in (module.params["proxy"] or ""):
        module.no_log_values.add(module.params["proxy"])
    try:
        settings = from_options(
            definition.shared_options(module.params), api=definition.api_for(module.params), variables=os.environ
        )
        session = Session(settings, share_tokens=False, outlet=module.outlet)
        result = execute(definition, module.params, session, check_mode=module.check_mode)
    except VeracityError as error:
        module.fail_json(**failure(error, module.outlet))
    module.exit_json(**result)
