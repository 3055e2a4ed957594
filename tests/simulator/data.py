# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data Fabric Data API: containers and identities are read here, containers are shared and keys claimed."""

from __future__ import annotations

from . import access_operations, group_operations, identities, resources, steward_operations, tag_operations
from .routing import Api, Route

_ACCESSES = "/api/1/resources/{resourceId}/accesses"
_STEWARDS = "/api/1/resources/{resourceId}/datastewards"

API = Api(
    base="/veracity/datafabric/data",
    registration="data_fabric",
    routes=(
        Route("GET", "/api/1/resources", resources.list_resources),
        Route("GET", "/api/1/resources/tag/{Tag}", resources.get_resource_by_tag),
        Route("GET", "/api/1/resources/{resourceId}", resources.get_resource),
        Route("GET", "/api/1/resources/{resourceId}/keys", access_operations.fetch_key),
        Route("PUT", "/api/1/resources/{resourceId}/owner", steward_operations.transfer_ownership),
        Route("GET", _ACCESSES, access_operations.list_accesses),
        Route("POST", _ACCESSES, access_operations.share),
        Route("PUT", f"{_ACCESSES}/{{accessId}}", access_operations.revoke),
        Route("PUT", f"{_ACCESSES}/{{accessId}}/key", access_operations.claim_key),
        Route("GET", _STEWARDS, steward_operations.list_stewards),
        Route("POST", f"{_STEWARDS}/{{userId}}", steward_operations.appoint_steward),
        Route("DELETE", f"{_STEWARDS}/{{userId}}", steward_operations.dismiss_steward),
        Route("GET", "/api/1/keytemplates", access_operations.list_key_templates),
        Route("GET", "/api/1/application", identities.get_own_application),
        Route("POST", "/api/1/application", identities.create_application),
        Route("GET", "/api/1/application/{applicationId}", identities.get_application),
        Route("PUT", "/api/1/application/{applicationId}", identities.update_application_role),
        Route("GET", "/api/1/users/me", identities.get_own_user),
        Route("GET", "/api/1/users/ResourceDistributionList", identities.list_distribution),
        Route("GET", "/api/1/users/{userId}", identities.get_user),
        Route("GET", "/api/1/tags", tag_operations.list_tags),
        Route("POST", "/api/1/tags", tag_operations.create_tags),
        Route("GET", "/api/1/groups", group_operations.list_groups),
        Route("POST", "/api/1/groups", group_operations.create_group),
        Route("GET", "/api/1/groups/{Id}", group_operations.get_group),
        Route("PUT", "/api/1/groups/{Id}", group_operations.update_group),
        Route("DELETE", "/api/1/groups/{Id}", group_operations.delete_group),
    ),
)
