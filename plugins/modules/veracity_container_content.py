#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_content
short_description: Bring files into a Data Fabric container, or fetch them
version_added: 1.0.0
description:
  - Uploads a file or a folder into a container of Veracity Data Fabric, or downloads from it. Only what differs is
    transferred, several files and parts of files at a time.
  - A large file goes in blocks. When the connection drops or the run is killed, the next run takes up the blocks that
    have arrived.
  - The key of the container is claimed as M(dnv.veracity.veracity_container_key) does. When it ends half-way, another
    one is claimed and the work goes on.
  - A file that fails does not stop the others. The task fails at the end, says which files failed and why, and returns
    what became of each.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details:
      - Check mode reads the container with a key that is kept from an earlier task, or with O(sas_url). It claims no
        key, because that starts its time. Without one the task warns, takes every file of an upload as new, and reports
        a download as changed without files.
      - A container that is not there yet is taken as created before this task, with a warning.
options:
  container:
    description:
      - The short name of a container that this application owns, or the id of any container that it may see.
      - Either this or O(sas_url) is needed.
    type: str
  sas_url:
    description:
      - The URL of a container with a key in it, as others hand it out. No credentials of Veracity are needed then, and
        no other key is claimed when it ends.
      - It must allow reading and listing, writing for an upload, and deleting for O(delete_extraneous) with an upload.
      - Secret. It must begin with V(https://), except on this machine.
    type: str
  direction:
    description: Whether files go into the container, or come from it.
    type: str
    choices: [upload, download]
    default: upload
  src:
    description:
      - For an upload a file or folder. A folder with a slash at its end means what is in it; without, the folder itself
        with its name, as with M(ansible.builtin.copy).
      - A relative path is looked for as M(ansible.builtin.copy) does, in C(files) of the role or beside the playbook,
        and then where Ansible was started, when the task runs on the controller. On another host, and with C(async),
        the path is one of that host.
      - For a download the name of a file in the container, or of what seems a folder there, with the same meaning of
        the slash. An empty string means the whole container.
    type: str
    required: true
  dest:
    description:
      - For an upload of a folder what its files' names begin with; V(a) and V(a/) mean the same, and never concern
        C(ab/). For one file its name in the container; when this ends with a slash or is empty, the file's own name is
        added.
      - For a download, where it is needed, the folder that the files come to, which is created. For one file its path,
        or a folder that is there or has a slash at its end.
    type: str
    default: ''
  delete_extraneous:
    description:
      - Whether to delete what is at the destination and not at the source. This cannot be undone.
      - For an upload only names that begin with the destination's folder are concerned, for a download only files in
        that folder. What O(include) and O(exclude) leave out is left alone, and so is what has the name of, or lies
        below, something of the source that cannot be read or is skipped, for example a link to a folder. Empty folders
        stay.
      - A source without files is refused. See O(allow_empty_source).
      - Only for folders.
    type: bool
    default: false
  allow_empty_source:
    description:
      - Whether O(delete_extraneous) may delete everything at the destination because the source has no files, or none
        that O(include) and O(exclude) select. A source is also empty when the share that it lies on is not mounted.
    type: bool
    default: false
  include:
    description:
      - Patterns of the shell. Only files whose path below the folder fits one of them are concerned. A C(*) also takes
        slashes, so V(*.csv) takes all such files in all folders. Case matters.
      - A pattern counts from the folder; a slash or C(./) at its beginning changes nothing. With a slash at its end it
        takes all that is below a folder, V(tmp/) as V(tmp/*), and so does the plain name of a folder, V(tmp).
      - A pattern that fits no file at all is named in a warning.
      - When it is left out or empty, all files are concerned.
    type: list
    elements: str
  exclude:
    description:
      - Patterns as for O(include), of files that are left alone on both sides. It wins over O(include).
      - When it is left out or empty, no file is left alone.
    type: list
    elements: str
  compare:
    description:
      - How to see whether a file is the same on both sides. V(md5) compares size, then the MD5 that is stored with the
        file; uploads store it.
      - A file that was stored without an MD5 by another program is uploaded again. For a download its size and its time
        of modification tell.
      - V(size) compares the size alone. That is faster, and overlooks changes that keep it.
    type: str
    choices: [md5, size]
    default: md5
  content_type:
    description:
      - The content type that uploaded files get. Files that are there already keep theirs.
      - When it is left out, it follows from the ending of the name, V(application/octet-stream) where that is unknown.
    type: str
  ensure_access:
    description:
      - Whether to grant access to this application when it has no grant that suits. It must own the container or be a
        data steward of it. Owning a container gives no key.
      - The grant has the comment C(For this application's own work (dnv.veracity)). One is enough, so a later run makes
        no other.
    type: bool
    default: true
  duration:
    description:
      - How long the keys of a grant that O(ensure_access) makes are valid, V(1h), V(8h), or V(1 month) to V(6 months).
        Work that takes longer goes on with another key.
      - It says nothing about grants that are there.
    type: str
    default: 1h
  max_concurrency:
    description: How many requests are under way at a time, from 1 to 64.
    type: int
    default: 8
  block_size:
    description:
      - How large the parts of a large file are, for example V(8M), from V(64K) to V(256M). K and M are powers of 1024.
        Smaller files go in one request.
      - It takes about this times O(max_concurrency) of memory, however large and many the files are.
      - Parts that an earlier run has sent are taken up only with the same size.
    type: bytes
    default: 8M
requirements:
  - azure-storage-blob >= 12.28.0, on the host that the task runs on
notes:
  - RV(ignore:changed) is true when a file was transferred or deleted, and when access was granted. Claiming a key is no
    change.
  - An upload takes links to files as the files, and skips links to folders, pipes, sockets and devices with a warning.
    What has their names in the container, or lies below, is not deleted.
  - A download writes and deletes nothing outside of O(dest). A file that would come to lie behind a link to a folder
    fails; a link in the place of a file is replaced by the file. O(dest) itself may be a link.
  - Nothing half-written is seen. Veracity shows a file when all of it has arrived. Each request has a checksum that the
    storage compares, and the parts that a large file was put together from are read back before the task says that it
    is uploaded. A download goes to a temporary file beside its place, is checked against the size and the MD5 that the
    storage names, and then replaces the file. It gets the time of modification that the storage names, and keeps the
    permissions of the file that it replaces, without the bits for set user, set group and sticky.
  - Parts of a file that another program has sent and not put together do no harm. Where they leave no room for others,
    the storage is made to drop them; a file that is new is then seen empty until it is whole.
  - A file that is written to while it is uploaded, or replaced in the container while it is downloaded, fails.
  - A file whose name the storage would change or refuse fails, in check mode as in the run. These are names with a
    backslash or a control character, names of files or folders that end with a dot, names of more than 1,024 characters
    and of more than 254 folders.
  - Names in a container that have C(.), C(..) or nothing between their slashes are refused when downloading. Names that
    end with a slash and have no content stand for folders, and are left alone. So are files without content that other
    programs mark as folders (the metadata C(hdi_isfolder)).
  - When an upload is broken off, the blocks that have arrived are invisible, and the storage drops them after a week.
  - A run that is killed while it downloads can leave a file named C(.*.veracity-part). It is never uploaded. A
    download into its folder removes it when it is a day old.
  - The token and the subscription key are never sent to the storage, and the key of the container is not sent after a
    redirect.
  - O(timeout) is for how many seconds the storage may be silent, O(retries) for each request.
seealso:
  - module: dnv.veracity.veracity_container_content_info
  - module: dnv.veracity.veracity_container_key
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
---
- name: Update the ship data, without any user being logged in
  dnv.veracity.veracity_container_content:
    container: shipdata
    src: reports/
    dest: reports/2026
    exclude: ['*.tmp']

- name: Have exactly these files in the folder, and show what changes
  dnv.veracity.veracity_container_content:
    container: shipdata
    src: /srv/ships/nordlys
    delete_extraneous: true
  diff: true

- name: Fetch what a partner shares with us, by the URL that came with it
  dnv.veracity.veracity_container_content:
    sas_url: "{{ vault_partner_sas_url }}"
    direction: download
    src: ''
    dest: /srv/partner
  register: fetched

- name: Say what is new
  ansible.builtin.debug:
    msg: "{{ fetched.files | selectattr('action', 'equalto', 'downloaded') | map(attribute='path') | list }}"
"""

RETURN = r"""
---
files:
  description: What became of each file, in the order of their names. In check mode, what would.
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    path:
      description: The name in the container.
      type: str
      sample: reports/2026/noon.csv
    action:
      description: V(uploaded), V(downloaded), V(deleted), V(unchanged) or V(failed).
      type: str
      sample: uploaded
    size:
      description: The size in bytes.
      type: int
      sample: 20480
    md5:
      description: The MD5 in hexadecimal digits, where it is known. V(null) otherwise.
      type: str
      sample: 9e107d9d372bb6826bd81d3542a419d6
    msg:
      description: Why it failed.
      returned: when it failed
      type: str
counts:
  description: How many files had each action.
  returned: always, unless nothing was begun
  type: dict
  contains:
    uploaded:
      description: How many were uploaded.
      type: int
      sample: 2
    downloaded:
      description: How many were downloaded.
      type: int
      sample: 0
    deleted:
      description: How many were deleted.
      type: int
      sample: 0
    unchanged:
      description: How many were the same on both sides.
      type: int
      sample: 14
    failed:
      description: How many failed.
      type: int
      sample: 0
bytes:
  description: How many bytes the files have together that were transferred.
  returned: always, unless nothing was begun
  type: int
  sample: 40960
access_granted:
  description: Whether a grant to this application was created for the task.
  returned: always, unless nothing was begun
  type: bool
  sample: false
diff:
  description:
    - What changes, in at most two differences. The one of the files names those that change, with their size, and with
      their MD5 when the size stays the same. The other one is of the access that is granted.
  returned: always, unless nothing was begun
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
from ansible_collections.dnv.veracity.plugins.module_utils._content_options import CONTENT_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import container_content
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._module import run, with_key

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
    """Bring files to the other side."""
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
