#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_subscriber
short_description: Manage a subscriber of a service
version_added: 1.0.0
description:
  - Subscribes a user to a Veracity service, updates the access level, or removes the subscription.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services.service
  - dnv.veracity.services.subscriber
  - dnv.veracity.services.changes
  - dnv.veracity.services
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  state:
    description: V(present) subscribes the user or updates the access level. V(absent) removes the subscription.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Veracity returns an absent subscriber either as missing (404) or in the state C(notSubscribing). Both count as
    absent.
  - A service that does not exist also results in 404. A typo in O(service) is therefore only detected with the first
    change, but not in check mode, nor with O(state=absent).
seealso:
  - module: dnv.veracity.veracity_service_subscribers
  - module: dnv.veracity.veracity_user
"""

EXAMPLES = r"""
---
- name: Subscribe a user as editor
  dnv.veracity.veracity_service_subscriber:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    email: captain@example.com
    access_level: editor

- name: Remove a subscriber
  dnv.veracity.veracity_service_subscriber:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    user: 11111111-2222-4333-8444-555555555501
    state: absent
"""

RETURN = r"""
---
subscriber:
  description: The subscriber. V(null) if the user is not subscribed.
  returned: success
  type: dict
  contains:
    user:
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
    access_level:
      description: Access level. V(null) in a service without access levels, and if it was not requested.
      type: str
      sample: editor
    state:
      description: State of the subscription, as Veracity calls it. V(null) if it was not requested.
      type: str
      sample: subscribing
user:
  description: ID of the user.
  returned: success
  type: str
  sample: 11111111-2222-4333-8444-555555555501
email:
  description: Email address of the user, if it is described or Veracity returns it before the change.
  returned: success
  type: str
  sample: captain@example.com
diff:
  description: The differences between the current and the described state of the subscriber.
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
from ansible_collections.dnv.veracity.plugins.module_utils._options import SUBSCRIBER_OPTIONS

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
