#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_subscriber_info
short_description: List the subscribers of a service
version_added: 1.0.0
description:
  - Returns the users that have a Veracity service, with their access levels on request.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  service:
    description: The id of the service, a GUID.
    type: str
    required: true
  user:
    description: The id of the one user to look for.
    type: str
  email:
    description: The e-mail address of the one user to look for. Nobody with this address is an empty list.
    type: str
  include_access_levels:
    description:
      - Whether to ask for the access level of each user of the whole list, which is one call for each.
      - Of a single user the access level is always returned.
    type: bool
    default: false
    aliases: [roles]
  max_concurrency:
    description: How many users are asked for at a time.
    type: int
    default: 8
notes:
  - The API is asked as the service (C(/this)), with an application token for the API V(services). The service is always
    named in the call, so it makes no difference to how many services the application belongs.
seealso:
  - module: dnv.veracity.veracity_service_subscribers
"""

EXAMPLES = r"""
---
- name: Who has the service, and with which access level
  dnv.veracity.veracity_service_subscriber_info:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    include_access_levels: true
  register: portal
"""

RETURN = r"""
---
subscribers:
  description: The users, in the order in which Veracity lists them.
  returned: success
  type: list
  elements: dict
  contains:
    user:
      description: The id of the user.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    email:
      description: The e-mail address, where Veracity tells it.
      type: str
      sample: captain@example.com
    name:
      description: The name, where Veracity tells it.
      type: str
      sample: Captain Example
    access_level:
      description: The access level. None in a service without access levels, and where it was not asked for.
      type: str
      sample: editor
    state:
      description: The state of the subscription, as Veracity calls it. None where it was not asked for.
      type: str
      sample: subscribing
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import subscribers
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "service": {"type": "str", "required": True},
    "user": {"type": "str"},
    "email": {"type": "str"},
    "include_access_levels": {"type": "bool", "default": False, "aliases": ["roles"]},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the subscribers of a service."""
    return {"changed": False, "subscribers": subscribers.gather(task, client)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services", mutually_exclusive=[("user", "email")])


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
