#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_user
short_description: Register a user with Veracity
version_added: 1.0.0
description:
  - Registers a user, unless a user with the email address exists.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services.known_users
  - dnv.veracity.services.users
  - dnv.veracity.services
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  email:
    description: Email address.
    type: str
    required: true
  first_name:
    description: First name. Required to register the user.
    type: str
  last_name:
    description: Last name. Required to register the user.
    type: str
  send_mail:
    description: Whether Veracity sends the user an invitation. If omitted, Veracity decides.
    type: bool
  create_subscription:
    description: Whether to subscribe the new user to O(service). If omitted, Veracity decides.
    type: bool
  service:
    description: ID of the service to register the user for, a GUID.
    type: str
  access_level:
    description: Access level in O(service).
    type: str
    aliases: [role]
  return_url:
    description: URL to send the user to after the registration. It must begin with V(https://).
    type: str
  contact_email:
    description: Email address of the contact in the invitation.
    type: str
  contact_name:
    description: Name of the contact in the invitation.
    type: str
notes:
  - The module cannot remove a user. Options other than O(email) are only used for the registration. An existing user is
    not changed. Use M(dnv.veracity.veracity_service_subscriber) for subscriptions and access levels.
  - A user is never registered twice. The module records the registration in a private file beside the token cache
    before it sends the request. If the response is lost, the task looks for the user, and so do later runs on the same
    computer for one hour. Only then the request is sent again. Of several tasks at the same time on one computer, for
    example for many hosts, one registers the user, and the others wait until the user is found.
  - After the registration, the task waits up to 30 seconds until the user is found by the email address. A user that is
    not found yet is recorded in that file, too.
  - Several users can have the same email address. Nothing is registered then, and RV(users) contains all of them.
seealso:
  - module: dnv.veracity.veracity_user_info
  - module: dnv.veracity.veracity_service_subscriber
"""

EXAMPLES = r"""
---
- name: Register a user for a service, with an invitation
  dnv.veracity.veracity_user:
    email: captain@example.com
    first_name: Karin
    last_name: Example
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    access_level: editor
    create_subscription: true
    send_mail: true
  register: captain
"""

RETURN = r"""
---
user:
  description:
    - The user. Without an ID in check mode if it would be registered. V(null) if several users have the address.
  returned: success
  type: dict
  contains: &user
    id:
      description: ID of the user.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    email:
      description: Email address, if Veracity returns it.
      type: str
      sample: captain@example.com
    name:
      description: Name, if Veracity returns it.
      type: str
      sample: Captain Example
users:
  description: All users with the email address.
  returned: success
  type: list
  elements: dict
  contains: *user
confirmation_url:
  description:
    - URL where the user confirms the registration. V(null) if the user existed before, and if the response was lost.
    - Whoever has it can confirm in place of the user. Set C(no_log) if the output of the run is kept.
  returned: success
  type: str
  sample: https://id.veracity.com/confirm/6f1c
diff:
  description: The differences between the users before and after the registration.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import users
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import KNOWN_USERS_OPTION, USER_OPTIONS

SPEC: dict[str, t.Any] = {
    **USER_OPTIONS,
    "create_subscription": {"type": "bool"},
    "service": {"type": "str"},
    "access_level": {"type": "str", "aliases": ["role"]},
    **KNOWN_USERS_OPTION,
}


@about("User", "email")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a user is registered."""
    return users.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure, spec=SPEC, api="services", remembers=True, required_by={"access_level": "service"}
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
