# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which grant a key is claimed from."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.durations import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import Access, IpRange
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.selection import (
    lasts_longer,
    suitable,
    validity,
)

NOW = 1_000_000.0
LETTERS = {"r": "read", "w": "write", "d": "delete", "l": "list"}


def grant(name: str, rights: str = "rl", hours: int = 1, **fields: t.Any) -> Access:
    """Return a grant that is named by its id."""
    allowed = frozenset(LETTERS[letter] for letter in rights)
    return Access(name, "container", "user", allowed, hours, **{"renewable": True, **fields})


def claimed(name: str, left: float, **fields: t.Any) -> Access:
    """Return a grant whose only key ends in so many seconds."""
    return grant(name, **{"renewable": False, "claimed": True, "expires": NOW + left, **fields})


def chosen(*grants: Access, rights: str = "rl", minimum: float = 300.0) -> list[str]:
    """Return the names of those that suit, best first."""
    return [found.id for found in suitable(grants, [LETTERS[letter] for letter in rights], minimum, NOW)]


def test_a_grant_that_lacks_a_right_does_not_suit() -> None:
    assert chosen(grant("write", "w"), grant("list", "l"), grant("read", "r")) == []
    assert chosen(grant("write", "w"), rights="w") == ["write"]


def test_least_rights_first() -> None:
    assert chosen(grant("all", "rwdl", hours=730), grant("most", "rwl"), grant("just", "rl")) == ["just", "most", "all"]


def test_g6_then_the_key_that_ends_first() -> None:
    assert chosen(grant("month", hours=730), grant("hour"), grant("day", hours=8)) == ["hour", "day", "month"]
    # One that is valid for as long as it has to be comes before one of which half of the life is enough.
    assert chosen(grant("hour"), grant("day", hours=8), minimum=7200.0) == ["day", "hour"]


def test_g6_with_a_duration_what_comes_nearest_to_it_and_what_lasts_longer_last() -> None:
    grants = [grant("month", hours=730), grant("hour"), grant("day", hours=8), grant("two months", hours=1460)]
    found = suitable(grants, ["read", "list"], 300.0, NOW, parse("8h"))
    assert [grant.id for grant in found] == ["day", "hour", "month", "two months"]
    assert [lasts_longer(grant, parse("8h"), NOW) for grant in found] == [False, False, True, True]
    assert not lasts_longer(claimed("it", 28000.0, hours=730), parse("8h"), NOW)
    assert not lasts_longer(grants[0], parse("1 month"), NOW)
    assert not lasts_longer(grants[0], None, NOW)


def test_then_what_does_not_end_and_the_newest() -> None:
    once = grant("once", renewable=False)
    assert chosen(once, grant("old"), grant("new")) == ["new", "old", "once"]


def test_what_works_from_some_addresses_only_comes_last() -> None:
    limited = grant("limited", ip_range=IpRange("10.0.0.1", "10.0.0.9"))
    assert chosen(limited, grant("all", "rwdl")) == ["all", "limited"]


@pytest.mark.parametrize(
    ("left", "hours", "minimum", "suits"),
    [
        (-1.0, 1, 0.0, False),
        (1.0, 1, 0.0, True),
        (300.0, 1, 300.0, False),
        (301.0, 1, 300.0, True),
        # Half of the life of a key is enough.
        (1801.0, 1, 7200.0, True),
        (1799.0, 1, 7200.0, False),
    ],
)
def test_what_ends_with_its_key_has_to_last(left: float, hours: int, minimum: float, suits: bool) -> None:
    assert chosen(claimed("it", left, hours=hours), minimum=minimum) == (["it"] if suits else [])


def test_a_renewable_one_can_always_be_claimed_anew() -> None:
    assert chosen(claimed("it", -1e6, renewable=True)) == ["it"]


def test_validity() -> None:
    assert validity(grant("it", hours=8), NOW) == 8 * 3600
    assert validity(claimed("it", 120.0), NOW) == 120.0
    assert validity(claimed("it", 120.0, renewable=True), NOW) == 3600.0
    assert validity(grant("it", renewable=False, claimed=True), NOW) == 0.0
