#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_data_fabric_identity_info
short_description: Find out who is who in Data Fabric
version_added: 1.0.0
description:
  - Returns who the caller is to Veracity Data Fabric, and with which role; or an application or a user by its id.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  application:
    description: The id of an application, a GUID. Leave it and O(user) out to ask about the caller.
    type: str
  user:
    description: The id of a user, a GUID. Leave it and O(application) out to ask about the caller.
    type: str
notes:
  - The caller is looked for as an application first, and then as a user, because Data Fabric answers one of the two
    only.
seealso:
  - module: dnv.veracity.veracity_data_fabric_application
"""

EXAMPLES = r"""
---
- name: Find out who we are
  dnv.veracity.veracity_data_fabric_identity_info:
  register: caller

- name: Stop unless we may create containers
  ansible.builtin.assert:
    that: "'manager' in caller.identity.role | lower"
"""

RETURN = r"""
---
identity:
  description: The application or user. None when Data Fabric knows none such.
  returned: success
  type: dict
  contains:
    kind:
      description: V(application) or V(user).
      type: str
      sample: application
    id:
      description: The id.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    company_id:
      description: The id of the company.
      type: str
      sample: 6f1d0c8b-4a7e-49d3-b2c5-8e9f7a6b5c4d
    role:
      description: The role, as Veracity writes it.
      type: str
      sample: manager
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.identities import Identities
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.application_roles import find, public
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"application": {"type": "str"}, "user": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return who is asked for."""
    application, user = (
        guid(task.params[name], name) if task.params[name] is not None else None for name in ("application", "user")
    )
    DataFabric.of(task, client)
    found = find(Identities(client), application, user)
    return {"changed": False, "identity": public(found) if found else None}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", mutually_exclusive=(("application", "user"),))


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
