#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_data_fabric_identity_info
short_description: Gather information about identities in Data Fabric
version_added: 1.0.0
description:
  - Returns the ID, the company and the role of this application in Veracity Data Fabric, or of another application or
    user.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  application:
    description: ID of an application, a GUID. If O(application) and O(user) are omitted, this application is returned.
    type: str
  user:
    description: ID of a user, a GUID.
    type: str
notes:
  - Without options, the caller is requested as an application first, and then as a user, because Data Fabric only
    answers one of the two.
seealso:
  - module: dnv.veracity.veracity_data_fabric_application
"""

EXAMPLES = r"""
---
- name: Gather information about this application
  dnv.veracity.veracity_data_fabric_identity_info:
  register: caller

- name: Fail unless this application can create containers
  ansible.builtin.assert:
    that: "'manager' in caller.identity.role | lower"
"""

RETURN = r"""
---
identity:
  description:
    - The application or user, as RV(dnv.veracity.veracity_data_fabric_application#module:application). V(null) if Data
      Fabric does not know it.
  returned: success
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.identities import Identities
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.application_roles import find, to_result
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {"application": {"type": "str"}, "user": {"type": "str"}}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the selected identity."""
    application, user = (
        guid(task.params[name], name) if task.params[name] is not None else None for name in ("application", "user")
    )
    DataFabric.of(task, client)
    found = find(Identities(client), application, user)
    return {"changed": False, "identity": to_result(found)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", mutually_exclusive=(("application", "user"),))


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
