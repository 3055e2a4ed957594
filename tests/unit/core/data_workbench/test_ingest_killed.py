# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that is killed while it ingests: no row is there twice, and none is missing where a run is green."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.datasets import Job
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.job_errors import RowError
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    BulkError,
    StateError,
    VeracityError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.locks import alone
from ansible_collections.dnv.veracity.plugins.modules import veracity_dataset
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.bench import WITH_FILES
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.station import Station

Process = multiprocessing.get_context("fork").Process
LOG = {
    "workspace": FLEET,
    "name": "Log",
    "columns": [{"name": "imo", "type": "String"}, {"name": "fuel", "type": "Decimal"}],
}
# Every request of an ingest that follows the first write, in their order.
BOUNDARIES = [
    ("PUT", "/ingest/dataset/"),
    ("POST", "/start$"),
    ("GET", "/status$"),
    ("GET", "/datasets/[^/]+$"),
]

pytestmark = WITH_FILES


class Yard:
    """A station with a schema without key columns, and a file for it."""

    def __init__(self, bench: Station, folder: Path) -> None:
        self.bench = bench
        self.simulator = bench.simulator
        self._path = folder / "log.csv"
        self.simulator.settings(job_seconds=0.1)
        self.simulator.seed_schemas(LOG)

    def run(self, *rows: str, **options: t.Any) -> dict[str, t.Any]:
        """Ingest rows, appended unless said otherwise."""
        content = "\n".join(("imo,fuel", *rows, ""))
        # Others may be reading it.
        if not self._path.exists() or self._path.read_text() != content:
            self._path.write_text(content)
        wanted = {"workspace": FLEET, "name": "Log 2026", "schema": "Log", "operation": "append", **options}
        return self.bench.run(veracity_dataset, src=str(self._path), **wanted)

    def killed(self, method: str, path: str, *rows: str, after: bool, **options: t.Any) -> None:
        """Kill a run as soon as this request has come, before or after it was carried out."""
        self.simulator.clear_requests()
        self.simulator.fault(method=method, path=path, hang=60, apply=after)
        victim = Process(target=self.run, args=rows, kwargs=options)
        victim.start()
        deadline = time.monotonic() + 20
        while not self._came(method, path):
            assert victim.is_alive(), "the run ended before this request"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(0.05)
        assert victim.pid is not None
        os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        self.simulator.clear_faults()

    def _came(self, method: str, path: str) -> bool:
        """Return whether a request has met the fault."""
        return any(
            request["method"] == method and re.search(path, request["path"]) for request in self.simulator.requests()
        )

    @property
    def record(self) -> Path:
        """The file in which it is remembered what was ingested."""
        (found,) = self.bench.directory.rglob("*.ingested")
        return found

    def rows(self) -> list[str]:
        """Return the ships of all rows."""
        return [row["imo"] for dataset in self.simulator.datasets() for row in dataset["rows"]]


@pytest.fixture
def yard(bench: Station, tmp_path: Path) -> Yard:
    return Yard(bench, tmp_path)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("method", "path"), BOUNDARIES)
def test_append_that_was_killed_is_there_once(yard: Yard, method: str, path: str, after: bool) -> None:
    yard.run("1,1")
    if method == "GET":
        yard.simulator.settings(job_seconds=0)
    yard.killed(method, path, "2,2", after=after)
    yard.run("2,2")
    assert yard.rows() == ["1", "2"]
    assert not yard.run("2,2")["changed"]
    assert yard.rows() == ["1", "2"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/ingest/dataset$"), ("POST", "/start$"), ("GET", "/status$")])
def test_creation_that_was_killed_is_there_once(yard: Yard, method: str, path: str, after: bool) -> None:
    yard.killed(method, path, "1,1", after=after)
    predicted = yard.run("1,1", check_mode=True)
    assert yard.run("1,1")["changed"] == predicted["changed"]
    assert not yard.run("1,1")["changed"]
    assert yard.rows() == ["1"]
    assert len(yard.simulator.datasets()) == 1


def test_job_that_was_prepared_and_forgotten_never_starts(yard: Yard) -> None:
    yard.run("1,1")
    yard.killed("POST", "/start$", "2,2", after=False)
    kept = yard.record.read_text()
    pending = json.loads(kept)
    for entry in pending.values():
        entry["value"]["pending"] = None
    yard.record.write_text(json.dumps(pending))
    assert yard.run("2,2")["changed"]
    assert yard.rows() == ["1", "2"]
    assert [job["status"] for job in yard.simulator.ingest_jobs()] == ["Completed", "Running", "Completed"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_next_run_says_what_became_of_the_job(yard: Yard, after: bool) -> None:
    yard.run("1,1")
    yard.killed("POST", "/start$", "2,2", after=after)
    yard.run("3,3")
    assert yard.rows() == ["1", "2", "3"]
    assert any("of an earlier run has ingested log.csv" in line for line in yard.bench.lines)


def test_rows_of_a_job_that_is_not_known_anymore_are_not_appended_again(yard: Yard) -> None:
    yard.run("1,1")
    yard.killed("GET", "/status$", "2,2", after=True)
    # The job completes here, and nobody asks for it until it is too late.
    yard.simulator.fault(method="GET", path="/status$", status=404, times=0)
    for check_mode in (True, False):
        with pytest.raises(StateError, match=r"(?s)Whether it has ingested log.csv is not known.*force: true"):
            yard.run("2,2", check_mode=check_mode)
    yard.simulator.clear_faults()
    yard.simulator.fault(method="GET", path="/status$", status=404, times=2)
    assert yard.run("2,2", operation="overwrite")["changed"]
    assert "Whether it has ingested log.csv is not known." in yard.bench.warnings[-1]
    assert yard.rows() == ["2"]


def test_data_set_that_the_query_does_not_find_yet_is_not_created_again(yard: Yard) -> None:
    yard.run("1,1")
    empty = {"result": [], "pageIndex": 1, "pageSize": 500, "totalCount": 0, "totalPages": 0}
    yard.simulator.fault(method="POST", path="/datasets/query$", status=200, json=empty, times=0)
    assert not yard.run("1,1")["changed"]
    assert yard.run("2,2")["changed"]
    assert len(yard.simulator.datasets()) == 1


def test_two_runs_at_once_append_once(yard: Yard) -> None:
    yard.run("1,1")
    yard.simulator.settings(job_seconds=0.5)
    yard.run("2,2", check_mode=True)
    runs = [Process(target=yard.run, args=("2,2",)) for _number in range(4)]
    for process in runs:
        process.start()
    for process in runs:
        process.join()
    assert [process.exitcode for process in runs] == [0] * len(runs)
    assert yard.rows() == ["1", "2"]


def test_run_that_waits_in_vain_for_another_ingests_nothing(yard: Yard) -> None:
    yard.run("1,1")
    session = yard.bench.session()
    with alone(yard.bench.task(session), session.client.identity, "datasets", "", thing=f"{FLEET}/Log 2026") as held:
        assert held
        yard.bench.clock = t.cast("t.Any", SleeplessClock())
        with pytest.raises(WaitTimeoutError, match="Another run on this machine has been changing data set Log 2026"):
            yard.run("2,2")
    assert yard.rows() == ["1"]


def test_job_with_warnings_has_not_failed() -> None:
    errors = (RowError("odd", severity="Warning"),)
    assert not Job("1", "Validating", errors=errors).ended
    assert Job("1", "Validating", errors=(RowError("bad", severity="Error"),)).failed


def test_job_that_completes_without_some_rows_is_not_green(yard: Yard) -> None:
    yard.run("1,1")
    wrong = [{"rowNumber": 1, "columnName": "fuel", "errorMessage": "odd", "severity": "Error"}]
    status = {"jobId": "x", "status": "Completed", "operations": [], "validationError": wrong}
    yard.simulator.fault(method="GET", path="/status$", status=200, json=status, times=0)
    with pytest.raises(BulkError, match=r"(?s)has completed, but says that rows are wrong.*row 1, column fuel: odd"):
        yard.run("2,2")
    yard.simulator.settings(job_seconds=0)
    for check_mode in (True, False):
        with pytest.raises(VeracityError, match="has completed, but says that rows are wrong"):
            yard.run("2,2", check_mode=check_mode)
    assert sum(job["operations"] == ["Append"] for job in yard.simulator.ingest_jobs()) == 1
    yard.simulator.clear_faults()
    assert yard.run("3,3")["changed"]
    assert yard.rows() == ["1", "2", "3"]
