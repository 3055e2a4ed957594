#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_group_info
short_description: List groups of Data Fabric containers
version_added: 1.0.0
description:
  - Returns the groups of containers of Veracity Data Fabric that this application has made.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  id:
    description:
      - The id of a group, a GUID.
      - Leave it and O(title) out for all groups.
    type: str
  title:
    description: The title of a group. Upper and lower case make no difference.
    type: str
notes:
  - Groups belong to the caller alone; those of others cannot be seen.
seealso:
  - module: dnv.veracity.veracity_container_group
"""

EXAMPLES = r"""
---
- name: Find out which groups there are
  dnv.veracity.veracity_container_group_info:
  register: found

- name: Say so
  ansible.builtin.debug:
    msg: "{{ found.groups | map(attribute='title') | list }}"
"""

RETURN = r"""
---
groups:
  description: The groups. The list is empty when there is none such.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the group. None where it is not known yet.
      type: str
      sample: 5d0e7a35-6a0c-4c7b-9a3b-2f1f9f0a4c11
    title:
      description: The title.
      type: str
      sample: Fleet
    description:
      description: The description.
      type: str
      sample: All ships
    container_ids:
      description: The ids of the containers in the group.
      type: list
      elements: str
      sample: [8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6]
    sorting_order:
      description: Where the group stands among the groups. None where nothing was said.
      type: float
      sample: 1.0
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.groups import Groups
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.groups import public
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"id": {"type": "str"}, "title": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the groups that are asked for."""
    identifier = task.params["id"] and guid(task.params["id"])
    title = task.params["title"]
    DataFabric.of(task, client)
    found = [
        public(group)
        for group in Groups(client).all()
        if identifier in (None, group.id) and (title is None or title.casefold() == group.title.casefold())
    ]
    return {"changed": False, "groups": found}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", mutually_exclusive=(("id", "title"),))


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
