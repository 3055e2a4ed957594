#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_steward
short_description: Name and remove a data steward of a Data Fabric container
version_added: 1.0.0
description:
  - Makes a user or an application a data steward of a container of Veracity Data Fabric, or ends that. A data steward
    may share the container on behalf of its owner.
  - For many data stewards use M(dnv.veracity.veracity_container_stewards).
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  container:
    description: The short name of a container that this application owns, or the id of any container that it may see.
    type: str
    required: true
  user:
    description: The id of the user or application, a GUID. Upper and lower case make no difference.
    type: str
    required: true
  comment:
    description:
      - Why the user is a data steward, for people.
      - Leave it out to leave it as it is; an empty string removes it. A new data steward has an empty one then.
    type: str
  state:
    description:
      - V(present) makes the user a data steward, or changes the comment.
      - V(absent) ends that.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Only the owner of a container can name its data stewards and remove them. Its data stewards can see who they are.
  - Veracity documents both that naming a data steward again changes the comment, and that it is refused. The module
    asks for it. Where that is refused, it removes the data steward and names the user anew.
  - Grants that a data steward made stay when the data steward is removed.
  - Check mode and diff show what the run then does. A container that is named by a short name and is not
    there yet is taken as created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container_stewards
  - module: dnv.veracity.veracity_container_steward_info
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
---
- name: Let fleet operations share the container
  dnv.veracity.veracity_container_steward:
    container: shipdata
    user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    comment: Fleet operations

- name: End that
  dnv.veracity.veracity_container_steward:
    container: shipdata
    user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    state: absent
"""

RETURN = r"""
---
steward:
  description: The data steward; in check mode as it is going to be. None when the user is none.
  returned: success
  type: dict
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
  returned: success
  type: dict
  contains:
    before:
      description: The data steward before.
      type: dict
    after:
      description: The data steward now.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: data stewards of container shipdata
    after_header:
      description: What it is about.
      type: str
      sample: data stewards of container shipdata
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
    """Make a user a data steward, or end that."""
    return stewards.ensure_one(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
