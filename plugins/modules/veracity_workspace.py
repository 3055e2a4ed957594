#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_workspace
short_description: Manage a Data Workbench workspace
version_added: 1.0.0
description:
  - Creates a workspace of a tenant in Veracity Data Workbench, and updates its name and description.
  - A workspace is found by its name or by O(id). Data Workbench does not keep names unique. If several workspaces have
    the name, the task fails and lists their IDs.
  - If the response to a creation is lost, the module looks for the workspace before it sends the creation again.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  tenant:
    description: ID or alias of the tenant. The user interface calls the ID "Customer ID".
    type: str
    required: true
  id:
    description: ID of an existing workspace, a GUID. With it, O(name) sets the name.
    type: str
  name:
    description: Name of the workspace, case-sensitive. Required without O(id).
    type: str
  description:
    description: Description of the workspace. If omitted, it is not changed. If empty, it is removed.
    type: str
  region:
    description: Region of the workspace. Required to create it. It cannot be changed, so another region is an error.
    type: str
    choices: [EU, US]
  state:
    description:
      - Only V(present). Data Workbench has no operation that deletes a workspace.
    type: str
    choices: [present]
    default: present
notes:
  - Only an administrator of the tenant can create and change workspaces.
  - Members of a workspace are managed in the user interface only. M(dnv.veracity.veracity_workspace_info) lists them.
  - The documents do not say whether an update is a C(PATCH) or a C(PUT). The module sends a C(PATCH), and after HTTP
    405 a C(PUT), and remembers which one works.
seealso:
  - module: dnv.veracity.veracity_workspace_info
"""

EXAMPLES = r"""
---
- name: Manage the workspace of the fleet
  dnv.veracity.veracity_workspace:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    name: Fleet performance
    description: Performance data of all ships
    region: EU
  register: result

- name: Rename a workspace
  dnv.veracity.veracity_workspace:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    id: "{{ result.workspace.id }}"
    name: Fleet performance and emissions
"""

RETURN = r"""
---
workspace:
  description: Workspace, in check mode as it is going to be.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the workspace. None in check mode for one that does not exist yet.
      type: str
      sample: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b
    name:
      description: Name of the workspace.
      type: str
      sample: Fleet performance
    description:
      description: Description of the workspace.
      type: str
      sample: Performance data of all ships
    region:
      description: Region of the workspace.
      type: str
      sample: EU
    tenant:
      description: ID or alias of the tenant, as in O(tenant).
      type: str
      sample: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
diff:
  description: Differences between the current and the described state.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench import workspaces
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_DESCRIPTION_OPTIONS

SPEC: dict[str, t.Any] = {
    "tenant": {"type": "str", "required": True},
    **WORKSPACE_DESCRIPTION_OPTIONS,
    "state": {"type": "str", "choices": ["present"], "default": "present"},
}


@about("Workspace", "name", "id")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a workspace is as described."""
    return workspaces.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure, spec=SPEC, api="data_workbench", remembers=True, required_one_of=[("name", "id")]
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
