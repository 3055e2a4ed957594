# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the roles, beside their argument specs; and null in each of them, and in each option of a module."""

from __future__ import annotations

import importlib
import typing as t
from pathlib import Path

import pytest
import yaml

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked, without_secrets
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import gather, validated

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("veracity_*.py"))
USER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
Options = t.Mapping[str, t.Any]


def variables_of(role: str) -> Options:
    """Return the variables of a role as its argument spec has them."""
    specs = yaml.safe_load((ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    return t.cast("Options", specs["argument_specs"]["main"]["options"])


def every_option(options: Options, place: str = "") -> t.Iterator[tuple[str, t.Any]]:
    """Yield the place and the fields of every option, at any depth."""
    for name, option in options.items():
        yield f"{place}{name}", option
        yield from every_option(option.get("options") or {}, f"{place}{name}.")


def full(options: Options, nulls: bool) -> dict[str, t.Any]:
    """Return a value for every required option at any depth; all others are null, or left out."""
    found: dict[str, t.Any] = {}
    for name, option in options.items():
        if option.get("elements") == "dict" and option.get("options"):
            found[name] = [full(option["options"], nulls)]
        elif option.get("options"):
            found[name] = full(option["options"], nulls)
        elif option.get("required"):
            kinds = {"list": [], "dict": {}, "bool": True, "int": 1, "float": 1.0}
            found[name] = (option.get("choices") or [None])[0] or kinds.get(option.get("type", "str"), "value")
        elif nulls:
            found[name] = None
    return found


@pytest.mark.parametrize("role", KINDS)
def test_the_argument_spec_of_a_role_is_the_table(role: str) -> None:
    kind = KINDS[role]
    spec = {place.removeprefix(kind.prefix): option for place, option in every_option(variables_of(role))}
    # What a role passes on that it has read itself is no variable of it.
    table = {place: option for place, option in every_option(kind.options) if not option.get("internal")}
    assert sorted(spec) == sorted(table)
    for place, option in table.items():
        documented = spec[place]
        assert documented["type"] == option.get("type", "str"), place
        assert documented.get("elements") == option.get("elements"), place
        # ansible-core refuses null for an option with choices or a default, and for one that is required. The role
        # refuses other values itself, and takes the default from the table.
        assert not {"choices", "default"} & set(documented), place
        assert not documented.get("required") or option.get("required"), place
        description = documented["description"]
        text = description if isinstance(description, str) else " ".join(description)
        for value in [option.get("default")] if option.get("default") else []:
            shown = f"{value:g}" if isinstance(value, float) else yaml.safe_dump(value).split()[0]
            assert f"V({shown})" in text, place
        for value in option.get("choices", ()):
            assert f"V({value})" in text, place


@pytest.mark.parametrize("role", KINDS)
def test_e1_null_is_left_alone_in_every_variable_of_a_role(role: str) -> None:
    kind = KINDS[role]
    mistakes, expected = Mistakes(), Mistakes()
    names = {name.removeprefix(kind.prefix): option for name, option in variables_of(role).items()}
    found = checked(kind, full(names, True), mistakes)
    assert found == checked(kind, full(names, False), expected)
    assert mistakes.texts == expected.texts
    nothing = checked(kind, dict.fromkeys(names), Mistakes())
    assert nothing == checked(kind, {}, Mistakes())
    assert None not in nothing.values()


def given(definition: Definition, options: dict[str, t.Any]) -> dict[str, t.Any] | str:
    """Return the options of a module as its work gets them, or what is said of them."""
    try:
        return validated(definition, gather(definition, options, None)[0])
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("module", MODULES)
def test_e1_null_is_not_set_in_every_option_of_a_module(module: str) -> None:
    """Apart from what is secret, where null is refused by name (B2)."""
    definition = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.modules.{module}").DEFINITION
    spec = without_no_log(definition.spec)
    assert given(definition, full(spec, True)) == given(definition, full(spec, False))


def without_no_log(spec: Options) -> dict[str, t.Any]:
    """Return an argument spec without the options that are secret."""
    return {
        name: {**option, "options": without_no_log(option["options"])} if option.get("options") else option
        for name, option in spec.items()
        if not option.get("no_log")
    }


def data_fabric(**variables: t.Any) -> list[str]:
    """Return the mistakes of a description of Data Fabric that can be seen without a request."""
    mistakes = Mistakes()
    checked(KINDS["data_fabric"], variables, mistakes)
    return mistakes.texts


def test_f2_all_mistakes_at_once_each_with_its_place() -> None:
    texts = data_fabric(
        containers=[
            {
                "short_name": "shipdata",
                "access": [
                    {"user": "captain", "rights": ["read"], "duration": "1h"},
                    {"user": USER, "rights": ["read", "list"], "duration": "5 weeks"},
                    {"user": USER, "rights": ["list", "read"], "duration": "1 month", "renewable": "no"},
                    {"user": USER.upper(), "rights": ["read", "list"], "duration": "720h"},
                    {"user": USER, "key_template": "Reading", "duration": "1h"},
                    {"user": USER, "rights": ["own"], "duration": "1h"},
                    {"user": USER},
                ],
                "stewards": [{"user": "mate"}, {"user": USER}, {"user": f"{{{USER}}}"}],
                "event_subscriptions": [{"name": "changes", "events": ["upserted"], "callback": "ftp://example.com"}],
                "content": [{"src": "", "duration": "1 day"}, {"src": "x", "dest": "/x"}],
            },
            {"short_name": "Ship", "description": "x" * 501, "tags": [" "], "state": "sunk"},
            {"short_name": "shipdata"},
        ],
        groups=[{"title": "Straße", "containers": ["shipdata"]}, {"title": "STRASSE", "containers": ["shipdata", "?"]}],
        event_subscriptions=[{"name": "changes", "regions": [], "callback": "https://example.com"}],
        max_concurrency="0",
        wait_interval=0,
        prune="perhaps",
    )
    assert [text.partition(": ")[0] for text in texts] == [
        "data_fabric_containers[0].access[5].rights[0]",
        "data_fabric_containers[1].state",
        "data_fabric_prune",
        "data_fabric_containers[1].short_name",
        "data_fabric_containers[1].description",
        "data_fabric_containers[1].tags",
        "data_fabric_containers[2].short_name",
        "data_fabric_containers[0].access[0].user",
        "data_fabric_containers[0].access[1].duration",
        "data_fabric_containers[0].access[4]",
        "data_fabric_containers[0].access[6]",
        "data_fabric_containers[0].access[3]",
        "data_fabric_containers[0].stewards[0].user",
        "data_fabric_containers[0].stewards[2]",
        "data_fabric_containers[0].event_subscriptions[0].callback",
        "data_fabric_containers[0].content[0].src",
        "data_fabric_containers[0].content[0].duration",
        "data_fabric_containers[0].content[1].dest",
        "data_fabric_event_subscriptions[0].regions",
        "data_fabric_event_subscriptions[0].name",
        "data_fabric_groups[1].containers[1]",
        "data_fabric_groups[1].title",
        "data_fabric_groups[1].containers",
        "data_fabric_max_concurrency",
        "data_fabric_wait_interval",
    ]


def test_e5_an_id_that_is_null_is_no_id() -> None:
    assert data_fabric(containers=[{"id": None, "short_name": "onedata"}, {"id": None, "short_name": "twodata"}]) == []


def test_secrets_of_a_description_go_no_further() -> None:
    learned: list[str] = []
    subscription = {"name": "a", "events": ["upserted"], "callback": "https://example.com/?code=1"}
    description = {"containers": [{"short_name": "shipdata", "event_subscriptions": [subscription]}]}
    kind = KINDS["data_fabric"]
    shown = without_secrets(checked(kind, description, Mistakes()), kind.options, learned.append)
    assert learned == [subscription["callback"]]
    assert shown["containers"][0]["event_subscriptions"] == [{"name": "a", "state": "present", "events": ["upserted"]}]
