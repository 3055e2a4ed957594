#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_user
short_description: Register a user at Veracity
version_added: 1.0.0
description:
  - Looks for a user by e-mail address, and registers the user when nobody has it.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  email:
    description: The e-mail address.
    type: str
    required: true
  first_name:
    description: The first name. Needed for a registration.
    type: str
  last_name:
    description: The last name. Needed for a registration.
    type: str
  send_mail:
    description: Whether Veracity sends the user an invitation. Left out, Veracity decides.
    type: bool
  create_subscription:
    description: Whether the registration subscribes the user to O(service). Left out, Veracity decides.
    type: bool
  service:
    description: The id of the service that the user is registered for, a GUID.
    type: str
  access_level:
    description: The access level in O(service).
    type: str
    aliases: [role]
  return_url:
    description: Where the user gets to after the registration, an https URL.
    type: str
  contact_email:
    description: Whom the invitation names for questions.
    type: str
  contact_name:
    description: How the invitation calls that person.
    type: str
  known_users:
    description:
      - Users whom an earlier task has found, by e-mail address; of each address a list as
        RV(dnv.veracity.veracity_user_info#module:users). Veracity is not asked for these addresses again.
    type: dict
notes:
  - A registration cannot be undone here. Other options than O(email) are only used for a registration; a user that is
    there is left as it is. Use M(dnv.veracity.veracity_service_subscriber) for subscriptions and access levels.
  - A user is never registered twice. What is about to be registered is written into a private file beside the token
    cache before it is asked for. When the answer is lost, the task looks for the user, and so does the next run on the
    same computer, for an hour; only then it asks again. Of several runs at the same moment on one computer, such as
    that of a task for many hosts, one registers and the others wait until the user shows.
  - After a registration the task waits until the user can be found by the e-mail address, for 30 seconds at most. One
    that cannot be found yet is remembered in that file, too.
  - Several users may have the same e-mail address. Then nothing is registered, and RV(users) has all of them.
  - The application, or its service, needs the right to manage subscriptions (C(MYDNV_ADM_SUBS)).
  - The API is asked as the service (C(/this)), with an application token for the API V(services).
seealso:
  - module: dnv.veracity.veracity_user_info
  - module: dnv.veracity.veracity_service_subscriber
"""

EXAMPLES = r"""
---
- name: Invite the captain
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
  description: The user. In check mode, when it would be registered, without an id. None when several users have the
    address.
  returned: success
  type: dict
  contains:
    id:
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
users:
  description: All users with the address.
  returned: success
  type: list
  elements: dict
  contains:
    id:
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
confirmation_url:
  description:
    - Where the user confirms the registration. None when the user was there before, and when the answer was lost.
    - Whoever has it can confirm in place of the user, so set C(no_log) where the output of the run is kept.
  returned: success
  type: str
  sample: https://id.veracity.com/confirm/6f1c
diff:
  description: What differs between what was there and what is described.
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
from ansible_collections.dnv.veracity.plugins.module_utils._user_options import KNOWN_OPTION, USER_OPTIONS

SPEC: dict[str, t.Any] = {
    **USER_OPTIONS,
    "create_subscription": {"type": "bool"},
    "service": {"type": "str"},
    "access_level": {"type": "str", "aliases": ["role"]},
    **KNOWN_OPTION,
}


@about("User", "email")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Have a user registered."""
    return users.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure, spec=SPEC, api="services", remembers=True, required_by={"access_level": "service"}
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
