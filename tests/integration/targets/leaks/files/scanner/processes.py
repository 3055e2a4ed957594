# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Collect the command lines of the processes of a run while it lasts, as ``ps`` shows them."""

from __future__ import annotations

import contextlib
import os
import threading

INTERVAL = 0.02


class ProcessWatch(contextlib.AbstractContextManager):
    """Looks at ``/proc`` again and again; where there is none, nothing is collected.

    The processes of a run, those that leave its process group too, are known by an environment variable: other runs
    on the same machine are not meant. What ran before is not looked at again, nor what belongs to another run until
    its command line changes, as it does when the process becomes another program.
    """

    def __init__(self, name: str, value: str) -> None:
        self._mark = f"{name}={value}".encode()
        self.command_lines: set[bytes] = set()
        self._before = _numbers()
        self._seen: dict[str, bytes] = {}
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
            numbers = _numbers() - self._before
            self._seen = {number: seen for number, seen in self._seen.items() if number in numbers}
            for number in numbers:
                with contextlib.suppress(OSError):
                    self._look(number)

    def _look(self, number: str) -> None:
        """Keep the command line of a process of the run. Raises OSError when the process is gone."""
        line = _content(number, "cmdline")
        if line in self.command_lines or self._seen.get(number) == line:
            return
        environment = _content(number, "environ")
        if self._mark in environment.split(b"\0"):
            self.command_lines.add(line)
        elif environment:
            self._seen[number] = line


def _content(number: str, name: str) -> bytes:
    """Return what a file of a process contains."""
    descriptor = os.open(f"/proc/{number}/{name}", os.O_RDONLY)
    try:
        return b"".join(iter(lambda: os.read(descriptor, 65536), b""))
    finally:
        os.close(descriptor)


def _numbers() -> set[str]:
    """Return the numbers of the processes that there are; none where there is no /proc."""
    with contextlib.suppress(OSError):
        return {name for name in os.listdir("/proc") if name.isdigit()}
    return set()
