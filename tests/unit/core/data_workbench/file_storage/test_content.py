# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_file_storage_content and its info module, against the simulated Data Lake in front of real storage."""

from __future__ import annotations

import json
import os
import resource
import threading
import tracemalloc
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage import directory_url
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import content as core
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    BulkError,
    ForbiddenError,
    InputError,
    StateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_file_storage_content as module
from ansible_collections.dnv.veracity.plugins.modules import veracity_file_storage_content_info as info_module
from ansible_collections.dnv.veracity.plugins.modules import veracity_file_storage_key as key_module
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID
from tests.unit.support.bench import WITH_FILES
from tests.unit.support.content_support import BLOCK, did, grow
from tests.unit.support.office import Leaping
from tests.unit.support.station import Station

MAKE = "POST /veracity/dw/gateway/api/v2/workspaces/{id}/storages/sas"
REVOKE = f"/veracity/dw/gateway/api/v1/workspaces/{DEFAULT_WORKSPACE_ID}/storages/sas/revoke"
PLACE = {"workspace": DEFAULT_WORKSPACE_ID, "path": "ships/atlantic"}
REFUSED = {"x-ms-error-code": "AuthenticationFailed"}
MEBIBYTE = 1024 * 1024
ODD = (
    "100%/50%25.csv",
    "a#b/c+d e.csv",
    "Malmo\u0308?.csv",
    "Malm\u00f6?.csv",
    "n" * 255,
    "\u00f8" * 127 + "x",
    "&=;'.csv",
    " blank / blank ",
    ".dot",
)
ODD_FOLDER = "100%/ a#b+c "

pytestmark = WITH_FILES


@pytest.fixture(autouse=True)
def folders(bench: Station) -> None:
    bench.simulator.seed_folders(DEFAULT_WORKSPACE_ID, "ships/atlantic/empty", ODD_FOLDER)


@pytest.fixture
def ships(tmp_path: Path) -> Path:
    """Return a folder with files."""
    folder = tmp_path / "ships"
    grow(folder, a_csv="one", b_txt="two", deep__er__c_csv="three", empty_txt="")
    return folder


def content(bench: Station, *, check_mode: bool = False, **params: t.Any) -> dict[str, t.Any]:
    """Return the result of the module."""
    where = {} if "sas_url" in params else PLACE
    return bench.run(module, check_mode=check_mode, **{**where, **params})


def names(bench: Station, **params: t.Any) -> list[str]:
    """Return the names of the files in the folder."""
    return [entry["path"] for entry in bench.run(info_module, **{**PLACE, **params})["files"]]


def check_like_run(bench: Station, **params: t.Any) -> dict[str, t.Any]:
    """Return the result of a run, which check mode predicted without a write and without a key."""
    with bench.watched():
        predicted = content(bench, check_mode=True, **params)
        assert bench.simulator.counters()["operations"] == {}
    found = content(bench, **params)
    for name in ("changed", "diff", "counts", "bytes"):
        assert predicted[name] == found[name], name
    assert did(predicted) == did(found)
    return found


def revoke(bench: Station) -> None:
    """Revoke all keys, as the portal does."""
    bench.session().client.delete(REVOKE)


def test_upload_then_nothing_then_what_differs(bench: Station, ships: Path) -> None:
    first = check_like_run(bench, src=str(ships), dest="fleet")
    assert set(did(first).values()) == {"uploaded"}
    assert "access_granted" not in first
    assert names(bench) == [
        "fleet/ships/a.csv",
        "fleet/ships/b.txt",
        "fleet/ships/deep/er/c.csv",
        "fleet/ships/empty.txt",
    ]
    assert names(bench, prefix="fleet/ships/d") == ["fleet/ships/deep/er/c.csv"]

    again = check_like_run(bench, src=str(ships), dest="fleet/")
    assert (again["changed"], again["diff"]) == (False, [])
    assert bench.calls(MAKE) == 0

    grow(ships, a_csv="ONE")
    changed = check_like_run(bench, src=str(ships), dest="fleet")
    assert changed["counts"]["uploaded"] == 1
    assert changed["diff"][0]["before_header"] == f"{DEFAULT_WORKSPACE_ID}/ships/atlantic"


def test_extraneous_files_go_and_folders_stay(bench: Station, ships: Path) -> None:
    content(bench, src=f"{ships}/")
    content(bench, path="ships", src=f"{ships}/a.csv")
    for file in ("deep/er/c.csv", "b.txt"):
        (ships / file).unlink()
    found = check_like_run(bench, src=f"{ships}/", delete_extraneous=True)
    assert {name for name, action in did(found).items() if action == "deleted"} == {"b.txt", "deep/er/c.csv"}
    assert names(bench) == ["a.csv", "empty.txt"]
    # What is beside the folder is not extraneous, and folders are neither files nor gone.
    assert names(bench, path="ships") == ["a.csv", "atlantic/a.csv", "atlantic/empty.txt"]
    for path in ("ships/atlantic/empty", "ships/atlantic/deep/er"):
        assert names(bench, path=path) == []
    assert not content(bench, src=f"{ships}/", delete_extraneous=True)["changed"]


def test_a_file_takes_the_place_of_no_folder_and_gives_way_to_one(bench: Station, ships: Path) -> None:
    names(bench)
    grow(ships, empty="a file")
    for check_mode in (True, False):
        with pytest.raises(BulkError, match="The storage has a folder of this name"):
            content(bench, check_mode=check_mode, src=f"{ships}/", include=["empty", "a.csv"])
        if check_mode:
            content(bench, src=f"{ships}/a.csv")
    content(bench, src=f"{ships}/b.txt", dest="deep")
    with pytest.raises(BulkError, match="A file has the name of a parent folder"):
        content(bench, src=f"{ships}/deep")
    content(bench, src=f"{ships}/", exclude=["empty"], delete_extraneous=True)
    assert names(bench) == ["a.csv", "b.txt", "deep/er/c.csv", "empty.txt"]


def test_download_then_nothing_then_what_differs(bench: Station, ships: Path, tmp_path: Path) -> None:
    content(bench, src=f"{ships}/")
    there = tmp_path / "there"
    found = check_like_run(bench, direction="download", src="", dest=str(there))
    assert found["counts"]["downloaded"] == 4
    assert (there / "deep/er/c.csv").read_text() == "three"
    assert not (there / "empty").exists()
    assert not check_like_run(bench, direction="download", src="", dest=str(there))["changed"]
    grow(there, a_csv="other", extraneous="x")
    found = check_like_run(bench, direction="download", src="", dest=str(there), delete_extraneous=True)
    assert (found["counts"]["downloaded"], found["counts"]["deleted"]) == (1, 1)
    one = content(bench, direction="download", src="deep/er/c.csv", dest=f"{tmp_path}/one/")
    assert did(one) == {"deep/er/c.csv": "downloaded"}


def test_names_of_any_kind_arrive(bench: Station, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    for name in ODD:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    content(bench, path=ODD_FOLDER, src=f"{folder}/", delete_extraneous=True)
    assert sorted(names(bench, path=ODD_FOLDER)) == sorted(ODD)
    assert not content(bench, path=ODD_FOLDER, src=f"{folder}/", delete_extraneous=True)["changed"]
    back = tmp_path / "back"
    content(bench, path=ODD_FOLDER, direction="download", src="", dest=str(back))
    assert {name: (back / name).read_text() for name in ODD} == {name: name for name in ODD}


def test_a_large_file_goes_in_blocks(bench: Station, ships: Path, tmp_path: Path) -> None:
    data = os.urandom(5 * BLOCK + 1)
    (ships / "large.bin").write_bytes(data)
    content(bench, src=f"{ships}/large.bin", block_size=BLOCK)
    assert not content(bench, src=f"{ships}/large.bin", block_size=BLOCK)["changed"]
    content(bench, direction="download", src="large.bin", dest=str(tmp_path / "back.bin"), block_size=BLOCK)
    assert (tmp_path / "back.bin").read_bytes() == data


@pytest.mark.slow
def test_many_files_take_one_request_each_and_those_that_are_unchanged_none(bench: Station, tmp_path: Path) -> None:
    """Ten thousand take ten thousand and two lists; here are fewer, so that it takes seconds."""
    number, folder = 240, tmp_path / "many"
    for count in range(number):
        grow(folder, **{f"{count % 12}__{count}_csv": f"{count}"})
    back = str(tmp_path / "back")
    upload: dict[str, t.Any] = {"src": f"{folder}/", "dest": "many", "delete_extraneous": True}
    download = {"direction": "download", "src": "many/", "dest": back, "delete_extraneous": True}
    content(bench, src=f"{folder}/0/", dest="before")
    for params, did_what, asks in (
        (upload, "uploaded", {"GET list": 1, "PUT": number}),
        (upload, "unchanged", {"GET list": 1}),
        (download, "downloaded", {"GET list": 1, "GET": number}),
        (download, "unchanged", {"GET list": 1}),
    ):
        with bench.watched():
            assert content(bench, **params)["counts"][did_what] == number
            counted = bench.simulator.counters()
        assert counted["storage"] == asks
        # The key of the first one is kept, and a key to write reads, too.
        assert counted["operations"] == {}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_size_of_a_file(bench: Station, tmp_path: Path) -> None:
    peaks: dict[str, list[int]] = {"upload": [], "download": []}
    # The first ones are about what is imported and kept.
    for size in (3 * MEBIBYTE, 6 * MEBIBYTE, 40 * MEBIBYTE):
        large = tmp_path / f"{size}.bin"
        large.touch()
        os.truncate(large, size)
        for direction, params in (
            ("upload", {"src": str(large)}),
            ("download", {"src": large.name, "dest": f"{tmp_path}/back/"}),
        ):
            tracemalloc.start()
            try:
                content(bench, direction=direction, block_size=MEBIBYTE, max_concurrency=2, **params)
                peaks[direction].append(tracemalloc.get_traced_memory()[1])
            finally:
                tracemalloc.stop()
        assert (tmp_path / "back" / large.name).stat().st_size == size
    for measured in peaks.values():
        # The first run imports the library.
        assert measured[2] < 1.5 * measured[1]


def test_check_mode_makes_no_key(bench: Station, ships: Path) -> None:
    with bench.watched():
        predicted = content(bench, check_mode=True, src=f"{ships}/")
        assert bench.simulator.counters()["operations"] == {}
    assert predicted["counts"]["uploaded"] == 4
    assert "Folder ships/atlantic of b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b: what is in it" in bench.warnings[0]
    bench.warnings.clear()
    found = content(bench, check_mode=True, path="ships", direction="download", src="", dest=str(ships))
    assert found["changed"] and found["files"] == []
    assert "check mode creates none" in bench.warnings[0]


def test_a_download_makes_a_key_to_read_only(bench: Station, tmp_path: Path) -> None:
    content(bench, direction="download", src="", dest=str(tmp_path / "there"))
    assert any("si=rl-policy" in text for text in bench.learned)
    assert not any("si=racwdl-policy" in text for text in bench.learned)


def test_a_folder_is_made_by_an_upload_only(bench: Station, ships: Path, tmp_path: Path) -> None:
    new = {"path": "ships/pacific/2026"}
    for _kept in range(2):
        with pytest.raises(StateError, match=r"folder.* creates folders"):
            content(bench, **new, direction="download", src="", dest=str(tmp_path / "there"))
        with pytest.raises(StateError, match="folder"):
            names(bench, **new)
        content(bench, path="", src=f"{ships}/a.csv")
    with bench.watched():
        assert content(bench, **new, src=f"{ships}/")["counts"]["uploaded"] == 4
    assert names(bench, **new) == ["a.csv", "b.txt", "deep/er/c.csv", "empty.txt"]
    assert not check_like_run(bench, **new, src=f"{ships}/", delete_extraneous=True)["changed"]


def test_a_folder_is_made_with_the_key_of_the_next_one_above(bench: Station, ships: Path) -> None:
    content(bench, path="ships/pacific/2026", src=f"{ships}/")
    addresses = {text.partition("?")[0].partition("/ships")[2] for text in bench.learned if text.startswith("http")}
    assert addresses == {"", "/pacific/2026"}
    revoke(bench)
    grow(ships, a_csv="ONE")
    assert content(bench, path="ships/pacific/2026", src=f"{ships}/")["counts"]["uploaded"] == 1


def test_a_revoked_key_is_replaced_once(bench: Station, ships: Path, tmp_path: Path) -> None:
    content(bench, src=f"{ships}/")
    revoke(bench)
    with bench.watched():
        with pytest.raises(ForbiddenError, match="expired or was revoked"):
            content(bench, check_mode=True, src=f"{ships}/")
        assert bench.calls(MAKE) == 0
        assert not content(bench, src=f"{ships}/")["changed"]
        assert bench.calls(MAKE) == 1


def test_a_key_that_is_refused_after_a_new_one_is_an_error(bench: Station, ships: Path) -> None:
    content(bench, src=f"{ships}/")
    bench.simulator.fault(path="/prdstorage", status=403, headers=REFUSED, times=9)
    with bench.watched():
        with pytest.raises(ForbiddenError, match=r"(?s)does not accept the key.*revoked"):
            content(bench, src=f"{ships}/")
        assert bench.calls(MAKE) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("how", "files"), [("ends", 120), ("is revoked", 60)])
def test_a_key_that_is_gone_half_way_is_replaced_and_nothing_is_lost(
    bench: Station, tmp_path: Path, how: str, files: int
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    # It is the amount that makes it last longer than the key.
    for number in range(files):
        (folder / f"{number:03}").write_bytes(os.urandom(3 * BLOCK))
    if how == "ends":
        bench.simulator.settings(workbench_key_lifetime=2)
    else:
        threading.Timer(0.5, revoke, [bench]).start()
    found = content(bench, src=f"{folder}/", block_size=BLOCK, max_concurrency=1)
    assert found["counts"]["uploaded"] == files
    assert bench.calls(MAKE) >= 2
    bench.simulator.settings(workbench_key_lifetime=None)
    assert len(names(bench)) == files


@pytest.mark.parametrize("direction", ["upload", "download"])
def test_a_key_that_is_gone_after_some_files_is_replaced_once(
    bench: Station, ships: Path, tmp_path: Path, direction: str
) -> None:
    """Also where files are read only, and the new key is one to read."""
    upload = {"src": f"{ships}/", "max_concurrency": 1}
    download = {"direction": "download", "src": "", "dest": str(tmp_path / "there"), "max_concurrency": 1}
    if direction == "download":
        content(bench, **upload)
        revoke(bench)
        bench.run(key_module, **PLACE, access="read", force=True)
    method = "PUT" if direction == "upload" else "GET"
    bench.simulator.fault(method=method, path=r"/prdstorage.*\.(csv|txt)", skip=2, status=403, headers=REFUSED)
    with bench.watched():
        found = content(bench, **(upload if direction == "upload" else download))
        asked = [request for request in bench.simulator.requests() if request["path"].endswith("/storages/sas")]
        bodies = [json.loads(request["body"]) for request in asked]
    assert found["counts"][f"{direction}ed"] == 4
    access = "Write" if direction == "upload" else "Read"
    # In one case the first key was asked for, too.
    assert [body["readOrWritePermission"] for body in bodies] == [access] * (2 if direction == "upload" else 1)
    if direction == "download":
        assert (tmp_path / "there/deep/er/c.csv").read_text() == "three"


@pytest.mark.parametrize(
    ("method", "status", "says"),
    [
        ("GET", 200, "response"),
        ("PUT", 200, "response"),
        ("GET", 403, "Something between this machine and the storage"),
        ("PUT", 403, "Something between this machine and the storage"),
    ],
)
def test_page_of_a_proxy_is_no_answer_of_the_storage(
    bench: Station, ships: Path, tmp_path: Path, method: str, status: int, says: str
) -> None:
    content(bench, src=f"{ships}/")
    grow(ships, a_csv="ONE")
    grow(tmp_path / "there", a_csv="kept")
    page = {"headers": {"Content-Type": "text/html"}, "body": "<html><body>Blocked</body></html>"}
    for path in ("/prdstorage", r"/prdstorage.*a\.csv"):
        with bench.watched():
            bench.simulator.fault(method=method, path=path, times=0, status=status, **page)
            with pytest.raises(VeracityError, match=says):
                if method == "PUT":
                    content(bench, src=f"{ships}/")
                else:
                    content(bench, direction="download", src="a.csv", dest=f"{tmp_path}/there/")
            assert bench.calls(MAKE) == 0
        bench.simulator.clear_faults()
    assert (tmp_path / "there/a.csv").read_text() == "kept"
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["a.csv"]
    assert content(bench, src=f"{ships}/")["counts"]["uploaded"] == 1


def test_a_full_disk_leaves_the_old_file(bench: Station, ships: Path, tmp_path: Path) -> None:
    grow(ships, a_csv=b"x" * 300_000)
    content(bench, src=f"{ships}/")
    there = tmp_path / "there"
    grow(there, a_csv="kept")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(BulkError, match=r"1 of 4 files failed(?s:.)*- a.csv: File too large") as caught:
            content(bench, direction="download", src="", dest=str(there))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.result["counts"]["downloaded"] == 3
    assert (there / "a.csv").read_text() == "kept"
    assert sorted(path.name for path in there.iterdir()) == ["a.csv", "b.txt", "deep", "empty.txt"]
    assert content(bench, direction="download", src="", dest=str(there))["counts"]["downloaded"] == 1


@pytest.mark.parametrize("status", [429, 503])
def test_storage_that_is_busy_is_waited_for(bench: Station, ships: Path, status: int) -> None:
    bench.clock = Leaping()
    bench.options["retries"] = 2
    for method in ("GET", "PUT"):
        bench.simulator.fault(method=method, path="/prdstorage", status=status, headers={"Retry-After": "7"})
    assert content(bench, src=f"{ships}/", max_concurrency=1)["counts"]["uploaded"] == 4
    assert 14 <= bench.clock.offset < 30


def test_a_reader_downloads_and_does_not_upload(bench: Station, ships: Path, tmp_path: Path) -> None:
    content(bench, src=f"{ships}/")
    bench.simulator.settings(workbench_role="reader")
    (tmp_path / "reader").mkdir(mode=0o700)
    reader = Station(bench.simulator, tmp_path / "reader", api="data_workbench")
    found = content(reader, direction="download", src="", dest=str(tmp_path / "there"))
    assert found["counts"]["downloaded"] == 4
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        content(reader, src=f"{ships}/")


@pytest.mark.parametrize("direction", ["upload", "download"])
def test_a_workspace_without_file_storage_is_told(bench: Station, ships: Path, direction: str) -> None:
    bench.simulator.settings(file_storage=False)
    with pytest.raises(ForbiddenError, match="has no File storage"):
        content(bench, direction=direction, src=f"{ships}/" if direction == "upload" else "", dest="there")


def test_a_sas_url_opens_its_folder_without_any_call(bench: Station, ships: Path) -> None:
    url = bench.run(key_module, **PLACE, access="write")["sas_url"]
    with bench.watched():
        assert content(bench, sas_url=url, src=f"{ships}/")["counts"]["uploaded"] == 4
        assert not content(bench, check_mode=True, sas_url=url, src=f"{ships}/")["changed"]
        assert bench.simulator.counters()["operations"] == {}
    assert len(names(bench)) == 4
    revoke(bench)
    with pytest.raises(ForbiddenError, match="does not accept the key"):
        content(bench, sas_url=url, src=f"{ships}/")


def test_a_folder_is_opened_at_the_blob_service_of_its_account() -> None:
    sas = directory_url.parse("https://account.dfs.core.windows.net/fs/root/a%20b", "sr=d&sdd=2&sp=rl&sig=x%2By")
    assert sas.blobs.address == "https://account.blob.core.windows.net/fs/root/a%20b"
    assert (sas.blobs.container, sas.blobs.prefix) == ("fs", "root/a b/")
    assert sas.blobs.lacks(["read", "list", "write"]) == ["write"]
    assert "x+y" in sas.blobs.secrets


@pytest.mark.parametrize(
    "options",
    [
        {"sas_url": "https://example.com/fs/ships"},
        {"sas_url": "http://account.dfs.core.windows.net/fs/ships?sig=x"},
        {"sas_url": "https://account.dfs.core.windows.net/?sig=x"},
        {"sas_url": "https://account.dfs.core.windows.net/fs/ships?sp=rl&sig=x"},
        {"sas_url": "https://account.dfs.core.windows.net/fs/ships?sig=x", "path": "ships"},
        {"path": "a/../b"},
        {"duration": "1 month"},
        {"dest": "/absolute"},
    ],
)
def test_wrong_options_are_refused_before_any_call(bench: Station, ships: Path, options: dict[str, str]) -> None:
    with pytest.raises(InputError):
        content(bench, src=f"{ships}/", **options)
    assert bench.simulator.counters()["operations"] == {}


def test_a_module_on_another_host_begins_with_a_key_and_finds_another(bench: Station, ships: Path) -> None:
    params = {**PLACE, "path": "ships/pacific/2026"}
    session = bench.session()
    first = core.first_key(bench.task(session, params), session.client, ["read", "write", "list"])
    revoke(bench)
    there = Station(bench.simulator, ships, api="data_workbench")
    session = there.session()
    options = {
        "direction": "upload",
        "src": f"{ships}/",
        "dest": "",
        "delete_extraneous": False,
        "allow_empty_source": False,
        "include": None,
        "exclude": ["veracity*"],
        "compare": "md5",
        "content_type": None,
        "max_concurrency": 8,
        "block_size": 8 * 1024 * 1024,
    }
    found = core.ensure(there.task(session, {**params, **options, "sas_url": first.url}), session.client)
    assert found["counts"]["uploaded"] == 4
    assert names(bench, path="ships/pacific/2026") == ["a.csv", "b.txt", "deep/er/c.csv", "empty.txt"]


def test_a_storage_that_is_connected_keeps_its_own_files(bench: Station, ships: Path) -> None:
    (yard,) = bench.simulator.seed_workspaces({"name": "Yard", "storages": ["Drone images"]})
    for storage in (None, "Drone images"):
        bench.simulator.seed_folders(yard, "ships", storage=storage)
    place = {"workspace": "Yard", "path": "ships"}
    assert content(bench, src=f"{ships}/", **place, storage_name="Drone images")["changed"]
    assert not content(bench, src=f"{ships}/", **place, storage_name="Drone images")["changed"]
    assert len(names(bench, **place, storage_name="Drone images")) == 4
    assert names(bench, **place) == []
