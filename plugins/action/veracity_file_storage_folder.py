# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import folders
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import definition_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._key_action import KeyAction

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.content.places import FirstKey
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


class ActionModule(KeyAction):
    """The action of the module of the same name."""

    definition = definition_of(__name__)

    def key_for_target(self, task: Task, client: Client) -> FirstKey:
        """Return a key for the root folder."""
        return folders.first_key(task, client)
