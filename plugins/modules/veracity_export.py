#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_export
short_description: Export what exists as variables of the roles
version_added: 1.0.0
description:
  - Reads what exists in Veracity, and writes it into a YAML file as the variables of the roles
    P(dnv.veracity.data_fabric#role), P(dnv.veracity.service#role) and P(dnv.veracity.data_workbench#role). The playbook
    C(dnv.veracity.export) runs it.
  - A role with this file changes nothing, also if it prunes. What the role would change nevertheless is not exported.
    A comment in the file says what and why.
  - The file is sorted, and what is empty or has its default is left out. Comments say who the IDs are. The file
    contains no secrets. A text that looks like a secret, for example a SAS URL in a description, is left out with a
    comment.
  - Exporting again writes the same bytes if nothing has changed.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.bulk.reads
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details: In check mode, the file is not written, and folders of File storage are only read with a cached key.
  async:
    support: none
    details: The module runs on the controller.
options:
  products:
    description:
      - What to export, in one file. Each product is read with a token of its own, for the same application. If products
        have different credentials, export them in tasks of their own.
      - V(data_fabric) exports containers that this application owns or is a data steward of, with their access, data
        stewards and tags, and groups.
      - V(service) exports the subscribers of O(service), and with O(tenant) the licenses and administrators of its
        application.
      - V(data_workbench) exports the workspaces of O(tenant) with their folders and schemas.
    type: list
    elements: str
    choices: [data_fabric, service, data_workbench]
    default: [data_fabric]
  path:
    description:
      - File to write, on the controller. A relative path starts at the current directory. A new file has the mode
        C(0640), an existing one keeps its mode.
      - An existing file that was not written by this module is refused, unless O(force) is set.
      - If omitted, no file is written, and RV(content) has the text.
    type: path
  force:
    description: Whether to replace a file that was not written by this module.
    type: bool
    default: false
  only_names:
    description:
      - Export only containers and workspaces with one of these names. These are shell patterns of short names, titles,
        names and IDs, case-insensitive, for example V(ship*).
      - Groups of containers are not exported then, because the role deletes groups that are not described.
    type: list
    elements: str
  only_tags:
    description: Export only containers that have one of these tags, case-insensitive. Groups are not exported then.
    type: list
    elements: str
  only_owned:
    description:
      - Whether to export only containers that this application owns, and not those that it is a data steward of.
    type: bool
    default: false
  names:
    description:
      - Names of users by their IDs, for the comments. Data Fabric returns no names. Names that the other products
        return are used everywhere.
    type: dict
  service:
    description:
      - ID of the service to export, a GUID. If omitted, the only service that this application has access to.
    type: str
  tenant:
    description:
      - ID of the tenant, for licenses, administrators and workspaces. For workspaces also an alias. If omitted, no
        licenses and administrators are exported, and workspaces only if this application sees one tenant.
    type: str
  application:
    description:
      - ID of the application in the tenant, a GUID. If omitted, the application of the service in the tenant.
    type: str
  include_folders:
    description:
      - Whether to export the folders of File storage. Reading them takes a key, which Data Workbench records in the
        activity log of the workspace, and lists everything in File storage.
    type: bool
    default: true
  graph_path:
    description: Path of the API for tenants on its host. The sources disagree. The other path is V(/apiv4/v1).
    type: str
    default: /veracity/graph/v4
requirements:
  - azure-storage-file-datalake, for folders
notes:
  - Some things are never exported, because Veracity does not return them, or because they are no state. These are
    event subscriptions with their callbacks, the content of containers and folders, data sets, members of workspaces,
    registrations of users, templates of resource groups, and whether to prune.
  - A grant is exported if it gives another key, now or after the current one has expired. Grants that are used up, and
    grants that this collection made for its own work, are not exported. A one-time grant that was not used yet is
    exported with a comment, because the role grants it again once it is used up.
seealso:
  - module: dnv.veracity.veracity_container_info
  - module: dnv.veracity.veracity_container_access_info
  - module: dnv.veracity.veracity_workspace_info
"""

EXAMPLES = r"""
---
- name: Export the containers of the fleet
  dnv.veracity.veracity_export:
    path: fleet.yml
    only_tags: [fleet]
    names:
      3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0: Fleet service

- name: Export a service with its licenses
  dnv.veracity.veracity_export:
    products: [service]
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    path: service.yml

- name: Show what exists without a file
  dnv.veracity.veracity_export:
  register: exported
"""

RETURN = r"""
---
path:
  description: Full path of the file.
  returned: success
  type: str
  sample: /home/fleet/fleet.yml
content:
  description: The text.
  returned: success, without O(path)
  type: str
counts:
  description: Number of exported things by kind.
  returned: success
  type: dict
  sample: {containers: 60, grants: 143, groups: 4, stewards: 12}
omitted:
  description: What is not exported and why, as in the last comment of the file. Empty if everything is.
  returned: success
  type: list
  elements: str
  sample: ["Containers that are only shared with this application: weather (0f8fad5b-d9cb-469f-a165-70867728950e)."]
diff:
  description: The file before and after.
  returned: if the file changes
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
from ansible_collections.dnv.veracity.plugins.module_utils._core import export
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import DEFAULT_PATH
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "products": {
        "type": "list",
        "elements": "str",
        "choices": ["data_fabric", "service", "data_workbench"],
        "default": ["data_fabric"],
    },
    "path": {"type": "path"},
    "force": {"type": "bool", "default": False},
    "only_names": {"type": "list", "elements": "str"},
    "only_tags": {"type": "list", "elements": "str"},
    "only_owned": {"type": "bool", "default": False},
    "names": {"type": "dict"},
    "service": {"type": "str"},
    "tenant": {"type": "str"},
    "application": {"type": "str"},
    "include_folders": {"type": "bool", "default": True},
    "graph_path": {"type": "str", "default": DEFAULT_PATH},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, session: Session) -> dict[str, t.Any]:
    """Ensure that a file has what there is."""
    return export.export(task, session.client_of)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_fabric",
    api_of=export.api_of,
    takes_session=True,
    remembers=True,
    keeps_keys=True,
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
