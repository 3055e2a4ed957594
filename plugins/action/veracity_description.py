# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check a description on the controller, and have the module of the same name read what more is needed."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import (
    KINDS,
    checked,
    kind_of,
    without_secrets,
)
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_description
from ansible_collections.dnv.veracity.plugins.plugin_utils._action import VeracityAction
from ansible_collections.dnv.veracity.plugins.plugin_utils._sources import find_source
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain


class ActionModule(VeracityAction):
    """The action of veracity_description. Secrets are checked here and go no further."""

    definition = veracity_description.DEFINITION

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        name = kind_of(self._task.args)
        given = _structure(plain(self._task.args.get(name)))
        mistakes = Mistakes(str(text) for text in plain(self._task.args.get("mistakes")) or ())
        if isinstance(given, dict):
            kind = KINDS[name]
            found = checked(kind, given, mistakes)
            for entry, option in kind.sources(found) if self._is_local() else ():
                entry[option] = find_source(self, entry[option]) or entry[option]
            self._task.args[name] = without_secrets(found, kind.options, self.outlet.learn)
            self._task.args["mistakes"] = mistakes.texts
        result = super().run(tmp, task_vars)
        if mistakes and result.get("failed") and not _says(result, mistakes):
            # What could be seen without reading is worth saying, although reading failed.
            mistakes.add("", str(result.get("msg")))
            result.update(failure(mistakes.error(), self.outlet))
        return result


def _structure(value: t.Any) -> t.Any:
    """Return a description that is given as JSON; any other value as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _says(result: dict[str, t.Any], mistakes: Mistakes) -> bool:
    """Return whether a failed result is about the mistakes already."""
    return mistakes.texts[0][:80] in str(result.get("msg"))
