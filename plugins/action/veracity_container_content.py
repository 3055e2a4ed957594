# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.options import ContentOptions
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_content
from ansible_collections.dnv.veracity.plugins.plugin_utils._content_action import ContentAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._sources import take_source


class ActionModule(ContentAction):
    """The action of veracity_container_content: relative sources are looked for as ansible.builtin.copy does."""

    definition = veracity_container_content.DEFINITION

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        upload = self._task.args.get("direction") in (None, "upload")
        missing = take_source(self) if upload and self._is_local() else None
        if missing is not None:
            return failure(missing, self.outlet)
        return super().run(tmp, task_vars)

    def rights(self, params: dict[str, t.Any]) -> list[str]:
        """Return the rights that the key needs."""
        return ContentOptions.of(params).rights
