#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_content_info
short_description: List the files in a Data Fabric container
version_added: 1.0.0
description:
  - Returns the files in a container of Veracity Data Fabric, or those whose names begin with a prefix.
  - What is not there gives an empty list, not an error. A container that is not there is an error.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
attributes:
  check_mode:
    support: partial
    details:
      - Check mode claims no key, because that starts its time. Without a key that is kept the list is empty, and the
        task warns of it.
options:
  container:
    description:
      - The short name of a container that this application owns, or the id of any container that it may see.
      - The key is one of a grant to this application that allows reading and listing. Owning a container gives none;
        M(dnv.veracity.veracity_container_access) makes one, and so does M(dnv.veracity.veracity_container_content).
      - Either this or O(sas_url) is needed.
    type: str
  sas_url:
    description:
      - The URL of a container with a key in it that allows reading and listing. No credentials of Veracity are needed
        then.
      - Secret. It must begin with V(https://), except on this machine.
    type: str
  prefix:
    description:
      - What the names of the files begin with, for example V(reports/2026/). It ends with a slash to mean a folder
        exactly; V(reports) takes C(reports-old/a.csv) as well.
      - When it is left out, all files are listed.
    type: str
    default: ''
requirements:
  - azure-storage-blob >= 12.28.0, on the host that the task runs on
notes:
  - The key is kept for later tasks, as M(dnv.veracity.veracity_container_key) keeps it, and is not part of the result.
  - The token and the subscription key are never sent to the storage.
  - Files without content that other programs mark as folders (the metadata C(hdi_isfolder)) are not files here.
seealso:
  - module: dnv.veracity.veracity_container_content
  - module: dnv.veracity.veracity_container_key
"""

EXAMPLES = r"""
---
- name: Look at the reports
  dnv.veracity.veracity_container_content_info:
    container: shipdata
    prefix: reports/
  register: reports

- name: Say how large they are together
  ansible.builtin.debug:
    msg: "{{ reports.files | map(attribute='size') | sum }} bytes"
"""

RETURN = r"""
---
files:
  description: The files, in the order of their names.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The name in the container, with the folders that it seems to lie in.
      type: str
      sample: reports/2026/noon.csv
    size:
      description: The size in bytes.
      type: int
      sample: 20480
    md5:
      description: The MD5 that is stored with it, in hexadecimal digits. V(null) when none is.
      type: str
      sample: 9e107d9d372bb6826bd81d3542a419d6
    content_type:
      description: The content type.
      type: str
      sample: text/csv
    modified:
      description: When it was last written, in UTC.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import container_content
from ansible_collections.dnv.veracity.plugins.module_utils._module import run, with_key

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC: dict[str, t.Any] = {
    "container": {"type": "str"},
    "sas_url": {"type": "str", "no_log": True},
    "prefix": {"type": "str", "default": ""},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the files in the container."""
    return container_content.listing(task, client)


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
