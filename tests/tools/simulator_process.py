# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process beside the integration targets."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
import typing as t
from pathlib import Path

from tests.tools.paths import ROOT
from tests.tools.processes import reap
from tests.tools.steps import PreparationError, Report

SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 10.0


@contextlib.contextmanager
def simulator(
    report: Report, name: str, environment: Path, variables: dict[str, str], folder: Path, azurite: Path
) -> t.Iterator[dict[str, t.Any]]:
    """Start a simulator and its storage on free ports, yield what it says of itself, and stop both.

    It says http, https, ca, pid, and storage, which is the URL of the storage account. The report is told under this
    name what it took. Raises PreparationError with what it printed when it does not come up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ready, log = folder / "simulator.json", folder / "simulator.log"
    ready.unlink(missing_ok=True)
    command: list[str | Path] = [environment / "bin" / "python", "-m", "tests.simulator"]
    command += ["--ready-file", ready, "--azurite", azurite]
    started = time.monotonic()
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield _wait(process, ready, log)
        finally:
            process.terminate()
            killer = threading.Timer(SECONDS_TO_STOP, process.kill)
            killer.start()
            cpu = reap(process)
            killer.cancel()
            report.effort(name, time.monotonic() - started, cpu)


def _wait(process: subprocess.Popen[bytes], ready: Path, log: Path) -> dict[str, t.Any]:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and _runs(process):
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return t.cast("dict[str, t.Any]", json.loads(ready.read_text(encoding="utf-8")))
        time.sleep(0.1)
    raise PreparationError(f"the simulator did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _runs(process: subprocess.Popen[bytes]) -> bool:
    """Return whether a process still runs, and leave it to be reaped."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
