#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_accesses
short_description: Grant access to many Data Fabric containers, and revoke it
version_added: 1.0.0
description:
  - Brings the grants of any number of containers of Veracity Data Fabric to what is described. Who is granted access
    may claim keys.
  - One call finds the containers, one the key templates, and one for each container its grants. When nothing is to be
    changed, it stays at these calls. Several containers are worked on at a time.
  - Mistakes in the options are reported together, before anything is changed. Among them are grants for which there is
    no key template, and grants and containers that are described twice.
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
    description: The containers, each once.
    type: list
    elements: dict
    required: true
    suboptions:
      container:
        description:
          - The short name of a container that this application owns, or the id of any container that it may see.
        type: str
        required: true
      access:
        description:
          - The grants that the container has.
          - An empty list means that nobody is described, which matters to O(prune). Leave it out to leave the grants of
            the container alone.
        type: list
        elements: dict
        suboptions:
          user:
            description:
              - The id of the user or application that is to get access, a GUID. The id may be the application's own,
                and has to be for an application that works with its own containers, because owning a container gives no
                key.
              - Data Fabric has to know it.
            type: str
            required: true
          rights:
            description:
              - What a key allows. Data Fabric offers V(write), V(list), V(read) with V(list), these with V(write), and
                all four. The rights are taken exactly.
              - Needs O(containers[].access[].duration), which together with it leads to a key template when the task
                runs. Give these two or O(containers[].access[].key_template).
            type: list
            elements: str
            choices: [read, write, delete, list]
          duration:
            description:
              - For how long a key is valid from when it is claimed, as in V(1h), V(8h), V(1 month) and V(6 months).
                Data Fabric offers 1 and 8 hours, and 1 to 6 months.
              - Hours are taken exactly. How many hours a month has is not documented, so a month is whatever is offered
                within 28 to 31 days.
            type: str
          key_template:
            description:
              - The id or the name of a key template, in place of O(containers[].access[].rights) and
                O(containers[].access[].duration). M(dnv.veracity.veracity_key_template_info) lists them.
              - Grants with the rights and the duration of the template are the same grant, whichever template they were
                made with.
            type: str
          renewable:
            description:
              - Whether the user may claim another key when one has ended. Veracity calls it C(autoRefreshed).
              - When it is left out it is V(false). The grant then ends with its first key, and the task makes a new one
                as soon as that key has ended.
            type: bool
          ip_range:
            description:
              - From which IPv4 addresses a key works, both ends included.
              - Leave it out to accept any grant, whatever its addresses; a new one then works from everywhere. C({})
                means that it shall work from everywhere. Another range leads to a new grant, and to the revocation of
                the old one.
            type: dict
            suboptions:
              start:
                description: The first address.
                type: str
              end:
                description: The last address. When it is left out it is O(containers[].access[].ip_range.start).
                type: str
          comment:
            description:
              - A text that a new grant gets. Leave it out for none.
              - It is never compared with that of a grant that is there, because it cannot be changed. Another text
                would cost the user a new key.
            type: str
  replace:
    description:
      - Whether to revoke the other grants of each described user on the same container, after the new ones were made.
      - Only grants that this application made itself are revoked. Grants by others are left, and those that this
        application made for its own keys (M(dnv.veracity.veracity_container_key)).
      - Users who are not described for a container are a matter of O(prune).
    type: bool
    default: true
  prune:
    description:
      - Whether to revoke, on each container, the grants of users that are not described there.
      - Only grants that this application made itself are revoked, and not those that it made for its own keys. Check
        mode names what would be revoked in RV(outcomes[].revoked).
    type: bool
    default: false
  prune_others:
    description:
      - Whether O(prune) also revokes grants that others have made, such as data stewards and people in the portal.
      - Needs O(prune).
    type: bool
    default: false
  fold_duplicates:
    description:
      - Whether to revoke grants that are there more than once. The one whose key lives longest is kept, otherwise the
        first one. Only grants that this application made itself are revoked.
      - Duplicates are named in RV(outcomes[].duplicates) and warned of in any case.
    type: bool
    default: false
  max_concurrency:
    description: How many requests are made at a time, at least 1.
    type: int
    default: 8
notes:
  - A grant is what it is by its container, user, rights, duration and whether it is renewable. Data Fabric can change
    none of these, so a change is a new grant, and after it the revocation of the old one. A run that is interrupted
    between the two leaves both, and the next run revokes the old one.
  - A grant that is there satisfies the description, whoever made it.
  - B(Revocation ends the renewal, and nothing else.) A key that was claimed opens the container until it ends, which
    may take six months. RV(outcomes[].revoked[].key_valid_until) says until when. A grant that is not renewable, and
    whose key was claimed, ends by itself; it is not revoked, and changes nothing.
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
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_access_info
  - module: dnv.veracity.veracity_key_template_info
"""

EXAMPLES = r"""
---
- name: Say who has access to which container, and revoke what else this application has granted there
  dnv.veracity.veracity_container_accesses:
    prune: true
    containers:
      - container: ship9074729
        access:
          - user: 6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3
            rights: [read, list]
            duration: 1 month
            renewable: true
          - user: c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6
            rights: [write]
            duration: 8h
      - container: ship9039119
        access: []
  register: fleet

- name: Say which keys live on
  ansible.builtin.debug:
    msg: "{{ item.container }} opens to {{ item.user }} until {{ item.key_valid_until }}"
  loop: "{{ fleet.outcomes | map(attribute='revoked') | flatten | selectattr('key_valid_until') }}"
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
      description: The short name of the container.
      type: str
      sample: shipdata
    container_id:
      description: The id of the container. None where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    changed:
      description: Whether something was granted or revoked.
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
    accesses:
      description: The grants that are good now, described or not; in check mode those that would be.
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
    revoked:
      description: The grants that were revoked, or in check mode would be.
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
          description: Until when a claimed key opens the container in spite of the revocation. None when no key is
            valid.
          type: str
          sample: "2026-12-23T18:00:00Z"
    duplicates:
      description: The ids of grants that are there beside another one of the same user with the same rights, duration
        and O(containers[].access[].renewable).
      type: list
      elements: str
      sample: []
    diff:
      description: What differs between what was there and what is described. It shows the grants of the users for whom
        something changes.
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

from ansible_collections.dnv.veracity.plugins.module_utils._access_options import GRANT_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import results as access_results
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "containers": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "container": {"type": "str", "required": True},
            "access": {"type": "list", "elements": "dict", "options": dict(GRANT_OPTIONS)},
        },
    },
    "replace": {"type": "bool", "default": True},
    "prune": {"type": "bool", "default": False},
    "prune_others": {"type": "bool", "default": False},
    "fold_duplicates": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring the access to many containers to its description."""
    return access_results.result_of_many(
        *access_results.carry_out(access_results.demands_of(task.params), task, client)
    )


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
