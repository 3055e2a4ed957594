# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Paths of folders in File storage. Private: for use inside dnv.veracity only."""

from __future__ import annotations

from ...content.names import blob_path
from ...errors import InputError


def folder_path(value: str, option: str = "path") -> str:
    """Return the path of a folder from the root of a workspace, without slashes at its ends; empty is the root.

    Raises InputError for what storage or libraries take as another path.
    """
    path = value.strip("/")
    if "//" in path:
        raise InputError(f"{option}: has an empty name between two slashes. Remove one of them.")
    return blob_path(path, option)
