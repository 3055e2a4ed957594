#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_file_storage_content_info
short_description: Gather information about files in the File storage of a workspace
version_added: 1.0.0
description:
  - Returns the files in a folder of the File storage of a workspace of Veracity Data Workbench and in the folders below
    it, or those whose names begin with a prefix.
  - Returns an empty list if nothing matches. The task fails if the folder does not exist. Folders are not returned.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.file_storage
  - dnv.veracity.file_storage.storage
  - dnv.veracity.file_storage.files
  - dnv.veracity.file_storage.given
  - dnv.veracity.content
  - dnv.veracity.content.prefix
  - dnv.veracity.data_workbench
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
attributes:
  check_mode:
    support: partial
    details:
      - Every key that is created is written to the activity log, so check mode creates none. If no key is cached, the
        list is empty, with a warning.
notes:
  - The role Reader in the workspace is enough.
seealso:
  - module: dnv.veracity.veracity_file_storage_content
  - module: dnv.veracity.veracity_file_storage_key
"""

EXAMPLES = r"""
---
- name: Gather information about the reports of a ship
  dnv.veracity.veracity_file_storage_content_info:
    workspace: Fleet
    path: ships/nordlys
    prefix: reports/
  register: reports

- name: Show their total size
  ansible.builtin.debug:
    msg: "{{ reports.files | map(attribute='size') | sum }} bytes"
"""

RETURN = r"""
---
files:
  description: The files, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: Name in the storage, below the folder in O(path), including the folders.
      type: str
      sample: reports/2026/noon.csv
    size:
      description: Size in bytes.
      type: int
      sample: 20480
    md5:
      description: MD5 that is stored with the file, in hexadecimal digits. V(null) if there is none.
      type: str
      sample: 9e107d9d372bb6826bd81d3542a419d6
    content_type:
      description: Content type.
      type: str
      sample: text/csv
    last_modified:
      description: Time of the last change in UTC.
      type: str
      sample: '2026-11-23T09:00:00Z'
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import content
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._module import run, with_key
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import FOLDER_CONTENT_OPTIONS

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC: dict[str, t.Any] = {**FOLDER_CONTENT_OPTIONS, "prefix": {"type": "str", "default": ""}}


@about("Workspace", "workspace")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the files in the folder."""
    return content.listing(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_workbench",
    remembers=True,
    keeps_keys=True,
    calls_with="workspace",
    mutually_exclusive=(("workspace", "sas_url"), ("path", "sas_url")),
    required_one_of=(("workspace", "sas_url"),),
)


def main() -> None:
    """Run the module."""
    run(with_key(DEFINITION))


if __name__ == "__main__":
    main()
