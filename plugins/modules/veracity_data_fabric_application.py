#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_data_fabric_application
short_description: Give an application a role in Data Fabric
version_added: 1.0.0
description:
  - Makes an application known to Veracity Data Fabric with a role, or gives a known application another role.
  - The application that runs this needs the role V(dataAdmin) itself.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  application:
    description: The id of the application, a GUID. Upper and lower case make no difference.
    type: str
    required: true
  role:
    description:
      - The role that the application has. V(manager) may create containers, V(consumer) may use those that are shared
        with it, V(dataAdmin) administers Data Fabric, V(none) may do nothing.
      - Veracity writes roles in different ways. C(DataFabricManager), C(Data Manager) and V(manager) are taken for
        the same.
    type: str
    required: true
    choices: [none, manager, consumer, identity, dataAdmin]
  company:
    description:
      - The id of the company that the application belongs to, a GUID. It is set when the application is made known
        and cannot be changed later; an application of another company makes the task fail.
      - Leave it out for the company of the application that runs this.
    type: str
notes:
  - Data Fabric has no operation that removes an application. Give it the role V(none).
  - When the answer is lost, or another run was first, the module looks again and does what is left to do.
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
  description: The application; in check mode as it is going to be.
  returned: success
  type: dict
  contains:
    kind:
      description: V(application) or V(user).
      type: str
      sample: application
    id:
      description: The id.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    company_id:
      description: The id of the company.
      type: str
      sample: 6f1d0c8b-4a7e-49d3-b2c5-8e9f7a6b5c4d
    role:
      description: The role, as Veracity writes it.
      type: str
      sample: manager
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: Role and company before.
      type: dict
    after:
      description: Role and company now.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: application 9f1b3c52-7c2e-4a1f-b0d7-5e8c6a4d2f10
    after_header:
      description: What it is about.
      type: str
      sample: application 9f1b3c52-7c2e-4a1f-b0d7-5e8c6a4d2f10
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import application_roles as applications
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
    """Bring an application to its role."""
    return applications.ensure(task, client, applications.describe(task.params))


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
