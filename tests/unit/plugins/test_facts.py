# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A managed host never chooses where a secret goes (case A1): which variables and options are refused as facts."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.plugin_utils._facts import refusal_of_variables
from ansible_collections.dnv.veracity.plugins.plugin_utils._given import variable_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import refuse_facts

OPTIONS = [name for name, option in SHARED_OPTIONS.items() if option.env]


def of_host(facts: dict[str, t.Any], **variables: t.Any) -> dict[str, t.Any]:
    """Return the variables of a host with such facts, as ansible-core has them."""
    return {"inventory_hostname": "ship-1", "ansible_facts": facts, **variables}


@pytest.mark.parametrize("prefix", ["", "ansible_"])
@pytest.mark.parametrize("option", OPTIONS)
def test_a1_variable_that_is_a_fact_is_refused_by_name(option: str, prefix: str) -> None:
    variable = variable_of(option)
    facts = {prefix + variable.removeprefix("ansible_"): "of the host"}
    for value in ("of the host", "of the inventory"):
        text = refusal_of_variables(of_host(facts, **{variable: value}), ())
        assert text is not None
        assert text.startswith(f"{variable}: this variable comes from the facts of ship-1, ")
        assert text.endswith("remove the fact with meta: clear_facts.")
        # A keyword of the same option is used in its place, one of another is not.
        assert refusal_of_variables(of_host(facts, **{variable: value}), [option]) is None
        assert refusal_of_variables(of_host(facts, **{variable: value}), ["min_validity"]) == text


def test_a1_variable_that_no_lookup_knows_is_refused_too() -> None:
    assert refusal_of_variables(of_host({"veracity_x": 1}, ansible_veracity_x=1), OPTIONS) is not None


@pytest.mark.parametrize(
    "facts",
    [{}, {"token_url": "x", "ansible_token_url": "x"}, {"VERACITY_TOKEN_URL": "x"}, {"veracity_token_url": "x"}],
)
def test_facts_that_change_nothing_are_no_reason(facts: dict[str, t.Any]) -> None:
    variables = {"ansible_veracity_policy": "x", "ANSIBLE_VERACITY_TOKEN_URL": "x", "token_url": "x"}
    assert refusal_of_variables(of_host(facts, **variables), ()) is None
    assert refusal_of_variables({"ansible_veracity_token_url": "x"}, ()) is None


@pytest.mark.parametrize("option", OPTIONS)
def test_a1_option_of_a_module_that_was_taken_from_a_fact_is_refused(option: str) -> None:
    facts = {variable_of(option).removeprefix("ansible_"): "of the host"}
    with pytest.raises(InputError, match=rf"^{option}: ansible_veracity_.*comes from the facts of ship-1"):
        refuse_facts({option: "of the host"}, of_host(facts))
    refuse_facts({option: "of the playbook"}, of_host(facts))
    refuse_facts({option: "of the host"}, of_host({"x": "of the host"}))
    refuse_facts({option: "of the host"}, {})


def test_a1_fact_that_takes_the_place_of_omit_is_refused_everywhere() -> None:
    variables = of_host({"omit": "https://login.example.com/oauth2/token"})
    assert "omit: this variable comes from the facts of ship-1" in str(refusal_of_variables(variables, OPTIONS))
    with pytest.raises(InputError, match="omit: this variable comes from the facts of ship-1"):
        refuse_facts({}, variables)


def test_name_of_the_host_is_cleaned_and_cut() -> None:
    variables = {**of_host({"omit": 1}), "inventory_hostname": "\x1b[2J\n" + "x" * 500}
    text = str(refusal_of_variables(variables, ()))
    assert text.isprintable()
    assert len(text) < 300
