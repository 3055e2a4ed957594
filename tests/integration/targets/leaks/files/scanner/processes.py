# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Collect the command lines of the processes of a run while it lasts, as ``ps`` shows them."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

INTERVAL = 0.02


class ProcessWatch(contextlib.AbstractContextManager):
    """Looks at ``/proc`` again and again; where there is none, nothing is collected.

    The processes of a run, those that leave its process group too, are known by an environment variable: other runs
    on the same machine are not meant. What ran before is not looked at again.
    """

    def __init__(self, name: str, value: str) -> None:
        self._mark = f"{name}={value}".encode()
        self.command_lines: set[bytes] = set()
        self._before = _numbers()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> ProcessWatch:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(INTERVAL):
            for path in (Path("/proc", number) for number in _numbers() - self._before):
                with contextlib.suppress(OSError):
                    if self._mark in (path / "environ").read_bytes().split(b"\0"):
                        self.command_lines.add((path / "cmdline").read_bytes())


def _numbers() -> set[str]:
    """Return the numbers of the processes that there are; none where there is no /proc."""
    with contextlib.suppress(OSError):
        return {name for name in os.listdir("/proc") if name.isdigit()}
    return set()
