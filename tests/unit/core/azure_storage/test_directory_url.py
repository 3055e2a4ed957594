# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses of directories with a key, in their parts."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.directory_url import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ResponseError

FILESYSTEM = "81bfe3e3-0c5f-4d6a-9b3e-2f1a0c9d8e7f"
ROOT = "9d6f9282-6b1c-4e2d-8f3a-5c4b3a2d1e0f"
TOKEN = "sv=2023-11-03&si=rl-policy&se=2026-11-28T10%3A00%3A00Z&sr=d&sdd=2&sig=c2lnbmF0dXJl%2F%3D"
DATA_LAKE = "https://prdstorageconst01weu.dfs.core.windows.net"
BLOBS = "https://prdstorageconst01weu.blob.core.windows.net"


def test_parts_of_an_address() -> None:
    found = parse(f"{DATA_LAKE}/{FILESYSTEM}/{ROOT}/ships", TOKEN)
    assert (found.account_url, found.filesystem, found.directory) == (DATA_LAKE, FILESYSTEM, f"{ROOT}/ships")
    assert (found.blob_account_url, found.data_lake_account_url) == (BLOBS, DATA_LAKE)
    assert (found.signature, found.policy, found.expires) == ("c2lnbmF0dXJl/=", "rl-policy", 1795860000.0)
    assert found.url == f"{DATA_LAKE}/{FILESYSTEM}/{ROOT}/ships?{TOKEN}"
    assert {found.url, found.url.replace(".dfs.", ".blob."), TOKEN, found.signature} == set(found.secrets)
    assert TOKEN not in repr(found)
    assert found.signature not in repr(found)


def test_address_of_the_blob_side_has_the_same_sides() -> None:
    found = parse(f"{BLOBS}/{FILESYSTEM}/{ROOT}", TOKEN)
    assert (found.blob_account_url, found.data_lake_account_url) == (BLOBS, DATA_LAKE)


@pytest.mark.parametrize("address", ["http://127.0.0.1:10000/account", "https://lake.example.com/account"])
def test_account_stands_in_the_path_of_a_host_that_is_not_its_own(address: str) -> None:
    found = parse(f"{address}/{FILESYSTEM}/{ROOT}/ships", TOKEN)
    assert (found.account_url, found.filesystem, found.directory) == (address, FILESYSTEM, f"{ROOT}/ships")
    assert found.blob_account_url == found.data_lake_account_url == address


def test_host_that_is_not_known_is_used_for_both_sides() -> None:
    found = parse(f"https://lake.example.com/{FILESYSTEM}/{ROOT}", TOKEN)
    assert found.filesystem == FILESYSTEM
    assert found.blob_account_url == found.data_lake_account_url == "https://lake.example.com"


@pytest.mark.parametrize(("path", "encoded"), [("100%", "100%25"), ("a%20b", "a%2520b"), ("a b#c", "a%20b%23c")])
def test_names_are_understood_as_they_are_and_percent_encoded(path: str, encoded: str) -> None:
    for written in (path, encoded):
        found = parse(f"{DATA_LAKE}/{FILESYSTEM}/{ROOT}/{written}", TOKEN, path)
        assert found.directory == f"{ROOT}/{path}"
        assert found.address == f"{DATA_LAKE}/{FILESYSTEM}/{ROOT}/{encoded}"


def test_whole_file_system_has_no_directory() -> None:
    found = parse(f"{DATA_LAKE}/{FILESYSTEM}", TOKEN)
    assert (found.filesystem, found.directory) == (FILESYSTEM, "")
    assert found.below("ships").directory == "ships"


def test_what_is_below_has_the_same_key() -> None:
    found = parse(f"{DATA_LAKE}/{FILESYSTEM}/{ROOT}", TOKEN)
    below = found.below("ships/atlantic")
    assert below.address == f"{found.address}/ships/atlantic"
    assert below.token == found.token


@pytest.mark.parametrize(
    ("address", "token"),
    [
        ("http://prdstorage.dfs.core.windows.net/fs", TOKEN),
        ("https://user:password@prdstorage.dfs.core.windows.net/fs", TOKEN),
        ("", TOKEN),
        ("not an address", TOKEN),
        (DATA_LAKE, TOKEN),
        (f"{DATA_LAKE}/fs", "sv=2023-11-03&secret=hidden"),
    ],
)
def test_what_is_no_key_is_refused_without_showing_it(address: str, token: str) -> None:
    with pytest.raises(ResponseError) as caught:
        parse(address, token)
    assert "c2lnbmF0dXJl" not in str(caught.value)
    assert "hidden" not in str(caught.value)
