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
  - Creates, updates and deletes any number of groups of containers of Veracity Data Fabric, as described in O(groups).
  - One request reads the groups, and one the containers if there are any in the groups. Everything is planned together
    before anything is written, and several groups are processed in parallel.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.groups.many
  - dnv.veracity.groups.changes
  - dnv.veracity.bulk
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  prune:
    description:
      - Whether to delete all groups of the caller that are not listed, neither by ID nor by title. Their containers
        remain.
    type: bool
    default: false
notes:
  - A container that moves from one listed group to another is part of the difference of the group that it moves to.
seealso:
  - module: dnv.veracity.veracity_container_group
  - module: dnv.veracity.veracity_container_group_info
  - module: dnv.veracity.veracity_containers
"""

EXAMPLES = r"""
---
- name: Manage groups, and delete those that are not listed
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
  description: The outcome of each group, in the order of O(groups).
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: &outcome
    title:
      description: Title of the group.
      type: str
      sample: Fleet
    id:
      description: ID of the group. V(null) if it is not known yet.
      type: str
      sample: 5d0e7a35-6a0c-4c7b-9a3b-2f1f9f0a4c11
    changed:
      description: Whether the group was created, updated or deleted.
      type: bool
      sample: true
    failed:
      description: Whether the group failed.
      type: bool
      sample: false
    msg:
      description: Reason of the failure.
      returned: when it failed
      type: str
    group:
      description: The group as RV(dnv.veracity.veracity_container_group#module:group). V(null) if it does not exist.
      type: dict
    diff:
      description: The differences between the current and the described state.
      type: dict
pruned:
  description: The outcome of each group that is deleted because of O(prune), with the keys of RV(outcomes).
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: *outcome
diff:
  description: The differences of the groups that were changed.
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
counts:
  description: Number of entries that changed, that failed, and that did neither.
  returned: failure, unless the task fails before it starts to write
  type: dict
  contains:
    changed:
      description: Number of entries that changed, also of those that failed afterwards.
      type: int
      sample: 2
    failed:
      description: Number of entries that failed.
      type: int
      sample: 1
    unchanged:
      description: Number of other entries.
      type: int
      sample: 57
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
from ansible_collections.dnv.veracity.plugins.module_utils._options import GROUP_OPTIONS

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
