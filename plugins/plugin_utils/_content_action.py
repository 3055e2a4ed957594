# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of modules that work with content. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import importlib
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.options import ContentOptions
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.plugin_utils._key_action import KeyAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._sources import take_source

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.content.places import FirstKey
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

# Workers inherit it instead of importing it once a task. A task explains that it is missing.
with contextlib.suppress(ImportError):
    importlib.import_module("azure.storage.blob")


class ContentAction(KeyAction):
    """Relative sources are looked for as ansible.builtin.copy does. ``first_key`` gives a key for certain rights."""

    first_key: t.ClassVar[t.Callable[[Task, Client, list[str]], FirstKey]]

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        upload = self._moves and self._task.args.get("direction") in (None, "upload")
        missing = take_source(self) if upload and self._is_local() else None
        if missing is not None:
            return failure(missing, self.outlet)
        return super().run(tmp, task_vars)

    @property
    def _moves(self) -> bool:
        """Whether the module moves files, and does not only list them."""
        return "src" in self.definition.spec

    def key_for_target(self, task: Task, client: Client) -> FirstKey:
        """Return the first key, for the rights that are needed."""
        return self.first_key(task, client, ContentOptions.of(task.params).rights if self._moves else ["read", "list"])
