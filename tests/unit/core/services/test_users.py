# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users are registered once, whatever becomes of the answer and however late they show."""

from __future__ import annotations

import time
import typing as t
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
    VeracityError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_service_subscriber,
    veracity_service_subscribers,
    veracity_user,
)
from tests.simulator.fixture import Simulator
from tests.unit.support.office import SERVICE, Office
from tests.unit.support.station import Forward

REGISTER = "POST /veracity/services/v3/this/user"
COOK = {"email": "cook@example.com", "first_name": "Anne", "last_name": "Example"}
HOUR = 3600.0


class Registry(Office):
    """An office that registers the cook."""

    def register(self, *, check_mode: bool = False, **params: t.Any) -> dict[str, t.Any]:
        """Run the module for the cook."""
        return self.run(veracity_user, check_mode=check_mode, **{**COOK, **params})

    @property
    def registrations(self) -> int:
        """How often the API was asked for one."""
        return self.calls(REGISTER)


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Registry:
    """Return a place to register users from, for a client with one service."""
    return Registry(simulator, tmp_path / "state")


def test_registered_once_and_as_predicted(office: Registry) -> None:
    predicted = office.register(check_mode=True)
    assert office.registrations == 0
    assert predicted["user"] == {"id": None, "email": "cook@example.com", "name": "Anne Example"}
    office.simulator.settings(user_visibility_delay=0)
    real = office.register()
    assert (predicted["changed"], predicted["diff"]) == (real["changed"], real["diff"])
    again = office.register(email="  COOK@example.com ")
    assert again["changed"] is False
    assert again["user"]["id"] == real["user"]["id"]
    assert office.registrations == 1


def test_one_who_does_not_show_is_remembered(office: Registry) -> None:
    office.simulator.settings(user_visibility_delay=300)
    first = office.register()
    assert first["changed"] is True
    again = office.register()
    assert again["changed"] is False
    assert again["user"]["id"] == first["user"]["id"]
    assert office.register(check_mode=True)["changed"] is False
    assert office.registrations == 1


def test_lost_answer_is_looked_for(office: Registry) -> None:
    office.simulator.settings(user_visibility_delay=0)
    office.simulator.fault(path="/this/user$", method="POST", drop="after")
    found = office.register()
    assert found["changed"] is True
    assert found["user"]["id"]
    assert found["confirmation_url"] is None
    assert office.register()["changed"] is False
    assert office.registrations == 1


def test_unknown_outcome_is_not_asked_for_again_within_an_hour(office: Registry) -> None:
    office.simulator.fault(path="/this/user$", method="POST", drop="before", times=1)
    with pytest.raises(UnknownStateError, match="did not confirm the registration"):
        office.register()
    before = office.registrations
    with pytest.raises(UnknownStateError, match="For an hour, runs only look for the user"):
        office.register()
    assert office.registrations == before
    office.clock.offset += HOUR
    office.simulator.settings(user_visibility_delay=0)
    assert office.register()["changed"] is True
    assert len([person for person in office.simulator.directory() if person["email"] == COOK["email"]]) == 1


@pytest.mark.parametrize("delay", [0, 1.0])
def test_runs_at_the_same_moment_register_once(office: Registry, delay: float) -> None:
    office.clock = Forward()
    office.simulator.settings(user_visibility_delay=delay)
    # So that each has looked before any of them asks.
    office.simulator.fault(path="/this/user/resolve", method="GET", delay=0.3, times=4)
    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(office.register) for _run in range(4)]]
    assert office.registrations == 1
    assert sorted(result["changed"] for result in results) == [False, False, False, True]
    assert len({result["user"]["id"] for result in results}) == 1


@pytest.mark.parametrize("registers", [True, False])
def test_g4_user_whom_another_run_registers_is_waited_for(office: Registry, registers: bool) -> None:
    office.clock = Forward()
    office.simulator.settings(user_visibility_delay=1.2)

    def another() -> dict[str, t.Any]:
        time.sleep(0.3)
        if registers:
            assert office.register()["user"]["id"]
        return subscribe()

    def subscribe() -> dict[str, t.Any]:
        (outcome,) = office.run(
            veracity_service_subscribers,
            service=SERVICE,
            subscribers=[{"email": COOK["email"], "access_level": "reader"}],
        )["outcomes"]
        return t.cast("dict[str, t.Any]", outcome)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(office.register), pool.submit(another)
        assert second.result()["user"] == first.result()["user"]["id"]
    assert office.registrations == 1
    assert [entry["role"] for entry in office.simulator.subscribers()] == ["reader"]


def test_g4_user_who_was_registered_and_does_not_show_is_predicted(office: Registry) -> None:
    office.simulator.settings(user_visibility_delay=300)
    user = office.register()["user"]["id"]
    params = {"service": SERVICE, "email": COOK["email"], "access_level": "reader"}
    found = office.run(veracity_service_subscriber, check_mode=True, **params)
    assert (found["changed"], found["user"]) == (True, user)
    with pytest.raises(WaitTimeoutError, match=r"cook@example\.com was registered, but is not visible yet"):
        office.run(veracity_service_subscriber, **params)


def test_g4_user_of_a_registration_that_is_not_known_is_looked_for(office: Registry) -> None:
    office.simulator.fault(path="/this/user$", method="POST", drop="before", times=1)
    with pytest.raises(UnknownStateError):
        office.register()
    with pytest.raises(UnknownStateError, match="For an hour, runs only look for the user"):
        office.run(veracity_service_subscriber, service=SERVICE, email=COOK["email"])


def test_g4_nobody_is_waited_for_whom_no_run_registers(office: Registry) -> None:
    with pytest.raises(StateError, match=r"No user of Veracity has the e-mail address cook@example\.com"):
        office.run(veracity_service_subscriber, service=SERVICE, email=COOK["email"])
    assert office.clock.offset == 0


def test_user_whom_another_run_registered_since_the_first_look_is_found(office: Registry) -> None:
    office.simulator.settings(user_visibility_delay=0)
    first = office.register()
    office.simulator.fault(path="/this/user/resolve", method="GET", status=200, json=[])
    again = office.register()
    assert (again["changed"], again["user"]["id"]) == (False, first["user"]["id"])
    assert office.registrations == 1


def test_refusal_of_another_run_is_not_waited_for(office: Registry) -> None:
    office.clock = Forward()
    office.simulator.settings(user_visibility_delay=0)
    office.simulator.fault(path="/this/user/resolve", method="GET", delay=0.3, times=2)
    office.simulator.fault(path="/this/user$", method="POST", status=400, delay=0.5, json={"message": "not now"})
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(office.register) for _run in range(2)]
    errors = [future.exception() for future in futures]
    assert sorted(error is None for error in errors) == [False, True]
    assert [person["email"] for person in office.simulator.directory()].count(COOK["email"]) == 1


@pytest.mark.parametrize("answer", [{"body": "<html>done</html>"}, {"json": []}, {"json": {"id": "cook"}}])
def test_answer_that_makes_no_sense_is_not_a_reason_to_ask_again(office: Registry, answer: dict[str, t.Any]) -> None:
    office.simulator.settings(user_visibility_delay=300)
    office.simulator.fault(path="/this/user$", method="POST", status=200, apply=True, **answer)
    with pytest.raises(UnknownStateError, match="did not confirm the registration"):
        office.register()
    with pytest.raises(UnknownStateError, match="runs only look for the user"):
        office.register()
    office.simulator.advance(301)
    assert office.register()["changed"] is False
    assert office.registrations == 1


def test_conflict_means_that_somebody_else_registered_the_user(office: Registry) -> None:
    office.simulator.settings(user_visibility_delay=0)
    office.simulator.fault(path="/this/user$", method="POST", status=409, apply=True, json={"message": "there"})
    found = office.register()
    assert (found["changed"], found["user"]["email"]) == (False, COOK["email"])
    assert office.registrations == 1


def test_second_look_that_fails_leaves_nothing_behind(office: Registry) -> None:
    office.simulator.fault(path="/this/user/resolve", method="GET", status=500, skip=1, json={"message": "broken"})
    with pytest.raises(VeracityError, match="500"):
        office.register()
    office.simulator.settings(user_visibility_delay=0)
    assert office.register()["changed"] is True


def test_refusal_is_forgotten(office: Registry) -> None:
    office.simulator.fault(path="/this/user$", method="POST", status=403, json={"Message": "no"})
    with pytest.raises(ForbiddenError) as caught:
        office.register()
    assert "MYDNV_ADM_SUBS" in str(caught.value)
    office.simulator.settings(user_visibility_delay=0)
    assert office.register()["changed"] is True


def test_registration_is_for_the_service(office: Registry) -> None:
    office.simulator.settings(user_visibility_delay=0)
    office.register(service=SERVICE, access_level="reader", create_subscription=True, send_mail=False)
    assert [entry["role"] for entry in office.simulator.subscribers()] == ["reader"]


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"email": "cook"}, "email: must be an e-mail address"),
        ({"first_name": " "}, "first_name is required to register the user, because nobody has the e-mail address"),
        ({"return_url": "http://fleet.example.com"}, "return_url: must be an https URL"),
        ({"service": "portal"}, "service"),
        ({"access_level": "reader"}, "access_level"),
        ({"contact_email": "fleet"}, "contact_email: must be"),
    ],
)
def test_refused(office: Registry, params: dict[str, t.Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        office.register(**params)
    assert office.registrations == 0
