#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_accesses
short_description: Manage grants of many Data Fabric containers in one task
version_added: 1.0.0
description:
  - Ensures that any number of containers of Veracity Data Fabric have the grants that O(containers) describes. The
    holder of a grant can claim keys.
  - One request finds the containers, one the key templates, and one for each container its grants. If nothing has to
    be changed, no other request is sent. Several containers are processed in parallel.
  - Grants without a matching key template, and grants and containers that are described twice, are reported before
    anything is changed.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.grants.many
  - dnv.veracity.grants.changes
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.bulk
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  prune:
    description:
      - Whether to revoke, on each container, the grants of users that are not described there.
      - Only grants that this application created are revoked. It keeps those that it created for its own keys. Check
        mode lists what would be revoked in RV(outcomes[].revoked).
    type: bool
    default: false
  prune_others:
    description:
      - Whether O(prune) also revokes grants that others created, such as data stewards and people in the portal.
      - Requires O(prune).
    type: bool
    default: false
notes:
  - Each entry of O(containers[].access) requires either C(rights) and C(duration), or C(key_template).
seealso:
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_access_info
  - module: dnv.veracity.veracity_container_access_report
  - module: dnv.veracity.veracity_key_template_info
"""

EXAMPLES = r"""
---
- name: Manage grants, and revoke the other grants of this application
  dnv.veracity.veracity_container_accesses:
    prune: true
    containers:
      - container: ship9074729
        access:
          - user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
            rights: [read, list]
            duration: 1 month
            renewable: true
          - user: c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6
            rights: [write]
            duration: 8h
      - container: ship9039119
        access: []
  register: fleet

- name: Show which keys of revoked grants are still valid
  ansible.builtin.debug:
    msg: "{{ item.container }} opens to {{ item.user }} until {{ item.key_valid_until }}"
  loop: "{{ fleet.outcomes | map(attribute='revoked') | flatten | selectattr('key_valid_until') }}"
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
      description: Short name of the container.
      type: str
      sample: shipdata
    container_id:
      description: ID of the container. V(null) if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    changed:
      description: Whether a grant was created or revoked.
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
    accesses:
      description:
        - The grants that are valid now, described or not, each as
          RV(dnv.veracity.veracity_container_access#module:access).
      type: list
      elements: dict
    revoked:
      description:
        - The grants that were revoked, each as RV(dnv.veracity.veracity_container_access#module:revoked).
      type: list
      elements: dict
    revoked_keys:
      description:
        - The grants that are revoked, by this task or before, and whose claimed key is still valid, each as
          RV(dnv.veracity.veracity_container_access#module:access).
      type: list
      elements: dict
    duplicates:
      description: IDs of other grants with the same user, rights, duration and O(containers[].access[].renewable).
      type: list
      elements: str
      sample: []
    diff:
      description:
        - The differences between the current and the described state, with the grants of the users for whom something
          changes.
      type: dict
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import results as access_results
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRANT_OPTIONS

SPEC: dict[str, t.Any] = {
    "containers": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "container": {"type": "str", "required": True},
            "access": {"type": "list", "elements": "dict", "options": dict(GRANT_OPTIONS)},
        },
    },
    "replace": {"type": "bool", "default": True},
    "prune": {"type": "bool", "default": False},
    "prune_others": {"type": "bool", "default": False},
    "fold_duplicates": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that many containers have the described grants."""
    return access_results.ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
