# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container_content with keys of its own: granted, claimed, kept, replaced when they end."""

from __future__ import annotations

import os
import typing as t
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import StateError
from tests.unit.support.content_support import BLOCK, CLAIM, SHARE, content, did, grow, names
from tests.unit.support.station import Station


@pytest.fixture(autouse=True)
def container(station: Station) -> str:
    """Return the id of a container of the application, in real storage."""
    pytest.importorskip("azure.storage.blob", reason="the library azure-storage-blob is not installed")
    if station.simulator.storage is None:
        pytest.skip("Azurite is not installed (npm azurite), and VERACITY_AZURITE does not name it")
    (found,) = station.simulator.seed({"short_name": "shipdata"})
    return found


@pytest.fixture
def ships(tmp_path: Path) -> Path:
    """Return a folder with files."""
    grow(tmp_path / "ships", a_csv="one", deep__b_csv="two")
    return tmp_path / "ships"


def test_the_whole_way_from_no_access_to_nothing_to_do(station: Station, ships: Path) -> None:
    params: dict[str, t.Any] = {"container": "shipdata", "src": str(ships)}
    with station.watched():
        predicted = content(station, check_mode=True, **params)
        assert station.writes == 0
    assert predicted["access_granted"]
    assert "check mode does not claim one" in station.warnings[-1]
    found = content(station, **params)
    assert found["diff"] == predicted["diff"]
    assert found["diff"][0] == {
        "before_header": "shipdata (access of this application)",
        "after_header": "shipdata (access of this application)",
        "before": {},
        "after": {"rights": ["read", "write", "list"], "duration": "1h"},
    }
    assert did(found) == did(predicted) == {"ships/a.csv": "uploaded", "ships/deep/b.csv": "uploaded"}
    assert (station.calls(SHARE), station.calls(CLAIM)) == (1, 1)
    with station.watched():
        again = content(station, **params)
        assert not again["changed"]
        assert not again["access_granted"]
        assert station.simulator.counters()["operations"] == {}
        assert not content(station, check_mode=True, **params)["changed"]
        assert station.writes == 0


def test_a_drift_is_seen_by_check_mode_with_the_kept_key(station: Station, ships: Path) -> None:
    content(station, container="shipdata", src=str(ships))
    grow(ships, a_csv="ONE", new="three")
    predicted = content(station, check_mode=True, container="shipdata", src=str(ships))
    assert set(predicted["diff"][0]["after"]) == {"ships/a.csv", "ships/new"}
    assert content(station, container="shipdata", src=str(ships))["diff"] == predicted["diff"]


def test_a_container_that_is_still_to_be_created(station: Station, ships: Path, tmp_path: Path) -> None:
    found = content(station, check_mode=True, container="newships", src=str(ships))
    assert found["counts"]["uploaded"] == 2
    assert found["access_granted"]
    assert [text for text in station.warnings if "an earlier task creates it" in text]
    assert not [text for text in station.warnings if "does not claim one" in text]
    with pytest.raises(StateError, match="newships"):
        content(station, container="newships", src=str(ships))


def test_without_a_grant_and_without_making_one(station: Station, ships: Path) -> None:
    with pytest.raises(StateError, match="ensure_access"):
        content(station, container="shipdata", src=str(ships), ensure_access=False)
    with pytest.raises(StateError):
        names(station, container="shipdata")


def test_a_download_in_check_mode_without_a_key_claims_to_know_nothing(station: Station, tmp_path: Path) -> None:
    found = content(station, check_mode=True, container="shipdata", direction="download", src="", dest=str(tmp_path))
    assert found["changed"]
    assert found["files"] == []
    assert station.writes == 0


def test_listing_uses_the_kept_key(station: Station, ships: Path) -> None:
    content(station, container="shipdata", src=str(ships))
    assert names(station, container="shipdata", prefix="ships/d") == ["ships/deep/b.csv"]
    claims = station.calls(CLAIM)
    assert names(station, container="shipdata") == ["ships/a.csv", "ships/deep/b.csv"]
    assert station.calls(CLAIM) == claims


@pytest.mark.slow
def test_a_key_that_ends_half_way_is_replaced_and_nothing_is_lost(station: Station, tmp_path: Path) -> None:
    station.simulator.settings(key_lifetime=2)
    folder = tmp_path / "many"
    folder.mkdir()
    # It is the amount that makes it last longer than a key.
    for number in range(400):
        (folder / f"{number:03}").write_bytes(os.urandom(3 * BLOCK))
    found = content(station, container="shipdata", src=f"{folder}/", block_size=BLOCK, max_concurrency=1)
    assert found["counts"] == {"uploaded": 400, "downloaded": 0, "deleted": 0, "unchanged": 0, "failed": 0}
    assert station.calls(CLAIM) >= 2
    assert station.calls(SHARE) == 1
    station.simulator.settings(key_lifetime=3600)
    assert len(names(station, container="shipdata")) == 400


def test_a_container_that_was_deleted_and_created_again(station: Station, container: str, ships: Path) -> None:
    content(station, container="shipdata", src=str(ships))
    station.session().client.delete(f"/veracity/datafabric/provisioning/api/1/container/{container}")
    url = next(text for text in station.learned if text.startswith("http"))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        while True:
            urllib.request.urlopen(f"{url}&restype=container&comp=list").close()
            station.clock.sleep(0.05)
    station.simulator.seed({"short_name": "shipdata"})
    predicted = content(station, check_mode=True, container="shipdata", src=str(ships))
    assert predicted["counts"]["uploaded"] == 2
    found = content(station, container="shipdata", src=str(ships))
    assert found["diff"] == predicted["diff"]
    assert found["access_granted"]
    assert not content(station, container="shipdata", src=str(ships))["changed"]


def test_a_grant_that_may_only_read_is_not_enough_for_an_upload(station: Station, ships: Path) -> None:
    content(station, container="shipdata", src=str(ships))
    content(station, container="shipdata", src=str(ships), delete_extraneous=True)
    assert [
        sorted(key for key in ("attribute1", "attribute2", "attribute3", "attribute4") if row[key])
        for row in station.simulator.accesses()
    ] == [
        ["attribute1", "attribute2", "attribute4"],
        ["attribute1", "attribute2", "attribute3", "attribute4"],
    ]


def test_the_storage_gets_neither_token_nor_subscription_key(station: Station, ships: Path) -> None:
    found = content(station, container="shipdata", src=str(ships))
    assert not [text for text in station.learned if text in str(found)]
    assert not [text for text in [*station.lines, *station.warnings] for secret in station.learned if secret in text]
