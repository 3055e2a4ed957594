#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_file_storage_folder
short_description: Manage a folder in the File storage of a Data Workbench workspace
version_added: 1.0.0
description:
  - Creates a folder with the folders above it in the File storage of a workspace, or deletes a folder.
  - The module needs a key to read to find the folder, and a key to write to change it. Keys are cached and used again,
    because each new key is written to the activity log of the workspace.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.data_workbench.known
  - dnv.veracity.file_storage.given
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  path:
    description: >-
      Path of the folder from the root of File storage, or from the folder of O(sas_url), with slashes.
    type: str
    required: true
  state:
    description: V(present) creates the folder. V(absent) deletes it if it is empty, or with O(recursive).
    type: str
    choices: [present, absent]
    default: present
  recursive:
    description:
      - With O(state=absent), whether to delete everything in the folder, too. This cannot be undone.
      - The diff lists what is deleted.
    type: bool
    default: false
notes:
  - Only an administrator of the workspace can create and delete folders.
  - File storage has no operation that renames or moves a folder.
  - Keys are cached on the controller. A task on another host gets the cached key to write from there, also if it
    changes nothing. If this application may not write, it gets the key to read.
  - Check mode creates no key. If no key is cached, it assumes that a folder to create does not exist and that a folder
    to delete exists, and the task warns. To have check mode look, obtain a key to read the root folder with
    M(dnv.veracity.veracity_file_storage_key) and C(check_mode=false) first. This key is written to the activity log.
requirements:
  - azure-storage-blob >= 12.28
  - azure-storage-file-datalake >= 12.23
seealso:
  - module: dnv.veracity.veracity_workspace
"""

EXAMPLES = r"""
---
- name: Create a folder for noon reports
  dnv.veracity.veracity_file_storage_folder:
    workspace: Fleet
    path: reports/noon

- name: Delete a folder with everything in it
  dnv.veracity.veracity_file_storage_folder:
    workspace: Fleet
    path: reports/old
    state: absent
    recursive: true
"""

RETURN = r"""
---
folder:
  description: Folder, in check mode as it is going to be. None if there is none.
  returned: success
  type: dict
  contains:
    path:
      description: Path of the folder.
      type: str
      sample: reports/noon
    workspace_id:
      description: ID of the workspace. None with O(sas_url), and in check mode if it is not known.
      type: str
      sample: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import folders
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run, with_key
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import (
    FOLDER_OPTIONS,
    KNOWN_WORKSPACE_OPTIONS,
)

SPEC: dict[str, t.Any] = {**KNOWN_WORKSPACE_OPTIONS, "sas_url": {"type": "str", "no_log": True}, **FOLDER_OPTIONS}


@about("Folder", "path")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a folder is there, or is not."""
    return folders.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_workbench",
    remembers=True,
    keeps_keys=True,
    calls_with="workspace",
    mutually_exclusive=(("workspace", "sas_url"),),
    required_one_of=(("workspace", "sas_url"),),
)


def main() -> None:
    """Run the module."""
    run(with_key(DEFINITION))


if __name__ == "__main__":
    main()
