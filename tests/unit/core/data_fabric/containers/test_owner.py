# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Giving a container to another owner."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_owner
from tests.unit.support.station import Station
from tests.unit.support.stewardship import (
    CONSUMER,
    DATA,
    MANAGER,
    ME,
    NOBODY,
    agreed,
    at_once,
    killed,
    shipdata,
    unchanged,
)

__all__ = ["shipdata"]

TRANSFER = f"PUT {DATA}/resources/{{id}}/owner"
GIVE = {"container": "shipdata", "user": MANAGER, "confirm": True}


def owner(station: Station) -> str:
    """Return the owner of the one container."""
    (container,) = station.simulator.containers()
    return str(container["ownerId"])


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("by_id", [True, False])
def test_give_and_give_again(station: Station, shipdata: str, keep: bool, by_id: bool) -> None:
    wanted = {**GIVE, "container": shipdata if by_id else "shipdata", "keep_stewardship": keep}
    given = agreed(station, veracity_container_owner, **wanted)
    assert given["changed"]
    assert given["diff"]["before"] == {"owner": ME}
    assert given["diff"]["after"] == {"owner": MANAGER}
    assert (given["container"], given["container_id"]) == ("shipdata", shipdata)
    assert (given["previous_owner"], given["owner"]) == (ME, MANAGER)
    assert owner(station) == MANAGER
    assert [entry["userId"] for entry in station.simulator.stewards()] == ([ME] if keep else [])
    again = unchanged(station, veracity_container_owner, **wanted)
    assert (again["owner"], again["previous_owner"], again["container_id"]) == (MANAGER, MANAGER, shipdata)
    assert station.run(veracity_container_owner, check_mode=True, **wanted)["changed"] is False


def test_what_was_given_is_not_given_to_someone_else(station: Station, shipdata: str) -> None:
    station.run(veracity_container_owner, **GIVE)
    with pytest.raises(StateError, match="owns no container"):
        station.run(veracity_container_owner, **{**GIVE, "user": CONSUMER})


def test_a_new_container_of_the_same_name_is_another_one(station: Station, shipdata: str) -> None:
    station.run(veracity_container_owner, **GIVE)
    station.simulator.seed({"short_name": "shipdata"})
    assert agreed(station, veracity_container_owner, **GIVE)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_it_has_to_be_confirmed(station: Station, shipdata: str, check_mode: bool) -> None:
    with station.watched():
        with pytest.raises(InputError, match="cannot take it back"):
            station.run(veracity_container_owner, check_mode=check_mode, container="shipdata", user=MANAGER)
        assert station.simulator.requests() == []


def test_who_owns_it_already(station: Station, shipdata: str) -> None:
    assert unchanged(station, veracity_container_owner, **{**GIVE, "user": ME.upper()})["owner"] == ME


@pytest.mark.parametrize("level", ["consumer", "dataSteward"])
def test_who_is_not_the_owner(station: Station, level: str) -> None:
    (container,) = station.simulator.seed({"short_name": "theirs", "access_level": level})
    with pytest.raises(StateError, match="Only the owner of a container can transfer it"):
        station.run(veracity_container_owner, **{**GIVE, "container": container})


def test_who_is_the_owner_no_more(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="PUT", path="/owner$", status=403)
    with pytest.raises(ForbiddenError, match="Only the owner of a container can transfer it"):
        station.run(veracity_container_owner, **GIVE)


def test_who_cannot_be_an_owner(station: Station, shipdata: str) -> None:
    with pytest.raises(ApiError, match="Container shipdata: ") as caught:
        station.run(veracity_container_owner, **{**GIVE, "user": CONSUMER})
    assert "data manager of the same company" in str(caught.value)
    with pytest.raises(ApiError):
        station.run(veracity_container_owner, **{**GIVE, "user": CONSUMER})
    assert owner(station) == ME


def test_what_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match="owns no container"):
        station.run(veracity_container_owner, **GIVE)
    with pytest.raises(StateError, match="with the id"):
        station.run(veracity_container_owner, check_mode=True, **{**GIVE, "container": NOBODY})
    predicted = station.run(veracity_container_owner, check_mode=True, **GIVE)
    assert predicted["changed"]
    assert predicted["diff"]["before"] == {"owner": ME}
    assert "assumes that an earlier task creates it" in station.warnings[-1]


@pytest.mark.parametrize(
    "fault", [{"drop": "after"}, {"drop": "before"}, {"status": 500, "apply": True}, {"status": 502}]
)
@pytest.mark.parametrize("keep", [True, False])
def test_an_answer_that_is_lost(station: Station, shipdata: str, fault: dict[str, t.Any], keep: bool) -> None:
    station.simulator.fault(method="PUT", path="/owner$", **fault)
    assert station.run(veracity_container_owner, **GIVE, keep_stewardship=keep)["changed"]
    assert owner(station) == MANAGER
    unchanged(station, veracity_container_owner, **GIVE, keep_stewardship=keep)


def test_answers_that_are_lost_for_good(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="PUT", path="/owner$", drop="before", times=0)
    with pytest.raises(UnknownStateError, match="whether it was transferred"):
        station.run(veracity_container_owner, **GIVE)
    station.simulator.clear_faults()
    assert station.run(veracity_container_owner, **GIVE)["changed"]


def test_a_run_that_is_killed_before_the_answer(station: Station, shipdata: str) -> None:
    killed(station, veracity_container_owner, "PUT", "/owner", **GIVE)
    assert owner(station) == MANAGER
    unchanged(station, veracity_container_owner, **GIVE)


def test_a_run_elsewhere_was_first(station: Station, shipdata: str) -> None:
    """Who became a data steward sees that it was done; to others the container may as well be deleted."""
    station.simulator.fault(method="PUT", path="/owner$", status=400, apply=True)
    assert station.run(veracity_container_owner, **GIVE, keep_stewardship=True)["owner"] == MANAGER
    station.simulator.seed({"short_name": "otherdata"})
    station.simulator.fault(method="PUT", path="/owner$", status=400, apply=True)
    wanted = {**GIVE, "container": "otherdata"}
    with pytest.raises(StateError, match="it no longer exists, or it belongs to someone else"):
        station.run(veracity_container_owner, **wanted)
    with pytest.raises(StateError, match="owns no container"):
        station.run(veracity_container_owner, **wanted)


@pytest.mark.parametrize("keep", [True, False])
def test_runs_at_the_same_time(station: Station, shipdata: str, keep: bool) -> None:
    station.simulator.settings(latency=0.05)
    given = at_once(station, veracity_container_owner, 4, **GIVE, keep_stewardship=keep)
    assert sorted(given, key=str) == [False, False, False, True]
    assert owner(station) == MANAGER
    assert station.calls(TRANSFER) == 1
