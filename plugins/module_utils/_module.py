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
from ._core.session import Session
from ._core.settings import from_options
from ._execution import execute, failure
from ._secrets import register_secret

if t.TYPE_CHECKING:
    from ._arguments import Definition


def with_key(definition: Definition) -> Definition:
    """Return a definition that takes the first key of a container beside its name, as the action hands it over."""
    return dataclasses.replace(definition, mutually_exclusive=())


def run(definition: Definition) -> None:
    """Run a module to its end. Tokens are not stored: this may be another host than the one that Ansible runs on."""
    module = AnsibleModule(argument_spec=definition.argument_spec(), supports_check_mode=True, **definition.rules())
    if "@" in (module.params["proxy"] or ""):
        module.no_log_values.add(module.params["proxy"])
    session = None
    log: list[str] = []
    try:
        settings = from_options(
            definition.shared_options(module.params), api=definition.api_for(module.params), variables=os.environ
        )
        session = Session(
            settings, share_tokens=False, register=register_secret, warn=module.warn, log=log.append, notify=log.append
        )
        result = execute(
            definition,
            module.params,
            session,
            check_mode=module.check_mode,
            progress=log.append,
            warn=module.warn,
        )
    except VeracityError as error:
        module.fail_json(**failure(error, session), veracity_log=log)
    module.exit_json(**result, veracity_log=log)
