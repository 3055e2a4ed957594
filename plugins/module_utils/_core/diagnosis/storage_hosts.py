# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the storage: its hosts are others than that of the APIs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from . import connection
from .check import Finding, failed, skipped
from .data_fabric_access import entries, resources
from .situation import CONTROLLER

if t.TYPE_CHECKING:
    from .situation import Situation

_MOST = 3


def check(situation: Situation) -> Finding:
    """Reach the hosts of the storage."""
    if situation.part == CONTROLLER:
        return skipped("not reached from here")
    wrong = next((host for host in situation.storage_hosts if not _has_host(_url(host))), None)
    if wrong is not None:
        return failed(
            f"storage_hosts: {wrong!r} is not the name of a host",
            "Use the name, or the URL, of a host of the storage, such as fleet.dfs.core.windows.net.",
        )
    addresses = _addresses(situation)
    if not addresses:
        return skipped("no container is visible, and storage_hosts is not set")
    return connection.reached_all(situation, addresses)


def _addresses(situation: Situation) -> list[str]:
    """Return the addresses of the hosts that are named, otherwise those of the containers that are visible."""
    if situation.storage_hosts:
        return list(dict.fromkeys(map(_address, situation.storage_hosts)))
    if "data_fabric" not in situation.apis or situation.refused_token("data_fabric"):
        return []
    content = resources(situation).content
    urls = [str(entry.get("url") or "") for entry in entries(content)]
    return list(dict.fromkeys(_address(url) for url in urls if _has_host(url)))[:_MOST]


def _url(text: str) -> str:
    """Return a URL, or a name alone, as a URL."""
    return text if "://" in text else f"https://{text}"


def _has_host(url: str) -> bool:
    """Return whether a URL can be followed to a host."""
    try:
        return bool(urlsplit(url).hostname) and urlsplit(url).port != 0
    except ValueError:
        return False


def _address(text: str) -> str:
    """Return scheme, host and port of a URL, or of a name alone."""
    parts = urlsplit(_url(text))
    return f"{parts.scheme}://{parts.netloc}"
