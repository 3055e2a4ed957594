# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module as a process, whatever its own action would do."""

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    """Takes ``module``, the name of a module, and ``options``, its options."""

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the module."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        result.update(
            self._execute_module(
                module_name=self._task.args["module"], module_args=self._task.args["options"], task_vars=task_vars
            )
        )
        return result
