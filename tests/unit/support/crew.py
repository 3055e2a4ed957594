# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A crew of processes that ask for tokens at the same time, forked from one parent as ansible-core does it.

Run as a program: the argument is a JSON object with ``jobs``, a list of options as ``session_of`` takes them. Every
process writes one JSON object to standard output when it is done.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import typing as t
from pathlib import Path

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from tests.unit.support.clocks import RealWaitClock
from tests.unit.support.kernel import forbid_locks

ROOT = Path(__file__).resolve().parents[3]
CLIENT_ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
CLIENT_SECRET = "simulator-secret-of-the-fleet-0001~"
WARNINGS: list[str] = []


def session_of(job: dict[str, t.Any]) -> Session:
    """Return the session of a job: options, ``home``, and ``ahead``, the seconds that its clock is ahead."""
    options = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **job}
    settings = from_options(options, api=options.get("api", "data_fabric"), variables={})
    return Session(settings, ansible_home=job["home"], clock=RealWaitClock(job.get("ahead", 0.0)), warn=WARNINGS.append)


def work(number: int, job: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return what one process of the crew has got.

    ``file_limit`` is the largest file that it can write; with ``no_locks`` its kernel has none (ENOLCK).
    """
    if job.get("no_locks"):
        forbid_locks()
    if "file_limit" in job:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["file_limit"], job["file_limit"]))
    try:
        token = session_of(job).obtain()
    except VeracityError as error:
        return {"number": number, "error": type(error).__name__, "text": str(error)}
    return {"number": number, "value": token.value, "cached": token.cached, "warnings": WARNINGS}


def main() -> None:
    """Fork, let all start together, and wait for them."""
    import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401
    import jwt  # noqa: F401
    import requests  # noqa: F401

    import ansible_collections.dnv.veracity.plugins.module_utils._core.identity.grant  # noqa: F401

    jobs = json.loads(sys.argv[1])["jobs"]
    gate, opened = os.pipe()
    children = []
    for number, job in enumerate(jobs):
        child = os.fork()
        if child == 0:
            os.close(opened)
            os.read(gate, 1)
            line = json.dumps(work(number, job)) + "\n"
            os.write(1, line.encode())
            os._exit(0)
        children.append(child)
    os.close(opened)
    for child in children:
        os.waitpid(child, 0)


class Crew:
    """A crew at work; ``lines`` gives results in the order in which they come."""

    def __init__(self, jobs: list[dict[str, t.Any]]) -> None:
        command = [sys.executable, "-m", "tests.unit.support.crew", json.dumps({"jobs": jobs})]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def results(self, count: int) -> list[dict[str, t.Any]]:
        """Return the next results, waiting for them."""
        assert self._process.stdout is not None
        lines = [self._process.stdout.readline() for _number in range(count)]
        assert all(lines), "a process of the crew died"
        return [json.loads(line) for line in lines]

    def finish(self) -> None:
        """Wait for the end; raises when a process failed in a way that is no result."""
        assert self._process.stdout is not None
        rest = self._process.stdout.read()
        assert self._process.wait(60) == 0
        assert not rest


def run_crew(jobs: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Return the results of all jobs, by number."""
    crew = Crew(jobs)
    results = crew.results(len(jobs))
    crew.finish()
    return sorted(results, key=lambda result: t.cast("int", result["number"]))


if __name__ == "__main__":
    main()
