#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_service_notification
short_description: Send a notification to users of a service
version_added: 1.0.0
description:
  - Sends a message to users of a service through the notification service of Veracity.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.services.service
  - dnv.veracity.services
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  diff_mode:
    support: none
    details: A message has no previous state.
  idempotent:
    support: none
    details: Every run sends the message.
options:
  title:
    description: Title of the message.
    type: str
    required: true
  content:
    description: Text of the message.
    type: str
    required: true
  recipients:
    description: IDs of the users to notify, GUIDs. One of O(recipients) and O(everybody=true) is required.
    type: list
    elements: str
  everybody:
    description: Whether to notify all users of the channel.
    type: bool
    default: false
  channel:
    description: ID of the channel, which the administrators of the service know. Sent as the header C(channelId).
    type: str
  type:
    description: How the message is delivered.
    type: str
    choices: [inbox, sms, email, push]
    default: inbox
  high_priority:
    description: Whether the message is urgent.
    type: bool
    default: false
notes:
  - Every run sends the message again, so RV(ignore:changed) is always V(true). Veracity does not tell whether a message
    was sent before. Run the module in a handler, or use C(when).
  - Check mode sends nothing, and warns of it.
  - If the response is lost, the message may have been sent. The module does not send it again, and the task fails.
seealso:
  - module: dnv.veracity.veracity_service_subscriber_info
"""

EXAMPLES = r"""
---
- name: Notify a user
  dnv.veracity.veracity_service_notification:
    service: 9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c
    title: Noon reports
    content: The reports of today are available.
    recipients:
      - 11111111-2222-4333-8444-555555555501
"""

RETURN = r"""
---
sent:
  description: Whether the message was sent. V(false) in check mode.
  returned: success
  type: bool
  sample: true
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    InputError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import TYPES, Notification, Services
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "service": {"type": "str", "required": True},
    "title": {"type": "str", "required": True},
    "content": {"type": "str", "required": True},
    "recipients": {"type": "list", "elements": "str"},
    "everybody": {"type": "bool", "default": False},
    "channel": {"type": "str"},
    "type": {"type": "str", "choices": list(TYPES), "default": "inbox"},
    "high_priority": {"type": "bool", "default": False},
}


@about("Service", "service")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Send a notification."""
    params = task.params
    service = guid(params["service"], "service")
    recipients = tuple(guid(user, "recipients") for user in params["recipients"] or ())
    if bool(recipients) == params["everybody"]:
        raise InputError(
            "recipients and everybody: one of them is required. Set recipients, or everybody: true for "
            "all users of the channel."
        )
    for name in ("title", "content"):
        if not params[name].strip():
            raise InputError(f"{name} must not be empty. Set it.")
    notification = Notification(
        params["title"], params["content"], TYPES[params["type"]], params["high_priority"], recipients
    )
    if task.check_mode:
        task.warn("Check mode: the message is not sent.")
        return {"changed": True, "sent": False}
    try:
        Services(client).notify(service, notification, params["channel"])
    except AmbiguousError as error:
        raise UnknownStateError(
            "Veracity did not confirm that the message was sent. It may have been sent, and is not sent again.",
            hint="Ask a recipient whether it has arrived before you run the task again.",
            exchange=error.exchange,
        ) from None
    return {"changed": True, "sent": True}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="services")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
