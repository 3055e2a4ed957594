# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""When to try again, and how long to wait before. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import math
import random
import re
import typing as t

from ..clock import Clock, of_http_date
from ..errors import AmbiguousError, ConnectionFailedError, UntrustedError, VeracityError

if t.TYPE_CHECKING:
    from .session import Response

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_WAIT = 70.0
_FIRST_WAIT = 1.0
_WAIT_CAP = 20.0

# Azure API Management names the wait in the text of a 429 when it sends no header.
_WAIT_IN_TEXT = re.compile(r"try again in (\d+) second", re.IGNORECASE)


def retry_after(response: Response, clock: Clock) -> float | None:
    """Return for how many seconds a server asks to wait: Retry-After as seconds or HTTP date (RFC 9110, 10.2.3).

    None when it says nothing that can be used.
    """
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    moment = of_http_date(value)
    if moment is not None:
        return max(0.0, moment - (response.date or clock.time()))
    found = _WAIT_IN_TEXT.search(response.body[:2000].decode("utf-8", "replace"))
    return float(found.group(1)[:9]) if found else None


def not_processed(response: Response, clock: Clock) -> bool:
    """Return whether an answer proves that a write was not applied: throttled, or turned away until later."""
    return response.status == 429 or (response.status == 503 and retry_after(response, clock) is not None)


def send_repeatedly(
    send: t.Callable[[], Response],
    *,
    replay: t.Callable[[Response], bool],
    replay_lost: bool,
    retries: int,
    deadline: float,
    clock: Clock,
    notify: t.Callable[[str], None],
) -> Response:
    """Send until there is an answer to keep, and return it.

    ``replay`` says of an answer whether the same request may be sent again, ``replay_lost`` whether it may when the
    answer was lost. Waits between attempts with full jitter, or as the server asks. Raises the last error, and gives
    the last answer, when the attempts or the time (``deadline``, monotonic) are used up.
    """
    attempt = 0
    while True:
        error: VeracityError | None = None
        response: Response | None = None
        try:
            response = send()
        except ConnectionFailedError as failure:
            error = failure
        except AmbiguousError as failure:
            error = failure
            if not replay_lost:
                raise
        if response is not None and not replay(response):
            return response
        wait = retry_after(response, clock) if response is not None else None
        if wait is None:
            wait = random.uniform(0, min(_WAIT_CAP, _FIRST_WAIT * 2**attempt))
        final = isinstance(error, UntrustedError)
        too_late = clock.monotonic() + wait >= deadline
        if attempt >= retries or wait > LONGEST_WAIT or too_late or final:
            if error is not None:
                raise error from None
            if response is not None:
                return response
        cause = f"HTTP {response.status}" if response is not None else "the connection failed"
        notify(f"{cause}; trying again {f'in {math.ceil(wait)} s' if wait else 'at once'}")
        clock.sleep(wait)
        attempt += 1
