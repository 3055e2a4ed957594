# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of modules that work with a key of the storage. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage.given_keys import REPLACED
from ansible_collections.dnv.veracity.plugins.module_utils._execution import open_task
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.content.places import FirstKey
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


class KeyAction(VeracityAction):
    """Keys are kept on the controller, so a module on a target gets the first one from here, as it gets the token."""

    def key_for_target(self, task: Task, client: Client) -> FirstKey:
        """Return the key that the module begins with, for its option ``sas_url``. Raises VeracityError."""
        raise NotImplementedError

    def _on_target(
        self, args: dict[str, t.Any], params: dict[str, t.Any], session: Session, task_vars: dict[str, t.Any] | None
    ) -> dict[str, t.Any]:
        """Run the module on the target, with a key beside the token."""
        if not self.definition.calls_api(params):
            return super()._on_target(args, params, session, task_vars)
        task = open_task(self.definition, params, session, check_mode=bool(self._task.check_mode))
        key = self.key_for_target(task, session.client)
        if key.url is not None:
            args = {**args, "sas_url": key.url}
        outcome = super()._on_target(args, params, session, task_vars)
        # In check mode without a key the module found out by itself.
        if key.url is not None:
            key.complete(outcome)
        if outcome.pop(REPLACED, False):
            key.renew()
        return outcome
