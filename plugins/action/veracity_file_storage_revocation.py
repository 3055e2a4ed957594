# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible, and forget the keys that are kept there."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import policies
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._execution import open_task
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction, definition_of

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session


class ActionModule(VeracityAction):
    """The action of the module of the same name."""

    definition = definition_of(__name__)

    def _on_target(
        self, args: dict[str, t.Any], params: dict[str, t.Any], session: Session, task_vars: dict[str, t.Any] | None
    ) -> dict[str, t.Any]:
        """Run the module on the target. Keys are kept here, so what it has revoked is remembered here."""
        outcome = super()._on_target(args, params, session, task_vars)
        # Without a status it is not known whether the revocation was carried out.
        refused = outcome.get("failed") and outcome.get("error", {}).get("status") is not None
        if not self._task.check_mode and not refused and params["confirm"]:
            try:
                policies.forget(open_task(self.definition, params, session, check_mode=False), session.client)
            except VeracityError:
                if not outcome.get("failed"):
                    raise
        return outcome
