# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options count as given when Ansible hands them over. Private: for use inside dnv.veracity only.

Small, because every lookup passes here, and each import takes about half a millisecond.
"""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleError, AnsibleTemplateError, AnsibleUndefinedVariable

from ansible_collections.dnv.veracity.plugins.module_utils._core.given import CALLER, is_blank, is_set, refusal

if t.TYPE_CHECKING:
    from ansible.template import Templar

Options = dict[str, t.Any]

PREFIX = "ansible_veracity_"


def variable_of(option: str) -> str:
    """Return the variable from which lookups take an option."""
    return PREFIX + option.removeprefix("veracity_")


def is_omitted(value: t.Any) -> bool:
    """Return whether a value is the variable omit. Ansible-core drops it from options, and not from everything else."""
    if isinstance(value, str):
        # Before ansible-core 2.19, a text that no user writes.
        return str.__str__(value).startswith("__omit_place_holder__")
    return type(value).__name__ == "_OmitType"


def given(
    definitions: t.Mapping[str, t.Mapping[str, t.Any]], keywords: Options, variables: Options, templar: Templar
) -> tuple[Options, Options]:
    """Return the keywords that count as given, and the variables that do, templated.

    Raises AnsibleError for a variable that is a fact, and for one that says who calls and is empty.
    """
    keywords = _counting({name: value for name, value in keywords.items() if not is_omitted(value)}, "")
    if variables.get("ansible_facts"):
        from ansible_collections.dnv.veracity.plugins.plugin_utils._facts import refusal_of_variables

        refused = refusal_of_variables(variables, keywords)
        if refused is not None:
            raise AnsibleError(refused)
    # A variable that is not needed is not evaluated.
    found: Options = {}
    for option in definitions:
        for entry in definitions[option].get("vars") or () if option not in keywords else ():
            if entry["name"] in variables:
                found.update(_evaluated(option, entry["name"], variables, templar))
    counting = _counting(found, " (from the variable {})")
    return keywords, {variable_of(option): value for option, value in counting.items()}


def forget_empty_variables() -> None:
    """Drop environment variables that are set but empty. Ansible-core would take those as a value, or as false.

    Blank text counts as empty, except where it says who calls: it is refused there.
    """
    for name in [name for name, value in os.environ.items() if name.startswith("VERACITY_") and is_blank(value)]:
        if not os.environ[name] or name.removeprefix("VERACITY_").lower() not in CALLER:
            del os.environ[name]


def _evaluated(option: str, name: str, variables: Options, templar: Templar) -> Options:
    """Return an option with the value of a variable, nothing when that is omitted. Raises AnsibleError."""
    # Ansible-core hands variables over as written.
    try:
        value = templar.template(variables[name])
    except AnsibleUndefinedVariable as error:
        raise AnsibleError(f"{name}: this variable cannot be evaluated. {error}") from None
    except AnsibleTemplateError as error:
        if type(error).__name__ != "AnsibleValueOmittedError":
            raise
        return {}
    return {} if is_omitted(value) else {option: value}


def _counting(options: Options, where: str) -> Options:
    """Return the options that count as given. Raises AnsibleError for one that says who calls and is empty."""
    for name in CALLER:
        refused = refusal(options[name], name, where.format(variable_of(name))) if name in options else None
        if refused is not None:
            raise AnsibleError(refused)
    return {name: value for name, value in options.items() if is_set(name, value)}
