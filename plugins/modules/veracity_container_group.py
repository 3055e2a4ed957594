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
  - Creates, changes and deletes a group of containers of Veracity Data Fabric. Groups arrange containers in the
    portal. They belong to the caller alone, and give nobody access.
  - To manage several groups, use M(dnv.veracity.veracity_container_groups), which plans them together.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  id:
    description:
      - The id of the group, a GUID. Veracity gives it, so a group that is still to be created has none.
      - Needed only to give a group another title, and when several groups have the same title.
    type: str
  title:
    description:
      - The title. Without O(id) the group is found by it; upper and lower case make no difference then, and the title
        stays as it is.
      - With O(id) the group gets this title.
    type: str
  description:
    description:
      - What the group is for.
      - Leave it out to leave it as it is; an empty string removes it. A new group has an empty one then.
    type: str
  containers:
    description:
      - The containers in the group, each as the short name of a container that this application owns or the id of any
        container that it may see. The order makes no difference.
      - Leave it out to leave them as they are; an empty list removes them. A new group has none then.
    type: list
    elements: str
  sorting_order:
    description:
      - Where the group stands among the groups.
      - Leave it out to leave it as it is. For a new group Veracity decides then.
    type: float
  state:
    description:
      - V(present) creates the group, or changes it.
      - V(absent) deletes it. Its containers stay.
    type: str
    choices: [present, absent]
    default: present
notes:
  - A container is in one group of a caller at most. Adding it to a group removes it from its other group, so two tasks
    that name the same container in different groups undo each other. Check mode does not know what earlier tasks move;
    M(dnv.veracity.veracity_container_groups) does.
  - If the response to a creation is lost, the module looks for the group by its title before it sends the creation
    again. Runs on one computer that create groups wait for each other.
  - Check mode and diff show what the run then does. A container that is named by a short name and is not
    there yet is taken as created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container_groups
  - module: dnv.veracity.veracity_container_group_info
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Have the ships in one group
  dnv.veracity.veracity_container_group:
    title: Fleet
    description: All ships
    containers: [ship9074729, ship9039119]

- name: Delete the group, not the containers
  dnv.veracity.veracity_container_group:
    title: Fleet
    state: absent
"""

RETURN = r"""
---
group:
  description: The group; in check mode as it is going to be. None when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description: The id of the group. None where it is not known yet.
      type: str
      sample: 5d0e7a35-6a0c-4c7b-9a3b-2f1f9f0a4c11
    title:
      description: The title.
      type: str
      sample: Fleet
    description:
      description: The description.
      type: str
      sample: All ships
    container_ids:
      description: The ids of the containers in the group.
      type: list
      elements: str
      sample: [8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6]
    sorting_order:
      description: Where the group stands among the groups. None where nothing was said.
      type: float
      sample: 1.0
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: The group, with its containers by their short names where these are known before.
      type: dict
    after:
      description: The group, with its containers by their short names where these are known now.
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
from ansible_collections.dnv.veracity.plugins.module_utils._sharing_options import GROUP_OPTIONS


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
