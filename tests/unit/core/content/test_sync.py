# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container_content against real storage, by SAS URL."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import tempfile
import threading
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import BulkError, InputError, StateError
from tests.unit.support.blob_storage import BlobStorage, Call, Relay
from tests.unit.support.content_support import BLOCK, check_like_run, content, did, grow, names
from tests.unit.support.station import Station


@pytest.fixture
def ships(tmp_path: Path) -> Path:
    """Return a folder with files."""
    folder = tmp_path / "ships"
    grow(folder, a_csv="one", b_txt="two", deep__er__c_csv="three", empty="")
    return folder


def test_upload_then_nothing_then_what_differs(station: Station, url: str, relay: Relay, ships: Path) -> None:
    first = check_like_run(station, sas_url=url, src=str(ships), dest="fleet")
    assert set(did(first).values()) == {"uploaded"}
    assert names(station, sas_url=url) == [
        "fleet/ships/a.csv",
        "fleet/ships/b.txt",
        "fleet/ships/deep/er/c.csv",
        "fleet/ships/empty",
    ]
    relay.calls.clear()
    again = check_like_run(station, sas_url=url, src=str(ships), dest="fleet/")
    assert not again["changed"]
    assert again["diff"] == []
    assert {call.kind for call in relay.calls} == {"GET list"}
    assert len(relay.calls) == 2

    grow(ships, a_csv="ONE", new="four")
    (ships / "b.txt").unlink()
    changed = check_like_run(station, sas_url=url, src=str(ships), dest="fleet")
    assert {name for name, action in did(changed).items() if action == "uploaded"} == {
        "fleet/ships/a.csv",
        "fleet/ships/new",
    }
    assert "fleet/ships/b.txt" in names(station, sas_url=url)
    entry = next(entry for entry in changed["files"] if entry["path"] == "fleet/ships/a.csv")
    assert entry["md5"] == hashlib.md5(b"ONE").hexdigest()


def test_check_mode_writes_nothing(station: Station, url: str, relay: Relay, ships: Path) -> None:
    content(station, check_mode=True, sas_url=url, src=str(ships), delete_extraneous=True)
    assert {call.kind for call in relay.calls} == {"GET list"}


def test_the_slash_means_the_contents(station: Station, url: str, ships: Path) -> None:
    content(station, sas_url=url, src=f"{ships}/")
    assert "a.csv" in names(station, sas_url=url)


@pytest.mark.parametrize(("dest", "name"), [("", "a.csv"), ("x/", "x/a.csv"), ("x", "x"), ("x/y.csv", "x/y.csv")])
def test_one_file_and_its_name(station: Station, url: str, ships: Path, dest: str, name: str) -> None:
    found = check_like_run(station, sas_url=url, src=str(ships / "a.csv"), dest=dest)
    assert did(found) == {name: "uploaded"}
    assert not content(station, sas_url=url, src=str(ships / "a.csv"), dest=dest)["changed"]


def test_extraneous_files_are_those_below_the_destination(
    station: Station, storage: BlobStorage, url: str, ships: Path
) -> None:
    theirs = storage.client(url)
    for name in ("ships/old.csv", "ships/old.log", "ships/keep/", "ships2/old.csv", "shipsold.csv", "old.csv"):
        theirs.upload_blob(name, b"")
    found = check_like_run(station, sas_url=url, src=str(ships), delete_extraneous=True, exclude=["*.log", "empty"])
    assert [name for name, action in did(found).items() if action == "deleted"] == ["ships/old.csv"]
    left = names(station, sas_url=url)
    assert "ships/empty" not in left
    assert {"ships/old.log", "ships/keep/", "ships2/old.csv", "shipsold.csv", "old.csv"} <= set(left)


def test_include_takes_only_what_fits(station: Station, url: str, ships: Path) -> None:
    found = content(station, sas_url=url, src=f"{ships}/", include=["*.csv"])
    assert set(did(found)) == {"a.csv", "deep/er/c.csv"}


@pytest.mark.parametrize(
    "name", ["a b", "per%20cent", "plus+", "hash#1", "q?x=1", ".dot", "ünïcödé", "a&b=c;d", "tilde~'\"", "a..b", "-"]
)
def test_odd_names_arrive_and_come_back(station: Station, url: str, tmp_path: Path, name: str) -> None:
    grow(tmp_path / "in")
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / name).write_text(name)
    content(station, sas_url=url, src=f"{tmp_path}/in/", dest="x y")
    assert names(station, sas_url=url, prefix="x y/") == [f"x y/{name}"]
    content(station, sas_url=url, src="x y/", dest=str(tmp_path / "out"), direction="download")
    assert (tmp_path / "out" / name).read_text() == name
    assert not content(station, sas_url=url, src=f"{tmp_path}/in/", dest="x y")["changed"]


def test_files_that_cannot_be_taken_do_not_stop_the_others(station: Station, url: str, ships: Path) -> None:
    (ships / "back\\slash").write_text("x")
    (ships / "dangling").symlink_to("nowhere")
    (ships / "link").symlink_to("a.csv")
    (ships / "loop").symlink_to("..")
    Path(os.fsdecode(os.fsencode(ships) + b"/bad\xff")).write_text("x")
    os.mkfifo(ships / "pipe")
    for check_mode in (True, False):
        with pytest.raises(BulkError) as caught:
            content(station, check_mode=check_mode, sas_url=url, src=f"{ships}/")
        failed = {name for name, action in did(caught.value.result).items() if action == "failed"}
        assert failed == {"back\\slash", "dangling", "bad\\udcff"}
        assert "loop, pipe: skipped" in station.warnings[-1]
        assert str(caught.value).startswith("3 of 8 files failed:")
    assert names(station, sas_url=url) == ["a.csv", "b.txt", "deep/er/c.csv", "empty", "link"]


@contextlib.contextmanager
def not_as_superuser() -> t.Iterator[None]:
    """Be nobody for a while: the superuser can read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_what_cannot_be_read_is_neither_sent_nor_deleted(station: Station, storage: BlobStorage, url: str) -> None:
    storage.client(url).upload_blob("deep/old", b"")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        grow(folder, a_csv="one", b_txt="two", deep__c_csv="three")
        (folder / "a.csv").chmod(0)
        (folder / "deep").chmod(0)
        with not_as_superuser(), pytest.raises(BulkError) as caught:
            content(station, sas_url=url, src=f"{name}/", delete_extraneous=True)
        (folder / "deep").chmod(0o755)
    assert names(station, sas_url=url) == ["b.txt", "deep/old"]
    assert {name for name, action in did(caught.value.result).items() if action == "failed"} == {"a.csv", "deep/"}


def test_one_failing_file_does_not_stop_the_others(station: Station, url: str, relay: Relay, ships: Path) -> None:
    refusal = b"HTTP/1.1 409 No\r\nContent-Length: 0\r\nx-ms-error-code: LeaseIdMissing\r\n\r\n"
    relay.rule = lambda call: refusal if call.method == "PUT" and "b.txt" in call.target else None
    with pytest.raises(BulkError, match=r"(?s)^1 of 4 files failed: b\.txt\n- b\.txt: .*LeaseIdMissing") as caught:
        content(station, sas_url=url, src=f"{ships}/")
    assert caught.value.result["changed"]
    assert caught.value.result["counts"]["uploaded"] == 3
    assert "b.txt" not in caught.value.result["diff"][0]["after"]
    relay.rule = lambda call: None
    assert did(content(station, sas_url=url, src=f"{ships}/"))["b.txt"] == "uploaded"


def test_a_blob_without_md5_is_sent_again_unless_the_size_is_enough(
    station: Station, storage: BlobStorage, url: str, ships: Path
) -> None:
    from azure.storage.blob import ContentSettings

    theirs = storage.client(url)
    theirs.upload_blob("a.csv", b"xxx")
    theirs.get_blob_client("a.csv").set_http_headers(ContentSettings(content_type="text/csv"))
    params = {"sas_url": url, "src": str(ships / "a.csv")}
    assert not content(station, compare="size", **params)["changed"]
    found = check_like_run(station, **params)
    assert found["diff"][0]["before"] == {"a.csv": {"size": 3, "md5": None}}
    assert not content(station, **params)["changed"]


def test_download_then_nothing_then_what_differs(station: Station, url: str, ships: Path, tmp_path: Path) -> None:
    content(station, sas_url=url, src=str(ships))
    out = tmp_path / "out"
    params: dict[str, t.Any] = {"sas_url": url, "direction": "download", "src": "ships", "dest": str(out)}
    first = check_like_run(station, **params)
    assert did(first)["ships/deep/er/c.csv"] == "downloaded"
    assert (out / "ships" / "deep" / "er" / "c.csv").read_text() == "three"
    assert not check_like_run(station, **params)["changed"]
    (out / "ships" / "a.csv").write_text("ONE")
    (out / "ships" / "mine").write_text("mine")
    (out / "other").write_text("mine")
    changed = check_like_run(station, **params)
    assert [name for name, action in did(changed).items() if action == "downloaded"] == ["ships/a.csv"]
    deleted = check_like_run(station, delete_extraneous=True, **params)
    assert [name for name, action in did(deleted).items() if action == "deleted"] == ["ships/mine"]
    assert (out / "other").exists()


def test_names_that_lead_elsewhere_are_refused(
    station: Station, storage: BlobStorage, url: str, tmp_path: Path
) -> None:
    theirs = storage.client(url)
    for name in ("x/good", "x/folder/", "x//double", "x/mixed", "x/mixed/below", "x/A", "x/a"):
        theirs.upload_blob(name, b"")
    out = tmp_path / "out"
    for check_mode in (True, False):
        with pytest.raises(BulkError) as caught:
            content(station, check_mode=check_mode, sas_url=url, direction="download", src="x/", dest=str(out))
        failed = {name for name, action in did(caught.value.result).items() if action == "failed"}
        assert failed == {"x//double", "x/mixed"}
    assert sorted(path.name for path in out.iterdir()) == ["A", "a", "good", "mixed"]


def test_dots_in_a_listing_never_lead_out_of_the_folder(
    station: Station, url: str, relay: Relay, tmp_path: Path
) -> None:
    blobs = "".join(
        f"<Blob><Name>{name}</Name><Properties><BlobType>BlockBlob</BlobType><Content-Length>1</Content-Length></Properties></Blob>"
        for name in ("x/../../evil", "x/./evil", "x/..", "/evil", "x/ok")
    )
    listing = f"<?xml version='1.0'?><EnumerationResults><Blobs>{blobs}</Blobs><NextMarker/></EnumerationResults>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {len(listing)}\r\n\r\n"
    single = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Range: bytes 0-0/1\r\n\r\nx"
    relay.rule = lambda call: (head + listing).encode() if call.kind == "GET list" else single
    (tmp_path / "out" / "in").mkdir(parents=True)
    with pytest.raises(BulkError) as caught:
        content(station, sas_url=url, direction="download", src="", dest=str(tmp_path / "out" / "in"))
    assert did(caught.value.result) == {
        "/evil": "failed",
        "x/..": "failed",
        "x/../../evil": "failed",
        "x/./evil": "failed",
        "x/ok": "downloaded",
    }
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == ["out/in/x/ok"]


def test_a_folder_in_the_place_of_a_file_fails_for_that_file(
    station: Station, url: str, ships: Path, tmp_path: Path
) -> None:
    content(station, sas_url=url, src=str(ships))
    (tmp_path / "out" / "a.csv").mkdir(parents=True)
    (tmp_path / "out" / "deep").write_text("a file")
    for check_mode in (True, False):
        with pytest.raises(BulkError, match=r"^2 of 4 files failed") as caught:
            content(
                station, check_mode=check_mode, sas_url=url, direction="download", src="ships/", dest=f"{tmp_path}/out"
            )
        assert did(caught.value.result)["ships/a.csv"] == "failed"
        assert did(caught.value.result)["ships/deep/er/c.csv"] == "failed"
    assert (tmp_path / "out" / "b.txt").read_text() == "two"


@pytest.mark.parametrize(("dest", "place"), [("f.csv", "f.csv"), ("new/", "new/a.csv"), (".", "a.csv")])
def test_one_file_comes_to_a_path_or_into_a_folder(
    station: Station, url: str, ships: Path, tmp_path: Path, dest: str, place: str
) -> None:
    content(station, sas_url=url, src=str(ships / "a.csv"), dest="x/a.csv")
    (tmp_path / "out").mkdir()
    params = {"sas_url": url, "direction": "download", "src": "x/a.csv", "dest": f"{tmp_path}/out/{dest}"}
    assert check_like_run(station, **params)["changed"]
    assert (tmp_path / "out" / place).read_text() == "one"
    assert not content(station, **params)["changed"]


def test_nothing_to_download_is_an_error(station: Station, url: str, ships: Path, tmp_path: Path) -> None:
    content(station, sas_url=url, src=str(ships))
    for src in ("ship", "ship/", "nothing.csv"):
        with pytest.raises(StateError, match="There is no file"):
            content(station, sas_url=url, direction="download", src=src, dest=str(tmp_path), delete_extraneous=True)
    assert ships.exists()


def test_what_is_wrong_here_is_said_before_anything_is_sent(
    station: Station, storage: BlobStorage, url: str, relay: Relay, ships: Path
) -> None:
    wrong = [
        ({"src": "/nowhere/at/all"}, "src"),
        ({"src": str(ships / "a.csv"), "delete_extraneous": True}, "delete_extraneous"),
        ({"src": str(ships), "sas_url": "https://example.com/ships"}, "sas_url"),
        ({"src": str(ships), "sas_url": storage.container("rl")}, "sas_url"),
        ({"src": str(ships), "sas_url": storage.container("rwl"), "delete_extraneous": True}, "sas_url"),
    ]
    for changes, option in wrong:
        with pytest.raises(InputError, match=option):
            content(station, **{"sas_url": url, **changes})
    assert relay.calls == []


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_large_file_goes_on_where_a_killed_run_ended(
    station: Station, url: str, relay: Relay, tmp_path: Path
) -> None:
    path = tmp_path / "large"
    path.write_bytes(os.urandom(20 * BLOCK))
    params = {"sas_url": url, "src": str(path), "block_size": BLOCK, "max_concurrency": 2}
    over = threading.Event()
    passing = iter(range(8))
    held = threading.Semaphore(0)

    def rule(call: Call) -> str | None:
        if call.kind != "PUT block" or next(passing, None) is not None:
            return None
        held.release()
        over.wait(30)
        return "drop"

    relay.rule = rule
    child = os.fork()
    if child == 0:
        content(station, **params)
        os._exit(0)
    for _request in range(2):
        assert held.acquire(timeout=60)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    over.set()
    relay.rule = lambda call: None
    relay.calls.clear()
    content(station, **params)
    assert relay.count("PUT block") == 12
    assert names(station, sas_url=url) == ["large"]
    assert not content(station, **params)["changed"]


def test_the_key_is_learned_before_anything_else(station: Station, url: str, ships: Path) -> None:
    content(station, sas_url=url, src=str(ships))
    token = url.partition("?")[2]
    assert {url, token} <= set(station.learned)
    assert not [text for text in [*station.lines, *station.warnings] if "sig=" in text]
