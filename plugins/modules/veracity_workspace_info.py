#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_workspace_info
short_description: Gather information about Data Workbench workspaces
version_added: 1.0.0
description:
  - Returns one workspace of Veracity Data Workbench, the workspaces of a tenant, or all workspaces that this
    application has access to. On request, returns their members and the newest entries of their activity logs.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.bulk.reads
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  include_members:
    description: Whether to return the members of the workspaces with their roles. One request for each workspace.
    type: bool
    default: false
    aliases: [members]
  activity:
    description: Number of entries of the activity log to return, the newest first. If omitted, none.
    type: int
seealso:
  - module: dnv.veracity.veracity_workspace
"""

EXAMPLES = r"""
---
- name: Gather information about all workspaces of a tenant
  dnv.veracity.veracity_workspace_info:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    include_members: true
  register: result

- name: Show who administrates them
  ansible.builtin.debug:
    msg: "{{ item.name }}: {{ administrators | map(attribute='name') | join(', ') }}"
  loop: "{{ result.workspaces }}"
  vars:
    administrators: "{{ item.members | selectattr('role', 'eq', 'administrator') }}"
"""

RETURN = r"""
---
workspaces:
  description: Workspaces, each as RV(dnv.veracity.veracity_workspace#module:workspace). Empty if nothing matches.
  returned: success
  type: list
  elements: dict
  contains:
    region:
      description: Region of the workspace. None without O(tenant), because the list of all workspaces does not tell it.
      type: str
      sample: EU
    members:
      description: Users and service accounts with a role in the workspace.
      returned: if O(include_members=true)
      type: list
      elements: dict
      contains:
        user:
          description: ID of the user or service account.
          type: str
          sample: 11111111-2222-4333-8444-555555555501
        email:
          description: E-mail address, None for a service account.
          type: str
          sample: captain@example.com
        name:
          description: Name.
          type: str
          sample: Captain Example
        service_account:
          description: Whether this is a service account.
          type: bool
          sample: false
        role:
          description: Role, C(administrator) or C(reader).
          type: str
          sample: administrator
        scope:
          description: Where the role is given, C(workspace) or C(tenant).
          type: str
          sample: workspace
    activity:
      description: Newest entries of the activity log.
      returned: if O(activity) is set
      type: list
      elements: dict
      contains:
        event:
          description: Name of the event.
          type: str
          sample: Workspace created
        user:
          description: ID of the user or service account.
          type: str
          sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
        name:
          description: Name of the user or service account.
          type: str
          sample: Fleet service account
        timestamp:
          description: Time of the event, as Data Workbench writes it.
          type: str
          sample: '2026-11-27T12:00:00.000Z'
        resource:
          description: What the event is about, as Data Workbench returns it.
          type: dict
        payload:
          description: Details of the event, as Data Workbench returns them.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_OPTIONS

SPEC: dict[str, t.Any] = {
    **WORKSPACE_OPTIONS,
    "include_members": {"type": "bool", "default": False, "aliases": ["members"]},
    "activity": {"type": "int"},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return workspaces."""
    return {"changed": False, "workspaces": workspaces.gather(task, client)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
