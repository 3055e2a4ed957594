#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_file_storage_key
short_description: Obtain a SAS URL for a folder in File storage
version_added: 1.0.0
description:
  - Returns a key for a folder in the File storage of a Data Workbench workspace, which is a SAS URL for Azure Data Lake
    Storage and Azure Blob Storage. It opens the folder and everything below.
  - The module creates the key, and keeps it for later tasks, hosts and runs until it is about to expire.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.file_storage.key
  - dnv.veracity.file_storage.storage
  - dnv.veracity.file_storage
  - dnv.veracity.keys.validity
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.secrets
  - dnv.veracity.secrets.key
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  check_mode:
    details:
      - Check mode creates no key. It returns a valid key from the cache. Without one, RV(sas_url) and RV(sas_token) are
        V(null), and whether the folder exists is not checked.
options:
  workspace:
    required: true
  path:
    description: Path of an existing folder, from the root folder of the workspace. If omitted, the root folder.
    type: str
    default: ''
  force:
    description:
      - Whether to create a new key even if a valid one is cached, for example because all keys were revoked in the user
        interface. The old key stays valid unless it was revoked. Ignored in check mode.
    type: bool
    default: false
notes:
  - RV(ignore:changed) is always V(false). Creating a key is not a change, like obtaining a token.
seealso:
  - plugin: dnv.veracity.veracity_file_storage_sas
    plugin_type: lookup
  - module: dnv.veracity.veracity_file_storage_policy_info
  - module: dnv.veracity.veracity_file_storage_revocation
"""

EXAMPLES = r"""
---
- name: Obtain a key to read a folder
  dnv.veracity.veracity_file_storage_key:
    workspace: Fleet
    path: ships/atlantic
  register: key

- name: Download a file
  ansible.builtin.get_url:
    url: "{{ key.folder_url }}/report.csv?{{ key.sas_token }}"
    dest: /srv/reports/report.csv
    mode: '0640'
  no_log: true

- name: Obtain a key to write, valid for at least two hours
  dnv.veracity.veracity_file_storage_key:
    workspace: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b
    path: ships
    access: write
    duration: 8h
    min_validity: 7200
  register: key

- name: Copy a local folder to it
  ansible.builtin.command:
    argv: [azcopy, copy, /srv/ships, "{{ key.sas_url }}", --recursive]
  changed_when: true
  no_log: true
"""

RETURN = r"""
---
sas_url:
  description: SAS URL of the folder. Secret. V(null) in check mode if no key is cached.
  returned: success
  type: str
  sample: https://prdstorageconst01weu.dfs.core.windows.net/81bfe3e3-.../9d6f9282-.../ships?sv=...&si=rl-policy&sr=d&sdd=2&sig=...
sas_token:
  description: Query string of RV(sas_url), which is the key alone. Secret. V(null) in check mode if no key is cached.
  returned: success
  type: str
  sample: sv=2023-11-03&si=rl-policy&sr=d&sdd=2&sig=...
folder_url:
  description: URL of the folder at the Data Lake endpoint. V(null) in check mode if no key is cached.
  returned: success
  type: str
  sample: https://prdstorageconst01weu.dfs.core.windows.net/81bfe3e3-.../9d6f9282-.../ships
workspace_id:
  description: ID of the workspace. V(null) in check mode if no key is cached and O(workspace) is a name.
  returned: success
  type: str
  sample: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b
path:
  description: Path of the folder that the key opens. It differs from O(path) only with O(allow_wider).
  returned: success
  type: str
  sample: ships
access:
  description: What the key allows. It differs from O(access) only with O(allow_wider).
  returned: success
  type: str
  sample: read
key_policy:
  description: Policy of the key, with which it can be revoked. V(null) without a key, or if the key does not tell.
  returned: success
  type: str
  sample: rl-policy
expires_at:
  description: Expiry of the key in UTC. V(null) without a key.
  returned: success
  type: str
  sample: '2026-11-23T10:00:00Z'
expires_in:
  description: Seconds until the key expires. V(null) without a key.
  returned: success
  type: int
  sample: 3600
created:
  description: Whether the task created the key.
  returned: success
  type: bool
  sample: true
cached:
  description: Whether the key was created earlier and comes from the cache.
  returned: success
  type: bool
  sample: false
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample:
    summary: "Workspace Fleet: There is no folder ships/atlantic in File storage."
    hint: Check the path. dnv.veracity.veracity_file_storage_folder creates folders.
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import keys
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_OPTIONS

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC = {
    **WORKSPACE_OPTIONS,
    "workspace": {"type": "str", "required": True},
    "path": {"type": "str", "default": ""},
    "access": {"type": "str", "choices": ["read", "write"], "default": "read"},
    "duration": {"type": "str"},
    "expires_at": {"type": "str", "aliases": ["expires"]},
    "storage_name": {"type": "str"},
    "min_validity": {"type": "int", "default": 300},
    "allow_wider": {"type": "bool", "default": False},
    "force": {"type": "bool", "default": False},
}


@about("Workspace", "workspace")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the key that is wanted and what is known about it."""
    return keys.obtain(task, client, keys.KeyRequest.of(task.params)).public(task.clock.time())


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_workbench",
    remembers=True,
    keeps_keys=True,
    mutually_exclusive=[("duration", "expires_at")],
    secret_results=("sas_url", "sas_token"),
)


def main() -> None:
    """Run as a module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
