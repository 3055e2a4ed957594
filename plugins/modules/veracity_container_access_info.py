#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_access_info
short_description: Look at who has access to Data Fabric containers
version_added: 1.0.0
description:
  - Returns the grants of a container of Veracity Data Fabric, or of all containers that the application owns or is a
    data steward of.
  - Claiming a key would start its time and is no way of looking. This module claims none.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  container:
    description:
      - The short name of a container that this application owns, or the id of any container that it may see.
      - Leave it out for all containers that this application owns or is a data steward of.
    type: str
  user:
    description:
      - The id of a user or application, a GUID, to see only its grants.
      - Leave it out for all.
    type: str
  include_expired:
    description:
      - Whether to return the grants that give no access any more, too. They have ended, or this computer remembers that
        they were revoked.
    type: bool
    default: false
  max_concurrency:
    description: How many containers are looked at at a time, at least 1.
    type: int
    default: 8
notes:
  - Data Fabric lists revoked grants like others, and for ever. What the modules of this collection have revoked is
    remembered for 400 days in a private file beside the token cache of the computer that did it. What others have
    revoked looks like a grant that is not renewable.
  - Of a container that is only shared with the application, the application's own grants are returned.
  - A container that is named and not there makes the task fail. In check mode, one that is named by its short name is
    taken as one that is created before; the task then warns, and returns nothing.
seealso:
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_accesses
  - module: dnv.veracity.veracity_container_info
"""

EXAMPLES = r"""
---
- name: Look at who has access to what
  dnv.veracity.veracity_container_access_info:
  register: everything

- name: Show whose keys end when
  ansible.builtin.debug:
    msg: "{{ item.container }}: {{ item.user }} may {{ item.rights | join(', ') }}, key until {{ item.key_expires }}"
  loop: "{{ everything.accesses }}"

- name: Look at everything that a user ever had in one container
  dnv.veracity.veracity_container_access_info:
    container: shipdata
    user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    include_expired: true
  register: history
"""

RETURN = r"""
---
accesses:
  description: The grants, container by container, in the order in which they were made.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the grant. None in check mode for one that would be made.
      type: str
      sample: 5e0c7f52-77a4-4a0e-9d7c-3f4b1c2d9e10
    container:
      description: The short name of the container. None for a container whose name does not begin with one.
      type: str
      sample: shipdata
    container_id:
      description: The id of the container. None where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    user:
      description: The id of the user or application that may claim keys.
      type: str
      sample: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    rights:
      description: What a key allows, in the order V(read), V(write), V(delete), V(list).
      type: list
      elements: str
      sample: [read, list]
    duration_hours:
      description: For how many hours a key is valid from when it is claimed.
      type: int
      sample: 730
    renewable:
      description: Whether another key can be claimed when one has ended.
      type: bool
      sample: true
    key_template:
      description: The key template that the grant was made with.
      type: dict
      contains:
        id:
          description: The id. None where Data Fabric does not tell it.
          type: str
          sample: 0f6e1f1c-9a55-4c86-8f0e-5a3d6b7c8d9e
        name:
          description: The name. None when Data Fabric does not offer the template any more.
          type: str
          sample: Read and list for 1 month
    claimed:
      description: Whether a key was claimed.
      type: bool
      sample: true
    key_valid_from:
      description: From when the claimed key is valid. Veracity dates it one hour back, because clocks differ.
      type: str
      sample: "2026-11-23T08:00:00Z"
    key_expires:
      description: When the claimed key ends, or has ended. None when none was claimed.
      type: str
      sample: "2026-12-23T18:00:00Z"
    ip_range:
      description: From which addresses a key works. None for everywhere.
      type: dict
      contains:
        start:
          description: The first address.
          type: str
          sample: 192.0.2.10
        end:
          description: The last address.
          type: str
          sample: 192.0.2.20
    comment:
      description: The comment.
      type: str
      sample: Noon reports of the fleet
    granted_by:
      description: The id of the user or application that made the grant.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    state:
      description:
        - V(available) when no key was claimed yet, V(active) while a claimed key is valid, V(renewable) when it has
          ended and another can be claimed, V(expired) when it has ended for good.
        - V(revoked) when this computer remembers that it was revoked. Data Fabric itself does not tell.
      type: str
      sample: active
containers:
  description: The containers that were looked at, also those without a grant.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.listing import listing
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "container": {"type": "str"},
    "user": {"type": "str"},
    "include_expired": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the grants that are asked for."""
    return listing(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
