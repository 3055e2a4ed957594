#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_file_storage_policy_info
short_description: Gather information about the policies behind keys of File storage
version_added: 1.0.0
description:
  - Returns the stored access policies of the File storage of a Data Workbench workspace. Each key belongs to one of
    them, and ends when its policy is revoked.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.file_storage
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  workspace:
    required: true
seealso:
  - module: dnv.veracity.veracity_file_storage_key
  - module: dnv.veracity.veracity_file_storage_revocation
"""

EXAMPLES = r"""
---
- name: Gather information about the policies of a workspace
  dnv.veracity.veracity_file_storage_policy_info:
    workspace: Fleet
  register: result

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ result.policies | map(attribute='name') }}"
"""

RETURN = r"""
---
policies:
  description: Policies of the workspace.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the policy.
      type: str
      sample: rl-policy
    permissions:
      description: What keys of the policy allow, as Data Workbench writes it. V(null) if it does not tell.
      type: str
      sample: rl
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: "Workspace Fleet: Listing the policies needs the role Admin in the workspace.", status: 403}
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import policies
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_OPTIONS

SPEC: dict[str, t.Any] = {**WORKSPACE_OPTIONS, "workspace": {"type": "str", "required": True}}


@about("Workspace", "workspace")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return policies."""
    return {"changed": False, "policies": policies.gather(task, client)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
