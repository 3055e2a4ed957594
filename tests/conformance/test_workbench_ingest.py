# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data sets from files that are really uploaded: operations, validation, the ways to start a job."""

from __future__ import annotations

import time
import typing as t

import pytest

from tests.conformance.calls import Caller
from tests.conformance.workbench_calls import FLEET, WORKSPACE, workbench_caller
from tests.conformance.workbench_storage import listed, opened, refused
from tests.simulator.azurite import VARIABLE, find_azurite
from tests.simulator.fixture import Simulator

pytestmark = pytest.mark.skipif(
    find_azurite() is None, reason=f"there is no azurite-blob: neither {VARIABLE} nor PATH leads to it"
)

COLUMNS: list[dict[str, t.Any]] = [
    {"name": "TS", "type": "DateTime", "isKey": True, "isRequired": True},
    {"name": "Temp", "type": "Decimal", "precision": 4, "scale": 1},
    {"name": "Crew", "type": "Int", "validations": [{"severity": "Error", "validatorId": "not-negative"}]},
]
ROWS = [{"TS": f"2026-11-0{day}", "Temp": day + 0.5, "Crew": day} for day in (1, 2, 3)]


@pytest.fixture
def simulator(azurite_process: Simulator) -> Simulator:
    """Return the simulator with Azurite in its start state."""
    azurite_process.reset()
    azurite_process.settings(job_seconds=0)
    return azurite_process


@pytest.fixture
def caller(simulator: Simulator) -> Caller:
    """Return a caller of Data Workbench."""
    return workbench_caller(simulator)


class Sets:
    """One data set with three rows under a schema, with key columns or without."""

    def __init__(self, simulator: Simulator, caller: Caller, *, keys: bool = True) -> None:
        columns = [{**column, "isKey": keys and column["name"] == "TS"} for column in COLUMNS]
        simulator.seed_schemas({"workspace": WORKSPACE, "name": "Noon", "columns": columns})
        self.version = simulator.schemas()[0]["versions"][0]["id"]
        described = {"workspace": WORKSPACE, "schema_version": self.version, "name": "Noon", "rows": ROWS}
        (self.id,) = simulator.seed_datasets(described)
        self._simulator = simulator
        self._caller = caller

    def order(self, operation: str, *, automatic: bool = False) -> dict[str, t.Any]:
        """Define an ingest."""
        files = [{"fileName": "ImportData.csv", "operation": operation}]
        body: dict[str, t.Any] = {"files": files, "startAutomatically": automatic}
        if operation == "Create":
            more = {"datasetName": "New", "schemaVersionId": self.version, "provider": "BYOD"}
            response = self._caller.call("POST", f"{FLEET}/ingest/dataset", {**body, **more})
        else:
            response = self._caller.call("PUT", f"{FLEET}/ingest/dataset/{self.id}", body)
        assert response.status_code == 200, response.text
        return t.cast("dict[str, t.Any]", response.json())

    def ingest(self, operation: str, text: str, *, name: str = "ImportData.csv") -> dict[str, t.Any]:
        """Ingest a file and return the status of the job."""
        order = self.order(operation)
        upload(order, text, name)
        assert self._caller.call("POST", f"{FLEET}/ingest/job/{order['jobId']}/start").status_code == 200
        return self.status(order)

    def status(self, order: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the status of a job."""
        response = self._caller.call("GET", f"{FLEET}/ingest/job/{order['jobId']}/status")
        return t.cast("dict[str, t.Any]", response.json())

    def rows(self, number: int = 0) -> list[t.Any]:
        """Return the rows of a data set as lists."""
        return [list(row.values()) for row in self._simulator.datasets()[number]["rows"]]


def upload(order: dict[str, t.Any], text: str, name: str = "ImportData.csv") -> None:
    """Upload a file as the documentation shows it."""
    content = text.encode()
    with opened(order["sasToken"]) as folder:
        file = folder.get_file_client(name)
        file.create_file()
        if content:
            file.append_data(content, 0, len(content))
            file.flush_data(len(content))


FIRST, SECOND, THIRD = (list(row.values()) for row in ROWS)
CHANGED, NEW = ["2026-11-02", -9.9, None], ["2026-11-04", None, 0]
FILE = "TS,Temp,Crew\n2026-11-02,-9.9,\n2026-11-04,,0\n"


@pytest.mark.parametrize(
    ("operation", "keys", "rows"),
    [
        ("Upsert", True, [FIRST, CHANGED, THIRD, NEW]),
        ("Delete", True, [FIRST, THIRD]),
        ("Overwrite", True, [CHANGED, NEW]),
        ("Append", False, [FIRST, SECOND, THIRD, CHANGED, NEW]),
    ],
)
def test_operations(simulator: Simulator, caller: Caller, operation: str, keys: bool, rows: list[t.Any]) -> None:
    """Each does what its description says; name, tags and schema of the data set stay."""
    sets = Sets(simulator, caller, keys=keys)
    status = sets.ingest(operation, FILE)
    assert (status["status"], status["datasetId"], status["operations"]) == ("Completed", sets.id, [operation])
    assert sets.rows() == rows


def test_a_new_dataset(simulator: Simulator, caller: Caller) -> None:
    """It is there when its job has completed, and not before; its rows are files of their own."""
    sets = Sets(simulator, caller)
    simulator.settings(job_seconds=900)
    order = sets.order("Create")
    upload(order, FILE)
    assert sets.status(order)["status"] == "Running"
    assert caller.call("POST", f"{FLEET}/ingest/job/{order['jobId']}/start").status_code == 200
    assert "datasetId" not in sets.status(order)
    assert len(simulator.datasets()) == 1
    simulator.settings(job_seconds=0)
    status = sets.status(order)
    assert (status["status"], status["dataSetName"]) == ("Completed", "New")
    assert sets.rows(1) == [CHANGED, NEW]
    address = caller.call("GET", f"{FLEET}/datasets/{status['datasetId']}/sas", params={"type": "dfs"}).json()
    (name,) = listed(address)
    with opened(address) as stored:
        assert stored.get_file_client(name).download_file().readall().decode() == FILE
        refused(lambda: stored.get_file_client("x").create_file(), "AuthorizationPermissionMismatch", 403)


def test_a_job_that_starts_by_itself(simulator: Simulator, caller: Caller) -> None:
    """As soon as its file has content; it cannot be started."""
    sets = Sets(simulator, caller)
    order = sets.order("Overwrite", automatic=True)
    assert caller.call("POST", f"{FLEET}/ingest/job/{order['jobId']}/start").status_code == 400
    assert sets.status(order)["status"] == "Running"
    upload(order, "")
    assert sets.status(order)["status"] == "Running"
    upload(order, FILE)
    assert sets.status(order)["status"] == "Completed"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("TS,Temp,Crew\nyesterday,1,1\n", [(1, "TS")]),
        ("TS,Temp,Crew\n2026-11-02,1,1\n,1,1\n", [(2, "TS")]),
        ("TS,Temp,Crew\n2026-11-02,1.25,1\n2026-11-03,1234.5,1\n", [(1, "Temp"), (2, "Temp")]),
        ("TS,Temp,Crew\n2026-11-02,warm,1.5\n", [(1, "Temp"), (1, "Crew")]),
        ("TS,Temp,Crew\n2026-11-02,1,-1\n", [(1, "Crew")]),
        ("TS,Temp,Crew\n2026-11-02,1\n", [(1, "")]),
        ("TS,Wind\n2026-11-02,1\n", []),
        ("Temp\n1\n", []),
        ("ts,Temp\n2026-11-02,1\n", []),
        ("TS\n2026-11-02\n2026-11-02\n", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("form", ["objects", "texts"])
def test_validation(simulator: Simulator, caller: Caller, text: str, wrong: list[tuple[int, str]], form: str) -> None:
    """The job fails with what is wrong, row by row, and changes nothing."""
    simulator.settings(job_errors=form, job_failed_status="Broken")
    sets = Sets(simulator, caller)
    status = sets.ingest("Upsert", text)
    assert status["status"] == "Broken"
    assert status["notebookErrorMessage"]
    errors = status["validationError"]
    if form == "objects":
        assert [(error["rowNumber"], error["columnName"]) for error in errors] == wrong
    else:
        assert [error.partition(":")[0] for error in errors] == [f"Row {row}, column {name}" for row, name in wrong]
    assert sets.rows() == [FIRST, SECOND, THIRD]


def test_a_file_of_another_name(simulator: Simulator, caller: Caller) -> None:
    """It is not the one that was announced."""
    status = Sets(simulator, caller).ingest("Overwrite", FILE, name="Import.csv")
    assert (status["status"], status["notebookErrorMessage"]) == ("Failed", "There is no file ImportData.csv.")


def test_keys_of_uploads_end(simulator: Simulator, caller: Caller) -> None:
    """With their time; the folder of another job is out of reach."""
    sets = Sets(simulator, caller)
    one, other = sets.order("Overwrite"), sets.order("Overwrite")
    address = one["sasToken"].partition("?")[0] + "?" + other["sasToken"].partition("?")[2]
    refused(lambda: upload({"sasToken": address}, FILE), "AuthenticationFailed", 403)
    simulator.settings(workbench_key_lifetime=1)
    short = sets.order("Overwrite")
    time.sleep(1.1)
    refused(lambda: upload(short, FILE), "AuthenticationFailed", 403)
