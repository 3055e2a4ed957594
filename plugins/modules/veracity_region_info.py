#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_region_info
short_description: Gather information about regions of Data Fabric
version_added: 1.0.0
description:
  - Returns the regions in which containers of Veracity Data Fabric can be created.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options: {}
seealso:
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Gather information about all regions
  dnv.veracity.veracity_region_info:
  register: result

- name: Show the values of the option region
  ansible.builtin.debug:
    msg: "{{ result.regions | map(attribute='azure_name') | list }}"
"""

RETURN = r"""
---
regions:
  description: The regions.
  returned: success
  type: list
  elements: dict
  contains:
    azure_name:
      description: Azure name, which O(dnv.veracity.veracity_container#module:region) takes.
      type: str
      sample: northeurope
    display_name:
      description: Display name.
      type: str
      sample: North Europe
    full_name:
      description: Full name.
      type: str
      sample: North Europe
    short_name:
      description: Short name.
      type: str
      sample: ne
    location:
      description: Location.
      type: str
      sample: Ireland
    group_name:
      description: Name of the group of regions.
      type: str
      sample: Europe
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: The call quota of the subscription key is used up., status: 403}
"""

import dataclasses
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the regions."""
    regions = DataFabric.of(task, client).regions()
    return {"changed": False, "regions": [dataclasses.asdict(region) for region in regions]}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
