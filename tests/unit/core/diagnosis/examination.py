# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the diagnosis in given surroundings, as its action does."""

from __future__ import annotations

import os
import unittest.mock

from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import Diagnosis, diagnose
from tests.unit.core.diagnosis.surroundings import Surroundings
from tests.unit.support.actions import action_of


def examine(around: Surroundings, apis: tuple[str, ...] | None = None) -> Diagnosis:
    """Return what the diagnosis finds. ``apis``: those that somebody named; otherwise it looks at all."""
    named = {
        "workspace": around.workspace,
        "storage_hosts": list(around.storage_hosts),
        "apis": list(apis or ()) or None,
    }
    own = {name: value for name, value in named.items() if value is not None}
    facts = {"ansible_facts": around.facts, "inventory_hostname": "vessel"}
    with around.stack, unittest.mock.patch.dict(os.environ, around.variables, clear=True):
        action = action_of("veracity_diagnose", {**around.options, **own})
        situation = action._situation(action._own_options(), facts)
        situation.clock, situation.ansible_home = around.clock, str(around.folder)
        return diagnose(situation)
