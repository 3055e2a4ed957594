# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run steps, time them, count what passed, and say so at the end."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import typing as t
from dataclasses import asdict, dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.tools.paths import CACHE
from tests.tools.processes import run

RESULTS = CACHE / "results"


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


@dataclass
class Report:
    """The steps of one run; may be used from several threads."""

    name: str
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)
    """A line for each check that was skipped and each step that failed."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Forget the counts of an earlier run, so that a total never takes them for those of this one."""
        (RESULTS / f"{self.name}.json").unlink(missing_ok=True)

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
        status, output = run(command, variables=variables, directory=directory)
        counts, skipped = _pytest_counts(junit) if junit and junit.exists() else (Counts(), [])
        if status and not counts.failed:
            counts.failed = 1
        elif not junit:
            counts.passed = 1
        self._record(name, counts, time.monotonic() - started, output if status else "", skipped)
        return status == 0

    @contextlib.contextmanager
    def preparing(self, name: str) -> t.Iterator[None]:
        """Count what is called name as failed when something that it needs cannot be had."""
        try:
            yield
        except PreparationError as error:
            self._record(name, Counts(failed=1), 0.0, str(error), [])

    def skip(self, name: str, reason: str) -> None:
        """Count a step as skipped, by name."""
        with self._lock:
            self.counts.skipped += 1
            self.notes.append(f"skipped: {name}: {reason}")
            print(f"skip  {name}: {reason}", flush=True)

    def finish(self) -> int:
        """Print what was skipped or failed and the counts, keep the counts for a total, and return the exit status."""
        for note in self.notes:
            print(note)
        RESULTS.mkdir(parents=True, exist_ok=True)
        (RESULTS / f"{self.name}.json").write_text(json.dumps(asdict(self.counts)), encoding="utf-8")
        print(self.counts, flush=True)
        return 1 if self.counts.failed or not self.counts.passed else 0

    def _record(self, name: str, counts: Counts, seconds: float, output: str, skipped: list[str]) -> None:
        with self._lock:
            self.counts.add(counts)
            self.notes += [f"skipped: {name}: {reason}" for reason in skipped]
            self.notes += [f"failed: {name}"] if counts.failed else []
            tests = f" ({counts})" if counts != Counts(passed=1) else ""
            print(f"{'FAIL' if counts.failed else 'ok  '}  {name}: {seconds:.0f} s{tests}", flush=True)
            if output:
                print(output.rstrip(), flush=True)


def total(names: list[str]) -> int:
    """Print the counts of finished runs together and return the exit status; a run without counts has failed."""
    counts = Counts()
    for name in names:
        file = RESULTS / f"{name}.json"
        counts.add(Counts(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Counts(failed=1))
    print(counts, flush=True)
    return 1 if counts.failed else 0


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
