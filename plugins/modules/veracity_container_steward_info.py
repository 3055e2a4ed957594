#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_steward_info
short_description: List the data stewards of Data Fabric containers
version_added: 1.0.0
description:
  - Returns the data stewards of a container of Veracity Data Fabric, or of all containers that this application owns
    or is a data steward of.
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
      - The short name of a container that this application owns, or the id of a container that it owns or is a data
        steward of.
      - Leave it out for all of them. That takes one call for each container.
    type: str
  max_concurrency:
    description: How many containers are asked about at a time.
    type: int
    default: 8
notes:
  - Only the owner of a container and its data stewards can see who its data stewards are.
seealso:
  - module: dnv.veracity.veracity_container_steward
  - module: dnv.veracity.veracity_container_stewards
"""

EXAMPLES = r"""
---
- name: Find out who may share what
  dnv.veracity.veracity_container_steward_info:
  register: found

- name: Say so
  ansible.builtin.debug:
    msg: "{{ item.container }}: {{ item.user }} ({{ item.comment }})"
  loop: "{{ found.stewards }}"
"""

RETURN = r"""
---
stewards:
  description: The data stewards, container by container.
  returned: success
  type: list
  elements: dict
  contains:
    container:
      description: The short name of the container. None for a container whose name does not begin with one.
      type: str
      sample: shipdata
    container_id:
      description: The id of the container. None where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    user:
      description: The id of the data steward.
      type: str
      sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    granted_by:
      description: The id of who named the data steward. None where it is not known yet.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    comment:
      description: The comment.
      type: str
      sample: Fleet operations
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import stewards
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"container": {"type": "str"}, "max_concurrency": {"type": "int", "default": 8}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the data stewards of one container, or of all."""
    return {"changed": False, "stewards": stewards.gather(task, client)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
