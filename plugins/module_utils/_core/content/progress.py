# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Telling how far a transfer is. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import threading
import typing as t

# A file counts as much as so many bytes, for what it takes besides them.
_WEIGHT = 32 * 1024
_FEW_FILES = 100
_FEW_BYTES = 64 * 1024 * 1024
_UNITS = ("B", "kB", "MB", "GB", "TB")


class Meter:
    """Shows a line at each tenth of the work. Threads may share it. Little work is not worth a line."""

    def __init__(self, progress: t.Callable[[str], None], verb: str, files: int, size: int) -> None:
        """``size`` is in bytes, of all files together."""
        self._progress = progress
        self._verb = verb
        self._files = files
        self._size = size
        self._silent = files < _FEW_FILES and size < _FEW_BYTES
        self._lock = threading.Lock()
        self._files_done = 0
        self._size_done = 0
        self._tenths = 0

    def add(self, size: int) -> None:
        """Count bytes as done."""
        with self._lock:
            self._size_done += size
            self._show()

    def finish(self) -> None:
        """Count a file as done."""
        with self._lock:
            self._files_done += 1
            self._show()

    def _show(self) -> None:
        """Show a line when another tenth is done."""
        total = self._files * _WEIGHT + self._size
        tenths = (self._files_done * _WEIGHT + self._size_done) * 10 // total if total else 0
        if tenths > self._tenths and not self._silent:
            self._tenths = tenths
            files = f"{self._files_done} of {self._files} files, " if self._files > 1 else ""
            self._progress(f"{self._verb} {files}{amount(self._size_done)} of {amount(self._size)}")


def amount(size: float) -> str:
    """Return a number of bytes as people write it: ``12.3 MB``."""
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{size:.0f} B"
