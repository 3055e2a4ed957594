#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_file_storage_content
short_description: Upload and download files of the File storage of a workspace
version_added: 1.0.0
description:
  - Uploads a file or a folder to the File storage of a workspace of Veracity Data Workbench, or downloads it. Only
    differences are transferred, several files and parts of files in parallel.
  - Large files are transferred in blocks, and a run that was interrupted is continued by the next one. Everything works
    as with M(dnv.veracity.veracity_container_content).
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.data_workbench.known
  - dnv.veracity.file_storage
  - dnv.veracity.file_storage.storage
  - dnv.veracity.file_storage.files
  - dnv.veracity.file_storage.given
  - dnv.veracity.content
  - dnv.veracity.content.transfer
  - dnv.veracity.data_workbench
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details:
      - Check mode reads the folder with a cached key, or with O(sas_url). Every key that is created is written to the
        activity log, so check mode creates none. Without a key, the task warns, assumes that every file of an upload is
        new, and reports a download as changed without files.
options:
  duration:
    description:
      - Validity of the keys that are created, in minutes, hours or days, such as V(30m), V(8h) or V(7d). A transfer
        that takes longer continues with another key.
    type: str
    default: 1h
notes:
  - RV(ignore:changed) is V(true) if a file was transferred or deleted. Creating a key is not a change.
  - An upload needs the role Admin in the workspace, and creates a key to write. A download creates a key to read, for
    which the role Reader is enough.
  - An upload creates the folder in O(path) with the folders above it, like those in O(dest), if they do not exist.
    As a key is for a folder that exists, that of the next folder above is then used. A download fails.
  - A file and a folder cannot have the same name. Folders are never deleted, also if no file is left in them.
    M(dnv.veracity.veracity_file_storage_folder) creates and deletes them.
  - A SAS URL in O(sas_url) must allow reading and listing, for an upload also writing, and with O(delete_extraneous)
    also deleting.
seealso:
  - module: dnv.veracity.veracity_file_storage_content_info
  - module: dnv.veracity.veracity_file_storage_key
  - module: dnv.veracity.veracity_container_content
"""

EXAMPLES = r"""
---
- name: Upload reports
  dnv.veracity.veracity_file_storage_content:
    workspace: Fleet
    path: ships/nordlys
    src: reports/
    dest: reports/2026
    exclude: ['*.tmp']

- name: Mirror a folder, and show the changes
  dnv.veracity.veracity_file_storage_content:
    workspace: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b
    path: ships
    src: /srv/ships/nordlys
    delete_extraneous: true
  diff: true

- name: Download all reports
  dnv.veracity.veracity_file_storage_content:
    workspace: Fleet
    path: ships/nordlys
    direction: download
    src: reports/
    dest: /srv/reports
  register: reports

- name: Show which files were downloaded
  ansible.builtin.debug:
    msg: "{{ reports.files | selectattr('action', 'equalto', 'downloaded') | map(attribute='path') | list }}"
"""

RETURN = r"""
---
files:
  description: >-
    The outcome of each file, sorted by name. If files failed, it contains only files that failed or changed, at most
    about 1200 characters of them.
  returned: always, unless the task fails before it starts to transfer
  type: list
  elements: dict
  contains:
    path:
      description: Name in the storage, below the folder in O(path).
      type: str
      sample: reports/2026/noon.csv
    action:
      description: V(uploaded), V(downloaded), V(deleted), V(unchanged) or V(failed).
      type: str
      sample: uploaded
    size:
      description: Size in bytes.
      type: int
      sample: 20480
    md5:
      description: MD5 in hexadecimal digits. V(null) if it is not known.
      type: str
      sample: 9e107d9d372bb6826bd81d3542a419d6
    msg:
      description: Reason of the failure.
      returned: when it failed
      type: str
counts:
  description: Number of files by action.
  returned: always, unless the task fails before it starts to transfer
  type: dict
  sample: {uploaded: 2, downloaded: 0, deleted: 0, unchanged: 14, failed: 0}
bytes:
  description: Total size in bytes of the files that were transferred.
  returned: always, unless the task fails before it starts to transfer
  type: int
  sample: 40960
diff:
  description: The files that change, with their size, and with their MD5 if the size is the same.
  returned: always, unless the task fails before it starts to transfer
  type: list
  elements: dict
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
from ansible_collections.dnv.veracity.plugins.module_utils._options import CONTENT_OPTIONS, TRANSFER_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import (
    FOLDER_CONTENT_OPTIONS,
    KNOWN_WORKSPACE_OPTIONS,
)

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC: dict[str, t.Any] = {
    **KNOWN_WORKSPACE_OPTIONS,
    **FOLDER_CONTENT_OPTIONS,
    **CONTENT_OPTIONS,
    **TRANSFER_OPTIONS,
}


@about("Workspace", "workspace")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Upload or download files."""
    return content.ensure(task, client)


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
