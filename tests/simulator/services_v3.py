# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Services API v3: the view of a service (``/this``); what belongs to a signed-in user (``/my``) is refused."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Callable
from dataclasses import replace

from . import services_bodies as bodies
from .directory import Person
from .inputs import BadInputError
from .messages import Request, Response, json_response
from .routing import Api, Call, Route, message
from .service_catalogue import READ, SUBSCRIPTIONS, Service

NOT_FOUND, AMBIGUOUS, INVALID_PAYLOAD = 1, 2, 8
"""Sub codes of the SDK; the SDK answers its IndexOutOfRange with 300."""

_MEDIA_TYPES = ("application/json", "text/json")
_PAGE_NUMBERS = frozenset("0123456789")
_LARGEST = 2**31 - 1
T = t.TypeVar("T")


def refused_for_applications(call: Call) -> Response:
    """Return 403: the operation works on a signed-in user, and every caller here is an application."""
    return message(403, "The operation needs the access token of a user.")


def refused_to_everyone(call: Call) -> Response:
    """Return 403: the operation is for those who run Veracity."""
    return message(403, "The operation is for maintenance.")


def status(call: Call) -> Response:
    """Return the state of the service's parts."""
    return json_response(200, {"directory": "ok", "subscriptions": "ok", "notifications": "ok"})


def list_services(call: Call) -> Response:
    """List the services that the caller acts for, a page at a time."""
    refused = _without_role(call, READ)
    if refused is not None:
        return refused
    services = call.state.catalogue.of_client(call.caller.client_id)
    return _page(call, [service.reference() for service in services])


def list_subscribers(call: Call) -> Response:
    """List the subscribers of a service, a page at a time."""
    service = _service(call, READ)
    if isinstance(service, Response):
        return service
    people = (call.state.directory.find(user_id) for user_id in call.state.catalogue.subscribers(service))
    return _page(call, [person.reference() for person in people if person is not None])


def get_subscriber(call: Call) -> Response:
    """Return one subscriber."""
    service = _service(call, READ)
    if isinstance(service, Response):
        return service
    person = _person(call)
    if isinstance(person, Response):
        return person
    if person.id in service.subscribers:
        state, role = "subscribing", service.subscribers[person.id]
    elif call.state.settings.absent_subscriber == "404":
        return _no_subscription(call, service, person)
    else:
        state, role = "notSubscribing", None
    return json_response(200, {"state": state, "role": role, **person.reference()})


def put_subscriber(call: Call) -> Response:
    """Add a subscriber, or replace what it has."""
    service = _root_service(call)
    if isinstance(service, Response):
        return service
    role = _checked(call, bodies.subscription_role)
    if isinstance(role, Response):
        return role
    person = _person(call)
    if isinstance(person, Response):
        return person
    refusal = service.refuses_role(role)
    if refusal is not None:
        return _error(call, 400, INVALID_PAYLOAD, f"{refusal}.")
    call.state.catalogue.subscribe(service, person.id, role)
    return Response(204)


def delete_subscriber(call: Call) -> Response:
    """Remove a subscriber."""
    service = _root_service(call)
    if isinstance(service, Response):
        return service
    person = _person(call)
    if isinstance(person, Response):
        return person
    removed = call.state.catalogue.unsubscribe(service, person.id)
    if not removed and call.state.settings.absent_subscriber == "404":
        return _no_subscription(call, service, person)
    return Response(204)


def notify(call: Call) -> Response:
    """Take a notification for users, or for everyone in the channel."""
    service = _service(call, READ)
    if isinstance(service, Response):
        return service
    notification = _checked(call, bodies.notification)
    if isinstance(notification, Response):
        return notification
    for user_id in notification["recipients"] or []:
        if call.state.directory.find(user_id) is None:
            return _error(call, 404, NOT_FOUND, f"User with id = {user_id} not found")
    channel = call.request.headers.get("channelId")
    call.state.catalogue.notify({"service_id": service.id, "channel_id": channel, **notification})
    return Response(204)


def create_user(call: Call) -> Response:
    """Register a user."""
    return _register(call, lambda value: [bodies.registration(value)], lambda created: created[0])


def create_users(call: Call) -> Response:
    """Register several users, all or none."""
    return _register(call, bodies.registrations, lambda created: created)


def resolve_user(call: Call) -> Response:
    """Return the users with an e-mail address."""
    refused = _without_role(call, SUBSCRIPTIONS)
    if refused is not None:
        return refused
    people = call.state.directory.with_email(call.parameters["email"])
    return json_response(200, [person.reference() for person in people])


def finish(request: Request, response: Response) -> Response:
    """Return an answer with the headers that every answer of this API has."""
    view_point = request.path[len(_BASE) :].split("/")[1] if request.path[: len(_BASE)].lower() == _BASE else ""
    headers = {
        "x-supportCode": _support_code(request),
        "x-serviceversion": "3.0",
        "x-region": "simulator",
        "x-view-point": view_point,
    }
    return replace(response, headers={**headers, **response.headers})


def _register(
    call: Call, check: Callable[[t.Any], list[bodies.Registration]], answer: Callable[[list[t.Any]], t.Any]
) -> Response:
    refused = _without_role(call, SUBSCRIPTIONS)
    if refused is not None:
        return refused
    wanted = _checked(call, check)
    if isinstance(wanted, Response):
        return wanted
    planned: list[tuple[bodies.Registration, list[tuple[Service, str | None]]]] = []
    for entry in wanted:
        subscriptions = _wanted_subscriptions(call, entry)
        if isinstance(subscriptions, Response):
            return subscriptions
        planned.append((entry, subscriptions))
    created = [_registered(call, entry, subscriptions) for entry, subscriptions in planned]
    return json_response(200, answer(created))


def _wanted_subscriptions(call: Call, registration: bodies.Registration) -> list[tuple[Service, str | None]] | Response:
    found: list[tuple[Service, str | None]] = []
    for service_id, role in registration.subscriptions:
        service = _own_service(call, service_id)
        if isinstance(service, Response):
            # A registration has no documented 300: it has to name the service.
            several = service.status == 300
            return _error(call, 400, INVALID_PAYLOAD, "serviceId is needed.") if several else service
        refusal = service.refuses_role(role)
        if refusal is not None:
            return _error(call, 400, INVALID_PAYLOAD, f"{refusal}.")
        found.append((service, role))
    return found


def _registered(
    call: Call, registration: bodies.Registration, subscriptions: list[tuple[Service, str | None]]
) -> dict[str, t.Any]:
    person = call.state.directory.register(
        registration.email,
        registration.first_name,
        registration.last_name,
        mail=registration.send_mail,
        visible_in=call.state.settings.user_visibility_delay,
    )
    for service, role in subscriptions:
        call.state.catalogue.subscribe(service, person.id, role)
    url = f"https://id.veracity.com/confirm?activation={uuid.uuid4().hex}"
    return {"confirmationUrl": url, **person.reference()}


def _without_role(call: Call, role: str) -> Response | None:
    if call.state.catalogue.has_role(call.caller.client_id, role):
        return None
    return message(403, f"The client has not the role {role}.")


def _service(call: Call, role: str) -> Service | Response:
    """Return the service of the path, or the caller's only one, or the answer that says why there is none."""
    refused = _without_role(call, role)
    return refused if refused is not None else _own_service(call, call.parameters.get("serviceId"))


def _own_service(call: Call, service_id: str | None) -> Service | Response:
    if service_id is None:
        services = call.state.catalogue.of_client(call.caller.client_id)
        if len(services) > 1:
            return _error(call, 300, AMBIGUOUS, "Multiple services registered for clientId")
        return services[0] if services else _error(call, 404, NOT_FOUND, "The client has no service")
    service = call.state.catalogue.find(service_id)
    if service is None:
        return _error(call, 404, NOT_FOUND, f"Service with id = {service_id} not found")
    if call.caller.client_id not in service.client_ids:
        return message(403, "The client may not act for this service.")
    return service


def _root_service(call: Call) -> Service | Response:
    service = _service(call, SUBSCRIPTIONS)
    if isinstance(service, Service) and service.parent_id is not None and "serviceId" in call.parameters:
        return message(403, "Subscriptions of nested services are managed on their root service.")
    return service


def _person(call: Call) -> Person | Response:
    person = call.state.directory.find(call.parameters["userId"])
    if person is None:
        return _error(call, 404, NOT_FOUND, f"User with id = {call.parameters['userId']} not found")
    return person


def _no_subscription(call: Call, service: Service, person: Person) -> Response:
    return _error(call, 404, NOT_FOUND, f"Service subscription not found. with id = {person.id}:{service.id} not found")


def _page(call: Call, rows: list[dict[str, t.Any]]) -> Response:
    settings = call.state.settings
    page, size = (_page_number(call.query(name)) for name in ("page", "pageSize"))
    place = None if page is None else page - settings.services_first_page
    if place is None or not size or (place < 0 and settings.services_page_zero == "refused"):
        first = settings.services_first_page
        return _error(call, 400, INVALID_PAYLOAD, f"page (from {first}) and pageSize (at least 1) are needed.")
    if place < 0 and settings.services_page_zero == "empty":
        return json_response(200, [])
    size = min(size, settings.services_page_cap or size)
    start = max(place, 0) * size
    return json_response(200, rows[start : start + size])


def _page_number(value: str | None) -> int | None:
    if not value or not set(value) <= _PAGE_NUMBERS or int(value) > _LARGEST:
        return None
    return int(value)


def _checked(call: Call, check: Callable[[t.Any], T]) -> T | Response:
    if call.request.media_type() not in _MEDIA_TYPES:
        return _error(call, 400, INVALID_PAYLOAD, f"The content type has to be one of {', '.join(_MEDIA_TYPES)}.")
    try:
        return check(call.request.json())
    except BadInputError as error:
        return _error(call, 400, INVALID_PAYLOAD, f"{error}.")
    except (ValueError, RecursionError):
        return _error(call, 400, INVALID_PAYLOAD, "The body is not JSON.")


def _error(call: Call, status_code: int, sub_code: int, text: str) -> Response:
    support_code = _support_code(call.request)
    body = {"message": text, "information": None, "subCode": sub_code, "supportCode": support_code}
    return json_response(status_code, body, {"x-sub-status": str(sub_code), "x-supportCode": support_code})


def _support_code(request: Request) -> str:
    return request.headers.get("x-supportCode") or str(uuid.uuid4())


_BASE = "/veracity/services/v3"
_OF_SERVICE = "/this/services/{serviceId}/subscribers"

API = Api(
    base=_BASE,
    registration="services",
    routes=(
        Route("GET", "/my/companies", refused_for_applications),
        Route("GET", "/my/messages", refused_for_applications),
        Route("GET", "/my/messages/count", refused_for_applications),
        Route("GET", "/my/messages/{messageId}", refused_for_applications),
        Route("GET", "/my/policies/validate()", refused_for_applications),
        Route("GET", "/my/policies/{serviceId}/validate()", refused_for_applications),
        Route("GET", "/my/profile", refused_for_applications),
        Route("GET", "/my/services", refused_for_applications),
        Route("GET", "/my/widgets", refused_for_applications),
        Route("GET", "/this/services", list_services),
        Route("POST", "/this/services/{serviceId}/notification", notify),
        Route("GET", _OF_SERVICE, list_subscribers),
        Route("GET", f"{_OF_SERVICE}/{{userId}}", get_subscriber),
        Route("PUT", f"{_OF_SERVICE}/{{userId}}", put_subscriber),
        Route("DELETE", f"{_OF_SERVICE}/{{userId}}", delete_subscriber),
        Route("GET", "/this/subscribers", list_subscribers),
        Route("GET", "/this/subscribers/{userId}", get_subscriber),
        Route("PUT", "/this/subscribers/{userId}", put_subscriber),
        Route("DELETE", "/this/subscribers/{userId}", delete_subscriber),
        Route("POST", "/this/user", create_user),
        Route("GET", "/this/user/resolve({email})", resolve_user),
        Route("POST", "/this/users", create_users),
        Route("GET", "/cache/invalidate/{id}", refused_to_everyone),
        Route("GET", "/status", status),
    ),
    admits=lambda _caller: True,
    finish=finish,
)
