#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_stewards
short_description: Name and remove data stewards of many Data Fabric containers
version_added: 1.0.0
description:
  - Brings the data stewards of any number of containers of Veracity Data Fabric to what is described.
  - One call looks at the containers, and one for each container at its data stewards. Everything is planned before
    anything is written, and several containers are worked on at a time.
  - Mistakes in the options are reported together, before anything is changed.
  - A container that fails does not stop the others. The task fails at the end, says which containers failed and why,
    and returns what became of each.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  containers:
    description: The containers.
    type: list
    elements: dict
    required: true
    suboptions:
      container:
        description:
          - The short name of a container that this application owns, or the id of any container that it may see.
        type: str
        required: true
      stewards:
        description:
          - The data stewards.
          - Leave it out to leave them all as they are. With O(prune) an empty list removes them all.
        type: list
        elements: dict
        suboptions:
          user:
            description: The id of the user or application, a GUID. Upper and lower case make no difference.
            type: str
            required: true
          comment:
            description:
              - Why the user is a data steward, for people.
              - Leave it out to leave it as it is; an empty string removes it. A new data steward has an empty one
                then.
            type: str
  prune:
    description:
      - Whether to remove the data stewards of these containers who are not described.
    type: bool
    default: false
  max_concurrency:
    description: How many containers are worked on at a time.
    type: int
    default: 8
notes:
  - Only the owner of a container can name its data stewards and remove them. Its data stewards can see who they are.
  - Veracity documents both that naming a data steward again changes the comment, and that it is refused. The module
    asks for it. Where that is refused, it removes the data steward and names the user anew.
  - Grants that a data steward made stay when the data steward is removed.
  - Check mode and diff show what the run then does. A container that is named by a short name and is not
    there yet is taken as created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container_steward
  - module: dnv.veracity.veracity_container_steward_info
  - module: dnv.veracity.veracity_container_accesses
"""

EXAMPLES = r"""
---
- name: Have these data stewards, and no others
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
  description: What became of each container, in the order of O(containers).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    container:
      description: The short name of the container. None for a container whose name does not begin with one.
      type: str
      sample: shipdata
    container_id:
      description: The id of the container. None where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    changed:
      description: Whether a data steward was named, changed or removed.
      type: bool
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      sample: false
    msg:
      description: Why it failed.
      returned: when it failed
      type: str
    stewards:
      description: The data stewards that there are now; in check mode, as they are going to be.
      type: list
      elements: dict
      contains:
        container:
          description: The short name of the container. None for a container whose name does not begin with one.
          type: str
          sample: shipdata
        container_id:
          description: The id of the container. None where it is not known yet.
          type: str
          sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
        user:
          description: The id of the data steward.
          type: str
          sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
        granted_by:
          description: The id of who named the data steward. None where it is not known yet.
          type: str
          sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
        comment:
          description: The comment.
          type: str
          sample: Fleet operations
    pruned:
      description:
        - The data stewards who were removed because of O(prune), or who could not be named again with another comment.
        - Its entries are like those of RV(outcomes[].stewards).
      type: list
      elements: dict
      contains:
        container:
          description: The short name of the container. None for a container whose name does not begin with one.
          type: str
          sample: shipdata
        container_id:
          description: The id of the container. None where it is not known yet.
          type: str
          sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
        user:
          description: The id of the data steward.
          type: str
          sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
        granted_by:
          description: The id of who named the data steward. None where it is not known yet.
          type: str
          sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
        comment:
          description: The comment.
          type: str
          sample: Fleet operations
    diff:
      description: What differs between what was there and what is described.
      type: dict
diff:
  description: The differences of the containers whose data stewards were changed.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import stewards
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._sharing_options import STEWARD_OPTIONS

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
    """Bring the data stewards of many containers to what is described."""
    return stewards.ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
