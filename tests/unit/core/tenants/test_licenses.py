# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Licenses: what is to be done, and the JSON Patch that does it."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import license_properties, licenses
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import License
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.licenses import LicenseDescription

USER = "11111111-2222-4333-8444-555555555501"
GROUP = "a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d"

names = st.sampled_from(["demo_a", "demo_b", "demo_c", "demo_d"])
values = st.text(max_size=3)
present = st.dictionaries(names, values).map(lambda found: tuple(found.items()))


@st.composite
def descriptions(draw: st.DrawFn) -> LicenseDescription:
    removed = tuple(draw(st.sets(names)))
    wanted = {name: value for name, value in draw(st.dictionaries(names, values)).items() if name not in removed}
    return LicenseDescription(USER, "user", None, wanted, removed)


def patch(current: tuple[tuple[str, str], ...], desired: LicenseDescription) -> list[dict[str, t.Any]]:
    return license_properties.patch(current, desired.properties, desired.removed)


def applied(current: tuple[tuple[str, str], ...], operations: list[dict[str, t.Any]]) -> dict[str, str]:
    """Return the properties after a JSON Patch (RFC 6902), operation by operation."""
    found = [list(entry) for entry in current]
    for operation in operations:
        parts = operation["path"].split("/")[2:]
        if operation["op"] == "remove":
            del found[int(parts[0])]
        elif operation["op"] == "add":
            assert parts == ["-"]
            found.append([operation["value"]["Name"], operation["value"]["Value"]])
        else:
            assert parts[1] == "value"
            found[int(parts[0])][1] = operation["value"]
    return {entry[0]: entry[1] for entry in found}


@given(present, descriptions())
def test_the_patch_brings_the_properties_to_the_description(
    current: tuple[tuple[str, str], ...], desired: LicenseDescription
) -> None:
    operations = patch(current, desired)
    after = applied(current, operations)
    kept = {name: value for name, value in current if name not in desired.removed}
    assert after == {**kept, **desired.properties}
    assert patch(tuple(after.items()), desired) == []


@given(present, descriptions())
def test_the_plan_says_what_the_patch_does(current: tuple[tuple[str, str], ...], desired: LicenseDescription) -> None:
    plan = licenses.plan(License(USER, "user", "reader", current), desired)
    assert plan.after is not None
    assert dict(plan.after.properties) == applied(current, patch(current, desired))
    assert plan.changed is bool(patch(current, desired))


def test_name_that_is_there_twice_is_set_in_both_places() -> None:
    current = (("demo_a", "1"), ("demo_b", "2"), ("demo_a", "3"))
    desired = LicenseDescription(USER, "user", None, {"demo_a": "3"})
    assert patch(current, desired) == [{"op": "replace", "path": "/properties/0/value", "value": "3"}]


def test_removals_come_first_and_from_the_end() -> None:
    current = (("demo_a", "1"), ("demo_b", "2"), ("demo_c", "3"))
    desired = LicenseDescription(USER, "user", None, {"demo_b": "20", "demo_d": "4"}, ("demo_a", "demo_c"))
    assert patch(current, desired) == [
        {"op": "remove", "path": "/properties/2"},
        {"op": "remove", "path": "/properties/0"},
        {"op": "replace", "path": "/properties/0/value", "value": "20"},
        {"op": "add", "path": "/properties/-", "value": {"Name": "demo_d", "Value": "4"}},
    ]


@pytest.mark.parametrize(
    ("current", "desired", "steps"),
    [
        (None, LicenseDescription(USER, "user", "reader"), ["create"]),
        (None, LicenseDescription(USER, "user", "reader", {"demo_a": "1"}), ["create", "patch"]),
        (License(USER, "user", "reader"), LicenseDescription(USER, "user", "reader"), []),
        (License(USER, "user", "reader"), LicenseDescription(USER, "user", "READER"), []),
        (License(USER, "user", "reader"), LicenseDescription(USER, "user"), []),
        (License(USER, "user", "reader"), LicenseDescription(USER, "user", "editor"), ["update"]),
        (License(USER, "user", "reader"), LicenseDescription(USER, "user", state="absent"), ["delete"]),
        (None, LicenseDescription(USER, "user", state="absent"), []),
    ],
)
def test_steps(current: License | None, desired: LicenseDescription, steps: list[str]) -> None:
    assert [step.action for step in licenses.plan(current, desired).steps] == steps


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of user and group"),
        ({"user": USER, "group": GROUP}, "one of user and group"),
        ({"user": "captain"}, "user: must be a GUID"),
        ({"user": USER, "access_level": " "}, "access_level: must not be empty"),
        ({"user": USER, "properties": {"a": 1}, "remove_properties": ["a"]}, "a: in properties and in remove_prop"),
        ({"user": USER, "properties": {"a": None}}, "properties.a: must be a text, .*Use remove_properties"),
        ({"user": USER, "properties": {"a": {"b": 1}}}, "properties.a: must be a text"),
        ({"user": USER, "properties": {"a": [1]}}, "properties.a: must be a text"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        licenses.describe(options)


def test_one_entity_is_described_once() -> None:
    with pytest.raises(InputError, match=r"licenses\[1\]: .* is described by licenses\[0\] already"):
        licenses.describe_all([{"user": USER}, {"user": USER.upper()}])


def test_booleans_are_written_as_json_writes_them() -> None:
    assert licenses.describe({"user": USER, "properties": {"a": True, "b": 3}}).properties == {"a": "true", "b": "3"}
