# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A container that vanishes between the look at it and the request that changes it: every module says so."""

from __future__ import annotations

import types
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_access,
    veracity_container_accesses,
    veracity_container_copy,
    veracity_container_group,
    veracity_container_key,
    veracity_container_owner,
    veracity_container_steward,
    veracity_container_stewards,
    veracity_container_tag,
    veracity_event_subscription,
)
from tests.unit.support.blob_storage import Call, Relay
from tests.unit.support.grants import ANN, grant
from tests.unit.support.station import Station
from tests.unit.support.stewardship import MANAGER, ME, shipdata

__all__ = ["shipdata"]

Deed = t.Callable[[], object]


@pytest.fixture
def relay(station: Station) -> t.Iterator[Relay]:
    """Return a relay to the API, through which the station works."""
    station.simulator.settings(deletion_delay=0)
    station.session().obtain()
    with Relay(station.simulator.http) as relay:
        station.options["api_url"] = relay.url
        yield relay


def before(relay: Relay, method: str, path: str, deed: Deed) -> None:
    """Do something once, immediately before the first request of a method to a path reaches the server."""
    left = [deed]

    def rule(call: Call) -> None:
        if left and call.method == method and path in call.target:
            left.pop()()

    relay.rule = rule


def delete(station: Station, container: str) -> None:
    """Delete a container, as another machine does it."""
    other = Station(station.simulator, station.directory / "other")
    DataFabric(other.session().client).delete_container(container)


GONE = (
    "shipdata: it no longer exists|owns no container with the short name shipdata"
    "|Veracity refuses to copy shipdata|Group Fleet: (.|\\n)*a container that does not exist"
    "|Event subscription loader: (.|\\n)*not owner or data steward"
)
# The API may answer so as well, which does not tell why.
FORBIDDEN = "Container shipdata: [A-Z]+ is not allowed here"


@pytest.mark.parametrize(
    ("module", "method", "path", "params"),
    [
        (
            veracity_container_access,
            "POST",
            "/accesses",
            {"container": "shipdata", "user": ANN, "rights": ["read", "list"], "duration": "1h"},
        ),
        (veracity_container_access, "PUT", "/accesses/", {"container": "shipdata", "user": ANN, "state": "absent"}),
        (
            veracity_container_accesses,
            "POST",
            "/accesses",
            {
                "containers": [
                    {"container": "shipdata", "access": [{"user": ANN, "rights": ["write"], "duration": "1h"}]}
                ]
            },
        ),
        (veracity_container_key, "PUT", "/key", {"container": "shipdata"}),
        (
            veracity_container_key,
            "POST",
            "/accesses",
            {"container": "shipdata", "rights": ["delete"], "ensure_access": True},
        ),
        (veracity_container_steward, "POST", "/datastewards/", {"container": "shipdata", "user": ANN}),
        (
            veracity_container_steward,
            "DELETE",
            "/datastewards/",
            {"container": "shipdata", "user": MANAGER, "state": "absent"},
        ),
        (
            veracity_container_stewards,
            "POST",
            "/datastewards/",
            {"containers": [{"container": "shipdata", "stewards": [{"user": ANN}]}]},
        ),
        (veracity_container_owner, "PUT", "/owner", {"container": "shipdata", "user": MANAGER, "confirm": True}),
        (veracity_container_tag, "PATCH", "/metadata", {"container": "shipdata", "title": "fleet"}),
        (veracity_container_group, "POST", "/groups", {"title": "Fleet", "containers": ["shipdata"]}),
        (
            veracity_container_copy,
            "POST",
            "/copycontainer",
            {"source": "shipdata", "short_name": "shipdata2026", "may_contain_personal_data": False},
        ),
        (
            veracity_event_subscription,
            "POST",
            "/SubscribeToBlobContainerEvents",
            {
                "name": "loader",
                "container": "shipdata",
                "events": ["upserted"],
                "callback": "https://loader.example.com/hook",
            },
        ),
    ],
)
@pytest.mark.parametrize("hidden", [404, 403])
def test_a_container_that_vanishes(
    station: Station,
    shipdata: str,
    relay: Relay,
    module: types.ModuleType,
    method: str,
    path: str,
    params: dict[str, t.Any],
    hidden: int,
) -> None:
    station.simulator.settings(hidden_status=hidden)
    station.simulator.seed_accesses(grant(shipdata), grant(shipdata, ME))
    station.simulator.seed_stewards({"container_id": shipdata, "user_id": MANAGER})
    before(relay, method, path, lambda: delete(station, shipdata))
    with pytest.raises(VeracityError, match=GONE if hidden == 404 else f"{GONE}|{FORBIDDEN}"):
        station.run(module, **params)
