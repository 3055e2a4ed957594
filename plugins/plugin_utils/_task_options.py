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
from ansible_collections.dnv.veracity.plugins.module_utils._core.given import (
    CALLER,
    from_environment,
    is_set,
    refusal,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import check_path
from ansible_collections.dnv.veracity.plugins.plugin_utils._facts import refusal_of_options
from ansible_collections.dnv.veracity.plugins.plugin_utils._given import is_omitted
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class HandedOver(dict[str, t.Any]):
    """The options of a module. ansible-core prints them as they are when ANSIBLE_DEBUG is set."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"


def gather(
    definition: Definition, given: t.Mapping[str, t.Any], environment: t.Iterable[t.Any] | None
) -> tuple[dict[str, t.Any], dict[str, str], dict[str, str]]:
    """Return the options of a task, where they came from, and the environment variables that hold for it.

    ``environment`` is what the task says of it, a list of dictionaries, in addition to that of the controller. Raises
    InputError for an option that says who calls, or that is secret, and is given empty.
    """
    variables = dict(os.environ)
    for extra in environment or ():
        if isinstance(extra, dict):
            variables.update(
                {str(name): from_environment(plain(value)) for name, value in extra.items() if not is_omitted(value)}
            )
    args = _counting({str(name): plain(value) for name, value in given.items()}, definition.argument_spec())
    origins = {}
    for name, variable in {**_shared_variables(), **definition.variables}.items():
        value = variables.get(variable, "")
        if name not in args and value and is_set(name, value):
            args[name] = value
            origins[name] = f"{variable} (from the environment)"
    return args, origins, variables


def _counting(values: dict[str, t.Any], spec: t.Mapping[str, t.Any], path: str = "") -> dict[str, t.Any]:
    """Return the options that count as given, at any depth.

    Raises InputError for an option that must not be empty, and for one that is given under two names.
    """
    arguments = {name: argument for key, argument in spec.items() for name in (key, *argument.get("aliases", ()))}
    found = {}
    for name, value in values.items():
        argument = arguments.get(name, {})
        if _says_who(name, argument):
            refused = refusal(value, f"{path}{name}")
            if refused is not None:
                raise InputError(refused)
        elif value is None or (not path and not is_set(name, value)):
            continue
        elif "options" in argument:
            value = _counting_inside(value, argument["options"], f"{path}{name}")
        found[name] = value
    for name, argument in spec.items():
        if sum(each in found for each in (name, *argument.get("aliases", ()))) > 1:
            raise InputError(f"{path}{name}: is set under two names. Set only {name}.")
    return found


def _counting_inside(value: t.Any, spec: t.Mapping[str, t.Any], path: str) -> t.Any:
    """Return what counts of a dictionary of options, or of a list of such."""
    if isinstance(value, dict):
        return _counting(value, spec, f"{path}.")
    if isinstance(value, list):
        return [_counting_inside(item, spec, f"{path}[{number}]") for number, item in enumerate(value)]
    return value


def _says_who(name: str, argument: t.Mapping[str, t.Any]) -> bool:
    """Return whether an option says who calls, or is secret."""
    return name in CALLER or bool(argument.get("no_log"))


def refuse_facts(args: t.Mapping[str, t.Any], variables: t.Mapping[str, t.Any]) -> None:
    """Raise InputError when a managed host has said what an option of a task is."""
    refused = refusal_of_options(args, variables)
    if refused is not None:
        raise InputError(refused)


def validated(definition: Definition, args: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the options, converted and completed. Raises InputError."""
    validator = ArgumentSpecValidator(definition.argument_spec(environment=False), **definition.rules())
    found = validator.validate(args)
    if found.unsupported_parameters:
        unknown = ", ".join(sorted(_dotted(path) for path in found.unsupported_parameters))
        raise InputError(
            f"{unknown}: there is no such option. The options are {', '.join(sorted(validator.argument_spec))}.",
            hint="Use one of them.",
        )
    if found.error_messages:
        raise InputError(
            "; ".join(found.error_messages), hint="Correct the options of the task: ansible-doc describes them."
        )
    params = dict(found.validated_parameters)
    for name, argument in validator.argument_spec.items():
        if argument.get("type") == "path":
            check_path(params.get(name), name)
    return params


def handed_over(args: t.Mapping[str, t.Any], params: t.Mapping[str, t.Any]) -> HandedOver:
    """Return the options for a module on the target: never the client secret, and each shared option as decided here.

    An option that is left out there would be taken from the environment of the target, which is not to choose where
    the token goes.
    """
    # ansible-core refuses null where there are choices. That is the endpoint, and no token is asked for on a target.
    decided = {
        name: params[name]
        for name, option in SHARED_OPTIONS.items()
        if option.env and not (params[name] is None and option.choices)
    }
    return HandedOver({**decided, **args, "client_secret": None})


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
