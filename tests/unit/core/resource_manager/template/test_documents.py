# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents as users give them: strict JSON and YAML, with line and column of what is wrong."""

from __future__ import annotations

import datetime
import json
import typing as t
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.documents import (
    as_json,
    parameter_list,
    parse_yaml,
    read_file,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.strict_json import parse_json

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values, st.sampled_from([None, 2]), st.booleans())
def test_every_json_value_is_read(value: object, indent: int | None, ascii_only: bool) -> None:
    assert parse_json(json.dumps(value, indent=indent, ensure_ascii=ascii_only), "x") == value


@given(st.text('{}[],:"\\ntrue01.-e \n\tu', max_size=30))
@example('{"a": 1, "a": 1}')
@example("[1,]")
def test_what_is_read_is_what_the_library_reads(text: str) -> None:
    try:
        found = parse_json(text, "x")
    except InputError:
        return
    assert json.loads(text) == found


@given(values, st.data())
def test_damaged_json_is_read_or_refused(value: object, data: st.DataObject) -> None:
    text = json.dumps(value, indent=1)
    position = data.draw(st.integers(0, len(text)))
    damaged = text[:position] + data.draw(st.sampled_from(["", ",", '"', "}", "//", "\\", "'"])) + text[position + 1 :]
    try:
        parse_json(damaged, "x")
    except InputError as error:
        assert str(error).startswith("x, line ")


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{"a": 1,\n "b": [1, 2,]\n}', "line 2, column 12", "there is an extra comma before ]"),
        ('{\n  "a": {\n    "b": 1,\n  }\n}', "line 3, column 11", "there is an extra comma before }"),
        ('{"a": true\n "b": 1}', "line 2, column 2", 'a comma is missing before "'),
        ("[1 2]", "line 1, column 4", "a comma is missing before 2"),
        ('{"a": 1,\n "a": 2}', "line 2, column 2", 'the key "a" is used twice in the same object'),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "line 1, column 24", 'the key "b" is used twice in the same object'),
        ('{\n// why\n"a": 1}', "line 2, column 1", "JSON has no comments"),
        ("[1, /* one */ 2]", "line 1, column 5", "JSON has no comments"),
        ("# YAML?\na: 1", "line 1, column 1", "JSON has no comments"),
        ("{'a': 1}", "line 1, column 2", "a single quote"),
        ("[NaN]", "line 1, column 2", "NaN is not a value"),
        ("[True]", "line 1, column 2", "True is not a value"),
        ("[undefined]", "line 1, column 2", "undefined is not a value"),
        ("{a: 1}", "line 1, column 2", "a key in double quotes is expected, not a"),
        ('["C:\\deploy"]', "line 1, column 5", "\\d is not an escape in JSON"),
        ('["a\nb"]', "line 1, column 4", "a string contains a line end, tab or other control character"),
        ('["abc', "line 1, column 2", "the string that begins here is not closed"),
        ('["a\\', "line 1, column 2", "the string that begins here is not closed"),
        ("[1, 2", "line 1, column 6", "the list that begins in line 1, column 1 is not closed"),
        ('{"a": 1', "line 1, column 8", "the object that begins in line 1, column 1 is not closed"),
        ('{"a": [1}', "line 1, column 9", "} closes the list that begins in line 1, column 7"),
        ('{"a" 1}', "line 1, column 6", 'a colon is missing after the key "a"'),
        ('{"a":}', "line 1, column 6", "a value is expected, not }"),
        ("[01]", "line 1, column 2", "a value is expected"),
        ("[.5]", "line 1, column 2", "a value is expected"),
        ("[+1]", "line 1, column 2", "a value is expected"),
        ("[1e999]", "line 1, column 2", "the number is too large"),
        ("[" + "1" * 5000 + "]", "line 1, column 2", "the number is too large"),
        ('["\\ud800"]', "line 1, column 3", "half of a surrogate pair"),
        ("[1]]", "line 1, column 4", "] follows the end of the document"),
        ("{} {}", "line 1, column 4", "follows the end of the document"),
        ("", "line 1, column 1", "the document is empty"),
        ("\n \n", "line 3, column 1", "the document is empty"),
        ("[" * 5000, "line 1, column 102", "brackets are nested more than 100 levels deep"),
        ("\x00", "line 1, column 1", "the character 0x0000"),
    ],
)
def test_mistakes_are_named_with_their_place(text: str, place: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_json(text, "template_file x.json")
    assert str(caught.value).startswith(f"template_file x.json, {place}: this is not JSON, because ")
    assert says in str(caught.value)


def test_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": "\xc3\xb8"}\r\n')
    assert read_file(str(file), "template_file") == {"a": "ø"}


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_what_powershell_writes(tmp_path: Path, mark: str) -> None:
    """Windows PowerShell writes UTF-16 with ``>``, and its ``Get-Content`` reads it."""
    file = tmp_path / "template.json"
    file.write_bytes('\ufeff{\r\n"a": "ø"}\r\n'.encode(mark))
    assert read_file(str(file), "template_file") == {"a": "ø"}
    file.write_bytes('\ufeff{\r\n"a": 1,}'.encode(mark))
    with pytest.raises(InputError, match="line 2, column 7: this is not JSON"):
        read_file(str(file), "template_file")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe{\x00\xd8", "the file begins as UTF-16, but is not valid UTF-16. Save it as UTF-8."),
        (b'{\n "a": "\xf8"}', "line 2, column 8: the file is not UTF-8."),
        (b'{"a": 1,}', "line 1, column 8: this is not JSON"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "template.json"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_file(str(file), "template_file")
    assert str(file) in str(caught.value)
    assert says in str(caught.value)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match=rf"template_file: {path} cannot be read"):
            read_file(str(path), "template_file")


def test_yaml_by_its_ending(tmp_path: Path) -> None:
    file = tmp_path / "portal.vrm.YML"
    file.write_text("---\nresourceGroup: &group\n  name: x\nother:\n  <<: *group\n  tags: [a]\n")
    assert read_file(str(file), "template_file") == {
        "resourceGroup": {"name": "x"},
        "other": {"name": "x", "tags": ["a"]},
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "a: 1\nb:\n  c: 1\n  c: 2\n",
            "line 4, column 3: this is not YAML, because the key 'c' is used twice in the same mapping",
        ),
        ("a: [1, 2\nb: 1", "line 2, column 2: this is not YAML"),
        ("a:\n\t- 1", "line 2, column 1: this is not YAML"),
        ("a: !!python/object:os.system x", "line 1, column 4: this is not YAML"),
        ("a: \x00", "this is not YAML"),
        ("a: 2026-13-45", "this is not YAML"),
    ],
)
def test_mistakes_in_yaml(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "x")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"a": [{"b": datetime.date(2026, 11, 23)}]}, "x: a[0].b: is a date in YAML. Put it in quotes."),
        ({"a": {1: 2}}, "x: a.1: a key must be a string, not the number 1. Put it in quotes."),
        ({True: 2}, "x: True: a key must be a string, not true."),
        ([float("nan")], "x: [0]: is a number that JSON cannot represent."),
        ({"a": "\udc80"}, "x: a: contains bytes that are not text."),
        ({"a": {1, 2}}, "x: a: must be a string"),
    ],
)
def test_what_json_cannot_hold(value: t.Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        as_json(value, "x")
    assert says in str(caught.value)


@pytest.mark.parametrize("text", ["&a [*a]", "a: &a {b: *a}"])
def test_yaml_that_holds_itself_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="nested too deeply, or contains itself"):
        as_json(parse_yaml(text, "x"), "x")


def test_parameters_by_name_and_as_a_list() -> None:
    listed = [{"name": "a", "value": "x", "type": "string"}, {"name": "b", "value": [1], "type": "object"}]
    assert parameter_list({"a": "x", "b": [1]}, "parameters") == listed
    assert parameter_list(listed, "parameters") == listed
    assert parameter_list([], "parameters") == []


@pytest.mark.parametrize(
    ("given_value", "says"),
    [
        ("x", "parameters: must be a list of {name, value, type}, or values by name, not the text 'x'."),
        (["x"], "parameters: [0]: must be an object with name, value and type"),
        ([{"value": 1}], "parameters: [0].name: must be a string that is not empty, not null."),
        ([{"name": "a"}], "parameters: [0].value: is missing for a."),
        (
            [{"name": "a", "value": 1}, {"name": "a", "value": 2}],
            "parameters: [1].name: the parameter a is defined twice.",
        ),
        ({"": 1}, "parameters: [0].name: must be a string"),
    ],
)
def test_parameters_that_cannot_be_used(given_value: t.Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parameter_list(given_value, "parameters")
    assert says in str(caught.value)
