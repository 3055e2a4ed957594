# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bodies of the Services API v3, checked as its document declares them; every check raises BadInputError."""

from __future__ import annotations

import typing as t
from collections.abc import Callable
from dataclasses import dataclass

from .directory import address
from .inputs import BadInputError, flag, items, json_object, name_text, text

_MESSAGE_TYPES = range(1, 5)
T = t.TypeVar("T")


@dataclass(frozen=True)
class Registration:
    """A UserRegistration with its options; ``subscriptions`` are service id, or None for the only one, and role."""

    email: str
    first_name: str
    last_name: str
    send_mail: bool
    subscriptions: tuple[tuple[str | None, str | None], ...]


def subscription_role(value: t.Any) -> str | None:
    """Return the role of SubscriptionOptions; the document allows null instead of an object."""
    if value is None:
        return None
    parts = json_object(value, set(), {"role"})
    return _given("role", parts.get("role"), text)


def registration(value: t.Any) -> Registration:
    """Return a UserRegistration."""
    parts = json_object(value, set(), {"firstName", "lastName", "email", "options"})
    options = json_object(parts.get("options") or {}, set(), set(_OPTIONS))
    checked = {name: _given(name, options.get(name), check) for name, check in _OPTIONS.items()}
    wanted: list[tuple[str | None, str | None]] = []
    if checked["createSubscription"]:
        wanted.append((checked["serviceId"], checked["role"]))
    for entry in checked["subscriptions"] or []:
        more = json_object(entry, {"serviceId"}, {"role", "sku"})
        wanted.append((text("serviceId", more["serviceId"]), _given("role", more.get("role"), text)))
    return Registration(
        email=address("email", parts.get("email")),
        first_name=_given("firstName", parts.get("firstName"), text) or "",
        last_name=_given("lastName", parts.get("lastName"), text) or "",
        send_mail=bool(checked["sendMail"]),
        subscriptions=tuple(wanted),
    )


def registrations(value: t.Any) -> list[Registration]:
    """Return an array of UserRegistration."""
    return [registration(entry) for entry in items("the body", value)]


def notification(value: t.Any) -> dict[str, t.Any]:
    """Return a NotificationMessage."""
    parts = json_object(value, {"message", "HighPriority"}, {"recipients"})
    flag("HighPriority", parts["HighPriority"])
    message = json_object(parts["message"], {"type"}, {"name", "content", "id", "timeStamp", "channelId"})
    for name in set(message) - {"type"}:
        _given(name, message[name], text)
    kind = message["type"]
    if not isinstance(kind, int) or isinstance(kind, bool) or kind not in _MESSAGE_TYPES:
        raise BadInputError("type has to be 1 (inbox), 2 (SMS), 3 (e-mail) or 4 (push)")
    recipients = _given("recipients", parts.get("recipients"), items)
    for entry in recipients or []:
        name_text("recipients", entry)
    return {"message": dict(message), "recipients": recipients, "HighPriority": parts["HighPriority"]}


def _given(name: str, value: t.Any, check: Callable[[str, t.Any], T]) -> T | None:
    return None if value is None else check(name, value)


_OPTIONS: dict[str, Callable[[str, t.Any], t.Any]] = {
    "sendMail": flag,
    "createSubscription": flag,
    "serviceId": text,
    "role": text,
    "returnUrl": text,
    "contactEmail": text,
    "contactName": text,
    # The SDK has these two, the document does not.
    "inviteMessage": text,
    "subscriptions": items,
}
