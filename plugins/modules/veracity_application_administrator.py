#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_application_administrator
short_description: Make a user administrator of an application in a tenant
version_added: 1.0.0
description:
  - Makes a user administrator of an application in a tenant, or takes that away.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  tenant:
    description: The id of the tenant, a GUID. M(dnv.veracity.veracity_tenant_info) lists
      those that are linked to the service.
    type: str
    required: true
  application:
    description: The id of the application in the tenant, a GUID. M(dnv.veracity.veracity_application_info) lists them.
    type: str
    required: true
  user:
    description: The id of the user, a GUID.
    type: str
    required: true
  state:
    description: V(present) makes the user administrator, V(absent) takes it away.
    type: str
    choices: [present, absent]
    default: present
  graph_path:
    description:
      - Where the API is on its host. Sources disagree; the other one is V(/apiv4/v1).
    type: str
    default: /veracity/graph/v4
  wait:
    description: Whether to wait until a change shows. Veracity accepts changes at once and makes them later.
    type: bool
    default: true
  wait_timeout:
    description: For how many seconds to wait at most.
    type: float
    default: 120
  wait_interval:
    description: How many seconds lie between two looks.
    type: float
    default: 2
  known_administrators:
    description:
      - The ids of the administrators whom an earlier task has found. Veracity is asked for the list only when it does
        not go with what is described.
    type: list
    elements: str
notes:
  - Veracity answers changes with 202 and makes them later. Whether one is refused in the end is told in domain events
    only; here it shows as a change that does not become visible in time.
  - What was asked for is not asked for again when the answer is lost. The task looks for it, and fails when it does not
    become visible in time, because its state is not known then.
  - Runs on one computer take turns, so of several at the same moment one makes the change.
  - The OpenAPI document of this API (V4) is not published in full. Which of its endpoints take application tokens,
    what a request for a licence contains, and under which name an answer has the id of its transaction, is not
    documented. What this collection assumes is listed in its guide on services.
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: The captain administers the portal
  dnv.veracity.veracity_application_administrator:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    application: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
    user: 11111111-2222-4333-8444-555555555501
"""

RETURN = r"""
---
administrator:
  description: Whether the user is administrator; in check mode, and without O(wait), whether the user is going to be.
  returned: success
  type: bool
  sample: true
diff:
  description: What differs between what was there and what is described.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.polling import WaitOptions
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import administrators
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import licenses as licences
from ansible_collections.dnv.veracity.plugins.module_utils._license_options import GRAPH_OPTIONS, PLACE_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    **PLACE_OPTIONS,
    "user": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "known_administrators": {"type": "list", "elements": "str"},
    **GRAPH_OPTIONS,
}


@about("Administrator", "user")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring one administrator to its state."""
    place, waiting = licences.Place.of(task.params), WaitOptions.of(task.params)
    user, wanted = guid(task.params["user"], "user"), task.params["state"] == "present"
    return administrators.ensure(task, client, place, user, wanted=wanted, waiting=waiting)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
