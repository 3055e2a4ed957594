#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_subscriber
short_description: Give a user a service, with an access level
version_added: 1.0.0
description:
  - Subscribes a user to a Veracity service, sets the access level, or removes the subscription.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  service:
    description: The id of the service, a GUID. M(dnv.veracity.veracity_service_info) lists those of the application.
    type: str
    required: true
  user:
    description: The id of the user, a GUID. Either this or O(email).
    type: str
  email:
    description:
      - The e-mail address of the user, for whom Veracity is asked. Fails when nobody has it, and when several users
        have it; the message lists them. One whom another task on this computer registers at the same moment is waited
        for, for 30 seconds at most.
    type: str
  access_level:
    description:
      - The access level that the user has in the service. Left out, an access level that is there stays, and a new
        subscriber gets none.
    type: str
    aliases: [role]
  state:
    description: V(present) subscribes the user or changes the access level; V(absent) removes the subscription.
    type: str
    choices: [present, absent]
    default: present
notes:
  - The application needs access to the service, and the right to manage its subscriptions (C(MYDNV_ADM_SUBS)).
  - In nested services only the root can be subscribed to. A service without access levels takes no O(access_level).
  - The API is asked as the service (C(/this)), with an application token for the API V(services). The service is always
    named in the call, so it makes no difference to how many services the application belongs.
  - Veracity shows an absent subscriber either as missing (404) or in the state C(notSubscribing). Both count as absent.
  - A service that does not exist is a 404, too. So an O(service) with a slip in it shows with the first change, and not
    in check mode, nor with O(state=absent).
seealso:
  - module: dnv.veracity.veracity_service_subscribers
  - module: dnv.veracity.veracity_user
"""

EXAMPLES = r"""
---
- name: Let the captain edit
  dnv.veracity.veracity_service_subscriber:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    email: captain@example.com
    access_level: editor

- name: Take the service away
  dnv.veracity.veracity_service_subscriber:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    user: 11111111-2222-4333-8444-555555555501
    state: absent
"""

RETURN = r"""
---
subscriber:
  description: The subscription as Veracity shows it, in check mode as it is going to be. None when there is none.
  returned: success
  type: dict
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
      description: The access level; none in a service without access levels.
      type: str
      sample: editor
    state:
      description: The state of the subscription, as Veracity calls it.
      type: str
      sample: subscribing
user:
  description: The id of the user.
  returned: success
  type: str
  sample: 11111111-2222-4333-8444-555555555501
email:
  description: The e-mail address of the user, where it is described or Veracity tells it before the change.
  returned: success
  type: str
  sample: captain@example.com
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import subscribers
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._subscriber_options import SUBSCRIBER_OPTIONS

SPEC: dict[str, t.Any] = {
    "service": {"type": "str", "required": True},
    **SUBSCRIBER_OPTIONS,
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


@about("Subscriber", "user", "email")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that one subscription is as described."""
    return subscribers.ensure_one(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="services",
    remembers=True,
    mutually_exclusive=[("user", "email")],
    required_one_of=[("user", "email")],
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
