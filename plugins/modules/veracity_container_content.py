#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_content
short_description: Upload and download the content of a Data Fabric container
version_added: 1.0.0
description:
  - Uploads a file or a folder to a container of Veracity Data Fabric, or downloads it. Only differences are
    transferred, several files and parts of files in parallel.
  - Large files are transferred in blocks. If the connection drops or the run is killed, the next run continues with the
    blocks that are missing.
  - The key of the container is claimed as by M(dnv.veracity.veracity_container_key). If it expires during the transfer,
    another key is claimed and the transfer continues.
  - A file that fails does not stop the others. The task fails at the end, names the files that failed and the reasons,
    and returns the outcome of each file.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.container
  - dnv.veracity.content
  - dnv.veracity.content.container
  - dnv.veracity.content.transfer
  - dnv.veracity.keys.ensure_access
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details:
      - Check mode reads the container with a cached key, or with O(sas_url). A key starts to expire when it is claimed,
        so check mode claims none. Without a key, the task warns, assumes that every file of an upload is new, and
        reports a download as changed without files.
      - A container that does not exist yet is assumed to be created before this task, with a warning.
options:
  ensure_access:
    default: true
  duration:
    description:
      - Validity of the keys of a grant that O(ensure_access) creates, V(1h), V(8h), or V(1 month) to V(6 months).
        A transfer that takes longer continues with another key.
      - It does not affect existing grants.
    type: str
    default: 1h
notes:
  - RV(ignore:changed) is V(true) if a file was transferred or deleted, or if a grant was created. Claiming a key is not
    a change.
  - A SAS URL in O(sas_url) must allow reading and listing, for an upload also writing, and for an upload with
    O(delete_extraneous) also deleting.
seealso:
  - module: dnv.veracity.veracity_container_content_info
  - module: dnv.veracity.veracity_container_key
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
---
- name: Upload reports
  dnv.veracity.veracity_container_content:
    container: shipdata
    src: reports/
    dest: reports/2026
    exclude: ['*.tmp']

- name: Mirror a folder, and show the changes
  dnv.veracity.veracity_container_content:
    container: shipdata
    src: /srv/ships/nordlys
    delete_extraneous: true
  diff: true

- name: Download the files of a partner with its SAS URL
  dnv.veracity.veracity_container_content:
    sas_url: "{{ vault_partner_sas_url }}"
    direction: download
    src: ''
    dest: /srv/partner
  register: partner

- name: Show which files were downloaded
  ansible.builtin.debug:
    msg: "{{ partner.files | selectattr('action', 'equalto', 'downloaded') | map(attribute='path') | list }}"
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
      description: Name in the container.
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
access_granted:
  description: Whether a grant to this application was created.
  returned: always, unless the task fails before it starts to transfer
  type: bool
  sample: false
diff:
  description:
    - The differences, at most two. One lists the files that change, with their size, and with their MD5 if the size is
      the same. The other one is the grant that is created.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import container_content
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._module import run, with_key
from ansible_collections.dnv.veracity.plugins.module_utils._options import CONTAINER_CONTENT_OPTIONS, TRANSFER_OPTIONS

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC: dict[str, t.Any] = {
    "container": {"type": "str"},
    "sas_url": {"type": "str", "no_log": True},
    **CONTAINER_CONTENT_OPTIONS,
    **TRANSFER_OPTIONS,
}


@about("Container", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Upload or download files."""
    return container_content.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_fabric",
    remembers=True,
    keeps_keys=True,
    calls_with="container",
    mutually_exclusive=(("container", "sas_url"),),
    required_one_of=(("container", "sas_url"),),
)


def main() -> None:
    """Run the module."""
    run(with_key(DEFINITION))


if __name__ == "__main__":
    main()
