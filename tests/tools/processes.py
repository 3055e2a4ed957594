# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run commands so that nothing of them outlives an interrupted run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import typing as t
from pathlib import Path

LIMIT = 4500.0
"""Seconds after which a command that hangs is ended. The longest takes three quarters of an hour on slow processors."""


class Outcome(t.NamedTuple):
    """How a command ended."""

    status: int
    output: str
    cpu: float
    """Seconds of processor time that the command and all that it waited for took."""


_lock = threading.Lock()
_running: set[subprocess.Popen[str]] = set()
_stopped = False


def run(command: list[str | Path], *, variables: dict[str, str], directory: Path) -> Outcome:
    """Run a command and return how it ended; may be used from several threads.

    Raises KeyboardInterrupt in every thread once stop_all() was called.
    """
    printed: list[str] = []
    late = ""
    with _lock:
        if _stopped:
            raise KeyboardInterrupt
        # A session of its own, so that whatever the command started ends with it.
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        _running.add(process)
    reader = threading.Thread(target=lambda: printed.append(t.cast("t.IO[str]", process.stdout).read()), daemon=True)
    reader.start()
    try:
        reader.join(LIMIT)
        if reader.is_alive():
            late = f"\nended after {LIMIT:.0f} s"
    finally:
        _kill(process)
        reader.join()
        cpu = reap(process)
        with _lock:
            _running.discard(process)
    text = "".join(printed)
    return Outcome(process.returncode, f"$ {' '.join(map(str, command))}\n{text}{late}", cpu)


def reap(process: subprocess.Popen[t.Any]) -> float:
    """Wait until a process has ended, and return the seconds of processor time that it took."""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout is not None:
        process.stdout.close()
    return usage.ru_utime + usage.ru_stime


def stop_all() -> None:
    """End whatever runs, and let nothing more be started."""
    global _stopped
    with _lock:
        _stopped = True
        for process in _running:
            _kill(process)


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process and all that it started; what is gone already is fine."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
