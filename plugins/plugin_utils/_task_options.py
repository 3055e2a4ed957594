# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a task: gathered, validated, and as they may be shown. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS, Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class HandedOver(dict[str, t.Any]):
    """The options of a module. ansible-core prints them as they are when ANSIBLE_DEBUG is set."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"


def gather(
    given: t.Mapping[str, t.Any], environment: t.Iterable[t.Any] | None, own: t.Mapping[str, str] | None = None
) -> tuple[dict[str, t.Any], dict[str, str], dict[str, str]]:
    """Return the options of a task, where they came from, and the environment variables that hold for it.

    ``environment`` is what the task says of it, a list of dictionaries, in addition to that of the controller. ``own``
    are the environment variables of options that only this module has.
    """
    variables = dict(os.environ)
    for extra in environment or ():
        if isinstance(extra, dict):
            variables.update({str(name): str(plain(value)) for name, value in extra.items()})
    args = {str(name): plain(value) for name, value in given.items()}
    origins = {}
    for name, variable in {**_shared_variables(), **(own or {})}.items():
        if args.get(name) is None and variables.get(variable):
            args[name] = variables[variable]
            origins[name] = f"{variable} (from the environment)"
    return args, origins, variables


def validated(definition: Definition, args: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the options, converted and completed. Raises InputError."""
    validator = ArgumentSpecValidator(definition.argument_spec(environment=False), **definition.rules())
    found = validator.validate(args)
    if found.unsupported_parameters:
        unknown = ", ".join(sorted(_dotted(path) for path in found.unsupported_parameters))
        raise InputError(
            f"{unknown}: there is no such option. The options are {', '.join(sorted(validator.argument_spec))}."
        )
    if found.error_messages:
        raise InputError("; ".join(found.error_messages))
    return dict(found.validated_parameters)


def shown(definition: Definition, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the options as they may be shown."""
    spec = definition.argument_spec(environment=False)
    return {
        name: _HIDDEN if value is not None and (spec[name].get("no_log") or _has_password(name, value)) else value
        for name, value in params.items()
        if name in spec
    }


def without_options(extra: t.Any, own: t.Mapping[str, str] | None = None) -> t.Any:
    """Return the environment of a task without what is an option anyway: ansible-core puts it on command lines."""
    names = {*_shared_variables().values(), *(own or {}).values()}
    return {name: value for name, value in extra.items() if name not in names} if isinstance(extra, dict) else extra


def _shared_variables() -> dict[str, str]:
    """Return the environment variables of the shared options that have one."""
    return {name: option.env for name, option in SHARED_OPTIONS.items() if option.env}


def _dotted(path: str | tuple[str, ...]) -> str:
    """Return the name of an option, with those that it lies in."""
    return path if isinstance(path, str) else ".".join(path)


def _has_password(name: str, value: t.Any) -> bool:
    """Return whether an option is the URL of a proxy with a user in it."""
    return name == "proxy" and "@" in str(value)
