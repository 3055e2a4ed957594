# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines that all other tests pass without: each test here names the one that it fails without."""

from __future__ import annotations

import multiprocessing
import threading
import time
import types
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import Accesses, IpRange
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ForbiddenError, StateError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container,
    veracity_container_access,
    veracity_container_group,
    veracity_container_key,
    veracity_container_owner,
    veracity_container_steward,
    veracity_containers,
)
from tests.unit.support.grants import ANN, READ, SHARE, good, grant, rows, seeded
from tests.unit.support.key_support import CLAIM, key
from tests.unit.support.station import CREATE, DELETE, SHIP, Forward, Station
from tests.unit.support.stewardship import DATA, MANAGER

DAY = 86400.0


class Brisk(Forward):
    """A clock whose pauses are shorter than those of the machine."""

    def sleep(self, seconds: float) -> None:
        super().sleep(min(seconds, 0.7))


def wait_for(seen: t.Callable[[], object]) -> None:
    """Wait until something can be seen; fail when that takes long."""
    end = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_another_run_creates_between_the_look_and_the_claim_is_not_created_again(station: Station) -> None:
    """Guards ``journal.disturbed()``: the other run is done, and has struck the container out of the journal."""
    station.simulator.settings(visibility_delay=0)
    # The listing without the container is on its way for a second.
    station.simulator.fault(method="GET", path="/resources$", trickle=0.5, trickle_from="body")
    late: list[dict[str, t.Any]] = []
    thread = threading.Thread(target=lambda: late.append(station.run(veracity_container, **SHIP)))
    thread.start()
    wait_for(lambda: [request for request in station.simulator.requests() if request["path"].endswith("/resources")])
    other = Station(station.simulator, station.directory)
    assert other.run(veracity_container, **SHIP)["changed"]
    assert other.journal().creation("shipdata") is None
    thread.join()
    assert late[0]["changed"] is False
    assert station.there() == ["shipdata"]
    assert station.calls(CREATE) == 1


def test_a_lost_grant_is_not_taken_for_an_older_row_of_the_same_kind(station: Station) -> None:
    """Guards ``row.id not in there``: the older row is as described in every way, and was revoked."""
    station.clock = Brisk()
    seeded(station)
    old = station.run(veracity_container_access, **READ)["access"]["id"]
    station.run(veracity_container_access, container="shipdata", user=ANN, state="absent")
    station.simulator.fault(method="POST", path="/accesses$", drop="before")
    made = station.run(veracity_container_access, **READ)
    assert made["access"]["id"] != old
    assert [row["accessSharingId"] for row in good(station.simulator)] == [made["access"]["id"]]
    assert not station.run(veracity_container_access, **READ)["changed"]


def test_kept_keys_live_as_long_as_they_are_good(station: Station) -> None:
    """Guards ``KEEP``: half a year later, after other keys were kept, it is still there."""
    station.simulator.seed({"short_name": "shipdata"}, {"short_name": "otherdata"})
    made = key(station, ensure_access=True, duration="6 months")
    station.clock.offset = 181 * DAY
    station.simulator.advance(181 * DAY)
    key(station, "otherdata", ensure_access=True)
    claims = station.calls(CLAIM)
    found = key(station, duration="6 months")
    assert (found["sas_url"], found["cached"]) == (made["sas_url"], True)
    assert station.calls(CLAIM) == claims


LOST: dict[str, tuple[types.ModuleType, dict[str, t.Any], str, str, str]] = {
    "grant": (veracity_container_access, READ, "POST", "/accesses$", SHARE),
    "group": (veracity_container_group, {"title": "Fleet"}, "POST", "/groups$", f"POST {DATA}/groups"),
    "steward": (
        veracity_container_steward,
        {"container": "shipdata", "user": MANAGER},
        "POST",
        "/datastewards/",
        f"POST {DATA}/resources/{{id}}/datastewards/{{id}}",
    ),
    "owner": (
        veracity_container_owner,
        {"container": "shipdata", "user": MANAGER, "confirm": True},
        "PUT",
        "/owner$",
        f"PUT {DATA}/resources/{{id}}/owner",
    ),
}


@pytest.mark.parametrize("kind", LOST)
def test_what_is_done_after_the_first_look_is_seen_by_the_second(station: Station, kind: str) -> None:
    """Guards the second look after a lost answer: it is carried out in the pause before it, and not asked for again."""
    module, params, method, path, operation = LOST[kind]
    station.clock = Brisk()
    seeded(station)
    station.options = {"timeout": 0.3}
    station.simulator.fault(method=method, path=path, delay=0.6)
    assert station.run(module, **params)["changed"]
    assert station.calls(operation) == 1


def test_ids_are_written_down_while_many_are_created(station: Station) -> None:
    """Guards the flush in ``_create``: a run that is killed knows the ids of what it has got so far."""
    station.simulator.settings(latency=0.25)
    containers = [{**SHIP, "short_name": f"ship{number:04}"} for number in range(8)]
    context = multiprocessing.get_context("fork")
    options = {"containers": containers, "max_concurrency": 1}
    process = context.Process(target=station.run, args=(veracity_containers,), kwargs=options)
    process.start()
    try:
        wait_for(lambda: _id_of(station, "ship0000") or station.calls(CREATE) == len(containers))
        assert _id_of(station, "ship0000")
        assert station.calls(CREATE) < len(containers)
    finally:
        process.kill()
        process.join()
        # What was under way has arrived before the next test.
        time.sleep(0.3)


def _id_of(station: Station, name: str) -> str | None:
    entry = station.journal().creation(name)
    return entry.id if entry else None


def test_a_refused_deletion_of_what_is_still_there_is_an_error(station: Station) -> None:
    """Guards ``if by_id(…): raise`` in ``_delete_one``; what is gone behind the refusal is fine."""
    station.simulator.seed({"short_name": "shipdata"})
    station.simulator.fault(method="DELETE", path="/container/", status=403)
    with pytest.raises(ForbiddenError, match="Container shipdata: DELETE is not allowed here"):
        station.run(veracity_container, short_name="shipdata", state="absent")
    assert station.there() == ["shipdata"]
    station.simulator.settings(deletion_delay=0)
    station.simulator.fault(method="DELETE", path="/container/", status=403, apply=True)
    assert station.run(veracity_container, short_name="shipdata", state="absent")["changed"]
    assert station.there() == []
    assert station.calls(DELETE) == 2


@pytest.mark.parametrize(
    ("there", "described"), [("#5594aa", "#5594AA"), ("#AABBCC", "#aabbcc"), ("#abcdef", "#ABCdef")]
)
def test_colors_are_the_same_whatever_their_case(station: Station, there: str, described: str) -> None:
    """Guards ``color.casefold()`` in ``containers``."""
    wanted = {**SHIP, "icon": {"id": "Ship", "background_color": there}}
    station.run(veracity_container, **wanted)
    found = station.run(veracity_container, **{**wanted, "icon": {"id": "Ship", "background_color": described}})
    assert found["changed"] is False
    assert found["container"]["icon"]["background_color"] == there
    assert station.run(veracity_container, **{**wanted, "icon": {"background_color": "#000000"}})["changed"] is True


def listed_as(station: Station, level: str) -> None:
    """Have the containers listed with an access level that is written in another way."""
    listed = station.session().client.get(f"{DATA}/resources").json()
    shown = [{**entry, "accessLevel": level} for entry in listed]
    station.simulator.fault(method="GET", path="/resources$", status=200, json=shown, times=0)
    for entry in shown:
        station.simulator.fault(method="GET", path=f"/resources/{entry['id']}$", status=200, json=entry, times=0)


@pytest.mark.parametrize("level", ["Owner", "OWNER"])
def test_an_owner_is_one_whatever_the_case_of_the_level(station: Station, level: str) -> None:
    """Guards ``casefold`` in ``Container.owned`` and in the stewards."""
    seeded(station)
    listed_as(station, level)
    assert station.run(veracity_container, check_mode=True, short_name="shipdata", title="Other")["changed"]
    assert station.run(veracity_container_steward, container="shipdata", user=MANAGER)["changed"]
    assert station.run(veracity_container_owner, check_mode=True, container="shipdata", user=MANAGER, confirm=True)


@pytest.mark.parametrize("level", ["consumer", "Consumer", "CONSUMER"])
@pytest.mark.parametrize(
    ("module", "params"),
    [
        (veracity_container_access, {"user": ANN, "rights": ["write"], "duration": "1h"}),
        (veracity_container_steward, {"user": MANAGER}),
        (veracity_container_key, {"ensure_access": True}),
    ],
    ids=["grant", "steward", "key"],
)
def test_a_consumer_is_one_whatever_the_case_of_the_level(
    station: Station, level: str, module: types.ModuleType, params: dict[str, t.Any]
) -> None:
    """Guards ``level.casefold() == "consumer"`` in the grants, the stewards and the grants for own work."""
    container = seeded(station)
    listed_as(station, level)
    with pytest.raises(StateError, match=f"has the access level {level}|cannot grant access") as caught:
        station.run(module, check_mode=True, container=container, **params)
    # Who may not even look is told so, and the stewards are not asked for.
    assert ("can list" in str(caught.value.hint)) is (module is veracity_container_steward)
    assert station.calls(f"GET {DATA}/resources/{{id}}/datastewards") == 0


@pytest.mark.parametrize("shown", [{"endIp": "192.0.2.7"}, {"endIp": None}, {"endIp": ""}, {}])
def test_a_range_of_one_address_is_one_however_it_is_written(station: Station, shown: dict[str, t.Any]) -> None:
    """Guards ``end or start`` where the API is read and where a grant is described."""
    container = seeded(station)
    both = {"startIp": "192.0.2.7", "endIp": "192.0.2.7"}
    station.simulator.seed_accesses(grant(container, ip_range=both))
    (row,) = rows(station.simulator)
    listed = {**row, "ipRange": {"startIp": "192.0.2.7", **shown}}
    station.simulator.fault(method="GET", path="/accesses$", status=200, json={"results": [listed]}, times=0)
    (found,) = Accesses(station.session().client).all(container)
    assert found.ip_range == IpRange("192.0.2.7", "192.0.2.7")
    for described in ({"start": "192.0.2.7"}, {"start": "192.0.2.7", "end": "192.0.2.7"}):
        assert not station.run(veracity_container_access, **READ, renewable=True, ip_range=described)["changed"]
    assert station.run(veracity_container_access, check_mode=True, **READ, ip_range={"start": "192.0.2.8"})["changed"]
