# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a report of access is made of: what the run has read before is not read again."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access_report import completed
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_access_info,
    veracity_container_access_report,
    veracity_container_accesses,
    veracity_container_steward,
    veracity_container_stewards,
    veracity_description,
)
from tests.unit.support.grants import ANN, BOB, DATA, LIST, MANAGER, ROWS, TEMPLATES, grant, seeded
from tests.unit.support.station import Station

STEWARDS = f"GET {DATA}/resources/{{id}}/datastewards"
READ = {"user": ANN, "rights": ["read", "list"], "duration": "1h", "renewable": True}


def gathered(station: Station, **params: t.Any) -> dict[str, t.Any]:
    """Return what a report is made of, as its action puts it together."""
    found = station.run(veracity_container_access_report, dest="access.html", **params)
    return completed(found, params, station.clock.time())


def by_id(rows: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Return grants in an order that does not depend on who told of them."""
    return sorted(rows, key=lambda row: str(row["id"]))


def ships(station: Station, number: int) -> list[str]:
    """Make containers, each with a grant to ANN and one to BOB. Returns their short names."""
    names = [f"ship{each:04}" for each in range(number)]
    ids = station.simulator.seed(*[{"short_name": name} for name in names])
    rows = [
        row for identifier in ids for row in (grant(identifier), grant(identifier, BOB, claimed=True, expires_in=600))
    ]
    station.simulator.seed_accesses(*rows)
    return names


def test_nothing_known(station: Station) -> None:
    ships(station, 3)
    with station.watched():
        found = gathered(station)
        assert [station.calls(call) for call in (LIST, TEMPLATES, ROWS, STEWARDS)] == [1, 1, 3, 0]
        assert station.writes == 0
    info = station.run(veracity_container_access_info)
    assert found["accesses"] == info["accesses"]
    assert [{**one, "stewards": None} for one in info["containers"]] == found["containers"]


@pytest.mark.parametrize("check_mode", [False, True])
def test_what_is_known_is_not_read_again(station: Station, check_mode: bool) -> None:
    names = ships(station, 4)
    container = {"container": names[0], "access": [{**READ, "rights": ["write"]}, {**READ, "user": MANAGER}]}
    known = station.run(veracity_container_accesses, check_mode=check_mode, containers=[container])
    with station.watched():
        found = gathered(station, known_access=known["outcomes"])
        assert [station.calls(call) for call in (LIST, TEMPLATES, ROWS)] == [1, 1, 3]
    shown = [(row["user"], row["rights"], row["state"]) for row in found["accesses"] if row["container"] == names[0]]
    assert sorted(shown) == [
        (MANAGER, ["read", "list"], "available"),
        (ANN, ["write"], "available"),
        (BOB, ["read", "list"], "active"),
    ]
    if not check_mode:
        assert by_id(found["accesses"]) == by_id(gathered(station)["accesses"])


@pytest.mark.slow
def test_the_role_reads_four_hundred_containers_once(station: Station) -> None:
    names = ships(station, 400)
    access = [READ, {**READ, "user": BOB}]
    described = {"containers": [{"short_name": name, "state": "present", "access": access} for name in names]}
    containers = [{"container": name, "access": access} for name in names]
    with station.watched():
        validated = station.run(veracity_description, data_fabric=described)
        assert validated["containers"]["changed"] is False
        known = station.run(veracity_container_accesses, containers=containers)
        assert known["changed"] is False
        found = gathered(station, known_access=known["outcomes"])
        assert [station.calls(call) for call in (LIST, TEMPLATES, ROWS)] == [3, 1, 400]
        assert station.simulator.counters()["reads"] == 404
        assert station.writes == 0
    assert found["accesses"] == gathered(station)["accesses"]


def test_a_revoked_key_that_still_works_is_known(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container, BOB, claimed=True, expires_in=600), grant(container, ANN))
    nobody = [{"container": "shipdata", "access": []}]
    predicted = station.run(veracity_container_accesses, check_mode=True, containers=nobody, prune=True)
    for known in (
        predicted,
        *[station.run(veracity_container_accesses, containers=nobody, prune=True) for _time in "ab"],
    ):
        (outcome,) = known["outcomes"]
        assert [(row["user"], row["state"]) for row in outcome["revoked_keys"]] == [(BOB, "revoked")]
        found = gathered(station, known_access=known["outcomes"])
        assert [(row["user"], row["state"]) for row in found["accesses"]] == [(BOB, "revoked")]
    assert found["accesses"] == gathered(station)["accesses"]
    station.clock.offset = 700
    assert gathered(station, known_access=known["outcomes"])["accesses"] == []


def test_a_key_that_expires_meanwhile_is_no_longer_valid(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(
        grant(container, ANN, claimed=True, expires_in=600),
        grant(container, BOB, claimed=True, expires_in=600, auto_refreshed=False),
    )
    known = station.run(veracity_container_accesses, containers=[{"container": "shipdata"}])["outcomes"]
    assert [row["state"] for row in known[0]["accesses"]] == ["active", "active"]
    station.clock.offset = 700
    found = gathered(station, known_access=known)["accesses"]
    assert [(row["user"], row["state"]) for row in found] == [(ANN, "renewable")]


def test_containers_that_are_gone_or_not_there_yet(station: Station) -> None:
    ships(station, 2)
    unknown = "99999999-0000-4000-8000-000000000000"
    known = [{"container_id": identifier, "accesses": [{"state": "available"}]} for identifier in (None, unknown)]
    with station.watched():
        found = gathered(station, known_access=known)
        assert station.calls(ROWS) == 2
    assert len(found["containers"]) == 2
    assert len(found["accesses"]) == 4


def test_data_stewards(station: Station) -> None:
    names = ships(station, 3)
    station.run(veracity_container_steward, container=names[0], user=MANAGER, comment="At sea")
    station.run(veracity_container_steward, container=names[1], user=MANAGER)
    described = [{"container": names[0], "stewards": [{"user": MANAGER}]}]
    known = station.run(veracity_container_stewards, containers=described)["outcomes"]
    with station.watched():
        found = gathered(station, known_stewards=known)
        assert station.calls(STEWARDS) == 0
    assert [one["stewards"] and one["stewards"][0]["comment"] for one in found["containers"]] == ["At sea", None, None]
    with station.watched():
        found = gathered(station, known_stewards=known, include_stewards=True)
        assert station.calls(STEWARDS) == 2
    assert [len(one["stewards"]) for one in found["containers"]] == [1, 1, 0]


def test_a_container_that_vanishes_while_its_data_stewards_are_read(station: Station) -> None:
    seeded(station)
    station.simulator.fault(method="GET", path="/datastewards$", status=404, times=2)
    assert gathered(station, include_stewards=True)["containers"][0]["stewards"] == []


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"known_access": [{"accesses": []}]}, r"known_access\[0\]: has no container_id or accesses"),
        ({"known_access": [{"container_id": "x"}]}, r"known_access\[0\]"),
        ({"known_stewards": [{"container_id": "x", "accesses": []}]}, r"known_stewards\[0\]: .* or stewards"),
        ({"max_concurrency": 0}, "max_concurrency"),
    ],
)
def test_wrong_input_makes_no_call(station: Station, params: dict[str, t.Any], text: str) -> None:
    with station.watched(), pytest.raises(InputError, match=text):
        gathered(station, **params)
    assert station.simulator.requests() == []
