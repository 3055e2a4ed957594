# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of veracity_export: the file is one of the controller, and several APIs have a token each."""

from __future__ import annotations

from ansible_collections.dnv.veracity.plugins.modules.veracity_export import DEFINITION
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction


class ActionModule(VeracityAction):
    """The action of veracity_export. It works on the controller, and so not in the background of a target."""

    _supports_async = False
    definition = DEFINITION
    on_controller_only = True
