# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Subscriptions to events. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...api_fields import guid
from ...client import harmless
from .containers import PROVISIONING

if t.TYPE_CHECKING:
    from ...client import Client

NOWHERE = "00000000-0000-0000-0000-000000000000"
_EVENTS = {"upserted": "BlobUpserted", "deleted": "BlobDeleted"}
_BLOB = f"{PROVISIONING}/container/SubscribeToBlobContainerEvents"
_CUSTOM = f"{PROVISIONING}/container/SubscribeToCustomEvents"


class Subscriptions:
    """Who is called when something happens. There is no way to list subscriptions.

    A name is unique "through the entire application", so a second one is never made: one that is taken gives
    ConflictError, or ResentError when the request was turned away before. Every method raises what the client raises.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def subscribe_to_blobs(self, name: str, container_id: str, events: t.Iterable[str], callback: str) -> None:
        """Have ``callback`` called when a blob is upserted or deleted in a container."""
        body = {
            "subscriptionName": name,
            "containerId": guid(container_id),
            "subscriptionTypes": [_EVENTS[event] for event in events],
            "callback": callback,
        }
        self._client.post(_BLOB, body=body, applied=harmless)

    def subscribe_to_shares(self, name: str, regions: t.Iterable[str], callback: str) -> None:
        """Have ``callback`` called when access to a container in one of the regions is granted."""
        body = {"subscriptionName": name, "callback": callback, "topic": "AccessShare", "regions": list(regions)}
        self._client.post(_CUSTOM, body=body, applied=harmless)

    def unsubscribe_from_blobs(self, name: str, container_id: str) -> None:
        """End a subscription to the blobs of a container."""
        self._client.delete(_BLOB, body={"subscriptionName": name, "containerId": guid(container_id)})

    def unsubscribe_from_shares(self, name: str, container_id: str | None = None) -> None:
        """End a subscription to grants. The body needs a container's id, though there is none: any GUID is sent."""
        self._client.delete(_CUSTOM, body={"subscriptionName": name, "containerId": guid(container_id or NOWHERE)})
