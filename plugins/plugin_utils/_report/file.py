# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file that a report is written to. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os

from ansible_collections.dnv.veracity.plugins.module_utils._core import text_file
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
    """Write a file, unless it has that content already. Returns whether it changes. Raises InputError and StorageError.

    It is readable by the owner and the group, and by nobody who could not read it before.
    """
    target = os.path.realpath(path)
    if text_file.read(target, "dest") == text:
        return False
    if not check_mode:
        text_file.replace(target, text, "dest", most=_MODE)
    return True
