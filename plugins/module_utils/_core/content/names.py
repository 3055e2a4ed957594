# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which names files can have in a container. Private: for use inside dnv.veracity only.

Rules: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata.
"""

from __future__ import annotations

import posixpath
import re

from ..errors import InputError

_LONGEST = 1024
_MOST_SEGMENTS = 254
# What XML cannot hold is in no listing.
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]")


def blob_prefix(value: str, option: str) -> str:
    """Return what names in a container begin with. Raises InputError for what storage or libraries take as another."""
    if value.startswith("/"):
        raise InputError(f"{option}: must not begin with a slash. Remove it.")
    problem = _unsendable(value)
    if problem is not None:
        raise InputError(f"{option}: {problem}")
    if any(part in (".", "..") for part in value.split("/")):
        raise InputError(f"{option}: must not contain . or .. between slashes. Remove it.")
    return value


def blob_path(value: str, option: str) -> str:
    """Return the name of a file or a folder in a container. Raises InputError for what cannot be one."""
    problem = unnameable(blob_prefix(value, option))
    if problem is not None:
        raise InputError(f"{option}: {problem}")
    return value


def unnameable(path: str) -> str | None:
    """Return why a file of this machine cannot have its name in a container, None when it can.

    What the storage would change is as bad as what it refuses: the file would get the name of another one.
    """
    problem = _unsendable(path)
    if problem is not None:
        return problem
    segments = path.split("/")
    if any(segment.endswith(".") for segment in segments):
        return "Its name, or that of a parent folder, ends with a dot, which the storage removes. Rename it."
    if len(path.encode("utf-16-le")) // 2 > _LONGEST:
        return f"Its name in the storage is longer than {_LONGEST:,} characters, which the storage refuses. Shorten it."
    if len(segments) > _MOST_SEGMENTS:
        return f"It has more than {_MOST_SEGMENTS} parent folders in the storage, which the storage refuses. Move it."
    return None


def namesake(name: str) -> str:
    """Return the name that the storage would take for a name that it changes."""
    return "/".join(segment.rstrip(".") for segment in name.replace("\\", "/").split("/"))


def _unsendable(path: str) -> str | None:
    """Return why a name cannot be told to the storage, None when it can."""
    if "\\" in path:
        return "Its name has a backslash, which the storage treats as a slash. Rename it."
    try:
        path.encode()
    except UnicodeEncodeError:
        return "Its name is not UTF-8, which the storage requires. Rename it."
    if _CONTROL.search(path):
        return (
            "Its name has a control character (a tab or a newline, for example), which the storage refuses. Rename it."
        )
    return None


def as_folder(name: str) -> str:
    """Return a prefix with the slash at its end that makes it exact; the container itself has none."""
    return name if not name or name.endswith("/") else f"{name}/"


def own_name(path: str) -> str:
    """Return the name that a folder gives to what is in it: none when a slash at the end means its contents."""
    return "" if path.endswith("/") else as_folder(posixpath.basename(path))
