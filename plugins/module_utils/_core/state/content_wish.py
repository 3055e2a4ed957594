# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is wanted of the content of a container. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import posixpath
import typing as t
from dataclasses import dataclass

from ..errors import InputError
from .content_selection import Selection

_KIBIBYTE = 1024
_SMALLEST_BLOCK = 64 * _KIBIBYTE
_LARGEST_BLOCK = 256 * _KIBIBYTE * _KIBIBYTE
_MOST_AT_A_TIME = 64


@dataclass(frozen=True)
class ContentWish:
    """The options of a task. ``block_size`` is in bytes; ``rights`` are what the key has to allow."""

    direction: str
    src: str
    dest: str
    selection: Selection
    delete_extraneous: bool
    compare: str
    content_type: str | None
    max_concurrency: int
    block_size: int

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any]) -> ContentWish:
        """Return what the options say. Raises InputError."""
        if not 1 <= params["max_concurrency"] <= _MOST_AT_A_TIME:
            raise InputError(f"max_concurrency: must be between 1 and {_MOST_AT_A_TIME}.")
        if not _SMALLEST_BLOCK <= params["block_size"] <= _LARGEST_BLOCK:
            raise InputError("block_size: must be between 64K and 256M.")
        upload = params["direction"] == "upload"
        local, remote = ("src", "dest") if upload else ("dest", "src")
        if not params[local]:
            raise InputError(f"{local}: name a file or folder; it must not be empty.")
        name = blob_path(params[remote], remote)
        path = os.path.expanduser(params[local])
        if params["content_type"] is not None and not upload:
            raise InputError("content_type: is for uploads only. Leave it out.")
        return cls(
            direction=params["direction"],
            src=path if upload else name,
            dest=name if upload else path,
            selection=Selection(params["include"], params["exclude"]),
            delete_extraneous=params["delete_extraneous"],
            compare=params["compare"],
            content_type=params["content_type"],
            max_concurrency=params["max_concurrency"],
            block_size=params["block_size"],
        )

    @property
    def upload(self) -> bool:
        """Whether files go to the container."""
        return self.direction == "upload"

    @property
    def rights(self) -> list[str]:
        """The rights that it needs. A key that may write needs to read too, to find blocks that were sent before."""
        if not self.upload:
            return ["read", "list"]
        return ["read", "write", "delete", "list"] if self.delete_extraneous else ["read", "write", "list"]


def blob_path(value: str, option: str) -> str:
    """Return a name or prefix in a container. Raises InputError for what storage or libraries take as another."""
    if value.startswith("/"):
        raise InputError(f"{option}: names in a container do not begin with a slash. Leave it out.")
    problem = unnameable(value)
    if problem is not None:
        raise InputError(f"{option}: {problem}")
    if any(part in (".", "..") for part in value.split("/")):
        raise InputError(f"{option}: a name in a container must not have . or .. between its slashes.")
    return value


def unnameable(path: str) -> str | None:
    """Return why a file of this machine cannot have its name in a container, None when it can."""
    if "\\" in path:
        return "Its name has a backslash, which the storage takes for a slash."
    try:
        path.encode()
    except UnicodeEncodeError:
        return "Its name is not UTF-8, which names in a container are."
    return None


def as_folder(name: str) -> str:
    """Return a prefix with the slash at its end that makes it exact; the container itself has none."""
    return name if not name or name.endswith("/") else f"{name}/"


def own_name(path: str) -> str:
    """Return the name that a folder gives to what is in it: none when a slash at the end means its contents."""
    return "" if path.endswith("/") else as_folder(posixpath.basename(path))
