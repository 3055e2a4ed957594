# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every operation of Data Workbench agrees with the document, in requests and in answers."""

from __future__ import annotations

import itertools
import typing as t
import uuid

import pytest
import requests

from tests.conformance import workbench_document
from tests.conformance.calls import Caller
from tests.conformance.judge import Judge
from tests.conformance.workbench_calls import FLEET, FLEET_V1, TENANT, WORKSPACE, workbench_caller
from tests.conformance.workbench_document import BASE
from tests.conformance.workbench_drives import Operation, Scene, scene
from tests.simulator.data_workbench import gateway
from tests.simulator.fixture import Simulator
from tests.simulator.gateway import find_operation

_DOCUMENT = workbench_document.load("")
_DECLARED = {
    (method, path, int(status))
    for method, path, operation in workbench_document.operations(_DOCUMENT)
    for status in operation["responses"]
}


@pytest.fixture
def caller(simulator: Simulator) -> Caller:
    """Return a caller of Data Workbench."""
    return workbench_caller(simulator)


class Drivers:
    """Sends calls, validates both sides, and notes which answers there were."""

    def __init__(self, simulator: Simulator, caller: Caller) -> None:
        self.seen: set[tuple[str, str, int]] = set()
        self.caller = caller
        self._simulator = simulator
        self._judge = Judge(workbench_document.load(simulator.http))

    def drive(self, operation: Operation, status: int, *, right: bool = True, **changes: t.Any) -> requests.Response:
        """Make a call, with changes; ``right`` tells whether the document allows its request."""
        if operation.method in ("PATCH", "PUT"):
            self._simulator.settings(workspace_update_verb=operation.method)
        return self.send(operation, status, right=right, **changes)

    def send(self, operation: Operation, status: int, *, right: bool = True, **changes: t.Any) -> requests.Response:
        """Do the same, whatever verb is there for updates of workspaces."""
        sent = {"path": operation.path, "body": operation.body, "params": operation.query, **changes}
        response = self.caller.call(operation.method, BASE + sent.pop("path"), sent.pop("body"), **sent)
        assert response.status_code == status, (operation, changes, response.text)
        assert self._judge.accepts_request(response.request) is right, (operation, changes)
        self._judge.check_response(response)
        found = find_operation(operation.method, response.request.path_url.partition("?")[0])
        assert found is not None
        self.seen.add((operation.method, found[0].base[len(BASE) :] + found[1].template, status))
        return response


def test_every_operation_and_every_status(simulator: Simulator, caller: Caller) -> None:
    """Both sides of every operation are as in the document, for each answer that it declares; none is left out."""
    made = scene(simulator, caller)
    operations = list(made.operations())
    drivers = Drivers(simulator, caller)
    for operation in operations:
        drivers.drive(operation, operation.status)
    _the_other_verb(drivers, operations)
    _wrong_calls(drivers, operations, made)
    _unknown_things(drivers, operations)
    _roles(simulator, drivers, operations)
    _without_keys(drivers, operations)
    _failures(simulator, drivers, operations)
    assert drivers.seen == _DECLARED


def _the_other_verb(drivers: Drivers, operations: list[Operation]) -> None:
    (patch,) = (each for each in operations if each.method == "PATCH" and each.path.startswith("/v2/tenants/"))
    put = Operation(200, "PUT", patch.path, patch.body, wrong=patch.wrong)
    drivers.drive(put, 200)
    drivers.send(patch, 405)
    drivers.drive(patch, 200)
    drivers.send(put, 405)
    operations.append(put)


def _wrong_calls(drivers: Drivers, operations: list[Operation], made: Scene) -> None:
    for operation in operations:
        verb = "body" if operation.body is not None else "params"
        for wrong in operation.wrong:
            drivers.drive(operation, 400, right=False, **{verb: wrong})
        for wrong in operation.refused:
            drivers.drive(operation, 400, **{verb: wrong})
        if operation.body is not None:
            media = {"data": b"{}", "headers": {"Content-Type": "text/plain"}, "body": None}
            drivers.drive(operation, 415, right=False, **media)
    (start,) = (each for each in operations if each.path.endswith("/start"))
    drivers.drive(start, 400)
    (change,) = (
        each for each in operations if each.path.endswith(made.version) and each.body and each.method == "PATCH"
    )
    drivers.drive(change, 400, path=change.path.replace(made.version, made.locked))
    (key,) = (each for each in operations if each.path.endswith(f"{made.dataset}/sas") and each.path.startswith("/v2"))
    drivers.drive(key, 400, path=key.path.replace(made.dataset, made.shared))


def _unknown_things(drivers: Drivers, operations: list[Operation]) -> None:
    for operation in operations:
        parts = operation.path.split("/")
        for number, part in enumerate(parts):
            if len(part) == len(TENANT):
                unknown = "/".join([*parts[:number], str(uuid.uuid4()), *parts[number + 1 :]])
                drivers.drive(operation, 404, path=unknown)
    (sas, *_others) = (each for each in operations if each.path.endswith("/storages/sas"))
    drivers.drive(sas, 404, body={**sas.body, "path": "nothing"})
    (revoke, *_others) = (each for each in operations if each.method == "DELETE")
    drivers.drive(revoke, 404, params={"policyToRevoke": "nothing"})


def _roles(simulator: Simulator, drivers: Drivers, operations: list[Operation]) -> None:
    for operation, role in itertools.product(operations, ("reader", "datasets")):
        simulator.settings(workbench_role=role)
        allowed = operation.readers if role == "reader" else operation.datasets
        drivers.drive(operation, operation.status if allowed else 403)
    simulator.settings(workbench_role="administrator", file_storage=False)
    for operation in operations:
        if "/storages/" in operation.path:
            drivers.drive(operation, 403)


def _without_keys(drivers: Drivers, operations: list[Operation]) -> None:
    key = drivers.caller.headers.pop("Ocp-Apim-Subscription-Key")
    for operation in operations:
        drivers.drive(operation, 401, right=False)
    drivers.caller.headers["Ocp-Apim-Subscription-Key"] = key


def _failures(simulator: Simulator, drivers: Drivers, operations: list[Operation]) -> None:
    for operation, status in itertools.product(operations, (500, 502)):
        simulator.fault(path=".", status=status, json={"title": "Something went wrong."})
        drivers.drive(operation, status)


def test_the_routes_are_those_of_the_document() -> None:
    """No operation of the simulator is an invention, and none is missing."""
    declared = {(method, path) for method, path, _status in _DECLARED}
    routes = {(route.method, api.base[len(BASE) :] + route.template) for api in gateway.APIS for route in api.routes}
    assert routes == declared


def test_what_the_document_leaves_open_is_marked() -> None:
    """Each assumption of the notes has its mark, so that nobody takes it for published."""
    marks = workbench_document.FILE.read_text(encoding="utf-8").count("x-uncertain:")
    assert marks >= 30


@pytest.mark.parametrize("form", ["names", "objects"])
def test_policies_have_two_shapes(simulator: Simulator, caller: Caller, form: str) -> None:
    """Both are in the document."""
    simulator.settings(workbench_policies=form)
    drivers = Drivers(simulator, caller)
    found = drivers.drive(Operation(200, "GET", f"/v1/workspaces/{WORKSPACE}/storages/policies"), 200).json()
    assert [entry if form == "names" else entry["policyName"] for entry in found] == ["rl-policy", "racwdl-policy"]


def test_pages_of_datasets(simulator: Simulator, caller: Caller) -> None:
    """They count from 1, in the order asked for; a page behind the last one is empty."""
    made = scene(simulator, caller)
    described = {"workspace": WORKSPACE, "schema_version": made.version}
    simulator.seed_datasets(*({**described, "name": f"D{number}"} for number in range(5)))
    names = []
    for page in (1, 2, 3, 4):
        body = {
            "pageIndex": page,
            "pageSize": 2,
            "datasetName": "d",
            "sortColumn": "Name",
            "sortDirection": "Descending",
        }
        found = caller.call("POST", f"{FLEET}/datasets/query", body).json()
        names.append([entry["name"] for entry in found["result"]])
        assert (found["totalCount"], found["totalPages"]) == (7, 4)
    assert names == [["WindData", "Shared"], ["D4", "D3"], ["D2", "D1"], ["D0"]]


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        ([("Greater", "2024-05-03")], [4, 5]),
        ([("GreaterOrEqual", "2024-05-03")], [3, 4, 5]),
        ([("Less", "2024-05-03")], [1, 2]),
        ([("LessOrEqual", "2024-05-03")], [1, 2, 3]),
        ([("Equals", "2024-05-03")], [3]),
        ([("List", "2024-05-03", "2024-05-05")], [3, 5]),
        ([("Greater", "2024-05-01"), ("Less", "2024-05-04T00:00:00Z")], [2, 3]),
    ],
)
def test_filters_of_rows(simulator: Simulator, caller: Caller, filters: list[tuple[str, ...]], days: list[int]) -> None:
    """Values are compared as what they are."""
    made = scene(simulator, caller)
    body = {
        "queryFilters": [{"column": "TS", "filterType": kind, "filterValues": values} for kind, *values in filters],
        "columnFilter": ["TS"],
        "sorting": {"column": "TS", "order": "Ascending"},
    }
    found = caller.call("POST", f"{FLEET}/datasets/{made.dataset}/query", body).json()
    assert found["data"] == [{"TS": f"2024-05-0{day}"} for day in days]


def test_activity(simulator: Simulator, caller: Caller) -> None:
    """Keys are in the activity log of the workspace; those of a data set are in its own, too."""
    made = scene(simulator, caller)
    caller.call("GET", f"{FLEET}/datasets/{made.dataset}/sas")
    entries = caller.call("GET", f"{FLEET_V1}/datasets/{made.dataset}/ledger").json()["result"]
    assert [(entry["eventName"], entry["resource"]["id"]) for entry in entries] == [("SAS key generated", made.dataset)]
    assert entries[0] in caller.call("GET", f"{FLEET}/ledger").json()["result"]


def test_a_workspace_of_strangers_is_closed(simulator: Simulator, caller: Caller) -> None:
    """No role in its tenant and no member of it: 403."""
    stranger = "5b8f0a4e-0d0e-4b1a-9a57-1f7b9d9f0c11"
    tenant = simulator.seed_tenants({"tenant_id": stranger, "name": "Strangers", "client_ids": []})[0]
    nobody, member = (
        {"name": "Theirs", "tenant_id": tenant, "members": members}
        for members in ([], [{"user_id": "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0", "role": "reader"}])
    )
    closed, shared = simulator.seed_workspaces(nobody, member)
    base = "/veracity/dw/gateway/api/v2/workspaces"
    assert caller.call("GET", f"{base}/{closed}").status_code == 403
    assert caller.call("GET", f"{base}/{shared}").status_code == 200


def test_without_azurite_a_job_says_why_it_fails(simulator: Simulator, caller: Caller) -> None:
    """In the spelling of failure that is set."""
    simulator.settings(job_failed_status="Error")
    job = scene(simulator, caller).jobs[0]
    assert caller.call("POST", f"{FLEET}/ingest/job/{job}/start").status_code == 200
    status = caller.call("GET", f"{FLEET}/ingest/job/{job}/status").json()
    assert (status["status"], "Azurite" in status["notebookErrorMessage"]) == ("Error", True)
    assert [entry["name"] for entry in simulator.datasets()] == ["WindData", "Shared"]


def test_share_requests_are_resolved_together(simulator: Simulator, caller: Caller) -> None:
    """What was resolved before is an error of its own, and does not stop the others."""
    made = scene(simulator, caller)
    answer = {"action": "Decline", "shareRequestIds": [made.requested, WORKSPACE], "receiverNote": "Not now"}
    found = caller.call("POST", f"{FLEET}/sharerequests/resolve", answer).json()
    assert (found["succeeded"], [entry["shareRequestId"] for entry in found["errors"]]) == (
        [made.requested],
        [WORKSPACE],
    )
    again = caller.call("POST", f"{FLEET}/sharerequests/resolve", answer).json()
    assert again["errors"][0] == {"shareRequestId": made.requested, "error": "The share request is Declined."}
    listed = caller.call("POST", f"{FLEET}/shareRequests/query", {}).json()["result"]
    assert [(entry["status"], entry.get("receiverNote")) for entry in listed] == [
        ("Declined", "Not now"),
        ("Approved", None),
    ]
    assert caller.call("POST", f"{FLEET}/shares/{made.share}/revoke").json()["status"] == "Revoked"
