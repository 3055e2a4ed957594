# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd names, links, folders that are blobs, and sources that are empty: nothing is lost and nothing lands elsewhere."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.names import unnameable
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import BulkError, InputError, StateError
from tests.unit.support.blob_storage import BlobStorage, Relay
from tests.unit.support.content_support import BLOCK, check_like_run, content, did, grow, names
from tests.unit.support.station import Station

STUB = {"hdi_isfolder": "true"}


@pytest.fixture
def ships(tmp_path: Path) -> Path:
    """Return a folder with a file."""
    folder = tmp_path / "ships"
    grow(folder, a_csv="one")
    return folder


def fails(station: Station, expected: set[str], **params: t.Any) -> None:
    """Check that just these files fail, in check mode and in the run, and each says why."""
    for check_mode in (True, False):
        with pytest.raises(BulkError) as caught:
            content(station, check_mode=check_mode, **params)
        failed = {entry["path"]: entry["msg"] for entry in caught.value.result["files"] if entry["action"] == "failed"}
        assert set(failed) == expected
        assert all(failed.values())


@pytest.mark.parametrize(
    "name", ["report.", "report..", "v1./x", "tab\there", "line\nend", "del\x7f", "c1\x81", "bell\x07", "odd\ufffe"]
)
def test_d3_a_name_that_the_storage_changes_or_refuses_fails_alone(
    station: Station, storage: BlobStorage, url: str, relay: Relay, ships: Path, name: str
) -> None:
    theirs = storage.client(url)
    for neighbor in ("report", "v1/x", "extraneous"):
        theirs.upload_blob(neighbor, b"neighbor")
    path = ships / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("data")
    fails(station, {name}, sas_url=url, src=f"{ships}/", delete_extraneous=True)
    left = {"v1": {"v1/x"}, "report": {"report"}}.get(name.split("/")[0].rstrip("."), set())
    assert set(names(station, sas_url=url)) == {"a.csv"} | left
    assert not [call for call in relay.calls if call.method == "PUT" and "a.csv" not in call.target]


def test_d3_a_namesake_of_a_backslash_is_not_extraneous(
    station: Station, storage: BlobStorage, url: str, ships: Path
) -> None:
    storage.client(url).upload_blob("back/slash", b"neighbor")
    (ships / "back\\slash").write_text("data")
    fails(station, {"back\\slash"}, sas_url=url, src=f"{ships}/", delete_extraneous=True)
    assert names(station, sas_url=url) == ["a.csv", "back/slash"]


@pytest.mark.parametrize("name", [b"tab\there", b"bad\xff", b"v1.", b"back\\slash"])
def test_d3_a_folder_that_cannot_have_its_name_fails_file_by_file(
    station: Station, url: str, relay: Relay, tmp_path: Path, name: bytes
) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    grow(folder, a_csv="one")
    shown = folder.name.encode("utf-8", "backslashreplace").decode()
    fails(station, {f"{shown}/a.csv"}, sas_url=url, src=str(folder), delete_extraneous=True)
    (tmp_path / "one").mkdir()
    single = tmp_path / "one" / folder.name
    single.write_text("x")
    fails(station, {shown}, sas_url=url, src=str(single))
    assert relay.calls == []


def test_d3_the_whole_name_counts(station: Station, url: str, tmp_path: Path) -> None:
    folder = tmp_path / "long"
    deep = folder.joinpath(*["d" * 200] * 5)
    deep.mkdir(parents=True)
    (deep / "good").write_text("x")
    (deep / ("f" * 100)).write_text("x")
    name = "/".join(["d" * 200] * 5)
    fails(station, {f"x/{name}/{'f' * 100}"}, sas_url=url, src=f"{folder}/", dest="x")
    assert names(station, sas_url=url) == [f"x/{name}/good"]


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("a" * 1024, True),
        ("a" * 1025, False),
        ("\U0001f6a2" * 512, True),
        ("\U0001f6a2" * 513, False),
        ("/".join("a" * 254), True),
        ("/".join("a" * 255), False),
        (".hidden", True),
        ("a..b", True),
        ("a.b/c", True),
        ("space ", True),
        ("\u00a0", True),
    ],
)
def test_d3_limits_of_names(name: str, good: bool) -> None:
    assert (unnameable(name) is None) == good


@pytest.mark.parametrize("dest", ["report.", "v1./", "a\tb", "x" * 1025])
def test_d3_an_option_that_no_name_can_have_is_refused(
    station: Station, url: str, relay: Relay, ships: Path, dest: str
) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError, match=r"^dest: "):
            content(station, check_mode=check_mode, sas_url=url, src=str(ships / "a.csv"), dest=dest)
    assert relay.calls == []


@pytest.fixture
def spark(storage: BlobStorage, url: str) -> str:
    """Return a container in which folders are blobs."""
    theirs = storage.client(url)
    for name in ("spark", "spark/out", "spark/empty"):
        theirs.upload_blob(name, b"", metadata=STUB)
    theirs.upload_blob("spark/out/part-0", b"zero")
    theirs.upload_blob("spark/zero", b"")
    return url


@pytest.mark.parametrize(
    ("src", "found"),
    [
        ("", {"spark/out/part-0", "spark/zero"}),
        ("spark", {"spark/out/part-0", "spark/zero"}),
        ("spark/", {"out/part-0", "zero"}),
        ("spark/out", {"out/part-0"}),
        ("spark/out/", {"part-0"}),
        ("spark/empty", set()),
        ("spark/empty/", set()),
    ],
)
def test_d4_a_stub_is_a_folder(station: Station, spark: str, tmp_path: Path, src: str, found: set[str]) -> None:
    params: dict[str, t.Any] = {"sas_url": spark, "direction": "download", "src": src, "dest": str(tmp_path / "out")}
    check_like_run(station, **params)
    assert not content(station, **params)["changed"]
    out = tmp_path / "out"
    assert {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()} == found


def test_d4_a_stub_is_neither_extraneous_nor_listed(station: Station, spark: str, relay: Relay, tmp_path: Path) -> None:
    grow(tmp_path / "in", new="x")
    check_like_run(station, sas_url=spark, src=f"{tmp_path}/in/", dest="spark", delete_extraneous=True)
    assert names(station, sas_url=spark) == ["spark/new"]
    relay.calls.clear()
    with pytest.raises(StateError, match="no file"):
        content(station, sas_url=spark, direction="download", src="nothing", dest=str(tmp_path))


def test_d4_a_file_does_not_replace_a_folder(station: Station, spark: str, tmp_path: Path) -> None:
    grow(tmp_path / "in", out="x", other="y")
    fails(station, {"spark/out"}, sas_url=spark, src=f"{tmp_path}/in/", dest="spark")
    fails(station, {"spark/out"}, sas_url=spark, src=f"{tmp_path}/in/out", dest="spark/")
    assert "spark/out/part-0" in names(station, sas_url=spark)


def test_d6_what_is_skipped_protects_what_lies_below_its_name(
    station: Station, storage: BlobStorage, url: str, ships: Path, tmp_path: Path
) -> None:
    theirs = storage.client(url)
    for name in ("link/deep/old", "link.csv", "linked", "pipe", "deep/link/old", "old"):
        theirs.upload_blob(name, b"")
    (tmp_path / "elsewhere").mkdir()
    (ships / "link").symlink_to(tmp_path / "elsewhere")
    (ships / "deep").mkdir()
    (ships / "deep" / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(ships / "pipe")
    found = check_like_run(station, sas_url=url, src=f"{ships}/", delete_extraneous=True)
    assert {name for name, action in did(found).items() if action == "deleted"} == {"link.csv", "linked", "old"}
    assert "deep/link, link, pipe: skipped" in station.warnings[-1] or "link, pipe, deep/link" in station.warnings[-1]
    assert names(station, sas_url=url) == ["a.csv", "deep/link/old", "link/deep/old", "pipe"]


def test_d6_patterns_do_not_lift_the_protection(
    station: Station, storage: BlobStorage, url: str, ships: Path, tmp_path: Path
) -> None:
    theirs = storage.client(url)
    for name in ("link/old.csv", "old.csv"):
        theirs.upload_blob(name, b"")
    (ships / "link").symlink_to(tmp_path)
    content(station, sas_url=url, src=f"{ships}/", delete_extraneous=True, include=["*.csv"])
    assert names(station, sas_url=url) == ["a.csv", "link/old.csv"]
    station.warnings.clear()
    content(station, sas_url=url, src=f"{ships}/", delete_extraneous=True, exclude=["link/"])
    assert not [text for text in station.warnings if "skipped" in text]


@pytest.mark.parametrize("include", [None, ["*.pdf"]])
def test_d7_an_empty_source_deletes_nothing_unless_it_may_be_empty(
    station: Station, storage: BlobStorage, url: str, relay: Relay, tmp_path: Path, include: list[str] | None
) -> None:
    source = tmp_path / "share"
    source.mkdir()
    if include:
        grow(source, readme="not a report", deep__readme="nor this")
    for name in ("share/a.pdf", "b.pdf"):
        storage.client(url).upload_blob(name, b"")
    params: dict[str, t.Any] = {"sas_url": url, "src": str(source), "include": include}
    for check_mode in (True, False):
        with pytest.raises(InputError, match=r"(?s)^src: .*share has no file.*allow_empty_source: true"):
            content(station, check_mode=check_mode, delete_extraneous=True, **params)
    assert relay.calls == []
    assert not content(station, **params)["changed"]
    found = check_like_run(station, delete_extraneous=True, allow_empty_source=True, **params)
    assert did(found) == {"share/a.pdf": "deleted"}


@pytest.mark.parametrize("src", ["", "keep/"])
def test_d7_an_empty_container_deletes_nothing_here(
    station: Station, storage: BlobStorage, url: str, ships: Path, src: str
) -> None:
    if src:
        storage.client(url).upload_blob(src, b"")
    params: dict[str, t.Any] = {"sas_url": url, "direction": "download", "src": src, "dest": str(ships)}
    for check_mode in (True, False):
        with pytest.raises(InputError, match="allow_empty_source"):
            content(station, check_mode=check_mode, delete_extraneous=True, **params)
    assert (ships / "a.csv").exists()
    content(station, delete_extraneous=True, allow_empty_source=True, **params)
    assert not (ships / "a.csv").exists()


def test_d8_a_pattern_that_meets_nothing_warns(station: Station, storage: BlobStorage, url: str, ships: Path) -> None:
    grow(ships, data__b_csv="two")
    storage.client(url).upload_blob("ships/remote.log", b"")
    params: dict[str, t.Any] = {"sas_url": url, "src": str(ships), "exclude": ["*.log", "tmp/"], "include": ["data"]}
    found = check_like_run(station, **params)
    assert did(found) == {"ships/data/b.csv": "uploaded"}
    assert [text for text in station.warnings if "exclude: tmp/ matches no file" in text]
    assert not [text for text in station.warnings if "*.log" in text or "data" in text]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a folder that nothing must be written into."""
    folder = tmp_path / "elsewhere"
    grow(folder, mine="mine", a_csv="mine")
    return folder


def check_untouched(folder: Path) -> None:
    """Check that a folder is as it was."""
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"mine": "mine", "a.csv": "mine"}


def test_d10_nothing_is_written_behind_a_link(
    station: Station, url: str, ships: Path, tmp_path: Path, elsewhere: Path
) -> None:
    grow(ships, deep__a_csv="two", link__a_csv="three", link__new__b="four")
    content(station, sas_url=url, src=f"{ships}/")
    out = tmp_path / "out"
    out.mkdir()
    (out / "link").symlink_to(elsewhere)
    params: dict[str, t.Any] = {"sas_url": url, "direction": "download", "src": "", "dest": str(out)}
    fails(station, {"link/a.csv", "link/new/b"}, **params)
    fails(station, {"link/a.csv", "link/new/b"}, delete_extraneous=True, **params)
    check_untouched(elsewhere)
    assert (out / "deep" / "a.csv").read_text() == "two"


def test_d10_the_folder_of_the_source_may_not_be_a_link(
    station: Station, url: str, ships: Path, tmp_path: Path, elsewhere: Path
) -> None:
    content(station, sas_url=url, src=str(ships))
    out = tmp_path / "out"
    out.mkdir()
    (out / "ships").symlink_to(elsewhere)
    params: dict[str, t.Any] = {"sas_url": url, "direction": "download", "src": "ships", "dest": str(out)}
    fails(station, {"ships/a.csv"}, delete_extraneous=True, **params)
    check_untouched(elsewhere)


def test_d10_the_destination_itself_may_be_a_link(station: Station, url: str, ships: Path, tmp_path: Path) -> None:
    content(station, sas_url=url, src=f"{ships}/")
    (tmp_path / "real").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "real")
    content(station, sas_url=url, direction="download", src="", dest=str(tmp_path / "way"))
    assert (tmp_path / "real" / "a.csv").read_text() == "one"


def test_d10_a_link_that_comes_after_the_look_is_not_followed(
    station: Station, url: str, relay: Relay, ships: Path, tmp_path: Path, elsewhere: Path
) -> None:
    grow(ships, deep__a_csv="two")
    content(station, sas_url=url, src=f"{ships}/")
    out = tmp_path / "out"
    (out / "deep").mkdir(parents=True)
    grow(out, deep__mine="extraneous")

    def rule(call: t.Any) -> None:
        if call.kind == "GET" and not (out / "deep").is_symlink():
            (out / "deep").rename(out / "moved")
            (out / "deep").symlink_to(elsewhere)

    relay.rule = rule
    with pytest.raises(BulkError, match="is a link") as caught:
        content(
            station,
            sas_url=url,
            direction="download",
            src="",
            dest=str(out),
            max_concurrency=1,
            delete_extraneous=True,
        )
    assert did(caught.value.result)["deep/mine"] == "failed"
    check_untouched(elsewhere)


def test_d10_a_link_in_the_place_of_a_file_is_replaced(
    station: Station, url: str, ships: Path, tmp_path: Path, elsewhere: Path
) -> None:
    content(station, sas_url=url, src=f"{ships}/")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").symlink_to(elsewhere / "a.csv")
    content(station, sas_url=url, direction="download", src="", dest=str(out))
    check_untouched(elsewhere)
    assert (out / "a.csv").read_text() == "one"
    assert not (out / "a.csv").is_symlink()


def test_d10_special_bits_are_dropped(station: Station, url: str, ships: Path, tmp_path: Path) -> None:
    content(station, sas_url=url, src=f"{ships}/")
    out = tmp_path / "out"
    grow(out, a_csv="old")
    (out / "a.csv").chmod(0o7754)
    content(station, sas_url=url, direction="download", src="", dest=str(out))
    assert (out / "a.csv").stat().st_mode & 0o7777 == 0o754


def test_d11_what_killed_downloads_left_is_swept_and_never_content(
    station: Station, url: str, ships: Path, tmp_path: Path
) -> None:
    content(station, sas_url=url, src=f"{ships}/")
    out = tmp_path / "out"
    out.mkdir()
    old, fresh = out / f".{'a' * 16}.veracity-part", out / f".{'b' * 16}.veracity-part"
    for path in (old, fresh):
        path.write_bytes(b"x" * BLOCK)
    os.utime(old, (1, 1))
    params: dict[str, t.Any] = {"sas_url": url, "direction": "download", "src": "", "dest": str(out)}
    found = content(station, delete_extraneous=True, **params)
    assert did(found) == {"a.csv": "downloaded"}
    assert sorted(path.name for path in out.iterdir()) == [fresh.name, "a.csv"]
    assert did(content(station, sas_url=url, src=f"{out}/", dest="back")) == {"back/a.csv": "uploaded"}
