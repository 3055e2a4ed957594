# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file that a report is written to. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.report import SUFFIXES

_MODE = 0o640


def format_of(path: str) -> str:
    """Return the format that the name of a file asks for. Raises InputError, also where its directory is missing."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"dest: {path} has no suffix that says what is written.",
            hint="Use .md for Markdown, .html for a page, .json for JSON, or .csv for CSV.",
        )
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        raise InputError(f"dest: there is no directory {folder}.", hint="Create it, or name a file elsewhere.")
    if os.path.exists(path) and not os.path.isfile(path):
        raise InputError(f"dest: {path} is not a regular file.", hint="Name another file.")
    return SUFFIXES[suffix]


def written(path: str, text: str, *, check_mode: bool) -> bool:
    """Write a file at once, unless it has that content already. Returns whether it changes. Raises InputError.

    It is readable by the owner and the group, and by nobody who could not read it before.
    """
    target, content = Path(os.path.realpath(path)), text.encode()
    try:
        there = target.exists()
        if there and target.read_bytes() == content:
            return False
        if not check_mode:
            mode = target.stat().st_mode & _MODE if there else _MODE
            _replace(target, content, mode)
    except OSError as error:
        raise InputError(
            f"dest: {path} cannot be written: {error.strerror}.",
            hint="Check its permissions, or name a file elsewhere.",
        ) from None
    return True


def _replace(target: Path, content: bytes, mode: int) -> None:
    """Put a file in the place of another, so that nobody ever reads half of it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
        os.replace(name, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
