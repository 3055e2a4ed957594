# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Requests to Azure storage, by its libraries. Private: for use inside dnv.veracity only.

They are tried again after passing faults, sent with another key when the one in use has ended, and raise our errors.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..clock import Clock
from ..errors import AmbiguousError, ConnectionFailedError, Exchange, VeracityError
from ..transport.retry import RETRIED_STATUSES, send_repeatedly
from ..transport.session import Response
from .failures import CODE_HEADER, ContainerGoneError, KeyRefusedError, translated

if t.TYPE_CHECKING:
    from ..transport.session import Route
    from .keyring import Keyring

_DEADLINE = 120.0

Thing = t.TypeVar("Thing")


@dataclass(frozen=True)
class _Outcome(Response):
    """What became of one request: the library's result, or an error."""

    value: t.Any = None
    error: VeracityError | None = None


class StorageCalls:
    """Sends requests with the key in use. Threads may share it."""

    def __init__(self, keyring: Keyring[t.Any], route: Route, *, clock: Clock, notify: t.Callable[[str], None]) -> None:
        """``notify`` is told when a request is tried again."""
        self._keyring = keyring
        self._route = route
        self._clock = clock
        self._notify = notify
        self._hopeless: VeracityError | None = None

    def call(self, method: str, address: str, function: t.Callable[[], Thing]) -> Thing:
        """Return what the function gives, with another key where the one in use is refused. Raises VeracityError.

        What cannot get better (no connection, no key, no container) is remembered, and not tried for each file anew.
        """
        asked_for_another = False
        while True:
            if self._hopeless is not None:
                raise self._hopeless
            number = self._keyring.number()
            try:
                return self._send(method, address, function)
            except KeyRefusedError as error:
                if asked_for_another or not self._another_key(number):
                    self._hopeless = error
                    raise
                asked_for_another = True
            except (ConnectionFailedError, ContainerGoneError) as error:
                self._hopeless = error
                raise

    def _another_key(self, number: int) -> bool:
        """Return whether there is another key than the one of this number. Raises what asking for it raises."""
        try:
            return self._keyring.replace(number)
        except VeracityError as error:
            self._hopeless = error
            raise

    def _send(self, method: str, address: str, function: t.Callable[[], Thing]) -> Thing:
        """Return what the function gives, called again after passing faults: all that is asked for is repeatable."""
        outcome = send_repeatedly(
            lambda: self._attempt(method, address, function),
            replay=lambda answer: answer.status in RETRIED_STATUSES or _was_damaged(answer),
            replay_lost=True,
            retries=self._route.retries,
            deadline=self._clock.monotonic() + max(_DEADLINE, 4 * self._route.timeout),
            clock=self._clock,
            notify=lambda text: self._notify(f"{method} {address}: {text}"),
        )
        found = t.cast(_Outcome, outcome)
        if found.error is not None:
            raise found.error from None
        return t.cast("Thing", found.value)

    def _attempt(self, method: str, address: str, function: t.Callable[[], t.Any]) -> Response:
        """Return what became of one request. Raises when it had no answer."""
        import requests
        from azure.core.exceptions import AzureError, HttpResponseError

        shown = Exchange(method, address)
        try:
            value = function()
            return _Outcome(status=200, headers={}, body=b"", exchange=shown, scrub=self._route.scrub, value=value)
        except HttpResponseError as error:
            failure = translated(error, method, address, self._route.scrub)
            if failure.exchange is None or failure.exchange.status is None or error.response is None:
                raise failure from None
            answer: t.Any = error.response
            return _Outcome(
                status=failure.exchange.status,
                headers=answer.headers,
                body=b"",
                exchange=shown,
                scrub=self._route.scrub,
                error=failure,
            )
        except (AzureError, requests.RequestException, OSError) as error:
            raise translated(error, method, address, self._route.scrub) from None
        except (ValueError, TypeError, AttributeError):
            # The library takes what it reads for well-formed, also where the connection ends in the headers.
            raise AmbiguousError(
                "The response of the storage is not valid.", hint="Run again.", exchange=shown
            ) from None


def check_origin(mark: object) -> None:
    """Raise ValueError where what every answer of the storage has is missing: the page of a proxy may be HTTP 200."""
    if not mark:
        raise ValueError("This is no answer of the storage.")


def _was_damaged(answer: Response) -> bool:
    """Return whether the storage received something else than what was sent."""
    return answer.status == 400 and answer.headers.get(CODE_HEADER) == "Md5Mismatch"
