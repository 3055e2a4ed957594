# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listings of the Services API v3 in pages: all of them, however the pages are counted and cut."""

from __future__ import annotations

import typing as t
import uuid
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ApiError
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import Services
from ansible_collections.dnv.veracity.plugins.modules import veracity_service_subscribers
from tests.simulator.fixture import Simulator
from tests.unit.support.office import SERVICE, Office

LIST = "GET /veracity/services/v3/this/services/{id}/subscribers"
FROM_ONE = {"services_first_page": 1}
WAYS: list[dict[str, t.Any]] = [
    {},
    FROM_ONE,
    {**FROM_ONE, "services_page_zero": "empty"},
    {**FROM_ONE, "services_page_zero": "refused"},
]


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Office:
    """Return a place to list from."""
    return Office(simulator, tmp_path / "state")


def crowd(office: Office, number: int) -> list[str]:
    """Have so many users subscribe, and return their ids."""
    ids = [str(uuid.UUID(int=0x4000_8000_0000_0000_0000 + index)) for index in range(number)]
    office.simulator.seed_directory(
        *({"user_id": user, "email": f"sailor{index}@example.com"} for index, user in enumerate(ids))
    )
    office.simulator.seed_subscribers(*({"service_id": SERVICE, "user_id": user, "role": "reader"} for user in ids))
    return ids


def listed(office: Office) -> list[str]:
    """Return the ids of the subscribers as they are listed."""
    return [user.id for user in Services(office.session().client).subscribers(SERVICE)]


@pytest.mark.parametrize("number", [0, 1, 99, 100, 150, 200])
@pytest.mark.parametrize("way", WAYS)
def test_g1_all_are_listed_once_wherever_pages_count_from(office: Office, way: dict[str, t.Any], number: int) -> None:
    ids = crowd(office, number)
    office.simulator.settings(**way)
    assert listed(office) == ids


def test_g1_prune_removes_every_stranger(office: Office) -> None:
    ids = crowd(office, 150)
    office.simulator.settings(**FROM_ONE)
    wanted = [{"user": user, "access_level": "reader"} for user in ids[:2]]
    found = office.run(veracity_service_subscribers, service=SERVICE, subscribers=wanted, prune=True)
    assert {entry["user"] for entry in found["pruned"]} == set(ids[2:])
    assert [entry["user_id"] for entry in office.simulator.subscribers()] == ids[:2]


@pytest.mark.parametrize("way", WAYS)
def test_g2_a_service_that_caps_its_pages_is_read_to_the_end(office: Office, way: dict[str, t.Any]) -> None:
    ids = crowd(office, 250)
    office.simulator.settings(services_page_cap=50, **way)
    assert listed(office) == ids


def test_a_short_list_costs_one_call_more(office: Office) -> None:
    crowd(office, 3)
    listed(office)
    assert office.calls(LIST) == 2


def test_pages_that_are_all_the_same_end(office: Office) -> None:
    user = {"id": str(uuid.uuid4())}
    office.simulator.fault(path="/subscribers$", method="GET", status=200, json=[user], times=0)
    assert listed(office) == [user["id"]]


def test_users_without_an_id_are_told_by_their_identity(office: Office) -> None:
    page = [{"identity": str(uuid.uuid4())} for _user in range(3)]
    office.simulator.fault(path="/subscribers$", method="GET", status=200, json=page)
    office.simulator.fault(path="/subscribers$", method="GET", status=200, json=[], times=0)
    assert listed(office) == [user["identity"] for user in page]


def test_a_refusal_that_is_not_about_the_page_is_told(office: Office) -> None:
    office.simulator.fault(path="/subscribers$", method="GET", status=400, json={"message": "not today"}, times=0)
    with pytest.raises(ApiError, match="not today"):
        listed(office)
    assert office.calls(LIST) == 2
