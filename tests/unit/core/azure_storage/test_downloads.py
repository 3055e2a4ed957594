# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Downloads: in parts, checked, and in place only when they are whole."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.failures import ContentChangedError
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import StateError, VeracityError
from tests.unit.core.azure_storage.opened import BLOCK, Opened
from tests.unit.support.blob_storage import Call


def stored(opened: Opened, size: int, **settings: object) -> bytes:
    """Store a blob, as other programs do, and return its content."""
    content = os.urandom(size)
    opened.theirs.upload_blob("file", content, overwrite=True, **settings)
    return content


@pytest.mark.parametrize("size", [0, 1, BLOCK, BLOCK + 1, 10 * BLOCK + 3])
def test_what_comes_is_what_is_there(opened: Opened, tmp_path: Path, size: int) -> None:
    content = stored(opened, size)
    path = tmp_path / "new" / "folder" / "file"
    assert opened.fetch(path) == hashlib.md5(content).hexdigest()
    assert path.read_bytes() == content
    assert os.listdir(path.parent) == ["file"]
    assert sum(opened.moved) == size
    blob = opened.blobs.one("file")
    assert blob is not None
    assert path.stat().st_mtime == blob.modified


def test_parts_are_asked_for_again_where_they_broke_off(opened: Opened, tmp_path: Path) -> None:
    content = stored(opened, 6 * BLOCK)
    blob = opened.blobs.one("file")
    opened.relay.calls.clear()
    faults = ["lose", "drop", "lose"]
    opened.relay.rule = lambda call: faults.pop() if faults and len(opened.relay.calls) > 2 else None
    opened.fetch(tmp_path / "file", blob=blob)
    assert (tmp_path / "file").read_bytes() == content
    assert len(opened.relay.calls) == 9


def test_what_is_stored_compressed_comes_as_it_is_stored(opened: Opened, tmp_path: Path) -> None:
    from azure.storage.blob import ContentSettings

    content = stored(opened, 100, content_settings=ContentSettings(content_encoding="gzip"))
    opened.fetch(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == content


def test_a_wrong_md5_leaves_the_old_file(opened: Opened, tmp_path: Path) -> None:
    from azure.storage.blob import ContentSettings

    (tmp_path / "file").write_text("old")
    stored(opened, 10)
    opened.theirs.get_blob_client("file").set_http_headers(ContentSettings(content_md5=bytearray(16)))
    with pytest.raises(StateError, match="MD5"):
        opened.fetch(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_blob_that_changes_half_way_leaves_the_old_file(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    stored(opened, 20 * BLOCK)
    blob = opened.blobs.one("file")

    def rule(call: Call) -> None:
        if call.method == "GET" and len(opened.relay.calls) == 8:
            stored(opened, 20 * BLOCK)

    opened.relay.rule = rule
    with pytest.raises(ContentChangedError):
        opened.fetch(tmp_path / "file", blob=blob)
    assert (tmp_path / "file").read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_an_error_in_one_part_ends_the_file(opened: Opened, tmp_path: Path) -> None:
    stored(opened, 20 * BLOCK)
    blob = opened.blobs.one("file")
    opened.relay.rule = lambda call: b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(VeracityError):
        opened.fetch(tmp_path / "file", blob=blob)
    assert os.listdir(tmp_path) == []


def test_a_file_keeps_its_mode(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o640)
    stored(opened, 10)
    opened.fetch(path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_is_not_replaced(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    stored(opened, 10)
    with pytest.raises(StateError, match="is not a file"):
        opened.fetch(tmp_path / "file")
