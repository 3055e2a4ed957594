# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications, their roles, and who is who."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.application_roles import same_role
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_data_fabric_application,
    veracity_data_fabric_identity_info,
)
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET
from tests.unit.support.station import Station
from tests.unit.support.stewardship import DATA, MANAGER, ME, NOBODY, Hasty, agreed, at_once, killed, unchanged

CREATE = f"POST {DATA}/application"
NEW = "9f1b3c52-7c2e-4a1f-b0d7-5e8c6a4d2f10"
WANTED: dict[str, t.Any] = {"application": NEW, "role": "consumer"}


@pytest.fixture
def admin(station: Station) -> Station:
    """Return a place where the application has the role that this takes."""
    station.clock = Hasty()
    station.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, role="dataAdmin")
    return station


def identity(station: Station, **params: str) -> t.Any:
    """Return who is asked for."""
    return station.run(veracity_data_fabric_identity_info, **params)["identity"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DataFabricManager", "manager", True),
        ("Data Manager", "manager", True),
        ("Consumer", "consumer", True),
        ("DataAdmin", "dataAdmin", True),
        ("DataFabricDataAdmin", "dataAdmin", True),
        ("manager", "consumer", False),
        ("", "none", False),
    ],
)
def test_roles_are_compared_loosely(one: str, other: str, same: bool) -> None:
    assert same_role(one, other) is same


def test_make_known_and_give_another_role(admin: Station) -> None:
    own = identity(admin)
    made = agreed(admin, veracity_data_fabric_application, **WANTED)
    assert made["changed"]
    assert made["application"] == {
        "kind": "application",
        "id": NEW,
        "company": own["company"],
        "role": "consumer",
    }
    unchanged(admin, veracity_data_fabric_application, **{**WANTED, "application": NEW.upper()})
    unchanged(admin, veracity_data_fabric_application, **WANTED, company=own["company"].upper())
    changed = agreed(admin, veracity_data_fabric_application, application=NEW, role="manager")
    assert changed["changed"]
    assert identity(admin, application=NEW)["role"] == "manager"
    assert changed["diff"]["before"]["role"] == "consumer"


def test_a_role_that_is_written_differently_is_the_same(admin: Station) -> None:
    admin.run(veracity_data_fabric_application, **WANTED)
    answer = {"id": NEW, "companyId": identity(admin)["company"], "role": "DataFabricConsumer"}
    admin.simulator.fault(method="GET", path=f"/application/{NEW}$", status=200, json=answer)
    assert unchanged(admin, veracity_data_fabric_application, **WANTED)["application"]["role"] == "DataFabricConsumer"


def test_the_company(admin: Station) -> None:
    made = agreed(admin, veracity_data_fabric_application, **WANTED, company=NOBODY)
    assert made["application"]["company"] == NOBODY
    with pytest.raises(StateError, match="which cannot be changed"):
        admin.run(veracity_data_fabric_application, **WANTED, company=MANAGER)


def test_who_may_do_it(station: Station) -> None:
    with pytest.raises(ForbiddenError, match="with the role dataAdmin in Data Fabric can do this"):
        station.run(veracity_data_fabric_application, **WANTED)
    with pytest.raises(ForbiddenError, match="with the role dataAdmin in Data Fabric can do this"):
        station.run(veracity_data_fabric_application, application=ME, role="consumer")


@pytest.mark.parametrize("params", [{"application": "x"}, {"company": "x"}, {"role": "boss"}])
def test_wrong_options_reach_nobody(station: Station, params: dict[str, str]) -> None:
    with pytest.raises(InputError):
        station.run(veracity_data_fabric_application, **{**WANTED, **params})
    assert station.simulator.requests() == []


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"drop": "before"}, {"status": 500, "apply": True}])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_an_answer_that_is_lost(admin: Station, fault: dict[str, t.Any], method: str) -> None:
    # A PUT that failed on the server is sent again by the client itself.
    admin.options = {"retries": 1}
    if method == "PUT":
        admin.run(veracity_data_fabric_application, application=NEW, role="manager")
    admin.simulator.fault(method=method, path="/application", **fault)
    assert admin.run(veracity_data_fabric_application, **WANTED)["changed"]
    assert identity(admin, application=NEW)["role"] == "consumer"
    unchanged(admin, veracity_data_fabric_application, **WANTED)


def test_answers_that_are_lost_for_good(admin: Station) -> None:
    admin.simulator.fault(method="POST", path="/application$", drop="before", times=0)
    with pytest.raises(UnknownStateError, match=f"Application {NEW}: whether its role was set is not known"):
        admin.run(veracity_data_fabric_application, **WANTED)


def test_another_run_was_first(admin: Station) -> None:
    admin.simulator.fault(method="POST", path="/application$", status=409, apply=True)
    assert not admin.run(veracity_data_fabric_application, **WANTED)["changed"]
    admin.simulator.fault(method="GET", path=f"/application/{NEW}$", status=404)
    assert admin.run(veracity_data_fabric_application, application=NEW, role="manager")["changed"]
    assert identity(admin, application=NEW)["role"] == "manager"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_conflict_that_nobody_made_is_an_error(admin: Station, method: str) -> None:
    """Nothing changed since it was planned, so to plan it again would lead to the same."""
    if method == "PUT":
        admin.run(veracity_data_fabric_application, **WANTED)
    admin.simulator.fault(method=method, path="/application", status=409, times=0)
    with admin.watched():
        with pytest.raises(ConflictError, match=f"Application {NEW}: "):
            admin.run(veracity_data_fabric_application, application=NEW, role="manager")
        assert admin.writes == 1


def test_an_application_that_is_gone_meanwhile(admin: Station) -> None:
    admin.run(veracity_data_fabric_application, **WANTED)
    admin.simulator.fault(method="PUT", path="/application/", status=404)
    with pytest.raises(StateError, match="Data Fabric no longer has it"):
        admin.run(veracity_data_fabric_application, application=NEW, role="manager")


def test_a_run_that_is_killed_before_the_answer(admin: Station) -> None:
    killed(admin, veracity_data_fabric_application, "POST", "/application$", **WANTED)
    unchanged(admin, veracity_data_fabric_application, **WANTED)


def test_runs_at_the_same_time(admin: Station) -> None:
    found = at_once(admin, veracity_data_fabric_application, 4, **WANTED)
    assert set(found) <= {True, False}
    assert identity(admin, application=NEW)["role"] == "consumer"


def test_who_is_who(station: Station) -> None:
    own = identity(station)
    assert (own["kind"], own["id"], own["role"]) == ("application", ME, "manager")
    assert identity(station, application=ME.upper()) == own
    user = identity(station, user=MANAGER)
    assert (user["kind"], user["id"], user["role"]) == ("user", MANAGER, "manager")
    assert identity(station, user=NOBODY) is None
    assert identity(station, application=NOBODY) is None
    with pytest.raises(InputError, match="mutually exclusive"):
        identity(station, user=MANAGER, application=ME)
    with pytest.raises(InputError, match="user: must be a GUID"):
        identity(station, user="me")


def test_the_caller_may_be_a_user_or_nobody(station: Station) -> None:
    station.simulator.fault(method="GET", path="/application$", status=404, times=2)
    answer = {"userId": MANAGER, "companyId": NOBODY, "role": "manager"}
    station.simulator.fault(method="GET", path="/users/me$", status=200, json=answer)
    assert identity(station) == {"kind": "user", "id": MANAGER, "company": NOBODY, "role": "manager"}
    assert identity(station) is None
