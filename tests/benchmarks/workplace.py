# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder with the collection installed and an empty home, and Ansible in it."""

from __future__ import annotations

import compileall
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path
from types import TracebackType

from tests.benchmarks.plays import APART, CONSTANT, FLEET, FLEET_SIZE, STATION, play
from tests.benchmarks.results import BenchmarkError
from tests.benchmarks.timing import Sample
from tests.simulator.fixture import ROOT, Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY

_INSTALLED = ("meta", "plugins", "galaxy.yml")
_KEPT = ("LANG", "PATH", "TZ")
_LINES_SHOWN = 30


class Workplace:
    """A temporary folder whose Ansible finds a copy of the collection and calls the simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="veracity-benchmarks-")
        self.path = Path(self._temporary.name)
        self.collections = self.path / "collections"
        self.home = self.path / "home"
        self.home.mkdir()
        self._simulator = simulator
        self._plays = 0
        _install(self.collections / "ansible_collections" / "dnv" / "veracity")
        self._inventory = self.path / "hosts.json"
        self._inventory.write_text(json.dumps(_inventory()), encoding="utf-8")
        self.start = self.playbook(play([CONSTANT]))

    def __enter__(self) -> Workplace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._temporary.cleanup()

    def playbook(self, *plays: dict[str, t.Any], **variables: str) -> t.Callable[[], Sample]:
        """Write a playbook, and return what runs it and measures that; the variables are environment variables."""
        self._plays += 1
        file = self.path / f"play{self._plays}.json"
        file.write_text(json.dumps(plays), encoding="utf-8")
        program = Path(sys.executable).with_name("ansible-playbook")
        command = [str(program), "-i", str(self._inventory), "--forks", str(FLEET_SIZE), str(file)]
        return lambda: self.command(command, **variables)

    def command(self, command: list[str], **variables: str) -> Sample:
        """Run a command and return what it took. Raises BenchmarkError with its last lines when it fails."""
        before, started = _processor_time(), time.perf_counter()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**self.variables(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        wall = time.perf_counter() - started
        if done.returncode:
            lines = "\n".join(done.stdout.splitlines()[-_LINES_SHOWN:])
            raise BenchmarkError(f"{' '.join(command)} ended with status {done.returncode}:\n{lines}")
        return Sample(wall, _processor_time() - before)

    def variables(self) -> dict[str, str]:
        """Return the environment variables of what runs here; byte code is used and written, as for a user."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {
            **kept,
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            "TMPDIR": str(self.path),
            "PYTHONPATH": str(self.collections),
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            "ANSIBLE_ACTION_PLUGINS": str(ROOT / "tests" / "benchmarks" / "action_plugins"),
            "ANSIBLE_CONNECTION_PLUGINS": str(ROOT / "tests" / "integration" / "connection_plugins"),
            "ANSIBLE_NOCOLOR": "1",
            "VERACITY_CLIENT_ID": DEFAULT_CLIENT_ID,
            "VERACITY_CLIENT_SECRET": DEFAULT_CLIENT_SECRET,
            "VERACITY_SUBSCRIPTION_KEY": DEFAULT_SUBSCRIPTION_KEY,
            "VERACITY_TOKEN_URL": self._simulator.token_url("entra_v1"),
            "VERACITY_API_URL": self._simulator.http,
        }

    def forget(self) -> None:
        """Remove what the collection keeps between runs, tokens above all."""
        shutil.rmtree(self.home / ".ansible" / "dnv.veracity", ignore_errors=True)


def _install(folder: Path) -> None:
    """Copy the collection and compile it, so that what is measured is a user's second run."""
    for name in _INSTALLED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy2(source, target)
    compileall.compile_dir(folder, quiet=2)


def _inventory() -> dict[str, t.Any]:
    """Return the hosts, all of them this machine."""
    separate = {"ansible_connection": "separate"}
    return {
        "all": {
            "vars": {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"},
            "children": {
                FLEET: {"hosts": {f"ship{number}": {} for number in range(FLEET_SIZE)}},
                "single": {"hosts": {STATION: {}, APART: separate}},
            },
        }
    }


def _processor_time() -> float:
    """Return the CPU seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
