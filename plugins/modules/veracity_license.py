#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_license
short_description: Manage a license of a user or a group in a tenant
version_added: 1.0.0
description:
  - Adds a license of an application to a user or a group of a tenant, updates its access level and properties, or
    removes it.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.tenant
  - dnv.veracity.tenants.application
  - dnv.veracity.tenants.license
  - dnv.veracity.tenants.changes
  - dnv.veracity.tenants.properties
  - dnv.veracity.tenants
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  state:
    description: V(present) adds or updates the license. V(absent) removes it.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: dnv.veracity.veracity_licenses
  - module: dnv.veracity.veracity_service_subscriber
"""

EXAMPLES = r"""
---
- name: Add a license for a group
  dnv.veracity.veracity_license:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    application: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
    group: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
    access_level: reader
    properties:
      demo_department: deck
"""

RETURN = r"""
---
license:
  description: The license. As described in check mode and with O(wait=false). V(null) if there is none.
  returned: success
  type: dict
  contains:
    user:
      description: ID of the user.
      returned: when the license is a user's
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    group:
      description: ID of the group.
      returned: when the license is a group's
      type: str
      sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
    access_level:
      description: Access level. V(null) if there is none.
      type: str
      sample: reader
    properties:
      description: Properties by name.
      type: dict
      sample: {demo_department: deck}
diff:
  description: The differences between the current and the described license.
  returned: success
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import license_writes
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import (
    GRAPH_OPTIONS,
    LICENSE_OPTIONS,
    PLACE_OPTIONS,
)

SPEC: dict[str, t.Any] = {
    **PLACE_OPTIONS,
    **LICENSE_OPTIONS,
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **GRAPH_OPTIONS,
}


@about("License", "user", "group")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that one license is as described."""
    return license_writes.ensure_one(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="services",
    remembers=True,
    mutually_exclusive=[("user", "group")],
    required_one_of=[("user", "group")],
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
