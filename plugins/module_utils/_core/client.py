# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Calls to a Veracity API: token, subscription key, retries, errors. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import json
import typing as t
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
_CANNOT_BE_SEEN = (
    "Whether it was applied all the same cannot be looked up, so it was not sent again. Check its effect, then run "
    "again."
)


def harmless() -> bool:
    """Say in place of a look that a write may be sent again: two of it have the effect of one."""
    return False


class Client:
    """One API host as one caller. Threads may share it."""

    def __init__(
        self,
        settings: Settings,
        tokens: TokenProvider,
        transport: Transport,
        *,
        clock: Clock | None = None,
        notify: t.Callable[[str], None] | None = None,
    ) -> None:
        """``notify`` is told when a request is tried again, before the wait."""
        self.base_url = settings.api_url or f"https://{settings.environment.api_host}"
        self.caller = settings.credentials.client_id or ""
        # Whose files and locks are whose on this computer.
        self.identity = f"{self.base_url}\n{self.caller}"
        self.tokens = tokens
        self._settings = settings
        self._transport = transport
        self._clock = clock or Clock()
        self._notify = notify or (lambda text: None)

    def get(self, path: str, *, query: Query | None = None) -> Response:
        """Read. Retried after passing faults. Raises ApiError, ConnectionFailedError, AmbiguousError."""
        return self._call("GET", path, query)

    def post(
        self,
        path: str,
        *,
        body: t.Any = None,
        query: Query | None = None,
        headers: t.Mapping[str, str] | None = None,
        applied: Applied | None = None,
    ) -> Response:
        """Send JSON. Raises AmbiguousError when it may have been applied.

        After an answer that says that it was not processed (429, 503 with a time to come back, 401) it is sent again
        only when ``applied`` does not find its effect: a gateway in between may have forwarded it before. Without
        ``applied`` it is not sent again after a 429 or 503. Raises ResentError when the second one is a conflict.
        """
        return self._call("POST", path, query, body, headers=headers, applied=applied)

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
        return self._call("PUT", path, query, body, repeatable, applied=applied)

    def patch(
        self, path: str, *, body: t.Any = None, query: Query | None = None, applied: Applied | None = None
    ) -> Response:
        """As ``post``."""
        return self._call("PATCH", path, query, body, applied=applied)

    def delete(self, path: str, *, body: t.Any = None, query: Query | None = None) -> Response:
        """Delete. Twice has the effect of once, so it is retried like a read."""
        return self._call("DELETE", path, query, body, True)

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
        return self._call(method, path, query, body, method == "DELETE", headers, accepted, applied)

    def route(self, url: str) -> Route:
        """Return how to reach another host, such as the storage, with the connection options of the task."""
        return self._transport.route(url)

    def _call(
        self,
        method: str,
        path: str,
        query: Query | None,
        body: t.Any = None,
        repeatable: bool = False,
        headers: t.Mapping[str, str] | None = None,
        accepted: t.Container[int] = range(200, 300),
        applied: Applied | None = None,
    ) -> Response:
        """Send with a token; after a 401 that is about the token once more with another, as nothing was processed."""
        repeatable = repeatable or method in _READS
        token = self.tokens.token()
        response = self._send(method, path, query, body, token, repeatable, headers, accepted, applied)
        if response.status == 401 and not _is_key_refusal(response):
            other = self.tokens.replace(token)
            if other is not None:
                if not repeatable and applied is not None:
                    _refuse_applied(f"{method} {path}", response, applied)
                response = self._send(method, path, query, body, other, repeatable, headers, accepted, applied)
        if response.status in accepted:
            return response
        error = self._error(response, method)
        if not repeatable and applied is None and not_processed(response, self._clock):
            error.hint = _CANNOT_BE_SEEN
        raise error

    def _send(
        self,
        method: str,
        path: str,
        query: Query | None,
        body: t.Any,
        token: Token,
        repeatable: bool,
        extra: t.Mapping[str, str] | None,
        accepted: t.Container[int],
        applied: Applied | None,
    ) -> Response:
        """Send one request, again where that is safe, and return the answer."""
        url = self.base_url + path + (f"?{urlencode(query, doseq=True)}" if query else "")
        headers = {**(extra or {}), "Accept": "application/json", "Authorization": f"Bearer {token.value}"}
        if self._settings.credentials.subscription_key:
            headers["Ocp-Apim-Subscription-Key"] = self._settings.credentials.subscription_key
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        elif method in ("POST", "PUT", "PATCH"):
            content = b""
        deadline = self._clock.monotonic() + max(DEADLINE, 4 * self._settings.connection.timeout)
        turned_away: list[Response] = []

        def send() -> Response:
            if turned_away and applied is not None:
                _refuse_applied(f"{method} {path}", turned_away[-1], applied)
            answer = self._transport.send(
                method,
                url,
                headers=headers,
                body=content,
                deadline=deadline,
                limit=_SIZE_LIMIT,
                verify=self._settings.connection.validate_certs,
                accepted=accepted,
            )
            if not repeatable and not_processed(answer, self._clock):
                turned_away.append(answer)
            return answer

        response = send_repeatedly(
            send,
            replay=lambda answer: (
                answer.status in RETRIED_STATUSES
                if repeatable
                else applied is not None and not_processed(answer, self._clock)
            ),
            replay_lost=repeatable,
            retries=self._settings.connection.retries,
            deadline=deadline,
            clock=self._clock,
            notify=lambda text: self._notify(f"{method} {path}: {text}"),
        )
        if not repeatable and response.status >= 500 and not not_processed(response, self._clock):
            raise AmbiguousError(
                f"{method} {path} failed on the server, which may have applied it.", exchange=_described(response)
            )
        if turned_away and applied is not None and response.status >= 400:
            _refuse_applied(f"{method} {path}", response, applied)
            if response.status == 409:
                raise ResentError(
                    f"{method} {path} was answered with HTTP {turned_away[0].status} first, and with a conflict when "
                    "it was sent again.",
                    exchange=_described(response),
                )
        return response

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
                hint="Give the application the right for it: a subscription to the API in the portal, and in the API "
                "itself a role or the ownership of what it works on.",
                exchange=exchange,
            )
        if status in (404, 410):
            return NotFoundError(f"{exchange.url} does not exist.", exchange=exchange)
        if status == 409:
            return ConflictError("What was sent conflicts with what is there.", exchange=exchange)
        if status == 412:
            return ApiError("It was changed by someone else meanwhile.", hint="Run again.", exchange=exchange)
        if status == 429:
            return ApiError(
                "Veracity refuses further calls for now: too many requests.",
                hint="Run again later, or lower max_concurrency where the module has it.",
                exchange=exchange,
            )
        if status == 300:
            return ApiError(
                "The API asks which one is meant: this application belongs to several services.",
                hint="Name the service, by its id.",
                exchange=exchange,
            )
        if 300 <= status < 400:
            return ApiError(
                "The API redirects elsewhere, and tokens are never sent after a redirect.",
                hint="Check api_url, and that no captive portal stands in between.",
                exchange=exchange,
            )
        if status >= 500:
            return ApiError("The API has a problem.", hint="Run again in a while.", exchange=exchange)
        named = "as the server says" if exchange.server_text else "the server does not say which one is wrong"
        return ApiError(
            "The API refused the request.", hint=f"Correct the options of the task: {named}.", exchange=exchange
        )

    def _unauthorized(self, response: Response, exchange: Exchange) -> ApiError:
        """Return the error for a 401: of the gateway about the subscription key, or of the API about the token."""
        credentials = self._settings.credentials
        if _is_key_refusal(response):
            key = "subscription_key"
            if credentials.subscription_key is None:
                return ApiError(
                    "The API needs a subscription key and got none.",
                    hint="Set subscription_key, or VERACITY_SUBSCRIPTION_KEY; the Developer portal shows it under the "
                    "settings of the resource.",
                    exchange=exchange,
                )
            return ApiError(
                f"The API does not accept the subscription key ({credentials.origin(key)}). The token is not at fault.",
                hint="Check that the key belongs to this API and environment. A new key needs some minutes.",
                exchange=exchange,
            )
        challenge = response.scrub(response.headers.get("WWW-Authenticate", ""), 200)
        says = f" The API says: {challenge}." if challenge else ""
        return ApiError(
            "The API does not accept the access token.",
            hint=f"Check that the token is for this API ({self.tokens.target.audience}) and environment.{says}",
            exchange=exchange,
        )


def _refuse_applied(what: str, answer: Response, applied: Applied) -> None:
    """Raise AmbiguousError when a write that was refused was applied all the same, or when that cannot be seen."""
    try:
        there = applied()
    except VeracityError as error:
        raise AmbiguousError(
            f"{what} was answered with HTTP {answer.status}, and whether it was applied all the same cannot be seen: "
            f"{error.summary}",
            hint=error.hint,
            exchange=error.exchange,
        ) from None
    if there:
        raise AmbiguousError(
            f"{what} was answered with HTTP {answer.status}, and was applied all the same.",
            exchange=_described(answer),
        )


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
