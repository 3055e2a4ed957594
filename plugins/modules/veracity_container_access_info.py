#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_access_info
short_description: Gather information about grants of Data Fabric containers
version_added: 1.0.0
description:
  - Returns the grants of a container of Veracity Data Fabric. Without O(container), returns the grants of all
    containers that this application owns or is a data steward of.
  - The module does not claim keys, because a key starts to expire when it is claimed.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.container
  - dnv.veracity.bulk.reads
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  user:
    description: ID of a user or application, a GUID. If omitted, the grants of all users are returned.
    type: str
  include_expired:
    description:
      - Whether to also return grants that no longer give access. They have ended, or this computer recorded their
        revocation.
    type: bool
    default: false
notes:
  - Data Fabric lists revoked grants like any other, without end. The modules of this collection record what they revoke
    for 400 days in a private file beside the token cache of the computer. A grant that was revoked elsewhere looks like
    a grant that is not renewable.
  - For a container that is only shared with this application, the grants to this application are returned.
  - The task fails if O(container) does not exist. In check mode, a container that is given by its short name and does
    not exist yet is assumed to be created before this task. The task then warns and returns nothing.
seealso:
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_accesses
  - module: dnv.veracity.veracity_container_info
"""

EXAMPLES = r"""
---
- name: Gather information about all grants
  dnv.veracity.veracity_container_access_info:
  register: access

- name: Show when each key expires
  ansible.builtin.debug:
    msg: "{{ item.container }}: {{ item.user }} may {{ item.rights | join(', ') }}, key until {{ item.key_expires_at }}"
  loop: "{{ access.accesses }}"

- name: Gather information about all grants that a user ever had on one container
  dnv.veracity.veracity_container_access_info:
    container: shipdata
    user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    include_expired: true
  register: history
"""

RETURN = r"""
---
accesses:
  description:
    - The grants by container, in the order of their creation, each as
      RV(dnv.veracity.veracity_container_access#module:access).
  returned: success
  type: list
  elements: dict
containers:
  description:
    - The containers whose grants were read, also those without a grant, each as
      RV(dnv.veracity.veracity_container#module:container).
  returned: success
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
    """Return the selected grants."""
    return listing(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
