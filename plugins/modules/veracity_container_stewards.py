#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_stewards
short_description: Manage data stewards of many Data Fabric containers in one task
version_added: 1.0.0
description:
  - Adds, updates and removes data stewards of any number of containers of Veracity Data Fabric, as described in
    O(containers).
  - One request finds the containers, and one for each container its data stewards. Everything is planned before
    anything is written, and several containers are processed in parallel.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.stewards.many
  - dnv.veracity.stewards.changes
  - dnv.veracity.bulk
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  prune:
    description: Whether to remove the data stewards of these containers that are not listed.
    type: bool
    default: false
seealso:
  - module: dnv.veracity.veracity_container_steward
  - module: dnv.veracity.veracity_container_steward_info
  - module: dnv.veracity.veracity_container_accesses
"""

EXAMPLES = r"""
---
- name: Manage data stewards, and remove those that are not listed
  dnv.veracity.veracity_container_stewards:
    prune: true
    containers:
      - container: ship9074729
        stewards:
          - user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
            comment: Fleet operations
      - container: ship9039119
        stewards: []
"""

RETURN = r"""
---
outcomes:
  description: The outcome of each container, in the order of O(containers).
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains:
    container:
      description: Short name of the container. V(null) if the name of the container does not start with one.
      type: str
      sample: shipdata
    container_id:
      description: ID of the container. V(null) if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    changed:
      description: Whether a data steward was added, updated or removed.
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
    stewards:
      description:
        - The current data stewards, each as RV(dnv.veracity.veracity_container_steward#module:steward).
      type: list
      elements: dict
    pruned:
      description:
        - The data stewards that were removed because of O(prune), or that could not be added again with another
          comment, each as RV(dnv.veracity.veracity_container_steward#module:steward).
      type: list
      elements: dict
    diff:
      description: The differences between the current and the described state.
      type: dict
diff:
  description: The differences of the containers whose data stewards were changed.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import stewards
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import STEWARD_OPTIONS

SPEC: dict[str, t.Any] = {
    "containers": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "container": {"type": "str", "required": True},
            "stewards": {
                "type": "list",
                "elements": "dict",
                "options": dict(STEWARD_OPTIONS),
            },
        },
    },
    "prune": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that many containers have the described data stewards."""
    return stewards.ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
