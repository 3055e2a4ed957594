# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container_access_info and veracity_key_template_info."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, StateError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_access,
    veracity_container_access_info,
    veracity_key_template_info,
)
from tests.unit.support.grants import ANN, BOB, LIST, ME, READ, ROWS, TEMPLATES, WRITE, grant, seeded
from tests.unit.support.station import Station


def test_everything_that_the_caller_manages(station: Station) -> None:
    one, two, _empty = station.simulator.seed(
        {"short_name": "onedata"}, {"short_name": "twodata", "access_level": "dataSteward"}, {"short_name": "emptydata"}
    )
    (theirs,) = station.simulator.seed({"short_name": "theirdata", "access_level": "consumer"})
    station.simulator.seed_accesses(grant(one), grant(one, BOB), grant(two), grant(theirs, ME))
    with station.watched():
        found = station.run(veracity_container_access_info)
        assert (station.calls(LIST), station.calls(ROWS), station.calls(TEMPLATES)) == (1, 3, 1)
        assert station.writes == 0
    assert not found["changed"]
    assert [(row["container"], row["user"]) for row in found["accesses"]] == [
        ("onedata", ANN),
        ("onedata", BOB),
        ("twodata", ANN),
    ]
    assert [container["short_name"] for container in found["containers"]] == ["onedata", "twodata", "emptydata"]
    assert all(row["key_template"]["name"] for row in found["accesses"])
    of_bob = station.run(veracity_container_access_info, user=BOB.upper())
    assert [row["user"] for row in of_bob["accesses"]] == [BOB]
    own = station.run(veracity_container_access_info, container=theirs)
    assert [row["user"] for row in own["accesses"]] == [ME]


def test_states(station: Station) -> None:
    container = seeded(station)
    old = station.run(veracity_container_access, **READ)["access"]
    station.run(veracity_container_access, **WRITE)
    station.simulator.seed_accesses(
        grant(container, BOB, claimed=True, expires_in=600),
        grant(container, BOB, claimed=True, expires_in=-600),
        grant(container, BOB, claimed=True, expires_in=-600, auto_refreshed=False),
    )
    shown = station.run(veracity_container_access_info, container="shipdata")["accesses"]
    assert [row["state"] for row in shown] == ["available", "active", "renewable"]
    everything = station.run(veracity_container_access_info, container="shipdata", include_expired=True)["accesses"]
    assert [row["state"] for row in everything] == ["revoked", "available", "active", "renewable", "expired"]
    assert everything[0]["id"] == old["id"]
    assert everything[2]["key_valid_from"] < everything[2]["key_expires_at"]


def test_a_container_that_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match="owns no container with the short name shipdata"):
        station.run(veracity_container_access_info, container="shipdata")
    predicted = station.run(veracity_container_access_info, check_mode=True, container="shipdata")
    assert predicted == {"changed": False, "accesses": [], "containers": []}
    assert "Check mode assumes that an earlier task creates it" in station.warnings[-1]


def test_containers_that_vanish_while_they_are_looked_at(station: Station) -> None:
    one, two = station.simulator.seed({"short_name": "onedata"}, {"short_name": "twodata"})
    station.simulator.seed_accesses(grant(one), grant(two))
    station.simulator.fault(method="GET", path=f"/{one}/accesses$", status=404, times=2)
    found = station.run(veracity_container_access_info)
    assert [container["short_name"] for container in found["containers"]] == ["twodata"]
    assert [row["container"] for row in found["accesses"]] == ["twodata"]
    with pytest.raises(StateError, match="owns no container"):
        station.run(veracity_container_access_info, container="onedata")


def test_wrong_input_makes_no_call(station: Station) -> None:
    with station.watched():
        for params in ({"user": "ann"}, {"container": "Ship"}, {"max_concurrency": 0}):
            with pytest.raises(InputError):
                station.run(veracity_container_access_info, **params)
        with pytest.raises(InputError):
            station.run(veracity_key_template_info, duration="1 day")
    assert station.simulator.requests() == []


@pytest.mark.slow
def test_ten_thousand_grants(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(*[grant(container) for _number in range(10_000)])
    with station.watched():
        assert len(station.run(veracity_container_access_info)["accesses"]) == 10_000
        assert station.calls(ROWS) == 1


def test_templates(station: Station) -> None:
    everything = station.run(veracity_key_template_info)
    assert not everything["changed"]
    assert len(everything["key_templates"]) == 40
    found = station.run(veracity_key_template_info, rights=["list", "read"], duration="2 months")["key_templates"]
    assert [(entry["rights"], entry["duration_hours"], entry["duration"]) for entry in found] == [
        (["read", "list"], 1460, "2 months")
    ]
    assert len(station.run(veracity_key_template_info, duration="8h")["key_templates"]) == 5
    assert len(station.run(veracity_key_template_info, rights=["write"])["key_templates"]) == 8
    assert station.run(veracity_key_template_info, rights=["delete"])["key_templates"] == []
