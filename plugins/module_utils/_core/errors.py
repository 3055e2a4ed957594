# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The errors of the collection. Private: for use inside dnv.veracity only.

``str(error)`` is the whole text for the user; ``error.details()`` is the same as data. Both are safe to print: whoever
raises an error scrubs what comes from a server first.
"""

from __future__ import annotations

import typing as t


class Exchange(t.NamedTuple):
    """One request and its answer, without anything secret: the URL has no query, there is no body and no header."""

    method: str
    url: str
    status: int | None = None
    error: str | None = None
    codes: tuple[str, ...] = ()
    request_id: str | None = None
    correlation_id: str | None = None
    server_text: str | None = None

    def __str__(self) -> str:
        """Return it as one line: ``POST host/path, HTTP 401, invalid_client, AADSTS7000215, correlation id 6f1c…``."""
        parts = [f"{self.method} {self.url}"]
        if self.status is not None:
            parts.append(f"HTTP {self.status}")
        if self.error:
            parts.append(self.error)
        parts.extend(self.codes)
        if self.request_id:
            parts.append(f"request id {self.request_id}")
        if self.correlation_id:
            parts.append(f"correlation id {self.correlation_id}")
        return ", ".join(parts)


class VeracityError(Exception):
    """Base of all errors: what failed, the exchange that shows it, and what to do next.

    The last line says what to do: the hint, otherwise ``usual_hint`` of the class, otherwise the end of the summary.
    A test walks the code for errors with none of them.
    """

    usual_hint: t.ClassVar[str | None] = None

    def __init__(self, summary: str, *, hint: str | None = None, exchange: Exchange | None = None) -> None:
        super().__init__(summary)
        self.summary = summary
        self.hint = hint or self.usual_hint
        self.exchange = exchange

    def __str__(self) -> str:
        lines = [self.summary]
        if self.exchange is not None:
            lines.append(f"  ({self.exchange}).")
            if self.exchange.server_text:
                lines.append(f"  The server says: {self.exchange.server_text}")
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)

    def details(self) -> dict[str, t.Any]:
        """Return the error as plain data for a task result: keys with a value only."""
        found: dict[str, t.Any] = {"summary": self.summary, "hint": self.hint}
        if self.exchange is not None:
            found.update(
                method=self.exchange.method,
                url=self.exchange.url,
                status=self.exchange.status,
                error=self.exchange.error,
                codes=list(self.exchange.codes),
                request_id=self.exchange.request_id,
                correlation_id=self.exchange.correlation_id,
            )
        return {key: value for key, value in found.items() if value not in (None, [])}


class InputError(VeracityError):
    """An option is wrong. Raised before any network call."""


class StateError(VeracityError):
    """What is there cannot be brought to what is described."""


class GoneError(StateError):
    """Something went since it was found."""


class UnknownStateError(StateError):
    """A write may or may not have been applied, and its effect cannot be seen yet."""

    usual_hint = "Run again: the next run looks for the effect before it writes."


class WaitTimeoutError(VeracityError):
    """What was waited for did not happen in time."""


class StorageError(VeracityError):
    """A local file could not be written safely."""


class ConnectionFailedError(VeracityError):
    """No connection: refused, unknown host, TLS. Nothing was sent."""


class UntrustedError(ConnectionFailedError):
    """A certificate or a proxy stands in the way: trying again does not help."""


class AmbiguousError(VeracityError):
    """A request was sent, and whether it was applied is not known."""

    usual_hint = "Run again to compare the current state with the description."


class ResentError(AmbiguousError):
    """A write was sent again after it was turned away, and is a conflict: perhaps with what the first has made."""


class ResponseError(VeracityError):
    """An answer cannot be used: not JSON, truncated, too large."""

    usual_hint = (
        "Check that no proxy or captive portal responds instead of Veracity. If the error persists, ask "
        "support@veracity.com."
    )


class TokenError(VeracityError):
    """The token endpoint gave no token. ``remember`` is for how many seconds asking again is pointless."""

    def __init__(
        self, summary: str, *, hint: str | None = None, exchange: Exchange | None = None, remember: float = 0.0
    ) -> None:
        super().__init__(summary, hint=hint, exchange=exchange)
        self.remember = remember


class ApiError(VeracityError):
    """An API answered with an error status."""

    @property
    def status(self) -> int:
        """The HTTP status, 0 when there is none."""
        return (self.exchange.status if self.exchange else None) or 0


class ForbiddenError(ApiError):
    """HTTP 403."""


class NotFoundError(ApiError):
    """HTTP 404 or 410."""

    usual_hint = "Check the ids in the task, veracity_environment, and that this application has access to it."


class ConflictError(ApiError):
    """HTTP 409."""

    usual_hint = "Run again to compare with the current state. If the error persists, remove the conflicting object."


class BulkError(VeracityError):
    """Some items of a list failed. ``result`` is the whole result of the task, item by item."""

    usual_hint = "Correct each item as its message says, and run again."

    def __init__(self, summary: str, *, result: dict[str, t.Any], hint: str | None = None) -> None:
        super().__init__(summary, hint=hint)
        self.result = result
