# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azurite, the storage emulator of Microsoft: finding it, and running it for as long as someone needs it.

Run as ``python -m tests.simulator.azurite PROGRAM`` it starts Azurite, prints its address and stops it when standard
input is closed. The simulator runs it so: however the simulator ends, its end of the pipe is closed.
"""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import typing as t
from pathlib import Path

from .sas import ACCOUNT

VARIABLE = "VERACITY_AZURITE"
_ROOT = Path(__file__).resolve().parents[2]
_PRELOAD = Path(__file__).with_name("azurite_preload.cjs")
_ADDRESS = re.compile(rb"listens on (http://127\.0\.0\.1:\d+)")
_OPTIONS = ("--blobHost", "127.0.0.1", "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry", "--silent")
_START_SECONDS = 60


class AzuriteError(Exception):
    """Azurite did not start."""


def find_azurite() -> str | None:
    """Return the path of azurite-blob: the one that the environment names, else the one on PATH, else None."""
    return os.environ.get(VARIABLE) or shutil.which("azurite-blob")


class Azurite:
    """Runs Azurite in a temporary folder on a free port of 127.0.0.1; ``url`` is the address of its account.

    It ends with this process, even if that is killed.
    """

    def __init__(self, program: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise AzuriteError(f"there is no program {program}")
        command = [sys.executable, "-m", "tests.simulator.azurite", str(Path(found).absolute())]
        self._keeper = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        address = t.cast("t.IO[bytes]", self._keeper.stdout).readline().decode("ascii").strip()
        if not address:
            self.stop()
            raise AzuriteError(f"{program} did not start")
        self.url = f"{address}/{ACCOUNT}"

    def stop(self) -> None:
        """End it; harmless when it has ended."""
        t.cast("t.IO[bytes]", self._keeper.stdin).close()
        self._keeper.wait()
        t.cast("t.IO[bytes]", self._keeper.stdout).close()


def _keep(program: str) -> int:
    # An interrupt from the keyboard reaches this process too, but only the simulator decides when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with tempfile.TemporaryDirectory(prefix="veracity-simulator-azurite-", ignore_cleanup_errors=True) as folder:
        variables = {**os.environ, "NODE_OPTIONS": f'{os.environ.get("NODE_OPTIONS", "")} --require "{_PRELOAD}"'}
        azurite = subprocess.Popen(
            [program, *_OPTIONS, "--location", folder],
            env=variables,
            cwd=folder,
            # Azurite ends when this is closed, see the file that it loads.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        output: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=_read_all, args=(azurite.stdout, output), daemon=True).start()
        try:
            address = _address(output)
            if address:
                print(address, flush=True)
                sys.stdin.buffer.read()
        finally:
            # Asked to end, it would wait for connections that clients keep open. It has nothing to save.
            azurite.kill()
            azurite.wait()
    return 0 if address else 1


def _read_all(stream: t.IO[bytes], output: queue.Queue[bytes]) -> None:
    for line in stream:
        output.put(line)
    output.put(b"")


def _address(output: queue.Queue[bytes]) -> str | None:
    try:
        while line := output.get(timeout=_START_SECONDS):
            found = _ADDRESS.search(line)
            if found is not None:
                return found[1].decode("ascii")
    except queue.Empty:
        pass
    return None


if __name__ == "__main__":
    sys.exit(_keep(sys.argv[1]))
