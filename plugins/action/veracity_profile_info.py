# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible."""

from __future__ import annotations

from ansible_collections.dnv.veracity.plugins.modules import veracity_profile_info
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction


class ActionModule(VeracityAction):
    """The action of veracity_profile_info."""

    definition = veracity_profile_info.DEFINITION
