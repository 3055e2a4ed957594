# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C1, C3: every option that is not to be logged is a known secret before anything of the task is checked."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK
from ansible_collections.dnv.veracity.plugins.module_utils._known_secrets import secrets_given, secrets_of_lookup
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import HandedOver
from tests.unit.support.actions import MODULES, definition, run_action, run_module
from tests.unit.support.leaks import leaks

SECRET = "Canary+/option\"'<>&~0001"


def paths(spec: t.Mapping[str, t.Any], above: tuple[str, ...] = ()) -> t.Iterator[tuple[str, ...]]:
    """Yield the path of every option that is not to be logged."""
    for name, option in spec.items():
        if option.get("no_log"):
            yield (*above, name)
        yield from paths(option.get("options") or {}, (*above, name))


OPTIONS = [(module, path) for module in MODULES for path in paths(definition(module).argument_spec())]


def given(module: str, path: tuple[str, ...], value: t.Any) -> dict[str, t.Any]:
    """Return options in which one has the value, and an option with choices has it too."""
    spec = definition(module).argument_spec()
    for name in reversed(path[1:]):
        value = {name: value}
    is_list = len(path) > 1 and spec[path[0]].get("type") == "list"
    return {path[0]: [value] if is_list else value, "veracity_environment": SECRET}


def test_all_modules_have_secret_options() -> None:
    assert {module for module, _path in OPTIONS} == set(MODULES)
    assert ("veracity_event_subscription", ("callback",)) in OPTIONS


@pytest.mark.parametrize(
    ("module", "path"), OPTIONS, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_c3_secret_is_masked_where_ansible_core_quotes_a_wrong_option(
    module: str, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for value in (SECRET, [SECRET], {"key": [SECRET]}):
        args = given(module, path, value)
        assert SECRET in list(secrets_given(definition(module), args))
        result = run_action(module, HandedOver(args) if value is SECRET else dict(args))
        assert result["failed"] is True
        assert not leaks(json.dumps(result), SECRET)
        assert MASK in result["msg"] or value is not SECRET
    # Where the module runs as a process, ansible-core masks what it knows, but only as it is written.
    printed = run_module(module, {**given(module, path, SECRET), "veracity_environment": [SECRET]}, monkeypatch, capsys)
    assert json.loads(printed)["failed"] is True
    assert not leaks(json.loads(printed)["msg"].replace("\\", ""), SECRET)


@pytest.mark.parametrize("name", ["VERACITY_CLIENT_SECRET", "VERACITY_ACCESS_TOKEN", "VERACITY_SUBSCRIPTION_KEY"])
def test_c3_secret_of_the_environment_is_masked_where_ansible_core_quotes_a_wrong_option(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = {"veracity_environment": SECRET}
    for environment in ({name: SECRET}, {"HTTPS_PROXY": f"http://user:{SECRET}@proxy"}):
        assert not leaks(json.dumps(run_action("veracity_container_info", args, environment=environment)), SECRET)
    monkeypatch.setenv(name, SECRET)
    assert not leaks(json.dumps(run_action("veracity_container_info", args)), SECRET)


def test_c3_secret_in_another_option_is_not_shown_at_vvv() -> None:
    args = {
        "method": "PUT",
        "path": "/x",
        "access_token": SECRET.replace("&", ""),
        "api": "iot",
        "api_url": "https://x",
    }
    body = {"inner": [{args["access_token"]: f"it is {args['access_token']}"}]}
    result = run_action("veracity_api", {**args, "body": body}, check_mode=True)
    assert "failed" not in result, result
    assert result["invocation"]["module_args"]["body"] == {"inner": [{MASK: f"it is {MASK}"}]}


def test_options_in_options_in_lists() -> None:
    spec = {
        "hooks": {
            "type": "list",
            "elements": "dict",
            "aliases": ["callbacks"],
            "options": {"keys": {"type": "list", "no_log": True}, "inner": {"options": {"word": {"no_log": True}}}},
        }
    }
    module = Definition(ensure=lambda task, client: {}, spec=spec)
    entries = [{"keys": ["one", 2, None, True, "********"]}, {"inner": {"word": " three\n"}}, "no dictionary"]
    assert list(secrets_given(module, {"hooks": entries})) == ["one", "2", "three"]
    assert list(secrets_given(module, {"callbacks": entries[1]})) == ["three"]
    assert list(secrets_given(module, {"proxy": "http://proxy"}, {"VERACITY_CLIENT_SECRET": None})) == []


def test_options_of_a_lookup() -> None:
    found = secrets_of_lookup(
        "ansible_veracity_",
        {"VERACITY_CLIENT_SECRET": "one", "HOME": "x"},
        {"client_secret": "two", "scope": "x"},
        {"ansible_veracity_access_token": "three", "ansible_veracity_proxy": "http://a:four@b"},
    )
    assert list(found) == ["one", "two", "three", "http://a:four@b"]
