#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container
short_description: Manage a Data Fabric container
version_added: 1.0.0
description:
  - Creates, updates and deletes a container of Veracity Data Fabric.
  - To manage many containers, use M(dnv.veracity.veracity_containers), which finds all of them with one request.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.containers
  - dnv.veracity.containers.creation
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
notes:
  - Before a container is created, O(region) is compared with the regions of Data Fabric, which takes one request.
seealso:
  - module: dnv.veracity.veracity_containers
  - module: dnv.veracity.veracity_container_info
  - module: dnv.veracity.veracity_region_info
"""

EXAMPLES = r"""
---
- name: Create a container for noon reports
  dnv.veracity.veracity_container:
    short_name: shipdata
    region: northeurope
    may_contain_personal_data: false
    title: Ship data
    description: Noon reports, updated by the fleet service
    tags:
      - fleet
      - noon-reports
  register: shipdata

- name: Change only the title
  dnv.veracity.veracity_container:
    container: shipdata
    title: Noon reports

- name: Remove all tags
  dnv.veracity.veracity_container:
    container: "{{ shipdata.container.id }}"
    tags: []

- name: Create a container without waiting until it is visible
  dnv.veracity.veracity_container:
    short_name: archive2026
    region: northeurope
    may_contain_personal_data: false
    wait: false

- name: Delete a container with its content
  dnv.veracity.veracity_container:
    short_name: shipdata
    state: absent
"""

RETURN = r"""
---
container:
  description: The container. In check mode, and while it is created, as described.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the container. V(null) if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    short_name:
      description: Short name. V(null) if the name of the container does not start with one.
      type: str
      sample: shipdata
    reference:
      description: Name of the container in its storage account, which is the short name followed by a GUID.
      type: str
      sample: shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
    url:
      description: URL of the container. Access requires a key.
      type: str
      sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
    region:
      description: Azure name of the region.
      type: str
      sample: northeurope
    may_contain_personal_data:
      description: Value that was sent when the container was created. V(null) if Veracity does not return it.
      type: bool
      sample: false
    title:
      description: Title.
      type: str
      sample: Ship data
    description:
      description: Description.
      type: str
      sample: Noon reports
    icon:
      description: Icon in the portal.
      type: dict
      sample: {id: Automatic_Information_Display, background_color: "#5594aa"}
    tags:
      description: Titles of the tags that belong to the owner, sorted.
      type: list
      elements: str
      sample: [fleet, noon-reports]
    system_tags:
      description: Titles of the tags that belong to Veracity, sorted.
      type: list
      elements: str
      sample: []
    access_level:
      description: Access level of this application, V(owner), V(dataSteward) or V(consumer).
      type: str
      sample: owner
    owner:
      description: ID of the owner.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    created:
      description: Time of the creation, as Veracity returns it.
      type: str
      sample: "2026-11-23T09:00:00Z"
    last_modified:
      description: Time of the last change, as Veracity returns it.
      type: str
      sample: "2026-11-23T09:00:00Z"
    key_status:
      description: Status of the key of this application, V(noKeys), V(expired), V(available) or V(active).
      type: str
      sample: noKeys
    state:
      description: V(present), or V(provisioning) while Veracity creates the container.
      type: str
      sample: present
diff:
  description: The differences between the current and the described state of the container.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.ensure import ensure_one
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import CONTAINER_OPTIONS, WAIT_OPTIONS

SPEC: dict[str, t.Any] = {**CONTAINER_OPTIONS, **WAIT_OPTIONS}


@about("Container", "container", "short_name", "id")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a container is as described."""
    return ensure_one(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_fabric",
    remembers=True,
    mutually_exclusive=(("container", "id"), ("container", "short_name")),
    required_one_of=(("container", "id", "short_name"),),
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
