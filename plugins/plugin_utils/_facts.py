# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find out what a managed host has said: it never chooses where a secret goes.

Private: for use inside dnv.veracity only.

Facts outrank the inventory, and any module can return some.
"""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.plugin_utils._given import PREFIX, variable_of

_ANSIBLE = "ansible_"
_LONGEST_NAME = 100


def refusal_of_variables(variables: t.Mapping[str, t.Any], keywords: t.Iterable[str]) -> str | None:
    """Return why a lookup refuses its variables, None when no fact is among them.

    A variable is left aside when its option is one of ``keywords``, as it is not used then.
    """
    facts = variables.get("ansible_facts")
    if not facts:
        return None
    if "omit" in facts:
        return _refusal_of_omit(variables)
    unused = {variable_of(option) for option in keywords}
    for name in variables:
        if name.startswith(PREFIX) and name not in unused and (name in facts or name.removeprefix(_ANSIBLE) in facts):
            return (
                f"{_refusal(name, variables)} Set the variable in the inventory, in vars, or by set_fact without "
                "cacheable, and remove the fact with meta: clear_facts."
            )
    return None


def refusal_of_options(options: t.Mapping[str, t.Any], variables: t.Mapping[str, t.Any]) -> str | None:
    """Return why an action refuses the options of its task, None when no fact is among them.

    Facts get into options through the variables of lookups, and through ``omit``.
    """
    facts = variables.get("ansible_facts")
    if not facts:
        return None
    if "omit" in facts:
        return _refusal_of_omit(variables)
    for option, value in options.items():
        name = variable_of(option).removeprefix(_ANSIBLE)
        if name in facts and facts[name] == value:
            return f"{option}: {_refusal(_ANSIBLE + name, variables)} Set the option from another variable."
    return None


def _refusal_of_omit(variables: t.Mapping[str, t.Any]) -> str:
    """Return what is wrong with a fact that takes the place of omit, which ansible-core 2.19 and newer allow."""
    return f"{_refusal('omit', variables)} Remove the fact with meta: clear_facts."


def _refusal(name: str, variables: t.Mapping[str, t.Any]) -> str:
    """Return what is wrong with a variable that is a fact."""
    host = "".join(letter for letter in str(variables.get("inventory_hostname")) if letter.isprintable())
    return (
        f"{name}: this variable comes from the facts of {host[:_LONGEST_NAME]}, and a managed host must not choose "
        "where secrets are sent."
    )
