#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_tenant_info
short_description: Gather information about tenants that are linked to the service
version_added: 1.0.0
description:
  - Returns the tenants (company accounts) of Veracity that are linked to the service of the application.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.read_only
  - dnv.veracity.tenants
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
seealso:
  - module: dnv.veracity.veracity_application_info
"""

EXAMPLES = r"""
---
- name: Gather information about all tenants
  dnv.veracity.veracity_tenant_info:
  register: result
"""

RETURN = r"""
---
tenants:
  description: The tenants.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID.
      type: str
      sample: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    name:
      description: Name.
      type: str
      sample: Example Shipping
    raw:
      description: Everything that Veracity returned.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import listings
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import Tenants
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRAPH_PATH_OPTION

SPEC: dict[str, t.Any] = {**GRAPH_PATH_OPTION}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the tenants."""
    api = Tenants(client, task.params["graph_path"])
    return {"changed": False, "tenants": listings.named(api.tenants())}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
