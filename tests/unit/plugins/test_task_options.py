# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a task in an action: where they come from, what is wrong with them, and what may be shown."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.modules.veracity_container import DEFINITION as CONTAINER
from ansible_collections.dnv.veracity.plugins.modules.veracity_service_subscribers import DEFINITION as SUBSCRIBERS
from ansible_collections.dnv.veracity.plugins.modules.veracity_token import DEFINITION as TOKEN
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import (
    HandedOver,
    gather,
    shown,
    validated,
    without_options,
)

SECRETS = {"client_secret": "secret-one", "access_token": "secret-two", "subscription_key": "secret-three"}


@pytest.fixture(autouse=True)
def no_options_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the options that whoever runs the tests has set."""
    for name in ("ID", "SECRET"):
        monkeypatch.delenv(f"VERACITY_CLIENT_{name}", raising=False)


def test_option_of_the_task_wins_over_its_environment_and_that_over_the_controllers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VERACITY_CLIENT_ID", "of the controller")
    monkeypatch.setenv("VERACITY_CLIENT_SECRET", "of the controller")
    environment = [{"VERACITY_CLIENT_ID": "of the play"}, None, {"VERACITY_CLIENT_ID": "of the task"}]
    args, origins, variables = gather(TOKEN, {"api": "iot"}, environment)
    assert args == {"api": "iot", "client_id": "of the task", "client_secret": "of the controller"}
    assert origins["client_secret"] == "VERACITY_CLIENT_SECRET (from the environment)"
    assert variables["VERACITY_CLIENT_ID"] == "of the task"
    assert gather(TOKEN, {"client_id": "given"}, environment)[0]["client_id"] == "given"


def test_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERACITY_CLIENT_ID", "")
    assert gather(TOKEN, {}, None) == ({}, {}, gather(TOKEN, {}, None)[2])


ALIASED = {"service": "s", "subscribers": [{"user": "u", "role": "reader"}], "exclusive": True}


def test_other_names_of_options_are_taken() -> None:
    params = validated(SUBSCRIBERS, gather(SUBSCRIBERS, ALIASED, None)[0])
    assert (params["prune"], params["subscribers"][0]["access_level"]) == (True, "reader")


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"prune": False}, r"^prune: is set under two names. Set only prune\."),
        (
            {"subscribers": [{"role": "editor", "access_level": "reader"}]},
            r"^subscribers\[0\]\.access_level: is set under two names. Set only access_level\.",
        ),
    ],
)
def test_an_option_is_given_under_one_name(more: dict[str, t.Any], text: str) -> None:
    with pytest.raises(InputError, match=text):
        gather(SUBSCRIBERS, {**ALIASED, **more}, None)
    assert gather(SUBSCRIBERS, {**ALIASED, "prune": None}, None)[0] == ALIASED


def test_options_are_converted_and_completed() -> None:
    params = validated(TOKEN, {"api": "iot", "timeout": "5", "token_cache": "no"})
    assert (params["timeout"], params["token_cache"], params["retries"]) == (5.0, False, 3)


@pytest.mark.parametrize(
    ("definition", "args", "text"),
    [
        (TOKEN, {"apis": "iot"}, "apis: there is no such option. The options are access_token, api, "),
        (CONTAINER, {"short_name": "x", "icon": {"colour": "red"}}, "icon.colour: there is no such option"),
        (TOKEN, {"api": "vessels"}, "api"),
        (TOKEN, {"scope": "x", "resource": "y"}, "mutually exclusive"),
        (TOKEN, {"timeout": "soon"}, "timeout"),
        # H
        (TOKEN, {"api": "iot", "token_cache_dir": "/tmp/a\0b"}, "token_cache_dir: this is not a path"),
    ],
)
def test_wrong_options_are_named(definition: t.Any, args: dict[str, t.Any], text: str) -> None:
    with pytest.raises(InputError) as caught:
        validated(definition, args)
    assert text in str(caught.value)


def test_secrets_are_not_shown() -> None:
    params = validated(CONTAINER, {"short_name": "x", "proxy": "http://user:secret-four@proxy:1", **SECRETS})
    text = str(shown(CONTAINER, params))
    assert "secret-" not in text
    assert "'short_name': 'x'" in text
    assert shown(TOKEN, validated(TOKEN, {"proxy": "http://proxy:1"}))["proxy"] == "http://proxy:1"


def test_options_that_are_handed_over_cannot_be_printed_by_accident() -> None:
    assert repr(HandedOver(SECRETS)) == "<client_secret, access_token, subscription_key>"


def test_options_leave_the_environment_of_a_task() -> None:
    extra = {"VERACITY_CLIENT_SECRET": "x", "HTTPS_PROXY": "y"}
    assert without_options(extra) == {"HTTPS_PROXY": "y"}
    assert without_options("{{ later }}") == "{{ later }}"
