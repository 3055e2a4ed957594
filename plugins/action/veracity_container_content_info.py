# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible."""

from __future__ import annotations

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import container_content
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import definition_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._content_action import ContentAction


class ActionModule(ContentAction):
    """The action of the module of the same name."""

    definition = definition_of(__name__)
    first_key = staticmethod(container_content.first_key)
