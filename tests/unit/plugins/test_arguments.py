# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One table of shared options, and all that has to agree with it."""

from __future__ import annotations

import importlib
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.dnv.veracity.plugins.doc_fragments import auth, connection
from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS, Definition, SharedOption
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import ENVIRONMENTS
from tests.unit.support.documentation import documentation_of, read

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("veracity_*.py"))
# Options of one request, which no environment variable could sensibly give.
WITHOUT_VARIABLE = {"scope", "resource"}
# What only calls of an API need, and so no lookup of a token.
FOR_CALLS = {"subscription_key", "api_url"}
Fields = dict[str, t.Any]


def documented(kind: str) -> Fields:
    """Return the documented shared options of modules (DOCUMENTATION) or of plugins (PLUGINS)."""
    return {
        name: fields
        for fragment in (auth, connection)
        for name, fields in read(getattr(fragment.ModuleDocFragment, kind))["options"].items()
    }


def definition(module: str) -> Definition:
    """Return the definition of a module."""
    found = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.modules.{module}")
    return t.cast("Definition", found.DEFINITION)


def variable_of(name: str) -> str:
    """Return the Ansible variable of an option."""
    return f"ansible_veracity_{name.removeprefix('veracity_')}"


def test_names_that_users_rely_on() -> None:
    assert list(SHARED_OPTIONS) == [
        "client_id",
        "client_secret",
        "access_token",
        "subscription_key",
        "veracity_environment",
        "endpoint",
        "policy",
        "token_url",
        "scope",
        "resource",
        "api_url",
        "token_cache",
        "token_cache_dir",
        "ca_path",
        "validate_certs",
        "proxy",
        "timeout",
        "retries",
    ]


def test_fragments_document_every_option_and_no_other() -> None:
    assert set(documented("DOCUMENTATION")) == set(SHARED_OPTIONS)


@pytest.mark.parametrize("name", SHARED_OPTIONS)
def test_documentation_of_an_option(name: str) -> None:
    option: SharedOption = SHARED_OPTIONS[name]
    fields = documented("DOCUMENTATION")[name]
    assert fields["type"] == option.type
    assert fields.get("default") == option.default
    assert fields.get("choices") == (list(option.choices) if option.choices else None)
    text = " ".join(fields["description"])
    if option.env:
        assert f"E({option.env})" in text
    else:
        assert "E(VERACITY" not in text


@pytest.mark.parametrize("name", SHARED_OPTIONS)
def test_environment_variable_of_an_option(name: str) -> None:
    expected = f"VERACITY_{name.removeprefix('veracity_').upper()}"
    assert SHARED_OPTIONS[name].env == (None if name in WITHOUT_VARIABLE else expected)


def test_plugins_take_every_option_that_a_token_needs() -> None:
    assert set(documented("PLUGINS")) == set(SHARED_OPTIONS) - FOR_CALLS


@pytest.mark.parametrize("name", sorted(set(SHARED_OPTIONS) - FOR_CALLS))
def test_documentation_and_sources_of_an_option_in_plugins(name: str) -> None:
    fields = documented("PLUGINS")[name]
    option = SHARED_OPTIONS[name]
    assert fields["type"] == option.type
    assert fields.get("default") == option.default
    assert fields.get("choices") == (list(option.choices) if option.choices else None)
    if name in WITHOUT_VARIABLE:
        assert not {"env", "ini", "vars"} & set(fields)
        return
    assert fields["env"] == [{"name": option.env}]
    assert fields["vars"] == [{"name": variable_of(name)}]
    # A secret does not belong into a configuration file.
    assert fields.get("ini") == (None if option.secret else [{"section": "veracity", "key": name}])


def test_secrets() -> None:
    assert {name for name, option in SHARED_OPTIONS.items() if option.secret} >= {
        "client_secret",
        "access_token",
        "subscription_key",
    }


def test_environments() -> None:
    assert SHARED_OPTIONS["veracity_environment"].choices == tuple(ENVIRONMENTS)


@pytest.mark.parametrize("module", MODULES)
def test_module_takes_the_shared_options_as_the_table_has_them(module: str) -> None:
    spec = definition(module).argument_spec()
    for name, option in SHARED_OPTIONS.items():
        argument = spec[name]
        assert argument["type"] == option.type
        assert argument["no_log"] is option.secret
        assert argument.get("default") == option.default
        assert argument.get("choices") == (list(option.choices) if option.choices else None)
        assert argument.get("fallback", (None, None))[1] == ([option.env] if option.env else None)
    assert not any("fallback" in argument for argument in definition(module).argument_spec(environment=False).values())


@pytest.mark.parametrize("module", MODULES)
def test_module_has_no_option_that_shadows_a_shared_one(module: str) -> None:
    assert not set(definition(module).spec) & set(SHARED_OPTIONS)


@pytest.mark.parametrize("module", MODULES)
def test_documentation_of_a_module_uses_the_fragments_and_names_its_own_options(module: str) -> None:
    said = documentation_of(ROOT / "plugins" / "modules" / f"{module}.py")
    assert said["module"] == module
    assert {"dnv.veracity.auth", "dnv.veracity.connection"} <= set(said["extends_documentation_fragment"])
    assert said["attributes"]["action_group"]["support"] == "full"
    assert set(said["options"]) - set(SHARED_OPTIONS) == set(definition(module).spec)


@pytest.mark.parametrize("module", MODULES)
def test_module_has_an_action_of_the_same_definition(module: str) -> None:
    action = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.action.{module}")
    assert action.ActionModule.definition is definition(module)
    assert definition(module).name == module


def test_action_group_has_every_module_and_no_other() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert sorted(runtime["action_groups"]["veracity"]) == MODULES


def test_credential_type_of_awx() -> None:
    kind = yaml.safe_load((ROOT / "docs" / "awx_credential_type.yml").read_text(encoding="utf-8"))
    fields = {field["id"]: field for field in kind["inputs"]["fields"]}
    own = {name: variable for module in MODULES for name, variable in definition(module).variables.items()}
    assert set(own) <= set(fields) <= {*SHARED_OPTIONS, *own}
    assert {name for name, option in SHARED_OPTIONS.items() if option.secret} <= set(fields)
    for name, field in fields.items():
        option = SHARED_OPTIONS.get(name) or SharedOption(env=own[name], secret=True)
        # The URL of a proxy can hold a password.
        assert field.get("secret", False) is (option.secret or name == "proxy"), name
        if name == "veracity_environment":
            assert field["choices"] == list(option.choices or ())
        assert kind["injectors"]["env"][option.env] == f"{{{{ {name} }}}}"
    assert len(kind["injectors"]["env"]) == len(fields)
    assert kind["inputs"]["required"] == ["client_id", "client_secret"]


@pytest.mark.parametrize("module", MODULES)
def test_environment_variables_reach_a_module_but_not_where_the_action_has_done_it(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERACITY_RETRIES", "7")
    for environment, expected in ((True, 7), (False, 3)):
        spec = {name: definition(module).argument_spec(environment=environment)[name] for name in SHARED_OPTIONS}
        assert ArgumentSpecValidator(spec).validate({}).validated_parameters["retries"] == expected
