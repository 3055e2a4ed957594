# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Durations as people say them, and the hours that the API has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import durations
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError


@pytest.mark.parametrize(
    ("text", "hours"),
    [("1h", 1), ("8h", 8), ("1 hour", 1), ("8 hours", 8), (" 8 H ", 8), ("8hours", 8), ("24h", 24)],
)
def test_hours_are_exact(text: str, hours: int) -> None:
    found = durations.parse(text)
    assert [number for number in range(1, 5000) if found.covers(number)] == [hours]


@pytest.mark.parametrize("text", ["1 month", "1month", "1 Months", "1  month"])
@pytest.mark.parametrize("hours", [672, 720, 730, 744])
def test_a_month_is_any_month(text: str, hours: int) -> None:
    assert durations.parse(text).covers(hours)
    assert str(durations.parse(text)) == durations.spell(hours) == "1 month"


@pytest.mark.parametrize("hours", [671, 745, 1, 8])
def test_what_is_no_month(hours: int) -> None:
    assert not durations.parse("1 month").covers(hours)
    assert durations.spell(hours) == f"{hours}h"


@pytest.mark.parametrize(
    "text", ["", "h", "0h", "-1h", "1", "1 day", "1.5h", "7 months", "1 hour and more", "month", "999999h", "1 m"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(InputError, match=r"^access\.duration: must be"):
        durations.parse(text, "access.duration")


@given(st.integers(1, 6), st.sampled_from([672, 720, 730, 744]))
def test_months_are_found_again(months: int, hours: int) -> None:
    found = durations.of_hours(months * hours)
    assert found == durations.parse(f"{months} months")
    assert durations.parse(str(found)) == found


@given(st.integers(1, 5000))
def test_every_number_of_hours_is_one_duration(hours: int) -> None:
    found = durations.of_hours(hours)
    assert found.covers(hours)
    assert durations.parse(durations.spell(hours)) == found
    spans = [durations.parse(f"{number} months") for number in range(1, 7)]
    assert sum(span.covers(hours) for span in spans) <= 1


def test_overlap() -> None:
    month, two, exact = (durations.parse(text) for text in ("1 month", "2 months", "720h"))
    assert month.overlaps(month)
    assert month.overlaps(exact)
    assert exact.overlaps(month)
    assert not month.overlaps(two)
    assert not durations.parse("1h").overlaps(durations.parse("8h"))
