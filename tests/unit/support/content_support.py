# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests of content share: folders of files, and the module in this process."""

from __future__ import annotations

import typing as t
from pathlib import Path

from ansible_collections.dnv.veracity.plugins.modules import veracity_container_content as module
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_content_info as info_module
from tests.unit.support.station import Station

ACCESSES = "/veracity/datafabric/data/api/1/resources/{id}/accesses"
CLAIM = f"PUT {ACCESSES}/{{id}}/key"
SHARE = f"POST {ACCESSES}"
BLOCK = 64 * 1024
Result = dict[str, t.Any]


def content(station: Station, *, check_mode: bool = False, **params: t.Any) -> Result:
    """Return the result of the module."""
    return station.run(module, check_mode=check_mode, **params)


def names(station: Station, **params: t.Any) -> list[str]:
    """Return the names of the files in a container."""
    return [entry["path"] for entry in station.run(info_module, **params)["files"]]


def grow(folder: Path, **files: str | bytes) -> None:
    """Write files; in their names __ stands for a slash and _ for a dot."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def did(result: Result) -> dict[str, str]:
    """Return what was done with each file."""
    return {entry["path"]: entry["action"] for entry in result["files"]}


def check_like_run(station: Station, **params: t.Any) -> dict[str, t.Any]:
    """Return the result of a run, whose diff, counts and change check mode predicted."""
    predicted = content(station, check_mode=True, **params)
    found = content(station, **params)
    for name in ("changed", "diff", "counts", "bytes"):
        assert predicted[name] == found[name], name
    assert did(predicted) == did(found)
    return found
