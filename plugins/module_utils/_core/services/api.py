# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The Services API v3 as a service sees it (``/this``). Private: for use inside dnv.veracity only.

Every call names the service: without, the API answers 300 when the application belongs to several.
"""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from ..api_fields import guid, guid_or_none, objects, text
from ..api_refusals import explained
from ..errors import ApiError, NotFoundError, ResponseError

if t.TYPE_CHECKING:
    from ..client import Applied, Client

BASE = "/veracity/services/v3/this"
_PAGE_SIZE = 100
# A listing that does not end is not read for ever.
_MOST_PAGES = 10_000
_SUBSCRIBED = ("subscribing", "pending")
# The roles are named in the SDK (IThis); a refusal does not say which one is missing.
_READING = (
    "The application must belong to the service, and needs the right to read it (MYDNV_ADM_READ), and a subscription "
    "to the API in the portal."
)
_SUBSCRIPTIONS = (
    "The application must belong to the service, and needs the right to manage its subscriptions (MYDNV_ADM_SUBS); "
    "of nested services only the root can be subscribed to."
)
_USERS = "The application, or its service, needs the right to manage subscriptions (MYDNV_ADM_SUBS)."


@dataclass(frozen=True)
class User:
    """A user as references show it; what the API leaves out is empty."""

    id: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Subscription:
    """A user's subscription to a service. ``access_level`` is None where there is none."""

    user: User
    state: str
    access_level: str | None

    @property
    def subscribed(self) -> bool:
        """Whether the user has the service, or is about to: an absent one can be shown as ``notSubscribing``."""
        return self.state.casefold() in _SUBSCRIBED


@dataclass(frozen=True)
class Service:
    """A service that the application has access to."""

    id: str
    name: str
    description: str


@dataclass(frozen=True)
class Registration:
    """What a user is registered with; None is left out."""

    email: str
    first_name: str
    last_name: str
    send_mail: bool | None = None
    create_subscription: bool | None = None
    service: str | None = None
    access_level: str | None = None
    return_url: str | None = None
    contact_email: str | None = None
    contact_name: str | None = None


@dataclass(frozen=True)
class Notification:
    """A message to users of a service; without recipients to all of its channel. ``type``: 1 to 4, see TYPES."""

    title: str
    content: str
    type: int
    high_priority: bool
    recipients: tuple[str, ...] = ()


# NotificationMessage.message.type
TYPES = {"inbox": 1, "sms": 2, "email": 3, "push": 4}


class Services:
    """The API as the caller of ``client`` sees it. Every method raises what the client raises, and ResponseError."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def services(self) -> list[Service]:
        """Return the services that the application has access to (GET /this/services; not accurate, says Veracity)."""
        return [
            Service(text(entry, "id"), text(entry, "name"), text(entry, "description"))
            for entry in self._pages(f"{BASE}/services", "The list of services")
        ]

    def subscribers(self, service: str) -> list[User]:
        """Return the users that subscribe to a service (GET /this/services/{id}/subscribers), without access levels."""
        path = f"{BASE}/services/{guid(service)}/subscribers"
        return [_user(entry) for entry in self._pages(path, "The list of subscribers")]

    def subscription(self, service: str, user: str) -> Subscription | None:
        """Return a user's subscription, None when there is none (404, or another state than subscribing or pending)."""
        found = self.shown(service, user)
        return found if found is not None and found.subscribed else None

    def shown(self, service: str, user: str) -> Subscription | None:
        """Return what the API shows for a user in whatever state, None for a 404."""
        try:
            with explained(_READING):
                answer = self._client.get(_subscriber(service, user)).json()
        except NotFoundError:
            return None
        if not isinstance(answer, dict):
            raise ResponseError("The subscription is not valid: the response is not an object.")
        # The id in the answer is the subscription's own in some answers, and the user's in others.
        return Subscription(
            User(guid(user), text(answer, "email"), text(answer, "name")),
            text(answer, "state"),
            text(answer, "role") or None,
        )

    def subscribe(self, service: str, user: str, access_level: str | None) -> None:
        """Add a subscription or change its access level (PUT; twice has the effect of once)."""
        with explained(_SUBSCRIPTIONS):
            self._client.put(
                _subscriber(service, user), body={"role": access_level} if access_level else {}, repeatable=True
            )

    def unsubscribe(self, service: str, user: str) -> None:
        """Remove a subscription (DELETE). One that is not there is fine."""
        try:
            with explained(_SUBSCRIPTIONS):
                self._client.delete(_subscriber(service, user))
        except NotFoundError:
            return

    def resolve(self, email: str) -> list[User]:
        """Return the users with an e-mail address; there may be several (GET /this/user/resolve({email}))."""
        try:
            with explained(_USERS):
                answer = self._client.get(f"{BASE}/user/resolve({quote(email, safe='@')})").json()
        except NotFoundError:
            return []
        found = [_user(entry) for entry in objects(answer, "The list of users")]
        return list({user.id: user for user in found}.values())

    def register(self, wanted: Registration, *, applied: Applied) -> tuple[User, str]:
        """Register a user and return it with the confirmation URL (POST /this/user). Each call may make another one."""
        options = {
            "sendMail": wanted.send_mail,
            "createSubscription": wanted.create_subscription,
            "serviceId": wanted.service,
            "role": wanted.access_level,
            "returnUrl": wanted.return_url,
            "contactEmail": wanted.contact_email,
            "contactName": wanted.contact_name,
        }
        body: dict[str, t.Any] = {
            "firstName": wanted.first_name,
            "lastName": wanted.last_name,
            "email": wanted.email,
        }
        given = {name: value for name, value in options.items() if value is not None}
        if given:
            body["options"] = given
        with explained(_USERS):
            answer = self._client.post(f"{BASE}/user", body=body, applied=applied).json()
        if not isinstance(answer, dict):
            raise ResponseError("The registered user is not valid: the response is not an object.")
        return _user(answer), text(answer, "confirmationUrl")

    def notify(self, service: str, notification: Notification, channel: str | None) -> None:
        """Send a message (POST /this/services/{id}/notification); each call sends another one."""
        body = {
            "message": {
                "name": notification.title,
                "content": notification.content,
                "type": notification.type,
            },
            "recipients": list(notification.recipients) or None,
            "HighPriority": notification.high_priority,
        }
        with explained(_READING):
            self._client.post(
                f"{BASE}/services/{guid(service)}/notification",
                body=body,
                headers={"channelId": channel} if channel else None,
                # Nothing tells whether a message was sent.
                applied=None,
            )

    def _pages(self, path: str, what: str) -> t.Iterator[dict[str, t.Any]]:
        """Yield the entries of all pages, each once. Raises ResponseError when the pages do not end.

        The documents say both that pages count from 0 and that they count from 1, and name no largest page size. So
        page 0 and page 1 are asked for, and only an empty page is the end, or two in a row that bring nothing new.
        """
        seen: set[str] = set()
        refusal: ApiError | None = None
        idle = 0
        for page in range(_MOST_PAGES):
            try:
                entries = self._page(path, page, what)
            except ApiError as error:
                # A service that counts from 1 may refuse page 0. What it says of page 1 is no better than the first.
                if error.status != 400 or page > 1 or (page == 1 and refusal is None):
                    raise
                if refusal is not None:
                    raise refusal from None
                refusal = error
                continue
            if not entries and page > 0:
                return
            new = {_identity(entry): entry for entry in entries if _identity(entry) not in seen}
            seen.update(new)
            yield from new.values()
            idle = 0 if new else idle + 1
            if idle > 1:
                return
        raise ResponseError(f"{what} is not valid: it does not end.")

    def _page(self, path: str, page: int, what: str) -> list[dict[str, t.Any]]:
        """Return the entries of one page."""
        with explained(_READING):
            response = self._client.get(path, query={"page": str(page), "pageSize": str(_PAGE_SIZE)})
        return objects(response.json() if response.body else [], what)


def _identity(entry: dict[str, t.Any]) -> str:
    """Return what tells an entry of a list from the others."""
    found = text(entry, "id") or text(entry, "identity")
    return found.casefold() or json.dumps(entry, sort_keys=True)


def _subscriber(service: str, user: str) -> str:
    """Return the path of a subscription."""
    return f"{BASE}/services/{guid(service)}/subscribers/{guid(user)}"


def _user(entry: dict[str, t.Any]) -> User:
    """Return a UserReference. Raises ResponseError when it has no id."""
    identifier = guid_or_none(entry.get("id")) or guid_or_none(entry.get("identity"))
    if identifier is None:
        raise ResponseError("A user in the response is not valid: it lacks a valid id.")
    return User(identifier, text(entry, "email"), text(entry, "name"))
