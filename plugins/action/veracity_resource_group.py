# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of veracity_resource_group: finds its files, works on the controller, and hides secret outputs."""

from __future__ import annotations

import difflib
import json
import typing as t

from ansible.errors import AnsibleError

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.secret_values import (
    masked,
    secret_texts,
    secrets_of,
)
from ansible_collections.dnv.veracity.plugins.modules.veracity_resource_group import DEFINITION
from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import show_apart
from ansible_collections.dnv.veracity.plugins.plugin_utils._secret_action import SecretAction

_FILES = ("template_file", "parameters_file")


class ActionModule(SecretAction):
    """The action of veracity_resource_group."""

    definition = DEFINITION

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task, not to be logged when an output is secret."""
        args = dict(self._task.args)
        for option in _FILES:
            if isinstance(args.get(option), str):
                args[option] = self._found(args[option])
        if isinstance(args.get("state_file"), str):
            args["state_file"] = self._loader.path_dwim(args["state_file"])
        self._task.args = args
        result = super().run(tmp, task_vars)
        given = result.get("invocation", {}).get("module_args", {})
        secrets = secrets_of(given.get("parameters"))
        for option in ("template", "parameters"):
            if given.get(option) is not None:
                given[option] = MASK if isinstance(given[option], str) else masked(given[option], secrets)
        if result.get("_ansible_no_log") and self._task.diff and result.get("diff"):
            # A diff is hidden with the result that it is in; this one holds nothing secret.
            text = _text(result["diff"])
            if text:
                show_apart(text, self.outlet)
        return result

    def secrets_in(self, result: dict[str, t.Any]) -> list[str]:
        """Return the texts of the secret outputs."""
        outputs = result.get("outputs", {})
        return secret_texts([outputs.get(name) for name in result.get("secret_outputs", ())])

    def _found(self, path: str) -> str:
        """Return a file where ansible-core would look for templates and files; the path itself when it is nowhere."""
        for folder in ("templates", "files"):
            try:
                found: str = self._find_needle(folder, path)
            except AnsibleError:
                continue
            return found
        return path


def _text(diff: dict[str, t.Any]) -> str:
    """Return a difference as text."""
    before, after = (
        json.dumps(diff[side], indent=4, sort_keys=True, ensure_ascii=False).splitlines()
        for side in ("before", "after")
    )
    lines = difflib.unified_diff(
        before, after, f"before: {diff['before_header']}", f"after: {diff['after_header']}", lineterm=""
    )
    return "\n".join(lines)
