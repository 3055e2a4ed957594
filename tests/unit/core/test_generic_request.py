# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request to any endpoint: what is refused, and when it is not needed."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core import generic_request
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)
OPTIONS: dict[str, t.Any] = {
    "method": "GET",
    "path": "/veracity/services/v3/this/services",
    "query": None,
    "body": None,
    "headers": None,
    "status_code": None,
    "idempotent_by": None,
}


@given(JSON)
def test_everything_contains_itself(value: t.Any) -> None:
    assert generic_request.contains(value, value)


@pytest.mark.parametrize(
    ("found", "match", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {"b": None}, False),
        ({"a": {"b": [1, {"c": 3, "d": 4}]}}, {"a": {"b": [{"c": 3}]}}, True),
        ([{"title": "x"}], [{"title": "y"}], False),
        ([], [], True),
        ({"a": True}, {"a": 1}, False),
        ("text", {"a": 1}, False),
        ({"a": 1}, [1], False),
    ],
)
def test_what_an_answer_must_contain(found: t.Any, match: t.Any, expected: bool) -> None:
    assert generic_request.contains(found, match) is expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"path": "veracity"}, "path: must be a path"),
        ({"path": "//evil.example.com/x"}, "path: must be a path"),
        ({"path": "/a?b=c"}, "without a query"),
        ({"path": "/a b"}, "path: must be a path"),
        ({"headers": {"Authorization": "Bearer x"}}, "Authorization is set by the module"),
        ({"headers": {"X-A": "1\r\nX-B: 2"}}, "not a valid header"),
        ({"headers": {"X A": "1"}}, "not a valid header"),
        ({"body": {}}, "body: not allowed with GET"),
        ({"status_code": [20]}, "status_code: must be"),
        ({"idempotent_by": {"path": None, "query": None, "match": None}}, "idempotent_by: does not apply to GET"),
        (
            {"method": "POST", "idempotent_by": {"path": None, "query": None, "match": None}},
            "idempotent_by.match: required",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused(options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        generic_request.request_of({**OPTIONS, **options})


def test_the_body_is_what_is_compared_with() -> None:
    body = {"title": "x"}
    by = {"path": None, "query": {"all": True, "none": None}, "match": None}
    wanted = generic_request.request_of({**OPTIONS, "method": "POST", "body": body, "idempotent_by": by})
    assert (wanted.match, wanted.read_path, wanted.read_query) == (body, OPTIONS["path"], {"all": "true"})
    assert wanted.writes
