#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_group_info
short_description: Gather information about groups of a tenant
version_added: 1.0.0
description:
  - Returns the groups of a tenant, optionally with their direct members.
  - Returns an empty list if nothing matches.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.tenant
  - dnv.veracity.tenants.read_only
  - dnv.veracity.tenants
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  name:
    description: Name of groups, case-insensitive. If omitted, all groups are returned.
    type: str
  include_members:
    description: Whether to also return the direct members, which takes one request for each group.
    type: bool
    default: false
    aliases: [members]
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: Gather information about a group and its members
  dnv.veracity.veracity_group_info:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    name: deck officers
    include_members: true
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
      description: ID.
      type: str
      sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
    name:
      description: Name.
      type: str
      sample: Deck officers
    members:
      description: Direct members, as Veracity returns them. V(null) if they were not requested.
      type: list
      elements: dict
    raw:
      description: Everything that Veracity returned.
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
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRAPH_PATH_OPTION

SPEC: dict[str, t.Any] = {
    "tenant": {"type": "str", "required": True},
    "name": {"type": "str"},
    "include_members": {"type": "bool", "default": False, "aliases": ["members"]},
    **GRAPH_PATH_OPTION,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the groups of a tenant."""
    tenant = guid(task.params["tenant"], "tenant")
    api = Tenants(client, task.params["graph_path"])
    return {
        "changed": False,
        "groups": listings.groups(api, tenant, task.params["name"], members=task.params["include_members"]),
    }


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
