# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the diagnosis in given surroundings, as its action does."""

from __future__ import annotations

import os
import typing as t
import unittest.mock

from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import Diagnosis, diagnose
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.situation import APIS, Situation
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.modules.veracity_api import DEFINITION
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import gather, refuse_facts
from tests.unit.core.diagnosis.surroundings import Surroundings


def examine(around: Surroundings, apis: tuple[str, ...] | None = None) -> Diagnosis:
    """Return what the diagnosis finds. ``apis``: those that somebody named; otherwise it looks at all."""
    refused: VeracityError | None = None
    options: dict[str, t.Any] = dict(around.options)
    origins: dict[str, str] = {}
    with around.stack, unittest.mock.patch.dict(os.environ, around.variables, clear=True):
        try:
            options, origins, _variables = gather(DEFINITION, around.options, None)
            refuse_facts(options, {"ansible_facts": around.facts, "inventory_hostname": "vessel"})
        except VeracityError as error:
            refused = error
        for name, kind in (("retries", int), ("timeout", float)):
            if name in options:
                options[name] = kind(options[name])
        return diagnose(
            Situation(
                options,
                origins,
                around.variables,
                apis=apis or APIS,
                asked=apis is not None,
                refused=refused,
                workspace=around.workspace,
                storage_hosts=around.storage_hosts,
                ansible_home=str(around.folder),
                clock=around.clock,
            )
        )
