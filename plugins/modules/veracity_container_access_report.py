#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_access_report
short_description: Write a report of who has access to Data Fabric containers
version_added: 1.0.0
description:
  - Writes a report of the containers of Veracity Data Fabric that this application owns or is a data steward of, as
    Markdown, HTML, JSON or CSV. It contains every grant that gives access, and every revoked grant whose key is still
    valid.
  - One request lists the containers, and one for each container its grants. Containers in O(known_access) are not
    read again.
  - The file is written on the controller, also if the module runs on another host. If its content would not change, it
    is not written.
  - For a report of the members of Data Workbench workspaces, and for a report of some containers only, use the filter
    P(dnv.veracity.access_report#filter).
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.bulk.reads
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  diff_mode:
    support: none
    details: A report is long. Compare two files instead.
options:
  dest:
    description:
      - File to write. The suffix V(.md) gives Markdown, V(.html) an HTML page, V(.json) JSON, and V(.csv) CSV. Its
        directory must exist.
      - A relative path is relative to the directory of the playbook.
    type: path
    required: true
  title:
    description: Title of the report. If omitted, V(Access to Data Fabric containers).
    type: str
  names:
    description: Names of users by their IDs, which are case-insensitive. A user without a name is shown with the ID.
    type: dict
    default: {}
  limit:
    description: Maximum number of keys in the timeline. The tables always contain all grants.
    type: int
    default: 40
  as_of:
    description:
      - Time to state in the report, V(now), or a time such as V(2026-11-23T09:00:00Z). If omitted, the report states no
        time, and its text stays the same byte by byte as long as nothing changes in Veracity.
    type: str
  known_access:
    description:
      - Outcomes of M(dnv.veracity.veracity_container_accesses). The grants of these containers are not read again.
      - Omit containers whose grants or keys have changed since then.
    type: list
    elements: dict
    default: []
  known_stewards:
    description: Outcomes of M(dnv.veracity.veracity_container_stewards). These data stewards are not read again.
    type: list
    elements: dict
    default: []
  include_stewards:
    description:
      - Whether to read the data stewards of containers that are not in O(known_stewards), with one request for each.
        If V(false), the report says that they were not read.
    type: bool
    default: false
seealso:
  - module: dnv.veracity.veracity_container_access_info
  - module: dnv.veracity.veracity_container_accesses
  - plugin: dnv.veracity.access_report
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Write a page for the auditor
  dnv.veracity.veracity_container_access_report:
    dest: access.html
    title: Who can open our containers
    as_of: now
    include_stewards: true
    names:
      6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3: The captain
      c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6: The yard

- name: Manage grants
  dnv.veracity.veracity_container_accesses:
    containers:
      - container: shipnordlys
        access:
          - user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
            rights: [read, list]
            duration: 1 month
  register: access

- name: Write a report, and do not read the grants again
  dnv.veracity.veracity_container_access_report:
    dest: access.csv
    known_access: "{{ access.outcomes }}"
"""

RETURN = r"""
---
changed:
  description: Whether the content of the file has changed. In check mode, whether it would change.
  returned: success
  type: bool
  sample: true
dest:
  description: Path of the file on the controller.
  returned: success
  type: str
  sample: /srv/reports/access.html
accesses:
  description:
    - The grants in the report by container, each as RV(dnv.veracity.veracity_container_access#module:access).
  returned: success
  type: list
  elements: dict
containers:
  description:
    - The containers in the report, also those without a grant, each as
      RV(dnv.veracity.veracity_container#module:container), and with its data stewards.
  returned: success
  type: list
  elements: dict
  contains:
    stewards:
      description:
        - The data stewards, each as RV(dnv.veracity.veracity_container_steward#module:steward). V(null) if they were
          not read.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access_report import gather
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "dest": {"type": "path", "required": True},
    "title": {"type": "str"},
    "names": {"type": "dict", "default": {}},
    "limit": {"type": "int", "default": 40},
    "as_of": {"type": "str"},
    "known_access": {"type": "list", "elements": "dict", "default": []},
    "known_stewards": {"type": "list", "elements": "dict", "default": []},
    "include_stewards": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return what the report needs. The action writes it."""
    return gather(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
