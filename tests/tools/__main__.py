# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands behind the make targets: python3 -m tests.tools COMMAND, with the standard library alone."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed: make PYTHON=/path/to/a/newer/python3 ...")

import argparse
import concurrent.futures
import functools
import os
import shutil
import signal
import subprocess
import typing as t
from pathlib import Path

from tests.tools import ansible_test, checks
from tests.tools.azurite import VARIABLE as AZURITE
from tests.tools.azurite import azurite_blob
from tests.tools.cores import CORES, Core, newest_core_for, newest_stable, pythons_for
from tests.tools.environments import environment
from tests.tools.interpreters import Interpreter, find_interpreters
from tests.tools.paths import CACHE, REQUIREMENTS, ROOT
from tests.tools.processes import stop_all
from tests.tools.selection import STYLES, STYLES_AND_PYLINT, selection
from tests.tools.steps import PreparationError, Report
from tests.tools.surroundings import private_home, variables

UNIT_PYTHONS = ("3.11", "3.13")
# The unit tests and the targets wait now and then: two jobs more than the machine has processors.
JOBS_AT_ONCE = (os.cpu_count() or 1) + 2
# The longest first, so that nothing long is left for the end. The unit tests mostly wait, beside the others.
PARTS = ("unit", "integration", "documentation", "sanity", "conformance", "static", "package")
# Not a part of the tests: they need programs that are large, or take longer than what they show is worth each time.
ON_REQUEST = ("docs", "extensions")
WAYS = ("separate", "local")

Job = tuple[t.Any, ...]


def newest() -> tuple[Core, Interpreter]:
    """Return the newest released core that can run here and the newest Python for it; exits when there is none."""
    interpreters = find_interpreters()
    core = newest_stable(interpreters)
    if core is None:
        sys.exit(
            "No Python from 3.11 on that can make virtual environments was found (on Debian: apt install python3-venv)."
        )
    return core, pythons_for(core, interpreters)[-1]


def jobs_of(report: Report, parts: tuple[str, ...], targets: tuple[str, ...] = ()) -> list[Job]:
    """Return the jobs for parts of the tests on the newest core and one Python; targets limits the integration."""
    core, interpreter = newest()
    jobs: list[Job] = []
    for part in parts:
        match part:
            case "static":
                jobs.append((checks.static, report, core, interpreter))
            case "sanity":
                jobs.append((ansible_test.sanity, report, core, interpreter))
            case "integration":
                jobs += [(ansible_test.integration, report, core, interpreter, way, targets) for way in WAYS]
            case "package":
                jobs.append((checks.package, report, core, interpreter))
            case "docs":
                jobs.append((checks.docs, report, core, interpreter))
            case suite:
                jobs.append((checks.pytest, report, core, interpreter, suite))
    return jobs


def jobs_of_matrix(report: Report, *, full: bool = False) -> list[Job]:
    """Return the jobs for the other cores, with the oldest Python of each, and for further Pythons.

    The oldest core runs the targets as separate processes, the others in process: both ways run on the newest core.
    Unless full, the cores between the oldest and the newest run what selection.py says.
    """
    interpreters = find_interpreters()
    tested, python = newest()
    jobs: list[Job] = []
    # Those that run every target come first.
    others = sorted((core for core in CORES if core is not tested), key=lambda core: core not in (CORES[0], CORES[-1]))
    for core in others:
        oldest = core is CORES[0]
        way = "separate" if oldest else "local"
        run = ansible_test.integration
        if not (full or oldest or core is CORES[-1]):
            run = functools.partial(run, targets=tuple(selection()), selection=True)
        jobs.append((_core_leg, report, core, interpreters, "integration", run, way))
    known = {*pythons_for(CORES[0], interpreters), *pythons_for(tested, interpreters)}
    for core in others:
        check = ansible_test.sanity
        if core is CORES[0] and not full:
            check = functools.partial(check, left_out=STYLES)
        elif not full:
            one_python = known.issuperset(pythons_for(core, interpreters))
            check = functools.partial(check, left_out=STYLES_AND_PYLINT, one_python=one_python)
        jobs.append((_core_leg, report, core, interpreters, "sanity", check))
    jobs += [(_unit_leg, report, series, interpreters) for series in UNIT_PYTHONS if series != python.series]
    return jobs


def run_jobs(report: Report, jobs: list[Job]) -> None:
    """Run jobs, each a function and its arguments, in their order and as many at once as a small machine can bear."""

    def run(function: t.Callable[..., None], *arguments: t.Any) -> None:
        with report.preparing(function.__name__):
            function(*arguments)

    with concurrent.futures.ThreadPoolExecutor(JOBS_AT_ONCE) as pool:
        try:
            for job in concurrent.futures.as_completed([pool.submit(run, *job) for job in jobs]):
                job.result()
        except BaseException:
            # Interrupted: otherwise the pool would wait for every job.
            stop_all()
            pool.shutdown(cancel_futures=True)
            raise


def _rank(job: Job) -> int:
    """Return when a job's turn is: unit tests, integration targets, everything else."""
    if job[0] is _unit_leg or (job[0] is checks.pytest and job[4] == "unit"):
        return 0
    return 1 if job[0] is ansible_test.integration or (job[0] is _core_leg and job[4] == "integration") else 2


def _core_leg(
    report: Report,
    core: Core,
    interpreters: dict[str, Interpreter],
    part: str,
    work: t.Callable[..., None],
    *arguments: t.Any,
) -> None:
    """Do the work of a part, sanity or integration, on one core, or say why not."""
    name = f"{part} on ansible-core {core.series}"
    usable = pythons_for(core, interpreters)
    if not usable:
        report.skip(name, f"none of its Pythons was found ({', '.join(core.pythons)})")
        return
    if core.prerelease and not _installable(core, usable[0]):
        report.skip(name, "this pre-release could not be installed")
        return
    with report.preparing(name):
        work(report, core, usable[0], *arguments)


def _installable(core: Core, interpreter: Interpreter) -> bool:
    try:
        ansible_test.core_environment(core, interpreter)
    except PreparationError:
        return False
    return True


def _unit_leg(report: Report, series: str, interpreters: dict[str, Interpreter]) -> None:
    name = f"unit tests on Python {series}"
    core = newest_core_for(interpreters[series]) if series in interpreters else None
    if core is None:
        report.skip(name, "this Python was not found")
        return
    with report.preparing(name):
        checks.pytest(report, core, interpreters[series], "unit", everything=False)


def run_program(module: str, arguments: list[str], requirements: str | None = None) -> int:
    """Run a program below tests on the newest core, with the terminal as it is, and return its exit status.

    Without requirements of its own it shares the environment of the integration targets.
    """
    core, interpreter = newest()
    name = module.rpartition(".")[2]
    try:
        if requirements is None:
            folder = ansible_test.core_environment(core, interpreter)
        else:
            folder = environment(name, interpreter, [REQUIREMENTS / requirements], (core.requirement,))
        azurite = azurite_blob()
    except PreparationError as error:
        print(error)
        return 1
    command: list[str | Path] = [folder / "bin" / "python", "-m", module, *arguments]
    surroundings = {**variables(folder, private_home(name, fresh=True)), AZURITE: str(azurite)}
    return subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode


def main() -> int:
    """Run the command that the command line names and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python3 -m tests.tools", description="Test, demonstrate and measure the collection."
    )
    parser.add_argument(
        "command",
        choices=["test", "lint", "matrix", "matrix-full", "demo", "simulator", "bench", "clean", *PARTS, *ON_REQUEST],
    )
    parser.add_argument("arguments", nargs="*", help="integration: targets; demo, bench: their own arguments")
    parser.add_argument("--cores", choices=["newest", "all"], default="newest", help="test: all is with the matrix")
    options = parser.parse_args()
    # To be ended is to be interrupted: what was started is ended too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    match options.command:
        case "demo":
            return run_program("tests.demo", options.arguments)
        case "simulator":
            return run_program("tests.simulator", ["--exports"])
        case "bench":
            return run_program("tests.benchmarks", options.arguments, "bench.txt")
        case "clean":
            shutil.rmtree(CACHE, ignore_errors=True)
            return 0
    report = Report()
    match options.command:
        case "test":
            jobs = jobs_of(report, PARTS)
            if options.cores == "all":
                jobs = sorted(jobs + jobs_of_matrix(report), key=_rank)
        case "lint":
            jobs = jobs_of(report, ("static",))
        case "matrix" | "matrix-full":
            jobs = jobs_of_matrix(report, full=options.command == "matrix-full")
            if options.command == "matrix-full":
                jobs += jobs_of(report, ON_REQUEST)
        case part:
            jobs = jobs_of(report, (part,), tuple(options.arguments))
    run_jobs(report, jobs)
    return report.finish()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("interrupted")
