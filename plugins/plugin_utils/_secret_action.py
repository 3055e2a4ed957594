# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of modules whose result is secret. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import warn_apart


class SecretAction(VeracityAction):
    """Does the work on the controller and hides the result when it has a secret.

    Only an action can keep a result out of all callbacks and leave the registered variable intact.
    """

    # The job file of an asynchronous task would hold the secret in clear text.
    _supports_async = False
    # A module that is given a token as a secret option cannot return one: ansible-core would mask it.
    on_controller_only = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result, not to be logged when it holds a secret."""
        result = super().run(tmp, task_vars)
        found = self.secrets_in(result)
        for secret in found:
            register_secret(secret)
        if found:
            result["_ansible_no_log"] = True
            # Before ansible-core 2.19 the result of a loop is hidden only when its task is.
            self._task.no_log = True
            # And the warnings of a result are hidden with it.
            warn_apart(result.get("warnings", ()), self.outlet)
        return result

    def secrets_in(self, result: dict[str, t.Any]) -> list[str]:
        """Return the secrets that a result holds."""
        return [result[name] for name in self.definition.secret_results if result.get(name)]
