#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_subscriber_info
short_description: Gather information about subscribers of a service
version_added: 1.0.0
description:
  - Returns the subscribers of a Veracity service, optionally with their access levels.
  - Returns all of them without O(user) and O(email). Returns an empty list if nobody matches.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services.service
  - dnv.veracity.services
  - dnv.veracity.bulk.reads
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  user:
    description: ID of a user.
    type: str
  email:
    description: Email address of a user.
    type: str
  include_access_levels:
    description:
      - Whether to request the access level of each subscriber in the list, which takes one request for each.
      - The access level of a single user is always returned.
    type: bool
    default: false
    aliases: [roles]
seealso:
  - module: dnv.veracity.veracity_service_subscribers
"""

EXAMPLES = r"""
---
- name: Gather information about all subscribers, with access levels
  dnv.veracity.veracity_service_subscriber_info:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    include_access_levels: true
  register: portal
"""

RETURN = r"""
---
subscribers:
  description:
    - The subscribers, in the order in which Veracity lists them, each as
      RV(dnv.veracity.veracity_service_subscriber#module:subscriber).
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
