#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_application_administrator
short_description: Manage an administrator of an application in a tenant
version_added: 1.0.0
description:
  - Makes a user an administrator of an application in a tenant, or removes the administrator.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.tenant
  - dnv.veracity.tenants.application
  - dnv.veracity.tenants.changes
  - dnv.veracity.tenants
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  user:
    description: ID of the user, a GUID.
    type: str
    required: true
  state:
    description: V(present) makes the user an administrator. V(absent) removes the administrator.
    type: str
    choices: [present, absent]
    default: present
  known_administrators:
    description:
      - IDs of all administrators that an earlier task found. Veracity is only asked for them if they differ from what
        is described.
    type: list
    elements: str
notes:
  - Runs on one computer work one after the other, so that only one of them makes a change.
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: Add an administrator
  dnv.veracity.veracity_application_administrator:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    application: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
    user: 11111111-2222-4333-8444-555555555501
"""

RETURN = r"""
---
administrator:
  description: Whether the user is an administrator. As described in check mode and with O(wait=false).
  returned: success
  type: bool
  sample: true
diff:
  description: The difference between the current and the described state.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import administrators
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRAPH_OPTIONS, PLACE_OPTIONS

SPEC: dict[str, t.Any] = {
    **PLACE_OPTIONS,
    "user": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "known_administrators": {"type": "list", "elements": "str"},
    **GRAPH_OPTIONS,
}


@about("Administrator", "user")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user is, or is not, an administrator."""
    return administrators.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
