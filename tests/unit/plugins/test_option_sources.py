# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the options of a task come from, as a diagnosis tells it, and that it tells no value."""

from __future__ import annotations

import typing as t
from types import SimpleNamespace

import pytest

from ansible_collections.dnv.veracity.plugins.plugin_utils._option_sources import options_as_given, options_of_lookups

GROUP = "group/dnv.veracity.veracity"


def task(
    args: dict[str, t.Any], written: dict[str, t.Any] | None = None, defaults: dict[str, t.Any] | None = None
) -> t.Any:
    """Return a task with options, as they are written in it and in module_defaults."""
    return SimpleNamespace(
        args=args,
        action="dnv.veracity.veracity_diagnose",
        module_defaults=[defaults or {}],
        get_ds=lambda: {"name": "Check", "dnv.veracity.veracity_diagnose": written},
    )


def origins(*given: t.Any, **variables: str) -> dict[str, str]:
    """Return where the options came from."""
    return options_as_given(task(*given), variables)[1]


def test_an_option_of_the_task_its_defaults_or_the_environment() -> None:
    found = origins(
        {"client_id": "one", "client_secret": "two"},
        {"client_id": "one"},
        {GROUP: {"client_secret": "two"}},
        VERACITY_CLIENT_ID="other",
        VERACITY_SUBSCRIPTION_KEY="three",
        VERACITY_PROXY=" ",
    )
    assert found == {
        "client_id": "the task",
        "client_secret": "module_defaults",
        "subscription_key": "VERACITY_SUBSCRIPTION_KEY",
    }


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{{ vault_secret }}", "the variable vault_secret (the task)"),
        ("{{ vault_secret | default(omit) }}", "the variable vault_secret (the task)"),
        ("{{ lookup('file', '/run/secret') }}", "the file /run/secret (the task)"),
        ("{{ lookup('ansible.builtin.file', 'secret.txt') | trim }}", "the file secret.txt (the task)"),
        ("{{ lookup('env', 'MY_SECRET') }}", "the environment variable MY_SECRET (the task)"),
        ("{{ 'secret-in-clear' | b64decode }}", "the task"),
        ("{{ vault['secret-in-clear'] }}", "the task"),
        ("secret-in-clear", "the task"),
    ],
)
def test_a_template_that_names_one_source_names_it(written: str, words: str) -> None:
    assert origins({"client_secret": "value"}, {"client_secret": written}) == {"client_secret": words}


def test_defaults_of_the_module_itself_count() -> None:
    found = origins({"api_url": "https://a"}, None, {"veracity_diagnose": {"api_url": "{{ api }}"}})
    assert found == {"api_url": "the variable api (module_defaults)"}
    assert origins({"api_url": "https://a"}, None, {"uri": {"api_url": "{{ api }}"}}) == {"api_url": "module_defaults"}


def test_what_only_lookups_take_is_told_apart() -> None:
    variables = {"ansible_veracity_client_id": "x", "ansible_veracity_client_secret": "y", "other": "z"}
    assert list(options_of_lookups(variables)) == [
        "client_id from the variable ansible_veracity_client_id in lookups only",
        "client_secret from the variable ansible_veracity_client_secret in lookups only",
    ]
