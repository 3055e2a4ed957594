# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML with comments: every value is read as it was written, by YAML and by Ansible."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.yaml_text import Noted, document, plain
from tests.unit.support.exports import loaded, loaded_by_ansible

# Of half characters there is no UTF-8, and api_fields.text() keeps them out.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
odd = st.sampled_from(
    [
        "no", "Yes", "y", "null", "~", "", " ", "1e3", "1e567", "0123", "0x1f", "0o17", "1_000", "12:30:45", ".inf",
        "2026-11-28", "2026-11-28 03:00:00", "{{ title }}", "{% raw %}", "{# note #}", "#jinja2: trim_blocks: true",
        "a: b", "a #b", "# a", "- a", "[a]", "{a: b}", "&a", "*a", "!a", "!unsafe a", "|", ">",
        "%a", "@a", "`a`", "'", '"',
        "\\", "a\nb", "a\nb\n", "a\n\nb", "\na", "a\n", " a\nb", "a \nb", "a\n{{ b }}", "a\tb",
        "a\rb", "\u2028", "\x85",
        "Ålesund, øst", "船", "🚢", "\ufeff", "\u200b", "---", "...", "a, b", "=", "<<", "a" * 300, "1h", "1 month",
    ]
)  # fmt: skip
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts, odd
)
keys = st.one_of(texts.filter(bool), odd.filter(lambda text: 0 < len(text) < 100))


def noted(children: st.SearchStrategy[t.Any]) -> st.SearchStrategy[t.Any]:
    return st.builds(Noted, children, st.one_of(texts, odd), st.lists(st.one_of(texts, odd), max_size=2).map(tuple))


values = st.recursive(
    st.one_of(scalars, noted(scalars)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=4),
        noted(st.lists(inner, max_size=3)),
        noted(st.dictionaries(keys, inner, max_size=3)),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(keys, values, max_size=4), st.lists(texts, max_size=3))
def test_every_value_is_read_as_it_was_written(variables: dict[str, t.Any], comments: list[str]) -> None:
    text = document(variables, comments, comments)
    assert (loaded(text) or {}) == plain(variables)
    assert text == text.encode().decode()
    assert all(line.isprintable() for line in text.split("\n"))


@settings(max_examples=60, deadline=None)
@given(st.one_of(texts, odd))
def test_ansible_reads_it_too_and_no_template_is_trusted(value: str) -> None:
    found = loaded_by_ansible(document({"items": [{"title": value}, value, [value]]}, ()))
    assert found == {"items": [{"title": value}, value, [value]]}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Noon reports, updated by the fleet service", "Noon reports, updated by the fleet service"),
        ("Ålesund", "Ålesund"),
        ("northeurope", "northeurope"),
        ("6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3", "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"),
        ("1 month", "1 month"),
        ("no", '"no"'),
        ("1e567", '"1e567"'),
        ("#5594aa", '"#5594aa"'),
        ("{{ x }}", '!unsafe "{{ x }}"'),
        (["read", "list"], "[read, list]"),
        (True, "true"),
        (3.0, "3"),
        (1e300, "1.0e+300"),
    ],
)
def test_it_looks_as_a_person_writes_it(value: t.Any, written: str) -> None:
    assert document({"title": value}, ()) == f"---\n\ntitle: {written}\n"


def test_texts_of_several_lines_are_blocks_and_long_lists_have_a_line_for_each() -> None:
    text = document({"description": "One.\n\nTwo.\n", "tags": ["a" * 40, "b" * 40, "c" * 40]}, ())
    lines = "\n".join(f"  - {letter * 40}" for letter in "abc")
    assert text == f"---\n\ndescription: |\n  One.\n\n  Two.\n\ntags:\n{lines}\n"


def test_a_comment_cannot_end_before_its_line() -> None:
    text = document({"user": Noted("a", "x\nstate: absent\r\u2028y\x85z", ("above\nlist: [1]",))}, ("top\n- 1",))
    assert loaded(text) == {"user": "a"}
    assert "user: a  # x state: absent y z\n" in text
