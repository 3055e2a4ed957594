# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find out where the options of a task come from. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.given import is_set
from ansible_collections.dnv.veracity.plugins.plugin_utils._given import variable_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

if t.TYPE_CHECKING:
    from ansible.playbook.task import Task

_LOOKUP = "dnv.veracity.veracity_token"
_GROUP = "group/dnv.veracity.veracity"
# Templates that name one source. Of any other the text is not shown, as a value may stand in it.
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_]\w*)(?:\s*\|\s*(?:default|d)\(omit\))?\s*\}\}")
_LOOKED_UP = re.compile(
    r"\{\{\s*(?:lookup|query)\(\s*['\"](?:ansible\.builtin\.)?(file|env)['\"]\s*,\s*['\"]([^'\"{}]+)['\"]\s*\)[^{}]*\}\}"
)


def options_as_given(task: Task, variables: t.Mapping[str, str]) -> tuple[dict[str, t.Any], dict[str, str]]:
    """Return the shared options of a task as they are, valid or not, and where each came from, as words."""
    args = {str(name): plain(value) for name, value in task.args.items()}
    written, defaults = _written(task), _defaults(task)
    options: dict[str, t.Any] = {}
    origins: dict[str, str] = {}
    for name, option in SHARED_OPTIONS.items():
        value = variables.get(option.env or "", "")
        if args.get(name) is not None:
            options[name] = args[name]
            origins[name] = (
                _words(written[name], "the task") if name in written else _words(defaults.get(name), "module_defaults")
            )
        elif value and is_set(name, value):
            options[name] = value
            origins[name] = str(option.env)
    return options, origins


def options_of_lookups(variables: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    """Yield what lookups take from where modules take nothing: from variables and from ansible.cfg."""
    definitions = C.config.get_configuration_definitions("lookup", _LOOKUP)
    for name in SHARED_OPTIONS:
        if variable_of(name) in variables:
            yield f"{name} from the variable {variable_of(name)} in lookups only"
        elif (definitions.get(name) or {}).get("ini"):
            try:
                _value, origin = C.config.get_config_value_and_origin(name, plugin_type="lookup", plugin_name=_LOOKUP)
            except AnsibleError:
                continue
            if str(origin).endswith(".cfg"):
                yield f"{name} from {origin} in lookups only"


def _written(task: Task) -> dict[str, t.Any]:
    """Return the options that are written in the task itself, not evaluated."""
    lines = task.get_ds()
    found: dict[str, t.Any] = {}
    for name, value in lines.items() if isinstance(lines, dict) else ():
        short = str(name).rpartition(".")[2]
        if isinstance(value, dict) and (short.startswith("veracity_") or short in ("args", "action", "local_action")):
            found.update(value)
    return found


def _defaults(task: Task) -> dict[str, t.Any]:
    """Return the options in module_defaults, not evaluated."""
    found: dict[str, t.Any] = {}
    for entry in task.module_defaults or ():
        for name, value in entry.items() if isinstance(entry, dict) else ():
            if name == _GROUP or str(name).rpartition(".")[2] == str(task.action).rpartition(".")[2]:
                found.update(value if isinstance(value, dict) else {})
    return found


def _words(written: t.Any, place: str) -> str:
    """Return where a value came from: the variable or file that a template names, otherwise the place of it."""
    text = str(written) if isinstance(written, str) else ""
    variable, looked_up = _VARIABLE.fullmatch(text.strip()), _LOOKED_UP.fullmatch(text.strip())
    if variable is not None:
        return f"the variable {variable[1]} ({place})"
    if looked_up is not None:
        kind = "the file" if looked_up[1] == "file" else "the environment variable"
        return f"{kind} {looked_up[2]} ({place})"
    return place
