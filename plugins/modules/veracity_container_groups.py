#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_groups
short_description: Manage many groups of Data Fabric containers in one task
version_added: 1.0.0
description:
  - Creates, changes and deletes any number of groups of containers of Veracity Data Fabric, as described in O(groups).
    Groups arrange containers in the portal. They belong to the caller alone, and give nobody access.
  - One call reads all groups, and another one the containers if any are described or shown. All groups are planned
    together before the first write, and the module works on several groups in parallel.
  - Mistakes in the options are reported together, before anything is changed.
  - A group that fails does not stop the others. The task fails at the end, names the groups that failed with the
    reasons, and returns the outcome of each.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  groups:
    description: The groups. Each takes the options of M(dnv.veracity.veracity_container_group).
    type: list
    elements: dict
    required: true
    suboptions:
      id:
        description:
          - Id of the group, a GUID. Veracity assigns it, so a group that is still to be created has none.
          - Needed only to change the title of a group, and if several groups have the same title.
        type: str
      title:
        description:
          - Title of the group. Without O(groups[].id), the group is found by its title without regard to case, and the
            title is not changed.
          - With O(groups[].id), the group gets this title.
          - A title can be described only once.
        type: str
      description:
        description:
          - Purpose of the group.
          - If omitted, the description is not changed. If empty, it is removed. By default, a new group has none.
        type: str
      containers:
        description:
          - Containers in the group, each as the short name of a container that this application owns or the id of any
            container that it can see. The order makes no difference.
          - A container can be described in one group only. It leaves the group that it was in.
          - If omitted, the containers are not changed. If empty, they are removed. By default, a new group has none.
        type: list
        elements: str
      sorting_order:
        description:
          - Position of the group among the groups.
          - If omitted, the position is not changed. Veracity decides on the position of a new group.
        type: float
      state:
        description:
          - V(present) creates or changes the group.
          - V(absent) deletes it. Its containers stay.
        type: str
        choices: [present, absent]
        default: present
  prune:
    description:
      - Whether to delete all groups of the caller that are described neither by id nor by title. Their containers stay.
    type: bool
    default: false
  max_concurrency:
    description: Number of groups that the module works on in parallel.
    type: int
    default: 8
notes:
  - If the response to a creation is lost, the module looks for the group by its title before it sends the creation
    again. Runs on one computer that create groups wait for each other.
  - Check mode and diff show what the run does. A container that moves from one described group to another is part of
    the difference of the group that it moves to. A container that is described by its short name and does not exist yet
    is treated as created by an earlier task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container_group
  - module: dnv.veracity.veracity_container_group_info
  - module: dnv.veracity.veracity_containers
"""

EXAMPLES = r"""
---
- name: Manage groups, and delete all others
  dnv.veracity.veracity_container_groups:
    prune: true
    groups:
      - title: Fleet
        description: All ships in service
        containers: [ship9074729, ship9039119]
      - title: Archive
        sorting_order: 9
"""

RETURN = r"""
---
outcomes:
  description: Outcome of each group, in the order of O(groups).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains: &outcome
    title:
      description: Title of the group.
      type: str
      sample: Fleet
    id:
      description: Id of the group. None if it is not known yet.
      type: str
      sample: 5d0e7a35-6a0c-4c7b-9a3b-2f1f9f0a4c11
    changed:
      description: Whether the group was created, changed or deleted.
      type: bool
      sample: true
    failed:
      description: Whether the group failed.
      type: bool
      sample: false
    msg:
      description: Reason of the failure.
      returned: if the group failed
      type: str
    group:
      description: The group after the task. None if it does not exist, and if it failed before it was read.
      type: dict
      contains:
        id:
          description: Id of the group. None if it is not known yet.
          type: str
          sample: 5d0e7a35-6a0c-4c7b-9a3b-2f1f9f0a4c11
        title:
          description: Title of the group.
          type: str
          sample: Fleet
        description:
          description: Description of the group.
          type: str
          sample: All ships in service
        container_ids:
          description: Ids of the containers in the group.
          type: list
          elements: str
          sample: [8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6]
        sorting_order:
          description: Position of the group among the groups. None if it is not set.
          type: float
          sample: 1.0
    diff:
      description: Difference between the current group and its description.
      type: dict
pruned:
  description: Outcome of each group that is deleted because of O(prune), with the keys of RV(outcomes).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains: *outcome
diff:
  description: Differences of the groups that changed.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import groups
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._sharing_options import GROUP_OPTIONS

SPEC: dict[str, t.Any] = {
    "groups": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": dict(GROUP_OPTIONS),
        "required_one_of": [["id", "title"]],
    },
    "prune": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that groups are as described."""
    return groups.ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
