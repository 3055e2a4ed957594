# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One tag: on a container, and in the catalogue."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_tag, veracity_container_tag_info
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET
from tests.unit.support.station import Station
from tests.unit.support.stewardship import DATA, agreed, at_once, killed, shipdata, unchanged

__all__ = ["shipdata"]

CREATE = f"POST {DATA}/tags"


@pytest.fixture
def tagged(station: Station) -> str:
    """Return the id of a container with a tag of its owner and one of Veracity."""
    tags = [{"title": "certified", "type": "systemtag"}, {"title": "Fleet", "type": "tag"}]
    (container,) = station.simulator.seed({"short_name": "shipdata", "tags": tags})
    return str(container)


def titles(station: Station) -> list[str]:
    """Return the titles of the tags of the one container."""
    (container,) = station.simulator.containers()
    return sorted(tag["title"] for tag in container["metadata"]["tags"])


def test_add_and_take_away(station: Station, tagged: str) -> None:
    added = agreed(station, veracity_container_tag, container="shipdata", title="noon-reports")
    assert added["changed"]
    assert added["tag"] == {"id": None, "title": "noon-reports", "type": "tag"}
    assert added["tags"] == ["Fleet", "noon-reports"]
    assert (added["container"], added["container_id"]) == ("shipdata", tagged)
    assert (added["diff"]["before"], added["diff"]["after"]) == (
        {"tags": ["Fleet"]},
        {"tags": ["Fleet", "noon-reports"]},
    )
    assert titles(station) == ["Fleet", "certified", "noon-reports"]
    for title in ("noon-reports", "NOON-REPORTS", "fleet"):
        unchanged(station, veracity_container_tag, container=tagged, title=title)
    taken = agreed(station, veracity_container_tag, container=tagged, title="FLEET", state="absent")
    assert taken["changed"]
    assert taken["tag"] is None
    assert titles(station) == ["certified", "noon-reports"]
    unchanged(station, veracity_container_tag, container=tagged, title="fleet", state="absent")


def test_a_tag_of_veracity_is_left(station: Station, tagged: str) -> None:
    left = unchanged(station, veracity_container_tag, container="shipdata", title="Certified", state="absent")
    assert left["tag"]["type"] == "systemtag"
    assert station.warnings[-1] == "The tag certified of container shipdata is Veracity's and is left."
    unchanged(station, veracity_container_tag, container="shipdata", title="certified")


def test_what_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match="owns no container"):
        station.run(veracity_container_tag, container="shipdata", title="fleet")
    predicted = station.run(veracity_container_tag, check_mode=True, container="shipdata", title="fleet")
    assert predicted["changed"]
    assert "assumes that an earlier task creates it" in station.warnings[-1]
    station.simulator.seed({"short_name": "shipdata"})
    assert station.run(veracity_container_tag, container="shipdata", title="fleet")["diff"] == predicted["diff"]


@pytest.mark.parametrize(
    "params", [{"title": " "}, {"title": "x", "state": "absent"}, {"title": "x", "container": "X"}]
)
def test_wrong_options_reach_nobody(station: Station, params: dict[str, t.Any]) -> None:
    with pytest.raises(InputError):
        station.run(veracity_container_tag, **params)
    assert station.simulator.requests() == []


def test_who_is_not_the_owner(station: Station, shipdata: str) -> None:
    (theirs,) = station.simulator.seed({"short_name": "theirs", "access_level": "dataSteward"})
    with pytest.raises(StateError, match="only its owner can update it"):
        station.run(veracity_container_tag, container=theirs, title="fleet")
    station.simulator.fault(method="PATCH", path="/metadata$", status=403)
    with pytest.raises(ForbiddenError, match="Only the owner of a container can change its tags"):
        station.run(veracity_container_tag, container="shipdata", title="fleet")


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_a_container_that_vanishes_meanwhile(station: Station, shipdata: str, method: str) -> None:
    path = "/metadata$" if method == "PATCH" else f"/resources/{shipdata}$"
    station.simulator.fault(method=method, path=path, status=404)
    with pytest.raises(StateError, match="Container shipdata: it no longer exists"):
        station.run(veracity_container_tag, container="shipdata", title="fleet")


@pytest.mark.parametrize("drop", ["before", "after"])
def test_an_answer_that_is_lost(station: Station, tagged: str, drop: str) -> None:
    station.simulator.fault(method="PATCH", path="/metadata$", drop=drop)
    assert station.run(veracity_container_tag, container="shipdata", title="new")["changed"]
    assert titles(station) == ["Fleet", "certified", "new"]


def test_a_run_that_is_killed_before_the_answer(station: Station, tagged: str) -> None:
    killed(station, veracity_container_tag, "PATCH", "/metadata$", container="shipdata", title="new")
    unchanged(station, veracity_container_tag, container="shipdata", title="new")


def test_tags_that_someone_else_changes_meanwhile_stay(station: Station, tagged: str) -> None:
    """What counts is what is read immediately before it is written."""
    listed = station.run(veracity_container_tag, container="shipdata", title="theirs")
    assert listed["changed"]
    found = at_once(station, veracity_container_tag, 4, container="shipdata", title="same")
    assert sorted(found) == [False, False, False, True]
    assert titles(station) == ["Fleet", "certified", "same", "theirs"]


def test_the_catalogue(station: Station) -> None:
    added = agreed(station, veracity_container_tag, title="noon-reports")
    assert added["changed"]
    assert added["tag"]["id"]
    assert added["tags"] is added["container"] is added["container_id"] is None
    assert unchanged(station, veracity_container_tag, title="Noon-Reports")["tag"]["id"] == added["tag"]["id"]
    assert added["tag"]["title"] in [tag["title"] for tag in station.simulator.tags()]
    assert station.run(veracity_container_tag_info)["tags"] != []


def test_a_tag_that_is_not_listed_yet_is_not_added_again(station: Station) -> None:
    """Veracity lists what it has approved."""
    added = station.run(veracity_container_tag, title="noon-reports")
    station.simulator.fault(method="GET", path="/tags$", status=200, json=[], times=0)
    assert unchanged(station, veracity_container_tag, title="NOON-reports")["tag"]["id"] == added["tag"]["id"]
    assert station.calls(CREATE) == 0


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"drop": "before"}, {"status": 500, "apply": True}])
def test_an_answer_about_the_catalogue_that_is_lost(station: Station, fault: dict[str, t.Any]) -> None:
    station.simulator.fault(method="POST", path="/tags$", **fault)
    assert station.run(veracity_container_tag, title="noon-reports")["tag"]["id"]
    assert [tag["title"] for tag in station.simulator.tags()].count("noon-reports") == 1


def test_answers_about_the_catalogue_that_are_lost_for_good(station: Station, shipdata: str) -> None:
    station.simulator.fault(method="POST", path="/tags$", drop="before", times=0)
    with pytest.raises(UnknownStateError, match="Tag noon-reports: whether it was added is not known") as caught:
        station.run(veracity_container_tag, title="noon-reports")
    assert "Adding an existing tag has no effect" in str(caught.value)
    station.simulator.clear_faults()
    assert station.run(veracity_container_tag, title="noon-reports")["changed"]


@pytest.mark.parametrize("option", ["include_deleted", "include_unapproved"])
def test_who_may_see_all_tags(station: Station, option: str) -> None:
    with pytest.raises(ForbiddenError, match="need the role dataAdmin"):
        station.run(veracity_container_tag_info, **{option: True})
    station.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, role="dataAdmin")
    assert station.run(veracity_container_tag_info, **{option: True})["changed"] is False
