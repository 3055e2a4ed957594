#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_data_fabric_application
short_description: Manage the role of an application in Data Fabric
version_added: 1.0.0
description:
  - Registers an application with a role in Veracity Data Fabric, or changes the role of a registered application.
  - This application itself needs the role V(dataAdmin).
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  application:
    description: ID of the application, a GUID, case-insensitive.
    type: str
    required: true
  role:
    description:
      - Role of the application. V(manager) can create containers, V(consumer) can use containers that are shared with
        it, V(dataAdmin) administers Data Fabric, V(none) can do nothing.
      - Veracity writes roles in different ways. C(DataFabricManager), C(Data Manager) and V(manager) are treated as the
        same.
    type: str
    required: true
    choices: [none, manager, consumer, identity, dataAdmin]
  company:
    description:
      - ID of the company that the application belongs to, a GUID. It is set when the application is registered and
        cannot be changed. The task fails if the application belongs to another company.
      - If omitted, the company of this application is used.
    type: str
notes:
  - Data Fabric cannot remove an application. Set O(role=none) instead.
  - If a response is lost, or another run was faster, the module reads the role again and does what remains to be done.
seealso:
  - module: dnv.veracity.veracity_data_fabric_identity_info
"""

EXAMPLES = r"""
---
- name: Let the fleet service use containers that are shared with it
  dnv.veracity.veracity_data_fabric_application:
    application: 9f1b3c52-7c2e-4a1f-b0d7-5e8c6a4d2f10
    role: consumer
"""

RETURN = r"""
---
application:
  description: The application.
  returned: success
  type: dict
  contains:
    kind:
      description: V(application) or V(user).
      type: str
      sample: application
    id:
      description: ID.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    company:
      description: ID of the company.
      type: str
      sample: 6f1d0c8b-4a7e-49d3-b2c5-8e9f7a6b5c4d
    role:
      description: Role, as Veracity writes it.
      type: str
      sample: manager
diff:
  description: The differences between the current and the described role and company.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import application_roles
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "application": {"type": "str", "required": True},
    "role": {"type": "str", "required": True, "choices": ["none", "manager", "consumer", "identity", "dataAdmin"]},
    "company": {"type": "str"},
}


@about("Application", "application")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that an application has a role."""
    return application_roles.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
