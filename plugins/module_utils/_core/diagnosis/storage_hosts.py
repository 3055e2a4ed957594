# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the storage: its hosts are others than that of the APIs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from . import connection
from .check import Finding, skipped
from .data_fabric_access import resources
from .situation import CONTROLLER

if t.TYPE_CHECKING:
    from .situation import Situation

_MOST = 3


def check(situation: Situation) -> Finding:
    """Reach the hosts of the storage."""
    if situation.part == CONTROLLER:
        return skipped("not reached from here")
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
    urls = [str(entry.get("url") or "") for entry in content or () if isinstance(entry, dict)]
    return list(dict.fromkeys(_address(url) for url in urls if urlsplit(url).hostname))[:_MOST]


def _address(text: str) -> str:
    """Return scheme, host and port of a URL, or of a name alone."""
    parts = urlsplit(text if "://" in text else f"https://{text}")
    return f"{parts.scheme}://{parts.netloc}"
