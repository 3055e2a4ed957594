# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subscriptions, which nobody can list."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_event_subscription
from tests.unit.support.station import Station
from tests.unit.support.stewardship import NOBODY, PROVISIONING, agreed, at_once, killed, shipdata, unchanged

__all__ = ["shipdata"]

MAKE = f"POST {PROVISIONING}/container/SubscribeToBlobContainerEvents"
END = f"DELETE {PROVISIONING}/container/SubscribeToBlobContainerEvents"
PATH = "/container/SubscribeToBlobContainerEvents$"
SECRET = "code=s3cretOfTheLoader"
LOADER: dict[str, t.Any] = {
    "name": "loader",
    "container": "shipdata",
    "events": ["upserted"],
    "callback": f"https://loader.example.com/hook?{SECRET}",
}
SHARES: dict[str, t.Any] = {
    "name": "register",
    "kind": "access_share",
    "regions": ["northeurope", "eastus"],
    "callback": "https://register.example.com/hook",
}


def names(station: Station) -> list[str]:
    """Return the names of all subscriptions."""
    return sorted(entry["subscriptionName"] for entry in station.simulator.subscriptions())


def another_machine(station: Station, folder: Path) -> Station:
    """Return a place that remembers nothing of this one."""
    other = Station(station.simulator, folder / "other")
    other.clock = station.clock
    return other


def test_blobs(station: Station, shipdata: str) -> None:
    made = agreed(station, veracity_event_subscription, **LOADER)
    assert made["changed"]
    assert made["event_subscription"] == {
        "name": "loader",
        "kind": "blob",
        "container": "shipdata",
        "container_id": shipdata,
        "events": ["upserted"],
        "regions": [],
    }
    assert SECRET not in json.dumps(made)
    assert "s3cret" not in "".join(
        path.read_text("utf-8", "replace") for path in station.directory.iterdir() if path.is_file()
    )
    for same in (LOADER, {**LOADER, "container": shipdata.upper()}):
        unchanged(station, veracity_event_subscription, **same)
    ended = agreed(station, veracity_event_subscription, name="loader", container="shipdata", state="absent")
    assert ended["changed"]
    assert ended["event_subscription"] is None
    assert names(station) == []
    unchanged(station, veracity_event_subscription, name="loader", container="shipdata", state="absent")
    assert station.calls(END) == 0


def test_calls(station: Station, shipdata: str) -> None:
    station.run(veracity_event_subscription, **{**LOADER, "container": shipdata})
    with station.watched():
        station.run(veracity_event_subscription, **{**LOADER, "container": shipdata})
        assert station.simulator.counters()["reads"] == 0


def test_shares(station: Station) -> None:
    made = agreed(station, veracity_event_subscription, **SHARES)
    assert made["event_subscription"]["regions"] == ["eastus", "northeurope"]
    unchanged(station, veracity_event_subscription, **{**SHARES, "regions": ["eastus", "northeurope"]})
    ended = agreed(station, veracity_event_subscription, name="register", kind="access_share", state="absent")
    assert ended["changed"]
    assert names(station) == []


@pytest.mark.parametrize("container", [None, NOBODY])
def test_shares_that_nothing_is_known_of(station: Station, tmp_path: Path, container: str | None) -> None:
    station.run(veracity_event_subscription, **SHARES)
    other = another_machine(station, tmp_path)
    absent = {"name": "register", "kind": "access_share", "state": "absent", "container": container}
    assert other.run(veracity_event_subscription, **absent)["changed"]
    assert names(station) == []


@pytest.mark.parametrize("change", [{"events": ["deleted", "upserted"]}, {"callback": "https://other.example.com/"}])
def test_one_of_ours_is_replaced(station: Station, shipdata: str, change: dict[str, t.Any]) -> None:
    station.run(veracity_event_subscription, **LOADER)
    replaced = agreed(station, veracity_event_subscription, **{**LOADER, **change})
    assert replaced["changed"]
    assert replaced["diff"]["before"] != replaced["diff"]["after"]
    assert "example.com" not in json.dumps(replaced)
    assert (station.calls(MAKE), station.calls(END)) == (1, 1)
    unchanged(station, veracity_event_subscription, **{**LOADER, **change})


def test_a_new_container_of_the_same_short_name_is_another_one(station: Station, shipdata: str) -> None:
    station.run(veracity_event_subscription, **LOADER)
    station.simulator.control("POST", "/reset")
    (new,) = station.simulator.seed({"short_name": "shipdata"})
    assert new != shipdata
    replaced = agreed(station, veracity_event_subscription, **LOADER)
    assert replaced["changed"]
    assert replaced["event_subscription"]["container_id"] == new


def test_one_that_nothing_is_known_of(station: Station, shipdata: str, tmp_path: Path) -> None:
    station.run(veracity_event_subscription, **LOADER)
    other = another_machine(station, tmp_path)
    left = other.run(veracity_event_subscription, **{**LOADER, "events": ["deleted"]})
    assert not left["changed"]
    assert left["event_subscription"] is None
    assert left["diff"]["before"] == left["diff"]["after"]
    assert "cannot be compared. Set recreate: true to replace it" in other.warnings[-1]
    assert agreed(other, veracity_event_subscription, **LOADER, recreate=True)["changed"]
    unchanged(other, veracity_event_subscription, **LOADER)
    assert names(station) == ["loader"]


def test_absence_of_one_that_nothing_is_known_of(station: Station, shipdata: str, tmp_path: Path) -> None:
    absent = {"name": "loader", "container": "shipdata", "state": "absent"}
    assert not station.run(veracity_event_subscription, check_mode=True, **absent)["changed"]
    assert "check mode assumes that it does not exist" in station.warnings[-1]
    assert not station.run(veracity_event_subscription, **absent)["changed"]
    unchanged(station, veracity_event_subscription, **absent)
    station.run(veracity_event_subscription, **LOADER)
    other = another_machine(station, tmp_path)
    ended = other.run(veracity_event_subscription, **absent)
    assert ended["changed"]
    assert ended["diff"]["after"] == {"state": "absent"}
    assert names(station) == []


def test_what_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match="owns no container"):
        station.run(veracity_event_subscription, **LOADER)
    predicted = station.run(veracity_event_subscription, check_mode=True, **LOADER)
    assert predicted["changed"]
    assert "assumes that an earlier task creates it" in station.warnings[-1]
    assert not station.run(veracity_event_subscription, name="x", container="shipdata", state="absent")["changed"]
    station.simulator.seed({"short_name": "shipdata"})
    assert station.run(veracity_event_subscription, **LOADER)["diff"] == predicted["diff"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"container": None},
        {"container": "X"},
        {"events": None},
        {"events": []},
        {"regions": ["eastus"]},
        {"callback": None},
        {"callback": "http://loader.example.com/hook"},
        {"callback": "https://"},
        {"callback": "https://[::1/"},
        {"kind": "access_share"},
        {"kind": "access_share", "events": None, "regions": ["eastus"]},
        {"kind": "access_share", "events": None, "container": None, "regions": [" "]},
    ],
)
def test_wrong_options_reach_nobody(station: Station, change: dict[str, t.Any]) -> None:
    params = {key: value for key, value in {**LOADER, **change}.items() if value is not None}
    with pytest.raises(InputError) as caught:
        station.run(veracity_event_subscription, **params)
    assert "hook" not in str(caught.value)
    assert station.simulator.requests() == []


def test_refusals(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path=PATH, status=400)
    with pytest.raises(ApiError, match=r"Event subscription loader: (.|\n)*with a callback that it cannot use"):
        station.run(veracity_event_subscription, **LOADER)
    station.simulator.fault(method="POST", path=PATH, status=403)
    with pytest.raises(ForbiddenError, match="must own the container"):
        station.run(veracity_event_subscription, **LOADER)
    assert station.run(veracity_event_subscription, **LOADER)["changed"]
    station.simulator.fault(method="DELETE", path=PATH, status=403)
    with pytest.raises(ForbiddenError, match="Event subscription loader: "):
        station.run(veracity_event_subscription, name="loader", container="shipdata", state="absent")


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"drop": "before"}, {"status": 502, "apply": True}])
def test_an_answer_that_is_lost(station: Station, shipdata: str, fault: dict[str, t.Any]) -> None:
    station.simulator.fault(method="POST", path=PATH, **fault)
    assert station.run(veracity_event_subscription, **LOADER)["changed"]
    assert names(station) == ["loader"]
    unchanged(station, veracity_event_subscription, **LOADER)


def test_answers_that_are_lost_for_good(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path=PATH, drop="after", times=2)
    with pytest.raises(
        UnknownStateError, match="Whether the event subscription loader was created is not known"
    ) as caught:
        station.simulator.fault(method="POST", path=PATH, drop="before", times=0)
        station.run(veracity_event_subscription, **LOADER)
    assert "s3cret" not in str(caught.value)
    station.simulator.clear_faults()
    assert station.run(veracity_event_subscription, **LOADER)["changed"]
    unchanged(station, veracity_event_subscription, **LOADER)


@pytest.mark.parametrize("drop", ["before", "after"])
def test_an_answer_to_the_end_that_is_lost(station: Station, shipdata: str, drop: str) -> None:
    station.run(veracity_event_subscription, **LOADER)
    station.simulator.fault(method="DELETE", path=PATH, drop=drop)
    absent = {"name": "loader", "container": "shipdata", "state": "absent"}
    assert station.run(veracity_event_subscription, **absent)["changed"]
    assert names(station) == []


def test_a_run_that_is_killed_before_the_answer(station: Station, shipdata: str) -> None:
    killed(station, veracity_event_subscription, "POST", PATH, **LOADER)
    done = agreed(station, veracity_event_subscription, **LOADER)
    assert done["changed"]
    assert names(station) == ["loader"]
    unchanged(station, veracity_event_subscription, **LOADER)


@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_a_run_that_is_killed_while_it_replaces(station: Station, shipdata: str, method: str) -> None:
    station.run(veracity_event_subscription, **LOADER)
    changed = {**LOADER, "events": ["deleted"]}
    station.simulator.clear_requests()
    killed(station, veracity_event_subscription, method, PATH, **changed)
    assert station.run(veracity_event_subscription, **changed)["changed"]
    (found,) = station.simulator.subscriptions()
    assert found["subscriptionTypes"] == ["BlobDeleted"]
    unchanged(station, veracity_event_subscription, **changed)


def test_a_description_that_was_edited_after_a_killed_run(station: Station, shipdata: str) -> None:
    killed(station, veracity_event_subscription, "POST", PATH, **LOADER)
    assert station.run(veracity_event_subscription, **{**LOADER, "events": ["deleted"]})["changed"]
    (found,) = station.simulator.subscriptions()
    assert found["subscriptionTypes"] == ["BlobDeleted"]


def test_a_name_that_is_free_some_time_after_the_deletion(station: Station, shipdata: str) -> None:
    station.run(veracity_event_subscription, **LOADER)
    station.simulator.fault(method="POST", path=PATH, status=409, times=3)
    assert station.run(veracity_event_subscription, **{**LOADER, "events": ["deleted"]})["changed"]
    assert [line for line in station.lines if "the deletion of event subscription loader" in line]


def test_runs_at_the_same_time(station: Station, shipdata: str) -> None:
    station.simulator.settings(latency=0.1)
    assert sorted(at_once(station, veracity_event_subscription, 4, **LOADER)) == [False, False, False, True]
    assert names(station) == ["loader"]


def test_without_a_place_to_remember(station: Station, shipdata: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    station.directory = tmp_path / "file" / "nothing"
    assert station.run(veracity_event_subscription, **LOADER)["changed"]
    assert any("no private directory to store event subscriptions" in line for line in station.warnings)
    assert not station.run(veracity_event_subscription, **LOADER)["changed"]


@pytest.mark.parametrize("content", [b"[]", b'{"loader": {"at": 1e12, "value": 5}}', b"nonsense"])
def test_a_memory_that_makes_no_sense(station: Station, shipdata: str, content: bytes) -> None:
    station.run(veracity_event_subscription, **LOADER)
    (memory,) = station.directory.glob("*.subscriptions")
    memory.write_bytes(content)
    assert not station.run(veracity_event_subscription, **LOADER)["changed"]
    assert "cannot be compared" in station.warnings[-1]
