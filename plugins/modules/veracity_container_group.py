#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_group
short_description: Manage a group of Data Fabric containers
version_added: 1.0.0
description:
  - Creates, updates and deletes a group of containers of Veracity Data Fabric.
  - To manage several groups, use M(dnv.veracity.veracity_container_groups), which plans them together.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.groups
  - dnv.veracity.groups.changes
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options: {}
notes:
  - Two tasks that list the same container in different groups undo each other, and check mode does not know what an
    earlier task moves.
seealso:
  - module: dnv.veracity.veracity_container_groups
  - module: dnv.veracity.veracity_container_group_info
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Manage the group of the ships
  dnv.veracity.veracity_container_group:
    title: Fleet
    description: All ships
    containers: [ship9074729, ship9039119]

- name: Delete the group, but not its containers
  dnv.veracity.veracity_container_group:
    title: Fleet
    state: absent
"""

RETURN = r"""
---
group:
  description: The group after the task. V(null) if it does not exist.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the group. V(null) if it is not known yet.
      type: str
      sample: 5d0e7a35-6a0c-4c7b-9a3b-2f1f9f0a4c11
    title:
      description: Title of the group.
      type: str
      sample: Fleet
    description:
      description: Purpose of the group.
      type: str
      sample: All ships
    container_ids:
      description: IDs of the containers in the group.
      type: list
      elements: str
      sample: [8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6]
    sorting_order:
      description: Position of the group among the groups. V(null) if it is not set.
      type: float
      sample: 1.0
diff:
  description: The differences between the current and the described state.
  returned: success
  type: dict
  contains:
    before:
      description: The group before the task, with its containers by their short names where these are known.
      type: dict
    after:
      description: The group after the task, with its containers by their short names where these are known.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: group Fleet
    after_header:
      description: What it is about.
      type: str
      sample: group Fleet
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import groups
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GROUP_OPTIONS


@about("Group", "title", "id")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a group is as described."""
    return groups.ensure_one(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=dict(GROUP_OPTIONS),
    api="data_fabric",
    remembers=True,
    required_one_of=(("id", "title"),),
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
