#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_subscribers
short_description: Manage many subscribers of a service in one task
version_added: 1.0.0
description:
  - Subscribes any number of users to a Veracity service, updates their access levels, and removes subscribers that are
    not listed, if O(prune=true).
  - Everything is planned before anything is written, and several users are processed in parallel.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services.service
  - dnv.veracity.services.subscribers
  - dnv.veracity.services.known_users
  - dnv.veracity.services.changes
  - dnv.veracity.services
  - dnv.veracity.bulk
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  prune:
    description:
      - Whether to remove subscribers that are not listed in O(subscribers).
      - Check mode lists them in RV(pruned). Nobody is removed if a listed user is not found, for example because two
        users have the same email address.
    type: bool
    default: false
    aliases: [exclusive]
notes:
  - The list of subscribers that Veracity returns has no access levels. The task sends one request for each listed user,
    and with O(prune) for each user to remove.
seealso:
  - module: dnv.veracity.veracity_service_subscriber
  - module: dnv.veracity.veracity_service_subscriber_info
"""

EXAMPLES = r"""
---
- name: Manage the subscribers of the fleet portal
  dnv.veracity.veracity_service_subscribers:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    prune: true
    subscribers:
      - email: captain@example.com
        access_level: editor
      - email: chief@example.com
        access_level: reader
  register: portal

- name: Show who was removed
  ansible.builtin.debug:
    msg: "{{ portal.pruned | map(attribute='email') | list }}"
"""

RETURN = r"""
---
outcomes:
  description: The outcome of each subscriber, in the order of O(subscribers).
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: &outcome
    user:
      description: ID of the user. V(null) if it is not known.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    email:
      description: Email address of the user, if it is described or Veracity returns it before the change.
      type: str
      sample: captain@example.com
    changed:
      description: Whether the subscription was added, updated or removed.
      type: bool
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      sample: false
    msg:
      description: Reason of the failure.
      returned: when it failed
      type: str
    subscriber:
      description:
        - The subscriber, as RV(dnv.veracity.veracity_service_subscriber#module:subscriber). V(null) if the user is not
          subscribed.
      type: dict
    diff:
      description: The differences between the current and the described state.
      type: dict
pruned:
  description: The outcome of each subscriber that O(prune) removes.
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
  contains: *outcome
diff:
  description: The differences of the subscribers that were changed.
  returned: always, unless the task fails before it starts to write
  type: list
  elements: dict
counts:
  description: Number of entries that changed, that failed, and that did neither.
  returned: failure, unless the task fails before it starts to write
  type: dict
  contains:
    changed:
      description: Number of entries that changed, also of those that failed afterwards.
      type: int
      sample: 2
    failed:
      description: Number of entries that failed.
      type: int
      sample: 1
    unchanged:
      description: Number of other entries.
      type: int
      sample: 57
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
from ansible_collections.dnv.veracity.plugins.module_utils._options import KNOWN_USERS_OPTION, SUBSCRIBER_OPTIONS

SPEC: dict[str, t.Any] = {
    "service": {"type": "str", "required": True},
    "subscribers": {"type": "list", "elements": "dict", "required": True, "options": dict(SUBSCRIBER_OPTIONS)},
    "prune": {"type": "bool", "default": False, "aliases": ["exclusive"]},
    "max_concurrency": {"type": "int", "default": 8},
    **KNOWN_USERS_OPTION,
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that the subscriptions of a service are as described."""
    return subscribers.ensure_many(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
