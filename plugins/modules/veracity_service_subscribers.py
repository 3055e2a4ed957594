#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_subscribers
short_description: Give many users a service, with access levels
version_added: 1.0.0
description:
  - Subscribes any number of users to a Veracity service and sets their access levels. On request nobody else keeps the
    service.
  - Everything is looked up and planned before anything is written, and several users are worked on at a time.
  - A user that fails does not stop the others. The task fails at the end, says which users failed and why, and returns
    what became of each.
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
  subscribers:
    description: The users. Each takes the options of M(dnv.veracity.veracity_service_subscriber).
    type: list
    elements: dict
    required: true
    suboptions:
      user:
        description: The id of the user, a GUID. Either this or O(subscribers[].email).
        type: str
      email:
        description:
          - The e-mail address of the user, for whom Veracity is asked. Fails when nobody has it, and when several users
            have it; the message lists them. One whom another task on this computer registers at the same moment is
            waited for, for 30 seconds at most.
        type: str
      access_level:
        description:
          - The access level that the user has in the service. Left out, an access level that is there stays, and a new
            subscriber gets none.
        type: str
        aliases: [role]
  prune:
    description:
      - Whether users that have the service and are not in O(subscribers) lose it.
      - Check mode names them in RV(pruned). Nobody loses it when a user of the list cannot be told, for example
        because two users have the same e-mail address.
    type: bool
    default: false
    aliases: [exclusive]
  max_concurrency:
    description: How many users are worked on at a time.
    type: int
    default: 8
  known_users:
    description:
      - Users whom an earlier task has found, by e-mail address; of each address a list as
        RV(dnv.veracity.veracity_user_info#module:users). Veracity is not asked for these addresses again.
    type: dict
notes:
  - The application needs access to the service, and the right to manage its subscriptions (C(MYDNV_ADM_SUBS)).
  - In nested services only the root can be subscribed to. A service without access levels takes no
    O(subscribers[].access_level).
  - The API is asked as the service (C(/this)), with an application token for the API V(services). The service is always
    named in the call, so it makes no difference to how many services the application belongs.
  - The list of subscribers that Veracity returns has no access levels. So the task asks for each described user, and
    with O(prune) for each that is to lose the service.
seealso:
  - module: dnv.veracity.veracity_service_subscriber
  - module: dnv.veracity.veracity_service_subscriber_info
"""

EXAMPLES = r"""
---
- name: Who may use the fleet portal
  dnv.veracity.veracity_service_subscribers:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    prune: true
    subscribers:
      - email: captain@example.com
        access_level: editor
      - email: chief@example.com
        access_level: reader
  register: portal

- name: Say who lost it
  ansible.builtin.debug:
    msg: "{{ portal.pruned | map(attribute='email') | list }}"
"""

RETURN = r"""
---
outcomes:
  description: What became of each user, in the order of O(subscribers).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    user:
      description: The id of the user, none where it is not known.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    email:
      description: The e-mail address of the user, where it is described or Veracity tells it before the change.
      type: str
      sample: captain@example.com
    changed:
      description: Whether the subscription was added, changed or removed.
      type: bool
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      sample: false
    msg:
      description: Why it failed.
      returned: when it failed
      type: str
    subscriber:
      description: The subscription as Veracity shows it, in check mode as it is going to be. None when there is none.
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
    diff:
      description: What differs between what was there and what is described.
      type: dict
pruned:
  description: What became of each user who loses the service because of O(prune).
  returned: always, unless nothing was begun
  type: list
  elements: dict
  contains:
    user:
      description: The id of the user, none where it is not known.
      type: str
      sample: 11111111-2222-4333-8444-555555555501
    email:
      description: The e-mail address of the user, where it is described or Veracity tells it before the change.
      type: str
      sample: captain@example.com
    changed:
      description: Whether the subscription was added, changed or removed.
      type: bool
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      sample: false
    msg:
      description: Why it failed.
      returned: when it failed
      type: str
    subscriber:
      description: The subscription as Veracity shows it, in check mode as it is going to be. None when there is none.
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
    diff:
      description: What differs between what was there and what is described.
      type: dict
diff:
  description: The differences of the users that were changed.
  returned: always, unless nothing was begun
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
from ansible_collections.dnv.veracity.plugins.module_utils._subscriber_options import SUBSCRIBER_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._user_options import KNOWN_OPTION

SPEC: dict[str, t.Any] = {
    "service": {"type": "str", "required": True},
    "subscribers": {"type": "list", "elements": "dict", "required": True, "options": dict(SUBSCRIBER_OPTIONS)},
    "prune": {"type": "bool", "default": False, "aliases": ["exclusive"]},
    "max_concurrency": {"type": "int", "default": 8},
    **KNOWN_OPTION,
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
