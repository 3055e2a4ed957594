# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible. All such files are the same."""

from __future__ import annotations

from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction, definition_of


class ActionModule(VeracityAction):
    """The action of the module of the same name."""

    definition = definition_of(__name__)
