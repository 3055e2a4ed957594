#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_event_subscription
short_description: Manage an event subscription of Data Fabric
version_added: 1.0.0
description:
  - Creates, replaces and deletes an event subscription of Veracity Data Fabric. Veracity then calls a URL when blobs in
    a container change, or when access to containers is granted.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    support: partial
    details: &unlisted Data Fabric does not list event subscriptions. One that this computer did not create is unknown.
  idempotent:
    support: partial
    details: *unlisted
options:
  name:
    description: Name of the event subscription. It must be unique "through the entire application", whatever its kind.
    type: str
    required: true
  kind:
    description:
      - What to subscribe to. V(blob) is changes of blobs in O(container), V(access_share) is grants of access to
        containers in O(regions).
    type: str
    choices: [blob, access_share]
    default: blob
  container:
    description:
      - Short name of a container that this application owns, or ID of a container.
      - Required for O(kind=blob).
      - For O(kind=access_share), only allowed with O(state=absent). Such an event subscription has no container, but
        according to the documentation the request to delete it requires an ID. If O(container) is omitted, the nil GUID
        is sent. Whether every Data Fabric accepts it is not documented.
    type: str
  events:
    description: Events of O(kind=blob) that cause a call. Required if O(state=present).
    type: list
    elements: str
    choices: [upserted, deleted]
  regions:
    description:
      - Azure names of the regions for O(kind=access_share), for example V(northeurope), in any order.
        M(dnv.veracity.veracity_region_info) lists them.
      - Required if O(state=present).
    type: list
    elements: str
  callback:
    description:
      - URL that Veracity calls. It must begin with V(https://). V(http://) is only accepted for this computer.
      - Such URLs often contain a secret. It is never shown, and only its hash is recorded.
      - Required if O(state=present).
    type: str
  recreate:
    description:
      - Whether to always delete the event subscription and create it again. This replaces an event subscription that
        was created elsewhere. The task then always reports a change.
    type: bool
    default: false
  state:
    description:
      - V(present) creates the event subscription, or replaces it if it was created here with other options.
      - V(absent) deletes it.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Data Fabric cannot list event subscriptions. The module records those that it creates in a private file beside the
    token cache, for each application on each computer. A recorded event subscription with the described options is not
    written again. If it was deleted elsewhere, the module does not notice. Use O(recreate=true) then.
  - For an event subscription that is not recorded, the module sends the request to create it. If Veracity answers that
    the name is in use, the task warns and reports no change, although check mode predicts one.
  - With O(state=absent), the module sends the request to delete an event subscription that is not recorded. Veracity
    refuses to delete one that does not exist, so a refusal counts as absent. Check mode predicts no change, and warns.
  - An event subscription cannot be changed. It is deleted and created again, and events in between are lost. Veracity
    deletes it some time after it accepts the request. The module waits up to 60 seconds until the name can be used.
  - If a response is lost or the run is killed, the next run sends the request again. There is never more than one event
    subscription with a name.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_region_info
"""

EXAMPLES = r"""
---
- name: Notify the loader of new noon reports
  dnv.veracity.veracity_event_subscription:
    name: noon-reports-loader
    container: shipdata
    events: [upserted]
    callback: "https://loader.example.com/hooks/noon?code={{ loader_code }}"

- name: Notify the register of grants
  dnv.veracity.veracity_event_subscription:
    name: grants-register
    kind: access_share
    regions: [northeurope]
    callback: https://register.example.com/hooks/grants

- name: Delete an event subscription
  dnv.veracity.veracity_event_subscription:
    name: noon-reports-loader
    container: shipdata
    state: absent
"""

RETURN = r"""
---
event_subscription:
  description:
    - The event subscription without its callback. V(null) if it is absent, and if the name is in use by one that is not
      recorded.
  returned: success
  type: dict
  contains:
    name:
      description: Name.
      type: str
      sample: noon-reports-loader
    kind:
      description: Kind.
      type: str
      sample: blob
    container:
      description: Container as described. V(null) for O(kind=access_share).
      type: str
      sample: shipdata
    container_id:
      description: ID of the container. V(null) for O(kind=access_share), and if it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    events:
      description: Events. Empty for O(kind=access_share).
      type: list
      elements: str
      sample: [upserted]
    regions:
      description: Azure names of the regions, sorted. Empty for O(kind=blob).
      type: list
      elements: str
      sample: []
diff:
  description: The differences between the recorded and the described event subscription, without their callbacks.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import event_subscriptions
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import (
    EVENT_SUBSCRIPTION_OPTIONS,
    EVENTS_OPTION,
)

SPEC: dict[str, t.Any] = {
    **EVENT_SUBSCRIPTION_OPTIONS,
    "kind": {"type": "str", "choices": ["blob", "access_share"], "default": "blob"},
    "container": {"type": "str"},
    "events": EVENTS_OPTION,
    "regions": {"type": "list", "elements": "str"},
    "recreate": {"type": "bool", "default": False},
}


@about("Event subscription", "name")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a subscription is as described."""
    return event_subscriptions.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
