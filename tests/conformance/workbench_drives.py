# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A right call and wrong calls of every operation of Data Workbench."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.conformance.calls import Caller
from tests.conformance.workbench_calls import FLEET, TENANT, WORKSPACE, moment
from tests.simulator.fixture import Simulator

COLUMNS: list[dict[str, t.Any]] = [
    {
        "name": "TS",
        "displayName": "Timestamp",
        "type": "DateTime",
        "format": "YYYY-MM-DDThh:mm:ss",
        "isRequired": True,
        "isSortable": True,
        "description": "time stamp",
        "isFilterable": True,
        "isKey": True,
        "order": 0,
    },
    {
        "name": "Temp",
        "type": "Decimal",
        "validations": [{"severity": "Error", "validatorId": "x"}],
        "metaType": "Validation",
    },
]
INGEST: dict[str, t.Any] = {
    "datasetName": "WindData",
    "datasetDescription": "some dataset description",
    "files": [{"fileName": "ImportData.csv", "operation": "Create"}],
    "tags": [{"Key": "Customer", "Values": ["ABC"]}, {"Key": "Site", "Values": ["123"]}],
    "provider": "BYOD",
    "startAutomatically": False,
}
UPDATE = {"files": [{"fileName": "ImportData.csv", "operation": "Upsert"}], "startAutomatically": False}


@dataclass(frozen=True)
class Operation:
    """A right call: its method, path, body and query, and the status that it is answered with.

    ``wrong`` are bodies, or queries where there is no body, that the document refuses; ``refused`` are some that it
    allows and that are answered with 400 all the same. ``readers``: it is not for administrators only. ``datasets``: it
    is for service accounts of single data sets, too.
    """

    status: int
    method: str
    path: str
    body: t.Any = None
    query: dict[str, t.Any] = field(default_factory=dict)
    wrong: tuple[t.Any, ...] = ()
    refused: tuple[t.Any, ...] = ()
    readers: bool = False
    datasets: bool = False


@dataclass(frozen=True)
class Scene:
    """What the calls are about."""

    schema: str
    version: str
    locked: str
    dataset: str
    shared: str
    jobs: tuple[str, ...]
    requested: str
    share: str

    def operations(self) -> Iterator[Operation]:
        """Yield a right call of every operation."""
        yield from self._workspaces()
        yield from self._file_storage()
        yield from self._schemas()
        yield from self._datasets()
        yield from self._ingests()
        yield from self._shares()

    def _workspaces(self) -> Iterator[Operation]:
        fleet, tenant = f"/v2/workspaces/{WORKSPACE}", f"/v2/tenants/{TENANT}"
        new = {"name": "SHANGHAI", "description": "WS SHANGHAI", "region": "EU"}
        names = {"name": "Fleet", "description": "All ships"}
        page = {"PageIndex": 0, "PageSize": 2}
        wrong_pages: tuple[t.Any, ...] = ({"PageIndex": "x"}, {"PageSize": 0})
        both: dict[str, t.Any] = {"readers": True, "datasets": True}
        yield Operation(200, "GET", "/v2/me/tenants", query={"includeRoleName": "true"}, **both)
        yield Operation(200, "GET", "/v2/me/tenants", query={"tenantIdOrAlias": "example-shipping"}, **both)
        yield Operation(200, "GET", f"{tenant}/workspaces", readers=True)
        yield Operation(
            201,
            "POST",
            f"{tenant}/workspaces",
            new,
            wrong=({}, {**new, "region": "Europe"}, {**new, "name": ""}, {**new, "owner": "x"}),
        )
        yield Operation(200, "GET", f"{tenant}/workspaces/{WORKSPACE}", **both)
        yield Operation(
            200,
            "PATCH",
            f"{tenant}/workspaces/{WORKSPACE}",
            names,
            wrong=({}, {**names, "region": "US"}, {"name": "x"}),
        )
        yield Operation(200, "GET", f"{tenant}/users/roles", query=page, wrong=wrong_pages, readers=True)
        yield Operation(200, "GET", fleet, readers=True)
        yield Operation(200, "GET", f"{fleet}/users/roles", query=page, wrong=wrong_pages, readers=True)
        yield Operation(200, "GET", f"{fleet}/ledger", query=page, wrong=wrong_pages, readers=True)

    def _file_storage(self) -> Iterator[Operation]:
        for version in ("v2", "v1"):
            fleet = f"/{version}/workspaces/{WORKSPACE}"
            key = {"path": "ships", "readOrWritePermission": "Write", "expiresOn": moment()}
            wrong: tuple[t.Any, ...] = (
                {},
                {**key, "readOrWritePermission": "Delete"},
                {**key, "expiresOn": "tomorrow"},
                {**key, "sp": "r"},
            )
            refused = ({**key, "expiresOn": moment(-1)}, {**key, "startsOn": moment(2)}, {**key, "path": "../other"})
            yield Operation(200, "POST", f"{fleet}/storages/sas", key, wrong=wrong, refused=refused)
            yield Operation(200, "POST", f"{fleet}/storages/sas", {**key, "path": ""}, query={"format": "object"})
        fleet = f"/v1/workspaces/{WORKSPACE}"
        yield Operation(200, "GET", f"{fleet}/storages/policies")
        yield Operation(204, "DELETE", f"{fleet}/storages/sas/revoke", query={"policyToRevoke": "rl-policy"})
        yield Operation(204, "DELETE", f"{fleet}/storages/sas/revoke")

    def _schemas(self) -> Iterator[Operation]:
        fleet = f"/v2/workspaces/{WORKSPACE}"
        schema = {"name": "Test Schema2", "shortName": "Test", "description": "some description", "columns": COLUMNS}
        version = {"schemaId": self.schema, "schemaVersionName": "Version 2", "description": "", "columns": COLUMNS}
        wrong_columns: tuple[t.Any, ...] = (
            [],
            [{"name": "a"}],
            [{"name": "a", "type": "Text"}],
            [{"name": "a", "type": "Int", "isKey": "yes"}],
            [{"name": "a", "type": "Decimal", "precision": 29}],
        )
        refused_columns: tuple[t.Any, ...] = (
            [{"name": "a", "type": "Decimal", "precision": 2, "scale": 3}],
            [{"name": "a", "type": "Int", "precision": 2}],
            [{"name": "a", "type": "Int"}, {"name": "A", "type": "Int"}],
        )

        def bodies(body: dict[str, t.Any], all_columns: tuple[t.Any, ...]) -> tuple[t.Any, ...]:
            return tuple({**body, "columns": columns} for columns in all_columns)

        names = {"name": "new schema name", "description": "new description", "shortName": "Test100"}
        one = f"{fleet}/schemas/{self.schema}"
        yield Operation(200, "GET", f"{fleet}/schemas", query={"includeDefaultSchemaVersion": "true"}, readers=True)
        yield Operation(200, "GET", f"/v1/workspaces/{WORKSPACE}/schemas", readers=True, datasets=True)
        yield Operation(200, "GET", one, readers=True, datasets=True)
        yield Operation(200, "GET", f"{fleet}/schemas/schemaversions/{self.version}", readers=True, datasets=True)
        yield Operation(
            201,
            "POST",
            f"{fleet}/schemas/add",
            schema,
            wrong=({}, *bodies(schema, wrong_columns)),
            refused=bodies(schema, refused_columns),
        )
        yield Operation(200, "PATCH", one, names, wrong=({}, {"name": ""}, {"columns": COLUMNS}))
        yield Operation(
            201,
            "POST",
            f"{fleet}/schemas/schemaversions/add",
            version,
            wrong=({}, *bodies(version, wrong_columns)),
            refused=bodies(version, refused_columns),
        )
        yield Operation(
            200,
            "PATCH",
            f"{one}/schemaversions/{self.version}",
            version,
            wrong=({}, *bodies(version, wrong_columns)),
            refused=bodies(version, refused_columns),
        )
        yield Operation(200, "PATCH", f"/v1/workspaces/{WORKSPACE}/schemas/{self.schema}/schemaversions/{self.version}")
        yield Operation(200, "POST", f"{one}/schemaversions/{self.version}/activate")
        yield Operation(204, "POST", f"{one}/schemaversions/{self.locked}/lock")

    def _datasets(self) -> Iterator[Operation]:
        fleet = f"/v2/workspaces/{WORKSPACE}"
        one, old = f"{fleet}/datasets/{self.dataset}", f"/v1/workspaces/{WORKSPACE}/datasets/{self.dataset}"
        query = {"pageIndex": 1, "pageSize": 10, "sortColumn": "CreatedOn", "sortDirection": "Descending"}
        filters = {
            "isBaseDataset": True,
            "datasetName": "wind",
            "tags": {"Site": ["123"]},
            "createdAfter": moment(-1),
            "createdBefore": moment(),
            "schemaVersionIds": [self.version],
            "schemaId": self.schema,
        }
        rows = {
            "pageIndex": 1,
            "pageSize": 500,
            "queryFilters": [
                {"column": "TS", "filterType": "Greater", "filterValues": ["2024-05-01"]},
                {"column": "TS", "filterType": "Equals", "filterValues": ["2024-05-02", "2024-05-03"]},
            ],
            "columnFilter": ["TS"],
            "sorting": {"column": "TS", "order": "Descending"},
        }
        by_ts = {"column": "TS", "filterType": "Less"}
        both: dict[str, t.Any] = {"readers": True, "datasets": True}
        yield Operation(
            200,
            "POST",
            f"{fleet}/datasets/query",
            {**query, **filters},
            wrong=(
                {"pageIndex": 0},
                {"pageIndex": "1"},
                {"sortDirection": "Down"},
                {"tags": [{"Key": "Site"}]},
                {"name": "x"},
            ),
            refused=({"createdAfter": "yesterday"},),
            **both,
        )
        yield Operation(200, "POST", f"{fleet}/datasets/query", query, **both)
        yield Operation(200, "GET", one, query={"includeSchemaVersion": "true"}, **both)
        yield Operation(
            200,
            "POST",
            f"{one}/query",
            rows,
            wrong=(
                {"pageSize": 0},
                {"queryFilters": [{**by_ts, "filterType": "Like", "filterValues": ["x"]}]},
                {"queryFilters": [{**by_ts, "filterValues": []}]},
                {"sorting": "TS"},
            ),
            refused=(
                {"queryFilters": [{**by_ts, "filterValues": ["2024-05-01", "2024-05-02"]}]},
                {"queryFilters": [{**by_ts, "filterValues": ["yesterday"]}]},
                {"columnFilter": ["Wind"]},
                {"sorting": {"column": "Wind"}},
            ),
            **both,
        )
        yield Operation(
            200,
            "GET",
            f"{one}/sas",
            query={"durationInMinutes": 60, "type": "dfs"},
            wrong=({"durationInMinutes": 0}, {"type": "ftp"}),
        )
        yield Operation(
            200,
            "GET",
            f"{old}/sas",
            query={"expiresOn": moment()},
            wrong=({}, {"expiresOn": "tomorrow"}),
            refused=({"expiresOn": moment(-1)},),
        )
        yield Operation(200, "GET", f"{old}/ledger", query={"PageIndex": 0}, wrong=({"PageIndex": "x"},), **both)

    def _ingests(self) -> Iterator[Operation]:
        fleet = f"/v2/workspaces/{WORKSPACE}"
        new = {**INGEST, "schemaVersionId": self.version}
        file = new["files"][0]
        wrong_files: tuple[t.Any, ...] = ([], [file, file], [{"fileName": "a.csv"}], [{**file, "operation": "Merge"}])
        yield Operation(
            200,
            "POST",
            f"{fleet}/ingest/dataset",
            new,
            wrong=(
                {},
                *({**new, "files": files} for files in wrong_files),
                {**new, "tags": {"Site": ["123"]}},
                {**new, "provider": "Kafka"},
                {**new, "startAutomatically": "no"},
            ),
            refused=({**new, "schemaVersionId": WORKSPACE}, {**new, "tags": [*new["tags"], new["tags"][0]]}),
        )
        yield Operation(
            200,
            "PUT",
            f"{fleet}/ingest/dataset/{self.dataset}",
            UPDATE,
            wrong=({}, *({"files": files} for files in wrong_files), {**UPDATE, "datasetName": "x"}, {"files": [file]}),
            refused=({"files": [{**file, "operation": "Append"}]},),
        )
        yield Operation(200, "POST", f"{fleet}/ingest/job/{self.jobs[0]}/start")
        yield Operation(200, "GET", f"{fleet}/ingest/job/{self.jobs[1]}/status", readers=True, datasets=True)

    def _shares(self) -> Iterator[Operation]:
        fleet = f"/v2/workspaces/{WORKSPACE}"
        new = share_request(self.version)
        proposed = {**new, "initialStatus": "Proposed"}
        del proposed["receiverWorkspaceId"]
        email = {"receiverEmail": "captain@example.com"}
        filters = new["queryFilters"][0]
        answer = {"action": "Accept", "shareRequestIds": [self.requested, WORKSPACE], "receiverNote": "Yes"}
        page = {"pageIndex": 1, "pageSize": 2}
        queries: dict[str, t.Any] = {"wrong": ({"pageIndex": 0}, {"status": "x"}), "readers": True, "datasets": True}
        yield Operation(
            201,
            "POST",
            f"{fleet}/shareRequests",
            new,
            wrong=(
                {},
                {**new, "initialStatus": "Approved"},
                {**new, "columns": "TS"},
                {**new, "queryFilters": [{**filters, "filterType": "Like"}]},
                {**new, "access": "ReadOnly"},
            ),
            refused=(
                {**new, **email},
                {name: value for name, value in new.items() if name != "receiverWorkspaceId"},
                {**proposed, "groupId": WORKSPACE},
                {**new, "schemaVersionId": WORKSPACE},
                {**new, "columns": ["Wind"]},
            ),
        )
        yield Operation(201, "POST", f"{fleet}/shareRequests", proposed)
        yield Operation(201, "POST", f"{fleet}/shareRequests", {**proposed, **email})
        yield Operation(200, "POST", f"{fleet}/shareRequests/query", page, **queries)
        yield Operation(
            200,
            "POST",
            f"{fleet}/sharerequests/resolve",
            answer,
            wrong=({}, {**answer, "action": "Approve"}, {**answer, "shareRequestIds": ["1"]}),
        )
        yield Operation(200, "POST", f"{fleet}/shares/query", page, **queries)
        yield Operation(200, "POST", f"{fleet}/shares/{self.share}/revoke")


def share_request(version: str) -> dict[str, t.Any]:
    """Return a request for data, as the release notes have it; the workspace asks itself."""
    return {
        "receiverWorkspaceId": WORKSPACE,
        "schemaVersionId": version,
        "columns": ["TS", "Temp"],
        "queryFilters": [{"column": "TS", "filterType": "List", "filterValues": ["2024-05-02", "2024-05-03"]}],
        "requestorNotes": "Test notes",
    }


def scene(simulator: Simulator, caller: Caller) -> Scene:
    """Return a scene: a schema with two versions, data sets, and jobs that were not started."""
    simulator.seed_folders(WORKSPACE, "ships")
    (schema,) = simulator.seed_schemas({"workspace": WORKSPACE, "name": "Noon", "columns": COLUMNS})
    version = simulator.schemas()[0]["versions"][0]["id"]
    new = {"schemaId": schema, "schemaVersionName": "V2", "columns": COLUMNS}
    locked = caller.call("POST", f"{FLEET}/schemas/schemaversions/add", new).json()["id"]
    described = {"workspace": WORKSPACE, "schema_version": version, "tags": {"Site": ["123"]}}
    rows = [{"TS": f"2024-05-0{day}", "Temp": day + 0.5} for day in range(1, 6)]
    dataset, shared = simulator.seed_datasets(
        {**described, "name": "WindData", "rows": rows}, {**described, "name": "Shared", "base": False}
    )
    order = {**INGEST, "schemaVersionId": version}
    jobs = tuple(caller.call("POST", f"{FLEET}/ingest/dataset", order).json()["jobId"] for _number in range(2))
    requested, accepted = (
        caller.call("POST", f"{FLEET}/shareRequests", share_request(version)).json()["id"] for _number in range(2)
    )
    caller.call("POST", f"{FLEET}/sharerequests/resolve", {"action": "Accept", "shareRequestIds": [accepted]})
    share = caller.call("POST", f"{FLEET}/shares/query", {}).json()["result"][0]["id"]
    return Scene(schema, version, locked, dataset, shared, jobs, requested, share)
