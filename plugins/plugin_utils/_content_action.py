# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of modules that open containers. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import importlib
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.results import add_grant
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.container_content import (
    grant_diff,
    key_request,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.obtain import obtain
from ansible_collections.dnv.veracity.plugins.module_utils._execution import open_task
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session

# Workers inherit it instead of importing it once a task. A task explains that it is missing.
with contextlib.suppress(ImportError):
    importlib.import_module("azure.storage.blob")


class ContentAction(VeracityAction):
    """Keys are kept on the controller, so a module on a target gets the first one from here, as it gets the token."""

    def rights(self, params: dict[str, t.Any]) -> list[str]:
        """Return the rights that the key needs. Raises InputError."""
        raise NotImplementedError

    def _on_target(
        self, args: dict[str, t.Any], params: dict[str, t.Any], session: Session, task_vars: dict[str, t.Any] | None
    ) -> dict[str, t.Any]:
        """Run the module on the target, with a key beside the token."""
        if params["container"] is None:
            return super()._on_target(args, params, session, task_vars)
        request = key_request(params, self.rights(params))
        task = open_task(self.definition, params, session, check_mode=bool(self._task.check_mode))
        found = obtain(task, session.client, request)
        if found.key is not None:
            args = {**args, "sas_url": found.key.url}
        outcome = super()._on_target(args, params, session, task_vars)
        # In check mode without a key the module found out by itself.
        if found.access_granted and found.key is not None:
            add_grant(outcome, grant_diff(request))
        return outcome
