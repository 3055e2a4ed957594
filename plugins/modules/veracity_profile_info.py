#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_profile_info
short_description: Gather information about user profiles of a tenant
version_added: 1.0.0
description:
  - Returns the profiles of users in a tenant. A user has one account, and a profile in each tenant.
  - Returns an empty list if nobody matches.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.tenants.tenant
  - dnv.veracity.tenants.read_only
  - dnv.veracity.tenants
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  email:
    description: Email address of users. If omitted, all profiles are returned.
    type: str
seealso:
  - module: dnv.veracity.veracity_user_info
"""

EXAMPLES = r"""
---
- name: Gather information about a user in a tenant
  dnv.veracity.veracity_profile_info:
    tenant: 7e0a1b2c-3d4e-4f50-9162-738495a6b7c8
    email: captain@example.com
  register: result
"""

RETURN = r"""
---
profiles:
  description: The profiles.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID of the profile.
      type: str
      sample: 5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d
    user:
      description: ID of the account, which licenses and subscriptions use for the user.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    email:
      description: Email address.
      type: str
      sample: captain@example.com
    name:
      description: Name.
      type: str
      sample: Captain Example
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import user_reference
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import listings
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import Tenants
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import GRAPH_PATH_OPTION

SPEC: dict[str, t.Any] = {"tenant": {"type": "str", "required": True}, "email": {"type": "str"}, **GRAPH_PATH_OPTION}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the profiles of users."""
    tenant, email = guid(task.params["tenant"], "tenant"), task.params["email"]
    if email is not None:
        email = user_reference.email_address(email)
    api = Tenants(client, task.params["graph_path"])
    return {"changed": False, "profiles": listings.profiles(api.profiles(tenant, email))}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
