# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blocks that other programs have left: a file arrives whole all the same, or fails."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.block_ids import BlockIds
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ApiError, StateError, VeracityError
from tests.unit.core.azure_storage.opened import BLOCK, Opened
from tests.unit.support.blob_storage import Call


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return a file of three blocks."""
    path = tmp_path / "log.bin"
    path.write_bytes(os.urandom(3 * BLOCK))
    return path


def check_whole(opened: Opened, path: Path) -> None:
    """Check that what is stored is the file, with its MD5."""
    assert opened.theirs.download_blob("file").readall() == path.read_bytes()
    (blob,) = opened.blobs.all("")
    assert blob.md5 == hashlib.md5(path.read_bytes()).hexdigest()


def ids_of(call: Call) -> list[bytes]:
    """Return the ids that a request to put blocks together has."""
    return [base64.b64decode(found) for found in re.findall(rb"<Latest>([^<]+)</Latest>", call.raw)]


@pytest.mark.parametrize("length", [1, 3, 5, 16, 24, 64])
def test_d1_a_block_of_another_program_does_no_harm(opened: Opened, large: Path, length: int) -> None:
    opened.stage(b"0" * length)
    opened.send(large)
    check_whole(opened, large)
    (put_together,) = [call for call in opened.relay.calls if call.kind == "PUT blocklist" and b"Latest" in call.raw]
    assert len(set(ids_of(put_together))) == 3


@pytest.mark.parametrize("identifier", [bytes(range(200, 216)), b"\xff" * 48, b"1234567\x80", b"\xe4", b"\x00" * 8])
def test_d2_an_id_that_is_no_text_does_no_harm(opened: Opened, large: Path, identifier: bytes) -> None:
    opened.stage(identifier)
    opened.send(large)
    check_whole(opened, large)


@pytest.mark.parametrize("size", [0, 10, BLOCK])
def test_d1_what_is_there_stays_until_the_file_is_whole(opened: Opened, large: Path, size: int) -> None:
    from azure.storage.blob import ContentSettings

    opened.theirs.upload_blob("file", b"x" * size, content_settings=ContentSettings(content_type="text/old"))
    opened.stage(b"0")
    seen: list[tuple[bytes, t.Any]] = []

    def rule(call: Call) -> None:
        if call.kind == "PUT block":
            found = opened.theirs.download_blob("file")
            seen.append((found.readall(), found.properties.content_settings.content_type))

    opened.relay.rule = rule
    opened.send(large)
    assert set(seen) == {(b"x" * size, "text/old")}
    check_whole(opened, large)


@pytest.mark.parametrize("foreign", [b"x", b"0"])
def test_d1_a_large_file_that_is_there_keeps_its_blocks_meanwhile(
    opened: Opened, large: Path, tmp_path: Path, foreign: bytes
) -> None:
    old = tmp_path / "old"
    old.write_bytes(os.urandom(4 * BLOCK))
    theirs = opened.theirs.get_blob_client("file")
    for number in range(4):
        theirs.stage_block(str(number), old.read_bytes()[number * BLOCK : (number + 1) * BLOCK])
    theirs.commit_block_list(["0", "1", "2", "3"])
    opened.stage(foreign)
    seen: list[bytes] = []

    def rule(call: Call) -> None:
        if call.kind == "PUT block":
            seen.append(opened.theirs.download_blob("file").readall())

    opened.relay.rule = rule
    if foreign == b"0":
        with pytest.raises(StateError, match="Another program"):
            opened.send(large)
        assert opened.theirs.download_blob("file").readall() == old.read_bytes()
        return
    opened.send(large)
    assert set(seen) == {old.read_bytes()}
    check_whole(opened, large)


def test_d1_a_large_file_without_blocks_is_not_risked(opened: Opened, large: Path) -> None:
    old = os.urandom(4 * BLOCK)
    opened.theirs.upload_blob("file", old)
    opened.stage(b"0")
    with pytest.raises(StateError, match="Another program"):
        opened.send(large)
    assert opened.theirs.download_blob("file").readall() == old


def test_d1_blocks_that_come_after_the_look_do_no_harm(opened: Opened, large: Path) -> None:
    def rule(call: Call) -> None:
        if call.kind == "PUT block" and b"blockid=MDAwMDA%3D" not in call.raw and opened.relay.count("PUT block") == 1:
            opened.stage(b"00000")

    opened.relay.rule = rule
    opened.send(large)
    check_whole(opened, large)


def test_d1_each_block_has_a_checksum_of_its_own(opened: Opened, large: Path, tmp_path: Path) -> None:
    opened.send(large)
    opened.send(Path(__file__), "small")
    sent = [call for call in opened.relay.calls if call.kind in ("PUT block", "PUT")]
    assert len(sent) == 4
    for call in sent:
        head, _blank, body = call.raw.partition(b"\r\n\r\n")
        md5 = base64.b64encode(hashlib.md5(body).digest())
        assert b"\r\ncontent-md5: " + md5.lower() in head.lower()


@pytest.mark.parametrize("kind", ["PUT block", "PUT"])
def test_d1_what_is_damaged_on_the_way_is_not_stored(opened: Opened, large: Path, tmp_path: Path, kind: str) -> None:
    path = large if kind == "PUT block" else tmp_path / "small"
    if not path.exists():
        path.write_bytes(b"data")
    opened.relay.rule = lambda call: "damage" if call.kind == kind else None
    with pytest.raises(VeracityError):
        opened.send(path)
    assert opened.blobs.one("file") is None


def test_d1_what_was_damaged_is_sent_again(opened: Opened, large: Path) -> None:
    fault = b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nx-ms-error-code: Md5Mismatch\r\n\r\n"
    faults = [fault] * 2
    opened.relay.rule = lambda call: faults.pop() if faults and call.kind == "PUT block" else None
    opened.send(large)
    assert opened.relay.count("PUT block") == 5
    check_whole(opened, large)
    opened.relay.rule = lambda call: fault
    with pytest.raises(ApiError, match="other data than was sent"):
        opened.send(large)


def test_d1_no_success_before_the_committed_blocks_are_those_that_were_sent(opened: Opened, large: Path) -> None:
    def rule(call: Call) -> None:
        if call.kind == "GET blocklist" and "committed" in call.target and "uncommitted" not in call.target:
            other = [*opened.theirs.get_blob_client("file").get_block_list("committed")[0]]
            opened.theirs.get_blob_client("file").commit_block_list(other[:2])

    opened.relay.rule = rule
    with pytest.raises(StateError, match="differs from the uploaded one"):
        opened.send(large)
    assert opened.relay.count("GET blocklist") == 2


def test_a_small_file_is_not_read_back(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    opened.send(tmp_path / "file")
    assert [call.kind for call in opened.relay.calls] == ["PUT"]


def test_a_lost_answer_to_putting_together_is_asked_for_again(opened: Opened, large: Path) -> None:
    faults = ["lose"]
    opened.relay.rule = lambda call: faults.pop() if faults and call.kind == "PUT blocklist" else None
    opened.send(large)
    assert opened.relay.count("PUT blocklist") == 2
    assert opened.relay.count("PUT block") == 3
    check_whole(opened, large)


def test_d2_blocks_are_taken_up_with_ids_as_long_as_those_of_others(opened: Opened, large: Path) -> None:
    opened.stage(b"\xff" * 48)
    opened.relay.rule = lambda call: "drop" if call.kind == "PUT blocklist" else None
    with pytest.raises(VeracityError):
        opened.send(large)
    opened.relay.rule = lambda call: None
    opened.relay.calls.clear()
    opened.send(large)
    assert opened.relay.count("PUT block") == 0
    check_whole(opened, large)


@pytest.mark.parametrize(("length", "number", "suffice"), [(1, 2, False), (4, 2, True), (5, 31, True), (5, 64, False)])
def test_random_ids_need_room(length: int, number: int, suffice: bool) -> None:
    ids = BlockIds({b"0" * length: 5}, number)
    assert ids.suffice == suffice
    drawn = [ids.next(place, "x" * 32) for place in range(10 if suffice else 1)]
    assert {len(block) for block in drawn} == {length}
    assert len(set(drawn)) == len(drawn)
    assert "0" * length not in drawn


def test_the_longest_file_has_room_in_eight_bytes() -> None:
    assert BlockIds({b"0" * 9: 5}, 50_000).suffice
    assert not BlockIds({b"0" * 8: 5}, 50_000).suffice
