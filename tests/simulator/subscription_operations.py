# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations on event subscriptions."""

from __future__ import annotations

import typing as t

from .bodies import checked_body
from .messages import Response
from .routing import Call, message
from .subscriptions import Subscription, container_subscription, custom_subscription, removal


def subscribe_to_custom_events(call: Call) -> Response:
    """Accept a subscription to custom events."""
    subscription = checked_body(call, custom_subscription)
    return subscription if isinstance(subscription, Response) else _add(call, subscription)


def subscribe_to_container(call: Call) -> Response:
    """Accept a subscription to the blob events of a container that the caller may share."""
    subscription = checked_body(call, container_subscription)
    if isinstance(subscription, Response):
        return subscription
    container = call.state.containers.find_existing(subscription.container_id or "")
    if container is None or not call.state.relations.shares(container, call.caller.client_id):
        return message(400, "The caller is not owner or data steward of such a container.")
    return _add(call, subscription)


def unsubscribe_from_custom_events(call: Call) -> Response:
    """Remove a subscription to custom events; the body has to name a container, though there is none."""
    return _remove(call, lambda subscription, _container_id: subscription.container_id is None)


def unsubscribe_from_container(call: Call) -> Response:
    """Remove a subscription to the blob events of the container that the body names."""
    return _remove(call, lambda subscription, container_id: subscription.container_id == container_id)


def _add(call: Call, subscription: Subscription) -> Response:
    if not call.state.subscriptions.add(subscription, call.caller.client_id):
        return message(409, "There is a subscription with this name.")
    return Response(202)


def _remove(call: Call, fits: t.Callable[[Subscription, str], bool]) -> Response:
    body = checked_body(call, removal)
    if isinstance(body, Response):
        return body
    name, container_id = body
    if not call.state.subscriptions.remove(name, call.caller.client_id, lambda entry: fits(entry, container_id)):
        return message(400, "The caller has no such subscription.")
    return Response(202)
