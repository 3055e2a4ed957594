# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options for the content of a container. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass

from ..errors import InputError
from ..settings import check_path
from ..task import max_concurrency
from .names import blob_path
from .selection import Selection

_KIBIBYTE = 1024
_SMALLEST_BLOCK = 64 * _KIBIBYTE
_LARGEST_BLOCK = 256 * _KIBIBYTE * _KIBIBYTE
_MOST_AT_A_TIME = 64


@dataclass(frozen=True)
class ContentOptions:
    """The options of a task. ``block_size`` is in bytes; ``rights`` are what the key has to allow."""

    direction: str
    src: str
    dest: str
    selection: Selection
    delete_extraneous: bool
    allow_empty_source: bool
    compare: str
    content_type: str | None
    max_concurrency: int
    block_size: int

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any]) -> ContentOptions:
        """Return what the options say. Raises InputError."""
        concurrency = max_concurrency(params, _MOST_AT_A_TIME)
        if not _SMALLEST_BLOCK <= params["block_size"] <= _LARGEST_BLOCK:
            raise InputError("block_size: must be between 64K and 256M.")
        upload = params["direction"] == "upload"
        local, remote = ("src", "dest") if upload else ("dest", "src")
        if not params[local]:
            raise InputError(f"{local}: must not be empty. Set a file or folder.")
        name = blob_path(params[remote], remote)
        path = os.path.expanduser(params[local])
        check_path(path, local)
        if params["content_type"] is not None and not upload:
            raise InputError("content_type: only applies to uploads. Omit it.")
        return cls(
            direction=params["direction"],
            src=path if upload else name,
            dest=name if upload else path,
            selection=Selection(params["include"], params["exclude"]),
            delete_extraneous=params["delete_extraneous"],
            allow_empty_source=params["allow_empty_source"],
            compare=params["compare"],
            content_type=params["content_type"],
            max_concurrency=concurrency,
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
