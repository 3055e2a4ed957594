# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications and users of Data Fabric."""

from __future__ import annotations

import typing as t
import uuid

import pytest

from tests.conformance.calls import (
    CONSUMER,
    DATA,
    MANAGER,
    OTHER_CLIENT,
    STRANGER,
    Caller,
    Form,
    caller_as,
    fetch_token,
)
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import COMPANY_ID, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET

PATH = f"{DATA}/application"
DISTRIBUTION = f"{DATA}/users/ResourceDistributionList"


@pytest.fixture
def admin(simulator: Simulator) -> Caller:
    """Return a caller with the role dataAdmin."""
    return caller_as(simulator, "dataAdmin")


def _described(application: str, **changes: t.Any) -> dict[str, t.Any]:
    right = {"id": application, "companyId": COMPANY_ID, "role": "consumer"}
    return {name: value for name, value in {**right, **changes}.items() if value is not None}


def test_an_application_is_made_known(simulator: Simulator, caller: Caller, admin: Caller) -> None:
    """Once; afterwards it can be read, shared with, and given another role."""
    application = str(uuid.uuid4())
    response = admin.call("POST", PATH, _described(application.upper()))
    assert (response.status_code, response.content) == (200, b"")
    assert admin.call("POST", PATH, _described(application)).status_code == 409
    assert caller.call("GET", f"{PATH}/{application.upper()}").json() == _described(application)
    (container,) = simulator.seed({"short_name": "mtexample"})
    caller.share(container, application)
    response = admin.call("PUT", f"{PATH}/{application}", params={"role": "manager"})
    assert (response.status_code, response.content) == (200, b"")
    assert caller.call("GET", f"{PATH}/{application}").json()["role"] == "manager"


def test_a_registered_application_is_made_known(simulator: Simulator, admin: Caller) -> None:
    """It has a secret already, and can call once it has a role; another role shows at once."""
    application = str(uuid.uuid4())
    simulator.application(client_id=application, client_secret="another", role=None)
    form = Form("entra_v1", {"client_id": application, "client_secret": "another"})
    caller = Caller(simulator, fetch_token(simulator, form))
    assert caller.call("GET", PATH).status_code == 403
    assert admin.call("GET", f"{PATH}/{application}").status_code == 404
    assert admin.call("PUT", f"{PATH}/{application}", params={"role": "manager"}).status_code == 404
    company = str(uuid.uuid4())
    assert admin.call("POST", PATH, _described(application, companyId=company)).status_code == 200
    assert caller.call("GET", PATH).json() == _described(application, companyId=company)
    admin.call("PUT", f"{PATH}/{application}", params={"role": "none"})
    assert caller.call("GET", PATH).status_code == 403


def test_who_may_change_applications(caller: Caller, admin: Caller) -> None:
    """A DataAdmin only; a role is one of five, spelled exactly."""
    application = str(uuid.uuid4())
    assert caller.call("POST", PATH, _described(application)).status_code == 403
    assert caller.call("PUT", f"{PATH}/{OTHER_CLIENT}", params={"role": "none"}).status_code == 403
    assert admin.call("PUT", f"{PATH}/{application}", params={"role": "manager"}).status_code == 404
    for query in ({}, {"role": "king"}, {"role": "Manager"}, {"role": "DataFabricManager"}):
        assert admin.call("PUT", f"{PATH}/{DEFAULT_CLIENT_ID}", params=query).status_code == 400
    assert caller.call("GET", PATH).json()["role"] == "manager"


@pytest.mark.parametrize(
    "changes", [{"id": None}, {"id": "x"}, {"companyId": None}, {"companyId": 1}, {"role": None}, {"role": "king"}]
)
def test_refused_applications(admin: Caller, changes: dict[str, t.Any]) -> None:
    """All three parts are needed."""
    assert admin.call("POST", PATH, _described(str(uuid.uuid4()), **changes)).status_code == 400


def test_users(simulator: Simulator, caller: Caller) -> None:
    """Those of the start, and those that a test adds; an application is none."""
    users = {user: caller.call("GET", f"{DATA}/users/{user}").json() for user in (MANAGER, CONSUMER, STRANGER)}
    assert [user["role"] for user in users.values()] == ["manager", "consumer", "consumer"]
    assert [user["companyId"] == COMPANY_ID for user in users.values()] == [True, True, False]
    added = str(uuid.uuid4())
    simulator.users({"user_id": added, "role": "manager"}, {"user_id": CONSUMER, "company_id": added})
    assert caller.call("GET", f"{DATA}/users/{added.upper()}").json() == {
        "userId": added,
        "companyId": COMPANY_ID,
        "role": "manager",
    }
    assert caller.call("GET", f"{DATA}/users/{CONSUMER}").json()["companyId"] == added
    for unknown in (str(uuid.uuid4()), DEFAULT_CLIENT_ID, "bob"):
        assert caller.call("GET", f"{DATA}/users/{unknown}").status_code == 404
    simulator.reset()
    again = Caller(simulator, fetch_token(simulator, Form("entra_v1", {"client_secret": DEFAULT_CLIENT_SECRET})))
    assert again.call("GET", f"{DATA}/users/{added}").status_code == 404


def test_the_distribution_list(simulator: Simulator, caller: Caller) -> None:
    """Everybody with whom a container of the caller is shared, once; only one's own list."""
    first, second, foreign = simulator.seed(
        {"short_name": "first"}, {"short_name": "second"}, {"short_name": "foreign", "owner": OTHER_CLIENT}
    )
    granted = {"rights": ["read", "list"], "hours": 1}
    simulator.seed_accesses(
        {"container_id": first, "user_id": MANAGER, **granted},
        {"container_id": second, "user_id": CONSUMER, **granted},
        {"container_id": second, "user_id": MANAGER, **granted},
        {"container_id": second, "user_id": STRANGER, "claimed": True, "expires_in": -1, **granted},
        {"container_id": foreign, "user_id": STRANGER, **granted},
    )
    listed = caller.call("GET", DISTRIBUTION, params={"userId": DEFAULT_CLIENT_ID.upper()}).json()
    assert listed == [{"userId": MANAGER}, {"userId": CONSUMER}]
    for query in ({}, {"userId": MANAGER}, {"userId": "x"}):
        assert caller.call("GET", DISTRIBUTION, params=query).status_code == 403
