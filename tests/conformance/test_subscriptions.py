# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Event subscriptions, which can be made and removed but never listed."""

from __future__ import annotations

import typing as t
import uuid

import pytest

from tests.conformance.calls import OTHER_CLIENT, PROVISIONING, Caller, caller_as
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID

CUSTOM = f"{PROVISIONING}/container/SubscribeToCustomEvents"
BLOB = f"{PROVISIONING}/container/SubscribeToBlobContainerEvents"


def _custom(**changes: t.Any) -> dict[str, t.Any]:
    right = {
        "subscriptionName": "shares",
        "callback": "https://example.com/hook",
        "topic": "AccessShare",
        "regions": ["northeurope"],
    }
    return {name: value for name, value in {**right, **changes}.items() if value is not None}


def _blob(container: str, **changes: t.Any) -> dict[str, t.Any]:
    right = {
        "subscriptionName": "uploads",
        "containerId": container,
        "subscriptionTypes": ["BlobUpserted", "BlobDeleted"],
        "callback": "https://example.com/hook",
    }
    return {name: value for name, value in {**right, **changes}.items() if value is not None}


def _removal(name: str, container: str) -> dict[str, str]:
    return {"subscriptionName": name, "containerId": container}


@pytest.fixture
def container(simulator: Simulator) -> str:
    """Return a container of the default application."""
    return simulator.seed({"short_name": "mtexample"})[0]


def test_subscriptions_of_both_kinds(simulator: Simulator, caller: Caller, container: str) -> None:
    """Made, kept as they were given, and removed; all answers are empty."""
    other_id = str(uuid.uuid4())
    for method, path, body in (
        ("POST", CUSTOM, _custom()),
        ("POST", BLOB, _blob(container.upper())),
    ):
        response = caller.call(method, path, body)
        assert (response.status_code, response.content) == (202, b"")
    assert simulator.subscriptions() == [
        {**_custom(), "owner": DEFAULT_CLIENT_ID},
        {**_blob(container), "owner": DEFAULT_CLIENT_ID},
    ]
    # A container has to be named for both kinds; custom events have none.
    for path, body in ((CUSTOM, _removal("shares", other_id)), (BLOB, _removal("uploads", container.upper()))):
        response = caller.call("DELETE", path, body)
        assert (response.status_code, response.content) == (202, b"")
    assert simulator.subscriptions() == []


def test_a_name_is_unique(simulator: Simulator, caller: Caller, container: str) -> None:
    """Over both kinds and all callers."""
    other = caller_as(simulator, "manager")
    caller.call("POST", CUSTOM, _custom())
    assert caller.call("POST", BLOB, _blob(container, subscriptionName="shares")).status_code == 409
    assert other.call("POST", CUSTOM, _custom(callback="https://example.com/other")).status_code == 409
    caller.call("DELETE", CUSTOM, _removal("shares", container))
    assert other.call("POST", CUSTOM, _custom()).status_code == 202
    assert simulator.subscriptions()[0]["owner"] == OTHER_CLIENT


def test_refused_removals(simulator: Simulator, caller: Caller, container: str) -> None:
    """400 for a name that is not there, is another's, is of the other kind, and for another container."""
    (second,) = simulator.seed({"short_name": "second"})
    caller.call("POST", CUSTOM, _custom())
    caller.call("POST", BLOB, _blob(container))
    other = caller_as(simulator, "manager")
    for path, body in (
        (CUSTOM, _removal("nothing", container)),
        (CUSTOM, _removal("uploads", container)),
        (BLOB, _removal("shares", container)),
        (BLOB, _removal("uploads", second)),
        (BLOB, _removal("uploads", "x")),
        (CUSTOM, {"subscriptionName": "shares"}),
        (CUSTOM, {**_removal("shares", container), "callback": "https://example.com/hook"}),
    ):
        assert caller.call("DELETE", path, body).status_code == 400
    assert other.call("DELETE", CUSTOM, _removal("shares", container)).status_code == 400
    assert caller.call("DELETE", CUSTOM).status_code == 415
    assert len(simulator.subscriptions()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"subscriptionName": None},
        {"subscriptionName": ""},
        {"subscriptionName": 1},
        {"callback": None},
        {"callback": "example.com"},
        {"callback": "http://example.com/hook"},
        {"callback": "ftp://example.com/hook"},
        {"callback": "https://"},
        {"callback": "https://example.com:99999/"},
        {"callback": "https://exam ple.com/"},
        {"topic": None},
        {"topic": "accessshare"},
        {"regions": None},
        {"regions": []},
        {"regions": ["atlantis"]},
        {"regions": "northeurope"},
        {"regions": ["northeurope"] * 2},
        {"containerId": str(uuid.uuid4())},
    ],
)
def test_refused_custom_subscriptions(simulator: Simulator, caller: Caller, changes: dict[str, t.Any]) -> None:
    """Every part is checked."""
    assert caller.call("POST", CUSTOM, _custom(**changes)).status_code == 400
    assert simulator.subscriptions() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"containerId": None},
        {"containerId": "x"},
        {"containerId": str(uuid.uuid4())},
        {"subscriptionTypes": None},
        {"subscriptionTypes": []},
        {"subscriptionTypes": ["BlobRenamed"]},
        {"subscriptionTypes": ["BlobDeleted"] * 2},
        {"callback": "mailto:someone@example.com"},
        {"topic": "AccessShare"},
    ],
)
def test_refused_blob_subscriptions(
    simulator: Simulator, caller: Caller, container: str, changes: dict[str, t.Any]
) -> None:
    """The same for those of a container."""
    assert caller.call("POST", BLOB, _blob(container, **changes)).status_code == 400
    assert simulator.subscriptions() == []


def test_whose_container_can_be_watched(simulator: Simulator, caller: Caller) -> None:
    """One's own and those that one is data steward of."""
    foreign, steward, consumer = simulator.seed(
        {"short_name": "foreign", "owner": OTHER_CLIENT},
        {"short_name": "steward", "access_level": "dataSteward"},
        {"short_name": "consumer", "access_level": "consumer"},
    )
    for container, status in ((foreign, 400), (consumer, 400), (steward, 202)):
        assert caller.call("POST", BLOB, _blob(container)).status_code == status


@pytest.mark.parametrize("callback", ["http://localhost:8080/hook", "http://127.0.0.1/", "http://[::1]/hook"])
def test_callbacks_on_this_machine(caller: Caller, callback: str) -> None:
    """For tests, they need no TLS."""
    assert caller.call("POST", CUSTOM, _custom(callback=callback)).status_code == 202
