# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations of the gateway, in both versions."""

from __future__ import annotations

from collections.abc import Callable

from ..messages import Response
from ..routing import Api, Call, Route
from . import dataset_operations as datasets
from . import file_storage_keys, tenants
from . import ingest_operations as ingest
from . import schema_operations as schemas
from . import share_request_operations as shares
from .lookups import guarded, not_for_data_sets

BASE = "/veracity/dw/gateway/api"
_TENANT = "/tenants/{tenantId}"
_WORKSPACE = "/workspaces/{workspaceId}"
_VERSION = f"{_WORKSPACE}/schemas/{{schemaId}}/schemaversions/{{versionId}}"
_DATASET = f"{_WORKSPACE}/datasets/{{datasetId}}"
_JOB = f"{_WORKSPACE}/ingest/job/{{jobId}}"
_OF_TENANT = f"{_TENANT}{_WORKSPACE}"

# Of service accounts for single data sets the documents list what they cannot call.
_WHOLE_WORKSPACES: tuple[tuple[str, str, Callable[[Call], Response]], ...] = (
    ("GET", f"{_TENANT}/workspaces", tenants.list_workspaces),
    ("GET", _WORKSPACE, tenants.get_workspace),
    ("GET", f"{_TENANT}/users/roles", tenants.tenant_roles),
    ("GET", f"{_WORKSPACE}/users/roles", tenants.workspace_roles),
    ("GET", f"{_WORKSPACE}/ledger", tenants.ledger),
    ("GET", f"{_WORKSPACE}/schemas", schemas.list_schemas),
)
_FOR_ALL: tuple[tuple[str, str, Callable[[Call], Response]], ...] = (
    ("POST", f"{_TENANT}/workspaces", tenants.make_workspace),
    ("GET", _OF_TENANT, tenants.get_workspace_of_tenant),
    ("PATCH", _OF_TENANT, tenants.change_workspace("PATCH")),
    ("PUT", _OF_TENANT, tenants.change_workspace("PUT")),
    ("GET", "/me/tenants", tenants.my_tenants),
    ("POST", f"{_WORKSPACE}/storages/sas", file_storage_keys.make_key),
    ("GET", f"{_WORKSPACE}/schemas/schemaversions/{{versionId}}", schemas.get_version),
    ("GET", f"{_WORKSPACE}/schemas/{{schemaId}}", schemas.get_schema),
    ("POST", f"{_WORKSPACE}/schemas/add", schemas.add_schema),
    ("POST", f"{_WORKSPACE}/schemas/schemaversions/add", schemas.add_version),
    ("PATCH", f"{_WORKSPACE}/schemas/{{schemaId}}", schemas.change_schema),
    ("PATCH", _VERSION, schemas.change_version),
    ("POST", f"{_VERSION}/activate", schemas.activate),
    ("POST", f"{_VERSION}/lock", schemas.lock),
    ("POST", f"{_WORKSPACE}/datasets/query", datasets.query_datasets),
    ("GET", _DATASET, datasets.get_dataset),
    ("POST", f"{_DATASET}/query", datasets.query_rows),
    ("GET", f"{_DATASET}/sas", datasets.make_key),
    ("POST", f"{_WORKSPACE}/ingest/dataset", ingest.create_dataset),
    ("PUT", f"{_WORKSPACE}/ingest/dataset/{{datasetId}}", ingest.update_dataset),
    ("POST", f"{_JOB}/start", ingest.start_job),
    ("GET", f"{_JOB}/status", ingest.job_status),
    ("POST", f"{_WORKSPACE}/shareRequests", shares.create),
    ("POST", f"{_WORKSPACE}/shareRequests/query", shares.query_requests),
    ("POST", f"{_WORKSPACE}/sharerequests/resolve", shares.resolve),
    ("POST", f"{_WORKSPACE}/shares/query", shares.query_shares),
    ("POST", f"{_WORKSPACE}/shares/{{shareId}}/revoke", shares.revoke),
)
_V2 = (
    *(Route(method, path, guarded(not_for_data_sets(handler))) for method, path, handler in _WHOLE_WORKSPACES),
    *(Route(method, path, guarded(handler)) for method, path, handler in _FOR_ALL),
)
_V1 = tuple(
    Route(method, path, guarded(handler))
    for method, path, handler in (
        ("POST", f"{_WORKSPACE}/storages/sas", file_storage_keys.make_key),
        ("GET", f"{_WORKSPACE}/storages/policies", file_storage_keys.list_policies),
        ("DELETE", f"{_WORKSPACE}/storages/sas/revoke", file_storage_keys.revoke_keys),
        ("GET", f"{_WORKSPACE}/schemas", schemas.list_schemas),
        # In version 1 the same path makes a version the default one.
        ("PATCH", _VERSION, schemas.activate),
        ("GET", f"{_DATASET}/sas", datasets.make_key_until),
        ("GET", f"{_DATASET}/ledger", datasets.ledger),
    )
)

APIS = tuple(
    Api(base=f"{BASE}/{version}", registration="services", routes=routes, admits=lambda _caller: True)
    for version, routes in (("v2", _V2), ("v1", _V1))
)
