#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_containers
short_description: Create, change and delete many Data Fabric containers
version_added: 1.0.0
description:
  - Brings any number of containers of Veracity Data Fabric to the states that are described.
  - One call looks at all containers; when nothing is to be changed, it stays at that call. Everything is planned before
    anything is written, and several containers are worked on at a time.
  - Mistakes in the options are reported together, before anything is changed. Among them are regions that do not exist,
    and one container that is described twice.
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
    description: The containers. Each takes the options of M(dnv.veracity.veracity_container).
    type: list
    elements: dict
    required: true
    suboptions:
      id:
        description:
          - The id of the container, a GUID. Veracity gives it, so a container that is still to be created has none.
          - Needed only when several containers have the same short name. Without it the container is found by
            O(containers[].short_name) among those that this application owns.
        type: str
      short_name:
        description:
          - What the container is called by. Veracity appends a GUID to it to make the name of the container in its
            storage account.
          - 5 to 32 lower-case letters and digits. It cannot be changed later.
        type: str
      region:
        description:
          - The Azure name of the region in which the container is created, for example V(northeurope).
            M(dnv.veracity.veracity_region_info) lists them.
          - Needed for the creation. It cannot be changed later; a container in another region makes the task fail.
        type: str
      may_contain_personal_data:
        description:
          - Sent to Veracity as C(mayContainPersonalData) when the container is created. Veracity documents it as
            whether the user has accepted that the container will B(not) contain personal data, while its examples send
            V(false) for ordinary containers. Find out what holds for you; for this reason there is no default.
          - Needed for the creation. It cannot be changed later; a container with the opposite makes the task fail.
        type: bool
      title:
        description:
          - The title that people see.
          - Leave it out to leave it as it is; an empty string removes it.
        type: str
      description:
        description:
          - What the container is for, in at most 500 characters.
          - Leave it out to leave it as it is; an empty string removes it.
        type: str
      icon:
        description: What the portal draws for the container. What is left out stays as it is.
        type: dict
        suboptions:
          id:
            description: The name of the drawing, for example V(Automatic_Information_Display).
            type: str
          background_color:
            description: The color behind it, for example V(#5594aa).
            type: str
      tags:
        description:
          - The titles of the tags that the container has. Upper and lower case make no difference.
          - Tags that belong to Veracity (of type C(systemtag)) are left alone.
          - Leave it out to leave them as they are; an empty list removes them.
        type: list
        elements: str
      state:
        description:
          - V(present) creates the container, or changes its title, description, icon and tags.
          - V(absent) deletes it with everything in it. This cannot be undone.
        type: str
        choices: [present, absent]
        default: present
  prune:
    description:
      - Whether to delete the containers of this application that carry the tag O(managed_tag) and are not in
        O(containers), with everything in them. This cannot be undone.
      - Needs O(managed_tag). Check mode names what would be deleted in RV(pruned).
    type: bool
    default: false
  managed_tag:
    description:
      - A tag that every container in O(containers) gets in addition to its O(containers[].tags), by which O(prune)
        knows its own.
    type: str
  validate_regions:
    description:
      - Whether to compare O(containers[].region) with the regions of Data Fabric before a container is created. This
        takes one request, and none if no container is created.
      - Set it to V(false) if the regions are known to exist. P(dnv.veracity.data_fabric#role) does so, because it has
        validated the whole description before.
    type: bool
    default: true
  max_concurrency:
    description: How many containers are worked on at a time.
    type: int
    default: 8
  wait:
    description:
      - Whether to wait until a new container is visible, and until a deleted one is gone.
      - With V(false) the task ends when Veracity has accepted the request. A later task does not ask for it again.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds to wait at most. Veracity takes up to 15 minutes to make a container visible.
    type: float
    default: 900
  wait_interval:
    description: How many seconds lie between two looks.
    type: float
    default: 15
notes:
  - Veracity accepts a creation at once and shows the container up to 15 minutes later.
  - A container is never asked for twice. What is to be created is written into a private file beside the token
    cache before it is asked for. When the answer is lost or the run is killed, the next run on the same computer
    looks for the container for 15 minutes before it creates one, and so does a second run at the same time. On other
    computers, or when that file is lost, nothing is known of it.
  - Check mode and diff show what the run then does, as far as what is there can be seen. For a container that
    is still being created nothing can be seen; it is taken to be as described.
  - The region, the short name and O(containers[].may_contain_personal_data) of a container cannot be changed.
    A difference makes the task fail. It never leads to a deletion and a new creation.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_container_info
"""

EXAMPLES = r"""
---
- name: Have a container for each ship
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

- name: Say which of them were changed
  ansible.builtin.debug:
    msg: "{{ fleet.outcomes | selectattr('changed') | map(attribute='short_name') | list }}"

- name: Delete those of our containers that are not described any more
  dnv.veracity.veracity_containers:
    managed_tag: fleet-provisioning
    prune: true
    containers: "{{ ships }}"
"""

RETURN = r"""
---
outcomes:
  description: What became of each container, in the order of O(containers).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    short_name:
      description: The short name.
      type: str
      sample: shipdata
    id:
      description: The id, none where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    changed:
      description: Whether the container was created, changed or deleted.
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
    container:
      description: The container as Veracity shows it; in check mode, and while it is provisioned, as it is going to be.
        When it failed before Veracity accepted a change, as it was. None when it is absent, and when it failed before
        it was looked at.
      type: dict
      contains:
        id:
          description: The id of the container. None where it is not known yet.
          type: str
          sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
        short_name:
          description: The short name. None for a container whose name does not begin with one.
          type: str
          sample: shipdata
        reference:
          description: The name of the container in its storage account, which is the short name followed by a GUID.
          type: str
          sample: shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
        url:
          description: The address of the container. It opens with a key only.
          type: str
          sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
        region:
          description: The region.
          type: str
          sample: northeurope
        may_contain_personal_data:
          description: What was said when it was created. None where Veracity does not know.
          type: bool
          sample: false
        title:
          description: The title.
          type: str
          sample: Ship data
        description:
          description: The description.
          type: str
          sample: Noon reports
        icon:
          description: The icon.
          type: dict
          contains:
            id:
              description: The name of the drawing.
              type: str
              sample: Automatic_Information_Display
            background_color:
              description: The color behind it.
              type: str
              sample: "#5594aa"
        tags:
          description: The titles of the owner's tags, sorted.
          type: list
          elements: str
          sample: [fleet, noon-reports]
        system_tags:
          description: The titles of Veracity's tags, sorted.
          type: list
          elements: str
          sample: []
        access_level:
          description: What the application is to the container, V(owner), V(dataSteward) or V(consumer).
          type: str
          sample: owner
        owner_id:
          description: The id of the owner.
          type: str
          sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
        created:
          description: When it was created, as Veracity writes it.
          type: str
          sample: "2026-11-23T09:00:00Z"
        last_modified:
          description: When it was last changed, as Veracity writes it.
          type: str
          sample: "2026-11-23T09:00:00Z"
        key_status:
          description:
            - Whether the application has a key to the content, V(noKeys), V(expired), V(available) or V(active).
          type: str
          sample: noKeys
        state:
          description: V(present), or V(provisioning) while Veracity still creates it.
          type: str
          sample: present
    diff:
      description: What differs between what was there and what is described.
      type: dict
pruned:
  description: What became of each container that is deleted because it is not described. Its entries are like those of
    RV(outcomes).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    short_name:
      description: The short name.
      type: str
      sample: shipdata
    id:
      description: The id.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    title:
      description: The title.
      type: str
      sample: Ship data
    changed:
      description: Whether it was deleted.
      type: bool
      sample: true
    failed:
      description: Whether that failed.
      type: bool
      sample: false
    msg:
      description: Why it failed.
      returned: when it failed
      type: str
    container:
      description: None.
      type: dict
    diff:
      description: What differs.
      type: dict
diff:
  description: The differences of the containers that were changed.
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
from ansible_collections.dnv.veracity.plugins.module_utils._container_options import CONTAINER_OPTIONS, WAIT_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers import bulk, regions
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.apply import apply
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.context import Tools
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.description import describe_all
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.inventory import Inventory
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.results import refuse_mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "containers": {"type": "list", "elements": "dict", "required": True, "options": dict(CONTAINER_OPTIONS)},
    "prune": {"type": "bool", "default": False},
    "managed_tag": {"type": "str"},
    "validate_regions": {"type": "bool", "default": True},
    "max_concurrency": {"type": "int", "default": 8},
    **WAIT_OPTIONS,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring many containers to their descriptions."""
    managed_tag = bulk.managed_tag_of(task.params)
    descriptions = describe_all(task.params["containers"], managed_tag)
    tools = Tools.of(task, client)
    inventory = Inventory(tools.api.containers(), tools.journal.dying)
    works = bulk.prepare_all(descriptions, inventory, tools)
    surplus = bulk.prunable(inventory, descriptions, managed_tag) if managed_tag and task.params["prune"] else []
    pruned = bulk.prepare_all(surplus, inventory, tools)
    refuse_mistakes(work.error for work in works)
    if task.params["validate_regions"]:
        regions.settle(works, "containers[{}].region", tools.api)
    if not task.check_mode:
        apply([*works, *pruned], tools)
    return bulk.result(works, pruned)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
