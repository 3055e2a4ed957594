# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading fields of answers."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core import api_fields as fields
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, ResponseError

NORMAL = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"


@pytest.mark.parametrize(
    "written",
    [NORMAL, NORMAL.upper(), f"{{{NORMAL}}}", NORMAL.replace("-", ""), f" {NORMAL}\n"],
)
def test_a_guid_is_one_however_it_is_written(written: str) -> None:
    assert fields.guid(written) == NORMAL


@pytest.mark.parametrize(
    "written",
    ["", "shipdata", NORMAL[:-1], f"{NORMAL}0", f"{{{NORMAL}", "g" * 32, f"../{NORMAL}", f"{NORMAL}/x", "0-0-0-0-0"],
)
def test_what_is_no_guid_is_refused_by_the_name_of_its_option(written: str) -> None:
    with pytest.raises(InputError, match=r"^user: must be a GUID"):
        fields.guid(written, "user")
    assert fields.guid_or_none(written) is None
    assert not fields.is_guid(written)


@given(st.text(max_size=400))
def test_any_text_is_a_guid_or_none(written: str) -> None:
    found = fields.guid_or_none(written)
    assert found is None or (len(found) == 36 and fields.guid(found) == found)
    try:
        fields.guid(written, "id")
    except InputError as error:
        assert len(str(error)) < 400


@pytest.mark.parametrize(
    ("written", "certain"),
    [(NORMAL, True), (f" {{{NORMAL.upper()}}}", True), (NORMAL.replace("-", ""), False), ("", False)],
)
def test_without_hyphens_it_may_be_another_name(written: str, certain: bool) -> None:
    assert fields.is_guid(written) is certain


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1970-01-01T00:00:10Z", 10.0),
        ("1970-01-01T00:00:10", 10.0),
        ("1970-01-01T00:00:10.5000000Z", 10.5),
        ("1970-01-01T00:00:10+00:00", 10.0),
        ("1970-01-01 00:00:10", 10.0),
        ("0001-01-01T00:00:00", None),
        ("1970-01-01T00:00:10+02:00", None),
        ("soon", None),
        ("", None),
        (None, None),
        (10, None),
    ],
)
def test_moments(written: t.Any, seconds: float | None) -> None:
    assert fields.moment({"keyExpiryTimeUTC": written}, "keyExpiryTimeUTC") == seconds


@pytest.mark.parametrize(
    ("written", "value"),
    [(True, True), ("True", True), ("true", True), (False, False), ("False", False), (None, False)],
)
def test_flags(written: t.Any, value: bool) -> None:
    assert fields.flag({"autoRefreshed": written}, "autoRefreshed") is value
    assert fields.flag({}, "autoRefreshed") is False


@pytest.mark.parametrize(
    ("written", "value"), [(8, 8), ("8", 8), (8.0, 8), ("8.0", 8), ("many", 0), (None, 0), ("inf", 0), ("nan", 0)]
)
def test_numbers(written: t.Any, value: int) -> None:
    assert fields.number({"totalHours": written}, "totalHours") == value


def test_lists_of_objects() -> None:
    assert fields.objects([{"id": 1}, None, "x"], "The list") == [{"id": 1}]
    for answer in ({}, None, "text"):
        with pytest.raises(ResponseError, match="The list is not valid"):
            fields.objects(answer, "The list")


def test_what_is_required_is_named_when_it_is_missing() -> None:
    assert fields.required_guid({"id": NORMAL.upper()}, "id", "A template") == NORMAL
    with pytest.raises(ResponseError, match="A template in the response is not valid: it lacks a valid id"):
        fields.required_guid({"id": "x"}, "id", "A template")
