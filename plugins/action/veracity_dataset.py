# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_dataset
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._sources import take_source


class ActionModule(VeracityAction):
    """The action of veracity_dataset: relative paths are looked for as ansible.builtin.copy does."""

    definition = veracity_dataset.DEFINITION

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        if self._is_local():
            missing = take_source(self, "file")
            if missing is not None:
                return failure(missing, self.outlet)
            state_file = self._task.args.get("state_file")
            if isinstance(state_file, str):
                self._task.args = {**self._task.args, "state_file": self._loader.path_dwim(state_file)}
        return super().run(tmp, task_vars)
