#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_licenses
short_description: Manage many licenses in a tenant in one task
version_added: 1.0.0
description:
  - Adds, updates and removes any number of licenses of an application in a tenant, as described in O(licenses).
  - One request lists the licenses. Everything is planned before anything is written, and several licenses are processed
    in parallel.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.tenant
  - dnv.veracity.tenants.application
  - dnv.veracity.tenants.licenses
  - dnv.veracity.tenants.changes
  - dnv.veracity.tenants.properties
  - dnv.veracity.tenants
  - dnv.veracity.bulk
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  prune:
    description:
      - Whether to remove licenses of users and groups that are not listed in O(licenses).
      - Check mode lists them in RV(pruned).
    type: bool
    default: false
    aliases: [exclusive]
  known_licenses:
    description:
      - All licenses of the application that an earlier task found, each as RV(outcomes[].license). Veracity is only
        asked for them if they differ from what is described.
    type: list
    elements: dict
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: Manage the licenses of the fleet portal
  dnv.veracity.veracity_licenses:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    application: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
    prune: true
    licenses:
      - group: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
        access_level: reader
      - user: 11111111-2222-4333-8444-555555555501
        access_level: editor
"""

RETURN = r"""
---
outcomes:
  description: The outcome of each license, in the order of O(licenses).
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: &outcome
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
    changed:
      description: Whether the license was added, updated or removed.
      type: bool
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      sample: false
    msg:
      description: Reason of the failure.
      returned: when it failed
      type: str
    license:
      description: The license, as RV(dnv.veracity.veracity_license#module:license). V(null) if there is none.
      type: dict
    diff:
      description: The differences between the current and the described state.
      type: dict
pruned:
  description: The outcome of each license that O(prune) removes.
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: *outcome
diff:
  description: The differences of the licenses that were changed.
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
counts:
  description: Number of entries that changed, that failed, and that did neither.
  returned: failure, unless the task fails before it starts to write
  type: dict
  contains:
    changed:
      description: Number of entries that changed, also of those that failed afterwards.
      type: int
      sample: 2
    failed:
      description: Number of entries that failed.
      type: int
      sample: 1
    unchanged:
      description: Number of other entries.
      type: int
      sample: 57
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
    "licenses": {"type": "list", "elements": "dict", "required": True, "options": dict(LICENSE_OPTIONS)},
    "prune": {"type": "bool", "default": False, "aliases": ["exclusive"]},
    "max_concurrency": {"type": "int", "default": 8},
    "known_licenses": {"type": "list", "elements": "dict"},
    **GRAPH_OPTIONS,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that the licenses of an application are as described."""
    return license_writes.ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
