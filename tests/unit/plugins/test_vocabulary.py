# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One word for one thing: the public names are made of the words in vocabulary.yml, which says how to name things."""

from __future__ import annotations

import importlib
import re
import typing as t
from pathlib import Path

import pytest
import yaml

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from tests.unit.support.documentation import MODULES, documentation_of, read, text_of

ROOT = Path(__file__).resolve().parents[3]
VOCABULARY = yaml.safe_load(Path(__file__).with_name("vocabulary.yml").read_text(encoding="utf-8"))
PLUGINS = "ansible_collections.dnv.veracity.plugins"
ROLES = sorted(path.parents[1] for path in ROOT.glob("roles/*/meta/argument_specs.yml"))
# A name, or the alias of one, and where it is.
Names = t.Iterator[tuple[str, str]]


def every_name(entries: t.Mapping[str, t.Any] | None, where: str, below: str) -> Names:
    """Yield the names of options or results at any depth; those of the next depth are in the key ``below``."""
    for name, entry in (entries or {}).items():
        yield name, where
        yield from every_name((entry or {}).get(below), f"{where}.{name}", below)


def every_alias(options: t.Mapping[str, t.Any] | None, below: str) -> Names:
    """Yield the aliases of options at any depth, each with the name that it stands for."""
    for name, option in (options or {}).items():
        yield from ((alias, name) for alias in option.get("aliases", ()))
        yield from every_alias(option.get(below), below)


def spec_of(module: Path) -> t.Mapping[str, t.Any]:
    """Return the options of a module, without those that all modules have."""
    return t.cast("t.Mapping[str, t.Any]", importlib.import_module(f"{PLUGINS}.modules.{module.stem}").DEFINITION.spec)


def variables_of(role: Path) -> t.Mapping[str, t.Any]:
    """Return the variables of a role."""
    text = (role / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    return t.cast("t.Mapping[str, t.Any]", yaml.safe_load(text)["argument_specs"]["main"]["options"])


def public_names() -> Names:
    """Yield every public name of the collection with the place that it has."""
    yield from ((name, "shared options") for name in SHARED_OPTIONS)
    for module in MODULES:
        yield module.stem, "modules"
        yield from every_name(spec_of(module), module.stem, "options")
        yield from every_name(read(text_of(module, "RETURN")), module.stem, "contains")
    for lookup in sorted(ROOT.glob("plugins/lookup/veracity_*.py")):
        yield lookup.stem, "lookups"
        yield from every_name(documentation_of(lookup)["options"], lookup.stem, "suboptions")
    for kind in ("filter", "test"):
        for path in sorted(ROOT.glob(f"plugins/{kind}/*.yml")):
            yield path.stem, f"{kind}s"
            options = yaml.safe_load(path.read_text(encoding="utf-8"))["DOCUMENTATION"]["options"]
            yield from every_name(options, path.stem, "suboptions")
    for role in ROLES:
        yield role.name, "roles"
        yield from every_name(variables_of(role), role.name, "options")
        for tasks in sorted(role.glob("tasks/**/*.yml")):
            for name in re.findall(r"^\s*register: ([a-z]\w*)", tasks.read_text(encoding="utf-8"), re.MULTILINE):
                yield name, f"{role.name}/tasks/{tasks.name}"


NAMES = sorted(set(public_names()))


def parts(name: str) -> t.Iterator[str]:
    """Yield each run of words in a name: ``a_b_c`` has a, b, c, a_b, b_c and a_b_c."""
    words = name.strip("_").split("_")
    for first in range(len(words)):
        for last in range(first, len(words)):
            yield "_".join(words[first : last + 1])


def complaint(name: str) -> str | None:
    """Return what is wrong with a name, None when nothing is."""
    if name in VOCABULARY["names"]:
        return f"not {name}, but {VOCABULARY['names'][name]}"
    for part in parts(name):
        if part in VOCABULARY["instead"]:
            return f"not {part}, but {VOCABULARY['instead'][part]}"
    unknown = [word for word in name.strip("_").split("_") if word not in VOCABULARY["words"]]
    return (
        f"{', '.join(unknown)}: not in the vocabulary. Use its words, or add one for a new thing" if unknown else None
    )


def test_every_public_name_is_made_of_the_words_of_the_vocabulary() -> None:
    assert [f"{where}: {name}: {complaint(name)}" for name, where in NAMES if complaint(name)] == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("wished", "not wished, but description"),
        ("exclusive_subscribers", "not exclusive, but prune"),
        ("made_access", "not made_access, but access_granted"),
        ("subscription", "not subscription, but event_subscription"),
        ("subscription_key", None),
        ("frobnicate_containers", "frobnicate: not in the vocabulary"),
    ],
)
def test_what_is_said_of_a_name(name: str, says: str | None) -> None:
    found = complaint(name)
    assert found is None if says is None else str(found).startswith(says)


@pytest.mark.parametrize("word", VOCABULARY["only"])
def test_a_word_of_one_place_is_not_used_elsewhere(word: str) -> None:
    places = {where.partition(".")[0] for name, where in NAMES if word in parts(name)}
    assert places == set(VOCABULARY["only"][word])


def test_the_aliases_are_those_of_the_vocabulary() -> None:
    aliases = {pair for module in MODULES for pair in every_alias(spec_of(module), "options")}
    assert aliases == set(VOCABULARY["aliases"].items())


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_variables_of_roles_have_one_name(role: Path) -> None:
    assert not list(every_alias(variables_of(role), "options"))


def test_the_vocabulary_has_no_word_that_nothing_is_named_with() -> None:
    used = {word for name, _where in NAMES for word in name.strip("_").split("_")}
    assert sorted(set(VOCABULARY["words"]) - used) == []
    assert not set(VOCABULARY["words"]) & set(VOCABULARY["instead"])
    assert VOCABULARY["words"] == sorted(set(VOCABULARY["words"]))
