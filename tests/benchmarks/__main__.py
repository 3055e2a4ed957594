# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures the collection beside its alternatives: ``make bench``, or ``python -m tests.benchmarks [name ...]``.

The exit status is 0 whatever the ratios are, and 1 when something did not run or a count was not what it has to be.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time

from tests.benchmarks import accesses, bulk, calls, content, folder_content, lookups, single_tasks, token_requests
from tests.benchmarks.effort import QUICK, THOROUGH
from tests.benchmarks.results import BenchmarkError, Results
from tests.benchmarks.workplace import Workplace
from tests.simulator.azurite import find_azurite
from tests.simulator.fixture import Simulator, SimulatorError

BENCHMARKS = {
    "requests": ("Token requests of a run", token_requests.measure),
    "lookups": ("One warm lookup in a task", lookups.measure),
    "calls": ("One call for a token in a process", calls.measure),
    "tasks": ("One task", single_tasks.measure),
    "bulk": ("Many containers", bulk.measure),
    "accesses": ("Many grants", accesses.measure),
    "content": ("Files in a container", content.measure),
    "folders": ("Files in a folder of File storage", folder_content.measure),
}


def main() -> int:
    """Run the benchmarks that the command line names, all when it names none, and return the exit status."""
    options = _options()
    _leave_surroundings()
    effort = QUICK if options.quick else THOROUGH
    problems: list[str] = []
    started = time.monotonic()
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {load:.1f}.", flush=True)
    with Simulator(azurite=find_azurite()) as simulator, Workplace(simulator) as workplace:
        workplace.start()
        for name in options.names or BENCHMARKS:
            title, measure = BENCHMARKS[name]
            results = Results()
            try:
                simulator.reset()
                measure(simulator, workplace, effort, results)
            except (BenchmarkError, SimulatorError, ImportError) as error:
                problems.append(f"{name} did not run: {error}")
            results.show(title)
            problems += results.wrong
    print(
        "\nA ratio is ours divided by what is beside it. CPU ratios compare CPU time, which other load distorts less."
    )
    print(f"Took {time.monotonic() - started:.0f} s; load {load:.1f} before, {os.getloadavg()[0]:.1f} after.")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _leave_surroundings() -> None:
    """Keep proxies and authorities of the surroundings out of what happens on this machine alone."""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost,127.0.0.1"
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        os.environ.pop(name, None)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"{', '.join(BENCHMARKS)}; all when none are named")
    parser.add_argument("--quick", action="store_true", help="few repetitions: shows that everything runs")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
