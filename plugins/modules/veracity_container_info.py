#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_info
short_description: Look at Data Fabric containers
version_added: 1.0.0
description:
  - Returns the containers of Veracity Data Fabric that the application owns, or that are shared with it.
  - Without O(id), O(short_name) and O(tag) it returns all of them. What is not there gives an empty list, not an error.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  id:
    description: The id of a container.
    type: str
  short_name:
    description: The short name of containers. Several can have the same.
    type: str
  tag:
    description: The title of a tag. Upper and lower case make no difference.
    type: str
notes:
  - A container that was asked for is listed when Veracity shows it, up to 15 minutes later.
seealso:
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Look at all containers
  dnv.veracity.veracity_container_info:
  register: everything

- name: Look at the containers of the fleet
  dnv.veracity.veracity_container_info:
    tag: fleet
  register: fleet

- name: Find the address of a container
  dnv.veracity.veracity_container_info:
    short_name: shipdata
  register: shipdata

- name: Show it
  ansible.builtin.debug:
    msg: "{{ shipdata.containers | map(attribute='url') | first | default('there is none') }}"
"""

RETURN = r"""
---
containers:
  description: The containers.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the container.
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
      description: V(present).
      type: str
      sample: present
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.inventory import by_id, select
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.plan import public
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"id": {"type": "str"}, "short_name": {"type": "str"}, "tag": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the containers that are asked for."""
    identifier = task.params["id"] and guid(task.params["id"])
    api = DataFabric.of(task, client)
    if identifier:
        found = by_id(api, identifier)
    else:
        found = select(api.containers(), task.params["short_name"], task.params["tag"])
    return {"changed": False, "containers": [public(container) for container in found]}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", mutually_exclusive=(("id", "short_name", "tag"),))


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
