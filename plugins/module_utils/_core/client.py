# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Calls to a Veracity API: token, subscription key, retries, errors. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urlencode

from .clock import Clock
from .errors import (
    AmbiguousError,
    ApiError,
    ConflictError,
    Exchange,
    ForbiddenError,
    NotFoundError,
    ResentError,
    ResponseError,
    VeracityError,
)
from .identity.endpoints import TokenTarget
from .identity.provider import TokenProvider
from .identity.token import Token
from .settings import Settings
from .transport.retry import RETRIED_STATUSES, not_processed, send_repeatedly
from .transport.session import Response, Route, Transport

DEADLINE = 120.0
_SIZE_LIMIT = 64 * 1024 * 1024
_TEXT_LIMIT = 300
_READS = frozenset({"GET", "HEAD"})
# A parameter with several values is sent several times.
Query = t.Mapping[str, "str | t.Sequence[str]"]
# Looks for the effect of a write, by one call, and returns whether it is there.
Applied = t.Callable[[], bool]
_CANNOT_BE_SEEN = "Whether it was applied cannot be checked, so it is not sent again. Check its effect, then run again."


def harmless() -> bool:
    """Say in place of a look that a write may be sent again: two of it have the effect of one."""
    return False


@dataclass(frozen=True)
class ApiSettings:
    """What a client needs of the settings of a task. The client secret is not among it.

    ``caller`` is the client id, ``key_origin`` says where the subscription key came from, for error texts.
    """

    base_url: str
    caller: str
    subscription_key: str | None = field(repr=False)
    key_origin: str
    validate_certs: bool
    timeout: float
    retries: int

    @classmethod
    def of(cls, settings: Settings) -> ApiSettings:
        """Return the part of all settings."""
        credentials, connection = settings.credentials, settings.connection
        return cls(
            settings.api_url or f"https://{settings.environment.api_host}",
            credentials.client_id or "",
            credentials.subscription_key,
            credentials.origin("subscription_key"),
            connection.validate_certs,
            connection.timeout,
            connection.retries,
        )


@dataclass(frozen=True)
class _Request:
    """A request before it has a token. ``repeatable``: twice has the effect of once, so it is retried like a read."""

    method: str
    path: str
    query: Query | None = None
    body: t.Any = None
    headers: t.Mapping[str, str] | None = None
    accepted: t.Container[int] = range(200, 300)
    repeatable: bool = False
    applied: Applied | None = None

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return f"{self.method} {self.path}"

    def replayed(self, answer: Response, clock: Clock) -> bool:
        """Return whether it may be sent again after an answer."""
        if self.repeatable:
            return answer.status in RETRIED_STATUSES
        return self.applied is not None and not_processed(answer, clock)

    def refuse_applied(self, answer: Response) -> None:
        """Raise AmbiguousError if a write that was refused was applied all the same, or if that cannot be seen.

        Does nothing about a request that does not say how to see it.
        """
        if self.repeatable or self.applied is None:
            return
        try:
            there = self.applied()
        except VeracityError as error:
            raise AmbiguousError(
                f"{self.name} failed with HTTP {answer.status}, and whether it was applied cannot be checked: "
                f"{error.summary}",
                hint=error.hint,
                exchange=error.exchange,
            ) from None
        if there:
            raise AmbiguousError(
                f"{self.name} failed with HTTP {answer.status}, but was applied.",
                exchange=_described(answer),
            )


class Client:
    """One API host as one caller. Threads may share it."""

    def __init__(
        self,
        settings: ApiSettings,
        tokens: TokenProvider,
        transport: Transport,
        *,
        clock: Clock | None = None,
        notify: t.Callable[[str], None] | None = None,
    ) -> None:
        """``notify`` is told when a request is tried again, before the wait."""
        self.base_url = settings.base_url
        self.caller = settings.caller
        # Whose files and locks are whose on this computer.
        self.identity = f"{self.base_url}\n{self.caller}"
        self._settings = settings
        self._tokens = tokens
        self._transport = transport
        self._clock = clock or Clock()
        self._notify = notify or (lambda text: None)

    @property
    def target(self) -> TokenTarget:
        """What its tokens are for."""
        return self._tokens.target

    @property
    def token_is_given(self) -> bool:
        """Whether it uses a token that was given, which may be of another caller than ``caller``."""
        return self._tokens.given

    def token(self, minimum: float = 0.0) -> Token:
        """Return a token as ``TokenProvider.token`` does."""
        return self._tokens.token(minimum)

    def get(self, path: str, *, query: Query | None = None) -> Response:
        """Read. Retried after passing faults. Raises ApiError, ConnectionFailedError, AmbiguousError."""
        return self._call(_Request("GET", path, query, repeatable=True))

    def post(
        self,
        path: str,
        *,
        body: t.Any = None,
        query: Query | None = None,
        headers: t.Mapping[str, str] | None = None,
        repeatable: bool = False,
        applied: Applied | None = None,
    ) -> Response:
        """Send JSON. Raises AmbiguousError when it may have been applied.

        ``repeatable``: it only reads, or twice has the effect of once, so it is retried like a read.

        After an answer that says that it was not processed (429, 503 with a time to come back, 401) it is sent again
        only when ``applied`` does not find its effect: a gateway in between may have forwarded it before. Without
        ``applied`` it is not sent again after a 429 or 503. Raises ResentError when the second one is a conflict.
        """
        return self._call(_Request("POST", path, query, body, headers, repeatable=repeatable, applied=applied))

    def put(
        self,
        path: str,
        *,
        body: t.Any = None,
        query: Query | None = None,
        repeatable: bool = False,
        applied: Applied | None = None,
    ) -> Response:
        """As ``post``. ``repeatable``: twice has the effect of once, so it is retried like a read."""
        return self._call(_Request("PUT", path, query, body, repeatable=repeatable, applied=applied))

    def patch(
        self, path: str, *, body: t.Any = None, query: Query | None = None, applied: Applied | None = None
    ) -> Response:
        """As ``post``."""
        return self._call(_Request("PATCH", path, query, body, applied=applied))

    def delete(self, path: str, *, body: t.Any = None, query: Query | None = None, repeatable: bool = True) -> Response:
        """Delete. Twice has the effect of once, so it is retried like a read; with ``repeatable=False`` as ``post``."""
        return self._call(_Request("DELETE", path, query, body, repeatable=repeatable))

    def request(
        self,
        method: str,
        path: str,
        *,
        body: t.Any = None,
        query: Query | None = None,
        headers: t.Mapping[str, str] | None = None,
        accepted: t.Container[int] = range(200, 300),
        applied: Applied | None = None,
    ) -> Response:
        """Send any request, and return an answer with one of the accepted statuses. Raises as the others do."""
        repeatable = method == "DELETE" or method in _READS
        return self._call(_Request(method, path, query, body, headers, accepted, repeatable, applied))

    def route(self, url: str) -> Route:
        """Return how to reach another host, such as the storage, with the connection options of the task."""
        return self._transport.route(url)

    def _call(self, request: _Request) -> Response:
        """Send with a token; after a 401 that is about the token once more with another, as nothing was processed."""
        token = self._tokens.token()
        response = self._send(request, token)
        if response.status == 401 and not _is_key_refusal(response):
            other = self._tokens.replace(token)
            if other is not None:
                request.refuse_applied(response)
                response = self._send(request, other)
        if response.status in request.accepted:
            return response
        error = self._error(response, request.method)
        if not request.repeatable and request.applied is None and not_processed(response, self._clock):
            error.hint = _CANNOT_BE_SEEN
        raise error

    def _send(self, request: _Request, token: Token) -> Response:
        """Send one request, again where that is safe, and return the answer."""
        url = self.base_url + request.path + (f"?{urlencode(request.query, doseq=True)}" if request.query else "")
        headers, content = self._headers(request, token), _content(request)
        deadline = self._clock.monotonic() + max(DEADLINE, 4 * self._settings.timeout)
        turned_away: list[Response] = []

        def send() -> Response:
            if turned_away:
                request.refuse_applied(turned_away[-1])
            answer = self._transport.send(
                request.method,
                url,
                headers=headers,
                body=content,
                deadline=deadline,
                limit=_SIZE_LIMIT,
                verify=self._settings.validate_certs,
                accepted=request.accepted,
            )
            if not request.repeatable and not_processed(answer, self._clock):
                turned_away.append(answer)
            return answer

        response = send_repeatedly(
            send,
            replay=lambda answer: request.replayed(answer, self._clock),
            replay_lost=request.repeatable,
            retries=self._settings.retries,
            deadline=deadline,
            clock=self._clock,
            notify=lambda text: self._notify(f"{request.name}: {text}"),
        )
        if not request.repeatable and response.status >= 500 and not not_processed(response, self._clock):
            raise AmbiguousError(
                f"{request.name} failed on the server, which may have applied it.", exchange=_described(response)
            )
        if turned_away and request.applied is not None and response.status >= 400:
            request.refuse_applied(response)
            if response.status == 409:
                raise ResentError(
                    f"{request.name} failed with HTTP {turned_away[0].status} first, and with a conflict when it was "
                    f"sent again.",
                    exchange=_described(response),
                )
        return response

    def _headers(self, request: _Request, token: Token) -> dict[str, str]:
        """Return the headers of a request."""
        headers = {**(request.headers or {}), "Accept": "application/json", "Authorization": f"Bearer {token.value}"}
        if self._settings.subscription_key:
            headers["Ocp-Apim-Subscription-Key"] = self._settings.subscription_key
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    def _error(self, response: Response, method: str) -> ApiError:
        """Return the error for an answer that is no success."""
        exchange = _described(response)
        status = response.status
        if status == 401:
            return self._unauthorized(response, exchange)
        if status == 403 and "quota" in (exchange.server_text or "").lower():
            # Not ForbiddenError: that says something about what was asked for, and this does not.
            return ApiError(
                "The call quota of the subscription key is used up.",
                hint="Wait until the quota is renewed, or use another key.",
                exchange=exchange,
            )
        if status == 403:
            return ForbiddenError(
                f"{method} is not allowed here.",
                hint="Grant the application the right: a subscription to the API in the portal, and in the API itself "
                "a role or the ownership of the object.",
                exchange=exchange,
            )
        if status in (404, 410):
            return NotFoundError(f"{exchange.url} does not exist.", exchange=exchange)
        if status == 409:
            return ConflictError("The request conflicts with the current state.", exchange=exchange)
        if status == 412:
            return ApiError("Someone else changed it in the meantime.", hint="Run again.", exchange=exchange)
        if status == 429:
            return ApiError(
                "Veracity refuses further calls for now: too many requests.",
                hint="Run again later, or lower max_concurrency if the module has it.",
                exchange=exchange,
            )
        if status == 300:
            return ApiError(
                "The API requires a service: this application belongs to several.",
                hint="Set the id of the service.",
                exchange=exchange,
            )
        if 300 <= status < 400:
            return ApiError(
                "The API redirects to another address, and tokens are never sent after a redirect.",
                hint="Check api_url, and that no captive portal responds instead.",
                exchange=exchange,
            )
        if status >= 500:
            return ApiError("The API has a problem.", hint="Run again later.", exchange=exchange)
        named = "as the server says" if exchange.server_text else "the server does not say which one is wrong"
        return ApiError(
            "The API refused the request.", hint=f"Correct the options of the task: {named}.", exchange=exchange
        )

    def _unauthorized(self, response: Response, exchange: Exchange) -> ApiError:
        """Return the error for a 401: of the gateway about the subscription key, or of the API about the token."""
        if _is_key_refusal(response):
            if self._settings.subscription_key is None:
                return ApiError(
                    "The API requires a subscription key, and none is set.",
                    hint="Set subscription_key, or VERACITY_SUBSCRIPTION_KEY; the Developer portal shows it under the "
                    "settings of the resource.",
                    exchange=exchange,
                )
            return ApiError(
                f"The API does not accept the subscription key ({self._settings.key_origin}). The token is not the "
                f"cause.",
                hint="Check that the key belongs to this API and environment. A new key works after some minutes.",
                exchange=exchange,
            )
        challenge = response.scrub(response.headers.get("WWW-Authenticate", ""), 200)
        says = f" The API says: {challenge}." if challenge else ""
        return ApiError(
            "The API does not accept the access token.",
            hint=f"Check that the token is for this API ({self.target.audience}) and environment.{says}",
            exchange=exchange,
        )


def _content(request: _Request) -> bytes | None:
    """Return the body of a request. A write without a body says that its length is zero."""
    if request.body is not None:
        return json.dumps(request.body).encode()
    return b"" if request.method in ("POST", "PUT", "PATCH") else None


def _is_key_refusal(response: Response) -> bool:
    """Return whether a 401 is about the subscription key: Azure API Management says so in its own shape."""
    try:
        found = response.json()
    except ResponseError:
        return False
    message = found.get("message") if isinstance(found, dict) else None
    return isinstance(message, str) and "subscription key" in message.lower()


def _described(response: Response) -> Exchange:
    """Return the exchange with what the server says: the message of the JSON shapes in use, otherwise the text."""
    text = response.body.decode("utf-8", "replace")
    correlation = None
    try:
        found = response.json()
    except ResponseError:
        found = None
    if isinstance(found, dict):
        inner = found.get("error")
        shapes = [found, inner] if isinstance(inner, dict) else [found]
        keys = ("message", "Message", "detail", "error_description", "title", "error")
        said = [shape[key] for shape in shapes for key in keys if isinstance(shape.get(key), str) and shape[key]]
        text = said[0] if said else text
        correlation = found.get("correlationId") or found.get("traceId") or found.get("supportCode")
    elif isinstance(found, str):
        text = found
    return response.exchange._replace(
        server_text=response.scrub(text, _TEXT_LIMIT) or None,
        correlation_id=response.scrub(str(correlation), 60) if correlation else response.exchange.correlation_id,
    )
