#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_containers
short_description: Manage many Data Fabric containers in one task
version_added: 1.0.0
description:
  - Creates, updates and deletes any number of Data Fabric containers, as described in O(containers).
  - One request finds all containers. If nothing has to be changed, no other request is sent. Everything is planned
    before anything is written, and several containers are processed in parallel.
  - Regions that do not exist and containers that are described twice are reported before anything is changed.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.containers.many
  - dnv.veracity.containers.creation
  - dnv.veracity.bulk
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  prune:
    description:
      - Whether to delete the containers of this application that have the tag O(managed_tag) and are not listed in
        O(containers), with their content. This cannot be undone.
      - Requires O(managed_tag). Check mode lists what would be deleted in RV(pruned).
    type: bool
    default: false
  managed_tag:
    description: Tag that is added to all containers in O(containers), and that selects the containers for O(prune).
    type: str
  validate_regions:
    description:
      - Whether to compare O(containers[].region) with the regions of Data Fabric before a container is created. This
        takes one request, and none if no container is created.
      - Set it to V(false) if the regions are known to exist. P(dnv.veracity.data_fabric#role) does so, because it has
        validated the whole description before.
    type: bool
    default: true
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_container_info
"""

EXAMPLES = r"""
---
- name: Create a container for each ship
  dnv.veracity.veracity_containers:
    managed_tag: fleet-provisioning
    containers:
      - short_name: ship9074729
        region: northeurope
        may_contain_personal_data: false
        title: MS Nordlys
        tags: [noon-reports]
      - short_name: ship9039119
        region: northeurope
        may_contain_personal_data: false
        title: MS Richard With
        tags: [noon-reports]
  register: fleet

- name: Show which containers were changed
  ansible.builtin.debug:
    msg: "{{ fleet.outcomes | selectattr('changed') | map(attribute='short_name') | list }}"

- name: Delete the managed containers that are not listed
  dnv.veracity.veracity_containers:
    managed_tag: fleet-provisioning
    prune: true
    containers: "{{ ships }}"
"""

RETURN = r"""
---
outcomes:
  description: The outcome of each container, in the order of O(containers).
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: &outcome
    short_name:
      description: Short name.
      type: str
      sample: shipdata
    id:
      description: ID. V(null) if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    changed:
      description: Whether the container was created, updated or deleted.
      type: bool
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      sample: false
    msg:
      description: Reason of the failure.
      returned: when it failed
      type: str
    container:
      description:
        - The container, as RV(dnv.veracity.veracity_container#module:container).
        - The previous state if it failed before Veracity accepted a change. V(null) if it is absent, and if it failed
          before its state was read.
      type: dict
    diff:
      description: The differences between the current and the described state.
      type: dict
pruned:
  description: The outcome of each container that O(prune) deletes.
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains:
    <<: *outcome
    title:
      description: Title.
      type: str
      sample: Ship data
diff:
  description: The differences of the containers that were changed.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.ensure import ensure_many
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import CONTAINER_OPTIONS, WAIT_OPTIONS

SPEC: dict[str, t.Any] = {
    "containers": {"type": "list", "elements": "dict", "required": True, "options": dict(CONTAINER_OPTIONS)},
    "prune": {"type": "bool", "default": False},
    "managed_tag": {"type": "str"},
    "validate_regions": {"type": "bool", "default": True},
    "max_concurrency": {"type": "int", "default": 8},
    **WAIT_OPTIONS,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that containers are as described."""
    return ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
