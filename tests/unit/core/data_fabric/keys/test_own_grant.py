# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grants that an application makes to itself for a key: one, whatever happens, and of the least that does."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ForbiddenError, InputError, StateError
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.unit.support.key_support import ACCESSES, CLAIM, SHARE, grant, key, together
from tests.unit.support.station import Station

OWN_USE = "For this application's own work (dnv.veracity)"


@pytest.fixture
def shipdata(station: Station) -> str:
    """Return the id of a container of the application."""
    (container,) = station.simulator.seed({"short_name": "shipdata"})
    return str(container)


def rows(station: Station) -> list[dict[str, t.Any]]:
    """Return all grants."""
    return t.cast("list[dict[str, t.Any]]", station.simulator.accesses())


def test_one_grant_is_made_and_used_again(station: Station, shipdata: str) -> None:
    made = key(station, ensure_access=True)
    assert (made["changed"], made["access_granted"], made["claimed"]) == (True, True, True)
    (row,) = rows(station)
    assert row["accessSharingId"] == made["access_id"]
    assert row["userId"] == DEFAULT_CLIENT_ID
    assert row["comment"] == OWN_USE
    assert row["accessHours"] == 1
    assert row["autoRefreshed"] is True
    assert [row[f"attribute{number}"] for number in (1, 2, 3, 4)] == [True, False, False, True]
    for params in ({}, {"ensure_access": True}, {"ensure_access": True, "force": True}):
        again = key(station, **params)
        assert (again["changed"], again["access_granted"]) == (False, False)
        assert again["access_id"] == made["access_id"]
    assert len(rows(station)) == 1
    assert station.calls(SHARE) == 1


def test_a_grant_that_suits_is_used(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    assert key(station, ensure_access=True)["access_id"] == access
    assert station.calls(SHARE) == 0
    wide = grant(station, shipdata, "read write delete list", hours=8)
    assert key(station, rights=["delete"], ensure_access=True, allow_wider=True)["access_id"] == wide
    assert station.calls(SHARE) == 0


def test_g6_a_wider_key_that_is_kept_is_not_handed_out(station: Station, shipdata: str) -> None:
    """The case as it stands: all rights for eight hours were claimed before."""
    rights = ["read", "write", "delete", "list"]
    wide = key(station, rights=rights, ensure_access=True, duration="8h")
    least = key(station, rights=["read", "list"], ensure_access=True, duration="1h")
    assert least["access_id"] != wide["access_id"]
    assert least["rights"] == ["read", "list"]
    assert least["expires_in"] <= 3600
    assert [key(station, rights=["read", "list"], duration="1h")[name] for name in ("sas_url", "cached")] == [
        least["sas_url"],
        True,
    ]
    assert key(station, rights=rights)["sas_url"] == wide["sas_url"]
    with pytest.raises(StateError, match=r"with only the rights .* for at most 1h"):
        key(station, rights=rights, duration="1h")
    assert key(station, rights=rights, duration="1h", allow_wider=True)["sas_url"] == wide["sas_url"]
    assert station.calls(SHARE) == 2


def test_g6_what_is_offered_with_more_only_is_no_wider_key(station: Station, shipdata: str) -> None:
    """Veracity offers no key that reads and does not list, so one grant is enough for ever."""
    made = key(station, rights=["read"], ensure_access=True)
    for params in ({"ensure_access": True}, {}, {"force": True, "ensure_access": True}):
        assert key(station, rights=["read"], **params)["access_id"] == made["access_id"]
    assert station.calls(SHARE) == 1


@pytest.mark.parametrize(
    ("rights", "granted"),
    [
        (["read"], ["read", "list"]),
        (["write"], ["write"]),
        (["list"], ["list"]),
        (["write", "list"], ["read", "write", "list"]),
        (["delete"], ["read", "write", "delete", "list"]),
    ],
)
def test_least_that_is_offered(station: Station, shipdata: str, rights: list[str], granted: list[str]) -> None:
    assert key(station, check_mode=True, rights=rights, ensure_access=True)["rights"] == granted
    assert key(station, rights=rights, ensure_access=True)["rights"] == granted


@pytest.mark.parametrize("hours", [720, 730, 744])
def test_duration_and_renewal(station: Station, shipdata: str, hours: int) -> None:
    station.simulator.settings(hours_per_month=hours)
    made = key(station, ensure_access=True, duration="2 months", renewable=False)
    assert made["renewable"] is False
    assert rows(station)[0]["accessHours"] == 2 * hours


def test_grant_that_ended_is_followed_by_another(station: Station, shipdata: str) -> None:
    first = key(station, ensure_access=True, renewable=False)
    station.clock.offset = 3700
    station.simulator.advance(3700)
    second = key(station, ensure_access=True, renewable=False)
    assert second["changed"] is True
    assert second["access_id"] != first["access_id"]


def test_duration_that_is_not_offered(station: Station, shipdata: str) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError, match=r"No key template has the rights read\+list and the duration 3h"):
            key(station, check_mode=check_mode, ensure_access=True, duration="3h")
    assert station.writes == 0


def test_who_may_not_grant(station: Station) -> None:
    (container,) = station.simulator.seed({"short_name": "theirs", "access_level": "consumer"})
    with pytest.raises(StateError, match="cannot grant access") as caught:
        key(station, container, check_mode=True, ensure_access=True)
    assert "data stewards" in str(caught.value)
    with pytest.raises(ForbiddenError, match="data stewards"):
        key(station, container, ensure_access=True)
    assert rows(station) == []


def test_lost_answer(station: Station, shipdata: str) -> None:
    station.simulator.fault(path="/accesses$", method="POST", drop="after")
    made = key(station, ensure_access=True)
    assert made["changed"] is True
    assert len(rows(station)) == 1


def test_server_that_fails_after_the_deed(station: Station, shipdata: str) -> None:
    station.simulator.fault(path="/accesses$", method="POST", status=500, apply=True)
    assert key(station, ensure_access=True)["changed"] is True
    assert len(rows(station)) == 1


def test_failed_claim_of_a_new_grant(station: Station, shipdata: str) -> None:
    station.simulator.fault(path="/key$", method="PUT", status=400)
    with pytest.raises(Exception, match="refused the request"):
        key(station, ensure_access=True)
    assert key(station, ensure_access=True)["changed"] is False
    assert len(rows(station)) == 1


def test_template_that_is_replaced_between_listing_and_sharing(station: Station, shipdata: str) -> None:
    station.simulator.fault(path="/accesses$", method="POST", status=400)
    with pytest.raises(Exception, match="refused the request"):
        key(station, ensure_access=True)
    assert rows(station) == []


def test_only_revoked_grants(station: Station, shipdata: str) -> None:
    station.simulator.revoke(*(grant(station, shipdata) for _number in range(3)))
    made = key(station, ensure_access=True)
    assert made["changed"] is True
    assert len(rows(station)) == 4


def test_two_runs_at_once_make_one_grant(station: Station, shipdata: str) -> None:
    station.simulator.settings(latency=0.05)
    station.session().obtain()
    results = together(
        station, [{"container": name, "ensure_access": True} for name in ("shipdata", shipdata, shipdata.upper())]
    )
    assert len(rows(station)) == 1
    assert len({result["sas_url"] for result in results}) == 1
    assert sorted(result["changed"] for result in results) == [False, False, True]
    assert station.calls(CLAIM) == 1


def test_twenty_processes_claim_once(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.session().obtain()
    station.simulator.settings(latency=0.02)
    results = together(station, [{"container": "shipdata"}] * 20)
    assert len({result["sas_url"] for result in results}) == 1
    assert [result["claimed"] for result in results].count(True) == 1
    assert station.calls(CLAIM) == 1
    assert station.calls(f"GET {ACCESSES}") == 1


def test_processes_with_different_wishes_for_one_grant_claim_once(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    station.session().obtain()
    wishes = [{"container": name} for name in ("shipdata", shipdata)]
    wishes += [{"container": "shipdata", "rights": ["read"]}, {"container": shipdata, "access_id": access}]
    results = together(station, wishes * 3)
    assert len({result["sas_url"] for result in results}) == 1
    assert station.calls(CLAIM) == 1
