# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container_access: one grant."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import OWN_USE
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, StateError
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_access
from tests.unit.support.grants import (
    ANN,
    BOB,
    LIST,
    MANAGER,
    ME,
    READ,
    REVOKE,
    ROWS,
    TEMPLATES,
    WHO,
    WRITE,
    good,
    grant,
    rows,
    seeded,
)
from tests.unit.support.station import Station


def run(station: Station, check_mode: bool = False, **params: t.Any) -> dict[str, t.Any]:
    """Run the module, and see that check mode says the same before and writes nothing."""
    with station.watched():
        predicted = station.run(veracity_container_access, check_mode=True, **params)
        assert station.writes == 0
    if check_mode:
        return predicted
    done = station.run(veracity_container_access, **params)
    assert predicted["diff"] == done["diff"]
    assert predicted["changed"] == done["changed"]
    for name in ("kept", "duplicates"):
        assert predicted[name] == done[name]
    assert [{**row, "id": None} for row in predicted["revoked"]] == [{**row, "id": None} for row in done["revoked"]]
    if done["access"] is not None:
        assert {**predicted["access"], "id": None} == {**done["access"], "id": None}
    return done


def test_once_and_again(station: Station) -> None:
    container = seeded(station)
    wanted = {**READ, "renewable": True, "comment": "Fleet", "ip_range": {"start": "192.0.2.1", "end": "192.0.2.9"}}
    made = run(station, **wanted)
    assert made["changed"]
    (row,) = rows(station.simulator)
    template = made["access"].pop("key_template")
    assert (template["id"], template["name"]) == (row["accessKeyTemplateId"], template["name"])
    assert template["name"]
    assert made["access"] == {
        "id": row["accessSharingId"],
        "container": "shipdata",
        "container_id": container,
        "user": ANN,
        "rights": ["read", "list"],
        "duration_hours": 1,
        "renewable": True,
        "claimed": False,
        "key_valid_from": None,
        "key_expires_at": None,
        "ip_range": {"start": "192.0.2.1", "end": "192.0.2.9"},
        "comment": "Fleet",
        "granted_by": ME,
        "state": "available",
    }
    assert (row["autoRefreshed"], row["comment"], row["grantedById"]) == (True, "Fleet", ME)
    with station.watched():
        again = station.run(veracity_container_access, **wanted)
        assert [station.calls(call) for call in (LIST, ROWS, TEMPLATES, WHO)] == [1, 1, 1, 0]
        assert station.writes == 0
    assert not again["changed"]
    assert again["access"] == {**made["access"], "key_template": template}
    assert again["revoked"] == again["kept"] == again["duplicates"] == []
    assert again["diff"]["before"] == again["diff"]["after"] == made["diff"]["after"]
    assert station.warnings == []


def test_the_container_by_its_id(station: Station) -> None:
    container = seeded(station)
    assert run(station, **{**READ, "container": container.upper()})["access"]["container"] == "shipdata"
    assert not run(station, **READ)["changed"]


@pytest.mark.parametrize("hours", [730, 720])
@pytest.mark.parametrize("months", [1, 6])
def test_months(station: Station, hours: int, months: int) -> None:
    station.simulator.settings(hours_per_month=hours)
    seeded(station)
    wanted = {**READ, "duration": f"{months} month{'s' * (months > 1)}"}
    assert run(station, **wanted)["access"]["duration_hours"] == hours * months
    station.simulator.settings(hours_per_month=1450 - hours)
    assert not run(station, **wanted)["changed"]


def test_a_template_by_id_and_by_name(station: Station) -> None:
    seeded(station)
    made = run(station, **WRITE)
    template = made["access"]["key_template"]
    for called in template.values():
        wanted = {"container": "shipdata", "user": ANN, "key_template": called.upper()}
        found = run(station, **wanted)
        assert not found["changed"]
        assert found["access"] == made["access"]
    other = run(station, container="shipdata", user=BOB, key_template=template["name"])
    assert (other["access"]["rights"], other["access"]["duration_hours"]) == (["write"], 1)
    with pytest.raises(InputError, match=r"(?s)no key template has the id or the name 'Nothing'.*Available: "):
        run(station, container="shipdata", user=BOB, key_template="Nothing")


def test_what_is_not_offered(station: Station) -> None:
    seeded(station)
    with pytest.raises(InputError) as caught:
        run(station, **{**READ, "rights": ["delete"]})
    assert "Container shipdata: No key template has exactly the rights delete and the duration 1h." in str(caught.value)
    assert "write (1h, 8h, 1 month, 2 months, 3 months, 4 months, 5 months, 6 months)" in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"rights": ["write"]},
        {"duration": "8h"},
        {"renewable": True},
        {"ip_range": {"start": "192.0.2.7"}},
    ],
)
def test_a_change_is_a_new_grant_then_a_revocation(station: Station, changes: dict[str, t.Any]) -> None:
    seeded(station)
    old = run(station, **READ)["access"]
    with station.watched():
        station.run(veracity_container_access, **READ, comment="Other")
        assert station.writes == 0
    station.simulator.clear_requests()
    changed = run(station, **{**READ, **changes})
    writes = [request["method"] for request in station.simulator.requests() if request["method"] != "GET"]
    assert writes == ["POST", "PUT"]
    assert [row["id"] for row in changed["revoked"]] == [old["id"]]
    assert changed["revoked"][0]["state"] == "revoked"
    assert changed["revoked"][0]["key_valid_until"] is None
    assert [row["accessSharingId"] for row in good(station.simulator)] == [changed["access"]["id"]]
    again = run(station, **{**READ, **changes})
    assert not again["changed"]
    assert again["access"] == changed["access"]
    assert again["kept"] == []


def test_both_when_nothing_is_replaced(station: Station) -> None:
    seeded(station)
    old = run(station, **READ)["access"]
    both = run(station, **WRITE, replace=False)
    assert both["kept"] == [old]
    assert both["revoked"] == []
    assert len(good(station.simulator)) == 2
    assert not run(station, **WRITE, replace=False)["changed"]


def test_grants_by_others_are_left_and_told(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, granted_by=MANAGER, rights=["write"]), grant(container, BOB))
    made = run(station, **READ)
    assert [row["granted_by"] for row in made["kept"]] == [MANAGER]
    assert made["revoked"] == []
    assert len(good(station.simulator)) == 3


def test_a_grant_by_another_is_enough(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, granted_by=MANAGER))
    assert not run(station, **READ, renewable=True)["changed"]


def test_grants_for_own_work_are_left(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, ME, comment=OWN_USE))
    made = run(station, **{**WRITE, "user": ME})
    assert made["changed"]
    assert [row["comment"] for row in made["kept"]] == [OWN_USE]
    assert len(good(station.simulator)) == 2


def test_a_grant_that_ended_with_its_key_is_made_anew(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, auto_refreshed=False, claimed=True, expires_in=-1))
    assert run(station, **READ)["changed"]
    assert not run(station, **READ)["changed"]
    station.simulator.seed_accesses(grant(container, BOB, claimed=True, expires_in=-1))
    renewable = run(station, **{**READ, "user": BOB}, renewable=True)
    assert not renewable["changed"]
    assert renewable["access"]["state"] == "renewable"


def test_a_claimed_key_outlives_the_replacement(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, claimed=True, expires_in=1800))
    changed = run(station, **{**READ, "duration": "8h"}, renewable=True)
    (old,) = changed["revoked"]
    assert old["key_valid_until"] == old["key_expires_at"]
    assert old["key_valid_until"].endswith("Z")
    assert not run(station, **{**READ, "duration": "8h"}, renewable=True)["changed"]
    # What was revoked looks like a grant that is not renewable, and only this computer knows better.
    back = run(station, **READ)
    assert back["changed"]
    assert len(good(station.simulator)) == 1


def test_absent(station: Station) -> None:
    container = seeded(station)
    ids = station.simulator.seed_accesses(
        grant(container, claimed=True, expires_in=1800),
        grant(container, rights=["write"], auto_refreshed=False),
        grant(container, auto_refreshed=False, claimed=True, expires_in=600),
        grant(container, granted_by=MANAGER, hours=8),
        grant(container, auto_refreshed=False, claimed=True, expires_in=-600),
        grant(container, BOB),
    )
    gone = run(station, container="shipdata", user=ANN.upper(), state="absent")
    assert gone["changed"]
    assert gone["access"] is None
    found = {row["id"]: row for row in gone["revoked"]}
    assert set(found) == {ids[0], ids[1], ids[2], ids[3]}
    assert [found[ids[number]]["state"] for number in range(4)] == ["revoked", "revoked", "active", "revoked"]
    assert [found[ids[number]]["key_valid_until"] is None for number in range(4)] == [False, True, False, True]
    assert station.calls(REVOKE) == 3
    again = run(station, container="shipdata", user=ANN, state="absent")
    assert not again["changed"]
    assert {row["id"] for row in again["revoked"]} == {ids[0], ids[2]}
    assert again["diff"]["before"] == again["diff"]["after"]
    assert [row["userId"] for row in rows(station.simulator, revoked=False, autoRefreshed=True)] == [BOB]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"rights": ["write"]}, [1]),
        ({"duration": "8h"}, [2]),
        ({"renewable": False}, [1]),
        ({"rights": ["list", "read"], "duration": "1h"}, [0]),
        ({"rights": ["delete"]}, []),
        ({"ip_range": {"start": "192.0.2.1"}}, [2]),
    ],
)
def test_absent_of_some(station: Station, options: dict[str, t.Any], expected: list[int]) -> None:
    container = seeded(station)
    ids = station.simulator.seed_accesses(
        grant(container),
        grant(container, rights=["write"], auto_refreshed=False),
        grant(container, hours=8, ip_range={"startIp": "192.0.2.1", "endIp": "192.0.2.1"}),
    )
    gone = run(station, container="shipdata", user=ANN, state="absent", **options)
    assert [row["id"] for row in gone["revoked"]] == [ids[number] for number in expected]
    assert gone["changed"] == bool(expected)
    assert len(gone["kept"]) == 3 - len(expected)


def test_duplicates(station: Station) -> None:
    container = seeded(station)
    ids = station.simulator.seed_accesses(*[grant(container)] * 2, grant(container, claimed=True))
    station.simulator.seed_accesses(grant(container, granted_by=MANAGER))
    told = run(station, **READ, renewable=True)
    assert not told["changed"]
    assert told["access"]["id"] == ids[2]
    assert len(told["duplicates"]) == 3
    assert "Some grants exist more than once, in container shipdata" in station.warnings[-1]
    folded = run(station, **READ, renewable=True, fold_duplicates=True)
    assert [row["id"] for row in folded["revoked"]] == ids[:2]
    assert len(good(station.simulator)) == 2
    assert not run(station, **READ, renewable=True, fold_duplicates=True)["changed"]


def test_a_container_that_is_not_there(station: Station) -> None:
    predicted = run(station, check_mode=True, **READ)
    assert predicted["changed"]
    assert (predicted["access"]["container"], predicted["access"]["container_id"]) == ("shipdata", None)
    assert predicted["access"]["granted_by"] == ME
    text = "Container shipdata does not exist yet. Check mode assumes that an earlier task creates it."
    assert station.warnings == [text]
    assert not run(station, check_mode=True, container="shipdata", user=ANN, state="absent")["changed"]
    with pytest.raises(StateError, match="owns no container with the short name shipdata"):
        station.run(veracity_container_access, **READ)
    for check_mode in (True, False):
        with pytest.raises(StateError, match=f"There is no container with the id {BOB}"):
            station.run(veracity_container_access, check_mode=check_mode, **{**READ, "container": BOB})
    seeded(station)
    assert station.run(veracity_container_access, **READ)["diff"] == predicted["diff"]


@pytest.mark.parametrize(
    "options",
    [{"user": "ann"}, {"container": "Ship data"}, {"duration": "1 day"}, {"key_template": "x"}, {"rights": []}],
)
def test_wrong_input_makes_no_call(station: Station, options: dict[str, t.Any]) -> None:
    with station.watched(), pytest.raises(InputError):
        station.run(veracity_container_access, **{**READ, **options})
    assert station.simulator.requests() == []


def test_a_container_that_is_only_shared(station: Station) -> None:
    (container,) = station.simulator.seed({"short_name": "theirdata", "access_level": "consumer"})
    station.simulator.seed_accesses(grant(container, ME))
    mine = {**READ, "container": container, "user": ME}
    assert not run(station, **mine, renewable=True)["changed"]
    for check_mode in (True, False):
        with pytest.raises(StateError, match=r"(?s)the access level consumer.*Only the owner of a container and its"):
            station.run(veracity_container_access, check_mode=check_mode, **mine)


def test_guids_in_upper_case(station: Station) -> None:
    station.simulator.settings(guid_case="upper")
    seeded(station)
    made = run(station, **READ)
    assert made["access"]["user"] == ANN
    assert not run(station, **{**READ, "user": ANN.upper()})["changed"]
    assert run(station, **WRITE)["revoked"][0]["id"] == made["access"]["id"]
    assert len(good(station.simulator)) == 1
    station.simulator.settings(guid_case="lower")
    assert not run(station, **WRITE)["changed"]
