# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions: what they read, what they give, and what is wrong with them."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.expressions import (
    Expression,
    ExpressionError,
)

RESOURCES = [
    {"name": "one", "id": "id of one", "sections": {"advanced": {"subscriptions": [{"id": "a", "key": "k"}]}}},
    {"name": "two", "id": "id of two", "tags": ["x", "y"]},
]
VALUES: dict[str, dict[str, t.Any]] = {
    "parameter": {"first": "one", "number": 5, "list": ["x"], "quoted": "it's", "none": None},
    "variable": {"second": "two"},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("parameter('first')", "one"),
        ("parameter('number')", 5),
        # A list of one that was given is a list; one that comes from a filter is what is in it.
        ("parameter('list')", ["x"]),
        ("variable('second')", "two"),
        ("concat(parameter('first'),'_app')", "one_app"),
        ("concat(parameter('first'), '-', variable('second'), parameter('number'))", "one-two5"),
        ("concat('/', resources[?name=='two'].id)", "/id of two"),
        ("concat('a', parameter('none'))", None),
        ("resources[?name== parameter('first')].id", "id of one"),
        ("resources[?name==concat(parameter('first'), '')].id", "id of one"),
        (
            "resources[?name=='one'].sections.advanced.subscriptions[*].{id:id,subscriptionKey:key}",
            [{"id": "a", "subscriptionKey": "k"}],
        ),
        (
            "resources[?name=='one'].{clientId:id,keys:sections.advanced.subscriptions[*].key}",
            {"clientId": "id of one", "keys": ["k"]},
        ),
        ("resources[?name=='two'].tags", ["x", "y"]),
        ("resources[*].id", ["id of one", "id of two"]),
        ("resources[1].id", "id of two"),
        ("resources | [?name=='two'] | [0].id", "id of two"),
        ("length(resources)", 2),
    ],
)
def test_values(text: str, value: object) -> None:
    assert Expression(text).evaluate(RESOURCES, VALUES) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing follows the $"),
        ("resources[?name==", "it ends too early"),
        ("parameter('x'", "it ends too early"),
        ("a b", "'b' is not expected at column 4"),
        ("$parameter('x')", "Unknown token $ at column 2"),
        ("parameter('x)", "Unclosed ' delimiter at column 12"),
        ("paarameter('x')", "there is no function paarameter. Did you mean parameter?"),
        ("variables('x')", "there is no function variables. Did you mean variable?"),
        ("reference('x')", "there is no function reference."),
        ("parameter()", "parameter takes 1 argument, not 0"),
        ("parameter('a', 'b')", "parameter takes 1 argument, not 2"),
        ("concat()", "concat takes at least 1 argument, not 0"),
        ("parameter(x)", "parameter takes a name in single quotes"),
        ('parameter("x")', "parameter takes a name in single quotes"),
        ("parameter(`5`)", "parameter takes a name in single quotes"),
        ("resources[?name==parameterr('x')].id", "there is no function parameterr. Did you mean parameter?"),
    ],
)
def test_mistakes_are_found_without_evaluating(text: str, says: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Expression(text)
    assert says in str(caught.value)


def test_mistakes_that_show_when_it_is_evaluated() -> None:
    with pytest.raises(ExpressionError, match=r"In function length\(\)"):
        Expression("length(parameter('number'))").evaluate(RESOURCES, VALUES)


def test_what_an_expression_reads() -> None:
    found = Expression("resources[?name==concat(parameter('a'),variable('b'))].x[0].secretText")
    assert found.names("parameter") == {"a"}
    assert found.names("variable") == {"b"}
    assert {"resources", "name", "secretText"} <= found.fields
    assert not found.constant
    assert len(found.selections()) == 1
    assert Expression("concat(parameter('a'), 'x')").constant
    assert not Expression("@").constant


def test_values_in_the_place_of_names() -> None:
    found = Expression("resources[?name== parameter('quoted') && x==parameter( 'number' )].id")
    assert found.inlined(VALUES) == "resources[?name== 'it\\'s' && x==`5`].id"
    assert Expression("parameter").inlined(VALUES) == "parameter"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers())
def test_inlined_expression_has_the_same_value(name: str, number: int) -> None:
    values: dict[str, dict[str, t.Any]] = {"parameter": {"a": name, "b": number}, "variable": {}}
    resources = [{"name": name, "n": number, "id": "yes"}, {"name": f"{name}x", "n": number, "id": "no"}]
    found = Expression("resources[?name==parameter('a') && n==parameter('b')].id")
    assert found.evaluate(resources, values) == "yes"
    assert Expression(found.inlined(values)).evaluate(resources, values) == "yes"
