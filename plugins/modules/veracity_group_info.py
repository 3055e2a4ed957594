#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_group_info
short_description: List the groups of a tenant
version_added: 1.0.0
description:
  - Returns the groups of a tenant, with their direct members on request.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  tenant:
    description: The id of the tenant, a GUID. M(dnv.veracity.veracity_tenant_info) lists
      those that are linked to the service.
    type: str
    required: true
  name:
    description: The name of the groups to look for, without difference between upper and lower case.
    type: str
  members:
    description: Whether to return the direct members too, which is one call for each group.
    type: bool
    default: false
  graph_path:
    description:
      - Where the API is on its host. Sources disagree; the other one is V(/apiv4/v1).
    type: str
    default: /veracity/graph/v4
notes:
  - Tenants, groups and users, and the members of groups, cannot be created or changed with the public API.
  - The OpenAPI document of this API (V4) is not published in full. Which of its endpoints take application tokens,
    what a request for a licence contains, and under which name an answer has the id of its transaction, is not
    documented. What this collection assumes is listed in its guide on services.
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: Who are the deck officers?
  dnv.veracity.veracity_group_info:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    name: deck officers
    members: true
  register: result
"""

RETURN = r"""
---
groups:
  description: The groups.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id.
      type: str
      sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
    name:
      description: The name.
      type: str
      sample: Deck officers
    members:
      description: The direct members, as Veracity returns them. None when they were not asked for.
      type: list
      elements: dict
    raw:
      description: Everything that Veracity returned for it.
      type: dict
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: The call quota of the subscription key is used up., status: 403}
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import listings
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import Tenants
from ansible_collections.dnv.veracity.plugins.module_utils._license_options import PATH_OPTION
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "tenant": {"type": "str", "required": True},
    "name": {"type": "str"},
    "members": {"type": "bool", "default": False},
    **PATH_OPTION,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the groups of a tenant."""
    tenant = guid(task.params["tenant"], "tenant")
    api = Tenants(client, task.params["graph_path"])
    return {
        "changed": False,
        "groups": listings.groups(api, tenant, task.params["name"], members=task.params["members"]),
    }


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
