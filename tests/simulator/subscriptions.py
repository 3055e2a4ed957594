# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event subscriptions. They can be made and removed, never listed; no event is ever sent."""

from __future__ import annotations

import ipaddress
import threading
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from .inputs import BadInputError, guid, items, json_object, name_text, text
from .regions import AZURE_NAMES

_TOPICS = ("AccessShare",)
_TYPES = ("BlobUpserted", "BlobDeleted")


@dataclass(frozen=True)
class Subscription:
    """One subscription: of custom events in ``regions``, or of ``types`` of blob events in a container."""

    name: str
    callback: str
    topic: str | None = None
    regions: tuple[str, ...] = ()
    container_id: str | None = None
    types: tuple[str, ...] = ()

    def view(self) -> dict[str, t.Any]:
        """Return what it was ordered with."""
        if self.container_id is None:
            more: dict[str, t.Any] = {"topic": self.topic, "regions": list(self.regions)}
        else:
            more = {"containerId": self.container_id, "subscriptionTypes": list(self.types)}
        return {"subscriptionName": self.name, "callback": self.callback, **more}


def custom_subscription(value: t.Any) -> Subscription:
    """Return the body of POST SubscribeToCustomEvents when it is right; raises BadInputError."""
    parts = json_object(value, {"subscriptionName", "callback", "topic", "regions"}, set())
    return Subscription(
        name=name_text("subscriptionName", parts["subscriptionName"]),
        callback=_callback(parts["callback"]),
        topic=_choices("topic", [parts["topic"]], _TOPICS)[0],
        regions=_choices("regions", parts["regions"], AZURE_NAMES),
    )


def container_subscription(value: t.Any) -> Subscription:
    """Return the body of POST SubscribeToBlobContainerEvents when it is right; raises BadInputError."""
    parts = json_object(value, {"subscriptionName", "containerId", "subscriptionTypes", "callback"}, set())
    return Subscription(
        name=name_text("subscriptionName", parts["subscriptionName"]),
        callback=_callback(parts["callback"]),
        container_id=guid("containerId", parts["containerId"]),
        types=_choices("subscriptionTypes", parts["subscriptionTypes"], _TYPES),
    )


def removal(value: t.Any) -> tuple[str, str]:
    """Return name and container id of the body of a DELETE; raises BadInputError."""
    parts = json_object(value, {"subscriptionName", "containerId"}, set())
    return name_text("subscriptionName", parts["subscriptionName"]), guid("containerId", parts["containerId"])


def _choices(name: str, value: t.Any, known: t.Collection[str]) -> tuple[str, ...]:
    chosen = items(name, value)
    if not chosen or not all(isinstance(entry, str) and entry in known for entry in chosen):
        raise BadInputError(f"{name} has to be taken from {', '.join(sorted(known))}")
    if len(set(chosen)) < len(chosen):
        raise BadInputError(f"{name} names something twice")
    return tuple(chosen)


def _callback(value: t.Any) -> str:
    address = text("callback", value)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        # Reading the port checks it.
        usable = bool(host) and parts.port != 0 and not any(sign.isspace() for sign in address)
    except ValueError:
        usable = False
    if not usable or not (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))):
        raise BadInputError("callback has to be an https address, or an http one of this machine")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Subscriptions:
    """All subscriptions; a name is unique over all callers and both kinds. Safe to use from several threads."""

    def __init__(self) -> None:
        self._by_name: dict[str, tuple[Subscription, str]] = {}
        self._lock = threading.Lock()

    def reset(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._by_name.clear()

    def add(self, subscription: Subscription, owner: str) -> bool:
        """Add a subscription; return False when its name is taken."""
        with self._lock:
            return self._by_name.setdefault(subscription.name, (subscription, owner))[0] is subscription

    def remove(self, name: str, owner: str, fits: t.Callable[[Subscription], bool]) -> bool:
        """Remove the caller's subscription of that name if it ``fits``; return whether it was there and did."""
        with self._lock:
            found, whose = self._by_name.get(name, (None, None))
            if found is None or whose != owner or not fits(found):
                return False
            del self._by_name[name]
            return True

    def all(self) -> list[dict[str, t.Any]]:
        """Return every subscription with its owner."""
        with self._lock:
            return [{**subscription.view(), "owner": owner} for subscription, owner in self._by_name.values()]
