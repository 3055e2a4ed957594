# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""File storage through Microsoft's own library for the Data Lake."""

from __future__ import annotations

import typing as t
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from azure.core.exceptions import HttpResponseError
from azure.storage.filedatalake import DataLakeDirectoryClient, DataLakeServiceClient, FileSystemClient


def parts(address: str) -> tuple[str, str, str, str]:
    """Return the account, file system, directory and key of an address."""
    split = urlsplit(address)
    account, filesystem, directory = split.path.lstrip("/").split("/", 2)
    return f"{split.scheme}://{split.netloc}/{account}", filesystem, unquote(directory), split.query


def opened(address: str, **options: t.Any) -> DataLakeDirectoryClient:
    """Return a client of a folder."""
    account, filesystem, directory, key = parts(address)
    return DataLakeDirectoryClient(account, filesystem, directory, credential=key, retry_total=0, **options)


def filesystem_of(address: str) -> FileSystemClient:
    """Return a client of the whole file system, as the samples list folders."""
    account, filesystem, _directory, key = parts(address)
    return DataLakeServiceClient(account, credential=key, retry_total=0).get_file_system_client(filesystem)


def listed(address: str, below: str = "", **options: t.Any) -> list[str]:
    """Return the names of what is in a folder, relative to it; directories end in a slash."""
    directory = parts(address)[2] + below
    with filesystem_of(address) as filesystem:
        paths = list(filesystem.get_paths(directory, **options))
    return sorted(path.name[len(directory) + 1 :] + "/" * path.is_directory for path in paths)


def refused(call: Callable[[], t.Any], code: str, status: int) -> None:
    """Demand that a call fails in this way."""
    with pytest.raises(HttpResponseError) as caught:
        call()
    found = getattr(caught.value, "error_code", "")
    assert (caught.value.status_code, getattr(found, "value", found)) == (status, code)
