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
  direction:
    description: Whether to upload to the container or to download from it.
    type: str
    choices: [upload, download]
    default: upload
  src:
    description:
      - For an upload, the file or folder to upload. With a trailing slash, the content of the folder is uploaded.
        Without one, the folder itself is uploaded under its name, as by M(ansible.builtin.copy).
      - A relative path is searched as by M(ansible.builtin.copy), in C(files) of the role or beside the playbook, and
        then in the current directory, if the task runs on the controller. On another host and with C(async), the path
        is on that host.
      - For a download, the name of a file or folder in the container. A trailing slash has the same meaning. If empty,
        the whole container is downloaded.
    type: str
    required: true
  dest:
    description:
      - For the upload of a folder, the prefix of the names in the container. V(a) and V(a/) mean the same, and do not
        affect C(ab/). For the upload of a file, its name in the container. If it is empty or ends with a slash, the
        name of the file is appended.
      - For a download, the folder to write to, which is created if needed. For the download of a file, its path, or a
        folder that exists or ends with a slash. Required for a download.
    type: str
    default: ''
  delete_extraneous:
    description:
      - Whether to delete files at the destination that do not exist at the source. This cannot be undone.
      - An upload only deletes names below the folder at the destination, a download only files in that folder. Files
        that O(include) and O(exclude) leave out are kept. So is everything that has the name of, or is below, an entry
        of the source that cannot be read or is skipped, such as a link to a folder. Empty folders are kept.
      - A source without files is refused. See O(allow_empty_source).
      - Only for folders.
    type: bool
    default: false
  allow_empty_source:
    description:
      - Whether O(delete_extraneous) can delete everything at the destination because the source has no files, or none
        that O(include) and O(exclude) select. A source is also empty if its share is not mounted.
    type: bool
    default: false
  include:
    description:
      - Shell patterns. Only files whose path below the folder matches one of them are transferred or deleted. A C(*)
        also matches slashes, so V(*.csv) matches such files in all folders. Case matters.
      - A pattern is relative to the folder. A leading slash or C(./) makes no difference. V(tmp/), V(tmp/*) and the
        name of the folder, V(tmp), match everything below the folder.
      - A pattern that matches no file causes a warning.
      - If omitted or empty, all files are selected.
    type: list
    elements: str
  exclude:
    description:
      - Patterns, as in O(include), of files that are ignored on both sides. O(exclude) takes precedence over
        O(include).
      - If omitted or empty, no file is ignored.
    type: list
    elements: str
  compare:
    description:
      - How to compare files. V(md5) compares the size, then the MD5 that is stored with the file. Uploads store it.
      - A file that another program stored without MD5 is uploaded again. For a download, its size and time of
        modification are compared.
      - V(size) only compares the size. It is faster, and misses changes that keep the size.
    type: str
    choices: [md5, size]
    default: md5
  content_type:
    description:
      - Content type of uploaded files. Files that are not uploaded keep theirs.
      - If omitted, it is derived from the extension, V(application/octet-stream) if that is unknown.
    type: str
  ensure_access:
    default: true
  duration:
    description:
      - Validity of the keys of a grant that O(ensure_access) creates, V(1h), V(8h), or V(1 month) to V(6 months).
        A transfer that takes longer continues with another key.
      - It does not affect existing grants.
    type: str
    default: 1h
  max_concurrency:
    description: Maximum number of requests in parallel, from 1 to 64.
    type: int
    default: 8
  block_size:
    description:
      - Size of the blocks of large files, for example V(8M), from V(64K) to V(256M). K and M are powers of 1024.
        Smaller files are transferred in one request.
      - The task needs about O(block_size) times O(max_concurrency) of memory, regardless of the size and number of
        files.
      - Blocks of an earlier run are only used if their size is the same.
    type: bytes
    default: 8M
notes:
  - RV(ignore:changed) is V(true) if a file was transferred or deleted, or if a grant was created. Claiming a key is not
    a change.
  - A SAS URL in O(sas_url) must allow reading and listing, for an upload also writing, and for an upload with
    O(delete_extraneous) also deleting.
  - An upload follows links to files. It skips links to folders, pipes, sockets and devices with a warning. Files in the
    container with their names, or below, are not deleted.
  - A download does not write or delete outside of O(dest). A file that would be behind a link to a folder fails. A link
    at the place of a file is replaced by the file. O(dest) itself can be a link.
  - Incomplete files are never visible. Veracity shows a file when all of it has arrived. The storage compares a
    checksum for each request, and the list of blocks of a large file is read back before the task reports it as
    uploaded. A download is written to a temporary file in the same folder, compared with the size and the MD5 in the
    storage, and then replaces the file. It gets the time of modification from the storage, and the permissions of the
    file that it replaces, without setuid, setgid and sticky bits.
  - Blocks that another program sent and did not commit do no harm. If they leave no room for others, the storage is
    made to drop them. A new file is then visible as empty until it is complete.
  - A file that is changed during the upload, or replaced in the container during the download, fails.
  - A file whose name the storage would change or refuse fails, also in check mode. These are names with a backslash or
    control characters, names of files or folders that end with a dot, names of more than 1,024 characters, and names
    with more than 254 folders.
  - A download refuses names that have C(.), C(..) or nothing between slashes. Names that end with a slash and have no
    content represent folders, and are ignored.
  - Blocks of an interrupted upload are not visible. The storage drops them after a week.
  - A download that is killed can leave a file named C(.*.veracity-part). It is never uploaded. A download to its folder
    removes it after a day.
  - The key of the container is not sent after a redirect.
  - O(timeout) is the number of seconds without a response from the storage, and O(retries) applies to each request.
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
  description: The outcome of each file, sorted by name.
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
from ansible_collections.dnv.veracity.plugins.module_utils._options import CONTENT_OPTIONS

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC: dict[str, t.Any] = {
    "container": {"type": "str"},
    "sas_url": {"type": "str", "no_log": True},
    **CONTENT_OPTIONS,
    "max_concurrency": {"type": "int", "default": 8},
    "block_size": {"type": "bytes", "default": "8M"},
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
