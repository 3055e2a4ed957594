# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Claiming keys: who may, when a key's time starts, and what the signature says."""

from __future__ import annotations

import typing as t
import uuid
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from azure.storage.blob import ContainerSasPermissions, generate_container_sas

from tests.conformance.calls import CONSUMER, DATA, OTHER_CLIENT, Caller, Form, caller_as, fetch_token
from tests.simulator import sas
from tests.simulator.fixture import Simulator

HOUR = timedelta(hours=1)


@pytest.fixture
def container(simulator: Simulator) -> str:
    """Return a container of the default application."""
    return simulator.seed({"short_name": "mtexample"})[0]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _now(simulator: Simulator) -> datetime:
    return _moment(simulator.control("GET", "/health")["time"])


def _query(token: dict[str, t.Any]) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(token["sasKey"]).items()}


def test_a_claimed_key(simulator: Simulator, caller: Caller, container: str) -> None:
    """The row says that it is claimed, since an hour before, and until when it lives; key and row agree."""
    now = _now(simulator)
    addresses = {"startIp": "10.0.0.1", "endIp": "10.0.0.9"}
    token = caller.key(container, hours=8, rights=["read", "write", "list"], renewable=True, ipRange=addresses)
    (row,) = caller.rows(container)
    resource = caller.call("GET", f"{DATA}/resources/{container}").json()
    assert set(token) == {
        "sasKey",
        "sasuRi",
        "fullKey",
        "sasKeyExpiryTimeUTC",
        "isKeyExpired",
        "autoRefreshed",
        "ipRange",
    }
    assert token["sasuRi"] == resource["url"]
    assert token["fullKey"] == f"{resource['url']}?{token['sasKey']}"
    assert (token["isKeyExpired"], token["autoRefreshed"], token["ipRange"]) == (False, True, addresses)
    assert row["keyCreated"] is True
    expiry, created = _moment(row["keyExpiryTimeUTC"]), _moment(row["keyCreatedTimeUTC"])
    assert expiry - created == 9 * HOUR
    assert abs(expiry - 8 * HOUR - now) < timedelta(seconds=10)
    assert _moment(token["sasKeyExpiryTimeUTC"]) == expiry
    assert resource["keyStatus"] == "active"
    query = _query(token)
    assert (_moment(query["st"]), _moment(query["se"])) == (created, expiry)
    assert (query["sr"], query["sp"], query["sip"]) == ("c", "rwl", "10.0.0.1-10.0.0.9")


@pytest.mark.parametrize(
    ("rights", "letters"),
    [
        (["write"], "w"),
        (["list"], "l"),
        (["read", "list"], "rl"),
        (["read", "write", "list"], "rwl"),
        (["read", "write", "delete", "list"], "rwdl"),
    ],
)
@pytest.mark.parametrize("addresses", [None, {"startIp": "10.0.0.1"}, {"startIp": "10.0.0.1", "endIp": "10.0.0.9"}])
def test_the_signature_is_that_of_azure(
    caller: Caller,
    container: str,
    monkeypatch: pytest.MonkeyPatch,
    rights: list[str],
    letters: str,
    addresses: dict[str, str] | None,
) -> None:
    """Microsoft's own library signs the same values in the same way."""
    sharing = {} if addresses is None else {"ipRange": addresses}
    token = caller.key(container, rights=rights, **sharing)
    query = _query(token)
    # The library signs for its own version; from this one on they are signed alike.
    monkeypatch.setattr("azure.storage.blob._shared_access_signature.X_MS_VERSION", query["sv"])
    address = urlsplit(token["sasuRi"])
    signed = generate_container_sas(
        account_name=str(address.hostname).partition(".")[0],
        container_name=address.path.removeprefix("/"),
        account_key=sas.KEY,
        permission=ContainerSasPermissions.from_string(letters),
        start=query["st"],
        expiry=query["se"],
        ip=query.get("sip"),
    )
    assert {name: value for name, (value,) in parse_qs(signed).items()} == query


def test_claiming_starts_the_time_of_a_renewable_key_anew(simulator: Simulator, container: str) -> None:
    """At any time, also when it is over."""
    simulator.settings(token_lifetime=100_000)
    caller = Caller(simulator, fetch_token(simulator, Form("entra_v1")))
    access = caller.share(container, renewable=True)
    expiries = []
    for seconds in (0, 1800, 7200):
        simulator.advance(seconds)
        expiries.append(_moment(caller.claim(container, access).json()["sasKeyExpiryTimeUTC"]))
    assert expiries[1] - expiries[0] >= timedelta(seconds=1799)
    assert expiries[2] - expiries[1] >= timedelta(seconds=7199)
    assert _moment(caller.rows(container)[0]["keyExpiryTimeUTC"]) == expiries[2]


def test_other_keys_have_one_life(simulator: Simulator, caller: Caller, container: str) -> None:
    """Claimed again they are the same; expired, there is no key any more."""
    access = caller.share(container)
    token = caller.claim(container, access).json()
    simulator.advance(3500)
    assert caller.claim(container, access).json() == token
    simulator.advance(100)
    assert caller.claim(container, access).status_code == 404
    (row,) = caller.rows(container)
    assert row["keyCreated"] is True
    assert row["keyExpiryTimeUTC"] == token["sasKeyExpiryTimeUTC"]
    assert caller.call("GET", f"{DATA}/resources/{container}").json()["keyStatus"] == "expired"


@pytest.mark.parametrize("renewable", [True, False])
@pytest.mark.parametrize("claimed", [True, False])
def test_nothing_is_claimed_after_a_revocation(caller: Caller, container: str, renewable: bool, claimed: bool) -> None:
    """A key that is out lives on, as the row says; where there was none, there never is one."""
    access = caller.share(container, renewable=renewable)
    if claimed:
        caller.claim(container, access)
    before = caller.rows(container)
    assert caller.revoke(container, access).status_code == 200
    assert caller.claim(container, access).status_code == 404
    assert caller.rows(container) == [{**before[0], "autoRefreshed": False}]
    status = caller.call("GET", f"{DATA}/resources/{container}").json()["keyStatus"]
    assert status == ("active" if claimed else "noKeys")


def test_only_its_user_claims_a_key(simulator: Simulator, caller: Caller, container: str) -> None:
    """Not even the owner; an application that manages identities may do it for others, when it names them."""
    access = caller.share(container, CONSUMER)
    for query in ({}, {"accessUserId": CONSUMER}):
        assert caller.claim(container, access, **query).status_code == 404
    for role in ("manager", "consumer"):
        assert caller_as(simulator, role).claim(container, access, accessUserId=CONSUMER).status_code == 404
    for role in ("identity", "dataAdmin"):
        allowed = caller_as(simulator, role)
        assert allowed.claim(container, access).status_code == 404
        assert allowed.claim(container, access, accessUserId=OTHER_CLIENT).status_code == 404
        assert allowed.claim(container, access, accessUserId=CONSUMER.upper()).status_code == 200


def test_a_user_names_itself(simulator: Simulator, caller: Caller, container: str) -> None:
    """A consumer claims what is shared with it, with or without its own id."""
    other = caller_as(simulator, "consumer")
    access = caller.share(container, OTHER_CLIENT)
    assert other.claim(container, access, accessUserId=OTHER_CLIENT).status_code == 200
    assert other.claim(container, access).status_code == 200


def test_the_deprecated_operation_claims_too(caller: Caller, container: str) -> None:
    """It is a GET, and starts the time all the same."""
    access = caller.share(container)
    path = f"{DATA}/resources/{container}/keys"
    token = caller.call("GET", path, params={"accessSharingId": access})
    assert token.status_code == 200
    assert caller.rows(container)[0]["keyExpiryTimeUTC"] == token.json()["sasKeyExpiryTimeUTC"]
    assert caller.claim(container, access).json() == token.json()
    for query in ({}, {"accessSharingId": "x"}, {"accessSharingId": str(uuid.uuid4())}):
        assert caller.call("GET", path, params=query).status_code == 404


def test_no_key_to_what_is_not_there(simulator: Simulator, caller: Caller, container: str) -> None:
    """Another container's access, a container that is gone, one that is not there yet."""
    access = caller.share(container, renewable=True)
    (second,) = simulator.seed({"short_name": "second"})
    assert caller.claim(second, access).status_code == 404
    assert caller.claim(container, "x").status_code == 404
    simulator.settings(visibility_delay=900)
    pending = caller.create()
    (early,) = simulator.seed_accesses(
        {"container_id": pending, "user_id": caller.rows(container)[0]["userId"], "rights": ["read"], "hours": 1}
    )
    assert caller.claim(pending, early).status_code == 404
    simulator.advance(901)
    assert caller.claim(pending, early).status_code == 200
    caller.call("DELETE", f"/veracity/datafabric/provisioning/api/1/container/{container}")
    assert caller.claim(container, access).status_code == 404


def test_a_short_life(simulator: Simulator, caller: Caller, container: str) -> None:
    """A setting takes the place of the template's hours, for keys that are claimed from now on."""
    simulator.settings(key_lifetime=90)
    now = _now(simulator)
    token = caller.key(container, renewable=True)
    remaining = _moment(token["sasKeyExpiryTimeUTC"]) - now
    assert timedelta(seconds=90) <= remaining < timedelta(seconds=100)
    assert _moment(_query(token)["se"]) == _moment(token["sasKeyExpiryTimeUTC"])
    assert caller.rows(container)[0]["accessHours"] == 1


def test_seeded_keys(simulator: Simulator, caller: Caller, container: str) -> None:
    """A row may be claimed from the start, with any time left, negative ones too."""
    now = _now(simulator)
    granted = {"container_id": container, "user_id": CONSUMER, "rights": ["read", "list"], "hours": 2, "claimed": True}
    simulator.seed_accesses(granted, {**granted, "expires_in": 60}, {**granted, "expires_in": -60})
    left = [_moment(row["keyExpiryTimeUTC"]) - now for row in caller.rows(container)]
    for seconds, expected in zip(left, (7200, 60, -60), strict=True):
        assert timedelta(seconds=expected) <= seconds < timedelta(seconds=expected + 10)
    for row in caller.rows(container):
        assert _moment(row["keyExpiryTimeUTC"]) - _moment(row["keyCreatedTimeUTC"]) == 3 * HOUR
