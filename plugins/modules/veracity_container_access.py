#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_access
short_description: Grant access to a Data Fabric container, and revoke it
version_added: 1.0.0
description:
  - Makes sure that a user or an application may claim keys for a container of Veracity Data Fabric, with the rights and
    for the time that are described, or that it may not any more.
  - It claims no key itself. That is what the user does, and M(dnv.veracity.veracity_container_key) for the application.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  container:
    description:
      - The short name of a container that this application owns, or the id of any container that it may see.
    type: str
    required: true
  user:
    description:
      - The id of the user or application that is to get access, a GUID. The id may be the application's own, and has to
        be for an application that works with its own containers, because owning a container gives no key.
      - Data Fabric has to know it.
    type: str
    required: true
  rights:
    description:
      - What a key allows. Data Fabric offers V(write), V(list), V(read) with V(list), these with V(write), and all
        four. The rights are taken exactly.
      - Needs O(duration), which together with it leads to a key template when the task runs. Give these two or
        O(key_template).
      - With O(state=absent), only grants with exactly these rights are revoked. Leave it out for any.
    type: list
    elements: str
    choices: [read, write, delete, list]
  duration:
    description:
      - For how long a key is valid from when it is claimed, as in V(1h), V(8h), V(1 month) and V(6 months). Data Fabric
        offers 1 and 8 hours, and 1 to 6 months.
      - Hours are taken exactly. How many hours a month has is not documented, so a month is whatever is offered within
        28 to 31 days.
      - With O(state=absent), only grants of this duration are revoked. Leave it out for any.
    type: str
  key_template:
    description:
      - The id or the name of a key template, in place of O(rights) and O(duration).
        M(dnv.veracity.veracity_key_template_info) lists them.
      - Grants with the rights and the duration of the template are the same grant, whichever template they were made
        with.
      - With O(state=absent), only such grants are revoked.
    type: str
  renewable:
    description:
      - Whether the user may claim another key when one has ended. Veracity calls it C(autoRefreshed).
      - When it is left out it is V(false). The grant then ends with its first key, and the task makes a new one as soon
        as that key has ended.
      - With O(state=absent), only grants that are renewable, or are not, are revoked. Leave it out for both.
    type: bool
  ip_range:
    description:
      - From which IPv4 addresses a key works, both ends included.
      - Leave it out to accept any grant, whatever its addresses; a new one then works from everywhere. C({}) means that
        it shall work from everywhere. Another range leads to a new grant, and to the revocation of the old one.
      - With O(state=absent), only grants with this range are revoked. Leave it out for any.
    type: dict
    suboptions:
      start:
        description: The first address.
        type: str
      end:
        description: The last address. When it is left out it is O(ip_range.start).
        type: str
  comment:
    description:
      - A text that a new grant gets. Leave it out for none.
      - It is never compared with that of a grant that is there, because it cannot be changed. Another text would cost
        the user a new key.
    type: str
  replace:
    description:
      - Whether to revoke the other grants of the same user on the same container, after the new one was made.
      - Only grants that this application made itself are revoked. Grants by others are left, and those that this
        application made for its own keys (M(dnv.veracity.veracity_container_key)).
      - With V(true), two tasks that describe two grants of one user on one container would revoke each other's.
        Describe them in one task with M(dnv.veracity.veracity_container_accesses), or set V(false).
    type: bool
    default: true
  fold_duplicates:
    description:
      - Whether to revoke grants that are there more than once. The one whose key lives longest is kept, otherwise the
        first one. Only grants that this application made itself are revoked.
      - Duplicates are named in RV(duplicates) and warned of in any case.
    type: bool
    default: false
  state:
    description:
      - V(present) makes the grant unless it is there.
      - V(absent) revokes, whoever made them, the grants of O(user) on O(container) that the other options select;
        without any of O(rights), O(duration), O(key_template), O(renewable) and O(ip_range), all of them. The container
        has to be there.
    type: str
    choices: [present, absent]
    default: present
notes:
  - A grant is what it is by its container, user, rights, duration and whether it is renewable. Data Fabric can change
    none of these, so a change is a new grant, and after it the revocation of the old one. A run that is interrupted
    between the two leaves both, and the next run revokes the old one.
  - A grant that is there satisfies the description, whoever made it.
  - B(Revocation ends the renewal, and nothing else.) A key that was claimed opens the container until it ends, which
    may take six months. RV(revoked[].key_valid_until) says until when. A grant that is not renewable, and whose key was
    claimed, ends by itself; it is not revoked, and changes nothing.
  - Data Fabric lists revoked grants like others. What was revoked is remembered for 400 days in a private file beside
    the token cache. On another computer, or when that file is lost, a revoked grant whose key was never claimed looks
    like one that is good.
  - Each request makes another grant. When an answer is lost, the task looks for the grant before it asks once more. Of
    several runs at once on one computer, one at a time changes the access to a container, and the others look again
    before they do. Runs on different computers can make duplicates, which the next run reports.
  - Only the owner of a container and its data stewards may grant and revoke. For a container that is only shared with
    the application, the task sees the application's own grants, and fails when something is to be changed.
  - In check mode a container that is named by its short name and is not there is taken as one that is created before.
    The task warns of that.
seealso:
  - module: dnv.veracity.veracity_container_accesses
  - module: dnv.veracity.veracity_container_access_info
  - module: dnv.veracity.veracity_container_key
  - module: dnv.veracity.veracity_key_template_info
"""

EXAMPLES = r"""
---
- name: Let an analyst read
  dnv.veracity.veracity_container_access:
    container: shipdata
    user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    rights: [read, list]
    duration: 1 month
    renewable: true
    comment: Noon reports of the fleet

- name: Let a supplier deliver from one office, once
  dnv.veracity.veracity_container_access:
    container: shipdata
    user: c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6
    rights: [write]
    duration: 8h
    ip_range:
      start: 192.0.2.10
      end: 192.0.2.20

- name: Let nobody of them in any more
  dnv.veracity.veracity_container_access:
    container: shipdata
    user: "{{ item }}"
    state: absent
  loop:
    - 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
    - c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6
  register: gone

- name: Say until when the keys live that they have
  ansible.builtin.debug:
    msg: "{{ gone.results | map(attribute='revoked') | flatten | map(attribute='key_valid_until') | list }}"
"""

RETURN = r"""
---
access:
  description: The grant. None with O(state=absent).
  returned: success
  type: dict
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
revoked:
  description:
    - The grants that were revoked, or in check mode would be.
    - With O(state=absent) also those that need no revocation, because they are not renewable or were revoked earlier,
      as long as their key lives.
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
    key_valid_until:
      description: Until when a claimed key opens the container in spite of the revocation. None when no key is valid.
      type: str
      sample: "2026-12-23T18:00:00Z"
duplicates:
  description: The ids of grants that are there beside RV(access) with the same rights, duration and O(renewable).
  returned: success
  type: list
  elements: str
  sample: []
kept:
  description:
    - The other grants of the user on the container that are left. Others made them, or they end with their key, or
      O(replace=false), or the application needs them itself.
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
diff:
  description: What differs between the grants of the user on the container and what is described.
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

from ansible_collections.dnv.veracity.plugins.module_utils._access_options import GRANT_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import results as access_results
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "container": {"type": "str", "required": True},
    **GRANT_OPTIONS,
    "replace": {"type": "bool", "default": True},
    "fold_duplicates": {"type": "bool", "default": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


@about("Container", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring the access of one user to one container to its description."""
    works, tools = access_results.carry_out([access_results.demand_of(task.params)], task, client)
    return access_results.result_of_one(works[0], tools)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
