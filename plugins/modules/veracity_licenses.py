#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_licenses
short_description: Give many users and groups licences in a tenant
version_added: 1.0.0
description:
  - Brings any number of licences of an application in a tenant to their descriptions. On request nobody else keeps one.
  - The list of licences is read once, everything is planned before anything is written, and several licences are worked
    on at a time.
  - A licence that fails does not stop the others. The task fails at the end and returns what became of each.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  tenant:
    description: The id of the tenant, a GUID. M(dnv.veracity.veracity_tenant_info) lists
      those that are linked to the service.
    type: str
    required: true
  application:
    description: The id of the application in the tenant, a GUID. M(dnv.veracity.veracity_application_info) lists them.
    type: str
    required: true
  licenses:
    description: The licences. Each takes the options of M(dnv.veracity.veracity_license).
    type: list
    elements: dict
    required: true
    suboptions:
      user:
        description: The id of the user whose licence it is, a GUID. Either this or O(licenses[].group).
        type: str
      group:
        description: The id of the group whose licence it is, a GUID.
        type: str
      access_level:
        description:
          - The access level. Left out, it stays as it is, and a new licence gets none. Only applications with access
            levels take one.
        type: str
      properties:
        description:
          - Properties of the licence to set, by name. Others stay. Their names carry a prefix of the application,
            such as V(demo_).
        type: dict
      remove_properties:
        description: The names of properties to take away.
        type: list
        elements: str
  prune:
    description:
      - Whether users and groups that have a license and are not in O(licenses) lose it.
      - Check mode names them in RV(pruned).
    type: bool
    default: false
    aliases: [exclusive]
  max_concurrency:
    description: How many licences are worked on at a time.
    type: int
    default: 8
  graph_path:
    description:
      - Where the API is on its host. Sources disagree; the other one is V(/apiv4/v1).
    type: str
    default: /veracity/graph/v4
  wait:
    description:
      - Whether to wait until a change shows. Veracity accepts changes at once and makes them later.
      - A new licence with properties is waited for in any case, because they are set once it is there.
    type: bool
    default: true
  wait_timeout:
    description: For how many seconds to wait at most.
    type: float
    default: 120
  wait_interval:
    description: How many seconds lie between two looks.
    type: float
    default: 2
  known_licenses:
    description:
      - The licences that an earlier task has found, all of the application, each as RV(outcomes[].license). Veracity is
        asked for the list only when it does not go with what is described.
    type: list
    elements: dict
notes:
  - Veracity answers changes with 202 and makes them later. Whether one is refused in the end is told in domain events
    only; here it shows as a change that does not become visible in time.
  - What was asked for is not asked for again when the answer is lost. The task looks for it, and fails when it does not
    become visible in time, because its state is not known then.
  - Properties are changed by their place in a list, which is read right before. Runs on one computer take turns, and
    wait until the change before theirs shows. A change that is refused because of what another computer has changed
    meanwhile is planned again once that shows, within O(wait_timeout). The API itself has no means against two
    computers that change the properties of one licence at the same moment.
  - The OpenAPI document of this API (V4) is not published in full. Which of its endpoints take application tokens,
    what a request for a licence contains, and under which name an answer has the id of its transaction, is not
    documented. What this collection assumes is listed in its guide on services.
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: Who has a licence for the fleet portal
  dnv.veracity.veracity_licenses:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    application: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
    prune: true
    licenses:
      - group: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
        access_level: reader
      - user: 11111111-2222-4333-8444-555555555501
        access_level: editor
"""

RETURN = r"""
---
outcomes:
  description: What became of each licence, in the order of O(licenses).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    user:
      description: The id of the user. Not there when the licence is a group's.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    group:
      description: The id of the group. Not there when the licence is a user's.
      type: str
      sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
    changed:
      description: Whether the licence was given, changed or taken away.
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
    license:
      description: The licence as Veracity shows it, in check mode as it is going to be. None when there is none.
      type: dict
      contains:
        user:
          description: The id of the user. Not there when the licence is a group's.
          type: str
          sample: 11111111-2222-4333-8444-555555555501
        group:
          description: The id of the group. Not there when the licence is a user's.
          type: str
          sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
        access_level:
          description: The access level, none where there is none.
          type: str
          sample: reader
        properties:
          description: The properties, by name.
          type: dict
          sample: {demo_department: deck}
    diff:
      description: What differs between what was there and what is described.
      type: dict
pruned:
  description: What became of each license that is taken away because of O(prune).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    user:
      description: The id of the user. Not there when the licence is a group's.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    group:
      description: The id of the group. Not there when the licence is a user's.
      type: str
      sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
    changed:
      description: Whether the licence was given, changed or taken away.
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
    license:
      description: The licence as Veracity shows it, in check mode as it is going to be. None when there is none.
      type: dict
      contains:
        user:
          description: The id of the user. Not there when the licence is a group's.
          type: str
          sample: 11111111-2222-4333-8444-555555555501
        group:
          description: The id of the group. Not there when the licence is a user's.
          type: str
          sample: a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d
        access_level:
          description: The access level, none where there is none.
          type: str
          sample: reader
        properties:
          description: The properties, by name.
          type: dict
          sample: {demo_department: deck}
    diff:
      description: What differs between what was there and what is described.
      type: dict
diff:
  description: The differences of the licences that were changed.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import licenses as licences
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.licenses import Work
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.licensing import Licensing
from ansible_collections.dnv.veracity.plugins.module_utils._license_options import (
    GRAPH_OPTIONS,
    LICENSE_OPTIONS,
    PLACE_OPTIONS,
)
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    **PLACE_OPTIONS,
    "licenses": {"type": "list", "elements": "dict", "required": True, "options": dict(LICENSE_OPTIONS)},
    "prune": {"type": "bool", "default": False, "aliases": ["exclusive"]},
    "max_concurrency": {"type": "int", "default": 8},
    "known_licenses": {"type": "list", "elements": "dict"},
    **GRAPH_OPTIONS,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring the licences of an application to their descriptions."""
    params = task.params
    place = licences.Place.of(params)
    descriptions = licences.describe_all(params["licenses"])
    licensing = Licensing(task, client, place)
    told: list[str] = []
    known = [] if params["known_licenses"] is None else [licences.found_before(params["known_licenses"])]

    def look() -> list[Work]:
        current = known.pop() if known else licensing.api.licences(place.tenant, place.application)
        by_entity = {licence.entity: licence for licence in current}
        works = [licences.prepare(by_entity.get(description.entity), description) for description in descriptions]
        pruned = licences.surplus(current, descriptions) if params["prune"] else []
        names = ", ".join(work.description.name for work in pruned)
        if pruned and names not in told:
            told.append(names)
            task.progress(f"not described, so they lose the licence: {names}")
        return [*works, *pruned]

    works = licensing.carry_out(look, task.concurrency)
    return licences.result(works[: len(descriptions)], works[len(descriptions) :])


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
