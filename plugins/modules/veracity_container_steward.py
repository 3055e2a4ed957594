#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_steward
short_description: Manage a data steward of a Data Fabric container
version_added: 1.0.0
description:
  - Makes a user or an application a data steward of a container of Veracity Data Fabric, or removes it. A data steward
    can share the container on behalf of its owner.
  - To manage many data stewards, use M(dnv.veracity.veracity_container_stewards).
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.container
  - dnv.veracity.stewards
  - dnv.veracity.stewards.changes
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  container:
    required: true
  state:
    description:
      - V(present) makes the user a data steward, or updates the comment.
      - V(absent) removes the data steward.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: dnv.veracity.veracity_container_stewards
  - module: dnv.veracity.veracity_container_steward_info
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
---
- name: Add a data steward
  dnv.veracity.veracity_container_steward:
    container: shipdata
    user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    comment: Fleet operations

- name: Remove a data steward
  dnv.veracity.veracity_container_steward:
    container: shipdata
    user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    state: absent
"""

RETURN = r"""
---
steward:
  description: The data steward. V(null) if the user is not a data steward.
  returned: success
  type: dict
  contains:
    container:
      description: Short name of the container. V(null) if the name of the container does not start with one.
      type: str
      sample: shipdata
    container_id:
      description: ID of the container. V(null) if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    user:
      description: ID of the data steward.
      type: str
      sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    granted_by:
      description: ID of the user or application that added the data steward. V(null) if it is not known yet.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    comment:
      description: Comment.
      type: str
      sample: Fleet operations
diff:
  description: The differences between the current and the described state of the data steward.
  returned: success
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import stewards
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "container": {"type": "str", "required": True},
    "user": {"type": "str", "required": True},
    "comment": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


@about("Container", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user is a data steward, or is not."""
    return stewards.ensure_one(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
