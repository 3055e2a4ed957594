# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Uploads: in one piece, in blocks, and blocks that are taken up again."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage import uploads
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.slots import Slots
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.uploads import upload
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import StateError, VeracityError
from tests.unit.core.azure_storage.opened import BLOCK, Opened
from tests.unit.support.blob_storage import Call


def open_here(path: Path) -> bool:
    """Return whether this process has a file open."""
    return any(os.path.realpath(entry) == str(path) for entry in Path("/proc/self/fd").iterdir())


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return a file of ten blocks and a bit."""
    path = tmp_path / "large"
    path.write_bytes(os.urandom(10 * BLOCK + 17))
    return path


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_what_arrives_is_what_was_there(opened: Opened, tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(os.urandom(size))
    sent = opened.send(path)
    digest = hashlib.md5(path.read_bytes())
    assert (sent.size, sent.md5) == (size, digest.hexdigest())
    assert opened.theirs.download_blob("file").readall() == path.read_bytes()
    settings = opened.theirs.get_blob_client("file").get_blob_properties().content_settings
    assert (bytes(settings.content_md5), settings.content_type) == (digest.digest(), "text/plain")
    assert sum(opened.moved) == size


def test_a_small_file_is_one_request(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * BLOCK)
    opened.send(tmp_path / "file")
    assert [call.kind for call in opened.relay.calls] == ["PUT"]


def test_blocks_of_a_broken_run_are_not_sent_again(opened: Opened, large: Path) -> None:
    def rule(call: Call) -> str | None:
        return "drop" if opened.relay.count("PUT block") > 6 else None

    opened.relay.rule = rule
    with pytest.raises(VeracityError):
        opened.send(large, blobs=opened.open(opened.sas_url, retries=0))
    arrived = len(opened.theirs.get_blob_client("file").get_block_list("uncommitted")[1])
    assert 0 < arrived <= 6

    opened.relay.rule = lambda call: None
    opened.relay.calls.clear()
    opened.moved.clear()
    sent = opened.send(large)
    assert opened.relay.count("PUT block") == 11 - arrived
    assert sent.md5 == hashlib.md5(large.read_bytes()).hexdigest()
    assert opened.theirs.download_blob("file").readall() == large.read_bytes()
    assert sum(opened.moved) == sent.size


def test_only_blocks_with_the_same_content_are_taken_up(opened: Opened, large: Path) -> None:
    opened.relay.rule = lambda call: "drop" if call.kind == "PUT blocklist" else None
    with pytest.raises(VeracityError):
        opened.send(large, blobs=opened.open(opened.sas_url, retries=0))
    opened.relay.rule = lambda call: None
    opened.relay.calls.clear()
    content = bytearray(large.read_bytes())
    content[4 * BLOCK + 5] ^= 1
    large.write_bytes(content)
    opened.send(large)
    assert opened.relay.count("PUT block") == 7
    assert opened.theirs.download_blob("file").readall() == bytes(content)


def test_blocks_of_another_program_do_no_harm(opened: Opened, large: Path) -> None:
    client = opened.theirs.get_blob_client("file")
    for identifier in ("00000001", "00000002"):
        client.stage_block(identifier, b"theirs")
    opened.send(large)
    assert opened.theirs.download_blob("file").readall() == large.read_bytes()


def test_blocks_that_vanish_before_the_end_are_sent_again(opened: Opened, large: Path) -> None:
    gone = b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nx-ms-error-code: InvalidBlockList\r\n\r\n"

    def rule(call: Call) -> bytes | None:
        return gone if call.kind == "PUT blocklist" and opened.relay.count("PUT blocklist") == 1 else None

    opened.relay.rule = rule
    opened.send(large)
    assert opened.relay.count("PUT block") == 22
    assert opened.theirs.download_blob("file").readall() == large.read_bytes()


def test_a_key_that_may_not_read_uploads_without_looking_for_blocks(opened: Opened, large: Path) -> None:
    opened.send(large, blobs=opened.open(opened.key("wl")))
    assert opened.relay.count("GET blocklist") == 0
    assert opened.theirs.download_blob("file").readall() == large.read_bytes()


def test_a_file_that_changes_while_it_is_read_fails(opened: Opened, large: Path) -> None:
    def rule(call: Call) -> None:
        if call.kind == "PUT block":
            os.utime(large, (1, opened.relay.count("PUT block")))

    opened.relay.rule = rule
    with pytest.raises(StateError, match="changed during"):
        opened.send(large)
    assert opened.blobs.one("file") is None


def test_a_small_file_that_changes_while_it_is_read_fails(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "small"
    path.write_bytes(b"old content")
    os.utime(path, (1, 1))
    caught: list[Exception] = []
    with Slots(1) as slots:

        def send() -> None:
            try:
                upload(
                    opened.blobs,
                    slots,
                    str(path),
                    "file",
                    content_type="text/plain",
                    block_size=BLOCK,
                    meter=opened.moved.append,
                )
            except StateError as error:
                caught.append(error)

        # It has looked at the file when it waits for its place.
        slots.take()
        sending = threading.Thread(target=send)
        sending.start()
        while not open_here(path):
            time.sleep(0.005)
        time.sleep(0.1)
        path.write_bytes(b"new content")
        slots.give_back()
        sending.join()
    assert [str(error) for error in caught if "changed during" in str(error)]
    assert opened.blobs.one("file") is None


def test_a_file_that_becomes_shorter_fails(opened: Opened, large: Path) -> None:
    def rule(call: Call) -> None:
        if call.kind == "PUT block":
            os.truncate(large, BLOCK)

    opened.relay.rule = rule
    with pytest.raises(StateError, match=r"shorter|changed"):
        opened.send(large)
    assert opened.blobs.one("file") is None


def test_a_huge_file_gets_blocks_that_are_large_enough() -> None:
    assert uploads._large_enough(8 << 20, 2 << 30) == 8 << 20
    size = uploads._large_enough(8 << 20, 1 << 40)
    assert size % (1 << 20) == 0
    assert -(-(1 << 40) // size) <= 50_000
