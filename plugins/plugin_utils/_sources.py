# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the local files that a task names, as ansible.builtin.copy does. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleError

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

WHERE = (
    "Check the path. A relative path is searched for in the folder files of the role and of the playbook, next to "
    "them, and in the current directory."
)


def take_source(action: ActionBase, kinds: str = "file or folder") -> InputError | None:
    """Set the option ``src`` of a task to the path where it was found. Returns the error when it is nowhere.

    It is no exception, because that would end a whole loop before ansible-core 2.19.
    """
    source = action._task.args.get("src")
    if not isinstance(source, str) or not source:
        return None
    found = find_source(action, source)
    if found is None:
        return InputError(f"src: there is no {kinds} {source}.", hint=WHERE)
    action._task.args = {**action._task.args, "src": found}
    return None


def find_source(action: ActionBase, source: str) -> str | None:
    """Return the path of a source, with its slash at the end, or None when there is no such file or folder.

    Beyond where ansible.builtin.copy looks it is looked for where Ansible was started: a playbook of a collection has
    no files of its user beside it.
    """
    slash = "/" if source.endswith("/") else ""
    name = source.rstrip("/") or "/"
    try:
        return f"{action._find_needle('files', name)}{slash}"
    except AnsibleError:
        started = os.path.abspath(os.path.expanduser(name))
        return started + slash if os.path.exists(started) else None
