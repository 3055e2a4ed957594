# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of veracity_file_storage_key: works on the controller, and hides the result."""

from __future__ import annotations

from ansible_collections.dnv.veracity.plugins.plugin_utils._action import definition_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._secret_action import SecretAction


class ActionModule(SecretAction):
    """The action of veracity_file_storage_key."""

    definition = definition_of(__name__)
