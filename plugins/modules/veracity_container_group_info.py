#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_group_info
short_description: Gather information about groups of Data Fabric containers
version_added: 1.0.0
description:
  - Returns the groups of containers of Veracity Data Fabric that this application created. Groups of others cannot be
    listed.
  - Returns all of them without O(id) and O(title). Returns an empty list if nothing matches.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  id:
    description: ID of a group, a GUID.
    type: str
  title:
    description: Title of a group, case-insensitive.
    type: str
seealso:
  - module: dnv.veracity.veracity_container_group
"""

EXAMPLES = r"""
---
- name: Gather information about all groups
  dnv.veracity.veracity_container_group_info:
  register: result

- name: Show their titles
  ansible.builtin.debug:
    msg: "{{ result.groups | map(attribute='title') | list }}"
"""

RETURN = r"""
---
groups:
  description: The groups, each as RV(dnv.veracity.veracity_container_group#module:group).
  returned: success
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.groups import Groups
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.groups import to_result
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"id": {"type": "str"}, "title": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the selected groups."""
    identifier = task.params["id"] and guid(task.params["id"])
    title = task.params["title"]
    DataFabric.of(task, client)
    found = [
        to_result(group)
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
