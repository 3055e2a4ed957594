#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_key_template_info
short_description: Gather information about key templates of Data Fabric
version_added: 1.0.0
description:
  - Returns the key templates of Veracity Data Fabric. A key template defines the rights and the validity of the keys of
    a grant. The IDs of key templates are not published, and may differ between environments.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  rights:
    description: Return only key templates with exactly these rights. If omitted, all are returned.
    type: list
    elements: str
    choices: [read, write, delete, list]
  duration:
    description:
      - Return only key templates with this duration, for example V(1h), V(8h), V(1 month) or V(6 months). A month is
        anything from 28 to 31 days. If omitted, all are returned.
    type: str
seealso:
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
---
- name: Gather information about all key templates
  dnv.veracity.veracity_key_template_info:
  register: result

- name: Show their rights and durations
  ansible.builtin.debug:
    msg: "{{ item.rights | join('+') }} for {{ item.duration }}"
  loop: "{{ result.key_templates }}"

- name: Find the key template for reading during eight hours
  dnv.veracity.veracity_key_template_info:
    rights: [read, list]
    duration: 8h
  register: result
"""

RETURN = r"""
---
key_templates:
  description: The key templates, in the order in which Data Fabric lists them.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID.
      type: str
      sample: 0f6e1f1c-9a55-4c86-8f0e-5a3d6b7c8d9e
    name:
      description: Name.
      type: str
      sample: Read and list for 1 month
    rights:
      description: Rights of a key, in the order V(read), V(write), V(delete), V(list).
      type: list
      elements: str
      sample: [read, list]
    duration_hours:
      description: Validity of a key in hours, from when it is claimed.
      type: int
      sample: 730
    duration:
      description: The same in the format of O(dnv.veracity.veracity_container_access#module:duration).
      type: str
      sample: 1 month
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import durations, key_templates
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import Accesses
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import RIGHTS_OPTION

SPEC: dict[str, t.Any] = {"rights": RIGHTS_OPTION, "duration": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the selected key templates."""
    rights, text = task.params["rights"], task.params["duration"]
    duration = None if text is None else durations.parse(text)
    DataFabric.of(task, client)
    found = [
        key_templates.public(template)
        for template in Accesses(client).templates()
        if (rights is None or template.rights == set(rights)) and (duration is None or duration.covers(template.hours))
    ]
    return {"changed": False, "key_templates": found}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
