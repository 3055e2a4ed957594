# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A description in the types of its options, whatever YAML made of it, and its mistakes at once."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes, all_at_once
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.shapes import described, shaped

OPTIONS: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "flag": {"type": "bool", "default": False},
    "count": {"type": "int"},
    "seconds": {"type": "float"},
    "tags": {"type": "list", "elements": "str"},
    "names": {"type": "dict"},
    "parts": {"type": "list", "elements": "dict", "options": {"user": {"type": "str"}, "icon": {"type": "dict"}}},
}


def of(**values: t.Any) -> dict[str, t.Any]:
    """Return a shaped dictionary without mistakes."""
    with all_at_once() as mistakes:
        return shaped(values, OPTIONS, "", mistakes)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9074729, "9074729"),
        (1.5, "1.5"),
        (True, "true"),
        (False, "false"),
        (datetime.date(2024, 1, 1), "2024-01-01"),
        (datetime.datetime(2024, 1, 1, 12, 0), "2024-01-01 12:00:00"),
        ("yes", "yes"),
    ],
)
def test_e2_what_yaml_types_is_its_text_where_a_name_is_meant(value: object, text: str) -> None:
    found = of(name=value, tags=[value], parts=[{"user": value}])
    assert (found["name"], found["tags"], found["parts"][0]["user"]) == (text, [text], text)


@pytest.mark.parametrize(
    ("value", "flag"), [("false", False), ("no", False), ("Off", False), (0, False), ("true", True), ("Yes", True)]
)
def test_e4_a_boolean_may_be_text(value: object, flag: bool) -> None:
    assert of(name="a", flag=value)["flag"] is flag


def test_e4_a_number_may_be_text() -> None:
    assert of(name="a", count="8", seconds="0.5") == {
        "name": "a", "state": "present", "flag": False, "count": 8, "seconds": 0.5
    }  # fmt: skip


def test_e1_null_is_not_set_anywhere() -> None:
    nulls = dict.fromkeys(OPTIONS)
    assert of(**{**nulls, "name": "a", "parts": [{"user": None, "icon": None}]}) == {
        "name": "a", "state": "present", "flag": False, "parts": [{}]
    }  # fmt: skip


def test_empty_stays_empty() -> None:
    assert of(name="", tags=[], names={}) == {"name": "", "state": "present", "flag": False, "tags": [], "names": {}}


def test_all_mistakes_have_their_places() -> None:
    mistakes = Mistakes()
    values = {
        "state": "sunk",
        "flag": "perhaps",
        "count": 1.5,
        "seconds": "inf",
        "tags": {"a": 1},
        "parts": [{"user": ["a"]}, None, {"colour": 1}, "x", {"icon": 3}],
        "more": 1,
    }
    described(values, OPTIONS, "role_", mistakes)
    assert [text.partition(": ")[0] for text in mistakes.texts] == [
        "role_more",
        "role_name",
        "role_state",
        "role_flag",
        "role_count",
        "role_seconds",
        "role_tags",
        "role_parts[0].user",
        "role_parts[1]",
        "role_parts[2].colour",
        "role_parts[3]",
        "role_parts[4].icon",
    ]
    with pytest.raises(InputError, match="12 mistakes were found, and nothing was changed:\n- role_more: there is no "):
        mistakes.refuse()


def test_what_follows_from_a_value_that_cannot_be_taken_is_not_said_too() -> None:
    mistakes = Mistakes()
    found = shaped({"name": "a", "parts": [{"user": []}, {"user": "b"}]}, OPTIONS, "", mistakes)
    assert found["parts"] == [{}, {"user": "b"}]
    mistakes.add("parts[0]", "user must be given.")
    mistakes.add("parts[0].user", "must be a GUID.")
    mistakes.add("parts[1]", "must be another one.")
    assert [text.partition(":")[0] for text in mistakes.texts] == ["parts[0].user", "parts[1]"]


def test_f1_a_refusal_is_never_long() -> None:
    mistakes = Mistakes(f"place[{number}]: {'x' * 5000}" for number in range(500))
    text = str(mistakes.error())
    assert text.startswith("500 mistakes were found")
    assert text.endswith("- and 475 more\n  Correct them, and run again.")
    assert len(text) < 20_000


def test_one_mistake_is_said_as_it_is() -> None:
    with pytest.raises(InputError, match=r"^a: wrong\.$"), all_at_once() as mistakes:
        mistakes.add("a", "wrong.")
        mistakes.add("a", "wrong.")
