# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for grants: a pure function of what is there and what is described."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.description import (
    GrantDescription,
    describe,
    describe_some,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.durations import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.key_templates import Catalog
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.operation import whole_plan
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import (
    OWN_USE,
    GrantPlan,
    Policy,
    Situation,
    plan,
    plan_absence,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import (
    Access,
    IpRange,
    KeyTemplate,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError

NOW = 1_000_000.0
ME, ANN, BOB, STEWARD = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "abcd")
READ = frozenset({"read", "list"})
WRITE = frozenset({"write"})
CATALOG = Catalog(
    KeyTemplate(f"{number}", f"{sorted(rights)} {hours}", hours, rights)
    for number, (rights, hours) in enumerate((rights, hours) for rights in (READ, WRITE) for hours in (1, 8, 720))
)


def row(identifier: str, user: str = ANN, **options: t.Any) -> Access:
    fields: dict[str, t.Any] = {"rights": READ, "hours": 1, "renewable": True, "granted_by": ME, **options}
    if "expires" in fields:
        fields = {"claimed": True, "valid_from": NOW - 3600, **fields}
    return Access(identifier, "container", user, **fields)


def wish(user: str = ANN, rights: t.Iterable[str] = READ, duration: str = "1h", **options: t.Any) -> GrantDescription:
    return describe({"user": user, "rights": list(rights), "duration": duration, "renewable": True, **options})


def situation(
    rows: t.Sequence[Access], revoked: t.Container[str] = (), me: t.Callable[[], str] = lambda: ME
) -> Situation:
    return Situation("container", rows, revoked, NOW, CATALOG, me)


def never() -> str:
    raise AssertionError("nobody needs to know who the caller is")


def planned(rows: t.Sequence[Access], *wishes: GrantDescription, **policy: bool) -> GrantPlan:
    return plan(situation(rows), wishes, Policy(**policy))


def ids(rows: t.Iterable[Access | None]) -> list[str | None]:
    return [row and row.id for row in rows]


@pytest.mark.parametrize(
    "there",
    [
        row("unclaimed"),
        row("active", expires=NOW + 1),
        row("ended", expires=NOW - 1),
        row("by another", granted_by=STEWARD),
        row("of nobody known", granted_by=None),
        row("commented", comment="Other"),
        row("restricted", ip_range=IpRange("192.0.2.1", "192.0.2.1")),
    ],
)
def test_a_live_row_is_enough_whoever_granted_it(there: Access) -> None:
    found = plan(situation([there], me=never), [wish()], Policy(prune=True, fold=True))
    assert not found.changed
    assert ids(found.holding) == [there.id]
    assert found.kept == found.duplicates == ()


def test_what_is_not_renewable_lives_as_long_as_its_key() -> None:
    once = wish(renewable=False)
    assert not planned([row("fresh", renewable=False)], once).changed
    assert not planned([row("active", renewable=False, expires=NOW + 1)], once).changed
    ended = planned([row("ended", renewable=False, expires=NOW)], once)
    assert ids(ended.holding) == [None]
    assert len(ended.new) == 1
    assert ended.live == ended.revocations == ()


def test_what_is_remembered_as_revoked_is_not_there() -> None:
    found = plan(situation([row("a")], revoked={"a"}), [wish()], Policy())
    assert len(found.new) == 1
    assert not found.revocations


@pytest.mark.parametrize(
    "changes", [{"rights": WRITE}, {"duration": "8h"}, {"duration": "1 month"}, {"renewable": False}]
)
def test_a_change_is_a_new_grant_and_a_revocation(changes: dict[str, t.Any]) -> None:
    found = planned([row("old"), row("of bob", BOB)], wish(**changes))
    (new,) = found.new
    assert new.row == dataclasses.replace(
        row(""),
        rights=new.template.rights,
        hours=new.template.hours,
        renewable=changes.get("renewable", True),
        template_id=new.template.id,
    )
    assert ids(found.revocations) == ["old"]
    assert not planned([row("old")], wish(**changes), replace=False).revocations
    assert ids(planned([row("old")], wish(**changes), replace=False).kept) == ["old"]


def test_addresses_are_compared_only_when_they_are_described() -> None:
    there = [row("a", ip_range=IpRange("192.0.2.1", "192.0.2.9"))]
    assert not planned(there, wish(ip_range={"start": "192.0.2.1", "end": "192.0.2.9"})).changed
    for addresses, expected in (
        ({"start": "192.0.2.1", "end": None}, IpRange("192.0.2.1", "192.0.2.1")),
        ({"start": None, "end": None}, None),
    ):
        found = planned(there, wish(ip_range=addresses))
        assert found.new[0].row.ip_range == expected
        assert ids(found.revocations) == ["a"]


def test_grants_by_others_are_left() -> None:
    found = planned([row("foreign", rights=WRITE, granted_by=STEWARD)], wish())
    assert len(found.new) == 1
    assert not found.revocations
    assert ids(found.kept) == ["foreign"]


def test_what_only_lives_on_is_left() -> None:
    found = planned([row("ending", rights=WRITE, renewable=False, expires=NOW + 9)], wish())
    assert not found.revocations
    assert ids(found.kept) == ["ending"]


def test_every_described_grant_of_a_user_stays() -> None:
    found = planned([row("a"), row("b", rights=WRITE), row("c", hours=8)], wish(), wish(rights=WRITE))
    assert ids(found.holding) == ["a", "b"]
    assert ids(found.revocations) == ["c"]


def test_grants_for_own_work_are_neither_replaced_nor_pruned() -> None:
    own = row("own", ME, rights=WRITE, comment=OWN_USE)
    assert not planned([own, row("a")], wish(), prune=True, prune_others=True).changed
    described = planned([own], wish(ME))
    assert len(described.new) == 1
    assert not described.revocations
    assert ids(described.kept) == ["own"]
    pretended = row("pretended", BOB, comment=OWN_USE)
    assert ids(planned([pretended], wish(), prune=True).revocations) == ["pretended"]


def test_a_grant_for_own_work_fulfils_a_description_and_is_no_duplicate() -> None:
    own = row("own", ME, comment=OWN_USE)
    assert ids(planned([own], wish(ME)).holding) == ["own"]
    both = planned([own, row("ordinary", ME)], wish(ME), fold=True)
    assert ids(both.holding) == ["ordinary"]
    assert not both.changed
    assert both.duplicates == both.kept == ()


def test_prune() -> None:
    there = [
        row("ours", BOB),
        row("foreign", BOB, granted_by=STEWARD),
        row("ending", BOB, renewable=False, expires=NOW + 9),
        row("ended", BOB, renewable=False, expires=NOW - 9),
        row("described"),
    ]
    assert not planned(there, wish()).changed
    assert ids(planned(there, wish(), prune=True).revocations) == ["ours"]
    assert ids(planned(there, wish(), prune=True, prune_others=True).revocations) == ["ours", "foreign"]
    assert ids(planned(there, prune=True).revocations) == ["ours", "described"]


def test_duplicates_are_told_and_folded_on_request() -> None:
    there = [
        row("first"),
        row("longest", expires=NOW + 99),
        row("shorter", expires=NOW + 9),
        row("foreign", granted_by=STEWARD),
    ]
    told = planned(there, wish())
    assert not told.changed
    assert ids(told.holding) == ["longest"]
    assert ids(told.duplicates) == ["first", "shorter", "foreign"]
    folded = planned(there, wish(), fold=True)
    assert ids(folded.revocations) == ["first", "shorter"]
    assert ids(planned([row("first"), row("second")], wish(), fold=True).revocations) == ["second"]


def test_duplicates_that_end_by_themselves_are_not_folded() -> None:
    there = [row("a", renewable=False), row("b", renewable=False, expires=NOW + 9)]
    found = planned(there, wish(renewable=False), fold=True)
    assert ids(found.holding) == ["b"]
    assert ids(found.revocations) == ["a"]
    claimed = [row("a", renewable=False, expires=NOW + 8), row("b", renewable=False, expires=NOW + 9)]
    assert not planned(claimed, wish(renewable=False), fold=True).changed


def test_no_template_is_needed_for_what_is_there() -> None:
    delete = wish(rights=["delete"])
    assert not planned([row("a", rights=frozenset({"delete"}))], delete).changed
    with pytest.raises(InputError, match="No key template has exactly the rights delete and the duration 1h"):
        planned([], delete)


def test_absence() -> None:
    there = [
        row("renewable", expires=NOW + 9),
        row("unclaimed", renewable=False, rights=WRITE),
        row("ending", renewable=False, expires=NOW + 99),
        row("ended", renewable=False, expires=NOW - 9),
        row("remembered", renewable=False, expires=NOW + 5),
        row("remembered, no key", renewable=False),
        row("foreign", granted_by=STEWARD),
        row("of bob", BOB),
    ]

    def absent(**options: t.Any) -> GrantPlan:
        selection = describe_some({"user": ANN, **options})
        return plan_absence(situation(there, {"remembered", "remembered, no key"}, me=never), selection)

    assert ids(absent().revocations) == ["renewable", "unclaimed", "foreign"]
    assert ids(absent().ending) == ["ending", "remembered"]
    assert absent().kept == ()
    assert ids(absent(rights=["write"]).revocations) == ["unclaimed"]
    assert ids(absent(rights=["write"]).kept) == ["renewable", "ending", "foreign"]
    assert ids(absent(renewable=True).revocations) == ["renewable", "foreign"]
    assert not absent(duration="8h").changed


def test_a_diff_has_no_ids_and_no_times() -> None:
    there = [row("old", expires=NOW + 9), row("of bob", BOB)]
    found = planned(there, wish(duration="1 month", comment="New", ip_range={"start": "192.0.2.1", "end": None}))
    base = {"user": ANN, "rights": ["read", "list"], "renewable": True}
    assert whole_plan("shipdata", found).diff == {
        "before_header": "access to container shipdata",
        "after_header": "access to container shipdata",
        "before": {"grants": [{**base, "duration": "1h"}]},
        "after": {"grants": [{**base, "duration": "1 month", "ip_range": "192.0.2.1 - 192.0.2.1", "comment": "New"}]},
    }
    same = whole_plan("shipdata", planned(there, wish()), alone=ANN).diff
    assert same["before"] == same["after"]
    assert len(same["before"]["grants"]) == 1


USERS = st.sampled_from([ANN, BOB, ME])
IDENTITIES = st.tuples(USERS, st.sampled_from([READ, WRITE]), st.sampled_from([1, 8, 720]), st.booleans())
ROWS = st.lists(
    st.builds(
        lambda identity, granted_by, comment, ends: Access(
            "",
            "container",
            *identity,
            claimed=ends is not None,
            expires=ends and NOW + ends,
            granted_by=granted_by,
            comment=comment,
        ),
        IDENTITIES,
        st.sampled_from([ME, STEWARD]),
        st.sampled_from(["", OWN_USE]),
        st.sampled_from([None, -9.0, 9.0]),
    ),
    max_size=8,
).map(lambda rows: [dataclasses.replace(row, id=str(number)) for number, row in enumerate(rows)])
WISHES = st.lists(IDENTITIES, unique=True, max_size=5).map(
    lambda found: [
        GrantDescription(user, rights, parse("1 month" if hours == 720 else f"{hours}h"), renewable=renewable)
        for user, rights, hours, renewable in found
    ]
)
POLICIES = st.builds(Policy, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(ROWS, WISHES, POLICIES)
def test_a_plan_that_is_carried_out_leaves_nothing_to_plan(
    rows: list[Access], wishes: list[GrantDescription], policy: Policy
) -> None:
    first = plan(situation(rows), wishes, policy)
    made = [dataclasses.replace(new.row, id=f"new {new.number}") for new in first.new]
    revoked = {row.id for row in first.revocations}
    second = plan(situation([*rows, *made], revoked), wishes, policy)
    assert not second.changed
    assert None not in second.holding
    assert len(revoked) == len(first.revocations)
    # Nothing that is described is lost, and nothing is granted that is there.
    for number, (wish_, held) in enumerate(zip(wishes, first.holding, strict=True)):
        fitting = [row for row in first.live if wish_.fits(row)]
        assert (held is None) == (not fitting) == (number in {new.number for new in first.new})
        assert not fitting or any(row.id not in revoked for row in fitting)
    # Grants by others go only where that is asked for.
    foreign = [row for row in first.revocations if row.granted_by != ME]
    assert not foreign or policy.prune_others
    if not (policy.replace or policy.prune or policy.fold):
        assert not revoked


@given(ROWS, WISHES)
def test_a_plan_that_was_carried_out_by_half_is_completed(rows: list[Access], wishes: list[GrantDescription]) -> None:
    whole = plan(situation(rows), wishes, Policy())
    made = [dataclasses.replace(new.row, id=f"new {new.number}") for new in whole.new]
    rest = plan(situation([*rows, *made]), wishes, Policy())
    assert rest.new == ()
    assert {row.id for row in rest.revocations} == {row.id for row in whole.revocations}
