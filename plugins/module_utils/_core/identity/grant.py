# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One client credentials request and what the answer means. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlencode

from ..clock import Clock
from ..errors import ResponseError, TokenError, VeracityError
from ..settings import Settings
from ..transport.retry import RETRIED_STATUSES, retry_after, send_repeatedly
from ..transport.session import Response, Transport
from .endpoints import TokenTarget
from .hints import SECRET_CODES, THROTTLING_CODES, Circumstances, hint, hint_for_unknown_policy
from .token import Token, claims, is_living, lifetime, oddities

DEADLINE = 120.0
REMEMBER_REFUSAL = 15.0
REMEMBER_THROTTLING = 60.0
LONGEST_MEMORY = 3600.0

_SIZE_LIMIT = 1024 * 1024
_TEXT_LIMIT = 300
_CODE = re.compile(r"\b(AADSTS\d{4,8}|AADB2C\d{4,6})\b")
_CORRELATION = re.compile(r"Correlation ID: ?([0-9a-f-]{36})", re.IGNORECASE)
# What the text repeats of the ids, which stand in the line above it.
_TRAILER = re.compile(r"\s*\b(?:Trace ID|Correlation ID|Timestamp): ", re.IGNORECASE)
_VISIBLE = re.compile(r"[\x21-\x7e]+")
# The answers that say the credential is wrong: asking again can only lock the application out.
_CREDENTIAL_ERRORS = frozenset({"invalid_client", "unauthorized_client"})
# The provider's own trouble, whatever the status.
_PROBLEMS = frozenset({"server_error", "temporarily_unavailable"})


def request_token(
    target: TokenTarget, settings: Settings, transport: Transport, clock: Clock, notify: t.Callable[[str], None]
) -> Token:
    """Ask for a token (RFC 6749, 4.4) and return it.

    Raises TokenError when it is refused, ConnectionFailedError or AmbiguousError when there is no answer, and
    ResponseError when the answer is no token. Passing faults are retried within two minutes.
    """
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.credentials.client_id or "",
        "client_secret": settings.credentials.client_secret or "",
        target.parameter: target.value,
    }
    # A secret of the environment that is no UTF-8 is sent as the bytes that it is.
    body = urlencode(form, errors="surrogateescape").encode("ascii")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    deadline = clock.monotonic() + DEADLINE
    response = send_repeatedly(
        lambda: transport.send("POST", target.url, headers=headers, body=body, deadline=deadline, limit=_SIZE_LIMIT),
        replay=_is_passing,
        replay_lost=True,
        retries=settings.connection.retries,
        deadline=deadline,
        clock=clock,
        notify=lambda text: notify(f"Token request: {text}"),
    )
    if response.status != 200 or _error(_fields(response)):
        raise _refusal(response, target, settings, clock)
    return _token(response, target, settings, clock)


def _is_passing(response: Response) -> bool:
    """Return whether the same request may succeed in a moment."""
    if response.status in RETRIED_STATUSES:
        return True
    return response.status in (200, 400) and _error(_fields(response)) == "temporarily_unavailable"


def _fields(response: Response) -> dict[str, t.Any]:
    """Return the answer as a dict, empty when it is something else."""
    try:
        found = response.json()
    except ResponseError:
        return {}
    return found if isinstance(found, dict) else {}


def _error(fields: t.Mapping[str, t.Any]) -> str:
    """Return the OAuth error in an answer (RFC 6749, 5.2), whatever its status; empty when there is none."""
    return str(fields.get("error") or "")


def _refusal(response: Response, target: TokenTarget, settings: Settings, clock: Clock) -> TokenError:
    """Return the error for an answer that is no success."""
    fields = _fields(response)
    scrub = response.scrub
    error = scrub(_error(fields), 60) or None
    text = str(fields.get("error_description") or "") if fields else response.body.decode("utf-8", "replace")
    codes = tuple(dict.fromkeys(_CODE.findall(text)))
    correlation = fields.get("correlation_id") or (_CORRELATION.search(text) or [None, None])[1]
    trace = response.exchange.request_id or fields.get("trace_id")
    exchange = response.exchange._replace(
        error=error,
        codes=codes,
        request_id=scrub(str(trace), 60) if trace else None,
        correlation_id=scrub(str(correlation), 60) if correlation else response.exchange.correlation_id,
        server_text=scrub(_TRAILER.split(text)[0], _TEXT_LIMIT) or None,
    )
    throttled = response.status == 429 or not THROTTLING_CODES.isdisjoint(codes)
    is_problem = response.status >= 500 or error in _PROBLEMS
    remember = 0.0
    wait = retry_after(response, clock)
    if throttled:
        remember = min(REMEMBER_THROTTLING if wait is None else wait, LONGEST_MEMORY)
    elif not is_problem and (error in _CREDENTIAL_ERRORS or not SECRET_CODES.isdisjoint(codes)):
        remember = REMEMBER_REFUSAL
    circumstances = _circumstances(target, settings)
    if throttled:
        asks = "Wait" if wait is None else "The identity provider asks to wait"
        summary = f"Token request refused: too many requests. {asks} for {remember:.0f} s."
        advice = (
            "Keep token_cache enabled, so that a run sends one request. Requests of other programs with this "
            "application count, too."
        )
    elif is_problem:
        summary, advice = "Token request failed: the identity provider has a problem.", "Run again in a minute."
    elif error:
        summary, advice = _refused(error, target, settings), hint(error, codes, circumstances)
    else:
        summary, advice = _no_token_endpoint(response.status, target, settings, circumstances)
    return TokenError(summary, hint=advice, exchange=exchange, remember=remember)


def _circumstances(target: TokenTarget, settings: Settings) -> Circumstances:
    """Return what hints refer to."""
    given = settings.token_url is not None
    audience = target.audience
    return Circumstances(
        secret=settings.credentials.origin("client_secret"),
        parameter=target.parameter,
        asked=target.value,
        uri=audience if "://" in audience else f"https://{settings.environment.domain}/{audience}",
        directory="token_url, or omit it and set veracity_environment" if given else "veracity_environment",
        policy="token_url" if given else "policy",
    )


def _refused(error: str, target: TokenTarget, settings: Settings) -> str:
    """Return what failed, by ``error`` alone, as Microsoft asks clients to: what lies behind it, a hint says."""
    application = settings.credentials.client_id
    if error in _CREDENTIAL_ERRORS:
        return f"Token request refused: the identity provider does not accept application {application}."
    if error in ("invalid_scope", "invalid_resource", "invalid_target"):
        return f"Token request refused: there is no token for {target.parameter} {target.value}."
    return f"Token request refused: the identity provider answers {error} to application {application}."


def _no_token_endpoint(
    status: int, target: TokenTarget, settings: Settings, circumstances: Circumstances
) -> tuple[str, str]:
    """Return what failed and what to do when something else answers than a token endpoint."""
    if 300 <= status < 400:
        return (
            "Token request failed: the token URL redirects elsewhere, and a secret is never sent after a redirect.",
            "Check token_url, and that no captive portal responds instead.",
        )
    if status == 404 and target.endpoint == "b2c":
        return (
            "Token request failed: there is no token endpoint at this address.",
            hint_for_unknown_policy(circumstances),
        )
    where = "Check token_url, and that" if settings.token_url is not None else "Check that"
    return (
        "Token request failed: the response is not that of a token endpoint.",
        f"{where} no proxy or captive portal responds instead.",
    )


def _token(response: Response, target: TokenTarget, settings: Settings, clock: Clock) -> Token:
    """Return the token of a success (RFC 6749, 5.1). Raises ResponseError when it is none that can be sent on."""
    fields = response.json()
    if not isinstance(fields, dict):
        raise ResponseError("The response of the token endpoint is not a JSON object.", exchange=response.exchange)
    value = fields.get("access_token")
    if not isinstance(value, str) or not value:
        keys = ", ".join(sorted(fields)[:20]) or "nothing"
        raise ResponseError(
            f"The response of the token endpoint has no access_token; it has: {response.scrub(keys, _TEXT_LIMIT)}.",
            exchange=response.exchange,
        )
    response.scrub.add(value)
    if not _VISIBLE.fullmatch(value):
        raise ResponseError(
            "The access token contains characters that are not allowed in a header.", exchange=response.exchange
        )
    warnings: list[str] = []
    kind = fields.get("token_type")
    if kind is None:
        warnings.append("The response does not name a token type. Bearer is assumed.")
    elif str(kind).lower() != "bearer":
        raise ResponseError(
            f"The token type is {response.scrub(str(kind), 40)}, and only Bearer is supported.",
            exchange=response.exchange,
        )
    now = clock.time()
    expires_in, doubt = lifetime(_seconds(fields, response.date or now))
    if expires_in <= 0:
        raise ResponseError(
            "The identity provider sent a token that has expired already, by expires_in or expires_on.",
            hint="Run again in a minute. If the error persists, ask support@veracity.com with the request id.",
            exchange=response.exchange,
        )
    if doubt:
        warnings.append(doubt)
    try:
        found = claims(value)
    except VeracityError:
        found = {}
    warnings += oddities(found, settings.credentials.client_id, target.audience, now)
    if response.date is not None and abs(response.date - now) > 300:
        warnings.append(f"The clock of this machine differs from the server's by {abs(response.date - now):.0f} s.")
    if not is_living(found, response.date or now):
        # Used once, as it was asked for, but not kept.
        expires_in = 0
    return Token(value, "Bearer", expires_in, now, warnings=tuple(warnings))


def _seconds(fields: t.Mapping[str, t.Any], now: float) -> object:
    """Return the lifetime that the answer states: expires_in, which no clock can falsify, otherwise from expires_on."""
    if fields.get("expires_in") is not None:
        return fields["expires_in"]
    try:
        return float(fields["expires_on"]) - now
    except (KeyError, OverflowError, TypeError, ValueError):
        return None
