# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the module of the same name on the controller where that is possible."""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleError

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.state.content_wish import ContentWish
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_content
from ansible_collections.dnv.veracity.plugins.plugin_utils._content_action import ContentAction

_WHERE = (
    "A relative path is looked for in the folder files of the role and of the playbook, beside them, and where Ansible "
    "was started."
)


class ActionModule(ContentAction):
    """The action of veracity_container_content: relative sources are looked for as ansible.builtin.copy does.

    Beyond that they are looked for where Ansible was started: a playbook of a collection has no files of its user
    beside it.
    """

    definition = veracity_container_content.DEFINITION

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        source = self._task.args.get("src")
        upload = self._task.args.get("direction") in (None, "upload")
        if isinstance(source, str) and source and upload and self._is_local():
            slash = "/" if source.endswith("/") else ""
            found = self._found(source.rstrip("/") or "/")
            if found is None:
                # An exception would end a whole loop before ansible-core 2.19.
                return failure(InputError(f"src: there is no file or folder {source}.", hint=_WHERE), self.outlet)
            self._task.args["src"] = found + slash
        return super().run(tmp, task_vars)

    def _found(self, source: str) -> str | None:
        """Return the path of a source, None when there is no such file or folder."""
        try:
            return str(self._find_needle("files", source))
        except AnsibleError:
            started = os.path.abspath(os.path.expanduser(source))
            return started if os.path.exists(started) else None

    def rights(self, params: dict[str, t.Any]) -> list[str]:
        """Return the rights that the key needs."""
        return ContentWish.of(params).rights
