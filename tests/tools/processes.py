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
from pathlib import Path

LIMIT = 2400.0
"""Seconds after which a command that hangs is ended."""

_lock = threading.Lock()
_running: set[subprocess.Popen[str]] = set()
_stopped = False


def run(command: list[str | Path], *, variables: dict[str, str], directory: Path) -> tuple[int, str]:
    """Run a command and return its exit status and what it printed; may be used from several threads.

    Raises KeyboardInterrupt in every thread once stop_all() was called.
    """
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
    try:
        output, _unused = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        _kill(process)
        output = f"{process.communicate()[0]}\nended after {LIMIT:.0f} s"
    finally:
        _kill(process)
        with _lock:
            _running.discard(process)
    return process.returncode, f"$ {' '.join(map(str, command))}\n{output}"


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
