# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a request is sent again, and how long is waited before."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ConnectionFailedError,
    Exchange,
    ResponseError,
    UntrustedError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import Scrubber
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.retry import (
    not_processed,
    retry_after,
    send_repeatedly,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.session import Response
from tests.unit.support.clocks import SleeplessClock

NOON = 1795435200.0


def response(status: int = 503, wait: str | None = None, body: bytes = b"", date: float | None = NOON) -> Response:
    """Return an answer."""
    headers = {} if wait is None else {"Retry-After": wait}
    return Response(status, headers, body, Exchange("GET", "x", status), Scrubber(), date)


class Server:
    """Gives the answers and errors that it was made with, one after the other."""

    def __init__(self, *outcomes: Response | VeracityError) -> None:
        self._outcomes = list(outcomes)
        self.asked = 0

    def __call__(self) -> Response:
        self.asked += 1
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, VeracityError):
            raise outcome
        return outcome


def send(server: Server, clock: SleeplessClock, **changes: t.Any) -> Response:
    """Send with three retries within two minutes; answers of 503 are asked for again."""
    options: dict[str, t.Any] = {
        "replay": lambda answer: answer.status == 503,
        "replay_lost": True,
        "retries": 3,
        "deadline": clock.monotonic() + 120,
        "clock": clock,
        "notify": lambda text: None,
        **changes,
    }
    return send_repeatedly(server, **options)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("Mon, 23 Nov 2026 12:00:09 GMT", 9),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("Monday, 23-Nov-26 12:00:09 GMT", 9),
        ("99999999999999999", 999999999),
        ("-7", None),
        ("7.5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("\N{ARABIC-INDIC DIGIT SEVEN}", None),
        ("Mon, 23 Nov 99999 12:00:09 GMT", None),
    ],
)
def test_wait_that_a_server_asks_for(value: str | None, seconds: float | None) -> None:
    assert retry_after(response(wait=value), SleeplessClock()) == seconds


def test_date_without_a_date_of_the_server_is_by_our_clock(clock: SleeplessClock) -> None:
    found = retry_after(response(wait="Fri, 01 Jan 2100 00:00:00 GMT", date=None), clock)
    assert found == pytest.approx(4102444800 - clock.time(), abs=5)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b'{"message": "Rate limit is exceeded. Try again in 17 seconds."}', 17),
        (b"try again in 1 second", 1),
        (b"Try again in some seconds.", None),
        (b"\xff\xfe", None),
    ],
)
def test_wait_in_the_text(body: bytes, seconds: float | None) -> None:
    assert retry_after(response(429, body=body), SleeplessClock()) == seconds


@given(st.text(max_size=60))
def test_any_wait_is_a_number_or_nothing(value: str) -> None:
    found = retry_after(response(wait=value), SleeplessClock())
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("answer", "proof"),
    [
        (response(429), True),
        (response(503, "5"), True),
        (response(503), False),
        (response(503, "soon"), False),
        (response(500, "5"), False),
        (response(408), False),
    ],
)
def test_proof_that_a_write_was_not_applied(answer: Response, proof: bool) -> None:
    assert not_processed(answer, SleeplessClock()) is proof


def test_answer_to_keep_is_kept(clock: SleeplessClock) -> None:
    server = Server(response(404))
    assert send(server, clock).status == 404
    assert not clock.slept


def test_attempts_end(clock: SleeplessClock) -> None:
    server = Server(*[response()] * 9)
    assert send(server, clock).status == 503
    assert server.asked == 4
    assert all(0 <= wait <= 2**attempt for attempt, wait in enumerate(clock.slept))


def test_waits_are_spread(clock: SleeplessClock) -> None:
    for _run in range(20):
        send(Server(*[response()] * 9), clock)
    assert len(set(clock.slept)) > 50


def test_wait_grows(clock: SleeplessClock) -> None:
    runs = 60
    for _run in range(runs):
        send(Server(*[response()] * 9), clock, retries=5, deadline=clock.monotonic() + 10_000)
    assert len(clock.slept) == 5 * runs
    longest = [max(clock.slept[attempt::5]) for attempt in range(5)]
    # Of 60 waits up to 2**n seconds one is longer than half of that, but once in 10**17 runs.
    assert all(2**attempt / 2 < longest[attempt] <= 2**attempt for attempt in range(5))


def test_wait_is_capped(clock: SleeplessClock) -> None:
    send(Server(*[response()] * 21), clock, retries=20, deadline=clock.monotonic() + 10_000)
    assert max(clock.slept) <= 20


def test_time_ends_before_the_attempts(clock: SleeplessClock) -> None:
    server = Server(*[response(wait="50")] * 9)
    assert send(server, clock).status == 503
    assert clock.slept == [50, 50]


def test_failed_connection_is_tried_again(clock: SleeplessClock) -> None:
    assert send(Server(ConnectionFailedError("x"), response(200)), clock, replay_lost=False).status == 200


def test_lost_answer_is_asked_for_again_only_where_that_is_safe(clock: SleeplessClock) -> None:
    assert send(Server(AmbiguousError("x"), response(200)), clock).status == 200
    server = Server(AmbiguousError("x"), response(200))
    with pytest.raises(AmbiguousError):
        send(server, clock, replay_lost=False)
    assert server.asked == 1


@pytest.mark.parametrize("error", [UntrustedError("x"), ResponseError("x")])
def test_error_that_will_not_pass_is_raised_at_once(clock: SleeplessClock, error: VeracityError) -> None:
    server = Server(error, response(200))
    with pytest.raises(type(error)):
        send(server, clock)
    assert server.asked == 1


def test_last_error_is_raised_without_another_behind_it(clock: SleeplessClock) -> None:
    with pytest.raises(ConnectionFailedError, match="last") as caught:
        send(Server(*[AmbiguousError("first")] * 3, ConnectionFailedError("last")), clock)
    assert caught.value.__cause__ is None


def test_wait_is_announced(clock: SleeplessClock) -> None:
    notices: list[str] = []
    outcomes = (response(429, "5"), ConnectionFailedError("x"), response(200))
    send(Server(*outcomes), clock, replay=lambda answer: answer.status == 429, notify=notices.append)
    assert notices[0] == "HTTP 429; trying again in 5 s"
    assert notices[1].startswith("the connection failed; trying again in ")
