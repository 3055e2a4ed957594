#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_access
short_description: Manage a grant of a Data Fabric container
version_added: 1.0.0
description:
  - Ensures that a user or an application can claim keys for a container of Veracity Data Fabric, with the described
    rights and duration, or that it cannot.
  - The module does not claim keys. The user does that, or M(dnv.veracity.veracity_container_key) for this application.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.container
  - dnv.veracity.grants
  - dnv.veracity.grants.changes
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
      - V(present) creates the grant if it does not exist. Either O(rights) and O(duration) or O(key_template) are
        required.
      - V(absent) revokes the grants of O(user) on O(container) that match the other options exactly, whoever created
        them. Options that are omitted match any grant. Without O(rights), O(duration), O(key_template), O(renewable)
        and O(ip_range), all grants of the user are revoked. The container must exist.
    type: str
    choices: [present, absent]
    default: present
notes:
  - With O(replace=true), two tasks that describe two grants of one user on one container revoke each other's grants.
    Describe them in one task with M(dnv.veracity.veracity_container_accesses), or set O(replace=false).
seealso:
  - module: dnv.veracity.veracity_container_accesses
  - module: dnv.veracity.veracity_container_access_info
  - module: dnv.veracity.veracity_container_key
  - module: dnv.veracity.veracity_key_template_info
"""

EXAMPLES = r"""
---
- name: Grant read access to an analyst
  dnv.veracity.veracity_container_access:
    container: shipdata
    user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    rights: [read, list]
    duration: 1 month
    renewable: true
    comment: Noon reports of the fleet

- name: Grant one upload from one office to a supplier
  dnv.veracity.veracity_container_access:
    container: shipdata
    user: c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6
    rights: [write]
    duration: 8h
    ip_range:
      start: 192.0.2.10
      end: 192.0.2.20

- name: Revoke all grants of both users
  dnv.veracity.veracity_container_access:
    container: shipdata
    user: "{{ item }}"
    state: absent
  loop:
    - 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    - c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6
  register: revocations

- name: Show when their keys expire
  ansible.builtin.debug:
    msg: "{{ revocations.results | map(attribute='revoked') | flatten | map(attribute='key_valid_until') | list }}"
"""

RETURN = r"""
---
access:
  description: The grant. V(null) with O(state=absent).
  returned: success
  type: dict
  contains: &grant
    id:
      description: ID of the grant. V(null) in check mode if it would be created.
      type: str
      sample: 5e0c7f52-77a4-4a0e-9d7c-3f4b1c2d9e10
    container:
      description: Short name of the container. V(null) if the name of the container does not start with one.
      type: str
      sample: shipdata
    container_id:
      description: ID of the container. V(null) if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    user:
      description: ID of the user or application that can claim keys.
      type: str
      sample: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    rights:
      description: Rights of a key, in the order V(read), V(write), V(delete), V(list).
      type: list
      elements: str
      sample: [read, list]
    duration_hours:
      description: Validity of a key in hours, from when it is claimed.
      type: int
      sample: 730
    renewable:
      description: Whether another key can be claimed when one has expired.
      type: bool
      sample: true
    key_template:
      description: Key template that the grant was created with.
      type: dict
      contains:
        id:
          description: ID. V(null) if Data Fabric does not return it.
          type: str
          sample: 0f6e1f1c-9a55-4c86-8f0e-5a3d6b7c8d9e
        name:
          description: Name. V(null) if Data Fabric no longer offers the key template.
          type: str
          sample: Read and list for 1 month
    claimed:
      description: Whether a key was claimed.
      type: bool
      sample: true
    key_valid_from:
      description: Start of the validity of the claimed key. Veracity sets it back by one hour, because clocks differ.
      type: str
      sample: "2026-11-23T08:00:00Z"
    key_expires_at:
      description: Expiry of the claimed key, also if it has passed. V(null) if no key was claimed.
      type: str
      sample: "2026-12-23T18:00:00Z"
    ip_range:
      description: Addresses from which a key works, C(start) and C(end). V(null) if it works from everywhere.
      type: dict
      sample: {start: 192.0.2.10, end: 192.0.2.20}
    comment:
      description: Comment.
      type: str
      sample: Noon reports of the fleet
    granted_by:
      description: ID of the user or application that created the grant.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    state:
      description:
        - V(available) if no key was claimed yet, V(active) while a claimed key is valid, V(renewable) if it has expired
          and another can be claimed, V(expired) if the grant has ended.
        - V(revoked) if this computer recorded the revocation. Data Fabric does not tell.
      type: str
      sample: active
revoked:
  description:
    - The grants that were revoked.
    - With O(state=absent), this includes grants that need no revocation, because they are not renewable or were revoked
      earlier, as long as their key is valid.
  returned: success
  type: list
  elements: dict
  contains:
    <<: *grant
    key_valid_until:
      description: Expiry of a claimed key, which still opens the container. V(null) if no key is valid.
      type: str
      sample: "2026-12-23T18:00:00Z"
duplicates:
  description: IDs of other grants with the same rights, duration and O(renewable) as RV(access).
  returned: success
  type: list
  elements: str
  sample: []
kept:
  description:
    - The other grants of the user on the container that were not revoked, because others created them, they end with
      their key, O(replace=false), or this application needs them itself.
  returned: success
  type: list
  elements: dict
  contains: *grant
diff:
  description: The differences between the current and the described grants of the user on the container.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import results as access_results
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRANT_OPTIONS

SPEC: dict[str, t.Any] = {
    "container": {"type": "str", "required": True},
    **GRANT_OPTIONS,
    "replace": {"type": "bool", "default": True},
    "fold_duplicates": {"type": "bool", "default": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


@about("Container", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user has the described grant of a container."""
    return access_results.ensure_one(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
