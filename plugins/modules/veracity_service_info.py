#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_info
short_description: Gather information about services
version_added: 1.0.0
description:
  - Returns the Veracity services that the application has access to.
  - Returns all of them without O(service) and O(name). Returns an empty list if nothing matches.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  service:
    description: ID of a service, a GUID.
    type: str
  name:
    description: Name of services, case-insensitive.
    type: str
notes:
  - Veracity says of this list that it is "currently not 100% accurate".
seealso:
  - module: dnv.veracity.veracity_service_subscriber
"""

EXAMPLES = r"""
---
- name: Gather information about all services of the application
  dnv.veracity.veracity_service_info:
  register: result
"""

RETURN = r"""
---
services:
  description: The services.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID of the service.
      type: str
      sample: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    name:
      description: Name.
      type: str
      sample: Fleet portal
    description:
      description: Description.
      type: str
      sample: Noon reports of the fleet
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import Services
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"service": {"type": "str"}, "name": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the services of the application."""
    name = task.params["name"]
    service = guid(task.params["service"], "service") if task.params["service"] is not None else None
    found = [
        {"id": entry.id, "name": entry.name, "description": entry.description}
        for entry in Services(client).services()
        if service in (None, entry.id.casefold()) and (name is None or name.casefold() == entry.name.casefold())
    ]
    return {"changed": False, "services": found}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
