#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_user_info
short_description: Gather information about users by email address
version_added: 1.0.0
description:
  - Returns the users of Veracity with an email address. Returns an empty list if nobody has it.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services.users
  - dnv.veracity.services
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  email:
    description: Email address.
    type: str
    required: true
seealso:
  - module: dnv.veracity.veracity_user
"""

EXAMPLES = r"""
---
- name: Gather information about a user
  dnv.veracity.veracity_user_info:
    email: captain@example.com
  register: result
"""

RETURN = r"""
---
users:
  description: The users, each as RV(dnv.veracity.veracity_user#module:user). Several users can have the same address.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import user_reference, users
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import Services
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"email": {"type": "str", "required": True}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the users with an email address."""
    found = Services(client).resolve(user_reference.email_address(task.params["email"]))
    return {"changed": False, "users": [users.public(user) for user in found]}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
