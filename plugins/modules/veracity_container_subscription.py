#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_subscription
short_description: Subscribe to events of Data Fabric
version_added: 1.0.0
description:
  - Has Veracity call a URL when blobs change in a container of Data Fabric, or when access to containers is granted;
    or ends that.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    support: partial
    details:
      - Data Fabric does not list subscriptions. What this computer has not made itself cannot be known, see the
        notes.
  idempotent:
    support: partial
    details:
      - Data Fabric does not list subscriptions. What this computer has not made itself cannot be known, see the
        notes.
options:
  name:
    description: The name of the subscription. It has to be unique "through the entire application", whatever its kind.
    type: str
    required: true
  kind:
    description:
      - What is subscribed to. V(blob) is what happens to the blobs of O(container), V(access_share) that access to
        containers in O(regions) is granted.
    type: str
    choices: [blob, access_share]
    default: blob
  container:
    description:
      - The short name of a container that this application owns, or the id of a container.
      - Needed for O(kind=blob).
      - For O(kind=access_share) it is taken with O(state=absent) only. There is no container then, but the documents
        require an id in the request. Without O(container) the nil GUID is sent; whether every Data Fabric takes that
        is not documented.
    type: str
  events:
    description: Which events of O(kind=blob) lead to a call. Needed when O(state=present).
    type: list
    elements: str
    choices: [upserted, deleted]
  regions:
    description:
      - The Azure names of the regions that O(kind=access_share) is about, for example V(northeurope).
        M(dnv.veracity.veracity_region_info) lists them. The order makes no difference.
      - Needed when O(state=present).
    type: list
    elements: str
  callback:
    description:
      - The URL that Veracity calls. It begins with C(https://); C(http://) is for this computer only.
      - Such URLs often hold a secret, so it is never shown, and only a hash of it is kept.
      - Needed when O(state=present).
    type: str
  recreate:
    description:
      - Whether to delete and make the subscription in every case, which is the way to replace one that was made
        elsewhere. The task then reports a change each time.
    type: bool
    default: false
  state:
    description:
      - V(present) makes the subscription, or replaces it by a new one when it was made here with other options.
      - V(absent) ends it.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Data Fabric has no operation that lists subscriptions. What this module has made is remembered in a private file
    beside the token cache, for each caller on each computer. A subscription that is remembered and described in the
    same way is left alone, without a write. When somebody ends it elsewhere, that is not noticed; use
    O(recreate=true) then.
  - A subscription that is not remembered is asked for. When Veracity answers that the name is taken, the task warns,
    changes nothing and says so in C(changed), while check mode has predicted a change.
  - A subscription that is not remembered and shall be V(absent) is deleted on trial. Veracity refuses to delete what
    is not there, so a refusal counts as absent. Check mode cannot know it, predicts no change, and warns.
  - A subscription cannot be changed. To replace it is to delete it and make it anew; events in between are lost.
    Veracity deletes some time after it has accepted the deletion, and the module waits up to 60 seconds for the name
    to be free.
  - When the answer is lost or the run is killed, the next run asks again. There is never more than one of a name.
  - A container that is named by a short name and is not there yet is taken as created before this task in check mode,
    with a warning.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_region_info
"""

EXAMPLES = r"""
---
- name: Tell the loader about new noon reports
  dnv.veracity.veracity_container_subscription:
    name: noon-reports-loader
    container: shipdata
    events: [upserted]
    callback: "https://loader.example.com/hooks/noon?code={{ loader_code }}"

- name: Tell the register about every grant
  dnv.veracity.veracity_container_subscription:
    name: grants-register
    kind: access_share
    regions: [northeurope]
    callback: https://register.example.com/hooks/grants

- name: End it
  dnv.veracity.veracity_container_subscription:
    name: noon-reports-loader
    container: shipdata
    state: absent
"""

RETURN = r"""
---
subscription:
  description:
    - The subscription; in check mode as it is going to be. None when it is absent, and when the name is taken by one
      of which nothing is known. The callback is not in it.
  returned: success
  type: dict
  contains:
    name:
      description: The name.
      type: str
      sample: noon-reports-loader
    kind:
      description: The kind.
      type: str
      sample: blob
    container:
      description: The container as it is described. None for O(kind=access_share).
      type: str
      sample: shipdata
    container_id:
      description: The id of the container. None for O(kind=access_share), and where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    events:
      description: The events. Empty for O(kind=access_share).
      type: list
      elements: str
      sample: [upserted]
    regions:
      description: The regions, sorted. Empty for O(kind=blob).
      type: list
      elements: str
      sample: []
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: The subscription, without its callback before.
      type: dict
    after:
      description: The subscription, without its callback now.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: subscription noon-reports-loader
    after_header:
      description: What it is about.
      type: str
      sample: subscription noon-reports-loader
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.event_subscriptions import describe
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.subscribing import Subscribing
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._sharing_options import EVENTS_OPTION, SUBSCRIPTION_OPTIONS

SPEC: dict[str, t.Any] = {
    **SUBSCRIPTION_OPTIONS,
    "kind": {"type": "str", "choices": ["blob", "access_share"], "default": "blob"},
    "container": {"type": "str"},
    "events": EVENTS_OPTION,
    "regions": {"type": "list", "elements": "str"},
    "recreate": {"type": "bool", "default": False},
}


@about("Subscription", "name")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring a subscription to its description."""
    return Subscribing(task, client, describe(task.params)).ensure()


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
