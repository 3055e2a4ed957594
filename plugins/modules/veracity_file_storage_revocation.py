#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_file_storage_revocation
short_description: Revoke keys of File storage
version_added: 1.0.0
description:
  - Revokes all keys of one policy of the File storage of a Data Workbench workspace, or all keys of the workspace. A
    single key cannot be revoked.
  - B(Every program that uses one of these keys stops working at once), whoever created the key. The next key that is
    created is valid again.
  - The request is sent once. If its response is lost, the task fails and the request is not sent again, because it
    would also revoke the keys that others created in between.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.file_storage
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  idempotent:
    support: none
    details: Data Workbench does not tell whether there are valid keys, so every run revokes keys.
options:
  workspace:
    required: true
  key_policy:
    description:
      - Name of the policy whose keys are revoked. M(dnv.veracity.veracity_file_storage_policy_info) lists the policies.
        If there is none of this name, the task fails.
      - Mutually exclusive with O(all).
    type: str
  all:
    description: Whether to revoke all keys of the workspace. Must be V(true) without O(key_policy).
    type: bool
    default: false
  confirm:
    description: >-
      Must be V(true), to confirm that all programs with these keys may stop working. Required in check mode, too.
    type: bool
    default: false
notes:
  - RV(ignore:changed) is always V(true).
  - Needs the role Admin in the workspace.
  - The keys that M(dnv.veracity.veracity_file_storage_key) and other plugins of this collection keep on this computer
    are no longer used after it. On other computers use O(dnv.veracity.veracity_file_storage_key#module:force), or wait
    until they expire.
seealso:
  - module: dnv.veracity.veracity_file_storage_key
  - module: dnv.veracity.veracity_file_storage_policy_info
"""

EXAMPLES = r"""
---
- name: Revoke all keys to write
  dnv.veracity.veracity_file_storage_revocation:
    workspace: Fleet
    key_policy: racwdl-policy
    confirm: true

- name: Revoke all keys of a workspace
  dnv.veracity.veracity_file_storage_revocation:
    workspace: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b
    all: true
    confirm: true
"""

RETURN = r"""
---
policies:
  description: Names of the policies whose keys were revoked, in check mode would be. Empty if they are not known.
  returned: success
  type: list
  elements: str
  sample: [racwdl-policy, rl-policy]
diff:
  description: The policies before and after.
  returned: success
  type: dict
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: "Workspace Fleet: There is no policy r-policy. The policies are rl-policy."}
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import policies
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_OPTIONS

SPEC: dict[str, t.Any] = {
    **WORKSPACE_OPTIONS,
    "workspace": {"type": "str", "required": True},
    "key_policy": {"type": "str", "no_log": False},
    "all": {"type": "bool", "default": False},
    "confirm": {"type": "bool", "default": False},
}


@about("Workspace", "workspace")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Revoke keys."""
    return policies.revoke(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
