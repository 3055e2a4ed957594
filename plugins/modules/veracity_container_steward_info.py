#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_steward_info
short_description: Gather information about data stewards of Data Fabric containers
version_added: 1.0.0
description:
  - Returns the data stewards of a container of Veracity Data Fabric. Without O(container), returns the data stewards of
    all containers that this application owns or is a data steward of, with one request for each container.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.container
  - dnv.veracity.bulk.reads
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
notes:
  - Only the owner and the data stewards of a container can list its data stewards.
seealso:
  - module: dnv.veracity.veracity_container_steward
  - module: dnv.veracity.veracity_container_stewards
"""

EXAMPLES = r"""
---
- name: Gather information about all data stewards
  dnv.veracity.veracity_container_steward_info:
  register: result

- name: Show them by container
  ansible.builtin.debug:
    msg: "{{ item.container }}: {{ item.user }} ({{ item.comment }})"
  loop: "{{ result.stewards }}"
"""

RETURN = r"""
---
stewards:
  description:
    - The data stewards by container, each as RV(dnv.veracity.veracity_container_steward#module:steward).
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
