#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_application_info
short_description: Gather information about applications of a tenant
version_added: 1.0.0
description:
  - Returns the applications of a tenant. An application is an installed instance of a service.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.tenant
  - dnv.veracity.tenants
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
seealso:
  - module: dnv.veracity.veracity_license
"""

EXAMPLES = r"""
---
- name: Gather information about all applications of a tenant
  dnv.veracity.veracity_application_info:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
  register: result
"""

RETURN = r"""
---
applications:
  description: The applications.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID.
      type: str
      sample: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
    name:
      description: Name.
      type: str
      sample: Fleet portal
    service:
      description: ID of the service that the application is an instance of.
      type: str
      sample: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    access_levels:
      description: Access levels that licenses of the application can have.
      type: list
      elements: str
      sample: [reader, editor, admin]
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import listings
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import Tenants
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRAPH_PATH_OPTION

SPEC: dict[str, t.Any] = {"tenant": {"type": "str", "required": True}, **GRAPH_PATH_OPTION}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the applications of a tenant."""
    tenant = guid(task.params["tenant"], "tenant")
    api = Tenants(client, task.params["graph_path"])
    return {"changed": False, "applications": listings.applications(api.applications(tenant))}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
