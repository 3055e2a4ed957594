# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of a module's own: from environment variables, and in the place of an OAuth token."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.modules.veracity_resource_group import DEFINITION
from ansible_collections.dnv.veracity.plugins.modules.veracity_token import DEFINITION as TOKEN
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import (
    gather,
    shown,
    validated,
    without_options,
)

VARIABLE = "VERACITY_AUTOMATION_TOKEN"
GIVEN: dict[str, t.Any] = {"project_id": "5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11", "template": {}}


def params(**options: t.Any) -> dict[str, t.Any]:
    """Return the options of a task, as the action has them."""
    return validated(DEFINITION, {**GIVEN, "automation_token": "a-token-0001", **options})


def test_option_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "of the controller")
    args, origins, _variables = gather(DEFINITION, GIVEN, None)
    assert args["automation_token"] == "of the controller"
    assert origins["automation_token"] == f"{VARIABLE} (from the environment)"
    assert gather(DEFINITION, GIVEN, [{VARIABLE: "of the task"}])[0]["automation_token"] == "of the task"
    given = {**GIVEN, "automation_token": "given"}
    assert gather(DEFINITION, given, [{VARIABLE: "of the task"}])[0]["automation_token"] == "given"
    assert "automation_token" not in gather(TOKEN, {}, None)[0]


def test_module_process_takes_the_variable_too() -> None:
    assert DEFINITION.argument_spec()["automation_token"]["fallback"][1] == [VARIABLE]
    assert "fallback" not in DEFINITION.argument_spec(environment=False)["automation_token"]
    assert "fallback" not in DEFINITION.spec["automation_token"]


def test_option_leaves_the_environment_of_a_task() -> None:
    extra = {VARIABLE: "x", "VERACITY_CLIENT_ID": "y", "HTTPS_PROXY": "z"}
    assert without_options(extra, DEFINITION.variables) == {"HTTPS_PROXY": "z"}


def test_option_is_not_shown() -> None:
    assert "a-token-0001" not in str(shown(DEFINITION, params()))


def test_token_is_the_one_of_the_option_and_no_other_credential_is_used() -> None:
    others = {
        "client_id": "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0",
        "client_secret": "x",
        "access_token": "y",
        "subscription_key": "z",
        "endpoint": "entra_v1",
        "scope": "https://directory/api/.default",
        "token_url": "not a URL",
    }
    options = DEFINITION.shared_options(params(**others))
    settings = from_options(options, api=DEFINITION.api, variables={})
    assert settings.credentials.secrets() == ["a-token-0001"]
    learned: list[str] = []
    assert Session(settings, register=learned.append).obtain().value == "a-token-0001"
    assert learned == ["a-token-0001"]


def test_line_end_after_the_token() -> None:
    assert DEFINITION.shared_options(params(automation_token="a-token-0001\n"))["access_token"] == "a-token-0001"


@pytest.mark.parametrize("value", [None, "", " ", "\n"])
def test_missing_token(value: str | None) -> None:
    with pytest.raises(InputError, match=rf"automation_token: missing\. Set the option, or .* {VARIABLE}\."):
        DEFINITION.shared_options(params(automation_token=value))


@pytest.mark.parametrize("value", ["VALUE_SPECIFIED_IN_NO_LOG_PARAMETER", "********", "a token", "tøken"])
def test_token_that_cannot_be_one(value: str) -> None:
    with pytest.raises(InputError, match="automation_token: is a masked placeholder") as caught:
        DEFINITION.shared_options(params(automation_token=value))
    assert value not in str(caught.value)


@pytest.mark.parametrize(("given", "used"), [(None, 300.0), (30, 300.0), (600, 600.0)])
def test_timeout_has_a_lower_bound(given: float | None, used: float) -> None:
    options = DEFINITION.shared_options(params(**({} if given is None else {"timeout": given})))
    assert from_options(options, api=DEFINITION.api, variables={}).connection.timeout == used


@pytest.mark.parametrize("timeout", [0, -1, 3601])
def test_timeout_that_makes_no_sense(timeout: int) -> None:
    for definition in (DEFINITION, TOKEN):
        given = {**GIVEN, "automation_token": "x"} if definition is DEFINITION else {"api": "iot"}
        options = definition.shared_options(validated(definition, {**given, "timeout": timeout}))
        with pytest.raises(InputError, match="timeout"):
            from_options(options, api=definition.api, variables={})


def test_options_of_other_modules_are_as_they_were() -> None:
    given = validated(TOKEN, {"api": "iot", "timeout": 5})
    assert TOKEN.shared_options(given) == given


def test_own_variables_are_not_shared_ones() -> None:
    assert VARIABLE not in {option.env for option in SHARED_OPTIONS.values()}
