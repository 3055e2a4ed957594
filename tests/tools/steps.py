# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run steps, time them, count what passed, and say so at the end."""

from __future__ import annotations

import contextlib
import threading
import time
import typing as t
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.tools.processes import run


class PreparationError(Exception):
    """What a step needs could not be had; the text says what and why."""


@dataclass
class Counts:
    """How many checks passed, failed, and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of others to these."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


class Effort(t.NamedTuple):
    """What a step took: seconds on the clock, and seconds of processor time."""

    name: str
    wall: float
    cpu: float


@dataclass
class Report:
    """The steps of one run; may be used from several threads."""

    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)
    """A line for each check that was skipped and each step that failed."""
    efforts: list[Effort] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _started: float = field(default_factory=time.monotonic)

    def step(
        self,
        name: str,
        command: list[str | Path],
        *,
        variables: dict[str, str],
        directory: Path,
        junit: Path | None = None,
    ) -> bool:
        """Run one command as a step and return whether it passed.

        With junit, the tests that pytest counted into that file are the checks; otherwise the step is one check.
        Output appears only when the step fails.
        """
        if junit:
            junit.parent.mkdir(parents=True, exist_ok=True)
            junit.unlink(missing_ok=True)
        started = time.monotonic()
        outcome = run(command, variables=variables, directory=directory)
        counts, skipped = _pytest_counts(junit) if junit and junit.exists() else (Counts(), [])
        if outcome.status and not counts.failed:
            counts.failed = 1
        elif not junit:
            counts.passed = 1
        effort = Effort(name, time.monotonic() - started, outcome.cpu)
        self._record(effort, counts, outcome.output if outcome.status else "", skipped)
        return outcome.status == 0

    def effort(self, name: str, wall: float, cpu: float) -> None:
        """Note what something took that is no step of its own, such as a server beside one."""
        with self._lock:
            self.efforts.append(Effort(name, wall, cpu))

    @contextlib.contextmanager
    def preparing(self, name: str) -> t.Iterator[None]:
        """Count what is called name as failed when something that it needs cannot be had."""
        try:
            yield
        except PreparationError as error:
            self._record(Effort(name, 0.0, 0.0), Counts(failed=1), str(error), [])

    def skip(self, name: str, reason: str) -> None:
        """Count a step as skipped, by name."""
        with self._lock:
            self.counts.skipped += 1
            self.notes.append(f"skipped: {name}: {reason}")
            print(f"skip  {name}: {reason}", flush=True)

    def finish(self) -> int:
        """Print what each step took, what was skipped or failed, and the counts; return the exit status."""
        whole = Effort("all", time.monotonic() - self._started, sum(effort.cpu for effort in self.efforts))
        rows = sorted(self.efforts, key=lambda effort: effort.cpu, reverse=True)
        print(f"\n{'wall s':>7} {'CPU s':>6}  job")
        for effort in [*rows, whole]:
            print(f"{effort.wall:7.0f} {effort.cpu:6.0f}  {effort.name}")
        print()
        for note in self.notes:
            print(note)
        print(self.counts, flush=True)
        return 1 if self.counts.failed or not self.counts.passed else 0

    def _record(self, effort: Effort, counts: Counts, output: str, skipped: list[str]) -> None:
        with self._lock:
            self.counts.add(counts)
            self.efforts.append(effort)
            self.notes += [f"skipped: {effort.name}: {reason}" for reason in skipped]
            self.notes += [f"failed: {effort.name}"] if counts.failed else []
            tests = f" ({counts})" if counts != Counts(passed=1) else ""
            print(f"{'FAIL' if counts.failed else 'ok  '}  {effort.name}: {effort.wall:.0f} s{tests}", flush=True)
            if output:
                print(output.rstrip(), flush=True)


def _pytest_counts(junit: Path) -> tuple[Counts, list[str]]:
    """Return the counts in a file of pytest, and a line for each test that was skipped."""
    counts, skipped = Counts(), []
    for case in ElementTree.parse(junit).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            counts.failed += 1
        elif (skip := case.find("skipped")) is not None:
            counts.skipped += 1
            skipped.append(f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}")
        else:
            counts.passed += 1
    return counts, skipped
