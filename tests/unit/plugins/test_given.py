# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts as given, for all options of modules and lookups that say who calls or are secret (cases B1 to B5)."""

from __future__ import annotations

import importlib
import typing as t
from pathlib import Path

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS, Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.given import CALLER, is_set
from ansible_collections.dnv.veracity.plugins.modules.veracity_token import DEFINITION as TOKEN
from ansible_collections.dnv.veracity.plugins.plugin_utils._given import forget_empty_variables, given
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import gather, handed_over, validated
from tests.unit.support.documentation import PLUGINS, documentation_of

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("veracity_*.py"))
LOOKUPS = sorted(path.stem for path in (ROOT / "plugins" / "lookup").glob("veracity_*.py"))
EMPTY = [None, "", "  ", "\t\n", "\u00a0", [], {}]
UNUSABLE = [
    *EMPTY,
    "********",
    "$REDACTED$",
    "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER",
    ["a-secret"],
    {"a": "secret"},
    True,
]
Spec = t.Mapping[str, t.Any]


def definition(module: str) -> Definition:
    """Return the definition of a module."""
    found = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.modules.{module}")
    return t.cast("Definition", found.DEFINITION)


def held_back(spec: Spec, path: tuple[str, ...] = ()) -> t.Iterator[tuple[str, ...]]:
    """Yield the options that say who calls or are secret, each as its path and under each of its names."""
    for name, argument in spec.items():
        for key in (name, *argument.get("aliases", ())):
            if argument.get("no_log") or (not path and name in CALLER):
                yield (*path, key)
            yield from held_back(argument.get("options") or {}, (*path, key))


def nested(path: tuple[str, ...], spec: Spec, value: t.Any) -> dict[str, t.Any]:
    """Return the options of a task of which the one at a path has a value."""
    name, *rest = path
    argument = next(each for key, each in spec.items() if name in (key, *each.get("aliases", ())))
    if rest:
        inner = nested(tuple(rest), argument["options"], value)
        return {name: [{}, inner] if argument["type"] == "list" else inner}
    return {name: value}


def options_of(lookup: str) -> dict[str, t.Any]:
    """Return the options of a lookup, as ansible-core knows them."""
    return t.cast("dict[str, t.Any]", documentation_of(PLUGINS / "lookup" / f"{lookup}.py")["options"])


def taken(lookup: str, keywords: dict[str, t.Any], variables: dict[str, t.Any]) -> tuple[t.Any, t.Any]:
    """Return which keywords and variables of a lookup count as given."""
    return given(options_of(lookup), keywords, variables, Templar(loader=DataLoader(), variables=variables))


@pytest.fixture
def application_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set another application, to which nothing must fall back."""
    for name in (*CALLER, "automation_token"):
        monkeypatch.setenv(f"VERACITY_{name.upper()}", "of-another-application")


SECRETS_OF_MODULES = [(module, path) for module in MODULES for path in held_back(definition(module).argument_spec())]
SECRETS_OF_LOOKUPS = [(lookup, name) for lookup in LOOKUPS for name in CALLER if name in options_of(lookup)]


def test_the_walk_finds_what_is_known() -> None:
    found = {".".join(path) for _module, path in SECRETS_OF_MODULES}
    assert found >= {*CALLER, "sas_url", "callback", "automation_token"}
    assert {name for name, option in SHARED_OPTIONS.items() if option.secret} == {*CALLER} - {"client_id"}
    assert len(SECRETS_OF_MODULES) >= len(MODULES) * len(CALLER)
    assert len(SECRETS_OF_LOOKUPS) == len(LOOKUPS) * len(CALLER) - 1


@pytest.mark.usefixtures("application_in_the_environment")
@pytest.mark.parametrize(("module", "path"), SECRETS_OF_MODULES, ids=str)
def test_b1_b2_option_of_a_module_that_is_given_empty_is_refused_by_name(module: str, path: tuple[str, ...]) -> None:
    spec = definition(module).argument_spec()
    for value in UNUSABLE:
        with pytest.raises(InputError) as caught:
            gather(definition(module), nested(path, spec, value), None)
        name = str(caught.value).partition(": is ")[0]
        assert name.rpartition(".")[2] == path[-1], value
        assert name.startswith(path[0])
    with pytest.raises(InputError, match=r"contains the invisible character U\+200B \(ZERO WIDTH SPACE\)"):
        gather(definition(module), nested(path, spec, "a\u200bb"), None)
    assert gather(definition(module), nested(path, spec, "a-value"), None)[0]


@pytest.mark.usefixtures("application_in_the_environment")
@pytest.mark.parametrize(("lookup", "name"), SECRETS_OF_LOOKUPS)
def test_b2_option_of_a_lookup_that_is_given_empty_is_refused_by_name(lookup: str, name: str) -> None:
    variable = f"ansible_veracity_{name}"
    for value in UNUSABLE:
        with pytest.raises(AnsibleError) as caught:
            taken(lookup, {name: value}, {variable: "of-the-variable"})
        assert str(caught.value).startswith(f"{name}: is ")
        with pytest.raises(AnsibleError) as caught:
            taken(lookup, {}, {variable: value})
        assert str(caught.value).startswith(f"{name} (from the variable {variable}): is ")
    assert taken(lookup, {name: "a"}, {variable: ""}) == ({name: "a"}, {})


def test_option_inside_of_others_is_named_with_its_place() -> None:
    spec = {
        "containers": {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str"},
                "keys": {"type": "list", "elements": "dict", "options": {"url": {"type": "str", "no_log": True}}},
            },
        }
    }
    bulk = Definition(lambda _task, _client: {}, spec)
    given_twice = {"containers": [{"name": None}, {"name": "b", "keys": [{"url": "x"}, {"url": None}]}]}
    with pytest.raises(InputError) as caught:
        gather(bulk, given_twice, None)
    assert str(caught.value).startswith("containers[1].keys[1].url: is empty or a masked placeholder")
    assert list(held_back(spec)) == [("containers", "keys", "url")]
    # Null is not set everywhere else.
    assert gather(bulk, {"containers": [{"name": None}, None]}, None)[0] == {"containers": [{}, None]}


@pytest.mark.usefixtures("application_in_the_environment")
def test_option_that_is_absent_or_omitted_is_taken_from_the_environment() -> None:
    assert gather(TOKEN, {"api": "iot"}, None)[0] == {"api": "iot", **dict.fromkeys(CALLER, "of-another-application")}
    assert taken("veracity_token", {"client_id": "__omit_place_holder__0"}, {}) == ({}, {})
    assert taken("veracity_token", {}, {"ansible_veracity_client_id": "__omit_place_holder__0"}) == ({}, {})


@pytest.mark.usefixtures("application_in_the_environment")
@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", [name for name, option in SHARED_OPTIONS.items() if option.env])
def test_b3_environment_variable_that_is_null_or_empty_is_not_set(name: str, value: str | None) -> None:
    variable = str(SHARED_OPTIONS[name].env)
    args, origins, variables = gather(TOKEN, {"api": "iot"}, [{variable: "outside"}, {variable: value}])
    assert name not in args
    assert name not in origins
    assert variables[variable] == ""
    assert gather(TOKEN, {}, [{variable: "outside"}, {variable: "__omit_place_holder__0"}])[0][name] == "outside"
    assert gather(TOKEN, {}, [{variable: "None"}])[0][name] == "None"


@pytest.mark.parametrize("value", [None, "", "  "])
@pytest.mark.parametrize("name", sorted({*SHARED_OPTIONS} - {*CALLER, "scope", "resource"}))
def test_b5_option_that_says_how_to_connect_is_not_set_when_it_is_blank(
    name: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_set(name, value)
    assert name not in gather(TOKEN, {name: value}, None)[0]
    variable = f"ansible_veracity_{name.removeprefix('veracity_')}"
    assert taken("veracity_sas", {name: value}, {variable: value}) == ({}, {})
    assert taken("veracity_sas", {name: value}, {variable: "x"}) == ({}, {variable: "x"})
    monkeypatch.setenv(str(SHARED_OPTIONS[name].env), "outside")
    assert gather(TOKEN, {name: value}, None)[0] == {name: "outside"}


def test_b5_blank_environment_variables_are_forgotten_but_not_those_that_say_who_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VERACITY_POLICY", "  ")
    monkeypatch.setenv("VERACITY_CLIENT_ID", "")
    monkeypatch.setenv("VERACITY_CLIENT_SECRET", "  ")
    forget_empty_variables()
    assert gather(TOKEN, {}, None)[0] == {"client_secret": "  "}


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_b5_variable_that_is_not_needed_is_not_evaluated(lookup: str) -> None:
    undefined = trust_as_template("{{ nobody }}")
    variables = {"ansible_veracity_policy": undefined, "ansible_veracity_of_a_playbook": undefined}
    assert taken(lookup, {"policy": "p"}, variables) == ({"policy": "p"}, {})
    with pytest.raises(AnsibleError, match=r"ansible_veracity_policy: this variable cannot be evaluated. .*nobody"):
        taken(lookup, {}, variables)


@pytest.mark.parametrize("module", MODULES)
def test_a1_module_on_a_target_is_handed_all_that_its_environment_could_choose_and_no_secret(module: str) -> None:
    spec = definition(module).argument_spec(environment=False)
    required: dict[str, t.Any] = {"client_secret": "the-secret", "api_url": "https://api.example.com"}
    params = {**{name: argument.get("default") for name, argument in spec.items()}, **required}
    found = handed_over(required, params)
    assert found["client_secret"] is None
    assert "the-secret" not in found.values()
    assert found["api_url"] == "https://api.example.com"
    assert {name for name, option in SHARED_OPTIONS.items() if option.env} - set(found) == {"endpoint"}
    # ansible-core accepts every one of them, and takes none from the environment then.
    shared = Definition(lambda _task, _client: {}, {})
    assert validated(shared, dict(found))["proxy"] is None
