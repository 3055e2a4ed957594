# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: veracity_file_storage_sas
version_added: 1.0.0
short_description: Obtain SAS URLs for folders in File storage
description:
  - Returns one SAS URL for each folder in the File storage of a Data Workbench workspace. Keys are cached and shared
    between all tasks, hosts and forks, and with M(dnv.veracity.veracity_file_storage_key).
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.file_storage
  - dnv.veracity.file_storage.key
  - dnv.veracity.file_storage.storage
  - dnv.veracity.keys.validity
  - dnv.veracity.keys.lookups
  - dnv.veracity.auth.plugins
  - dnv.veracity.connection.plugins
options:
  _terms:
    description:
      - Paths of existing folders, from the root folder of the workspace. An empty string is the root folder.
    type: list
    elements: str
    required: true
  workspace:
    required: true
notes:
  - With C(--check), no key is created. The lookup returns a cached key, otherwise a URL of the host
    C(file-storage.invalid) with C(?check-mode) instead of a key, with a warning. A lookup does not see the
    C(check_mode) keyword of a task, only how the run was started.
seealso:
  - module: dnv.veracity.veracity_file_storage_key
"""

EXAMPLES = r"""
- name: Read a file of a workspace
  ansible.builtin.uri:
    url: "{{ sas | replace('?', '/report.csv?') }}"
    return_content: true
  no_log: true
  vars:
    sas: "{{ lookup('dnv.veracity.veracity_file_storage_sas', 'ships/atlantic', workspace='Fleet') }}"

- name: Configure a service with a key to write to a folder
  ansible.builtin.template:
    src: uploader.conf.j2
    dest: /etc/uploader.conf
    mode: '0600'
  no_log: true
  vars:
    upload_url: >-
      {{ lookup('dnv.veracity.veracity_file_storage_sas', 'ships', workspace='Fleet', access='write',
                duration='30d', min_validity=86400) }}
"""

RETURN = r"""
_raw:
  description: One SAS URL for each folder. Secret.
  type: list
  elements: str
"""

import typing as t
from urllib.parse import quote

from ansible_collections.dnv.veracity.plugins.plugin_utils._sas_lookup import SasLookup

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


class LookupModule(SasLookup):
    """Returns SAS URLs of folders."""

    api = "data_workbench"

    def obtain(self, task: Task, client: Client, term: str, asked: str) -> str:
        """Return the SAS URL of a folder, in check mode something in its place. Raises VeracityError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import keys

        wanted = keys.KeyRequest.of(task.params, term)
        found = keys.obtain(task, client, wanted)
        if found.sas is None:
            task.warn(f"Folder {term or '/'}: no key is cached, and check mode creates none. Its URL has no key.")
            return f"https://file-storage.invalid/{quote(wanted.path)}?check-mode"
        keys.remember(task, client, wanted, found, asked)
        return found.sas.url
